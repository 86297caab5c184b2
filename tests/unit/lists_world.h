/* lists_world.h - class lists as a test writes them, and the families that come
 * of them. */
#ifndef NOTEHOME_LISTS_WORLD_H
#define NOTEHOME_LISTS_WORLD_H

#include "people_world.h"

#include "store/people/import.h"

static UNUSED const struct import_wish plain, look = { .dry_run = true };

/* Imports a list with nothing said about it, or with a map. */
static UNUSED struct db *
import(const char *bytes, size_t n, const char *country, const char *language,
    const char *map, struct import_result *r)
{
    const struct import_list list = { bytes, n, country, language, map };
    struct db *db = open_db();
    enum err e = import_run(db, &list, &plain, "head", r, &because);

    if (e)
        print_error("refused: %s\n", in_words(&because));
    CHECK_INT(e, OK);
    CHECK_INT(r->rows, r->added + r->unchanged + r->rejected);
    return db;
}

/* The list gives these families, no reject, and nothing the second time. */
static UNUSED void
check_bytes(const char *bytes, size_t n, const char *country,
    const char *language, const char *map, const char *families)
{
    const struct import_list list = { bytes, n, country, language, map };
    struct import_result r;
    struct db *db = import(bytes, n, country, language, map, &r);

    CHECK_TEXT(r.rejects, "");
    import_clear(&r);
    CHECK_TEXT(all_of(db), families);
    CHECK_INT(import_run(db, &list, &plain, "head", &r, &because), OK);
    CHECK_INT(r.added, 0);
    import_clear(&r);
    CHECK_TEXT(all_of(db), families);
    db_close(db);
}

static UNUSED void
check(const char *text, const char *families)
{
    check_bytes(text, strlen(text), "KE", "en", NULL, families);
}

static UNUSED void
check_in(const char *country, const char *language, const char *text,
    const char *families)
{
    check_bytes(text, strlen(text), country, language, NULL, families);
}

#endif
