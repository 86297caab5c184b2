/* pdu.h - reads a PDU as a modem lists it (3GPP TS 27.005 §3.4.1: the service
 * centre's address, then the TPDU of TS 23.040 §9.2). Every byte is hostile:
 * each length is checked, nothing is guessed. Pure; any thread. */
#ifndef NOTEHOME_PDU_H
#define NOTEHOME_PDU_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    PDU_ADDRESS_MAX = 48,   /* 11 letters of 3 bytes, or 20 digits and "+" */
    PDU_UNITS_MAX = 160,
    PDU_DATA_MAX = 140
};

/* TP-MTI as stored messages carry it, TS 23.040 §9.2.3.1. */
enum pdu_type {
    PDU_DELIVER = 0,        /* from a phone or a service to us */
    PDU_SUBMIT = 1,         /* one of ours, left in the store */
    PDU_REPORT = 2          /* what became of one of ours */
};

/* What the user data is. */
enum pdu_content {
    PDU_TEXT = 0,           /* text[0..units-1] */
    PDU_BYTES = 1,          /* data[0..bytes-1]: 8 bit data, or to a port */
    PDU_COMPRESSED = 2,     /* TS 23.042: cannot be read; data as it came */
    PDU_NONE = 3            /* no user data */
};

/* An address, TS 23.040 §9.1.2.5. */
struct pdu_address {
    int type;               /* type of number: 1 international, 2 national,
                             * 5 alphanumeric, ...; bits 6..4 */
    int plan;               /* numbering plan, bits 3..0; not relied upon */
    bool letters;           /* alphanumeric, whatever the plan nibble says */
    char text[PDU_ADDRESS_MAX]; /* UTF-8; "+" and digits when international;
                             * also * # a b c (§9.1.2.3); "" when withheld */
};

/* Long texts, TS 23.040 §9.2.3.24.1 and .8; total 0: this stands alone. */
struct pdu_concat {
    int width;              /* 8 or 16: the two never match each other */
    int reference;
    int total;
    int n;                  /* 1..total */
};

struct pdu {
    enum pdu_type type;
    struct pdu_address smsc;    /* "" when none */
    struct pdu_address peer;    /* sender, or recipient of ours */
    int64_t at;             /* TP-SCTS as UTC ms; 0 when it is no date */
    int zone;               /* minutes east of UTC as the network said */
    int pid;
    int dcs;
    int message_class;      /* 0 flash .. 3; -1 none */
    bool waiting;           /* message waiting (voicemail) indication */
    bool to_port;           /* application port: not for a person */
    int port;               /* destination port, -1 none */
    bool doubtful;          /* some letters may be wrong (unknown table) */
    bool header_ignored;    /* the header was damaged, or numbered parts as
                             * no sender may; read without it (§9.2.3.24) */
    bool more;              /* octets after the end; they were not read */
    struct pdu_concat concat;
    enum pdu_content content;
    int units;              /* UTF-16, as it came: a pair may be cut; join the
                             * parts first, then make UTF-8 (join.h) */
    uint16_t text[PDU_UNITS_MAX];
    int bytes;
    uint8_t data[PDU_DATA_MAX];
    /* PDU_REPORT, and reference also for PDU_SUBMIT */
    int reference;          /* TP-MR; -1 */
    int status;             /* TP-ST, §9.2.3.15; -1 */
    int64_t discharged_at;  /* TP-DT as UTC ms; 0 when it is no date */
};

/* TP-ST in four words, TS 23.040 §9.2.3.15. */
enum pdu_outcome {
    PDU_DELIVERED = 1,      /* 0x00..0x02: the phone has it, or replaced */
    PDU_TRYING = 2,         /* 0x20..0x3F: the network still tries */
    PDU_FAILED = 3,         /* 0x40..0x5F: permanent */
    PDU_GIVEN_UP = 4        /* 0x60..0x7F: the network stopped trying */
};

/* Reads hex (either case). ERR_INPUT: it cannot be read; *reason (may be NULL)
 * then says why in English, static. *out is set only on success. */
MUST_CHECK enum err pdu_parse(
    const char *hex, struct pdu *out, const char **reason);

/* Sorts a TP-ST. Reserved values count by their range. */
enum pdu_outcome pdu_outcome(int status);

#endif
