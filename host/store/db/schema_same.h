/* schema_same.h - whether the tables of a file from elsewhere are ours. */
#ifndef NOTEHOME_SCHEMA_SAME_H
#define NOTEHOME_SCHEMA_SAME_H

#include "store/db/conn.h"
#include "store/db/schema.h"

enum { SCHEMA_NAME = 64 };

/* Compares each table, index, trigger and view of c by name and by its SQL with
 * those of a new database after so many steps. ERR_CORRUPT: name (SCHEMA_NAME)
 * is the first that differs, is missing or is one too many. */
MUST_CHECK enum err schema_same(struct conn *c, int64_t steps,
    char name[SCHEMA_NAME]);

/* Whether two statements are the same but for white space and comments outside
 * of quotes. Pure. */
bool schema_sql_same(const char *a, const char *b);

#endif
