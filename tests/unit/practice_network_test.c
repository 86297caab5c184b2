#include "base/clock.h"
#include "practice/network.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

enum { MOST = 32 };
static const int64_t start = 1795248000000;

/* A network in standing time, and a dongle that notes what it is given. */
struct world {
    struct loop *loop;
    struct air *air;
    struct network *network;
    struct network_line line;
    enum network_taken takes;
    struct network_mt given[MOST];
    int count, rings;
};

static enum network_taken
take(void *owner, struct network_mt *mt)
{
    struct world *w = owner;

    if (w->takes == NETWORK_STORED && w->count < MOST)
        w->given[w->count++] = *mt;
    return w->takes;
}

static void
ring(void *owner, const char *number, bool ended)
{
    struct world *w = owner;

    (void)number;
    w->rings += ended ? 100 : 1;
}

static void
open_world(struct world *w)
{
    memset(w, 0, sizeof(*w));
    clock_fake(start);
    CHECK(loop_new(&w->loop) == OK);
    CHECK(air_open(w->loop, NULL, &w->air) == OK);
    CHECK(network_new(w->loop, w->air, &w->network) == OK);
    w->line.name = "d1";
    w->line.take = take;
    w->line.ring = ring;
    w->line.owner = w;
    strcpy(w->line.number, "+254700000001");
    strcpy(w->line.smsc, "+254700000000");
    network_join(w->network, &w->line);
}

static void
close_world(struct world *w)
{
    network_free(w->network);
    air_close(w->air);
    loop_free(w->loop);
    clock_fake(0);
}

static void
pass(struct world *w, int64_t ms)
{
    loop_skip(w->loop, ms);
    while (loop_fire(w->loop) == 0)
        ;
}

/* "hello" to 0711 000 001, a report wanted, valid for an hour. */
static int
send_hello(struct world *w, uint8_t mr)
{
    static const char hex[] = "31000A8170110000100000" "0B05E8329BFD06";
    uint8_t raw[PDU_MAX];
    int n = pdu_unhex(hex, sizeof(hex) - 1, raw, sizeof(raw));

    return network_submit(w->network, &w->line, raw, (size_t)n, mr);
}

TEST(a_national_number_reaches_the_same_phone)
{
    struct world w;
    struct handset *h;

    open_world(&w);
    CHECK_INT(send_hello(&w, 9), 0);
    pass(&w, 20);
    h = network_phone(w.network, "+254711000001", false);
    CHECK(h);
    CHECK_INT(h->texts, 1);
    CHECK_TEXT(h->inbox[0].text, "hello");
    CHECK(network_phone(w.network, "00254711000001", false) == h);
    CHECK(network_phone(w.network, "254711000001", false) == h);
    close_world(&w);
}

TEST(short_codes_and_names_stay_as_they_are)
{
    struct world w;
    char out[PDU_NUMBER_MAX];

    open_world(&w);
    network_canonical(w.network, "0800", out);
    CHECK_TEXT(out, "0800");
    network_canonical(w.network, "25412", out);
    CHECK_TEXT(out, "25412");
    network_canonical(w.network, "Safari", out);
    CHECK_TEXT(out, "Safari");
    close_world(&w);
}

TEST(a_report_carries_reference_number_and_outcome)
{
    struct world w;
    const struct network_mt *mt = &w.given[0];

    open_world(&w);
    CHECK_INT(send_hello(&w, 200), 0);
    pass(&w, 20);
    CHECK_INT(w.count, 1);
    CHECK(mt->report);
    CHECK_INT(mt->tpdu.data[0], 0x06);
    CHECK_INT(mt->tpdu.data[1], 200);
    CHECK_INT(mt->tpdu.data[mt->tpdu.len - 1], 0x00);
    close_world(&w);
}

TEST(reports_can_be_off_late_or_false)
{
    struct world w;

    open_world(&w);
    network_habits(w.network)->reports = false;
    CHECK_INT(send_hello(&w, 1), 0);
    pass(&w, 1000);
    CHECK_INT(w.count, 0);
    network_habits(w.network)->reports = true;
    network_habits(w.network)->report_ms = 60000;
    network_habits(w.network)->report_status = 0x63;
    CHECK_INT(send_hello(&w, 2), 0);
    pass(&w, 59000);
    CHECK_INT(w.count, 0);
    pass(&w, 1100);
    CHECK_INT(w.count, 1);
    CHECK_INT(w.given[0].tpdu.data[w.given[0].tpdu.len - 1], 0x63);
    close_world(&w);
}

