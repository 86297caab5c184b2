#include "store/people/unreached.h"

#include "store/people/people.h"

const char *
unreached_name(enum unreached_why why)
{
    static const char *const names[] = { "no_phone", "unconfirmed",
        "opted_out", "wrong", "consent", "call" };

    return names[why];
}

/* A phone of the child c's guardians, by the alias p. */
#define PHONE_OF                                                               \
    " FROM family_child pf JOIN family_guardian pg ON pg.family = pf.family"   \
    " JOIN guardian g ON g.id = pg.guardian"                                   \
    " JOIN guardian_phone gp ON gp.guardian = g.id"                            \
    " JOIN phone p ON p.id = gp.phone WHERE pf.child = c.id"
#define HAS(what) "EXISTS (SELECT 1" PHONE_OF " AND " what ")"
#define TAKES_TEXTS "p." PHONE_IS_USED " AND NOT " AGREES_NOT

enum err
unreached_each(struct db *db, const char *class_name,
    void (*fn)(void *user, const struct unreached *u), void *user)
{
    struct unreached u;
    struct query q = query_start(db,
        "SELECT c.id, min(f.id), c.name, c.class, f.label, CASE"
        " WHEN NOT EXISTS (SELECT 1" PHONE_OF ") THEN 0"
        " WHEN " HAS(TAKES_TEXTS) " THEN 5"
        " WHEN " HAS("p." PHONE_IS_PENDING) " THEN 1"
        " WHEN " HAS("p." PHONE_IS_OPTED_OUT) " THEN 2"
        " WHEN " HAS("p." PHONE_IS_WRONG) " THEN 3 ELSE 4 END"
        " FROM child c JOIN family_child fc ON fc.child = c.id"
        " JOIN family f ON f.id = fc.family AND f.merged_into IS NULL"
        "  AND f.erased = 0"
        " WHERE c." CHILD_HERE " AND (:class = '' OR c.class = :class)"
        " AND NOT " HAS(TAKES_TEXTS " AND NOT g." READS_IS_CALL)
        " GROUP BY c.id ORDER BY c.class COLLATE classes,"
        " c.folded, c.id");

    query_text(&q, ":class", class_name);
    while (query_row(&q)) {
        u.child = query_get_int(&q, 0);
        u.family = query_get_int(&q, 1);
        query_copy_text(&q, 2, u.name, sizeof(u.name));
        query_copy_text(&q, 3, u.class_name, sizeof(u.class_name));
        query_copy_text(&q, 4, u.guardians, sizeof(u.guardians));
        u.why = (enum unreached_why)query_get_int(&q, 5);
        fn(user, &u);
    }
    return query_end(&q);
}
