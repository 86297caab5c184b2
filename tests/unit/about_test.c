/* Which child a text is about, and who counts as left out because of it. */
#include "store_world.h"

#include "send/send.h"
#include "store/figures/figures.h"
#include "store/figures/praise.h"
#include "store/people/people.h"
#include "store/people/people_edit.h"
#include "store/inbox/filing.h"
#include "store/thread/about.h"
#include "store/thread/thread.h"

static struct reason why;

static void
add(struct db *db, const char *child, const char *class_name,
    const char *guardian, const char *phone, const char *family)
{
    struct people_row r = { .child = child, .class_name = class_name,
        .guardian = guardian, .phone = phone, .family = family };
    bool changed;

    CHECK_INT(people_add_row(db, &r, "KE", &changed, &why), OK);
}

/* Children 1 Peter and 2 Mary of family 1 (two phones), 3 Amina of family 2. */
static struct db *
school(void)
{
    struct db *db = world_open();

    CHECK_INT(db_begin(db), OK);
    add(db, "Peter Otieno", "4A", "Rose Otieno", "+254712000001", "F1");
    add(db, "Mary Otieno", "4A", "Rose Otieno", "+254712000001", "F1");
    add(db, "Mary Otieno", "4A", "John Otieno", "+254712000002", "F1");
    add(db, "Amina Ali", "4A", "Salma Ali", "+254712000003", "F2");
    CHECK_INT(db_commit(db), OK);
    return db;
}

static enum err
post_about(struct db *db, int64_t family, const char *text, enum tone tone,
    const int64_t *about, int n)
{
    struct send s = { .family = family, .text = text, .author = "grace",
        .tone = tone, .country = "KE", .language = "en", .school = "Hill",
        .rules = &world_rules, .about = about, .n_about = n };
    struct sent sent = { 0 };
    enum err e = send_text(db, &s, &sent, &why);

    free(sent.ids);
    return e;
}

static enum err
post(struct db *db, int64_t family, const char *text)
{
    return post_about(db, family, text, TONE_PRAISE, NULL, 0);
}

static void
list(void *user, const struct figures_name *n)
{
    char *to = user;

    sprintf(to + strlen(to), "%s ", n->name);
}

/* Whom no text is about this week. */
static const char *
left_out(struct db *db)
{
    static char names[400];

    names[0] = '\0';
    CHECK_INT(figures_without_text(db, "4A", figures_monday(world_now, 0),
        figures_monday(world_now, -1), list, names), OK);
    return names;
}

static const char *
child_of(struct db *db, int64_t id)
{
    static char child[200];
    struct message m = { 0 };

    CHECK_INT(message_get(db, id, &m), OK);
    strcpy(child, m.child);
    message_clear(&m);
    return child;
}

TEST(a_text_is_about_the_child_whom_it_names_and_no_sister_of_his)
{
    struct db *db = school();

    CHECK_INT(post(db, 1, "Peter read aloud today."), OK);
    CHECK_TEXT(left_out(db), "Amina Ali Mary Otieno ");
    CHECK_TEXT(child_of(db, 1), "Peter Otieno");
    CHECK_TEXT(child_of(db, 2), "Peter Otieno");
    CHECK_INT(post(db, 1, "peter AND mary helped a new boy"), OK);
    CHECK_TEXT(child_of(db, 3), "Peter Otieno, Mary Otieno");
    CHECK_TEXT(left_out(db), "Amina Ali ");
    db_close(db);
}

TEST(a_mere_ok_or_a_text_to_the_whole_class_takes_no_child_off_the_list)
{
    struct db *db = school();
    struct send s = { .class_name = "4A", .text = "{child}: school closes",
        .author = "grace", .country = "KE", .language = "en",
        .school = "Hill", .rules = &world_rules };
    struct sent sent = { 0 };

    CHECK_INT(post(db, 2, "Ok"), OK);
    CHECK_INT(post(db, 2, "Thank you, Salma Ali"), OK);
    CHECK_TEXT(child_of(db, 2), "");
    CHECK_INT(send_text(db, &s, &sent, &why), OK);
    free(sent.ids);
    CHECK_TEXT(left_out(db), "Amina Ali Mary Otieno Peter Otieno ");
    db_close(db);
}

