/* Several texts filed in one family at once, and back. */
#include "store_world.h"

#include "air.h"
#include "mapping/mapping.h"
#include "store/inbox/filing_many.h"
#include "store/inbox/inbox.h"
#include "store/people/people.h"

#define STRANGER "+254799000009"
#define OTHER "+254799000008"

static struct inbox_rules rules = { .country = "KE", .language = "en",
    .school = "Hillside", .queue = &world_rules };

/* One family, and three texts of strangers: messages 1 and 2 of one, 3 of
 * another. */
static struct db *
school(void)
{
    static const char *const from[] = { STRANGER, STRANGER, OTHER };
    struct people_row r = { .child = "Amina Ali", .class_name = "4B",
        .guardian = "Salma Ali", .phone = "+254712000001", .family = "F1" };
    struct reason refused = { 0 };
    struct db *db = world_open();
    bool changed;

    CHECK_INT(db_begin(db), OK);
    CHECK_INT(people_add_row(db, &r, "KE", &changed, &refused), OK);
    CHECK_INT(db_commit(db), OK);
    for (int i = 0; i < 3; i++) {
        char text[40];
        struct air a = { .from = from[i], .text = text, .second = i };
        struct link_part p;

        snprintf(text, sizeof(text), "we come at %d", 7 + i);
        p = air_deliver(&a);
        CHECK_INT(inbox_receive(db, NORTH, "north", &p, &rules, NULL), OK);
    }
    CHECK_INT(world_number(db, "SELECT count(*) FROM message m JOIN thread t"
        " ON t.id = m.thread WHERE t.tray = 2 AND m.id IN (1, 2, 3)"), 3);
    return db;
}

static int64_t
of_family(struct db *db)
{
    return world_number(db, "SELECT count(*) FROM message m JOIN thread t"
        " ON t.id = m.thread WHERE t.family = 1");
}

TEST(texts_of_several_numbers_go_into_one_family_at_once_and_back)
{
    static const int64_t ids[] = { 1, 2, 3 };
    int64_t moved[FILING_MANY], bad;
    struct db *db = school();
    struct filing_many done;
    int n = 0;

    CHECK_INT(filing_move_many(db, ids, 3, 1, "Grace", &done), OK);
    CHECK_INT(of_family(db), 3);
    CHECK_INT(world_number(db, "SELECT unread FROM thread WHERE family = 1"),
        3);
    CHECK_INT(done.bad, 0);
    CHECK_INT(filing_moved(db, done.thread, done.first, done.last, "Grace",
        moved, &n), OK);
    CHECK_INT(n, 3);
    CHECK_INT(filing_moved(db, done.thread, done.first, done.last, "Musa",
        moved, &n), OK);
    CHECK_INT(n, 0);            /* another's deed */
    CHECK_INT(filing_undo_many(db, ids, 3, "Grace", &bad), OK);
    CHECK_INT(of_family(db), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit WHERE action IN"
        " ('message.file', 'message.unfile')"), 6);
    CHECK_INT(filing_undo_many(db, ids, 3, "Grace", &bad), ERR_NOT_FOUND);
    CHECK_INT(bad, 1);
    db_close(db);
}

TEST(where_one_cannot_be_filed_none_is)
{
    static const int64_t missing[] = { 1, 2, 99 }, twice[] = { 1, 2, 1 };
    int64_t two[] = { 1, 3 }, bad;
    struct db *db = school();
    struct filing_many done;

    CHECK_INT(filing_move_many(db, missing, 3, 1, "Grace", &done),
        ERR_NOT_FOUND);
    CHECK_INT(done.bad, 99);
    CHECK_INT(filing_move_many(db, twice, 3, 1, "Grace", &done), ERR_REFUSED);
    CHECK_INT(filing_move_many(db, two, 2, 77, "Grace", &done),
        ERR_NOT_FOUND);         /* no such family */
    CHECK_INT(filing_move_many(db, two, 0, 1, "Grace", &done), ERR_INPUT);
    CHECK_INT(of_family(db), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"
        " WHERE action = 'message.file'"), 0);
    CHECK_INT(filing_move_many(db, two, 2, 1, "Grace", &done), OK);
    CHECK_INT(filing_undo(db, 3, "Grace"), OK);
    CHECK_INT(filing_undo_many(db, two, 2, "Grace", &bad), ERR_NOT_FOUND);
    CHECK_INT(bad, 3);
    CHECK_INT(of_family(db), 1);        /* the other stays too */
    db_close(db);
}

TEST(what_named_staff_alone_see_is_filed_by_no_many_and_not_fetched_back)
{
    static const int64_t ids[] = { 1, 3 };
    struct db *db = school();
    struct filing_many done;
    int64_t bad;

    CHECK_INT(filing_hand(db, 3, "Grace"), OK);
    CHECK_INT(filing_move_many(db, ids, 2, 1, "Grace", &done), ERR_NOT_FOUND);
    CHECK_INT(done.bad, 3);
    CHECK_INT(of_family(db), 0);
    CHECK_INT(filing_undo(db, 3, "Grace"), OK);
    CHECK_INT(filing_move_many(db, ids, 2, 1, "Grace", &done), OK);
    CHECK_INT(filing_hand(db, 3, "Grace"), OK);
    CHECK_INT(filing_undo_many(db, ids, 2, "Grace", &bad), ERR_NOT_FOUND);
    CHECK_INT(bad, 3);
    CHECK_INT(of_family(db), 1);
    db_close(db);
}

TEST(of_a_conversation_is_filed_what_had_come_when_its_row_was_made)
{
    struct db *db = school();
    int64_t ids[FILING_MANY], thread = world_number(db,
        "SELECT thread FROM message WHERE id = 1");
    int n = 0;

    CHECK_INT(filing_came(db, thread, 1, ids, &n), OK);
    CHECK_INT(n, 1);
    CHECK_INT(filing_came(db, thread, 3, ids, &n), OK);
    CHECK_INT(n, 3);            /* behind the one that was there */
    CHECK_INT(ids[2], 2);
    n = FILING_MANY - 1;
    CHECK_INT(filing_came(db, thread, 3, ids, &n), ERR_INPUT);
    db_close(db);
}
