#include "store/thread/plan_own.h"

#include <string.h>

const char *const plan_fields[PLAN_FIELDS] = { "listen", "agree", "do",
    "review" };

static const char *const ways[PLAN_WAYS] = { "", "text", "call", "visit",
    "talk" };
static const char *const results[PLAN_RESULTS] = { "open", "done",
    "not reached", "no answer", "sent" };

/* The place of name among n; fallback: it is none of them. */
static int
place_of(const char *const *names, int from, int n, const char *name,
    int fallback)
{
    for (int i = from; i < n; i++)
        if (!strcmp(names[i], name))
            return i;
    return fallback;
}

const char *
plan_way_name(enum plan_way w)
{
    return w >= 0 && w < PLAN_WAYS ? ways[w] : "";
}

enum plan_way
plan_way_of(const char *name)
{
    return (enum plan_way)place_of(ways, 1, PLAN_WAYS, name, PLAN_NO_WAY);
}

const char *
plan_result_name(enum plan_result r)
{
    return r >= 0 && r < PLAN_RESULTS ? results[r] : "";
}

enum plan_result
plan_result_of(const char *name)
{
    return (enum plan_result)place_of(results, 0, PLAN_RESULTS, name,
        PLAN_RESULTS);
}

const char *
plan_stand_name(enum plan_stand s)
{
    static const char *const names[PLAN_STANDS] = { "open", "waits",
        "answered", "silent", "lost", "done", "not reached", "no answer" };

    return s >= 0 && s < PLAN_STANDS ? names[s] : "";
}

static enum plan_stand
stand_of_text(const struct plan_step *s, int64_t now)
{
    if (s->answered)
        return PLAN_ANSWERED;
    if (!s->went)
        return s->open ? PLAN_WAITS : PLAN_LOST;
    return now - s->went >= PLAN_SILENCE ? PLAN_SILENT : PLAN_WAITS;
}

enum plan_stand
plan_stand(const struct plan_step *s, int64_t now)
{
    switch (s->result) {
    case PLAN_DONE:
        return PLAN_IS_DONE;
    case PLAN_NOT_REACHED:
        return PLAN_WAS_NOT_REACHED;
    case PLAN_NO_ANSWER:
        return PLAN_HAD_NO_ANSWER;
    case PLAN_SENT:
        return stand_of_text(s, now);
    case PLAN_OPEN:
    case PLAN_RESULTS:
        break;
    }
    return PLAN_TO_DO;
}

/* --- who may read --------------------------------------------------------- */

enum err
plan_may(struct db *db, const struct plan_reader *r, int64_t child, bool *may)
{
    struct query q = query_start(db, "SELECT :all OR " PLAN_READS
        " FROM child c WHERE c.id = :child");
    enum err e;

    *may = false;
    query_int(&q, ":all", r->all);
    query_int(&q, ":staff", r->staff);
    query_int(&q, ":child", child);
    if (query_row(&q))
        *may = query_get_int(&q, 0) != 0;
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}

/* --- reading -------------------------------------------------------------- */

enum err
plan_list(struct db *db, int64_t child, int limit,
    void (*fn)(void *user, const struct plan *p), void *user)
{
    struct query q = query_start(db,
        "SELECT p.id, p.child, p.aim, p.review, coalesce(p.lead, 0),"
        " coalesce(s.name, ''), p.at, p.closed, p.who, p.closed_by, p.outcome"
        " FROM plan p LEFT JOIN staff s ON s.id = p.lead"
        " WHERE p.child = :child ORDER BY p.closed > 0, p.id DESC"
        " LIMIT :limit");
    struct plan p;

    query_int(&q, ":child", child);
    query_int(&q, ":limit", limit);
    while (query_row(&q)) {
        p = (struct plan){ .id = query_get_int(&q, 0),
            .child = query_get_int(&q, 1), .review = (int)query_get_int(&q, 3),
            .lead = query_get_int(&q, 4), .at = query_get_int(&q, 6),
            .closed = query_get_int(&q, 7) };
        query_copy_text(&q, 2, p.aim, sizeof(p.aim));
        query_copy_text(&q, 5, p.lead_name, sizeof(p.lead_name));
        query_copy_text(&q, 8, p.who, sizeof(p.who));
        query_copy_text(&q, 9, p.closed_by, sizeof(p.closed_by));
        query_copy_text(&q, 10, p.outcome, sizeof(p.outcome));
        fn(user, &p);
    }
    return query_end(&q);
}

/* The texts that say the same as that of the step s of the plan p. */
#define TEXTS                                                                  \
    " FROM message_child mc JOIN message m ON m.id = mc.message"               \
    "  AND m." MESSAGE_IS_OUT                                                  \
    " WHERE mc.child = p.child AND mc.first = s.message"
/* Part rows may be forgotten before the text: then it went when it was
 * written. */
#define WENT                                                                   \
    "coalesce((SELECT min(coalesce((SELECT min(o.settled) FROM part_out o"     \
    "  WHERE o.message = m.id AND o.settled > 0), m.at))" TEXTS                \
    "  AND m." MESSAGE_IS_TAKEN "), 0)"
