#include "test.h"

#include "store/people/people_edit.h"
#include "store/thread/desk.h"
#include "store/thread/draft.h"
#include "store/thread/note.h"
#include "store/thread/thread.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char why[300];
static struct reason refused;

static struct db *
open_db(void)
{
    struct db *db;

    CHECK_INT(db_open(":memory:", &db, why, sizeof(why)), OK);
    return db;
}

#define ADD(c, k, g, p, ...)                                                   \
    add(db, (struct people_row){ .child = c, .class_name = k,                 \
        .guardian = g, .phone = p, __VA_ARGS__ })
static bool
add(struct db *db, struct people_row r)
{
    bool changed = false;

    CHECK_INT(db_begin(db), OK);
    CHECK_INT(people_add_row(db, &r, "KE", &changed, &refused), OK);
    CHECK_INT(db_commit(db), OK);
    return changed;
}

/* Puts a text into the family's thread. */
static int64_t
write_to(struct db *db, int64_t family, const char *body)
{
    struct message m = { .direction = MESSAGE_IN, .kind = MESSAGE_TEXT,
        .state = MESSAGE_RECEIVED, .number = "+254722123456", .at = 1 };

    CHECK_INT(db_begin(db), OK);
    CHECK_INT(thread_of_family(db, family, &m.thread), OK);
    m.body = strdup(body);
    CHECK_INT(message_add(db, &m), OK);
    CHECK_INT(db_commit(db), OK);
    family = m.id;
    message_clear(&m);
    return family;
}

static void
put_text(void *user, const char *s)
{
    strcat(user, s);
    strcat(user, ";");
}

static void
put_child(void *user, const struct child *c)
{
    put_text(user, c->name);
}

static void
put_guardian(void *user, const struct guardian *g)
{
    put_text(user, g->name);
}

static void
put_message(void *user, const struct message *m)
{
    put_text(user, m->body);
}

