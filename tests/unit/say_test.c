/* What other rooms say, in the reader's language. */
#include "reason_words.h"
#include "test.h"

#include "base/clock.h"
#include "board/said.h"
#include "dongle/trouble.h"
#include "store/inbox/sender.h"
#include "store/people/people.h"
#include "store/queue/queue.h"
#include "web/kit/languages.h"
#include "web/kit/page.h"
#include "web/view/author.h"
#include "web/view/records_view.h"
#include "web/view/summary.h"

#include <stdio.h>
#include <string.h>

/* Fails when a language does not know the sentence. */
static void
known(const char *text)
{
    const struct language *l;

    for (int i = 1; (l = languages_at(i)); i++)
        if (catalogue_find(l->words, text) == text)
            fail_msg("%s: \"%s\"", l->code, text);
}

static void
known_reason(struct reason r)
{
    static struct page p;
    const struct language *l;

    for (int i = 1; (l = languages_at(i)); i++) {
        p.words = l->words;
        if (!strcmp(page_reason(&p, &r), in_words(&r)))
            fail_msg("%s: \"%s\"", l->code, p.said);
    }
}

TEST(every_reason_to_wait_and_every_error_is_known_in_every_language)
{
    for (int wait = WAIT_NONE + 1; wait < OVERVIEW_WAITS; wait++)
        known(message_wait_text((enum message_wait)wait));
    for (int e = OK + 1; e < ERR_COUNT; e++)
        known(err_text((enum err)e));
}

TEST(every_trouble_of_a_dongle_is_known_in_every_language)
{
    for (int t = LINK_TROUBLE_NO_DEVICE; t <= LINK_TROUBLE_LOCKED; t++) {
        const struct reason none = { 0 }, gone = reason_of(REASON_PULLED_OUT);

        known_reason(trouble_plan((enum link_trouble)t, &gone).words);
        known_reason(trouble_plan((enum link_trouble)t, &none).words);
    }
}

TEST(every_event_of_the_board_is_known_in_every_language)
{
    static const enum board_event events[] = { BOARD_EVENT_MAINS_LOST,
        BOARD_EVENT_MAINS_BACK, BOARD_EVENT_BATTERY_GOOD,
        BOARD_EVENT_BATTERY_LOW, BOARD_EVENT_BATTERY_CRITICAL,
        BOARD_EVENT_BUTTON, BOARD_EVENT_MODEM_CYCLED, BOARD_EVENT_MODEM_FAULT,
        BOARD_EVENT_MODEM_NO_POWER, BOARD_EVENT_WATCHDOG,
        BOARD_EVENT_HOST_RESET, BOARD_EVENT_CLOCK_UNSURE, BOARD_EVENT_OUTAGE,
        BOARD_EVENT_RAIL_LOW, BOARD_EVENT_EEPROM, BOARD_EVENT_REFERENCE };
    struct said_status status = { .battery = 12400, .rail = 5000 };

    for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++)
        for (uint32_t arg = 0; arg < 12; arg++) {
            struct said_event e = { .type = (uint16_t)events[i],
                .arg = { arg % 3, arg % 3, arg < 4 ? arg : 1500, 0 } };

            known(reason_sentence(said_event_reason(&e).code));
        }
    for (uint32_t flags = 0; flags < 1u << 12; flags++)
        for (status.battery = 0; status.battery < 20000;
            status.battery += 12400) {
            status.flags = flags;
            known_reason(said_status_reason(&status));
            status.flags |= BOARD_FLAG_SERVICE;
            known_reason(said_status_reason(&status));
            status.flags |= BOARD_FLAG_REFERENCE;
            known_reason(said_status_reason(&status));
        }
}

static void
hear(void *user, enum summary_level level, const char *subject,
    const struct reason *line)
{
    (void)level;
    (void)subject;
    ++*(int *)user;
    known_reason(*line);
}

