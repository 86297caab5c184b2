/* The register of texts out, and "did we send this?". */
#include "store_world.h"

#include "mapping/mapping.h"
#include "send/send.h"
#include "store/figures/register_find.h"
#include "store/people/people.h"
#include "store/thread/thread.h"

#include <time.h>

#define SALMA "+254712000001"
#define ROSE "+254712000003"

static struct reason why;

static void
add(struct db *db, const char *child, const char *class_name,
    const char *guardian, const char *phone)
{
    struct people_row r = { .child = child, .class_name = class_name,
        .guardian = guardian, .phone = phone };
    bool changed;

    CHECK_INT(db_begin(db), OK);
    CHECK_INT(people_add_row(db, &r, "KE", &changed, &why), OK);
    CHECK_INT(db_commit(db), OK);
}

static struct db *
school(void)
{
    struct db *db = world_open();

    add(db, "Amina Ali", "4B", "Salma Ali", SALMA);
    add(db, "Juma Otieno", "3A", "Rose Otieno", ROSE);
    return db;
}

static int64_t
post(struct db *db, const char *number, const char *class_name,
    const char *author, const char *text)
{
    struct send s = { .text = text, .author = author, .country = "KE",
        .language = "en", .school = "Hill", .rules = &world_rules,
        .number = number, .class_name = class_name };
    struct sent sent;
    int64_t id;

    if (send_text(db, &s, &sent, &why))
        fail_msg("%s", in_words(&why));
    id = sent.ids[0];
    free(sent.ids);
    return id;
}

static void
all_go(struct db *db)
{
    struct queue_part p;

    for (int i = 0; world_claim(db, &p); i++)
        world_sent(db, &p, i);
}

struct heard {
    char text[4000];
    int n;
};

static void
hear(void *user, const struct register_row *r)
{
    struct heard *h = user;
    size_t used = strlen(h->text);

    h->n++;
    snprintf(h->text + used, sizeof(h->text) - used, "%s%d %s %s: %s",
        used ? " | " : "", (int)r->left, r->author, r->label, r->body);
}

static const char *
list(struct db *db, struct register_filter f)
{
    static struct heard h;

    h = (struct heard){ .n = 0 };
    f.limit = 50;
    CHECK_INT(register_list(db, &f, hear, &h), OK);
    return h.text;
}

#define LIST(...) list(db, (struct register_filter){ .all = true, __VA_ARGS__ })

TEST(the_register_is_asked_by_day_writer_recipient_class_and_words)
{
    struct db *db = school();

    post(db, SALMA, NULL, "amina", "Come at noon");
    all_go(db);
    world_later(DAY);
    post(db, NULL, "3A", "ben", "Bring a cup");
    CHECK_TEXT(LIST(.who = ""), "0 ben Rose Otieno: Bring a cup"
        " | 2 amina Salma Ali: Come at noon");
    CHECK_TEXT(LIST(.who = "amina"), "2 amina Salma Ali: Come at noon");
    CHECK_TEXT(LIST(.class_name = "4B"), "2 amina Salma Ali: Come at noon");
    CHECK_TEXT(LIST(.class_name = "3A"), "0 ben Rose Otieno: Bring a cup");
    CHECK_TEXT(LIST(.words = "NOON come"), "2 amina Salma Ali: Come at noon");
    CHECK_TEXT(LIST(.words = "?!"), "");
    CHECK_TEXT(LIST(.to = "salma"), "2 amina Salma Ali: Come at noon");
    CHECK_TEXT(LIST(.to = "Juma"), "0 ben Rose Otieno: Bring a cup");
    CHECK_TEXT(LIST(.to = "0712 000 003"), "0 ben Rose Otieno: Bring a cup");
    CHECK_TEXT(LIST(.to = "%"), LIST(.to = "_"));
    CHECK_TEXT(LIST(.from = DAWN + HOUR), "0 ben Rose Otieno: Bring a cup");
    CHECK_TEXT(LIST(.until = DAWN + HOUR), "2 amina Salma Ali: Come at noon");
    CHECK_TEXT(LIST(.who = "ben", .class_name = "4B"), "");
    CHECK_TEXT(LIST(.before = 2), "2 amina Salma Ali: Come at noon");
    db_close(db);
}

TEST(a_text_stands_under_the_day_on_which_it_went)
{
    struct db *db = school();

    post(db, SALMA, NULL, "amina", "Come at noon");
    world_later(DAY);
    all_go(db);
    CHECK_TEXT(LIST(.until = DAWN + HOUR), "");
    CHECK_TEXT(LIST(.from = DAWN + HOUR), "2 amina Salma Ali: Come at noon");
    db_close(db);
}

