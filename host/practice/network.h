/* network.h - the practice operator: numbers, the short message service
 * centre (SMSC), phones, and lines to the dongles.
 *
 * Store and forward: what cannot be delivered now waits, in order, until the
 * phone or the dongle can take it, or until its validity ends. All times are
 * the loop's. */
#ifndef NOTEHOME_PRACTICE_NETWORK_H
#define NOTEHOME_PRACTICE_NETWORK_H

#include "practice/air.h"
#include "practice/handset.h"
#include "practice/loop.h"

#include <sys/queue.h>

struct network;
struct network_item;
TAILQ_HEAD(network_queue, network_item);

enum network_taken {
    NETWORK_STORED,         /* acknowledged, in a slot */
    NETWORK_DIRECT,         /* acknowledged, handed on by +CMT or +CDS */
    NETWORK_PENDING,        /* handed on, and not acknowledged yet */
    NETWORK_DROPPED,        /* acknowledged, and told to nobody */
    NETWORK_FULL,           /* no memory: keep it */
    NETWORK_AWAY            /* not reachable: keep it */
};

/* What a dongle is given. */
struct network_mt {
    int64_t id;             /* unique per delivery */
    bool report;
    struct pdu_bytes smsc;  /* the service centre address before the TPDU */
    struct pdu_bytes tpdu;
    char mem[3];            /* filled by take() when stored */
    int slot;
};

/* A SIM card's end of the network; lives in the dongle. */
struct network_line {
    const char *name;       /* of the dongle, for the log */
    char number[PDU_NUMBER_MAX];
    char smsc[PDU_NUMBER_MAX];
    enum network_taken (*take)(void *owner, struct network_mt *mt);
    void (*ring)(void *owner, const char *number, bool ended);
    void *owner;
    struct network_queue waiting;
    TAILQ_ENTRY(network_line) others;
};

/* How the SMSC behaves; change it at any time. */
struct network_habits {
    int64_t transit_ms;     /* from acceptance to the phone, either way */
    bool reports;           /* status reports are sent when asked for */
    bool interim;           /* also "still trying", TP-ST 0x20 to 0x3F */
    int64_t report_ms;      /* report leaves so long after the outcome */
    bool report_canonical;  /* names the number as +254..., not as dialled */
    int report_status;      /* TP-ST sent instead of the true one; -1 */
    int64_t validity_ms;    /* used when a text names none */
    int zone_minutes;       /* of time stamps */
    char country[5];        /* calling code, for national numbers */
};

MUST_CHECK enum err network_new(struct loop *l, struct air *a,
    struct network **out);
void network_free(struct network *n);
struct network_habits *network_habits(struct network *n);

/* The line must outlive the network. */
void network_join(struct network *n, struct network_line *line);
/* The line can take texts again: radio, power, memory. */
void network_ready(struct network *n, struct network_line *line);
/* The line acknowledged what it took as NETWORK_PENDING. */
void network_acknowledged(struct network *n, struct network_line *line);
size_t network_waiting(const struct network_line *line);
/* The line with this number or dongle name, else NULL. */
struct network_line *network_line(struct network *n, const char *number);

/* One SMS-SUBMIT from a line, with the reference the modem gave it.
 * Returns 0, or the RP cause / CMS code it is refused with. */
int network_submit(struct network *n, struct network_line *line,
    const uint8_t *tpdu, size_t len, uint8_t mr);

/* "0712..." and "00254..." become "+254..."; names and short codes stay. */
void network_canonical(const struct network *n, const char *number,
    char out[PDU_NUMBER_MAX]);
/* The phone with that number; made on the spot when make is set. */
struct handset *network_phone(struct network *n, const char *number,
    bool make);
void network_phones(struct network *n,
    void (*each)(void *owner, struct handset *h), void *owner);
/* After a change of state: delivers what waits if it can be. */
void network_phone_ready(struct network *n, struct handset *h);

/* A text from a phone to a line. order: part numbers in the order they are
 * sent, 0-ended, NULL: all in theirs; late[part] (ms) delays single parts. */
struct network_text {
    struct handset_typed typed;
    struct pdu_address from;
    const unsigned *order;
    const int64_t *late;        /* HANDSET_PARTS_MAX + 1 entries, or NULL */
    int64_t gap_ms;             /* between parts */
    int64_t delay_ms;           /* before the first one */
    int64_t scts_ms;            /* 0: the time of sending */
    int copies;                 /* 2: the network doubles it */
    uint8_t pid;
};
/* *message, if given, gets the number all its parts and copies carry in the
 * air log. ERR_INPUT: the letters do not fit the alphabet asked for. */
MUST_CHECK enum err network_text(struct network *n, struct network_line *to,
    const struct network_text *t, int64_t *message);
/* What h would send by itself: its number, width and next reference. */
struct network_text network_text_of(struct handset *h, const char *text);
/* Any octets as a deliver TPDU, however broken. ERR_INPUT: too long. */
MUST_CHECK enum err network_inject(struct network *n, struct network_line *to,
    const uint8_t *tpdu, size_t len, bool report);

/* Calls a line: rings at once and every 5 s, and hangs up after ms. number ""
 * is withheld. */
MUST_CHECK enum err network_ring(struct network *n, struct network_line *to,
    const char *number, int64_t ms);
/* Ends the line's call, if there is one, as the called side. */
void network_hang_up(struct network *n, struct network_line *to);

enum network_ussd { NETWORK_USSD_DONE, NETWORK_USSD_MENU, NETWORK_USSD_RAW };

/* Sets the answer to a USSD code; in a menu the answer's path is
 * "*131#/1", one "/" per choice. kind: whether a further reply is expected;
 * NETWORK_USSD_RAW: the dongle says it as it is behind "+CUSD: ", for what no
 * network says, and the session stays open. */
MUST_CHECK enum err network_ussd_set(struct network *n, const char *path,
    const char *answer, enum network_ussd kind);
/* NULL: no such service. */
const char *network_ussd(const struct network *n, const char *path,
    enum network_ussd *kind);

#endif