TEST(the_line_on_today_is_known_in_every_language)
{
    struct summary_facts f = { .now = 1795000000 * SECOND };
    struct status_modem *m = &f.modems[0];
    int sentences = 0;

    strcpy(m->name, "sim1");
    summary_say(&f, hear, &sentences);
    f.n_modems = 1;
    for (int phase = STATUS_ABSENT; phase <= STATUS_STOPPED; phase++)
        for (int i = 0; i < 6; i++) {
            m->phase = (enum status_phase)phase;
            m->proved = i ? f.now : 0;
            m->health.registered = i > 1;
            m->health.signal_percent = i > 2 ? i * 10 : -1;
            m->health.sm_size = i > 3 ? 20 : 0;
            m->health.sm_used = i > 4 ? 20 : 15;
            strcpy(m->health.operator_name, i > 3 ? "Safaricom" : "");
            m->trouble = i > 3 ? reason_of(REASON_FELL_SILENT) : reason_none;
            m->losses = i;
            f.counts.queued = i;
            f.counts.unsure = i;
            for (int w = 0; w < OVERVIEW_WAITS; w++)
                f.counts.waiting[w] = i;
            f.clock_unsure = i > 2;
            f.disk_size = i > 1 ? 8000000000 : 0;
            f.disk_free = i > 3 ? 5000000 : 5000000000;
            f.disk_fault = i > 4 ? ERR_DISK_FULL : OK;
            f.started = f.now - 9 * DAY;
            f.backup_at = i > 2 ? f.now - (i - 3) * DAY : 0;
            summary_say(&f, hear, &sentences);
        }
    CHECK(sentences > 200);
}

TEST(what_an_audit_row_is_about_is_known_in_every_language)
{
    static const char *const objects[] = { "message 12", "thread 3", "batch 4",
        "group 5", "child 6", "guardian 7", "family 8", "list of 9 rows",
        "phone +254722000001", "sim 639990000000001", "all families" };
    struct reason r;

    for (size_t i = 0; i < sizeof(objects) / sizeof(objects[0]); i++) {
        r = record_object(objects[i]);
        CHECK_TEXT(in_words(&r), objects[i]);
        CHECK(r.code != REASON_WORDS);
        known(reason_sentence(r.code));
    }
    r = record_object("school.name");
    CHECK_TEXT(in_words(&r), "school.name");
}

/* Those whose name is made; tests/told.sh looks at the others. */
TEST(what_was_said_of_a_number_has_words_in_every_language)
{
    char action[40];

    for (int k = SENDER_FAMILY; k <= SENDER_MISTAKE; k++) {
        snprintf(action, sizeof(action), "sender.%s",
            sender_kind_name((enum sender_kind)k));
        CHECK(record_words(action) != action);
        known(record_words(action));
    }
    for (int s = PHONE_WORKING; s <= PHONE_WRONG; s++) {
        snprintf(action, sizeof(action), "phone.%s",
            phone_state_name((enum phone_state)s));
        CHECK(record_words(action) != action);
        known(record_words(action));
    }
}

TEST(an_old_sentence_with_a_name_in_it_is_shown_as_it_was)
{
    static struct page p;
    struct reason r = reason_words("put here by Amina; some letters may be"
        " wrong");

    p.words = languages_find("fr")->words;
    CHECK_TEXT(page_reason(&p, &r), r.args);
}

TEST(who_wrote_is_a_name_for_people)
{
    static struct page p;

    CHECK_TEXT(author_label(&p, "Grace"), "Grace");
    CHECK_TEXT(author_label(&p, ""), "Notehome");
    CHECK_TEXT(author_label(&p, "cli:root"), "root, at the computer");
    CHECK_TEXT(author_label(&p, "token:till"), "till, a program");
    CHECK_TEXT(author_label(&p, "client: x"), "client: x");
    p.words = languages_find("fr")->words;
    CHECK_TEXT(author_label(&p, "cli:root"), "root, sur l'ordinateur");
    known("%s, at the computer");
    known("%s, a program");
}
