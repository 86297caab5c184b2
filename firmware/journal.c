#include "journal.h"

#include "board_proto.h"
#include "event.h"
#include "kept.h"
#include "rtc.h"
#include "store.h"

#define MINUTE_MS 60000u

struct journal journal;
static bool answers, unsure_now;
static uint32_t asked_at;
static bool alive_noted;        /* the newest record has a time in it */

static uint32_t
take(const uint8_t **at, uint8_t n)
{
    uint32_t value = 0;

    for (uint8_t i = 0; i < n; i++)
        value |= (uint32_t)*(*at)++ << 8 * i;
    return value;
}

static void
put(uint8_t **at, uint8_t n, uint32_t value)
{
    for (uint8_t i = 0; i < n; i++, value >>= 8)
        *(*at)++ = (uint8_t)value;
}

static void
load(void)
{
    uint8_t bytes[STORE_COUNTERS_SIZE] = { 0 };
    const uint8_t *at = bytes;

    if (!store_load(STORE_COUNTERS, bytes))
        for (uint8_t i = 0; i < sizeof bytes; i++)
            bytes[i] = 0;
    journal.boots = (uint16_t)take(&at, 2);
    journal.hangs = (uint16_t)take(&at, 2);
    journal.host_resets = (uint16_t)take(&at, 2);
    journal.cycles = (uint16_t)take(&at, 2);
    journal.cycles_unproved = (uint16_t)take(&at, 2);
    journal.outages = (uint16_t)take(&at, 2);
    journal.longest = take(&at, 4);
    journal.latest = take(&at, 4);
    journal.latest_began = take(&at, 4);
    journal.host = (uint8_t)take(&at, 1);   /* 0 in records of before */
}

void
journal_changed(void)
{
    uint8_t bytes[STORE_COUNTERS_SIZE] = { 0 }, *at = bytes;

    put(&at, 2, journal.boots);
    put(&at, 2, journal.hangs);
    put(&at, 2, journal.host_resets);
    put(&at, 2, journal.cycles);
    put(&at, 2, journal.cycles_unproved);
    put(&at, 2, journal.outages);
    put(&at, 4, journal.longest);
    put(&at, 4, journal.latest);
    put(&at, 4, journal.latest_began);
    put(&at, 1, journal.host);
    store_save(STORE_COUNTERS, bytes);
}

void
journal_host(enum journal_host is)
{
    if (journal.host == is)
        return;
    journal.host = (uint8_t)is;
    journal_changed();
}

bool
journal_clock(uint32_t *unix_time, bool *unsure)
{
    bool was_good = answers && !unsure_now;

    *unix_time = 0;
    answers = rtc_read(unix_time, &unsure_now);
    if (!answers)
        unsure_now = false;
    if (was_good && (!answers || unsure_now))
        event_add(BOARD_EVENT_CLOCK_UNSURE, 1, !answers, 0, 0);
    *unsure = unsure_now;
    return answers;
}

/* unix_time 0: the board lives, but no clock proves since when. */
static void
note_alive(uint32_t unix_time)
{
    uint8_t bytes[STORE_ALIVE_SIZE], *at = bytes;

    put(&at, 4, unix_time);
    store_save(STORE_ALIVE, bytes);
    alive_noted = unix_time != 0;
}

void
journal_clock_set(uint32_t unix_time)
{
    note_alive(unix_time);
}

bool
journal_clock_answers(void)
{
    return answers;
}

bool
journal_clock_unsure(void)
{
    return unsure_now;
}

/* How long was the board without power? Known to a minute. */
static void
note_outage(uint32_t unix_time)
{
    uint8_t bytes[STORE_ALIVE_SIZE];
    const uint8_t *at = bytes;
    uint32_t alive;

    if (!store_load(STORE_ALIVE, bytes))
        return;
    alive = take(&at, 4);
    if (alive < RTC_FIRST || alive > unix_time)
        return;                 /* the clock was set back in between */
    journal.outages++;
    journal.latest = unix_time - alive;
    journal.latest_began = alive;
    if (journal.latest > journal.longest)
        journal.longest = journal.latest;
    event_add(BOARD_EVENT_OUTAGE, 2, journal.latest, alive, 0);
}

void
journal_start(bool cold, uint8_t cause)
{
    uint32_t unix_time;
    bool unsure;

    load();
    asked_at = kept_clock();
    journal.boots++;
    if (cause & BOARD_CAUSE_WATCHDOG) {
        journal.hangs++;
        event_add(BOARD_EVENT_WATCHDOG, 1, journal.hangs, 0, 0);
    }
    answers = true;             /* so that a missing clock is told at boot */
    unsure_now = false;
    alive_noted = true;
    if (journal_clock(&unix_time, &unsure) && !unsure && cold)
        note_outage(unix_time);
    journal_changed();
}

void
journal_tick(uint32_t now)
{
    uint32_t unix_time;
    bool unsure;

    if (now - asked_at < MINUTE_MS)
        return;
    asked_at = now;
    if (journal_clock(&unix_time, &unsure) && !unsure)
        note_alive(unix_time);
    else if (alive_noted)
        note_alive(0);
}