TEST(the_writer_says_whom_a_text_is_about_and_the_fields_follow)
{
    struct db *db = school();
    const int64_t mary = 2, amina = 3, nobody = 99;

    CHECK_INT(post_about(db, 0, "{child} of {class} drew a map", TONE_PRAISE,
        &mary, 1), OK);
    CHECK_TEXT(world_text(db, "SELECT body FROM message WHERE id = 1"),
        "Mary of 4A drew a map");
    CHECK_TEXT(child_of(db, 1), "Mary Otieno");
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"), 2);
    CHECK_INT(post_about(db, 1, "x", TONE_NONE, &amina, 1), ERR_INPUT);
    CHECK_INT(why.code, REASON_ABOUT_NOT_THEIRS);
    CHECK_INT(post_about(db, 0, "x", TONE_NONE, &nobody, 1), ERR_NOT_FOUND);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"), 2);
    db_close(db);
}

static void
tell(void *user, const struct praise_child *c)
{
    char *to = user;

    sprintf(to + strlen(to), "%s %d:%d %d '%s'; ", c->name, c->praise,
        c->concern, c->week, c->last);
}

static const char *
praised(struct db *db)
{
    static char out[800];

    out[0] = '\0';
    CHECK_INT(praise_each(db, "4A", DAWN - 30 * DAY,
        figures_monday(world_now, 0), tell, out), OK);
    return out;
}

TEST(who_was_never_praised_comes_first_and_two_phones_count_once)
{
    struct db *db = school();
    struct figures f;

    CHECK_INT(post(db, 1, "Mary sang."), OK);
    world_later(8 * DAY);
    CHECK_INT(post_about(db, 1, "Peter came late.", TONE_CONCERN, NULL, 0), OK);
    CHECK_TEXT(praised(db), "Amina Ali 0:0 0 ''; "
        "Peter Otieno 0:1 1 'Peter came late.'; Mary Otieno 1:0 0 'Mary sang.'; ");
    CHECK_INT(figures_read(db, "4A", world_now, &f), OK);
    CHECK_INT(f.week[FIGURES_WEEKS - 1].concern, 1);
    CHECK_INT(f.week[FIGURES_WEEKS - 2].praise, 1);
    world_sql(db, "UPDATE message SET state = 8 WHERE id >= 3");
    CHECK_TEXT(praised(db), "Amina Ali 0:0 0 ''; "
        "Peter Otieno 0:0 0 ''; Mary Otieno 1:0 0 'Mary sang.'; ");
    db_close(db);
}

TEST(what_is_sent_again_is_about_the_same_child)
{
    struct db *db = school();
    int64_t copy = 0;

    CHECK_INT(post(db, 2, "Amina counted to 100."), OK);
    world_sql(db, "UPDATE message SET state = 5 WHERE id = 1");
    CHECK_TEXT(left_out(db), "Amina Ali Mary Otieno Peter Otieno ");
    CHECK_INT(queue_resend(db, 1, &world_rules, "grace", &copy), OK);
    CHECK_TEXT(child_of(db, copy), "Amina Ali");
    CHECK_TEXT(left_out(db), "Mary Otieno Peter Otieno ");
    CHECK_TEXT(praised(db), "Mary Otieno 0:0 0 ''; Peter Otieno 0:0 0 ''; "
        "Amina Ali 1:0 1 'Amina counted to 100.'; ");
    db_close(db);
}

