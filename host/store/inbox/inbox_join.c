/* Which text a part belongs to. libgammu joins parts of different senders;
 * here the sender, the SIM, the reference with its width and the number of
 * parts must all be the same, within a day (TS 23.040 §9.2.3.24.1): a day
 * between the centre's time stamps (§9.2.3.11), for a part may wait at the
 * centre over a weekend while the SIM is full or the power is off. References
 * come round, and some senders know but one: so the parts must also have left
 * one after the other, as those stamps tell.
 * What may be of two texts is shown on its own rather than in the wrong one. */
#include "store/inbox/inbox_own.h"

#include "base/clock.h"

#include <assert.h>
#include <string.h>

/* Parts further apart than this are not of one text. */
#define WINDOW DAY
/* A clock that says less has just been without power and will jump: a part
 * that came by it is as new as any. */
#define NO_DATE (1735689600 * SECOND) /* 2025 */
/* A sender's second try of the same part follows soon; the same words with the
 * same reference later are another text. */
#define SAME_WITHIN (10 * MINUTE)

/* A phone hands over one part after the other, with a pause at most so long in
 * between; one that had to be tried again may be stamped late by so much. */
#define PART_TAKES (3 * MINUTE)
#define OUT_OF_ORDER MINUTE
/* Parts whose centre wrote no date have come within this. */
#define COME_WITHIN (10 * MINUTE)

enum { PLACES_MAX = 8 };

/* A text that a part may belong to. */
struct join_place {
    int64_t assembly;
    int64_t stamp;              /* of the part with this number, if there, */
    int have;                   /* different parts there */
    bool taken;                 /* this part's number is among them */
    char pdu[LINK_PDU_MAX];     /* and what it is */
    bool fits;                  /* by the times of the others */
    int64_t away;               /* ms from the nearest of them */
};

/* The texts begun within the window, newest first. */
static enum err
find_places(struct db *db, const struct inbox_part *p, const struct pdu *read,
    const char *sender, struct join_place out[PLACES_MAX], int *count)
{
    const struct pdu_concat *c = &read->concat;
    struct query q = query_start(db,
        "SELECT o.assembly, (SELECT count(DISTINCT n) FROM part_in"
        "  WHERE assembly = o.assembly AND " PART_IS_READ "),"
        " s.id IS NOT NULL, coalesce(s.stamp, 0), coalesce(s.pdu, '')"
        " FROM part_in o LEFT JOIN part_in s ON s.assembly = o.assembly"
        "  AND s.n = :n AND s." PART_IS_READ
        " WHERE o.sim = :sim AND o.sender = :sender AND o.width = :width"
        " AND o.reference = :reference AND o.total = :total"
        " AND CASE WHEN o.stamp > 0 AND :stamp > 0"
        "  THEN abs(o.stamp - :stamp) < :window"
        "  ELSE o.at > :since OR o.at < :no_date END"
        " AND o.assembly = o.id AND o.id <> :id"
        " ORDER BY o.id DESC LIMIT :most");

    query_int(&q, ":n", c->n);
    query_text(&q, ":sim", p->sim);
    query_text(&q, ":sender", sender);
    query_int(&q, ":width", c->width);
    query_int(&q, ":reference", c->reference);
    query_int(&q, ":total", c->total);
    query_int(&q, ":stamp", read->at);
    query_int(&q, ":window", WINDOW);
    query_int(&q, ":since", p->at - WINDOW);
    query_int(&q, ":no_date", NO_DATE);
    query_int(&q, ":id", p->id);
    query_int(&q, ":most", PLACES_MAX);
    *count = 0;
    while (*count < PLACES_MAX && query_row(&q)) {
        struct join_place *at = &out[(*count)++];

        at->assembly = query_get_int(&q, 0);
        at->have = (int)query_get_int(&q, 1);
        at->taken = query_get_int(&q, 2) != 0;
        at->stamp = query_get_int(&q, 3);
        query_copy_text(&q, 4, at->pdu, sizeof(at->pdu));
    }
    return query_end(&q);
}

static bool
same_content(const struct pdu *a, const char *hex)
{
    struct pdu b;

    return pdu_parse(hex, &b, NULL) == OK && a->content == b.content
        && a->units == b.units && a->bytes == b.bytes
        && !memcmp(a->text, b.text, (size_t)a->units * sizeof(a->text[0]))
        && !memcmp(a->data, b.data, (size_t)a->bytes);
}

static bool
close_stamps(int64_t a, int64_t b)
{
    return a - b < SAME_WITHIN && b - a < SAME_WITHIN;
}

