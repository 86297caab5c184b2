#include "store/figures/review.h"

#include "base/clock.h"
#include "store/figures/figures_sql.h"
#include "store/figures/term.h"
#include "store/thread/calendar.h"
#include "store/thread/thread.h"
#include "store/thread/tone.h"

#include <stdlib.h>
#include <string.h>

/* Of the term, by the alias m. */
#define THEN "m.id >= :first AND m.id < :behind"
#define REACHED "m." MESSAGE_IS_OUT " AND m." MESSAGE_IS_TAKEN
#define HEARD "m." MESSAGE_IS_IN " AND m." MESSAGE_IS_SAID

/* Each family, its thread, and what passed there. */
#define FAMILIES                                                               \
    "WITH fam AS (SELECT f.id AS id, f.label AS label, t.id AS thread,"        \
    "  EXISTS (SELECT 1 FROM message m WHERE m.thread = t.id AND " THEN        \
    "   AND " REACHED ") OR EXISTS (SELECT 1 FROM message_also a"              \
    "   JOIN message m ON m.id = a.message WHERE a.family = f.id AND " THEN    \
    "   AND " REACHED ") AS reached,"                                          \
    "  EXISTS (SELECT 1 FROM message m WHERE m.thread = t.id AND " THEN        \
    "   AND " HEARD ") AS heard"                                               \
    "  FROM family f LEFT JOIN thread t ON t.family = f.id"                    \
    " WHERE " FIGURES_STANDS ")"

/* There was one about the child c. */
#define PRAISED                                                                \
    "EXISTS (SELECT 1 FROM message_child mc JOIN message m ON " FIGURES_SAID   \
    " WHERE mc.child = c.id AND " THEN " AND mc.tone = :praise)"

/* The bounds of a term as message numbers. */
struct bounds {
    const char *class_name;
    int64_t first, behind;
};

static enum err
find_bounds(struct db *db, const char *class_name, int64_t from, int64_t to,
    struct bounds *out)
{
    enum err e = figures_since(db, from, &out->first);

    out->class_name = class_name;
    return e ? e : figures_since(db, to, &out->behind);
}

static void
bind(struct query *q, const struct bounds *b)
{
    query_text(q, ":class", b->class_name);
    query_int(q, ":first", b->first);
    query_int(q, ":behind", b->behind);
}

static enum err
read_rows(struct query *q, struct review_rows *out)
{
    out->n = 0;
    while (query_row(q)) {
        struct review_row *r = &out->row[out->n];

        if (out->n == REVIEW_ROWS)
            continue;
        *r = (struct review_row){ .of = (int)query_get_int(q, 1),
            .reached = (int)query_get_int(q, 2),
            .heard = (int)query_get_int(q, 3) };
        query_copy_text(q, 0, r->name, sizeof(r->name));
        out->n++;
    }
    return query_end(q);
}

static enum err
read_whole(struct db *db, const struct bounds *b, struct review_row *out)
{
    struct query q = query_start(db, FAMILIES " SELECT count(*),"
        " coalesce(sum(reached), 0), coalesce(sum(heard), 0) FROM fam");

    *out = (struct review_row){ 0 };
    bind(&q, b);
    if (query_row(&q)) {
        out->of = (int)query_get_int(&q, 0);
        out->reached = (int)query_get_int(&q, 1);
        out->heard = (int)query_get_int(&q, 2);
    }
    return query_end_one(&q);
}

/* A family with children in two classes counts in both. */
static enum err
read_classes(struct db *db, const struct bounds *b, struct review_rows *out)
{
    struct query q = query_start(db, FAMILIES
        " SELECT class, count(*), sum(reached), sum(heard) FROM (SELECT"
        "  DISTINCT c.class AS class, fam.id, reached, heard FROM fam"
        "  JOIN family_child fc ON fc.family = fam.id"
        "  JOIN child c ON c.id = fc.child AND c.left_at = 0"
        "   AND (:class = '' OR c.class = :class))"
        " GROUP BY class ORDER BY class COLLATE classes");

    bind(&q, b);
    return read_rows(&q, out);
}

/* Guardians that have a phone; what: an expression of g or fg. */
#define GUARDIANS(what)                                                        \
    "SELECT what, count(*), sum(reached), sum(heard) FROM (SELECT "            \
    what " AS what, max(EXISTS (SELECT 1 FROM guardian_phone gp"               \
    "  JOIN phone p ON p.id = gp.phone JOIN message m ON m.number = p.number"  \
    "  WHERE gp.guardian = g.id AND " THEN " AND " REACHED ")) AS reached,"    \
    " max(EXISTS (SELECT 1 FROM guardian_phone gp"                             \
    "  JOIN phone p ON p.id = gp.phone JOIN message m ON m.number = p.number"  \
    "  JOIN thread t ON t.id = m.thread AND t.family = fg.family"              \
    "  WHERE gp.guardian = g.id AND " THEN " AND " HEARD ")) AS heard"         \
    " FROM family f JOIN family_guardian fg ON fg.family = f.id"               \
    " JOIN guardian g ON g.id = fg.guardian"                                   \
    " WHERE EXISTS (SELECT 1 FROM guardian_phone gp WHERE gp.guardian = g.id)" \
    " AND " FIGURES_STANDS " GROUP BY what, g.id)"                             \
    " GROUP BY what ORDER BY count(*) DESC, what"

