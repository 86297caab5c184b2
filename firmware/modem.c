#include "modem.h"

#include <string.h>

#include "event.h"
#include "hal.h"
#include "journal.h"
#include "kept.h"
#include "power.h"
#include "setting.h"

/* Why the switch is off; in struct kept. */
enum modem_off { ON, CYCLE, HELD, FAULT, HOST_IS_OFF };

/* TICKS: the switch turns at a tick, so the last one that is early enough. */
enum { TICKS_MS = 40, LONGER_MS = 5000, GOOD_AFTER_MS = 2000, VBUS_MS = 2000,
       WIRE_MS = 40,
       FAULT_TOLD_MS = 100, FAULT_CUT_MS = 2000 };
#define OFF_MOST_MS (BOARD_OFF_MAX_MS - TICKS_MS)
#define HOUR_MS 3600000u

static uint32_t off_ms;                 /* how long this cut should last */
static bool check_good;                 /* is there power since it is on? */
static bool fault, fault_told, host_vbus;
static uint32_t fault_since, vbus_since, wire_off_at;

static void
switch_on(uint32_t now)
{
    hal_set(HAL_MODEM, true);
    kept.off = ON;
    kept.on_at = now;
    kept.resting = true;
    check_good = true;
    fault_since = now;
    fault_told = false;
    kept_changed();
}

/* Noted before the pin turns: a reset ends the cut, and then must find it, to
 * give the dongle its rest. */
static void
switch_off(uint32_t now, enum modem_off why, uint32_t ms)
{
    kept.off = why;
    kept.off_at = now;
    kept.lowest = power_vbus_mv();
    off_ms = ms < OFF_MOST_MS ? ms : OFF_MOST_MS;
    kept_changed();
    hal_set(HAL_MODEM, false);
}

/* Cuts older than an hour count no more. */
static void
forget_old(uint32_t now)
{
    if (kept.resting && now - kept.on_at >= BOARD_OFF_APART_MS + KEPT_BEHIND_MS
        && kept.off == ON) {
        kept.resting = false;
        kept_changed();
    }
    if (kept.cuts && now - kept.cut[0] >= HOUR_MS + KEPT_BEHIND_MS) {
        memmove(kept.cut, kept.cut + 1, sizeof kept.cut - sizeof *kept.cut);
        kept.cuts--;
        kept_changed();
    }
}

/* Counts a cut; false: there were too many, or the last is too near. */
static bool
may_cut(uint32_t now)
{
    forget_old(now);
    if (kept.resting || kept.cuts == BOARD_OFF_PER_HOUR)
        return false;
    kept.cut[kept.cuts++] = now;
    kept_changed();
    return true;
}

enum board_error
modem_cycle(uint32_t now, uint32_t ms)
{
    if (ms < BOARD_OFF_MIN_MS || ms > BOARD_OFF_MAX_MS)
        return BOARD_ERROR_RANGE;
    if (kept.off != ON)
        return BOARD_ERROR_BUSY;
    if (!may_cut(now))
        return BOARD_ERROR_REFUSED;
    switch_off(now, CYCLE, ms);
    return BOARD_NO_ERROR;
}

enum board_error
modem_off(uint32_t now)
{
    if (kept.off == HELD)
        return BOARD_NO_ERROR;  /* and no longer than the first asked */
    if (kept.off != ON)
        return BOARD_ERROR_BUSY;
    if (!may_cut(now))
        return BOARD_ERROR_REFUSED;
    switch_off(now, HELD, OFF_MOST_MS);
    return BOARD_NO_ERROR;
}

enum board_error
modem_on(uint32_t now)
{
    uint32_t been = now - kept.off_at;

    if (kept.off == ON)
        return BOARD_NO_ERROR;
    if (kept.off == HOST_IS_OFF)
        return BOARD_ERROR_REFUSED;
    if (kept.off != HELD)
        return BOARD_ERROR_BUSY;
    off_ms = been > BOARD_OFF_MIN_MS ? been : BOARD_OFF_MIN_MS;
    return BOARD_NO_ERROR;
}

bool
modem_is_on(void)
{
    return kept.off == ON;
}

bool
modem_is_cycling(void)
{
    return kept.off == CYCLE;
}

bool
modem_has_fault(void)
{
    return fault_told;
}

