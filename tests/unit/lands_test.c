/* Where real-looking replies land: sixty of them, in nine languages, each sent
 * by a family of that language to a school that asked about its sports day. */
#include "store_world.h"

#include "air.h"
#include "mapping/mapping.h"
#include "store/inbox/inbox.h"
#include "store/people/people.h"
#include "store/thread/question.h"
#include "store/thread/thread.h"
#include "text/unicode.h"

static struct inbox_rules rules = { .country = "KE", .language = "en",
    .school = "Hillside", .queue = &world_rules };

/* want: the tray or "thread"; then what follows. */
struct row {
    const char *language, *text, *want;
};
static const struct row rows[] = {
#include "lands_rows.h"
};

/* A family of each language, asked at its own phone. */
static void
add_family(struct db *db, const char *language, char number[24])
{
    static int families;
    struct people_row r = { .child = "Amina Ali", .class_name = "4B",
        .guardian = "Salma Ali", .phone = number, .family = language,
        .language = language };
    struct reason refused = { 0 };
    bool changed;

    snprintf(number, 24, "+2547120001%02d", families++);
    CHECK_INT(people_add_row(db, &r, "KE", &changed, &refused), OK);
}

static void
ask(struct db *db, const char *number)
{
    struct queue_request out = { .number = number, .text = "Sports day?",
        .author = "Grace" };
    struct question q = { .id = 0 };
    int64_t id;

    CHECK_INT(question_add(db, "Sports day: will you come?", "yes,no",
        clock_now() + DAY, &q), OK);
    out.question = q.id;
    CHECK_INT(queue_add(db, &out, &world_rules, &id, NULL), OK);
}

static void
send_all(struct db *db)
{
    struct queue_part p;

    world_claim(db, &p);
    world_sent(db, &p, 17);
    world_later(MINUTE);
}

/* The text as it goes over the air; how many units. */
static int
utf16(const char *text, uint16_t units[70])
{
    int n = 0;

    while (*text && n < 70)
        units[n++] = (uint16_t)unicode_next(&text);
    return n;
}

static void
say(char *to, const char *more)
{
    strcat(*to ? strcat(to, " ") : to, more);
}

/* Where message id landed, in words. */
static void
where(struct db *db, int64_t id, const char *number, char *to)
{
    struct message m = { 0 };
    struct people_phone phone = { .state = PHONE_WORKING };
    struct thread t = { 0 };
    char sql[120];

    CHECK_INT(message_get(db, id, &m), OK);
    CHECK_INT(thread_get(db, m.thread, &t), OK);
    CHECK_INT(phone_get(db, number, &phone), OK);
    *to = '\0';
    say(to, m.tray ? mapping_tray_name((enum mapping_tray)m.tray) : "thread");
    if (m.urgent)
        say(strcat(to, " now"), urgent_name(m.urgent));
    if (*m.answer)
        say(strcat(to, " answer"), m.answer);
    if (m.question && !*m.answer)
        say(to, "to-look-at");
    snprintf(sql, sizeof(sql), "SELECT count(*) FROM task WHERE message = %lld",
        (long long)id);
    if (world_number(db, sql))
        say(to, "call");
    if (phone.state == PHONE_OPTED_OUT)
        say(to, "stopped");
    if (phone.state == PHONE_WRONG)
        say(to, "wrong-number");
    if (world_number(db, "SELECT count(*) FROM phone WHERE stop_asked > 0"
            " OR wrong_asked > 0"))
        say(to, "decide");
    if (t.waiting)
        say(to, "waits");
    message_clear(&m);
}

static bool
lands(const struct row *r, int second)
{
    struct db *db = world_open();
    char number[24], got[120];
    struct link_part p;
    struct air a = { .from = number, .second = second };
    uint16_t units[70];
    int64_t id;

    CHECK_INT(db_begin(db), OK);
    add_family(db, r->language, number);
    ask(db, number);
    CHECK_INT(db_commit(db), OK);
    send_all(db);
    a.units = units;
    a.units_count = utf16(r->text, units);
    p = air_deliver(&a);
    CHECK_INT(inbox_receive(db, NORTH, "north", &p, &rules, NULL), OK);
    id = world_number(db, "SELECT max(id) FROM message WHERE direction = 1");
    where(db, id, number, got);
    db_close(db);
    if (strcmp(got, r->want) != 0)
        printf("# \"%s\" but \"%s\": %s\n", r->want, got, r->text);
    return !strcmp(got, r->want);
}

TEST(sixty_replies_in_nine_languages_land_where_they_should)
{
    int count = (int)(sizeof(rows) / sizeof(*rows)), wrong = 0;

    for (int i = 0; i < count; i++)
        wrong += !lands(&rows[i], i);
    CHECK(count >= 60);
    CHECK_INT(wrong, 0);
}
