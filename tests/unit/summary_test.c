#include "reason_words.h"
#include "test.h"

#include "base/clock.h"
#include "web/view/summary.h"

#include <stdio.h>
#include <string.h>

struct heard {
    char text[4096];
    int bad;
};

static void
hear(void *user, enum summary_level level, const char *subject,
    const struct reason *line)
{
    struct heard *h = user;
    size_t n = strlen(h->text);

    snprintf(h->text + n, sizeof(h->text) - n, "%s: %s\n", subject,
        in_words(line));
    h->bad += level == SUMMARY_BAD;
}

static struct heard
say(struct summary_facts f)
{
    struct heard h = { .bad = 0 };

    if (!f.now)
        f.now = 1795000000 * SECOND;
    summary_say(&f, hear, &h);
    return h;
}

#define CHECK_SAYS(h, words) CHECK(strstr((h).text, words) != NULL)

TEST(a_working_dongle_is_green_only_while_it_is_proved)
{
    struct summary_facts f = { .n_modems = 1, .now = 1795000000 * SECOND,
        .disk_free = 5000000000, .disk_size = 8000000000 };
    struct status_modem *m = &f.modems[0];
    struct heard h;

    strcpy(m->name, "sim1");
    m->phase = STATUS_WORKING;
    m->proved = f.now - MINUTE;
    m->health.registered = 1;
    m->health.signal_percent = 65;
    strcpy(m->health.operator_name, "Safaricom");
    h = say(f);
    CHECK_INT(h.bad, 0);
    CHECK_SAYS(h, "sim1: working on Safaricom, signal strong (65 %)");
    m->proved = f.now - 10 * MINUTE;
    h = say(f);
    CHECK_SAYS(h, "not proved to work yet");
    m->proved = f.now;
    m->health.registered = 2;
    CHECK_INT(say(f).bad, 1);
    CHECK_SAYS(say(f), "try another place");
    m->health.locked = 1;
    CHECK_SAYS(say(f), "finds no network and is locked to one operator");
    m->health.registered = 1;
    CHECK_INT(say(f).bad, 0);
}

TEST(a_sim_that_fills_is_told_before_it_is_full)
{
    struct summary_facts f = { .n_modems = 1, .now = 1795000000 * SECOND };
    struct status_modem *m = &f.modems[0];

    strcpy(m->name, "sim1");
    m->phase = STATUS_WORKING;
    m->proved = f.now;
    m->health.registered = 1;
    m->health.sm_size = 20;
    m->health.sm_used = 11;
    CHECK(!strstr(say(f).text, "memory"));
    m->health.sm_used = 12;
    CHECK_SAYS(say(f), "the SIM's memory fills up (12 of 20)");
    m->health.sm_used = 20;
    CHECK_SAYS(say(f), "the SIM's memory is full (20 of 20)");
}

TEST(a_dongle_that_keeps_leaving_its_port_is_a_question_of_power)
{
    struct summary_facts f = { .n_modems = 1, .now = 1795000000 * SECOND };
    struct status_modem *m = &f.modems[0];

    strcpy(m->name, "sim1");
    m->phase = STATUS_WORKING;
    m->proved = f.now;
    m->health.registered = 1;
    m->losses = 2;
    CHECK(!strstr(say(f).text, "power"));
    m->losses = 3;
    CHECK_SAYS(say(f), "sim1: left its USB port 3 times within a day. Too"
        " little power?");
}

TEST(a_stopped_dongle_says_what_to_do)
{
    struct summary_facts f = { .n_modems = 1, .disk_free = 5000000000,
        .disk_size = 8000000000 };

    strcpy(f.modems[0].name, "sim1");
    f.modems[0].trouble = reason_of(REASON_CORRECT_PIN);
    f.modems[0].phase = STATUS_STOPPED;
    CHECK_SAYS(say(f),
        "sim1: stopped, needs you: The SIM refused the PIN; it is not tried");
    f.n_modems = 0;
    CHECK_SAYS(say(f), "no dongle found: plug one in");
}

TEST(what_waits_says_why)
{
    struct summary_facts f = { .disk_free = 50000000,
        .disk_size = 8000000000, .clock_unsure = true };
    struct heard h;

    f.counts.queued = 7;
    f.counts.waiting[WAIT_QUIET] = 5;
    f.counts.unsure = 2;
    h = say(f);
    CHECK_SAYS(h, "queue: 7 to send, 0 being sent");
    CHECK_SAYS(h, "queue: 5 of them: ");
    CHECK_SAYS(h, "queue: 2 may have arrived or not");
    CHECK_SAYS(h, "disk: almost full: 50 MB left");
    CHECK_SAYS(h, "clock: the date may be wrong");
}

TEST(a_class_list_says_how_far_it_is_and_what_to_do_when_it_stopped)
{
    struct summary_facts f = { .import = { .done = 200, .rows = 900,
        .running = true } };
    struct heard h = say(f);

    CHECK_SAYS(h, "import: 200 of 900 rows of a class list are in");
    f.import.running = false;
    h = say(f);
    CHECK_SAYS(h, "import: a class list stopped at 200 of 900 rows");
    CHECK(strstr(say((struct summary_facts){ .now = 0 }).text, "import:")
        == NULL);
}

TEST(a_certificate_that_ends_is_told_a_month_before)
{
    struct summary_facts f = { .now = 1795000000 * SECOND };

    CHECK(!strstr(say(f).text, "tls:"));        /* there is none */
    f.tls_until = f.now + 31 * DAY;
    CHECK(!strstr(say(f).text, "tls:"));
    f.tls_until = f.now + 10 * DAY;
    CHECK_SAYS(say(f), "tls: the certificate of the encrypted page ends in 10"
        " days: sudo notehome tls renew");
    CHECK_INT(say(f).bad, say((struct summary_facts){ .now = f.now }).bad);
    f.tls_until = f.now - DAY;
    CHECK_SAYS(say(f), "tls: the certificate of the encrypted page has ended");
    f.clock_unsure = true;      /* then it is the date that is wrong */
    CHECK(!strstr(say(f).text, "tls:"));
}

TEST(staff_hear_of_wrong_passwords_once_they_are_many)
{
    struct summary_facts f = { .guesses = 9, .guesser = "10.0.0.9" };

    CHECK(strstr(say(f).text, "sign-in:") == NULL);
    f.guesses = 10;
    CHECK_SAYS(say(f), "sign-in: 10 wrong passwords within an hour, the last"
        " from 10.0.0.9: somebody may be guessing");
}