#define ON_ITS_WAY                                                             \
    "EXISTS (SELECT 1" TEXTS " AND (m." MESSAGE_IS_QUEUED                      \
    " OR m." MESSAGE_IS_SENDING "))"
/* By arrival, so that a clock that jumps makes no answer of what came
 * before. */
#define ANSWER                                                                 \
    "(SELECT min(i.id) FROM family_child fc JOIN thread t"                     \
    "  ON t.family = fc.family JOIN message i ON i.thread = t.id"              \
    " WHERE fc.child = k.child AND i." MESSAGE_IS_IN " AND i." MESSAGE_IS_SAID \
    " AND i.id > k.message AND i.at >= k.went)"

static void
read_step(struct query *q, struct plan_step *s)
{
    *s = (struct plan_step){ .id = query_get_int(q, 0),
        .plan = query_get_int(q, 1),
        .way = (enum plan_way)query_get_int(q, 3),
        .staff = query_get_int(q, 4), .gone = query_get_int(q, 6),
        .due = (int)query_get_int(q, 7), .at = query_get_int(q, 8),
        .result = (enum plan_result)query_get_int(q, 10),
        .tried = query_get_int(q, 11), .message = query_get_int(q, 13),
        .thread = query_get_int(q, 14), .went = query_get_int(q, 15),
        .open = query_get_int(q, 16), .answer = query_get_int(q, 17),
        .answered = query_get_int(q, 18) };
    query_copy_text(q, 2, s->words, sizeof(s->words));
    query_copy_text(q, 5, s->staff_name, sizeof(s->staff_name));
    query_copy_text(q, 9, s->who, sizeof(s->who));
    query_copy_text(q, 12, s->tried_by, sizeof(s->tried_by));
}

enum err
plan_steps(struct db *db, int64_t plan,
    void (*fn)(void *user, const struct plan_step *s), void *user)
{
    struct query q = query_start(db,
        "WITH k AS (SELECT s.*, p.child, a.name, NOT (" PLAN_IS_THEIRS("a",
        "s.at") ") AS gone, iif(s." PLAN_IS_SENT ", " WENT ", 0) AS went,"
        " s." PLAN_IS_SENT " AND " ON_ITS_WAY " AS going"
        " FROM plan_step s JOIN plan p ON p.id = s.plan"
        " JOIN staff a ON a.id = s.staff WHERE s.plan = :plan),"
        " x AS (SELECT k.*, iif(k.went > 0, " ANSWER ", NULL) AS answer FROM k)"
        " SELECT x.id, x.plan, x.words, x.way, x.staff, x.name, x.gone, x.due,"
        " x.at, x.who, x.result, x.tried, x.tried_by, coalesce(x.message, 0),"
        " coalesce((SELECT thread FROM message WHERE id = x.message), 0),"
        " x.went, x.going, coalesce(x.answer, 0),"
        " coalesce((SELECT at FROM message WHERE id = x.answer), 0)"
        " FROM x ORDER BY x.due, x.id");
    struct plan_step s;

    query_int(&q, ":plan", plan);
    while (query_row(&q)) {
        read_step(&q, &s);
        fn(user, &s);
    }
    return query_end(&q);
}

enum err
plan_talks(struct db *db, int64_t plan,
    void (*fn)(void *user, const struct plan_talk *t), void *user)
{
    struct query q = query_start(db,
        "SELECT id, at, day, who, listen, agree, act, review FROM plan_talk"
        " WHERE plan = :plan ORDER BY day DESC, id DESC");
    struct plan_talk t;

    query_int(&q, ":plan", plan);
    while (query_row(&q)) {
        t.id = query_get_int(&q, 0);
        t.at = query_get_int(&q, 1);
        t.day = (int)query_get_int(&q, 2);
        query_copy_text(&q, 3, t.who, sizeof(t.who));
        for (int i = 0; i < PLAN_FIELDS; i++)
            query_copy_text(&q, 4 + i, t.field[i], sizeof(t.field[i]));
        fn(user, &t);
    }
    return query_end(&q);
}

enum err
plan_text(struct db *db, int64_t child, int64_t since, int64_t *message,
    char *words, size_t room)
{
    struct query q = query_start(db,
        "SELECT mc.first, m.body FROM message_child mc JOIN message m"
        " ON m.id = mc.message WHERE mc.child = :child AND m." MESSAGE_IS_OUT
        " AND m." MESSAGE_IS_TEXT " AND m.at >= :since AND NOT m."
        MESSAGE_IS_LOST " ORDER BY m.id DESC LIMIT 1");

    *message = 0;
    words[0] = '\0';
    query_int(&q, ":child", child);
    query_int(&q, ":since", since);
    if (query_row(&q)) {
        *message = query_get_int(&q, 0);
        query_copy_text(&q, 1, words, room);
    }
    return query_end(&q);
}
