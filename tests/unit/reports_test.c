/* The store of reports against a relay that the test plays: what it is asked,
 * and what it answers. */
#include "modem/reports.h"

#include "base/clock.h"
#include "link/link.h"
#include "modem/to_daemon.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What it does is said by letters: + OK, - ERROR, one for each question. */
static struct modem {
    const char *answers;
    char asked[512];
    int store, library;
    const char *holds;          /* what AT+CMGR shows */
    bool shows;
} modem;
static int daemon_end, worker_end;
static struct reports s;

enum err
relay_ask(struct relay *r, const char *command, int ms, struct relay_answer *out)
{
    bool well = *modem.answers != '-';

    (void)r;
    (void)ms;
    memset(out, 0, sizeof(*out));
    if (*modem.answers)
        modem.answers++;
    snprintf(modem.asked + strlen(modem.asked),
        sizeof(modem.asked) - strlen(modem.asked), "%s ", command + 2);
    if (!strncmp(command, "AT+CPMS", 7)) {
        modem.store = !well                    ? 0
                      : strstr(command, "\"SR") ? LINK_STORE_SR
                      : strstr(command, "\"SM") ? LINK_STORE_SM
                                                : LINK_STORE_ME;
        modem.shows = false;
    }
    if (!strncmp(command, "AT+CMGR", 7))
        modem.shows = well;
    return well ? OK : ERR_REFUSED;
}

int
relay_store(struct relay *r)
{
    (void)r;
    return modem.store;
}

int
relay_library_store(struct relay *r)
{
    (void)r;
    return modem.library;
}

bool
relay_shows(struct relay *r, const char *pdu)
{
    (void)r;
    return modem.shows && modem.store == LINK_STORE_SR
           && !strcmp(modem.holds, pdu);
}

/* A dongle that has the store, and answers so. */
static void
begin(const char *answers)
{
    modem = (struct modem){ .answers = answers, .store = LINK_STORE_SM,
        .library = LINK_STORE_SM, .holds = "0006AB" };
    clock_fake(DAY);
    CHECK(link_pair(&daemon_end, &worker_end) == OK);
    reports_start(&s, NULL, to_daemon_new(worker_end), true);
}

static void
end(void)
{
    free(s.out);
    close(daemon_end);
    close(worker_end);
    clock_fake(0);
}

/* What is asked when its time has come; "" when it has not. */
static const char *
work(void)
{
    modem.asked[0] = '\0';
    return reports_work(&s, clock_mono()) ? modem.asked : "";
}

static int64_t
wait(void)
{
    return s.due - clock_mono();
}

static bool
given(void)
{
    struct link_message m;

    return link_read(daemon_end, &m) == OK && m.kind == LINK_PART
           && m.u.part.store == LINK_STORE_SR;
}

static const struct link_part good = { .store = LINK_STORE_SR, .index = 4,
    .pdu = "0006AB" };
static const struct link_part bad = { .store = LINK_STORE_SR, .index = 4,
    .damaged = 1, .pdu = "0006A" };
static const struct link_stored kept = { .store = LINK_STORE_SR, .index = 4,
    .pdu = "0006AB" };

#define LISTING "+CPMS=\"SR\" +CMGL=4 +CPMS=\"SM\" "

TEST(the_store_of_reports_is_read_by_the_clock_and_at_a_hint)
{
    begin("");
    CHECK_TEXT(work(), LISTING);
    reports_listed(&s, true);
    CHECK_INT(wait(), MINUTE);
    CHECK_TEXT(work(), "");
    reports_hint(&s);
    CHECK_TEXT(work(), LISTING);
    reports_listed(&s, true);
    clock_fake(clock_now() + MINUTE);
    CHECK_TEXT(work(), LISTING);
    reports_start(&s, NULL, s.out, false);
    CHECK_TEXT(work(), "");
    end();
}

TEST(a_listing_that_is_refused_or_spoilt_is_made_again)
{
    begin("+-+");
    work();
    CHECK_INT(wait(), 2 * SECOND);
    modem.answers = "-";
    s.due = 0;
    CHECK_TEXT(work(), "+CPMS=\"SR\" +CPMS=\"SM\" ");
    CHECK_INT(wait(), 4 * SECOND);
    modem.answers = "";
    s.due = 0;
    work();
    reports_listed(&s, false);
    CHECK_INT(wait(), 8 * SECOND);
    for (int i = 0; i < 9; i++)
        reports_listed(&s, false);
    CHECK_INT(wait(), 64 * SECOND);
    s.due = 0;
    work();
    reports_listed(&s, true);
    reports_listed(&s, false);
    CHECK_INT(wait(), 2 * SECOND);
    end();
}

TEST(a_damaged_report_is_listed_again_and_not_given)
{
    begin("");
    work();
    reports_saw(&s, &bad);
    reports_listed(&s, true);
    CHECK(!given());
    CHECK_INT(wait(), 2 * SECOND);
    s.due = 0;
    work();
    reports_saw(&s, &good);
    reports_listed(&s, true);
    CHECK(given());
    CHECK_INT(wait(), MINUTE);
    end();
}

TEST(a_report_that_the_daemon_has_is_removed_and_one_that_stays_read_again)
{
    begin("");
    work();
    reports_saw(&s, &good);
    reports_listed(&s, true);
    reports_stored(&s, &kept);
    CHECK_TEXT(work(),
        "+CPMS=\"SR\" +CMGR=4 +CMGD=4 +CPMS=\"SM\" ");
    CHECK_TEXT(work(), "");
    modem.holds = "0006CD";     /* another one is there by now */
    reports_stored(&s, &kept);
    CHECK_TEXT(work(), "+CPMS=\"SR\" +CMGR=4 +CPMS=\"SM\" ");
    CHECK_INT(wait(), 2 * SECOND);
    modem.holds = "0006AB";
    modem.answers = "++-";
    reports_stored(&s, &kept);
    work();
    CHECK_INT(wait(), 4 * SECOND);
    end();
}

TEST(the_store_of_libgammu_is_selected_until_it_is)
{
    begin("++-");
    CHECK_TEXT(work(), LISTING);
    CHECK_INT(modem.store, 0);
    modem.answers = "-";
    CHECK(!reports_left(NULL));
    CHECK(reports_left(NULL));
    CHECK_INT(modem.store, LINK_STORE_SM);
    modem.asked[0] = '\0';
    CHECK(reports_left(NULL));
    CHECK_TEXT(modem.asked, "");
    modem.library = modem.store = 0;    /* it has selected none yet */
    CHECK(reports_left(NULL));
    CHECK_TEXT(modem.asked, "");
    end();
}
