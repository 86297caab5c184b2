/* Events of a child: the tap, what home hears, and the counts. */
#include "behaviour_world.h"

#include "store/figures/praise.h"
#include "store/people/left.h"
#include "store/people/people_edit.h"
#include "store/thread/retention.h"

/* --- the tap, and the counts ---------------------------------------------- */

static void
show_child(void *user, const struct behaviour_child *c)
{
    char *to = user;

    sprintf(to + strlen(to), "%.*s %d:%d %s; ", (int)strcspn(c->name, " "),
        c->name, c->good, c->concern, c->last);
}

static const char *
counts(struct db *db, int64_t since)
{
    static char out[600];

    out[0] = '\0';
    CHECK_INT(behaviour_class(db, "4A", since, show_child, out), OK);
    return out;
}

TEST(a_tap_that_comes_twice_is_one_event_and_a_later_one_another)
{
    struct db *db = school();
    int64_t first = 0, again = 0;

    CHECK_INT(behaviour_add(db, 1, HELPED, "grace", &first), OK);
    world_later(3 * SECOND);
    CHECK_INT(behaviour_add(db, 1, HELPED, "grace", &again), OK);
    CHECK(first && first == again);
    CHECK_INT(behaviour_add(db, 1, HELPED, "otieno", &again), OK);
    CHECK(first != again);              /* two who saw it */
    CHECK_INT(behaviour_add(db, 2, HELPED, "grace", &again), OK);
    world_later(BEHAVIOUR_TWICE);
    CHECK_INT(behaviour_add(db, 1, HELPED, "grace", &again), OK);
    CHECK_TEXT(counts(db, 0), "Amina 0:0 ; Juma 0:0 ; Brian 3:0 helped another;"
        " Mary 1:0 helped another; ");
    CHECK_INT(behaviour_add(db, 99, HELPED, "grace", &again), ERR_NOT_FOUND);
    CHECK_INT(behaviour_add(db, 1, 99, "grace", &again), ERR_NOT_FOUND);
    db_close(db);
}

TEST(while_the_day_is_unsure_nothing_is_noted_and_that_is_said)
{
    struct db *db = school();
    int64_t id = 0;

    world_rules.clock_unsure = true;
    CHECK_INT(behaviour_home_note(db, 1, HELPED, &with, &id, &why),
        ERR_REFUSED);
    CHECK_INT(why.code, REASON_DAY_UNSURE);
    world_rules.clock_unsure = false;
    CHECK_INT(behaviour_home_note(db, 1, HELPED, &with, &id, &why), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM behaviour"), 1);
    db_close(db);
}

/* By hand: before the term Brian helped once. In it Brian 2 good (READ, CLEAN)
 * and 1 concern; Mary 0 and 2; Amina 1 and 0, and one that was taken back; Juma
 * none. */
TEST(counts_are_those_of_the_term_and_who_has_no_good_event_comes_first)
{
    struct db *db = school();
    int64_t mistake, term;
    int good, concern;
    bool went;

    tap(db, 1, HELPED);
    term = world_now;
    tap(db, 1, READ);
    tap(db, 1, LATE);
    tap(db, 1, CLEAN);
    tap(db, 2, LATE);
    tap(db, 2, FIGHT);
    tap(db, 3, READ);
    mistake = tap(db, 3, FIGHT);
    CHECK_INT(behaviour_home_undo(db, mistake, "grace", false, &went, &why),
        OK);
    CHECK(!went);
    CHECK_TEXT(counts(db, term), "Juma 0:0 ; Mary 0:2 fight; Amina 1:0 read"
        " aloud; Brian 2:1 clean uniform; ");
    CHECK_INT(behaviour_totals(db, 1, term, &good, &concern), OK);
    CHECK_INT(good, 2);
    CHECK_INT(concern, 1);
    CHECK_INT(behaviour_totals(db, 1, 0, &good, &concern), OK);
    CHECK_INT(good, 3);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"
        " WHERE action = 'child.event_undo' AND object = 'child 3'"), 1);
    db_close(db);
}

static void
show_good(void *user, const char *name, int times)
{
    char *to = user;

    sprintf(to + strlen(to), "%s %d; ", name, times);
}

