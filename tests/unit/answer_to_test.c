/* Who is answered: the number that wrote, and nobody else by itself; and what a
 * number that nobody confirmed is told. */
#include "inbox_world.h"

#include "store/inbox/filing.h"
#include "store/people/people.h"
#include "store/people/people_edit.h"
#include "store/thread/thread.h"
#include "web/view/talk.h"

#define SALMA "+254712000001"
#define IDRIS "+254712000002"
#define AUNT "+254799000009"

static struct reason why;
static char said_so[REASON_SAID];

static void
add_row(struct db *db, const char *guardian, const char *phone)
{
    struct people_row r = { .child = "Amina Ali", .class_name = "4B",
        .guardian = guardian, .phone = phone, .family = "F1" };
    bool changed;

    CHECK_INT(people_add_row(db, &r, "KE", &changed, &why), OK);
}

static struct db *
school(void)
{
    struct db *db = world_open();

    CHECK_INT(db_begin(db), OK);
    add_row(db, "Salma Ali", SALMA);
    add_row(db, "Idris Ali", IDRIS);
    CHECK_INT(db_commit(db), OK);
    return db;
}

/* A text comes in; its number. */
static int64_t
hear(struct db *db, const char *from, const char *text)
{
    static int second;
    struct air a = { .from = from, .text = text, .second = second++ };

    take(db, &a);
    return world_number(db, "SELECT max(id) FROM message WHERE direction = 1");
}

/* Whom an answer in the family's thread goes to by itself. */
static const char *
answered(struct db *db)
{
    static char to[64];
    struct thread t;

    CHECK_INT(thread_get(db, world_number(db, "SELECT id FROM thread"
        " WHERE family = 1"), &t), OK);
    CHECK_INT(talk_answer_to(db, &t, to), OK);
    return to;
}

static enum err
answer(struct db *db, const char *to, const char *text)
{
    struct send s = { .number = to, .family = 1, .text = text,
        .author = "lead", .country = "KE", .language = "en",
        .school = "Hillside", .rules = &world_rules };
    struct sent sent = { 0 };
    enum err e = send_text(db, &s, &sent, &why);

    free(sent.ids);
    return e;
}

TEST(an_answer_goes_to_the_number_that_wrote_last_whoever_else_there_is)
{
    struct db *db = school();
    int64_t id;

    hear(db, SALMA, "Hello");
    CHECK_TEXT(answered(db), SALMA);
    hear(db, IDRIS, "Hello too");
    CHECK_TEXT(answered(db), IDRIS);
    id = hear(db, AUNT, "I fetch her today");
    CHECK_INT(filing_move(db, id, 1, "lead"), OK);
    CHECK_TEXT(answered(db), AUNT);
    CHECK_INT(filing_undo(db, id, "lead"), OK);
    CHECK_TEXT(answered(db), IDRIS);
    db_close(db);
}

TEST(where_who_wrote_last_takes_no_texts_a_person_chooses)
{
    struct db *db = school();

    hear(db, IDRIS, "Hello");
    hear(db, SALMA, "STOP");
    CHECK_TEXT(answered(db), "");
    hear(db, IDRIS, "Sorry, wrong number");
    CHECK_TEXT(answered(db), "");
    db_close(db);
}

TEST(a_family_that_never_wrote_is_written_to_as_a_whole)
{
    struct db *db = school();

    CHECK_INT(answer(db, SALMA, "Hello"), OK);
    CHECK_TEXT(answered(db), "all");
    db_close(db);
}

TEST(nothing_about_a_child_goes_to_a_number_that_nobody_confirmed)
{
    static const char *const told[] = { "{child} is well", "{child|She} is in",
        "Class {class}", "Amina is well", "AMINA!", "She, amina, is well",
        "Is it Am\xc3\xadna's?", "Room 4: Amina." };
    static const char *const plain[] = { "Who are you?", "Aminata is not she",
        "Dear Mrs Ali, please call us", "{guardian|Hello}, please call" };
    struct db *db = school();

    CHECK_INT(guardian_phone_add(db, 1, AUNT, "KE", "lead", &why), OK);
    for (size_t i = 0; i < sizeof(told) / sizeof(*told); i++) {
        CHECK_INT(answer(db, AUNT, told[i]), ERR_REFUSED);
        CHECK(strstr(reason_english(&why, said_so), "Nobody has confirmed")
            != NULL);
        CHECK_INT(answer(db, "+254799000010", told[i]), ERR_REFUSED);
        CHECK_INT(answer(db, SALMA, told[i]), OK);
    }
    for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++)
        CHECK_INT(answer(db, AUNT, plain[i]), OK);
    world_sql(db, "UPDATE phone SET state = 1");
    for (size_t i = 0; i < sizeof(told) / sizeof(*told); i++)
        CHECK_INT(answer(db, AUNT, told[i]), OK);
    db_close(db);
}
