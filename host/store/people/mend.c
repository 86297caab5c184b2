#include "store/people/mend.h"

#include "store/people/people.h"
#include "store/people/phone_doubt.h"
#include "store/thread/thread.h"

#include <stdlib.h>
#include <string.h>

enum { MEND_MAX = 1000 };

const char *
mend_kind_name(enum mend_kind kind)
{
    switch (kind) {
    case MEND_WRONG:
        return "wrong";
    case MEND_PERHAPS:
        return "perhaps";
    case MEND_FAILING:
        break;
    }
    return "failing";
}

static void
read_number(struct query *q, struct mend_number *out)
{
    *out = (struct mend_number){ .kind = (enum mend_kind)query_get_int(q, 0) };
    query_copy_text(q, 1, out->number, sizeof(out->number));
    query_copy_text(q, 2, out->guardian, sizeof(out->guardian));
    query_copy_text(q, 3, out->label, sizeof(out->label));
    out->family = query_get_int(q, 4);
    out->thread = query_get_int(q, 5);
    out->since = query_get_int(q, 6);
    out->message = query_get_int(q, 7);
    query_copy_text(q, 8, out->children, sizeof(out->children));
}

/* The numbers without whom to ask; *n of at most room. */
static enum err
find_numbers(struct db *db, bool all, struct mend_number *out, int room,
    int *n)
{
    struct query q = query_start(db,
        "SELECT CASE WHEN p." PHONE_IS_WRONG " THEN :wrong"
        "  WHEN p." PHONE_IS_DOUBTED " THEN :perhaps ELSE :failing END AS kind,"
        " p.number, g.name, f.label, f.id, coalesce(t.id, 0),"
        " coalesce(m.at, p.since) AS since, coalesce(m.id, 0), "
        FAMILY_CHILDREN("f.id")
        " FROM phone p JOIN guardian_phone gp ON gp.phone = p.id"
        " JOIN guardian g ON g.id = gp.guardian"
        " JOIN family_guardian fg ON fg.guardian = g.id"
        " JOIN family f ON f.id = fg.family AND f.merged_into IS NULL"
        " LEFT JOIN thread t ON t.family = f.id"
        " LEFT JOIN message m ON m.id = p.wrong_asked AND p.wrong_asked > 0"
        "  AND (:all OR m.thread NOT IN (SELECT id FROM thread"
        "   WHERE " TRAY_IS_SAFEGUARDING "))"
        " WHERE (p." PHONE_IS_WRONG " OR p." PHONE_IS_FAILING
        "  OR (p." PHONE_IS_DOUBTED " AND p.state <> :out))"
        " AND " FAMILY_HERE("f.id")
        " GROUP BY p.id ORDER BY kind = :perhaps DESC, kind, since, p.id"
        " LIMIT :limit");

    query_int(&q, ":wrong", MEND_WRONG);
    query_int(&q, ":perhaps", MEND_PERHAPS);
    query_int(&q, ":failing", MEND_FAILING);
    query_int(&q, ":out", PHONE_OPTED_OUT);
    query_int(&q, ":all", all);
    query_int(&q, ":limit", room);
    *n = 0;
    while (*n < room && query_row(&q))
        read_number(&q, &out[(*n)++]);
    return query_end(&q);
}

/* Guardians with a phone that works, by why they may know; each once. */
static enum err
find_whom(struct db *db, struct mend_number *m)
{
    struct query q = query_start(db,
        "WITH near (whom, guardian) AS ("
        "  SELECT :guardian, guardian FROM family_guardian"
        "   WHERE family = :family"
        "  UNION ALL SELECT :shares, gp.guardian FROM guardian_phone gp"
        "   JOIN phone p ON p.id = gp.phone WHERE p.number = :number"
        "  UNION ALL SELECT :neighbour, fg.guardian FROM family_child mine"
        "   JOIN child c ON c.id = mine.child AND c.class <> ''"
        "    AND c." CHILD_HERE
        "   JOIN representative r ON r.class = c.class"
        "   JOIN family_guardian fg ON fg.family = r.family"
        "   WHERE mine.family = :family AND r.family <> :family"
        "  UNION ALL SELECT :neighbour + 1, fg.guardian"
        "   FROM family_child mine JOIN child c ON c.id = mine.child"
        "    AND c.class <> '' AND c." CHILD_HERE
        "   JOIN child o ON o.class = c.class AND o." CHILD_HERE
        "   JOIN family_child fc ON fc.child = o.id"
        "   JOIN family_guardian fg ON fg.family = fc.family"
        "   WHERE mine.family = :family AND fc.family <> :family)"
        " SELECT min(n.whom), g.name, (SELECT p.number FROM guardian_phone gp"
        "  JOIN phone p ON p.id = gp.phone WHERE gp.guardian = g.id"
        "   AND p.state = :working AND p.number <> :number"
        "   AND NOT p." PHONE_IS_DOUBTED " ORDER BY gp.rank LIMIT 1) AS call"
        " FROM near n JOIN guardian g ON g.id = n.guardian"
        " WHERE call IS NOT NULL GROUP BY g.id ORDER BY 1, g.id LIMIT :most");

    query_int(&q, ":guardian", MEND_GUARDIAN);
    query_int(&q, ":shares", MEND_SHARES);
    query_int(&q, ":neighbour", MEND_NEIGHBOUR);
    query_int(&q, ":working", PHONE_WORKING);
    query_int(&q, ":family", m->family);
    query_text(&q, ":number", m->number);
    query_int(&q, ":most", MEND_ASKS);
    while (m->n_ask < MEND_ASKS && query_row(&q)) {
        struct mend_ask *a = &m->ask[m->n_ask++];
        int64_t whom = query_get_int(&q, 0);

        a->whom = whom > MEND_NEIGHBOUR ? MEND_NEIGHBOUR
                                        : (enum mend_whom)whom;
        query_copy_text(&q, 1, a->name, sizeof(a->name));
        query_copy_text(&q, 2, a->number, sizeof(a->number));
    }
    return query_end(&q);
}

enum err
mend_numbers(struct db *db, bool sees_all, int limit,
    void (*fn)(void *user, const struct mend_number *n), void *user)
{
    int room = limit < MEND_MAX ? limit : MEND_MAX, n = 0;
    struct mend_number *all = calloc((size_t)room + 1, sizeof(*all));
    enum err e = all ? find_numbers(db, sees_all, all, room, &n) : ERR_MEMORY;

    for (int i = 0; !e && i < n; i++)
        if (!(e = find_whom(db, &all[i])))
            fn(user, &all[i]);
    free(all);
    return e;
}
