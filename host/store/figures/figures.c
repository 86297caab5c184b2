#include "store/figures/figures.h"

#include "store/figures/figures_sql.h"
#include "store/figures/praise.h"
#include "store/thread/thread.h"

#include <stdlib.h>
#include <time.h>

int64_t
figures_monday(int64_t at, int weeks)
{
    time_t s = (time_t)(at / 1000);
    struct tm t;

    localtime_r(&s, &t);
    t.tm_mday -= (t.tm_wday + 6) % 7 + 7 * weeks;
    t.tm_hour = t.tm_min = t.tm_sec = 0;
    t.tm_isdst = -1;
    return (int64_t)mktime(&t) * 1000;
}

enum err
figures_since(struct db *db, int64_t at, int64_t *id)
{
    int64_t low = 1, high = 0, mid;
    struct query q = query_start(db, "SELECT coalesce(max(id), 0)"
        " FROM message");
    enum err e;

    if (query_row(&q))
        high = query_get_int(&q, 0) + 1;
    if ((e = query_end_one(&q)))
        return e;
    while (low < high) {
        bool early = false;

        mid = low + (high - low) / 2;
        q = query_start(db, "SELECT at, id FROM message WHERE id >= :mid"
                            " ORDER BY id LIMIT 1");
        query_int(&q, ":mid", mid);
        if (query_row(&q) && (early = query_get_int(&q, 0) < at))
            mid = query_get_int(&q, 1);
        if ((e = query_end_one(&q)))
            return e;
        if (early)
            low = mid + 1;
        else
            high = mid;
    }
    *id = low;
    return OK;
}

/* --- the weeks ------------------------------------------------------------ */

/* What is known of a thread while its messages pass by. */
struct seen {
    int64_t waits;              /* since when; 0: it does not */
    uint32_t reached;           /* weeks, by bit */
};
struct answer {
    int week;
    int64_t took;
};
struct counting {
    struct figures *f;
    struct seen *threads;       /* by id */
    int64_t n_threads;
    struct answer *answers;
    size_t n_answers, room;
    bool failed;
};

static int
week_of(const struct figures *f, int64_t at)
{
    int w = FIGURES_WEEKS - 1;

    while (w > 0 && at < f->week[w].from)
        w--;
    return w;
}

static void
note_answer(struct counting *c, int week, int64_t took)
{
    size_t room = c->room ? c->room * 2 : 256;
    struct answer *more;

    if (c->n_answers == c->room) {
        if (!(more = realloc(c->answers, room * sizeof(*more)))) {
            c->failed = true;
            return;
        }
        c->answers = more;
        c->room = room;
    }
    c->answers[c->n_answers++] = (struct answer){ week, took };
}

static void
count_in(struct figures_week *w, struct seen *s, int64_t at, bool needs_answer)
{
    w->in++;
    if (needs_answer && !s->waits)
        s->waits = at;
}

static void
count_reached(struct figures_week *w, struct seen *s, int week)
{
    if (s->reached >> week & 1)
        return;
    s->reached |= 1u << week;
    w->reached++;
}

static void
count_out(struct counting *c, int week, struct seen *s, struct query *q)
{
    struct figures_week *w = &c->f->week[week];
    int state = (int)query_get_int(q, 3);
    int64_t at = query_get_int(q, 2);

    if (state == MESSAGE_SENT || state == MESSAGE_DELIVERED) {
        w->out++;
        count_reached(w, s, week);
    }
    if (s->waits && query_get_int(q, 4)) {
        w->answered++;
        note_answer(c, week, at > s->waits ? at - s->waits : 0);
        s->waits = 0;
    }
}

static void
count_message(struct counting *c, struct query *q)
{
    int64_t thread = query_get_int(q, 0), at = query_get_int(q, 2);
    int week = week_of(c->f, at);

    if (thread < 0 || thread >= c->n_threads)
        return;
    if (query_get_int(q, 1) == MESSAGE_IN)
        count_in(&c->f->week[week], &c->threads[thread], at,
            query_get_int(q, 5) != 0);
    else
        count_out(c, week, &c->threads[thread], q);
}

static enum err
count_messages(struct db *db, const char *class_name, int64_t from, int64_t to,
    struct counting *c)
{
    struct query q = query_start(db,
        "SELECT m.thread, m.direction, m.at, m.state,"
        " m.batch IS NULL AND m.author <> '' AND m.holds = 0,"
        " m." MESSAGE_IS_SAID " AND m.answer = ''"
        " FROM message m JOIN thread t ON t.id = m.thread"
        " JOIN family f ON f.id = t.family"
        " WHERE m.id >= :from AND m.id < :to"
        " AND (:class = '' OR " FIGURES_STANDS ") ORDER BY m.id");

