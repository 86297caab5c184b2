/* schema_print.c - prints the tables of a new database; for `make schema`. */
#include "schema_text.h"

int
main(void)
{
    struct db *db = NULL;
    char why[300] = "";
    enum err e = db_open(":memory:", &db, why, sizeof(why));

    if (e)
        fprintf(stderr, "schema: %s\n", *why ? why : err_text(e));
    else if ((e = schema_text(db, stdout)))
        fprintf(stderr, "schema: %s\n", err_text(e));
    db_close(db);
    return e || fflush(stdout) != 0;
}
