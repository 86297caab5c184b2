#include "base/log.h"
#include "store/people/import.h"
#include "quick.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct db *db;

static struct import_result
import(const char *bytes, size_t n, bool dry_run)
{
    struct import_result r;
    struct reason refused = { 0 };
    const struct import_list list = { bytes, n, "KE", "en", NULL };
    const struct import_wish wish = { .dry_run = dry_run };
    enum err e = import_run(db, &list, &wish, "fuzz", &r, &refused);

    if ((e && e != ERR_INPUT) || (e && !reason_given(&refused))
        || r.rows != r.added + r.unchanged + r.rejected)
        abort();
    return r;
}

/* Whatever a file holds: every row is counted once; a file without
 * a refused row changes nothing the second time (a refused one may come to
 * fit, by a later row); and the file of refused rows has each of them once. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct import_result first, again, rejects;
    char why[200];

    log_set_level(LOG_ERROR);
    quick_sqlite();
    if (!db && db_open(":memory:", &db, why, sizeof(why)))
        abort();
    if (db_begin(db))           /* rolled back: each run has an empty store */
        abort();
    first = import((const char *)data, size, false);
    if (first.rejects) {
        again = import((const char *)data, size, false);
        if (!first.rejected && (again.added || again.rejected))
            abort();
        import_clear(&again);
        if (*first.rejects) {
            rejects = import(first.rejects, strlen(first.rejects), false);
            if (rejects.rows != first.rejected)
                abort();
            import_clear(&rejects);
        }
    }
    import_clear(&first);
    db_rollback(db);
    return 0;
}
