/* A term looked back on, against a small school counted by hand. */
#include "store_world.h"

#include "store/figures/review.h"
#include "store/people/people.h"
#include "store/thread/calendar.h"
#include "store/thread/tone.h"

#include <time.h>

static struct reason why;

static void
add_row(struct db *db, const char *child, const char *class_name,
    const char *family, const char *guardian, const char *relation,
    const char *language, int phone)
{
    char number[20];
    struct people_row r = { .child = child, .class_name = class_name,
        .family = family, .guardian = guardian, .relation = relation,
        .language = language, .phone = phone ? number : "" };
    bool changed;

    snprintf(number, sizeof(number), "+25471200000%d", phone);
    CHECK_INT(db_begin(db), OK);
    if (people_add_row(db, &r, "KE", &changed, &why))
        fail_msg("%s", in_words(&why));
    CHECK_INT(db_commit(db), OK);
}

/* Ali has a child in 4A and one in 2A, mother and father; Otieno one in 4A;
 * Maina one in 2A. Threads are 1, 2 and 3. */
static struct db *
school(void)
{
    struct db *db = world_open();

    add_row(db, "Amina Ali", "4A", "ali", "Salma Ali", "Mother", "sw", 1);
    add_row(db, "Yusuf Ali", "2A", "ali", "Salma Ali", "Mother", "sw", 1);
    add_row(db, "Amina Ali", "4A", "ali", "Omar Ali", "father", "ar", 2);
    add_row(db, "Juma Otieno", "4A", "otieno", "Rose Otieno", "mother", "", 3);
    add_row(db, "Ann Maina", "2A", "maina", "Jane Maina", "", "sw", 4);
    world_sql(db, "INSERT INTO thread (id, family) SELECT id, id FROM family");
    return db;
}

/* phone: the last figure of its number. */
static int64_t
message(struct db *db, int thread, int phone, int64_t at, int direction,
    int state)
{
    char sql[300];

    snprintf(sql, sizeof(sql), "INSERT INTO message (thread, direction, kind,"
        " state, number, body, at, author) VALUES (%d, %d, 1, %d,"
        " '+25471200000%d', 'x', %lld, 'ann')", thread, direction, state, phone,
        (long long)at);
    world_sql(db, sql);
    return world_number(db, "SELECT max(id) FROM message");
}

static void
about(struct db *db, int64_t id, const char *child, int tone)
{
    char sql[300];

    snprintf(sql, sizeof(sql), "INSERT INTO message_child (message, child,"
        " first, tone) SELECT %lld, id, %lld, %d FROM child WHERE name = '%s'",
        (long long)id, (long long)id, tone, child);
    world_sql(db, sql);
}

static const struct review_row *
row(const struct review_rows *rows, const char *name)
{
    for (int i = 0; i < rows->n; i++)
        if (!strcmp(rows->row[i].name, name))
            return &rows->row[i];
    fail_msg("no row \"%s\"", name);
    return NULL;
}

static const char *
counts(const struct review_row *r)
{
    static char out[60];

    snprintf(out, sizeof(out), "%d %d %d", r->of, r->reached, r->heard);
    return out;
}

/* Before the term Maina was reached; in it Ali (the mother, not the father) and
 * wrote; Otieno got a text that failed; after it Otieno was reached. */
static void
history(struct db *db)
{
    message(db, 3, 4, DAWN - 2 * DAY, 2, MESSAGE_DELIVERED);
    about(db, message(db, 1, 1, DAWN, 2, MESSAGE_DELIVERED), "Amina Ali",
        TONE_PRAISE);
    about(db, message(db, 1, 2, DAWN + 1, 2, MESSAGE_FAILED), "Yusuf Ali",
        TONE_PRAISE);
    about(db, message(db, 1, 1, DAWN + 2, 2, MESSAGE_SENT), "Amina Ali",
        TONE_CONCERN);
    message(db, 1, 1, DAWN + 3, 1, MESSAGE_RECEIVED);
    message(db, 2, 3, DAWN + 4, 2, MESSAGE_FAILED);
    message(db, 2, 3, DAWN + 3 * DAY, 2, MESSAGE_DELIVERED);
}