bool
modem_host_vbus(void)
{
    return host_vbus;
}

static void
tell_cycle(uint32_t now)
{
    bool proved = kept.lowest < BOARD_VBUS_DEAD_MV && power_measures();

    if (proved)
        journal.cycles++;
    else
        journal.cycles_unproved++;
    journal_changed();
    event_add(BOARD_EVENT_MODEM_CYCLED, 3, proved, kept.lowest,
              now - kept.off_at);
}

void
modem_start(uint32_t now)
{
    host_vbus = true;           /* till it has been away for 2 s */
    vbus_since = wire_off_at = now;
    fault = false;
    if (kept.off == CYCLE)
        tell_cycle(now);
    if (kept.off != ON)
        switch_on(now);
    else
        hal_set(HAL_MODEM, true);
    check_good = true;
    fault_since = now;
    fault_told = false;
}

/* A host that speaks is on: where its USB has never read as on, no wire is
 * there to read it by. */
void
modem_host_speaks(void)
{
    if (kept.spoke || kept.wire)
        return;
    kept.spoke = true;
    kept_changed();
}

static void
watch_wire(uint32_t now, bool on)
{
    if (!on)
        wire_off_at = now;
    if (!on || kept.wire || now - wire_off_at < WIRE_MS)
        return;
    kept.wire = true;
    kept_changed();
}

static void
watch_inputs(uint32_t now)
{
    bool pin = hal_get(HAL_HOST_VBUS);
    bool vbus = pin || !setting(BOARD_SETTING_HOST_VBUS)
                || (kept.spoke && !kept.wire);
    bool limits = hal_get(HAL_MODEM_FAULT);

    watch_wire(now, pin);
    if (vbus == host_vbus)
        vbus_since = now;
    else if (now - vbus_since >= VBUS_MS)
        host_vbus = vbus;
    if (limits != fault)
        fault_since = now;
    fault = limits;
}

static void
tick_on(uint32_t now)
{
    uint32_t for_ms = now - fault_since;

    /* One that flaps is no reason to hammer the dongle. */
    if (!host_vbus && may_cut(now)) {
        switch_off(now, HOST_IS_OFF, 0);
        return;
    }
    if (fault && for_ms >= FAULT_TOLD_MS && !fault_told) {
        fault_told = true;
        event_add(BOARD_EVENT_MODEM_FAULT, 1, power_vbus_mv(), 0, 0);
    }
    if (!fault && for_ms >= FAULT_TOLD_MS)
        fault_told = false;
    /* A short heats the switch: give it a rest, as far as the limits let. */
    if (fault && for_ms >= FAULT_CUT_MS && may_cut(now)) {
        switch_off(now, FAULT, OFF_MOST_MS);
        return;
    }
    if (check_good && now - kept.on_at >= GOOD_AFTER_MS) {
        check_good = false;
        if (power_vbus_mv() < BOARD_VBUS_GOOD_MV && power_measures())
            event_add(BOARD_EVENT_MODEM_NO_POWER, 1, power_vbus_mv(), 0, 0);
    }
}

static void
tick_off(uint32_t now)
{
    uint32_t been = now - kept.off_at, longest = off_ms + LONGER_MS;
    uint16_t vbus = power_vbus_mv();

    if (vbus < kept.lowest) {
        kept.lowest = vbus;
        kept_changed();
    }
    if (kept.off == HOST_IS_OFF) {
        if (host_vbus && been >= BOARD_OFF_MIN_MS + KEPT_BEHIND_MS)
            switch_on(now);
        return;
    }
    if (longest > OFF_MOST_MS)
        longest = OFF_MOST_MS;
    if (been < off_ms + KEPT_BEHIND_MS)
        return;
    /* A cycle without proof is no cycle: give it some seconds more. */
    if (kept.off == CYCLE) {
        if (kept.lowest >= BOARD_VBUS_DEAD_MV && been < longest)
            return;
        tell_cycle(now);
    }
    if (host_vbus) {
        switch_on(now);
    } else {                    /* it went away meanwhile */
        kept.off = HOST_IS_OFF;
        kept_changed();
    }
}

void
modem_tick(uint32_t now)
{
    watch_inputs(now);
    forget_old(now);
    if (kept.off == ON)
        tick_on(now);
    else
        tick_off(now);
}
