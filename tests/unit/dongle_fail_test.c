/* Each step of a dongle's life fails once: the start of its worker, a packet to
 * it, a commit, a rung. What is promised of texts holds nevertheless. STEPS=1
 * tells which step of which road it was. */
#include "dongle_world.h"

#include <dirent.h>

struct road {
    const char *name;
    struct nature worker[NATURES]; /* one after the other; the rest is well */
    bool board, usb;            /* can be cut, can be reset */
    bool pin;                   /* the configuration has one */
    bool unplug;                /* pulled out half-way, and put back */
    bool quiet;                 /* half-way it says no more by itself */
    bool silent;                /* nor when it is asked */
    bool stop;                  /* closed as soon as it has a text in hand */
    bool at_once;               /* before the worker has read that */
    bool sure;                  /* no text may end as unsure; if stopped: unless
                                 * something failed */
};

#define SILENT { .trouble = LINK_TROUBLE_SILENT }
#define NO_ANSWER { .trouble = LINK_TROUBLE_NO_ANSWER }

static const struct road roads[] = {
    { "all is well", .sure = true },
    { "pulled out and put back", .unplug = true, .sure = true },
    { "hangs at the start", .sure = true,
        .worker = { { .mute = true }, { .mute = true } } },
    { "falls silent with a text in hand", .sure = true,
        .worker = { { .deaf = true } } },
    { "is quiet, and answers", .quiet = true, .sure = true },
    { "falls silent", .quiet = true, .silent = true, .sure = true },
    { "no SIM, then one", .sure = true,
        .worker = { { .trouble = LINK_TROUBLE_NO_SIM } } },
    { "held by another", .sure = true,
        .worker = { { .trouble = LINK_TROUBLE_BUSY } } },
    { "its PIN is refused", .pin = true, .sure = true,
        .worker = { { .trouble = LINK_TROUBLE_PIN_WRONG } } },
    { "up the ladder to its own restart", .sure = true,
        .worker = { SILENT, SILENT, SILENT, SILENT } },
    { "up the ladder to the power", .usb = true, .board = true, .sure = true,
        .worker = { NO_ANSWER, NO_ANSWER, NO_ANSWER, NO_ANSWER, NO_ANSWER } },
    { "up the ladder and left alone", .board = true, .sure = true,
        .worker = { NO_ANSWER, NO_ANSWER, NO_ANSWER, NO_ANSWER, NO_ANSWER,
            NO_ANSWER, NO_ANSWER } },
    { "dies before the hand-over", .sure = true,
        .worker = { { .text = TEXT_DIES_BEFORE } } },
    { "hangs before the hand-over", .sure = true,
        .worker = { { .text = TEXT_HANGS_BEFORE } } },
    { "dies after the hand-over", .worker = { { .text = TEXT_DIES_AFTER } } },
    { "hangs after the hand-over",
        .worker = { { .text = TEXT_HANGS_AFTER } } },
    { "dies after a hand-over that it garbled",
        .worker = { { .text = TEXT_GARBLED } } },
    { "refuses without a reason", .worker = { { .text = TEXT_VAGUE } } },
    { "is full", .sure = true, .worker = { { .text = TEXT_FULL } } },
    { "stops before the hand-over", .stop = true,
        .worker = { { .text = TEXT_HANGS_BEFORE } } },
    { "stops after the hand-over", .stop = true,
        .worker = { { .text = TEXT_HANGS_AFTER } } },
    { "stops after a hand-over that it garbled", .stop = true,
        .worker = { { .text = TEXT_GARBLED } } },
    { "stops before the worker reads it", .stop = true, .at_once = true,
        .sure = true },
    { "stops before the result is heard", .stop = true, .sure = true },
};
enum { ROADS = sizeof(roads) / sizeof(roads[0]) };

static int
open_descriptors(void)
{
    DIR *dir = opendir("/proc/self/fd");
    int n = 0;

    while (readdir(dir))
        n++;
    closedir(dir);
    return n;
}