TEST(each_figure_is_what_a_hand_counts)
{
    static struct review r;
    struct db *db = school();

    history(db);
    CHECK_INT(review_read(db, "", DAWN - DAY, DAWN + DAY, &r), OK);
    CHECK_TEXT(counts(&r.whole), "3 1 1");
    CHECK_INT(r.whole.praise, 1);
    CHECK_INT(r.whole.concern, 1);
    CHECK_TEXT(counts(row(&r.classes, "4A")), "2 1 1");
    CHECK_INT(row(&r.classes, "4A")->praise, 1);
    CHECK_INT(row(&r.classes, "4A")->concern, 1);
    CHECK_TEXT(counts(row(&r.classes, "2A")), "2 1 1");
    CHECK_INT(row(&r.classes, "2A")->praise, 0);
    CHECK_TEXT(counts(row(&r.languages, "sw")), "2 1 1");
    CHECK_TEXT(counts(row(&r.languages, "ar")), "1 0 0");
    CHECK_TEXT(counts(row(&r.languages, "")), "1 0 0");
    CHECK_TEXT(counts(row(&r.relations, "mother")), "2 1 1");
    CHECK_TEXT(counts(row(&r.relations, "father")), "1 0 0");
    CHECK_TEXT(counts(row(&r.relations, "")), "1 0 0");
    CHECK_INT(review_read(db, "2A", DAWN - DAY, DAWN + DAY, &r), OK);
    CHECK_TEXT(counts(&r.whole), "2 1 1");
    CHECK_INT(r.classes.n, 1);
    CHECK_INT(r.whole.praise, 0);
    CHECK_INT(review_read(db, "", DAWN - 3 * DAY, DAWN + 4 * DAY, &r), OK);
    CHECK_TEXT(counts(&r.whole), "3 3 1");
    db_close(db);
}

static char names[1000];

static void
keep(void *user, const struct figures_name *n)
{
    (void)user;
    snprintf(names + strlen(names), sizeof(names) - strlen(names), "%s (%s); ",
        n->name, n->detail);
}

TEST(who_was_left_out_stands_by_name)
{
    struct db *db = school();

    history(db);
    names[0] = '\0';
    CHECK_INT(review_unreached(db, "", DAWN - DAY, DAWN + DAY, keep, NULL), OK);
    CHECK_TEXT(names, "Ann Maina 2A (Jane Maina); Juma Otieno 4A (Rose Otieno); ");
    names[0] = '\0';
    CHECK_INT(review_unpraised(db, "", DAWN - DAY, DAWN + DAY, keep, NULL), OK);
    CHECK_TEXT(names, "Ann Maina (2A); Yusuf Ali (2A); Juma Otieno (4A); ");
    names[0] = '\0';
    CHECK_INT(review_unpraised(db, "4A", DAWN - DAY, DAWN + DAY, keep, NULL), OK);
    CHECK_TEXT(names, "Juma Otieno (4A); ");
    db_close(db);
}

TEST(a_term_is_of_the_calendar_or_the_present_one)
{
    struct db *db = school();
    int64_t from, to;
    int n;

    CHECK_INT(calendar_add(db, "term 2026-08-31 2026-10-30 Term 3\n"
        "term 2027-01-04 2027-04-09 Term 1", "ann", &n, &why), OK);
    CHECK_INT(review_term(db, "2026-08-31", &from, &to), OK);
    CHECK_INT(from, clock_parse("2026-08-31 00:00"));
    CHECK_INT(to, clock_parse("2026-10-31 00:00"));
    CHECK_INT(review_term(db, "", &from, &to), OK);
    CHECK_INT(from, clock_parse("2026-08-31 00:00"));
    CHECK_INT(to, world_now);
    CHECK_INT(review_term(db, NULL, &from, &to), OK);
    CHECK_INT(review_term(db, "2026-09-01", &from, &to), ERR_NOT_FOUND);
    CHECK_INT(review_term(db, "2027-01-04", &from, &to), ERR_NOT_FOUND);
    CHECK_INT(review_term(db, "soon", &from, &to), ERR_NOT_FOUND);
    db_close(db);
}
