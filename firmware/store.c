#include "store.h"

#include <string.h>

#include "board_frame.h"
#include "event.h"
#include "hal.h"
#include "power.h"

/* A slot: count, content, CRC; the rest of it is unused. */
static const struct ring_of {
    uint16_t base;
    uint8_t  slot, slots, size;
} rings[STORE_KINDS] = {
    [STORE_ALIVE]    = { 0, 8, 64, STORE_ALIVE_SIZE },
    [STORE_SETTINGS] = { 512, 40, 4, STORE_SETTINGS_SIZE },
    [STORE_COUNTERS] = { 672, 32, 8, STORE_COUNTERS_SIZE },
};

enum { RECORD_MAX = STORE_SETTINGS_SIZE + 4, TRIES = 3 };

static struct state {
    uint16_t count;             /* of the newest record */
    uint8_t  at;                /* its slot */
    uint8_t  tries;             /* left for what waits; 0: nothing waits */
    bool     whole;             /* there is a newest record */
    bool     succeeded;
    uint8_t  content[STORE_SETTINGS_SIZE];
} states[STORE_KINDS];

/* The one record being written. */
static uint8_t record[RECORD_MAX], written;
static enum store_kind writing = STORE_KINDS;   /* STORE_KINDS: none */
static bool faulty, idle;

static uint16_t
place(enum store_kind kind, uint8_t slot)
{
    return (uint16_t)(rings[kind].base + slot * rings[kind].slot);
}

static uint16_t
record_crc(enum store_kind kind, const uint8_t *bytes, uint8_t n)
{
    uint16_t crc = board_crc_add(BOARD_CRC_START, (uint8_t)kind);

    while (n--)
        crc = board_crc_add(crc, *bytes++);
    return crc;
}

static uint16_t
two_bytes(const uint8_t *bytes)
{
    return (uint16_t)(bytes[0] | bytes[1] << 8);
}

/* A slot into bytes; false: it holds no whole record. */
static bool
slot_read(enum store_kind kind, uint8_t slot, uint8_t *bytes)
{
    uint8_t n = (uint8_t)(rings[kind].size + 2);

    for (uint8_t i = 0; i < n + 2; i++)
        bytes[i] = hal_eeprom_read((uint16_t)(place(kind, slot) + i));
    return two_bytes(bytes + n) == record_crc(kind, bytes, n);
}

static void
find_newest(enum store_kind kind)
{
    struct state *s = &states[kind];
    uint8_t bytes[RECORD_MAX];

    for (uint8_t slot = 0; slot < rings[kind].slots; slot++) {
        uint16_t count;

        if (!slot_read(kind, slot, bytes))
            continue;
        count = two_bytes(bytes);
        if (s->whole && (int16_t)(count - s->count) <= 0)
            continue;
        s->whole = true;
        s->count = count;
        s->at = slot;
    }
}

void
store_start(void)
{
    memset(states, 0, sizeof states);
    writing = STORE_KINDS;
    faulty = false;
    idle = true;
    for (uint8_t kind = 0; kind < STORE_KINDS; kind++)
        find_newest((enum store_kind)kind);
}

bool
store_load(enum store_kind kind, uint8_t *bytes)
{
    uint8_t all[RECORD_MAX];

    if (!states[kind].whole || !slot_read(kind, states[kind].at, all))
        return false;
    memcpy(bytes, all + 2, rings[kind].size);
    return true;
}

void
store_save(enum store_kind kind, const uint8_t *bytes)
{
    memcpy(states[kind].content, bytes, rings[kind].size);
    states[kind].tries = TRIES;
    idle = false;
    if (writing == kind)
        writing = STORE_KINDS;  /* begin again, in the same slot */
}

bool
store_busy(enum store_kind kind)
{
    return states[kind].tries > 0;
}

bool
store_succeeded(enum store_kind kind)
{
    return states[kind].succeeded;
}

void
store_abandon(enum store_kind kind)
{
    states[kind].tries = 0;
    states[kind].succeeded = false;
    if (writing == kind)
        writing = STORE_KINDS;
}

bool
store_faulty(void)
{
    return faulty;
}

static uint8_t
next_slot(enum store_kind kind)
{
    const struct state *s = &states[kind];
    /* After a try that failed, the slot after that. */
    uint8_t slot = (uint8_t)(s->at + 1 + (TRIES - s->tries));

    return s->whole ? (uint8_t)(slot % rings[kind].slots)
                    : (uint8_t)(TRIES - s->tries);
}

static void
begin(enum store_kind kind)
{
    struct state *s = &states[kind];
    uint8_t n = (uint8_t)(rings[kind].size + 2);
    uint16_t count = (uint16_t)(s->count + 1), crc;

    record[0] = (uint8_t)count;
    record[1] = (uint8_t)(count >> 8);
    memcpy(record + 2, s->content, rings[kind].size);
    crc = record_crc(kind, record, n);
    record[n] = (uint8_t)crc;
    record[n + 1] = (uint8_t)(crc >> 8);
    writing = kind;
    written = 0;
}

/* All bytes are out: was it written? */
static void
finish(enum store_kind kind)
{
    struct state *s = &states[kind];
    uint8_t slot = next_slot(kind), bytes[RECORD_MAX];

    writing = STORE_KINDS;
    if (slot_read(kind, slot, bytes)
        && memcmp(bytes, record, rings[kind].size + 4u) == 0) {
        s->count = two_bytes(bytes);
        s->at = slot;
        s->whole = s->succeeded = true;
        s->tries = 0;
        return;
    }
    if (--s->tries)
        return;
    s->succeeded = false;
    if (!faulty)
        event_add(BOARD_EVENT_EEPROM, 1,
                  kind == STORE_SETTINGS ? 1 : kind == STORE_COUNTERS ? 2 : 3,
                  0, 0);
    faulty = true;
}

void
store_tick(void)
{
    uint16_t at;

    if (idle)
        return;
    if (writing == STORE_KINDS) {
        for (uint8_t kind = 0; kind < STORE_KINDS; kind++)
            if (states[kind].tries) {
                begin((enum store_kind)kind);
                break;
            }
        if (writing == STORE_KINDS) {
            idle = true;
            return;
        }
    }
    if (!hal_eeprom_ready())
        return;
    at = place(writing, next_slot(writing));
    while (written < rings[writing].size + 4
           && hal_eeprom_read((uint16_t)(at + written)) == record[written])
        written++;              /* spares the cell */
    if (written == rings[writing].size + 4)
        finish(writing);
    else if (power_rail_good()) {
        hal_eeprom_write((uint16_t)(at + written), record[written]);
        written++;              /* once: a worn cell is not worn further */
    }
}