TEST(a_merge_keeps_what_was_said_of_a_child_and_its_undo_gives_it_back)
{
    struct db *db = school();
    int64_t back;

    CHECK_INT(db_begin(db), OK);
    add(db, "Amina Ali", "4A", "Idris Ali", "+254712000009", "F3");
    CHECK_INT(db_commit(db), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM child"), 4);
    CHECK_INT(post(db, 3, "Amina drew a map."), OK);
    CHECK_INT(family_merge(db, 3, 2, "grace"), OK);
    CHECK_TEXT(world_text(db, "SELECT group_concat(child) FROM message_child"),
        "3");
    CHECK_INT(family_unmerge(db, 1, "grace", &back), OK);
    CHECK_TEXT(world_text(db, "SELECT group_concat(child) FROM message_child"),
        "4");
    CHECK_INT(family_erase(db, 3, "grace"), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message_child"), 0);
    db_close(db);
}

static void
count_message(void *user, const struct message *m)
{
    char *to = user;

    sprintf(to + strlen(to), "%s%s; ", m->direction == MESSAGE_IN ? "<" : "",
        m->body);
}

static const char *
said_of(struct db *db, int64_t child)
{
    static char out[800];

    out[0] = '\0';
    CHECK_INT(about_messages(db, child, 20, count_message, out), OK);
    return out;
}

TEST(good_news_from_home_stands_with_the_child_and_is_no_praise_of_ours)
{
    struct db *db = school();
    int64_t thread = 0, id;
    struct message m = { .direction = MESSAGE_IN, .kind = MESSAGE_TEXT,
        .state = MESSAGE_RECEIVED, .at = DAWN, .body = "She read to us all" };

    CHECK_INT(post(db, 2, "Amina drew a map."), OK);
    CHECK_INT(db_begin(db), OK);
    CHECK_INT(thread_of_family(db, 2, &thread), OK);
    m.thread = thread;
    CHECK_INT(message_add(db, &m), OK);
    CHECK_INT(db_commit(db), OK);
    id = m.id;
    CHECK_INT(about_good(db, id, 1, "grace"), ERR_NOT_FOUND); /* Peter */
    CHECK_INT(about_good(db, 1, 3, "grace"), ERR_INPUT);      /* ours */
    CHECK_INT(about_good(db, id, 3, "grace"), OK);
    CHECK_INT(about_good(db, id, 3, "grace"), OK);
    CHECK_TEXT(said_of(db, 3), "<She read to us all; Amina drew a map.; ");
    CHECK_TEXT(praised(db), "Mary Otieno 0:0 0 ''; Peter Otieno 0:0 0 ''; "
        "Amina Ali 1:0 1 'Amina drew a map.'; ");
    CHECK_INT(about_good(db, id, 0, "grace"), OK);
    CHECK_TEXT(said_of(db, 3), "Amina drew a map.; ");
    db_close(db);
}

TEST(a_text_that_is_filed_elsewhere_is_no_news_of_this_child)
{
    struct db *db = school();
    int64_t thread = 0;
    struct message m = { .direction = MESSAGE_IN, .kind = MESSAGE_TEXT,
        .state = MESSAGE_RECEIVED, .at = DAWN, .body = "He counts to 100" };

    CHECK_INT(db_begin(db), OK);
    CHECK_INT(thread_of_family(db, 2, &thread), OK);
    m.thread = thread;
    CHECK_INT(message_add(db, &m), OK);
    CHECK_INT(db_commit(db), OK);
    CHECK_INT(about_good(db, m.id, 3, "grace"), OK);
    CHECK_INT(filing_move(db, m.id, 1, "grace"), OK);
    CHECK_TEXT(said_of(db, 3), "");
    CHECK_TEXT(child_of(db, m.id), "");
    db_close(db);
}

TEST(what_is_said_in_a_tray_is_about_no_child)
{
    struct db *db = school();
    struct send s = { .number = "+254712000003", .text = "Amina is safe",
        .author = "lead", .country = "KE", .language = "en",
        .school = "Hill", .rules = &world_rules };
    struct sent sent = { 0 };

    world_sql(db, "INSERT INTO thread (id, tray, number) VALUES (9, 4,"
        " '+254712000003')");
    s.thread = 9;
    CHECK_INT(send_text(db, &s, &sent, &why), OK);
    free(sent.ids);
    CHECK_INT(world_number(db, "SELECT thread FROM message"), 9);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message_child"), 0);
    CHECK_TEXT(praised(db), "Amina Ali 0:0 0 ''; Mary Otieno 0:0 0 ''; "
        "Peter Otieno 0:0 0 ''; ");
    db_close(db);
}
