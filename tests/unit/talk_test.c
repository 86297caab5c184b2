/* Who may read an answer: it stays where the message is that it answers. */
#include "store_world.h"

#include "store/people/people.h"
#include "store/thread/calendar.h"
#include "store/thread/thread.h"
#include "web/view/initials.h"
#include "web/view/talk.h"

static struct reason refused;

static void
add_child(struct db *db, const char *child, const char *class_name,
    const char *family, const char *phone)
{
    struct people_row r = { .child = child, .class_name = class_name,
        .guardian = "Salma Ali", .phone = phone, .family = family };
    bool changed;

    CHECK(db_begin(db) == OK);
    CHECK(people_add_row(db, &r, "KE", &changed, &refused) == OK);
    CHECK(db_commit(db) == OK);
}

static void
add_family(struct db *db, const char *child, const char *phone)
{
    add_child(db, child, "4B", "", phone);
}

/* Answers in the thread that the number has in this tray; the tray that the
 * answer is in. */
static int64_t
answer_in(struct db *db, int tray, const char *number, const char *text)
{
    struct compose c = { .to = "all" };
    struct send s = { .text = text, .author = "lead", .country = "KE",
        .language = "en", .school = "Hillside", .rules = &world_rules };
    struct thread t;
    struct sent sent;
    int64_t thread = 0;
    char sql[120];

    CHECK(db_begin(db) == OK);
    CHECK(thread_of_sender(db, tray, number, &thread) == OK);
    CHECK(db_commit(db) == OK);
    CHECK(thread_get(db, thread, &t) == OK);
    talk_address(&t, &c, &s);
    CHECK_INT(send_text(db, &s, &sent, &refused), OK);
    CHECK_INT(sent.count, 1);
    snprintf(sql, sizeof(sql), "SELECT t.tray FROM message m JOIN thread t"
        " ON t.id = m.thread WHERE m.id = %lld", (long long)sent.ids[0]);
    free(sent.ids);
    return world_number(db, sql);
}

TEST(an_answer_in_the_safeguarding_tray_is_for_those_who_see_that_tray)
{
    struct db *db = world_open();

    add_family(db, "Amina Ali", "0712000001");
    add_family(db, "Juma Otieno", "0712000002");
    add_family(db, "Ruth Otieno", "0712000002");
    CHECK_INT(answer_in(db, MAPPING_SAFEGUARDING, "+254712000001",
        "Can I call you about {child}?"), MAPPING_SAFEGUARDING);
    CHECK_INT(answer_in(db, MAPPING_SAFEGUARDING, "+254712000002",
        "Can I call you?"), MAPPING_SAFEGUARDING);
    CHECK_INT(answer_in(db, MAPPING_SAFEGUARDING, "+254712000003",
        "Can I call you?"), MAPPING_SAFEGUARDING);
    CHECK_TEXT(world_text(db, "SELECT body FROM message ORDER BY id"),
        "Can I call you about Amina?");
    CHECK_INT(world_number(db, "SELECT count(*) FROM thread"
        " WHERE family IS NOT NULL AND last_id > 0"), 0);
    db_close(db);
}

TEST(an_answer_to_a_number_that_a_family_has_by_now_is_in_its_thread)
{
    struct db *db = world_open();

    add_family(db, "Amina Ali", "0712000001");
    CHECK_INT(answer_in(db, MAPPING_UNKNOWN, "+254712000001", "Thank you"),
        MAPPING_NO_TRAY);
    CHECK_INT(answer_in(db, MAPPING_UNKNOWN, "+254712000009", "Thank you"),
        MAPPING_UNKNOWN);
    db_close(db);
}

static void
keep_text(void *user, const struct send_copy *c)
{
    strcat(strcat(user, c->text), ";");
}

/* What goes to two classes, one text a phone. */
static const char *
tell_two(struct db *db, const char *one, const char *other, const char *text)
{
    static char out[600];
    const char *classes[] = { one, other };
    struct send s = { .text = text, .classes = classes, .n_classes = 2,
        .author = "lead", .country = "KE", .language = "en",
        .school = "Hillside", .rules = &world_rules };
    int skipped = 0;

    out[0] = '\0';
    CHECK_INT(send_preview(db, &s, keep_text, out, &skipped, &refused), OK);
    return out;
}

TEST(a_child_or_class_whose_name_begins_another_is_named_as_well)
{
    struct db *db = world_open();

    add_child(db, "Annabel Ali", "10", "a", "0712000001");
    add_child(db, "Ann Otieno", "4B", "b", "0712000001");
    add_child(db, "Ben Kamau", "10", "c", "0712000002");
    add_child(db, "Cat Kamau", "1", "c", "0712000002");
    CHECK_TEXT(tell_two(db, "10", "4B", "{child}: trip"),
        "Annabel, Ann: trip;Ben: trip;");
    CHECK_TEXT(tell_two(db, "10", "1", "Class {class}"),
        "Class 10;Class 10, 1;");
    db_close(db);
}