TEST(what_a_class_was_told_stays_under_its_name_when_its_children_go_on)
{
    struct db *db = school();

    post(db, NULL, "4B", "ben", "Bring a cup");
    world_sql(db, "UPDATE child SET class = '5B' WHERE class = '4B'");
    CHECK_TEXT(LIST(.class_name = "4B"), "0 ben Salma Ali: Bring a cup");
    CHECK_TEXT(LIST(.class_name = "5B"), "0 ben Salma Ali: Bring a cup");
    db_close(db);
}

static void
keep_children(void *user, const struct register_row *r)
{
    snprintf(user, sizeof(r->children), "%s", r->children);
}

TEST(a_row_names_the_children_of_the_family_with_those_who_left)
{
    struct db *db = school();
    char children[sizeof(((struct register_row *)NULL)->children)] = "";

    post(db, NULL, "4B", "ben", "Bring a cup");
    world_sql(db, "INSERT INTO child (id, name, folded, class, left_at)"
        " VALUES (90, 'Aaron Ali', 'aaron ali', '6A', 5)");
    world_sql(db, "INSERT INTO family_child (family, child)"
        " SELECT family, 90 FROM family_child LIMIT 1");
    CHECK_INT(register_list(db, &(struct register_filter){ .limit = 1 },
        keep_children, children), OK);
    CHECK_TEXT(children, "Aaron Ali 6A, Amina Ali 4B");
    db_close(db);
}

/* What a text is found to be, and what for each: "yes same 1/1". */
static enum register_verdict verdict;

static void
hear_found(void *user, const struct register_found *f)
{
    struct heard *h = user;
    size_t used = strlen(h->text);

    h->n++;
    snprintf(h->text + used, sizeof(h->text) - used, "; %s %d/%d%s%s",
        f->row.body, f->left, f->phones, *f->strange ? " not " : "",
        f->strange);
}

static const char *
asked(struct db *db, const char *text, bool all)
{
    static struct heard h;
    static char out[4200];

    h = (struct heard){ .n = 0 };
    CHECK_INT(register_find(db, text, all, hear_found, &h, &verdict), OK);
    snprintf(out, sizeof(out), "%s%s", register_verdict_name(verdict), h.text);
    return out;
}

TEST(a_pasted_text_is_found_whatever_a_phone_did_to_it)
{
    struct db *db = school();
    static const char ours[] = "Dear parent, the school's bus comes at 10.00.";
    static const char *const pasted[] = { ours,
        "Fwd: DEAR PARENT,  the school\xe2\x80\x99s bus\ncomes at 10.00",
        "\xe2\x80\x9c" "dear parent the school's bus comes at 10.00\xe2\x80\x9d",
        "Dearparent, the school's buscomes at 10.00" };

    post(db, SALMA, NULL, "amina", ours);
    CHECK_TEXT(asked(db, ours, true),
        "written; Dear parent, the school's bus comes at 10.00. 0/1");
    all_go(db);
    for (size_t i = 0; i < 3; i++)
        CHECK_TEXT(asked(db, pasted[i], true),
            "yes; Dear parent, the school's bus comes at 10.00. 1/1");
    asked(db, pasted[3], true);
    CHECK_INT(verdict, REGISTER_YES);
    CHECK_TEXT(asked(db, "hool's bus comes at 10.0", true),
        "part; Dear parent, the school's bus comes at 10.00. 1/1");
    CHECK_TEXT(asked(db, "Dear parent, the school's bus comes at 10.00. Pay"
        " 0700111222", true), "more; Dear parent, the school's bus comes at"
        " 10.00. 1/1 not pay 0700111222");
    CHECK_TEXT(asked(db, "Dear parent, the school's bus comes at 11.00.", true),
        "other; Dear parent, the school's bus comes at 10.00. 1/1 not 11");
    CHECK_TEXT(asked(db, "You have won a car. Call 0700111222", true), "none");
    CHECK_TEXT(asked(db, "Fwd: bus", true), "short");
    CHECK_TEXT(asked(db, "\"* OR (NEAR", true), "short");
    CHECK_TEXT(asked(db, "body:\" OR \"NEAR(dear parent, 3) AND NOT *", true),
        "none");
    db_close(db);
}

TEST(what_a_parent_wrote_is_no_text_of_ours)
{
    struct db *db = school();
    struct message m = { .direction = MESSAGE_IN, .kind = MESSAGE_TEXT,
        .state = MESSAGE_RECEIVED, .number = SALMA, .at = DAWN,
        .body = (char *)(uintptr_t)"Amina is ill and stays at home" };

    CHECK_INT(db_begin(db), OK);
    CHECK_INT(thread_of_family(db, 1, &m.thread), OK);
    CHECK_INT(message_add(db, &m), OK);
    CHECK_INT(db_commit(db), OK);
    CHECK_TEXT(asked(db, "Amina is ill and stays at home", true), "none");
    db_close(db);
}

