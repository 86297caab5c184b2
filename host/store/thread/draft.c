#include "store/thread/draft.h"

#include "base/clock.h"
#include "store/db/once.h"

#include <stdlib.h>
#include <string.h>

enum err
draft_set(struct db *db, int64_t staff, int64_t place, const char *fields)
{
    struct query q;

    if (strlen(fields) > DRAFT_MAX)
        return ERR_INPUT;
    if (!*fields) {
        q = query_start(db,
            "DELETE FROM draft WHERE staff = :staff AND place = :place");
        query_int(&q, ":staff", staff);
        query_int(&q, ":place", place);
        return query_end(&q);
    }
    q = query_start(db,
        "INSERT INTO draft (staff, place, at, fields)"
        " SELECT id, :place, :at, :fields FROM staff WHERE id = :staff"
        " ON CONFLICT (staff, place)"
        " DO UPDATE SET at = excluded.at, fields = excluded.fields");
    query_int(&q, ":staff", staff);
    query_int(&q, ":place", place);
    query_int(&q, ":at", clock_now());
    query_text(&q, ":fields", fields);
    return query_end_changed(&q);
}

enum err
draft_keep(struct db *db, int64_t staff, int64_t place,
    const struct draft_turn *turn, const char *fields)
{
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = once_turn(db, turn->form, turn->turn)))
        e = draft_set(db, staff, place, fields);
    e = db_end(db, e);
    return e == ERR_EXISTS ? OK : e;
}

enum err
draft_get(struct db *db, int64_t staff, int64_t place, char **fields)
{
    struct query q = query_start(db,
        "SELECT fields FROM draft WHERE staff = :staff AND place = :place");
    char *got = NULL;
    enum err e;

    query_int(&q, ":staff", staff);
    query_int(&q, ":place", place);
    if (query_row(&q))
        got = query_own_text(&q, 0);
    if ((e = query_end(&q))) {
        free(got);
        return e;
    }
    *fields = got ? got : calloc(1, 1);
    return *fields ? OK : ERR_MEMORY;
}