    query_int(&q, ":from", from);
    query_int(&q, ":to", to);
    query_text(&q, ":class", class_name);
    while (query_row(&q))
        count_message(c, &q);
    return query_end(&q);
}

/* Families that a text to another's thread was for too. */
static enum err
count_also(struct db *db, const char *class_name, int64_t from, int64_t to,
    struct counting *c)
{
    struct query q = query_start(db,
        "SELECT t.id, m.at FROM message_also a"
        " JOIN message m ON m.id = a.message AND m." MESSAGE_IS_TAKEN
        " JOIN family f ON f.id = a.family JOIN thread t ON t.family = f.id"
        " WHERE a.message >= :from AND a.message < :to AND " FIGURES_STANDS);

    query_int(&q, ":from", from);
    query_int(&q, ":to", to);
    query_text(&q, ":class", class_name);
    while (query_row(&q)) {
        int64_t thread = query_get_int(&q, 0);
        int week = week_of(c->f, query_get_int(&q, 1));

        if (thread < c->n_threads)
            count_reached(&c->f->week[week], &c->threads[thread], week);
    }
    return query_end(&q);
}

static int
by_week_and_time(const void *a, const void *b)
{
    const struct answer *x = a, *y = b;

    if (x->week != y->week)
        return x->week - y->week;
    return (x->took > y->took) - (x->took < y->took);
}

static void
find_medians(struct counting *c)
{
    if (c->n_answers)
        qsort(c->answers, c->n_answers, sizeof(*c->answers),
            by_week_and_time);
    for (size_t i = 0, n; i < c->n_answers; i += n) {
        struct figures_week *w = &c->f->week[c->answers[i].week];

        n = (size_t)w->answered;
        w->median = (c->answers[i + (n - 1) / 2].took
            + c->answers[i + n / 2].took) / 2;
    }
}

static enum err
read_weeks(struct db *db, const char *class_name, struct figures *f, int64_t to)
{
    struct counting c = { .f = f };
    int64_t first = 0, behind = 0;
    struct query q;
    enum err e;

    if ((e = figures_since(db, f->week[0].from, &first))
        || (e = figures_since(db, to, &behind)))
        return e;
    q = query_start(db, "SELECT coalesce(max(id), 0) + 1 FROM thread");
    if (query_row(&q))
        c.n_threads = query_get_int(&q, 0);
    if ((e = query_end_one(&q)))
        return e;
    if (!(c.threads = calloc((size_t)c.n_threads + 1, sizeof(*c.threads))))
        return ERR_MEMORY;
    e = count_messages(db, class_name, first, behind, &c);
    if (!e)
        e = count_also(db, class_name, first, behind, &c);
    if (!e && c.failed)
        e = ERR_MEMORY;
    if (!e)
        find_medians(&c);
    free(c.threads);
    free(c.answers);
    return e;
}

static void
count_tone(void *user, int64_t at, enum tone tone)
{
    struct figures *f = user;
    struct figures_week *w = &f->week[week_of(f, at)];

    w->praise += tone == TONE_PRAISE;
    w->concern += tone == TONE_CONCERN;
}

static enum err
read_now(struct db *db, const char *class_name, struct figures *f)
{
    struct query q = query_start(db,
        "SELECT (SELECT count(*) FROM family f WHERE " FIGURES_STANDS "),"
        " (SELECT count(*) FROM child c WHERE c.left_at = 0"
        "  AND (:class = '' OR c.class = :class)),"
        " count(*), coalesce(min(t.waiting), 0)"
        " FROM thread t JOIN family f ON f.id = t.family"
        " WHERE t.waiting > 0 AND (:class = '' OR " FIGURES_STANDS ")");

    query_text(&q, ":class", class_name);
    if (query_row(&q)) {
        f->families = (int)query_get_int(&q, 0);
        f->children = (int)query_get_int(&q, 1);
        f->unanswered = (int)query_get_int(&q, 2);
        f->oldest = query_get_int(&q, 3);
    }
    return query_end_one(&q);
}

enum err
figures_read(struct db *db, const char *class_name, int64_t at,
    struct figures *out)
{
    struct figures f = { 0 };
    enum err e;

    for (int i = 0; i < FIGURES_WEEKS; i++)
        f.week[i].from = figures_monday(at, FIGURES_WEEKS - 1 - i);
    if ((e = read_now(db, class_name, &f))
        || (e = read_weeks(db, class_name, &f, figures_monday(at, -1)))
        || (e = praise_times(db, class_name, f.week[0].from,
                figures_monday(at, -1), count_tone, &f)))
        return e;
    *out = f;
    return OK;
}

/* --- by name -------------------------------------------------------------- */