TEST(a_certificate_has_the_good_events_alone_the_most_often_one_first)
{
    struct db *db = school();
    char out[300] = "";

    tap(db, 1, READ);
    tap(db, 1, HELPED);
    tap(db, 1, LATE);
    tap(db, 1, HELPED);
    tap(db, 2, CLEAN);
    CHECK_INT(behaviour_good(db, 1, 0, show_good, out), OK);
    CHECK_TEXT(out, "helped another 2; read aloud 1; ");
    db_close(db);
}

/* --- home ----------------------------------------------------------------- */

TEST(praise_goes_to_each_guardian_in_their_language_and_names_that_child_alone)
{
    struct db *db = school();
    int64_t amina = tap(db, 3, HELPED), brian = tap(db, 1, READ);
    int n;

    CHECK_INT(behaviour_home_tell(db, amina, &with, &n, &why), OK);
    CHECK_INT(n, 2);
    CHECK_TEXT(world_text(db, "SELECT body FROM message WHERE number = '" SALMA
        "'"), "Amina alimsaidia mwenzake shuleni.");
    CHECK_TEXT(world_text(db, "SELECT body FROM message WHERE number = '" IDRIS
        "'"), "Amina a aidé un autre enfant à l'école.");
    CHECK_INT(tell(db, brian), OK);
    CHECK_TEXT(world_text(db, "SELECT body FROM message WHERE number = '" ROSE
        "'"), "Brian read aloud to the class.");
    CHECK_TEXT(world_text(db, "SELECT group_concat(child || ' ' || tone, ', ')"
        " FROM (SELECT * FROM message_child ORDER BY message)"),
        "3 1, 3 1, 1 1");
    CHECK_INT(state(db, brian), BEHAVIOUR_TOLD);
    CHECK_INT(tell(db, brian), ERR_EXISTS);
    CHECK_INT(texts(db), 3);
    CHECK_INT(world_number(db, "SELECT count(*) FROM batch"), 1);
    db_close(db);
}

static void
keep_praise(void *user, const struct praise_child *c)
{
    if (c->child == 3)
        *(int *)user = c->praise;
}

TEST(what_two_phones_hear_of_an_event_is_one_praise)
{
    struct db *db = school();
    int praise = 0;

    CHECK_INT(tell(db, tap(db, 3, HELPED)), OK);
    tap(db, 3, READ);                   /* noted, and home did not hear */
    CHECK_INT(praise_each(db, "4A", 0, 0, keep_praise, &praise), OK);
    CHECK_INT(praise, 1);
    db_close(db);
}

TEST(a_phone_of_two_families_of_a_child_hears_it_once)
{
    struct db *db = school();

    CHECK_INT(db_begin(db), OK);
    add(db, "Zawadi Ali", "Salma Ali", SALMA, "F9", "sw");
    CHECK_INT(db_commit(db), OK);
    world_sql(db, "INSERT INTO family_child (family, child)"
        " SELECT f.family, 3 FROM family_child f JOIN child c"
        " ON c.id = f.child WHERE c.name = 'Zawadi Ali'");
    CHECK_INT(tell(db, tap(db, 3, HELPED)), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message WHERE number = '"
        SALMA "'"), 1);
    CHECK_INT(texts(db), 2);
    db_close(db);
}

static void
show_call(void *user, const struct behaviour_copy *c)
{
    char *to = user;

    if (!*c->number && !*c->text && c->waits.code == REASON_EVENT_CALL)
        sprintf(to + strlen(to), "%s; ", c->guardian);
}

