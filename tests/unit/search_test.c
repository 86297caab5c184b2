/* Messages by words, whose they are, numbers and days. */
#include "store_world.h"

#include "mapping/mapping.h"
#include "store/thread/thread.h"

struct hits {
    int count;
    int64_t id[16];
};

static void
hit(void *user, const struct message *m)
{
    struct hits *h = user;

    if (h->count < 16)
        h->id[h->count++] = m->id;
}

static void
say(struct db *db, int64_t thread, const char *text)
{
    struct message m = { .thread = thread, .direction = MESSAGE_IN,
        .kind = MESSAGE_TEXT, .state = MESSAGE_RECEIVED, .at = world_now,
        .body = strdup(text) };

    CHECK_INT(db_begin(db), OK);
    CHECK_INT(message_add(db, &m), OK);
    CHECK_INT(db_commit(db), OK);
    message_clear(&m);
    world_later(MINUTE);
}

/* Families 1 and 2, and a sender of the safeguarding tray, thread 3. */
static struct db *
school(void)
{
    struct db *db = world_open();

    world_sql(db, "INSERT INTO family (id, label, created)"
        " VALUES (1, 'Mutua', 0), (2, 'Ali', 0)");
    world_sql(db, "INSERT INTO child (id, name, folded, class)"
        " VALUES (1, 'Musa', 'musa', '4B')");
    world_sql(db, "INSERT INTO family_child (family, child) VALUES (1, 1)");
    world_sql(db, "INSERT INTO thread (id, family) VALUES (1, 1), (2, 2)");
    world_sql(db, "INSERT INTO thread (id, tray, number)"
        " VALUES (3, 4, '+254712000009')");
    return db;
}

/* "3 1", newest first. */
static const char *
found(struct db *db, struct message_search s)
{
    static char out[100];
    struct hits h = { 0 };
    int count = -1;

    s.limit = 10;
    *out = '\0';
    CHECK_INT(thread_search(db, &s, hit, &h), OK);
    for (int i = 0; i < h.count; i++)
        snprintf(out + strlen(out), sizeof(out) - strlen(out), "%s%lld",
            i ? " " : "", (long long)h.id[i]);
    CHECK_INT(thread_search_count(db, &s, 100, &count), OK);
    CHECK_INT(count, h.count);
    return out;
}
#define FOUND(...) found(db, (struct message_search){ __VA_ARGS__ })

TEST(words_that_name_a_family_need_not_stand_in_its_messages)
{
    struct db *db = school();

    say(db, 1, "the trip was lovely");
    say(db, 2, "the trip was long");
    say(db, 2, "Musa was on the trip too");
    say(db, 3, "the trip with musa");
    CHECK_TEXT(FOUND(.words = "trip musa"), "3");
    CHECK_TEXT(FOUND(.words = "trip musa", .families = "[1]", .rest = "trip"),
        "3 1");
    CHECK_TEXT(FOUND(.words = "trip musa", .families = "[]", .rest = "trip"),
        "3");
    CHECK_TEXT(FOUND(.words = "musa trip", .families = "[1]", .rest = "trip",
        .all = true), "4 3 1");
    db_close(db);
}

TEST(without_words_a_class_a_family_or_days_give_all_of_theirs)
{
    struct db *db = school();
    int64_t first = world_now;

    say(db, 1, "one");
    say(db, 2, "two");
    say(db, 3, "he hits me");
    CHECK_TEXT(FOUND(.words = ""), "");
    CHECK_TEXT(FOUND(.words = "", .class_name = "4B"), "1");
    CHECK_TEXT(FOUND(.words = "", .family = 2), "2");
    CHECK_TEXT(FOUND(.words = "", .from = first), "2 1");
    CHECK_TEXT(FOUND(.words = "", .from = first, .all = true), "3 2 1");
    CHECK_TEXT(FOUND(.words = "", .from = first, .until = first + 1), "1");
    CHECK_TEXT(FOUND(.words = " - ' ", .from = first), "");
    db_close(db);
}

TEST(a_number_is_found_in_a_text_however_it_is_written)
{
    struct db *db = school();
    const char *const spelt[] = { "Call me on 0722 111 222", "call 0722111222",
        "my new line: +254722111222.", "0722-111-222 is hers", "0733 111 222" };
    char typed[][20] = { "0722 111 222", "0722111222", "+254722111222" };

    for (int i = 0; i < 5; i++)
        say(db, 1, spelt[i]);
    CHECK_TEXT(FOUND(.words = typed[0], .number = "+254722111222"), "4 3 2 1");
    CHECK_TEXT(FOUND(.words = typed[1], .number = "+254722111222"), "3 2");
    CHECK_TEXT(FOUND(.words = typed[2], .number = "+254722111222"), "3");
    CHECK_TEXT(FOUND(.words = typed[0], .number = ""), "4 1");
    db_close(db);
}

static void
count_sender(void *user, const struct thread *t)
{
    struct hits *h = user;

    h->id[h->count++] = t->id;
}

static int
senders(struct db *db, const char *words, bool all, bool money)
{
    struct hits h = { 0 };

    CHECK_INT(thread_senders_named(db, words, all, money, 9, count_sender, &h),
        OK);
    return h.count;
}

TEST(a_sender_is_found_by_its_name_by_those_who_may_see_it)
{
    struct db *db = school();

    world_sql(db, "INSERT INTO thread (id, tray, number, money)"
        " VALUES (4, 1, 'M-PESA', 1), (5, 1, 'Water Board', 0),"
        " (6, 4, 'HELP', 0)");
    CHECK_INT(senders(db, "water", false, false), 1);
    CHECK_INT(senders(db, "board WATER", false, false), 1);
    CHECK_INT(senders(db, "pesa", false, false), 0);
    CHECK_INT(senders(db, "pesa", false, true), 1);
    CHECK_INT(senders(db, "help", false, true), 0);
    CHECK_INT(senders(db, "help", true, true), 1);
    CHECK_INT(senders(db, "254712000009", true, true), 0);
    CHECK_INT(senders(db, " ", true, true), 0);
    db_close(db);
}

TEST(looking_for_words_reads_no_more_messages_than_have_them)
{
    struct db *db = school();
    int64_t before;

    world_sql(db, "INSERT INTO message (id, thread, direction, kind, state,"
        " number, body, at) WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL"
        "  SELECT i + 1 FROM n WHERE i < 2000)"
        " SELECT i, 1 + i % 2, 2, 1, 4, '', 'x', i FROM n");
    say(db, 1, "the trip");
    before = db_scanned(db);
    CHECK_TEXT(FOUND(.words = "trip"), "2001");
    CHECK_TEXT(FOUND(.words = "trip", .class_name = "4B", .from = 1), "2001");
    CHECK_TEXT(FOUND(.words = "trip musa", .families = "[1]", .rest = "trip"),
        "2001");
    CHECK(db_scanned(db) - before < 100);
    db_close(db);
}
