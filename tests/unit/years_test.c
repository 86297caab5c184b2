/* A few months of a school, day by day: what stays of them on the disk. The long
 * walk is `make years`. */
#include "store_world.h"

#include "years.h"

#include <sys/stat.h>
#include <unistd.h>

enum { KEEP = 3, MONTH = 30, OUT = 9, IN = 3, TEXTS = MONTH * (OUT + IN) };

/* Bytes of the file without the pages that wait for use. */
static int64_t
used(struct db *db)
{
    return (world_number(db, "PRAGMA page_count")
        - world_number(db, "PRAGMA freelist_count"))
        * world_number(db, "PRAGMA page_size");
}

static void
go_on(struct years *y, int days)
{
    while (days-- > 0)
        if (years_day(y))
            fail_msg("day %d", y->day);
}

TEST(what_stays_of_a_forgotten_text_is_less_than_half_of_it)
{
    struct db *db = world_open();
    struct years y;
    int64_t first, second, later, kept;

    /* The second and third month as they are added; later a month takes the
     * place of one that is forgotten. */
    assert_int_equal(query_on(db, "DELETE FROM sim WHERE 1 OR :id", 0), OK);
    assert_int_equal(years_start(&y, db, KEEP, OUT, IN), OK);
    go_on(&y, MONTH);
    first = used(db);
    go_on(&y, MONTH);
    second = used(db);
    go_on(&y, 2 * MONTH);
    later = used(db);
    go_on(&y, MONTH);
    kept = (used(db) - later) / TEXTS;
    print_message("# bytes a text: %lld, of which %lld stay\n",
        (long long)((second - first) / TEXTS), (long long)kept);
    CHECK(kept < (second - first) / TEXTS / 2);
    CHECK(world_number(db, "SELECT count(*) FROM message WHERE body <> ''")
        < 4 * TEXTS);
    CHECK(world_number(db, "SELECT count(*) FROM message") == y.texts);
    CHECK(world_number(db, "SELECT count(*) FROM message WHERE state = 4")
        == y.texts * OUT / (OUT + IN));
    db_close(db);
}