/* "label: children; guardians; | messages;" */
static const char *
all_of(struct db *db, int64_t id)
{
    static char out[1000];
    struct family f;
    int64_t thread;

    CHECK_INT(family_get(db, id, &f), OK);
    snprintf(out, sizeof(out), "%s: ", f.label);
    CHECK_INT(family_children(db, f.id, put_child, out), OK);
    CHECK_INT(family_guardians(db, f.id, put_guardian, out), OK);
    strcat(out, "| ");
    CHECK_INT(db_begin(db), OK);
    CHECK_INT(thread_of_family(db, id, &thread), OK);
    CHECK_INT(db_commit(db), OK);
    CHECK_INT(thread_messages(db, thread, 0, 50, put_message, out), OK);
    return out;
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

/* Adds one row; its id. Needs a transaction. */
static int64_t
add_one(struct db *db, const char *sql)
{
    struct query q = query_start_text(db, sql);
    int64_t id = 0;

    CHECK_INT(query_end_id(&q, &id), OK);
    return id;
}

/* The same child under two guardians, as a list without ids gives them. */
static struct db *
two_families(void)
{
    struct db *db = open_db();

    ADD("Amina", "3A", "Salma", "0722123456");
    ADD("Amina", "3A", "Idris", "0733123456");
    ADD("Juma", "5B", "Idris", "0733123456");
    write_to(db, 1, "one");
    write_to(db, 2, "two");
    write_to(db, 1, "three");
    return db;
}

TEST(a_merge_joins_people_and_messages_in_the_order_they_came)
{
    struct db *db = two_families();
    struct family f;
    struct thread t;
    int64_t thread;

    CHECK_INT(family_merge(db, 2, 1, "head"), OK);
    CHECK_TEXT(all_of(db, 1),
        "Salma, Idris: Amina;Juma;Salma;Idris;| one;two;three;");
    CHECK_INT(family_get(db, 2, &f), OK);
    CHECK_INT(f.id, 1);
    CHECK_TEXT(all_of(db, 2),
        "Salma, Idris: Amina;Juma;Salma;Idris;| one;two;three;");
    CHECK_INT(db_begin(db), OK);
    CHECK_INT(thread_of_family(db, 1, &thread), OK);
    CHECK_INT(db_commit(db), OK);
    CHECK_INT(thread_get(db, thread, &t), OK);
    CHECK_INT(t.unread, 3);
    CHECK_TEXT(t.snippet, "three");
    CHECK_TEXT(t.label, "Salma, Idris");
    CHECK_INT(count(db, "SELECT count(*) FROM thread"), 1);
    CHECK_INT(count(db, "SELECT count(*) FROM audit"), 1);
    db_close(db);
}

static void
run(struct db *db, const char *sql)
{
    struct query q = query_start_text(db, sql);

    CHECK_INT(query_end(&q), OK);
}

static const char *
text_of(struct db *db, const char *sql)
{
    static char out[2000];
    struct query q = query_start_text(db, sql);

    out[0] = '\0';
    if (query_row(&q))
        query_copy_text(&q, 0, out, sizeof(out));
    CHECK_INT(query_end(&q), OK);
    return out;
}

/* Child 1 of family 1 and child 2 of family 2 are one. */
static struct db *
twins(void)
{
    struct db *db = open_db();

    ADD("Amina Ali", "4B", "Salma Ali", "0722123456");
    ADD("Amina Ali", "4B", "Idris Ali", "0733123456");
    CHECK_INT(count(db, "SELECT count(*) FROM child"), 2);
    return db;
}

TEST(what_waits_to_be_said_of_either_twin_is_said_of_the_one)
{
    struct db *db = twins();

    run(db, "INSERT INTO sentence (child, author, at, tone, body, sent) VALUES"
        " (1, 'grace', 1, 1, 'read aloud', 0), (2, 'grace', 2, 4,"
        " '! was late', 0), (1, 'lucy', 3, 1, 'sang.', 0),"
        " (2, 'lucy', 4, 1, 'sang.', 0), (2, 'otieno', 5, 1, 'drew', 0),"
        " (2, 'grace', 6, 1, 'went', 7)");
    CHECK_INT(family_merge(db, 2, 1, "head"), OK);
    CHECK_TEXT(text_of(db, "SELECT group_concat(author || ' ' || tone || ' '"
        " || body, ';') FROM (SELECT * FROM sentence WHERE child = 1"
        " AND sent = 0 ORDER BY author)"), "grace 4 read aloud. was late;"
        "lucy 1 sang.;otieno 1 drew");
    CHECK_INT(count(db, "SELECT count(*) FROM sentence WHERE sent > 0"
        " AND child = 1"), 1);
    db_close(db);
}

TEST(what_is_too_long_for_one_line_of_twins_is_kept_as_said_to_nobody)
{
    struct db *db = twins();

    run(db, "INSERT INTO sentence (child, author, at, tone, body) VALUES"
        " (1, 'grace', 1, 1, printf('%.*c', 400, 'a')),"
        " (2, 'grace', 2, 1, printf('%.*c', 400, 'b'))");
    CHECK_INT(family_merge(db, 2, 1, "head"), OK);
    CHECK_TEXT(text_of(db, "SELECT group_concat(substr(body, 1, 1)"
        " || length(body) || (sent > 0), ';') FROM (SELECT * FROM sentence"
        " WHERE child = 1 ORDER BY id)"), "a4000;b4001");
    db_close(db);
}

TEST(days_away_of_either_twin_are_of_the_one)
{
    struct db *db = twins();

    run(db, "INSERT INTO absence (child, day, at, who) VALUES"
        " (1, '2026-11-23', 1, 'a'), (2, '2026-11-23', 1, 'b'),"
        " (2, '2026-11-24', 1, 'b')");
    CHECK_INT(family_merge(db, 2, 1, "head"), OK);
    CHECK_TEXT(text_of(db, "SELECT group_concat(day || who, ' ') FROM"
        " (SELECT * FROM absence WHERE child = 1 ORDER BY day)"),
        "2026-11-23a 2026-11-24b");
    db_close(db);
}

TEST(a_merge_takes_notes_drafts_and_who_answers_along)
{
    struct db *db = two_families();
    struct thread t;
    int64_t old = 0, into = 0;
    char *fields = NULL;

    CHECK_INT(db_begin(db), OK);
    CHECK_INT(thread_of_family(db, 2, &old), OK);
    CHECK_INT(thread_of_family(db, 1, &into), OK);
    CHECK_INT(add_one(db, "INSERT INTO staff (name, role, password,"
        " created) VALUES ('head', 2, '', 1)"), 1);
    CHECK_INT(db_commit(db), OK);
    CHECK_INT(note_add(db, old, "head", 0, "prefers calls"), OK);
    CHECK_INT(draft_set(db, 1, old, "text=half"), OK);
    CHECK_INT(desk_assign(db, old, 1, "head"), OK);
    CHECK_INT(family_merge(db, 2, 1, "head"), OK);
    CHECK_INT(count(db, "SELECT thread FROM note"), into);
    CHECK_INT(draft_get(db, 1, into, &fields), OK);
    CHECK_TEXT(fields, "text=half");
    free(fields);
    CHECK_INT(thread_get(db, into, &t), OK);
    CHECK_INT(t.assigned, 1);
    db_close(db);
}

TEST(a_draft_for_the_family_that_stays_is_kept_in_a_merge)
{
    struct db *db = two_families();
    int64_t old = 0, into = 0;
    char *fields = NULL;

    CHECK_INT(db_begin(db), OK);
    CHECK_INT(thread_of_family(db, 2, &old), OK);
    CHECK_INT(thread_of_family(db, 1, &into), OK);
    CHECK_INT(add_one(db, "INSERT INTO staff (name, role, password,"
        " created) VALUES ('head', 2, '', 1)"), 1);
    CHECK_INT(db_commit(db), OK);
    CHECK_INT(draft_set(db, 1, old, "text=old"), OK);
    CHECK_INT(draft_set(db, 1, into, "text=new"), OK);
    CHECK_INT(family_merge(db, 2, 1, "head"), OK);
    CHECK_INT(draft_get(db, 1, into, &fields), OK);
    CHECK_TEXT(fields, "text=new");
    CHECK_INT(count(db, "SELECT count(*) FROM draft"), 1);
    free(fields);
    db_close(db);
}

TEST(the_list_that_was_imported_before_a_merge_changes_nothing_after_it)
{
    struct db *db = two_families();

    CHECK_INT(family_merge(db, 2, 1, "head"), OK);
    CHECK(!ADD("Amina", "3A", "Salma", "0722123456"));
    CHECK(!ADD("Amina", "3A", "Idris", "0733123456"));
    CHECK(!ADD("Juma", "5B", "Idris", "0733123456"));
    db_close(db);
}

TEST(a_family_value_leads_to_where_its_family_was_merged)
{
    struct db *db = open_db();

    ADD("Amina", "3A", "Salma", "0722123456", .family = "A", .child_id = "1");
    ADD("Juma", "5B", "Idris", "0733123456", .family = "B", .child_id = "2");
    ADD("Zuri", "1B", "Neema", "0744123456", .family = "C", .child_id = "3");
    CHECK_INT(family_merge(db, 2, 3, "head"), OK);
    CHECK_INT(family_merge(db, 3, 1, "head"), OK);
    CHECK(!ADD("Juma", "5B", "Idris", "0733123456", .family = "B",
        .child_id = "2"));
    CHECK(!ADD("Zuri", "1B", "Neema", "0744123456", .family = "C",
        .child_id = "3"));
    CHECK_TEXT(all_of(db, 2),
        "Salma, Idris, Neema: Amina;Juma;Zuri;Salma;Idris;Neema;| ");
    db_close(db);
}

TEST(a_child_with_an_id_keeps_it_through_a_merge)
{
    struct db *db = open_db();

    ADD("Amina", "3A", "Idris", "0733123456");
    ADD("Amina", "3A", "Salma", "0722123456", .child_id = "7");
    CHECK_INT(family_merge(db, 2, 1, "head"), OK);
    CHECK_TEXT(all_of(db, 1), "Idris, Salma: Amina;Idris;Salma;| ");
    CHECK_INT(count(db, "SELECT count(*) FROM child WHERE key = '7'"), 1);
    CHECK(!ADD("Amina", "3A", "Salma", "0722123456", .child_id = "7"));
    db_close(db);
}

TEST(what_cannot_be_merged_is_left_alone)
{
    struct db *db = two_families();

    CHECK_INT(family_merge(db, 1, 1, "head"), ERR_REFUSED);
    CHECK_INT(family_merge(db, 1, 9, "head"), ERR_NOT_FOUND);
    CHECK_INT(family_merge(db, 9, 1, "head"), ERR_NOT_FOUND);
    CHECK_INT(family_merge(db, 2, 1, "head"), OK);
    CHECK_INT(family_merge(db, 2, 1, "head"), ERR_NOT_FOUND);
    CHECK_INT(count(db, "SELECT count(*) FROM audit"), 1);
    db_close(db);
}

TEST(a_message_moved_between_two_merged_families_has_no_way_back)
{
    struct db *db = two_families();

    CHECK_INT(count(db, "UPDATE message SET moved_from = 1, thread = 2"
        " WHERE body = 'three' RETURNING 0"), 0);
    CHECK_INT(count(db, "UPDATE message SET suggested = 2"
        " WHERE body = 'one' RETURNING 0"), 0);
    CHECK_INT(family_merge(db, 2, 1, "head"), OK);
    CHECK_INT(count(db, "SELECT count(*) FROM message"
        " WHERE moved_from IS NOT NULL"), 0);
    CHECK_INT(count(db, "SELECT suggested FROM message WHERE body = 'one'"),
        1);
    db_close(db);
}

TEST(a_split_takes_some_and_leaves_the_messages)
{
    struct db *db = two_families();
    int64_t child = 3, guardian = 2, id = 0;

    CHECK_INT(family_split(db, 2, &child, 1, NULL, 0, false, "head", &id),
        OK);
    CHECK_TEXT(all_of(db, 2), "Idris: Amina;Idris;| two;");
    CHECK_TEXT(all_of(db, id), ": Juma;| ");
    CHECK_INT(family_split(db, 2, NULL, 0, &guardian, 1, true, "head", &id),
        OK);
    CHECK_TEXT(all_of(db, 2), "Idris: Amina;Idris;| two;");
    CHECK_TEXT(all_of(db, id), "Idris: Idris;| ");
    CHECK_INT(count(db, "SELECT count(*) FROM audit"), 2);
    db_close(db);
}

TEST(who_may_not_take_the_children_of_one_home_may_not_after_a_merge)
{
    static const int said[][3] = { /* from, into, after */
        { COLLECT_NO, COLLECT_NOT_SAID, COLLECT_NO },
        { COLLECT_NO, COLLECT_YES, COLLECT_NO },
        { COLLECT_YES, COLLECT_NO, COLLECT_NO },
        { COLLECT_YES, COLLECT_NOT_SAID, COLLECT_YES },
    };
    char sql[120];

    for (size_t i = 0; i < sizeof(said) / sizeof(*said); i++) {
        struct db *db = two_families();
        struct query q;

        for (int f = 0; f < 2; f++) {
            snprintf(sql, sizeof(sql), "INSERT OR REPLACE INTO family_guardian"
                " (family, guardian, relation, collect)"
                " VALUES (%d, 1, 'aunt', %d)", 2 - f, said[i][f]);
            q = query_start_text(db, sql);
            CHECK_INT(query_end(&q), OK);
        }
        CHECK_INT(family_merge(db, 2, 1, "head"), OK);
        CHECK_INT(count(db, "SELECT collect FROM family_guardian"
            " WHERE family = 1 AND guardian = 1"), said[i][2]);
        db_close(db);
    }
}

TEST(a_split_of_somebody_elses_child_changes_nothing)
{
    struct db *db = two_families();
    int64_t children[] = { 3, 1 }, id = 77;

    CHECK_INT(family_split(db, 2, children, 2, NULL, 0, false, "head", &id),
        ERR_INPUT);
    CHECK_INT(family_split(db, 2, NULL, 0, NULL, 0, false, "head", &id),
        ERR_INPUT);
    CHECK_INT(family_split(db, 9, children, 1, NULL, 0, false, "head", &id),
        ERR_NOT_FOUND);
    CHECK_INT(id, 77);
    CHECK_INT(count(db, "SELECT count(*) FROM family"), 2);
    CHECK_TEXT(all_of(db, 2), "Idris: Amina;Juma;Idris;| two;");
    db_close(db);
}

static void
keep_merge(void *user, const struct family_merged *m)
{
    *(struct family_merged *)user = *m;
}

TEST(a_merge_taken_back_leaves_all_as_it_was)
{
    struct db *db = two_families();
    struct family_merged m = { .id = 0 };
    int64_t family = 0, old = 0;
    char one[300], two[300];

    CHECK_INT(family_rename(db, 2, "Idris's", "head"), OK);
    CHECK_INT(db_begin(db), OK);
    CHECK_INT(thread_of_family(db, 2, &old), OK);
    CHECK_INT(db_commit(db), OK);
    CHECK_INT(note_add(db, old, "head", 0, "prefers calls"), OK);
    strcpy(one, all_of(db, 1));
    strcpy(two, all_of(db, 2));
    CHECK_INT(family_merge(db, 2, 1, "head"), OK);
    CHECK(strstr(all_of(db, 1), "Idris's: Amina;Juma;Salma;Idris;") != NULL);
    CHECK_INT(family_merges(db, 1, keep_merge, &m), OK);
    CHECK_TEXT(m.label, "Idris's");
    CHECK_INT(m.family, 2);
    write_to(db, 1, "since");
    CHECK_INT(family_unmerge(db, m.id, "head", &family), OK);
    CHECK_INT(family, 2);
    CHECK_TEXT(all_of(db, 2), two);
    strcat(one, "since;");
    CHECK_TEXT(all_of(db, 1), one);
    CHECK_INT(count(db, "SELECT count(*) FROM note n JOIN thread t"
        " ON t.id = n.thread WHERE t.family = 2"), 1);
    CHECK_INT(count(db, "SELECT count(*) FROM child"), 3);
    CHECK_INT(family_unmerge(db, m.id, "head", &family), ERR_NOT_FOUND);
    m.id = 0;
    CHECK_INT(family_merges(db, 1, keep_merge, &m), OK);
    CHECK_INT(m.id, 0);
    db_close(db);
}

TEST(what_staff_changed_since_a_merge_outlives_its_undoing)
{
    struct db *db = open_db();
    struct family_merged m = { .id = 0 };
    int64_t family;

    ADD("Amina", "3A", "Salma", "0722123456");
    ADD("Juma", "5B", "Idris", "0733123456");
    CHECK_INT(family_merge(db, 2, 1, "head"), OK);
    CHECK_INT(family_merges(db, 1, keep_merge, &m), OK);
    CHECK_INT(count(db, "SELECT id FROM child WHERE name = 'Juma'"), 2);
    CHECK_INT(child_remove(db, 1, 2, "head"), OK);      /* left the school */
    CHECK_INT(family_unmerge(db, m.id, "head", &family), OK);
    CHECK(strstr(all_of(db, 2), "Idris: Idris;") != NULL);
    CHECK(strstr(all_of(db, 1), "Salma: Amina;Salma;") != NULL);
    db_close(db);
}

TEST(a_merge_is_taken_back_only_while_the_family_stands_and_is_remembered)
{
    struct db *db = open_db();
    struct family_merged first = { .id = 0 }, second = { .id = 0 };
    int64_t family;

    ADD("A", "1", "Ann", "0722123456");
    ADD("B", "1", "Ben", "0733123456");
    ADD("C", "1", "Cat", "0744123456");
    CHECK_INT(family_merge(db, 1, 2, "head"), OK);
    CHECK_INT(family_merges(db, 2, keep_merge, &first), OK);
    CHECK_INT(family_merge(db, 2, 3, "head"), OK);
    CHECK_INT(family_unmerge(db, first.id, "head", &family), ERR_NOT_FOUND);
    CHECK_INT(family_merges(db, 3, keep_merge, &second), OK);
    CHECK_INT(family_unmerge(db, second.id, "head", &family), OK);
    CHECK_INT(family_unmerge(db, first.id, "head", &family), OK);
    CHECK_INT(family, 1);
    CHECK(strstr(all_of(db, 1), "Ann: A;Ann;") != NULL);
    CHECK(strstr(all_of(db, 2), "Ben: B;Ben;") != NULL);

    CHECK_INT(family_merge(db, 1, 2, "head"), OK);
    CHECK_INT(family_merge(db, 2, 3, "head"), OK);
    CHECK_INT(family_erase(db, 3, "head"), OK);
    CHECK_INT(count(db, "SELECT count(*) FROM merge_item WHERE merged > 2"),
        0);
    db_close(db);
}
