/* pdu.h - SMS transfer PDUs as octets, 3GPP TS 23.040 §9.2: what the network
 * reads out of a submit and writes into a deliver or a status report.
 *
 * The practice network's own codec: it shares no code with the product.
 * Everything read here may come from a broken or hostile sender; lengths are
 * checked before an octet is touched. */
#ifndef NOTEHOME_PRACTICE_PDU_H
#define NOTEHOME_PRACTICE_PDU_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PDU_MAX = 176,          /* octets of any TPDU we take or make */
    PDU_UD_MAX = 140,       /* octets of user data, TS 23.040 §9.2.3.24 */
    PDU_UNITS_MAX = 160,    /* UTF-16 units of one part */
    PDU_NUMBER_MAX = 36     /* "+", 20 digits; or 11 letters in UTF-8 */
};

struct pdu_bytes {
    uint8_t data[PDU_MAX];
    size_t len;
};

/* An address, §9.1.2.5. text: "+" and digits for an international one, plain
 * digits, or letters for an alphanumeric one (type of number 5). */
struct pdu_address {
    uint8_t toa;
    char text[PDU_NUMBER_MAX];
};

/* User data with the header parsed, §9.2.3.24. */
struct pdu_user {
    uint8_t dcs;
    bool udhi;
    uint8_t udl;            /* as on the air: septets or octets */
    uint8_t ud[PDU_UD_MAX];
    size_t ud_len;          /* octets */
    int width;              /* 8 or 16 when it is a part, else 0 */
    unsigned ref, part, total;
    int locking, single;    /* national tables, 0 when none is named */
};

struct pdu_submit {
    bool reject_duplicates, report_wanted, reply_path;
    uint8_t mr, pid;
    struct pdu_address to;
    int64_t validity_ms;    /* relative to the submit; -1: none given */
    struct pdu_user user;
};

struct pdu_deliver {
    struct pdu_address from;
    uint8_t pid;
    int64_t scts_ms;        /* UTC */
    int zone_minutes;       /* the network's offset, in quarters of an hour */
    struct pdu_user user;
};

struct pdu_report {
    uint8_t mr, status;     /* TP-MR, TP-ST */
    struct pdu_address to;
    int64_t scts_ms, done_ms;
    int zone_minutes;
};

/* Fills a from text ("+254...", "0712...", "Safari"); toa 0 lets it choose:
 * 0x91, 0x81 or 0xD0. ERR_INPUT: too long or not sendable. */
MUST_CHECK enum err pdu_address_set(struct pdu_address *a, const char *text,
    uint8_t toa);

/* Reads a whole SMS-SUBMIT; now_ms (UTC) turns an absolute validity into a
 * relative one. ERR_INPUT: not a well-formed submit. */
MUST_CHECK enum err pdu_submit_read(const uint8_t *p, size_t len,
    int64_t now_ms, struct pdu_submit *out);

/* Write a whole TPDU. ERR_INPUT: a field does not fit. */
MUST_CHECK enum err pdu_deliver_write(const struct pdu_deliver *d,
    struct pdu_bytes *out);
MUST_CHECK enum err pdu_report_write(const struct pdu_report *r,
    struct pdu_bytes *out);

/* The length of a service centre address at the start of what AT commands
 * carry (TS 27.005 §3.1 <pdu>), its length octet included; 0: broken. */
size_t pdu_smsc_len(const uint8_t *p, size_t len);

/* Writes such an address; returns its octets, 1 for an empty number. out
 * holds 12. */
size_t pdu_smsc_write(const char *number, uint8_t *out);

/* Takes len octets of user data as received (u's dcs, udhi and udl are set)
 * and parses the header. ERR_INPUT: lengths contradict each other. */
MUST_CHECK enum err pdu_user_read(struct pdu_user *u, const uint8_t *p,
    size_t len);

/* Makes one part: header for the given reference (width 0: none) and tables,
 * then units in 7 bit (ucs2 false) or UCS-2. ERR_INPUT: too long, or a letter
 * is not in the tables. */
MUST_CHECK enum err pdu_user_write(struct pdu_user *u, bool ucs2,
    const uint16_t *units, size_t n);

/* Septets (7 bit) or octets (UCS-2) left for text beside u's header. */
size_t pdu_user_room(const struct pdu_user *u, bool ucs2);

/* The text of one part as UTF-16 units, at most PDU_UNITS_MAX; 8 bit data
 * reads as Latin-1. */
size_t pdu_user_units(const struct pdu_user *u, uint16_t *out);

/* "0A1B" to octets: count, or -1 when it is no hex or does not fit room. */
int pdu_unhex(const char *hex, size_t len, uint8_t *out, size_t room);

/* Octets to "0A1B" with its 0; out holds 2 * len + 1. */
void pdu_hex(const uint8_t *p, size_t len, char *out);

#endif