enum err
figures_tell_names(struct query *q, figures_fn *fn, void *user)
{
    while (query_row(q)) {
        struct figures_name n = {
            .family = query_get_int(q, 0),
            .thread = query_get_int(q, 1),
            .at = query_get_int(q, 2),
        };

        query_copy_text(q, 3, n.name, sizeof(n.name));
        query_copy_text(q, 4, n.detail, sizeof(n.detail));
        fn(user, &n);
    }
    return query_end(q);
}

enum err
figures_unreached(struct db *db, const char *class_name, int64_t since,
    figures_fn *fn, void *user)
{
    struct query q = query_start(db,
        "SELECT f.id, coalesce(t.id, 0),"
        " max(coalesce((SELECT m.at FROM message m WHERE m.thread = t.id"
        "  AND m." MESSAGE_IS_OUT " AND m." MESSAGE_IS_TAKEN
        "  ORDER BY m.id DESC"
        "  LIMIT 1), 0), coalesce((SELECT m.at FROM message_also a"
        "  JOIN message m ON m.id = a.message AND m." MESSAGE_IS_TAKEN
        "  WHERE a.family = f.id ORDER BY a.message DESC LIMIT 1), 0))"
        "  AS last, "
        "coalesce(nullif(" FAMILY_CHILDREN("f.id") ", ''), f.label) AS whom,"
        " iif(" FAMILY_CHILDREN("f.id") " = '', '', f.label)"
        " FROM family f LEFT JOIN thread t ON t.family = f.id"
        " WHERE " FIGURES_STANDS " AND last < :since "
        " ORDER BY last, whom, f.id");

    query_text(&q, ":class", class_name);
    query_int(&q, ":since", since);
    return figures_tell_names(&q, fn, user);
}

enum err
figures_phones(struct db *db, const char *class_name, int state,
    figures_fn *fn, void *user)
{
    struct query q = query_start(db,
        "SELECT f.id, coalesce(t.id, 0), p.since,"
        " coalesce(nullif(" FAMILY_CHILDREN("f.id") ", '')"
        "  || ' " "\xc2\xb7" " ', '') || g.name, p.number"
        " FROM phone p JOIN guardian_phone gp ON gp.phone = p.id"
        " JOIN guardian g ON g.id = gp.guardian"
        " JOIN family_guardian fg ON fg.guardian = g.id"
        " JOIN family f ON f.id = fg.family"
        " LEFT JOIN thread t ON t.family = f.id"
        " WHERE (:state = 0 OR p.state = :state) AND " FIGURES_STANDS
        " ORDER BY p.since, p.id, f.id");

    query_text(&q, ":class", class_name);
    query_int(&q, ":state", state);
    return figures_tell_names(&q, fn, user);
}

enum err
figures_without_text(struct db *db, const char *class_name, int64_t from,
    int64_t to, figures_fn *fn, void *user)
{
    int64_t first = 0, behind = 0;
    struct query q;
    enum err e;

    if ((e = figures_since(db, from, &first))
        || (e = figures_since(db, to, &behind)))
        return e;
    q = query_start(db,
        "SELECT f.id, coalesce(t.id, 0), 0, k.name, k.class"
        " FROM child k JOIN family_child kf ON kf.child = k.id"
        " JOIN family f ON f.id = kf.family AND f.merged_into IS NULL"
        "  AND f.erased = 0 LEFT JOIN thread t ON t.family = f.id"
        " WHERE k.left_at = 0 AND (:class = '' OR k.class = :class)"
        " AND NOT EXISTS (SELECT 1 FROM message_child mc"
        "  JOIN message m ON m.id = mc.message WHERE mc.child = k.id"
        "  AND m.id >= :first AND m.id < :behind AND m." MESSAGE_IS_OUT
        "  AND NOT m." MESSAGE_IS_LOST ")"
        " GROUP BY k.id ORDER BY k.class COLLATE classes, k.folded");
    query_text(&q, ":class", class_name);
    query_int(&q, ":first", first);
    query_int(&q, ":behind", behind);
    return figures_tell_names(&q, fn, user);
}

enum err
figures_states(struct db *db, void (*fn)(void *user,
    enum message_direction direction, enum message_state state, int64_t n),
    void *user)
{
    struct query q = query_start(db,
        "SELECT direction, state, n FROM message_count WHERE n > 0 UNION ALL"
        " SELECT direction, state, count(*) FROM message"
        "  WHERE " MESSAGE_IS_OPEN " AND NOT " MESSAGE_IS_UNSURE
        "  GROUP BY direction, state"
        " ORDER BY 1, 2");

    while (query_row(&q))
        fn(user, (enum message_direction)query_get_int(&q, 0),
            (enum message_state)query_get_int(&q, 1), query_get_int(&q, 2));
    return query_end(&q);
}
