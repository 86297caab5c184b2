/* slots.h - a message store of a fixed number of slots, as a SIM card or a
 * dongle's own memory has it, numbered from 0. */
#ifndef NOTEHOME_PRACTICE_SLOTS_H
#define NOTEHOME_PRACTICE_SLOTS_H

#include "practice/pdu.h"

enum { SLOTS_MAX = 500, SLOTS_PDU_MAX = 12 + PDU_MAX };

/* <stat> of TS 27.005 §3.1. */
enum slot_state {
    SLOT_UNREAD = 0,
    SLOT_READ = 1,
    SLOT_UNSENT = 2,
    SLOT_SENT = 3
};

struct slot {
    bool used, seen;        /* seen: read out since it was stored */
    enum slot_state state;
    int64_t id;             /* of the delivery; 0: not from the air */
    uint8_t pdu[SLOTS_PDU_MAX];     /* service centre address and TPDU */
    size_t smsc_len, len;
};

struct slots {
    struct slot *slot;      /* owned; total of them */
    int total, used;
};

MUST_CHECK enum err slots_make(struct slots *s, int total);
void slots_clear(struct slots *s);

/* Fills the lowest free slot; its index, or -1 when all are taken. */
int slots_add(struct slots *s, enum slot_state state, int64_t id,
    const struct pdu_bytes *smsc, const struct pdu_bytes *tpdu);
void slots_erase(struct slots *s, int index);
/* The slot with that index if it is used, else NULL. */
struct slot *slots_at(struct slots *s, int index);

#endif
