/* list_undo_test.c - a class list is taken back as a whole, and what others did
 * meanwhile stays. */
#include "people_world.h"

#include "base/clock.h"
#include "store/people/import.h"
#include "store/people/list_undo.h"
#include "store/people/people_edit.h"
#include "store/thread/behaviour.h"

static const struct import_wish plain;

#define HEAD "child,class,guardian,phone,relation,language,child_id\n"
#define CONSENTS "child,class,guardian,phone,language,consent\n"

static int64_t
bring(struct db *db, const char *csv)
{
    const struct import_list list = { csv, strlen(csv), "KE", "en", NULL };
    struct import_result r;
    int64_t id = 0;
    struct query q;

    CHECK_INT(import_run(db, &list, &plain, "head", &r, &because), OK);
    import_clear(&r);
    q = query_start(db, "SELECT max(id) FROM list_in");
    if (query_row(&q))
        id = query_get_int(&q, 0);
    CHECK_INT(query_end(&q), OK);
    return id;
}

static int
count(struct db *db, const char *sql)
{
    struct query q = query_start_text(db, sql);
    int n = -1;

    if (query_row(&q))
        n = (int)query_get_int(&q, 0);
    CHECK_INT(query_end(&q), OK);
    return n;
}

static int
undo(struct db *db, int64_t id)
{
    int kept = -1;

    CHECK_INT(list_undo(db, id, "head", &kept), OK);
    CHECK_INT(count(db, "SELECT count(*) FROM list_change"), 0);
    CHECK_INT(count(db, "SELECT count(*) FROM list_now"), 0);
    return kept;
}

/* All of a guardian's facts; valid until the next but three. */
static char *
guardian_rows(struct db *db)
{
    static char rows[4][200];
    static int at;
    char *out = rows[at++ % 4];
    struct query q = query_start(db, "SELECT group_concat(g.name || '/'"
        " || g.language || '/' || g.consent || '/' || g.consent_by || '/'"
        " || (g.consent_at > 0) || '/' || fg.collect || '/' || g.reads || '/'"
        " || g.hours_from || '-' || g.hours_to) FROM guardian g"
        " JOIN family_guardian fg ON fg.guardian = g.id");

    if (query_row(&q))
        query_copy_text(&q, 0, out, sizeof(rows[0]));
    CHECK_INT(query_end(&q), OK);
    return out;
}

TEST(a_list_is_taken_back_row_by_row)
{
    struct db *db = open_db();
    int64_t id;
    char *before;

    ADD("Amina Ali", "3B", "Salma Ali", "0722000001", .relation = "mother");
    ADD("Juma Otieno", "3B", "Rose Otieno", "0722000002");
    before = people_rows(db);
    id = bring(db, HEAD
        "AMINA ALI,4B,Salma  ALI,0722000009/0722000001,aunt,sw,17\n"   /* all of it */
        "Zuri Kamau,4B,Ann,0722000003,,,18\n"               /* new */
        "Hassan Ali,1A,Salma Ali,0722000001,aunt,,19\n"     /* a brother */
        "Zuri Kamau,4B,Ben,0722000004,,,18\n"
        "Juma Otieno,3B,Rose Otieno,0722000002,,,\n");
    CHECK_INT(count(db, "SELECT count(*) FROM child"), 4);
    CHECK_INT(undo(db, id), 0);
    CHECK_ROWS(db, before);
    CHECK_INT(count(db, "SELECT undone > 0 FROM list_in"), 1);
    CHECK_INT(count(db, "SELECT count(*) FROM audit"
        " WHERE action = 'people.undo'"), 1);
    free(before);
    db_close(db);
}

TEST(what_somebody_changed_since_stays)
{
    struct db *db = open_db();
    struct reason say;
    struct reason by_hand = reason_of(REASON_BY_HAND);
    int64_t id, child = 1;

    ADD("Amina Ali", "3B", "Salma Ali", "0722000001");
    id = bring(db, HEAD "Amina Ali,4B,Salma Ali,0722000001,mother,sw,\n"
        "Zuri Kamau,4B,Ann,0722000003,,,\n");
    CHECK_INT(child_save(db, 1, "Amina A. Ali", "4C", "head", &say, &child),
        OK);
    CHECK_INT(phone_set_state(db, "+254722000003", PHONE_OPTED_OUT, "parent",
        &by_hand), OK);
    CHECK_INT(undo(db, id), 0);
    CHECK_TEXT(all_of(db), "Amina A. Ali/4C | Salma Ali +254722000001\n");
    CHECK_INT(count(db, "SELECT count(*) FROM phone WHERE state = 3"), 1);
    db_close(db);
}