TEST(who_wants_a_call_is_named_for_each_event_and_gets_no_text)
{
    struct db *db = school();
    struct behaviour b;
    char out[300] = "";
    int64_t id;
    int n;

    world_sql(db, "UPDATE guardian SET reads = 3 WHERE name = 'Salma Ali'");
    for (int i = 0; i < 2; i++) {       /* a second of the day, too */
        id = tap(db, 3, i ? READ : HELPED);
        CHECK_INT(behaviour_home_tell(db, id, &with, &n, &why), OK);
        CHECK_INT(n, 1);
        CHECK_INT(behaviour_get(db, id, &b), OK);
        CHECK_INT(behaviour_home_look(db, &b, &with, show_call, out, &why),
            OK);
    }
    CHECK_TEXT(out, "Salma Ali; Salma Ali; ");
    CHECK_INT(world_number(db, "SELECT count(*) FROM message WHERE number = '"
        SALMA "'"), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM batch_call"), 0);
    world_sql(db, "UPDATE guardian SET reads = 3");
    id = tap(db, 1, HELPED);
    out[0] = '\0';
    CHECK_INT(behaviour_get(db, id, &b), OK);
    CHECK_INT(behaviour_home_look(db, &b, &with, show_call, out, &why),
        ERR_REFUSED);
    CHECK_INT(why.code, REASON_EVENT_NOBODY);
    CHECK_TEXT(out, "Rose Otieno; ");
    CHECK_INT(tell(db, id), ERR_REFUSED);
    db_close(db);
}

static void
show_copy(void *user, const struct behaviour_copy *c)
{
    char *to = user;

    sprintf(to + strlen(to), "%s %d%s: %s; ", c->guardian, c->parts,
        c->monday ? " monday" : "", c->text);
}

TEST(a_fourth_routine_text_of_a_week_waits_until_monday_and_that_is_shown)
{
    struct db *db = school();
    struct behaviour b;
    char out[400] = "";
    int64_t id;

    CHECK_INT(tell(db, tap(db, 1, HELPED)), OK);
    CHECK_INT(tell(db, tap(db, 2, READ)), OK);      /* the sister's counts */
    CHECK_INT(tell(db, tap(db, 1, CLEAN)), OK);
    id = tap(db, 1, READ);
    CHECK_INT(behaviour_get(db, id, &b), OK);
    CHECK_INT(behaviour_home_look(db, &b, &with, show_copy, out, &why), OK);
    CHECK_TEXT(out, "Rose Otieno 1 monday: Brian read aloud to the class.; ");
    CHECK_INT(tell(db, id), OK);
    CHECK_INT(world_number(db, "SELECT max(due) FROM message"),
        DAWN - 9 * HOUR + 7 * DAY);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"
        " WHERE due > 0"), 1);
    for (int i = 0; i < 4; i++)     /* that week takes three too */
        CHECK_INT(tell(db, tap(db, 1 + i % 2, HELPED + i % 3)), OK);
    CHECK_TEXT(world_text(db, "SELECT group_concat(n) FROM (SELECT count(*) n"
        " FROM message GROUP BY due)"), "3,3,2");
    db_close(db);
}

TEST(a_text_about_an_event_is_no_answer_to_a_family_that_waits)
{
    struct db *db = school();

    world_sql(db, "INSERT INTO thread (id, family, waiting) VALUES (7, 1, 5)");
    CHECK_INT(tell(db, tap(db, 1, HELPED)), OK);
    CHECK_INT(world_number(db, "SELECT waiting FROM thread WHERE id = 7"), 5);
    CHECK_INT(world_number(db, "SELECT thread FROM message"), 7);
    db_close(db);
}

TEST(where_no_phone_can_get_it_nothing_is_told_and_that_is_said)
{
    struct db *db = school();
    int64_t id = tap(db, 4, HELPED);

    CHECK_INT(tell(db, id), ERR_REFUSED);
    CHECK_INT(why.code, REASON_EVENT_NOBODY);
    CHECK_INT(state(db, id), BEHAVIOUR_NOTED);
    CHECK_INT(world_number(db, "SELECT count(*) FROM batch"), 0);
    CHECK_INT(behaviour_spoke(db, id, "grace"), OK);
    CHECK(world_number(db, "SELECT spoke FROM behaviour") > 0);
    CHECK_INT(tell(db, 99), ERR_NOT_FOUND);
    db_close(db);
}

