/* What is handed over, against a relay that the test plays. */
#include "modem/handed.h"

#include "base/clock.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char asked[512];
static int daemon_end, worker_end;
static struct handed h;
static struct dongle d;

enum err
relay_ask(struct relay *r, const char *command, int ms, struct relay_answer *out)
{
    (void)r;
    (void)ms;
    memset(out, 0, sizeof(*out));
    strcat(strcat(asked, command + 2), " ");
    if (!strcmp(command, "AT+CSMS?"))
        strcpy(out->text, "+CSMS: 1,1,1,1");
    return OK;
}

static void
begin(bool acknowledge)
{
    clock_fake(DAY);
    CHECK(link_pair(&daemon_end, &worker_end) == OK);
    memset(&d, 0, sizeof(d));
    d.out = to_daemon_new(worker_end);
    d.acknowledge = acknowledge;
    handed_start(&h);
}

static void
end(void)
{
    free(d.out);
    close(daemon_end);
    close(worker_end);
    clock_fake(0);
}

/* It comes, the daemon hears of it and keeps it; what is asked then. */
static const char *
kept(bool damaged)
{
    struct link_part p = { .index = -1, .damaged = damaged, .pdu = "0006AB" };
    struct link_message m;

    handed_saw(&h, &d, &p);
    CHECK(link_read(daemon_end, &m) == OK && m.kind == LINK_PART);
    handed_stored(&h, &d, &(struct link_stored){ .pdu = "0006AB" });
    asked[0] = '\0';
    handed_work(&h, &d, clock_mono());
    return asked;
}

TEST(what_the_daemon_has_is_acknowledged)
{
    begin(true);
    CHECK_TEXT(kept(false), "+CNMA=1 ");
    CHECK(!handed_work(&h, &d, clock_mono() + HOUR));
    end();
    begin(false);
    CHECK_TEXT(kept(false), "");
    CHECK(!handed_work(&h, &d, clock_mono() + HOUR));
    end();
}

TEST(a_damaged_one_is_left_for_the_network_to_give_again_once)
{
    begin(true);
    CHECK_TEXT(kept(true), "");
    clock_fake(clock_now() + 41 * SECOND);
    CHECK(handed_work(&h, &d, clock_mono()));
    CHECK_TEXT(asked, "+CNMI=? +CNMI=2,1,0,2,0 +CSMS? ");
    CHECK_TEXT(kept(true), "+CNMA=1 ");
    CHECK_TEXT(kept(true), "");         /* the next one that is damaged */
    CHECK_TEXT(kept(false), "+CNMA=1 ");
    CHECK_TEXT(kept(true), "");
    end();
}

/* How many times the daemon is given something now. */
static int
given(void)
{
    struct link_message m;
    int n = 0;

    while (link_read(daemon_end, &m) == OK)
        n++;
    return n;
}

/* The disk is full: it is said again until it is kept, and only then the
 * network hears that it arrived. */
TEST(what_the_daemon_cannot_keep_is_given_again_and_not_acknowledged)
{
    static const bool wants[] = { true, false };
    struct link_part p = { .index = -1, .pdu = "0006AB" };
    struct link_part q = { .index = -1, .pdu = "0006CD" };

    for (size_t i = 0; i < 2; i++) {
        begin(wants[i]);
        asked[0] = '\0';
        handed_saw(&h, &d, &p);
        handed_saw(&h, &d, &q);
        CHECK_INT(given(), 2);
        for (int n = 0; n < 3; n++) {
            CHECK(!handed_work(&h, &d, clock_mono()));
            clock_fake(clock_now() + 10 * SECOND);
            CHECK(handed_due(&h) <= clock_mono());
            CHECK(handed_work(&h, &d, clock_mono()));
            CHECK_INT(given(), 2);
        }
        CHECK_TEXT(asked, "");
        handed_stored(&h, &d, &(struct link_stored){ .pdu = "0006AB" });
        handed_work(&h, &d, clock_mono());
        CHECK_TEXT(asked, wants[i] ? "+CNMA=1 " : "");
        clock_fake(clock_now() + 10 * SECOND);
        CHECK(handed_work(&h, &d, clock_mono()));
        CHECK_INT(given(), 1);
        handed_stored(&h, &d, &(struct link_stored){ .pdu = "0006CD" });
        handed_work(&h, &d, clock_mono());
        clock_fake(clock_now() + 10 * SECOND);
        CHECK_INT(given(), 0);
        CHECK(handed_due(&h) > clock_mono());
        end();
    }
}