TEST(what_was_recorded_of_a_guardian_by_hand_stays)
{
    struct db *db = open_db();
    struct reason say;
    struct guardian_form f = { .name = "Salma Ali", .relation = "mother",
        .consent = "no", .collect = COLLECT_NO, .reads = READS_CALL,
        .hours_from = 420, .hours_to = 1140 };
    int64_t id, guardian = 1;
    char *before;

    ADD("Amina Ali", "3B", "Salma Ali", "0722000001");
    CHECK_INT(guardian_save(db, 1, &f, "grace", &say, &guardian), OK);
    before = guardian_rows(db);
    id = bring(db, CONSENTS "Amina Ali,4B,Salma ALI,0722000001,sw,yes\n");
    CHECK_TEXT(guardian_rows(db), "Salma ALI/sw/yes//0/2/3/420-1140");
    CHECK_INT(undo(db, id), 0);
    CHECK_TEXT(guardian_rows(db), before);
    id = bring(db, CONSENTS "Amina Ali,4B,Salma Ali,0722000001,sw,yes\n");
    f.consent = "yes";
    f.language = "fr";
    f.agreed_again = true;
    CHECK_INT(guardian_save(db, 1, &f, "head", &say, &guardian), OK);
    CHECK_INT(undo(db, id), 0);
    CHECK_TEXT(guardian_rows(db), "Salma Ali/fr/yes/head/1/2/3/420-1140");
    db_close(db);
}

TEST(a_new_family_that_has_written_since_stays_whole)
{
    struct db *db = open_db();
    int64_t id = bring(db, HEAD "Amina Ali,4B,Salma Ali,0722000001,mother,,\n"
        "Zuri Kamau,4B,Ann,0722000003,,,\n");

    CHECK_INT(query_on(db, "INSERT INTO thread (tray, family) SELECT 0, family"
        " FROM family_child WHERE child = :id", 1), OK);
    CHECK_INT(query_on(db, "INSERT INTO message (thread, direction, kind,"
        " state, number, body, at) SELECT id, 1, 1, 9, '+254722000001', 'x',"
        " :id FROM thread", clock_now()), OK);
    CHECK_INT(undo(db, id), 1);
    CHECK_TEXT(all_of(db),
        "Amina Ali/4B | Salma Ali/mother +254722000001\n");
    db_close(db);
}

TEST(a_child_of_whom_an_event_was_noted_stays_with_its_family)
{
    struct db *db = open_db();
    int64_t id, event = 0;

    ADD("Amina Ali", "3B", "Salma Ali", "0722000001");
    id = bring(db, HEAD
        "Hassan Ali,1A,Salma Ali,0722000001,,,19\n"    /* a brother */
        "Zuri Kamau,4B,Ann,0722000003,,,18\n"
        "Juma Otieno,4B,Rose,0722000004,,,20\n");
    CHECK_INT(behaviour_add(db, 2, 1, "grace", &event), OK);
    CHECK_INT(behaviour_add(db, 3, 1, "grace", &event), OK);
    CHECK_INT(undo(db, id), 2);
    CHECK_INT(count(db, "SELECT count(*) FROM behaviour"), 2);
    CHECK_INT(count(db, "SELECT count(*) FROM child"), 3);
    CHECK_INT(count(db, "SELECT count(*) FROM family_child"), 3);
    CHECK_INT(count(db, "SELECT count(*) FROM guardian WHERE name = 'Ann'"),
        1);
    CHECK_INT(count(db, "SELECT count(*) FROM guardian WHERE name = 'Rose'"),
        0);
    db_close(db);
}

TEST(a_child_that_has_a_plan_stays_with_its_family)
{
    struct db *db = open_db();
    int64_t id = bring(db, "child,class,guardian,phone,family\n"
        "Amina Ali,4B,Salma Ali,0722000001,F1\n"
        "Juma Otieno,4B,Rose Otieno,0722000002,F2\n");

    CHECK_INT(query_on(db, "INSERT INTO plan (child, aim, review, at, who)"
        " VALUES (:id, 'Amina comes each day.', 20800, 1, 'grace')", 1), OK);
    CHECK_INT(undo(db, id), 1);
    CHECK_INT(count(db, "SELECT count(*) FROM plan"), 1);
    CHECK_INT(count(db, "SELECT count(*) FROM child"), 1);
    db_close(db);
}