/* --- times ---------------------------------------------------------------- */

struct when {
    int n;
    int64_t stamp;              /* the centre's; 0: none */
    int64_t at;                 /* ours, on arrival */
};

/* Whether the part `one` may be of the same text as `other`; *away: how far
 * from it in time. */
static bool
may_be_with(const struct when *one, const struct when *other, int64_t *away)
{
    int steps = one->n - other->n;
    bool stamped = one->stamp && other->stamp;
    int64_t later = stamped ? one->stamp - other->stamp : one->at - other->at;

    *away = later < 0 ? -later : later;
    if (!stamped)
        return *away <= COME_WITHIN || one->at < NO_DATE
            || other->at < NO_DATE;
    if (steps < 0) {
        steps = -steps;
        later = -later;
    }
    return later >= -OUT_OF_ORDER && later <= steps * PART_TAKES;
}

static enum err
compare_times(struct db *db, const struct when *one, struct join_place *at)
{
    struct query q = query_start(db,
        "SELECT n, stamp, at FROM part_in WHERE assembly = :assembly"
        " AND " PART_IS_READ);
    int64_t away;

    at->fits = true;
    at->away = INT64_MAX;
    query_int(&q, ":assembly", at->assembly);
    while (query_row(&q)) {
        struct when other = { (int)query_get_int(&q, 0),
            query_get_int(&q, 1), query_get_int(&q, 2) };

        at->fits = may_be_with(one, &other, &away) && at->fits;
        if (away < at->away)
            at->away = away;
    }
    return query_end(&q);
}

/* *best: of the texts that lack this part, the one it left nearest to; NULL
 * where there is none, or where two are as near. */
static enum err
choose(struct db *db, const struct when *one, struct join_place *places,
    int count, const struct join_place **best)
{
    bool tie = false;
    enum err e;

    *best = NULL;
    for (int i = 0; i < count; i++) {
        struct join_place *at = &places[i];

        if (at->taken)
            continue;
        if ((e = compare_times(db, one, at)))
            return e;
        if (!at->fits || (*best && at->away > (*best)->away))
            continue;
        tie = *best && at->away == (*best)->away;
        *best = at;
    }
    if (tie)
        *best = NULL;
    return OK;
}

/* --- the decision --------------------------------------------------------- */

/* Writes what was read into the row. */
static enum err
note(struct db *db, const struct inbox_part *p, const struct pdu *read,
    const char *sender, int64_t assembly, enum part_in_state state)
{
    struct query q = query_start(db,
        "UPDATE part_in SET sender = :sender, stamp = :stamp, width = :width,"
        " reference = :reference, total = :total, n = :n,"
        " assembly = :assembly, state = :state WHERE id = :id");

    query_text(&q, ":sender", sender);
    query_int(&q, ":stamp", read->at);
    query_int(&q, ":width", read->concat.width);
    query_int(&q, ":reference", read->concat.reference);
    query_int(&q, ":total", read->concat.total);
    query_int(&q, ":n", read->concat.n);
    query_int(&q, ":assembly", assembly);
    query_int(&q, ":state", state);
    query_int(&q, ":id", p->id);
    return query_end_changed(&q);
}

/* The text that says this already, by a sender's second try; NULL: none. */
static const struct join_place *
find_copy(const struct pdu *read, const struct join_place *places, int count)
{
    for (int i = 0; i < count; i++)
        if (places[i].taken && close_stamps(read->at, places[i].stamp)
            && same_content(read, places[i].pdu))
            return &places[i];
    return NULL;
}

enum err
inbox_join(struct db *db, const struct inbox_part *p, const struct pdu *read,
    const char *sender, int64_t *assembly, bool *complete)
{
    assert(db_inside(db));
    struct when one = { read->concat.n, read->at, p->at };
    struct join_place places[PLACES_MAX];
    const struct join_place *at;
    int count = 0;
    enum err e;

    /* Without a sender nothing says that two parts are of one hand. */
    if (*sender && (e = find_places(db, p, read, sender, places, &count)))
        return e;
    if ((at = find_copy(read, places, count))) {
        e = note(db, p, read, sender, at->assembly, PART_COPY);
        return e ? e : ERR_EXISTS;
    }
    if ((e = choose(db, &one, places, count, &at)))
        return e;
    *assembly = at ? at->assembly : p->id;
    *complete = (at ? at->have : 0) + 1 == read->concat.total || !*sender;
    return note(db, p, read, sender, *assembly, PART_WAITING);
}