TEST(a_report_can_name_the_number_otherwise_than_dialled)
{
    struct world w;

    open_world(&w);
    CHECK_INT(send_hello(&w, 1), 0);
    pass(&w, 20);
    network_habits(w.network)->report_canonical = true;
    CHECK_INT(send_hello(&w, 2), 0);
    pass(&w, 20);
    CHECK_INT(w.count, 2);
    CHECK_INT(w.given[0].tpdu.data[3], 0x81);
    CHECK_INT(w.given[1].tpdu.data[3], 0x91);
    close_world(&w);
}

TEST(a_dead_number_is_accepted_and_reported_as_failed)
{
    struct world w;

    open_world(&w);
    network_phone(w.network, "+254711000001", true)->state = HANDSET_DEAD;
    CHECK_INT(send_hello(&w, 1), 0);
    pass(&w, 20);
    CHECK_INT(w.count, 1);
    CHECK_INT(w.given[0].tpdu.data[w.given[0].tpdu.len - 1], 0x43);
    close_world(&w);
}

TEST(a_refusing_number_gives_its_cause)
{
    struct world w;

    open_world(&w);
    network_phone(w.network, "+254711000001", true)->refuse = 38;
    CHECK_INT(send_hello(&w, 1), 38);
    pass(&w, 1000);
    CHECK_INT(w.count, 0);
    close_world(&w);
}

TEST(what_is_kept_too_long_expires_and_is_never_shown)
{
    struct world w;
    struct handset *h;

    open_world(&w);
    h = network_phone(w.network, "+254711000001", true);
    h->state = HANDSET_OFF;
    CHECK_INT(send_hello(&w, 1), 0);
    pass(&w, HOUR - 1000);
    CHECK_INT(w.count, 0);
    pass(&w, 2000);
    CHECK_INT(w.count, 1);
    CHECK_INT(w.given[0].tpdu.data[w.given[0].tpdu.len - 1], 0x46);
    h->state = HANDSET_ON;
    network_phone_ready(w.network, h);
    CHECK_INT(h->texts, 0);
    close_world(&w);
}

TEST(texts_wait_in_order_for_a_dongle_that_is_away)
{
    struct world w;
    struct handset *h;
    struct network_text t;

    open_world(&w);
    h = network_phone(w.network, "+254711000001", true);
    w.takes = NETWORK_AWAY;
    for (int i = 0; i < 3; i++) {
        char text[8];

        snprintf(text, sizeof(text), "n%d", i);
        t = network_text_of(h, text);
        CHECK(network_text(w.network, &w.line, &t, NULL) == OK);
        pass(&w, 100);
    }
    CHECK_INT(network_waiting(&w.line), 3);
    w.takes = NETWORK_STORED;
    network_ready(w.network, &w.line);
    CHECK_INT(w.count, 3);
    CHECK(w.given[0].id < w.given[1].id && w.given[1].id < w.given[2].id);
    close_world(&w);
}

TEST(a_text_to_another_dongle_arrives_there)
{
    struct world w;
    struct network_line other;

    open_world(&w);
    other = w.line;
    other.name = "d2";
    strcpy(other.number, "+254711000001");
    network_join(w.network, &other);
    CHECK_INT(send_hello(&w, 1), 0);
    pass(&w, 20);
    pass(&w, 20);
    CHECK_INT(w.count, 2);
    CHECK(w.given[0].report != w.given[1].report);
    close_world(&w);
}

TEST(a_call_rings_every_five_seconds_and_ends)
{
    struct world w;

    open_world(&w);
    CHECK(network_ring(w.network, &w.line, "", 12000) == OK);
    for (int i = 0; i < 15; i++)
        pass(&w, 1000);
    CHECK_INT(w.rings, 103);
    CHECK(network_ring(w.network, &w.line, "", 12000) == OK);
    pass(&w, 0);
    network_hang_up(w.network, &w.line);
    pass(&w, 60000);
    CHECK_INT(w.rings, 104);
    close_world(&w);
}

TEST(timers_fire_in_the_order_they_are_due)
{
    struct world w;
    struct handset *h;
    struct network_text t;
    const int64_t delays[] = { 500, 100, 300, 200, 400 };

    open_world(&w);
    h = network_phone(w.network, "+254711000001", true);
    for (int i = 0; i < 5; i++) {
        t = network_text_of(h, "x");
        t.delay_ms = delays[i];
        CHECK(network_text(w.network, &w.line, &t, NULL) == OK);
    }
    for (int i = 0; i < 10; i++)
        pass(&w, 100);
    CHECK_INT(w.count, 5);
    CHECK_INT(w.given[0].id, 2);
    CHECK_INT(w.given[1].id, 4);
    CHECK_INT(w.given[4].id, 1);
    close_world(&w);
}