TEST(an_event_of_before_ties_no_child_to_what_the_list_brought)
{
    struct db *db = open_db();
    int64_t id, event = 0;
    char *before;

    ADD("Amina Ali", "4B", "Salma Ali", "0722000001", .family = "F1",
        .child_id = "17");
    CHECK_INT(behaviour_add(db, 1, 1, "grace", &event), OK);
    before = people_rows(db);
    id = bring(db, "child,class,guardian,phone,child_id,family\n"
        "Amina Ali,4B,A Stranger,0722000009,17,F9\n");
    CHECK_INT(count(db, "SELECT count(*) FROM child"), 1);
    CHECK_INT(count(db, "SELECT count(*) FROM family_child"), 2);
    CHECK_INT(undo(db, id), 0);
    CHECK_ROWS(db, before);
    CHECK_INT(count(db, "SELECT count(*) FROM family_child"), 1);
    CHECK_INT(count(db, "SELECT count(*) FROM phone"), 1);
    CHECK_INT(count(db, "SELECT count(*) FROM behaviour"), 1);
    free(before);
    db_close(db);
}

TEST(a_family_stays_whole_for_a_child_that_came_in_a_later_step)
{
    struct db *db = open_db();
    int64_t id, event = 0;

    id = bring(db, "child,class,guardian,phone,family\n"
        "Amina Ali,4B,Salma Ali,0722000001,F1\n"
        "Hassan Ali,1A,Salma Ali,0722000001,F1\n");
    CHECK_INT(query_on(db, "UPDATE list_change SET step = 2 WHERE id >="
        " (SELECT max(id) FROM list_change WHERE thing = 2 AND act = :id)",
        1), OK);
    CHECK_INT(behaviour_add(db, 2, 1, "grace", &event), OK);
    CHECK_INT(undo(db, id), 1);
    CHECK_INT(count(db, "SELECT count(*) FROM family_child"
        " JOIN family_guardian USING (family) JOIN guardian_phone"
        " USING (guardian) WHERE child = 2"), 1);
    db_close(db);
}

TEST(lists_are_taken_back_from_the_last_on)
{
    struct db *db = open_db();
    int64_t one = bring(db, HEAD "Amina,4B,Salma,0722000001,,,\n"), two, same;
    int kept = 0;

    two = bring(db, HEAD "Juma,4B,Rose,0722000002,,,\n");
    same = bring(db, HEAD "Juma,4B,Rose,0722000002,,,\n");
    CHECK_INT(list_undo(db, one, "head", &kept), ERR_REFUSED);
    CHECK_INT(list_undo(db, same, "head", &kept), ERR_REFUSED);
    CHECK_INT(list_undo(db, 99, "head", &kept), ERR_NOT_FOUND);
    CHECK_INT(list_undo(db, two, "head", &kept), OK);
    CHECK_INT(list_undo(db, two, "head", &kept), ERR_NOT_FOUND);
    CHECK_TEXT(all_of(db), "Amina/4B | Salma +254722000001\n");
    CHECK_INT(undo(db, one), 0);
    CHECK_TEXT(all_of(db), "");
    db_close(db);
}

TEST(what_is_erased_leaves_no_trace_in_what_a_list_changed)
{
    struct db *db = open_db();

    bring(db, HEAD "Amina Ali,3B,Salma Ali,0722000001,mother,,\n");
    bring(db, HEAD "Amina ALI,4B,SALMA Ali,0722000001,aunt,sw,\n");
    CHECK(count(db, "SELECT count(*) FROM list_change"
        " WHERE b1 LIKE '%li%'") > 0);
    CHECK_INT(family_erase(db, 1, "head"), OK);
    CHECK_INT(count(db, "SELECT count(*) FROM list_change WHERE"
        " coalesce(b0, '') || coalesce(a0, '') || coalesce(b1, '')"
        " || coalesce(a1, '') || coalesce(b2, '') LIKE '%a%'"), 0);
    db_close(db);
}

TEST(what_an_old_list_changed_is_forgotten)
{
    struct db *db = open_db();
    int64_t id = bring(db, HEAD "Amina,4B,Salma,0722000001,,,\n");
    int kept = 0;

    CHECK_INT(list_in_forget(db), OK);
    CHECK(count(db, "SELECT count(*) FROM list_change") > 0);
    CHECK_INT(query_on(db, "UPDATE list_in SET at = at - :id", 91 * DAY), OK);
    CHECK_INT(list_in_forget(db), OK);
    CHECK_INT(count(db, "SELECT count(*) FROM list_change"), 0);
    CHECK_INT(list_undo(db, id, "head", &kept), ERR_REFUSED);
    db_close(db);
}
