/* What Today still offers of the first run. */
#include "store_world.h"

#include "store/db/setting.h"
#include "web/view/first_left.h"

TEST(each_step_is_offered_until_it_is_done)
{
    struct db *db = world_open();
    struct config c = { .school = { .timezone = "UTC" } };
    struct first_left left = { false, false, false, false };

    CHECK(first_left_read(db, &c, &left) == OK);
    CHECK(left.school && left.zone && left.proof && left.families);

    strcpy(c.school.name, "Hill");
    strcpy(c.school.country, "GH");
    CHECK(setting_set(db, "school.timezone", "UTC") == OK); /* meant so */
    world_sql(db, "INSERT INTO family (created) VALUES (1)");
    world_add(db, "+254712000001", "this is a test");
    CHECK(first_left_read(db, &c, &left) == OK);
    CHECK(!left.school && !left.zone && !left.families);
    CHECK(left.proof);          /* neither out nor back */

    world_sql(db, "UPDATE message SET state = 4");
    CHECK(first_left_read(db, &c, &left) == OK);
    CHECK(left.proof);
    world_sql(db, "INSERT INTO message (thread, direction, kind, state,"
        " number, body, at) SELECT thread, 1, 1, 9, number, 'yes', 1"
        " FROM message");
    CHECK(first_left_read(db, &c, &left) == OK);
    CHECK(!left.proof);
    db_close(db);
}
