#include "dongle/ladder.h"
#include "dongle/trouble.h"
#include "test.h"

#include <string.h>

TEST(every_trouble_says_what_to_do)
{
    for (int t = LINK_TROUBLE_NO_DEVICE; t <= LINK_TROUBLE_OTHER; t++) {
        struct trouble_plan p =
            trouble_plan((enum link_trouble)t, "ModemManager");
        CHECK(strlen(p.words) > 20);
        CHECK(p.words[strlen(p.words) - 1] == '.'
            || strstr(p.words, "ModemManager"));
        CHECK(strlen(p.words) < sizeof(p.words) - 1);
        CHECK(p.pause > 0 || ladder_climbs((enum link_trouble)t));
    }
    CHECK(strstr(trouble_plan(LINK_TROUBLE_BUSY, "ModemManager").words,
        "ModemManager"));
}

TEST(a_refused_pin_is_not_offered_again)
{
    struct db *db;

    CHECK(db_open(":memory:", &db, NULL, 0) == OK);
    CHECK(!trouble_pin_is_refused(db, "sim1", "1234"));
    trouble_pin_refused(db, "sim1", "1234");
    CHECK(trouble_pin_is_refused(db, "sim1", "1234"));
    CHECK(!trouble_pin_is_refused(db, "sim1", "4321"));
    CHECK(!trouble_pin_is_refused(db, "sim2", "1234"));
    CHECK(!trouble_pin_is_refused(db, "sim1", ""));
    db_close(db);
}