TEST(a_text_to_many_is_found_once_with_how_many_phones_it_went_to)
{
    struct db *db = school();
    struct queue_part p;

    add(db, "Zawadi Ali", "4B", "Hadija Ali", "+254712000009");
    post(db, NULL, "4B", "ben", "Dear {guardian}, school ends at noon today");
    CHECK(world_claim(db, &p) > 0);
    world_sent(db, &p, 1);
    CHECK_TEXT(asked(db, "school ends at noon today", true),
        "part; Dear Hadija Ali, school ends at noon today 1/2");
    CHECK_TEXT(asked(db, "Dear Salma Ali, school ends at noon today", true),
        "yes; Dear Salma Ali, school ends at noon today 1/2");
    db_close(db);
}

TEST(the_safeguarding_staffs_texts_are_found_by_them_alone)
{
    struct db *db = school();

    post(db, "+254799000001", NULL, "lead", "We will call you at four o'clock");
    world_sql(db, "UPDATE thread SET tray = 4 WHERE number = '+254799000001'");
    CHECK_INT(MAPPING_SAFEGUARDING, 4);
    all_go(db);
    CHECK_TEXT(asked(db, "We will call you at four o'clock", false), "none");
    asked(db, "We will call you at four o'clock", true);
    CHECK_INT(verdict, REGISTER_YES);
    CHECK_TEXT(list(db, (struct register_filter){ .all = false }), "");
    CHECK_TEXT(LIST(.who = ""), "2 lead : We will call you at four o'clock");
    db_close(db);
}

static int64_t
took(struct timespec *from)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (now.tv_sec - from->tv_sec) * 1000
        + (now.tv_nsec - from->tv_nsec) / 1000000;
}

/* Texts of words that recur, as a school's do. */
static void
fill(struct db *db, int n)
{
    char sql[1200];

    snprintf(sql, sizeof(sql), "CREATE TEMP TABLE made AS WITH RECURSIVE i(n) AS"
        " (SELECT 10 UNION ALL SELECT n + 1 FROM i WHERE n < %d)"
        " SELECT n, 'dear parent the school ' || (n %% 7) || ' ends at '"
        " || (n %% 13) || ' today bring ' || (n * 7919 %% 997)"
        " || ' and word' || (n * 31 %% 3001) || ' to class' AS body FROM i", n);
    world_sql(db, sql);
    CHECK_INT(db_begin(db), OK);
    world_sql(db, "INSERT INTO message (id, thread, direction, kind, state,"
        " number, body, at) SELECT n, 1 + n % 2, 1 + n % 2, 1, 3, '+254712000001',"
        " body, 1795392000000 - 400000000 * 60 + n * 100000 FROM made");
    world_sql(db, "INSERT INTO message_words (rowid, words)"
        " SELECT n, body FROM made");
    CHECK_INT(db_commit(db), OK);
}

TEST(a_register_of_many_texts_is_asked_quickly)
{
    enum { TEXTS = 100000, PATIENCE = 1500 };   /* ms of this processor */
    static const struct register_filter filters[] = {
        { .from = DAWN - 3 * DAY, .until = DAWN - 2 * DAY }, { .who = "amina" },
        { .class_name = "4B" }, { .words = "cup quiet" }, { .to = "salma" },
        { .limit = 0 } };
    struct db *db = school();
    struct timespec from;

    post(db, SALMA, NULL, "amina", "Bring a quiet cup to the school today");
    post(db, ROSE, NULL, "amina", "Bring a loud cup to the school today");
    all_go(db);
    fill(db, TEXTS);
    for (size_t i = 0; i < sizeof(filters) / sizeof(*filters); i++) {
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
        list(db, filters[i]);
        if (took(&from) > PATIENCE)
            fail_msg("filter %d: %lld ms", (int)i, (long long)took(&from));
    }
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
    CHECK_TEXT(asked(db, "fwd: bring a quiet cup to the school TODAY", true),
        "yes; Bring a quiet cup to the school today 1/1");
    asked(db, "dear parent the school 3 ends at 4 today send money to me", true);
    CHECK(verdict <= REGISTER_OTHER);
    CHECK_TEXT(asked(db, "zzz yyy xxx www vvv", true), "none");
    if (took(&from) > 2 * PATIENCE)
        fail_msg("asked: %lld ms", (long long)took(&from));
    printf("# three questions: %lld ms\n", (long long)took(&from));
    db_close(db);
}