static void
add_text(void)
{
    char number[20], text[20];

    snprintf(number, sizeof(number), "+25471200000%d", w.texts);
    snprintf(text, sizeof(text), "text %d", w.texts);
    w.text[w.texts++] = world_add(w.db, number, text);
}

static void
put_into_slot(int i)
{
    const char *words = i ? "later" : "at the start";

    w.slot[i] = air_deliver(&(struct air){ .from = "+254712999999",
        .text = words, .second = i });
    w.slot[i].index = i + 1;
    w.full[i] = true;
}

static void
open_dongle(const struct road *r)
{
    struct config_modem want = { .name = "north" };

    snprintf(want.device, sizeof(want.device), "%s", w.device);
    if (r->pin)
        snprintf(want.pin, sizeof(want.pin), "1234");
    CHECK_INT(dongle_open(NULL, w.db, &want, &world_hooks, &w.dongle), OK);
}

/* One database for all roads, for to make one takes longer than to travel. Each
 * table comes before those that it refers to: with foreign keys deferred by a
 * PRAGMA, SQLite would parse every statement of the next road anew. */
static struct db *
empty_database(void)
{
    static const char *const tables[] = { "attempt", "report", "part_out",
        "part_in", "ussd", "recovery", "task", "message", "phone", "modem",
        "sim", "thread", "setting" };
    static struct db *db;
    char sql[60];

    if (!db) {
        db = world_open();
        db_watch(db, store_changed, NULL);
    }
    world_at(DAWN);
    CHECK_INT(db_begin(db), OK);
    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        snprintf(sql, sizeof(sql), "DELETE FROM %s", tables[i]);
        world_sql(db, sql);
    }
    CHECK_INT(db_commit(db), OK);
    return db;
}

static void
begin(const struct road *r, int fail_at, bool disk_full)
{
    struct db *db = empty_database();
    struct config c = { .school = { .name = "Hillside", .country = "KE",
        .timezone = "UTC", .language = "en" }, .validity_hours = 48 };
    int64_t id;

    memset(&w, 0, sizeof(w));
    w.fds = open_descriptors();
    w.end = w.watched = -1;
    w.natures = r->worker;
    w.has_board = r->board;
    w.has_usb = r->usb;
    w.fail_at = fail_at;
    w.disk_full = disk_full;
    w.list_at = INT64_MAX;
    w.db = db;
    if (!rules_current())
        CHECK_INT(rules_publish(&c), OK);
    snprintf(w.device, sizeof(w.device), "/tmp/notehome-dongle-XXXXXX");
    close(mkstemp(w.device));
    world_sim(w.db, NORTH, 0);
    add_text();
    add_text();
    put_into_slot(0);
    CHECK_INT(modems_ussd(w.db, NORTH, "*144#", "keeper", &id), OK);
    w.armed = true;
    open_dongle(r);
}

/* It works, and nothing is left to do. */
static bool
is_calm(void)
{
    struct status_modem now[STATUS_MODEMS_MAX];

    if (status_list(now) != 1 || now[0].phase != STATUS_WORKING)
        return false;
    for (int i = 0; i < SLOTS; i++)
        if (w.full[i])
            return false;
    return world_number(w.db, "SELECT count(*) FROM message"
        " WHERE direction = 2 AND state IN (1, 2)") == 0;
}

/* So many turns and hours are more than any road needs. */
static void
go_on_until(bool (*there)(void))
{
    int64_t late = world_now + 4 * HOUR;
    int turns = 0;

    while (!there()) {
        if (world_now > late || turns++ > 20000)
            fail_msg("it never gets there");
        turn();
    }
}

static bool
has_text_in_hand(void)
{
    return w.sends > 0 || is_calm();
}

static bool
was_told_to_send(void)
{
    return w.told > 0 || is_calm();
}

static bool
is_absent(void)
{
    return dongle_absent(w.dongle);
}

static void
close_dongle(void)
{
    dongle_close(w.dongle);
    w.dongle = NULL;
    CHECK(!w.timers);
    CHECK(w.watched < 0 && w.end < 0);
}

