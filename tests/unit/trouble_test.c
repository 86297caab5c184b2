#include "dongle/ladder.h"
#include "dongle/trouble.h"
#include "reason_words.h"
#include "test.h"

#include <string.h>

TEST(every_trouble_says_what_to_do)
{
    struct reason held = reason_words("ModemManager");

    for (int t = LINK_TROUBLE_NO_DEVICE; t <= LINK_TROUBLE_LOCKED; t++) {
        struct trouble_plan p = trouble_plan((enum link_trouble)t, &held);
        struct trouble_plan bare = trouble_plan((enum link_trouble)t,
            &reason_none);
        const char *words = in_words(&p.words);

        CHECK(strlen(words) > 20);
        CHECK(words[strlen(words) - 1] == '.' || strstr(words, "ModemManager"));
        CHECK(strlen(words) < REASON_SAID - 1);
        words = in_words(&bare.words);
        CHECK(strlen(words) > 20 && words[strlen(words) - 1] == '.');
        CHECK(p.pause > 0 || ladder_climbs((enum link_trouble)t));
    }
    held = trouble_plan(LINK_TROUBLE_BUSY, &held).words;
    CHECK(strstr(in_words(&held), "(ModemManager)"));
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
