/* export.c - all families as a list that can be imported again. Declared in
 * import.h. */
#include "store/people/import.h"

#include "store/people/people.h"
#include "store/people/rejects.h"

enum { COLUMNS = 10 };

/* Gives families without a `family` value one, so that the list means the same
 * families when it comes back. */
static enum err
name_families(struct db *db)
{
    struct query q = query_start(db,
        "UPDATE family SET key = 'nh-' || id WHERE key IS NULL"
        " AND merged_into IS NULL AND erased = 0 AND NOT EXISTS"
        "  (SELECT 1 FROM family o WHERE o.key = 'nh-' || family.id)");

    return query_end(&q);
}

static enum err
write_rows(struct db *db, struct rejects *out)
{
    const char *cells[COLUMNS];
    struct query q = query_start(db,
        "SELECT c.name, coalesce(c.key, ''), c.class, g.name,"
        " (SELECT p.number FROM guardian_phone gp JOIN phone p"
        "   ON p.id = gp.phone WHERE gp.guardian = g.id"
        "   ORDER BY gp.rank, p.id LIMIT 1) AS first,"
        " coalesce((SELECT p.number FROM guardian_phone gp JOIN phone p"
        "   ON p.id = gp.phone WHERE gp.guardian = g.id"
        "   ORDER BY gp.rank, p.id LIMIT 1 OFFSET 1), ''),"
        " coalesce(f.key, ''), fg.relation, g.language, g.consent"
        " FROM family f JOIN family_child fc ON fc.family = f.id"
        " JOIN child c ON c.id = fc.child AND c." CHILD_HERE
        " JOIN family_guardian fg ON fg.family = f.id"
        " JOIN guardian g ON g.id = fg.guardian"
        " WHERE f.merged_into IS NULL AND f.erased = 0"
        "  AND first IS NOT NULL ORDER BY f.id, c.id, g.id");
    enum err e = OK;

    while (!e && query_row(&q)) {
        for (int i = 0; i < COLUMNS; i++)
            cells[i] = query_get_text(&q, i);
        e = rejects_plain(out, cells, COLUMNS);
    }
    if (e)
        return (void)!query_end(&q), e;
    return query_end(&q);
}

enum err
import_export(struct db *db, char **text)
{
    static const char *const names[COLUMNS] = { "child", "child_id", "class",
        "guardian", "phone", "phone2", "family", "relation", "language",
        "consent" };
    struct rejects out;
    enum err e = name_families(db);

    if (e || (e = rejects_open(&out, ',')))
        return e;
    if (!(e = rejects_plain(&out, names, COLUMNS)))
        e = write_rows(db, &out);
    if (!e)
        e = rejects_close(&out, text);
    rejects_clear(&out);
    return e;
}