static enum err
read_guardians(struct db *db, const struct bounds *b, const char *sql,
    struct review_rows *out)
{
    struct query q = query_start(db, sql);

    bind(&q, b);
    return read_rows(&q, out);
}

/* Adds the sentences to the whole, and to the child's class. */
static enum err
count_praise(struct db *db, const struct bounds *b, struct review *out)
{
    struct query q = query_start(db,
        "SELECT class, sum(tone = :praise), sum(tone = :concern) FROM (SELECT"
        "  DISTINCT mc.child, mc.first, mc.tone AS tone, c.class AS class"
        "  FROM message_child mc JOIN child c ON c.id = mc.child"
        "   AND c.left_at = 0 AND (:class = '' OR c.class = :class)"
        "  JOIN message m ON " FIGURES_SAID " WHERE " THEN ") GROUP BY class");

    bind(&q, b);
    query_int(&q, ":praise", TONE_PRAISE);
    query_int(&q, ":concern", TONE_CONCERN);
    while (query_row(&q)) {
        int praise = (int)query_get_int(&q, 1);
        int concern = (int)query_get_int(&q, 2);
        char name[64];

        query_copy_text(&q, 0, name, sizeof(name));
        out->whole.praise += praise;
        out->whole.concern += concern;
        for (int i = 0; i < out->classes.n; i++)
            if (!strcmp(out->classes.row[i].name, name)) {
                out->classes.row[i].praise = praise;
                out->classes.row[i].concern = concern;
            }
    }
    return query_end(&q);
}

enum err
review_read(struct db *db, const char *class_name, int64_t from, int64_t to,
    struct review *out)
{
    struct bounds b;
    enum err e;

    out->from = from;
    out->to = to;
    if ((e = find_bounds(db, class_name, from, to, &b))
        || (e = read_whole(db, &b, &out->whole))
        || (e = read_classes(db, &b, &out->classes))
        || (e = read_guardians(db, &b, GUARDIANS("lower(g.language)"),
                &out->languages))
        || (e = read_guardians(db, &b, GUARDIANS("lower(fg.relation)"),
                &out->relations))
        || (e = count_praise(db, &b, out)))
        return e;
    return promise_kept_read(db, class_name, from, to, &out->kept);
}

/* --- by name -------------------------------------------------------------- */

enum err
review_unreached(struct db *db, const char *class_name, int64_t from,
    int64_t to, figures_fn *fn, void *user)
{
    struct bounds b;
    struct query q;
    enum err e = find_bounds(db, class_name, from, to, &b);

    if (e)
        return e;
    q = query_start(db, FAMILIES " SELECT id, coalesce(thread, 0), 0,"
        " iif(children = '', label, children) AS whom,"
        " iif(children = '', '', label) FROM (SELECT *, "
        FAMILY_CHILDREN("fam.id") " AS children FROM fam)"
        " WHERE NOT reached ORDER BY whom, id");
    bind(&q, &b);
    return figures_tell_names(&q, fn, user);
}

enum err
review_unpraised(struct db *db, const char *class_name, int64_t from,
    int64_t to, figures_fn *fn, void *user)
{
    struct bounds b;
    struct query q;
    enum err e = find_bounds(db, class_name, from, to, &b);

    if (e)
        return e;
    q = query_start(db, "SELECT f.id, coalesce(t.id, 0), 0, c.name, c.class"
        " FROM child c JOIN family_child fc ON fc.child = c.id"
        " JOIN family f ON f.id = fc.family AND f.merged_into IS NULL"
        "  AND f.erased = 0 LEFT JOIN thread t ON t.family = f.id"
        " WHERE c.left_at = 0 AND (:class = '' OR c.class = :class)"
        " AND NOT " PRAISED " GROUP BY c.id ORDER BY c.class"
        " COLLATE classes, c.folded");
    bind(&q, &b);
    query_int(&q, ":praise", TONE_PRAISE);
    return figures_tell_names(&q, fn, user);
}

/* --- which term ----------------------------------------------------------- */

static enum err
find_in_calendar(struct db *db, const char *first, int64_t *from, int64_t *to)
{
    struct calendar *c = malloc(sizeof(*c));
    enum err e = c ? calendar_read(db, c) : ERR_MEMORY;
    int day = calendar_day_of(first, NULL);

    for (int i = 0; !e && day && i < c->n; i++)
        if (c->spans[i].kind == CALENDAR_TERM && c->spans[i].first == day) {
            *from = calendar_starts(day);
            *to = calendar_starts(c->spans[i].last + 1);
            day = 0;
        }
    free(c);
    return e || *from ? e : ERR_NOT_FOUND;
}

enum err
review_term(struct db *db, const char *first, int64_t *from, int64_t *to)
{
    int64_t now = clock_now();
    struct term t;
    enum err e;

    *from = 0;
    *to = now;
    if (first && *first)
        e = find_in_calendar(db, first, from, to);
    else if (!(e = term_read(db, &t)))
        *from = t.began;
    if (*to > now)
        *to = now;
    return e || *from <= *to ? e : ERR_NOT_FOUND;
}