static struct message
row(enum message_direction direction, const char *number, const char *text,
    int64_t at)
{
    struct message m = { .direction = direction, .at = at,
        .body = (char *)(uintptr_t)text };

    snprintf(m.number, sizeof(m.number), "%s", number);
    return m;
}

TEST(rows_are_one_text_only_when_words_writer_and_moment_are_the_same)
{
    const int64_t at = 1764400000000;
    struct message rows[] = { row(MESSAGE_OUT, "+1", "Come", at),
        row(MESSAGE_OUT, "+2", "Come", at + 5), row(MESSAGE_OUT, "+3", "Come",
            at + 9), row(MESSAGE_OUT, "+1", "Come", at + 12),
        row(MESSAGE_OUT, "+2", "Njoo", at + 13),
        row(MESSAGE_OUT, "+3", "Njoo", at + 60000),
        row(MESSAGE_IN, "+1", "Yes", at + 60001),
        row(MESSAGE_IN, "+2", "Yes", at + 60002) };
    struct page_conversation *c = calloc(1, sizeof(*c));

    c->messages = rows;
    c->n_messages = 8;
    CHECK_INT(page_also(c, &rows[0]), 2);       /* the fourth was sent again */
    CHECK_INT(page_also(c, &rows[3]), 0);       /* in other words */
    CHECK_INT(page_also(c, &rows[4]), 0);       /* a minute later */
    CHECK_INT(page_also(c, &rows[6]), 0);       /* parents each write theirs */
    CHECK_INT(page_also(c, &rows[7]), 0);       /* the last */
    CHECK_INT(page_also(NULL, &rows[0]), 0);
    snprintf(rows[1].author, sizeof(rows[1].author), "grace");
    CHECK_INT(page_also(c, &rows[0]), 0);
    free(c);
}

TEST(a_day_begins_with_its_first_message)
{
    int64_t midnight = calendar_starts(calendar_day(1764400000000));
    struct message rows[] = { row(MESSAGE_IN, "+1", "a", midnight - 2),
        row(MESSAGE_IN, "+1", "b", midnight - 1),
        row(MESSAGE_IN, "+1", "c", midnight),
        row(MESSAGE_IN, "+1", "d", midnight + 1) };
    struct page_conversation *c = calloc(1, sizeof(*c));

    c->messages = rows;
    c->n_messages = 4;
    CHECK(page_new_day(c, &rows[0]));
    CHECK(!page_new_day(c, &rows[1]));
    CHECK(page_new_day(c, &rows[2]));
    CHECK(!page_new_day(c, &rows[3]));
    free(c);
}

TEST(a_child_is_the_first_letters_of_its_first_and_last_name)
{
    static const char *const rows[][2] = { { "Amina Ali", "AA" },
        { "Juma", "J" }, { " Maximilian van der  Berg ", "MB" },
        { "Élodie Ñuñez", "ÉÑ" }, { "ليلى بنت عبد", "ل" }, { "አበበ በቀለ", "አ" },
        { "", "" }, { "  ", "" },
        /* a foreign copy may hold what is no UTF-8 */
        { "A\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80 B",
            "A\x80\x80\x80" "B" } };
    char out[INITIALS];

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        initials_of(rows[i][0], out);
        CHECK_TEXT(out, rows[i][1]);
    }
    CHECK(initials_hue("4A") != initials_hue("4B"));
    CHECK_INT(initials_hue("4B"), initials_hue("4B"));
    CHECK(initials_hue("Grade 4 East") < INITIALS_HUES);
    CHECK(initials_hue("") >= 0);
}

TEST(a_thread_names_its_children_with_their_classes_and_the_first_apart)
{
    struct db *db = world_open();
    struct thread t;
    int64_t thread = 0;

    add_child(db, "Yusuf Ali", "2 A, East", "a", "0712000001");
    add_child(db, "Amina Ali", "4B", "a", "0712000001");
    CHECK(db_begin(db) == OK);
    CHECK(thread_of_family(db, 1, &thread) == OK);
    CHECK(db_commit(db) == OK);
    CHECK(thread_get(db, thread, &t) == OK);
    CHECK_TEXT(t.children, "Amina Ali 4B, Yusuf Ali 2 A, East");
    CHECK_TEXT(t.child, "Amina Ali");
    CHECK_TEXT(t.child_class, "4B");
    CHECK_TEXT(page_talk_title(&t), t.children);
    db_close(db);
}