TEST(a_concern_waits_for_an_admin_who_sends_it_or_drops_it)
{
    struct db *db = school();
    int64_t late = tap(db, 1, LATE), fight = tap(db, 2, FIGHT);
    int n;

    CHECK_INT(behaviour_home_decide(db, late, true, &head, &n, &why),
        ERR_REFUSED);
    CHECK_INT(why.code, REASON_EVENT_NOT_ASKED);
    CHECK_INT(tell(db, late), OK);
    CHECK_INT(tell(db, fight), OK);
    CHECK_INT(tell(db, fight), ERR_EXISTS);
    CHECK_INT(texts(db), 0);
    CHECK_INT(behaviour_count_waiting(db, &n), OK);
    CHECK_INT(n, 2);
    CHECK_INT(behaviour_home_decide(db, late, true, &head, &n, &why), OK);
    CHECK_INT(n, 1);
    CHECK_TEXT(world_text(db, "SELECT body || ' ' || tone || ' ' || author"
        " FROM message"), "Brian came late to school. 4 head");
    CHECK_INT(behaviour_home_decide(db, late, true, &head, &n, &why),
        ERR_EXISTS);
    CHECK_INT(behaviour_home_decide(db, fight, false, &head, &n, &why), OK);
    CHECK_INT(behaviour_home_decide(db, fight, true, &head, &n, &why),
        ERR_REFUSED);
    CHECK_INT(tell(db, fight), ERR_REFUSED);
    CHECK_INT(texts(db), 1);
    CHECK_INT(behaviour_count_waiting(db, &n), OK);
    CHECK_INT(n, 0);
    db_close(db);
}

TEST(undoing_takes_back_the_text_that_waits_and_says_when_it_went)
{
    struct db *db = school();
    int64_t id = tap(db, 1, HELPED);
    bool went;

    CHECK_INT(tell(db, id), OK);
    CHECK_INT(behaviour_home_undo(db, id, "otieno", false, &went, &why),
        ERR_REFUSED);
    CHECK_INT(why.code, REASON_EVENT_NOT_YOURS);
    CHECK_INT(behaviour_home_undo(db, id, "head", true, &went, &why), OK);
    CHECK(!went);
    CHECK_INT(world_number(db, "SELECT state FROM message"),
        MESSAGE_CANCELLED);
    id = tap(db, 1, READ);
    CHECK_INT(tell(db, id), OK);
    world_sql(db, "UPDATE message SET state = 3 WHERE state = 1");
    CHECK_INT(behaviour_home_undo(db, id, "grace", false, &went, &why), OK);
    CHECK(went);
    CHECK_INT(behaviour_home_undo(db, id, "grace", false, &went, &why),
        ERR_NOT_FOUND);
    id = tap(db, 1, HELPED);            /* a part of it went */
    CHECK_INT(tell(db, id), OK);
    world_sql(db, "UPDATE part_out SET handed = 1 WHERE message ="
        " (SELECT max(id) FROM message)");
    CHECK_INT(behaviour_home_undo(db, id, "grace", false, &went, &why), OK);
    CHECK(went);
    CHECK_INT(world_number(db, "SELECT count(*) FROM behaviour"), 0);
    db_close(db);
}

/* --- when children come and go -------------------------------------------- */

TEST(a_child_who_left_gets_no_event_and_no_text)
{
    struct db *db = school();
    int64_t late = tap(db, 1, LATE), helped = tap(db, 1, HELPED), id = 0;
    int n;

    CHECK_INT(tell(db, late), OK);
    CHECK_INT(child_leave(db, 1, 1, true, "head"), OK);
    CHECK_INT(state(db, late), BEHAVIOUR_DROPPED);
    CHECK_INT(behaviour_count_waiting(db, &n), OK);
    CHECK_INT(n, 0);
    CHECK_INT(behaviour_add(db, 1, READ, "grace", &id), ERR_NOT_FOUND);
    CHECK_INT(tell(db, helped), ERR_REFUSED);
    CHECK_INT(why.code, REASON_EVENT_LEFT);
    CHECK_TEXT(counts(db, 0), "Amina 0:0 ; Juma 0:0 ; Mary 0:0 ; ");
    CHECK_INT(texts(db), 0);
    db_close(db);
}

TEST(events_go_along_when_two_rows_of_a_child_become_one)
{
    struct db *db = school();
    int64_t twin;

    CHECK_INT(db_begin(db), OK);
    add(db, "Amina Ali", "Zainab Ali", "+254712000009", "F4", "en");
    CHECK_INT(db_commit(db), OK);
    twin = world_number(db, "SELECT max(id) FROM child");
    tap(db, 3, HELPED);
    tap(db, twin, READ);
    CHECK_INT(family_merge(db, 4, 2, "head"), OK);
    CHECK_INT(world_number(db, "SELECT count(DISTINCT child) FROM behaviour"),
        1);
    CHECK_INT(world_number(db, "SELECT count(*) FROM behaviour"), 2);
    db_close(db);
}