static void
worker_misses_its_device(void)
{
    struct link_message m = { .u.trouble = {
        .trouble = LINK_TROUBLE_NO_DEVICE } };

    (void)!worker_says(&m, LINK_TROUBLE);
    worker_dies();
}

static void
ring(void)
{
    struct link_message m = { .u.call = { .number = "+254712999998" } };

    (void)!worker_says(&m, LINK_CALL);
}

/* The second half: a text each way, a call, and the dongle quiet or pulled
 * out. */
static void
second_half(const struct road *r)
{
    if (r->quiet) {
        w.list_at = INT64_MAX;
        w.silent = r->silent;
        put_into_slot(1);
        go_on_until(is_calm);
    }
    w.armed = false;
    add_text();
    if (!r->quiet)
        put_into_slot(1);
    w.armed = true;
    if (r->unplug) {
        unlink(w.device);
        worker_misses_its_device();
        go_on_until(is_absent);
        w.armed = false;
        add_text();
        w.armed = true;
        close(open(w.device, O_CREAT | O_RDWR, 0600));
    }
    ring();
    go_on_until(is_calm);
}

/* --- what is promised ----------------------------------------------------- */

static void
check_text(const struct road *r, int i)
{
    enum message_state s = world_state(w.db, w.text[i]);

    CHECK(w.air[i] <= 1);
    if (s == MESSAGE_SENT)
        CHECK(w.air[i] == 1 && w.proved[i]);
    else
        CHECK_INT(s, MESSAGE_UNSURE);
    if (!r->stop)
        CHECK(w.air[i] == 1);
    if (r->sure && (!r->stop || !w.failed))
        CHECK_INT(s, MESSAGE_SENT);
}

static void
check_promises(const struct road *r)
{
    w.armed = false;
    w.full_until = 0;
    CHECK_INT(inbox_sweep(w.db, &rules_current()->inbox), OK);
    for (int i = 0; i < w.texts; i++)
        check_text(r, i);
    CHECK_INT(world_number(w.db, "SELECT count(*) FROM message"
        " WHERE direction = 1 AND kind = 1"), r->stop ? 1 : 2);
    CHECK(world_number(w.db, "SELECT count(*) FROM message WHERE kind = 2")
        <= 1);
    CHECK_INT(world_number(w.db, "SELECT count(*) FROM attempt"
        " WHERE ended IS NULL"), 0);
    CHECK(dongle_is_watched(w.dongle));
}

/* One road; the number of its steps. */
static int
travel(const struct road *r, int fail_at, bool disk_full)
{
    static const struct road well = { .name = "the next day" };
    struct status_modem now[STATUS_MODEMS_MAX];
    int steps;

    begin(r, fail_at, disk_full);
    go_on_until(r->at_once ? was_told_to_send
        : r->stop ? has_text_in_hand : is_calm);
    if (!r->stop) {
        second_half(r);
        check_promises(r);
        w.armed = true;
    }
    close_dongle();
    steps = w.step;
    w.armed = false;
    w.full_until = 0;
    CHECK_INT(queue_recover(w.db, NULL), OK);
    w.natures = well.worker;
    open_dongle(&well);
    go_on_until(is_calm);
    check_promises(r);
    close_dongle();
    CHECK_INT(status_list(now), 0);
    unlink(w.device);
    CHECK_INT(open_descriptors(), w.fds);
    return steps;
}

static void
travel_all(bool disk_full)
{
    for (int i = 0; i < ROADS; i++) {
        int steps = travel(&roads[i], -1, disk_full);

        for (int n = 0; n < steps; n++) {
            tell("road", roads[i].name);
            travel(&roads[i], n, disk_full);
        }
    }
}

TEST(whichever_step_fails_nothing_is_lost_doubled_or_called_sent)
{
    travel_all(false);
}

TEST(whenever_the_disk_fills_nothing_is_lost_doubled_or_called_sent)
{
    travel_all(true);
}