static void
keep_merge(void *user, const struct family_merged *m)
{
    *(int64_t *)user = m->id;
}

/* Of two families with an Amina Ali in 4A, the second (4, Zainab) becomes one
 * with the first and is parted from it again; between, the event may be
 * decided. */
static void
merge_and_part(struct db *db, int64_t event, bool decide)
{
    int64_t merge = 0, family = 0;
    int n;

    CHECK_INT(family_merge(db, 4, 2, "head"), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM behaviour"
        " WHERE child = 3"), 3);
    if (decide)
        CHECK_INT(behaviour_home_decide(db, event, true, &head, &n, &why), OK);
    tap(db, 3, CLEAN);                  /* since: stays */
    CHECK_INT(family_merges(db, 2, keep_merge, &merge), OK);
    CHECK_INT(family_unmerge(db, merge, "head", &family), OK);
    CHECK_INT(family, 4);
}

#define ZAINAB "+254712000009"
#define OF_CHILD(id)                                                           \
    "SELECT group_concat(name) FROM (SELECT name FROM behaviour"               \
    " WHERE child = " id " ORDER BY id)"

static int64_t
two_aminas(struct db *db)
{
    int64_t late;

    CHECK_INT(db_begin(db), OK);
    add(db, "Amina Ali", "Zainab Ali", ZAINAB, "F4", "en");
    CHECK_INT(db_commit(db), OK);
    CHECK_INT(world_number(db, "SELECT max(id) FROM child"), 5);
    tap(db, 3, HELPED);
    tap(db, 5, READ);
    late = tap(db, 5, LATE);
    CHECK_INT(tell(db, late), OK);
    return late;
}

TEST(a_wrong_merge_that_is_parted_gives_each_child_its_events_and_texts)
{
    struct db *db = school();
    int64_t late = two_aminas(db);
    int n;

    merge_and_part(db, late, false);
    CHECK_TEXT(world_text(db, OF_CHILD("3")), "helped another,clean uniform");
    CHECK_TEXT(world_text(db, OF_CHILD("5")), "read aloud,late");
    CHECK_INT(state(db, late), BEHAVIOUR_ASKED);
    CHECK_INT(behaviour_home_decide(db, late, true, &head, &n, &why), OK);
    CHECK_INT(n, 1);
    CHECK_TEXT(world_text(db, "SELECT group_concat(number) FROM message"),
        ZAINAB);
    db_close(db);
}

TEST(a_text_that_told_of_an_event_before_the_parting_goes_back_with_it)
{
    struct db *db = school();
    int64_t late = two_aminas(db);
    bool went;

    merge_and_part(db, late, true);
    CHECK_TEXT(world_text(db, OF_CHILD("5")), "read aloud,late");
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"
        " JOIN message_child mc ON mc.message = message.id AND mc.child = 5"),
        3);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message_child"), 3);
    CHECK_INT(behaviour_home_undo(db, late, "head", true, &went, &why), OK);
    CHECK(!went);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"
        " WHERE state = 1"), 0);
    CHECK(db_check(db) == OK);
    db_close(db);
}

TEST(events_are_erased_with_the_child_and_forgotten_with_the_texts)
{
    struct db *db = school();
    int forgotten;

    tap(db, 1, HELPED);
    tap(db, 3, READ);
    CHECK_INT(tell(db, tap(db, 3, CLEAN)), OK);
    CHECK_INT(family_erase(db, 1, "head"), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM behaviour"), 2);
    world_sql(db, "UPDATE message SET state = 4");
    for (int i = 0; i < 20; i++) {      /* a text every 20 days */
        world_later(20 * DAY);
        world_add(db, SALMA, "Hello");
    }
    world_sql(db, "UPDATE message SET state = 4");
    tap(db, 3, HELPED);
    CHECK_INT(retention_step(db, 12, &forgotten), OK);
    CHECK_INT(forgotten, 3);            /* and the first Hello */
    CHECK_TEXT(world_text(db, "SELECT group_concat(name) FROM behaviour"),
        "helped another");
    db_close(db);
}
