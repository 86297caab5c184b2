/* link.h - the messages between the daemon and a modem worker, known to both.
 *
 * The daemon starts `notehome-modem` with one end of a SOCK_SEQPACKET pair as
 * descriptor LINK_FD. Each packet is one struct link_message: a kind and the
 * union member that the kind names. Both ends are the same build on the same
 * machine, so the struct travels as it is; link_read() still checks every
 * length, kind and string end, because a worker that libgammu has corrupted
 * must not harm the daemon.
 *
 * The worker keeps nothing: it may be killed at any instant. */
#ifndef NOTEHOME_LINK_H
#define NOTEHOME_LINK_H

#include "base/err.h"
#include "text/reason.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    LINK_FD = 3,
    LINK_VERSION = 5,
    LINK_PDU_MAX = 2 * (1 + 12 + 176) + 1, /* hex: SMSC, TPDU; and the end */
    LINK_NUMBER_MAX = 24,
    LINK_TEXT_MAX = 512,
    LINK_SAID_MAX = 480,
    LINK_USSD_WAYS = 3          /* in which a dongle may want a code: 1 to 3 */
};

enum link_kind {
    /* daemon to worker */
    LINK_START = 1,     /* start: first packet; open this device */
    LINK_SEND = 2,      /* send: one part; answered by LINK_RESULT */
    LINK_STORED = 3,    /* stored: that part is on disk, remove it */
    LINK_USSD = 4,      /* ussd: dial a code or answer a menu */
    LINK_POLL = 5,      /* list both stores now; answered by LINK_HEALTH */
    LINK_RESET = 6,     /* soft reset (AT+CFUN=1,1), then exit */
    LINK_STOP = 7,      /* finish and exit 0 */
    LINK_RECORD = 8,    /* record: give LINK_SAID from now on, or no more */
    /* worker to daemon */
    LINK_READY = 20,    /* ready: the dongle answered, who it is */
    LINK_TROUBLE = 21,  /* trouble: cannot go on; the worker exits after it */
    LINK_HANDED = 22,   /* handed: written *before* the Ctrl-Z of that part is
                         * let through. No LINK_HANDED: surely not sent. */
    LINK_RESULT = 23,   /* result: how a LINK_SEND ended */
    LINK_PART = 24,     /* part: one stored message, raw */
    LINK_CALL = 25,     /* call: rings, or ended */
    LINK_USSD_REPLY = 26, /* ussd */
    LINK_HEALTH = 27,   /* health: both stores listed, signal read */
    LINK_REMOVED = 28,  /* stored: echoed when the slot was seen to be freed,
                         * or to hold something else */
    LINK_SAID = 29      /* said: passed at the port while it is recorded */
};

enum link_trouble {
    LINK_TROUBLE_NO_DEVICE = 1, /* the node is not there (any more) */
    LINK_TROUBLE_BUSY = 2,      /* locked or opened by another program;
                                 * why names it where known */
    LINK_TROUBLE_NO_ANSWER = 3, /* opened, but AT is not answered */
    LINK_TROUBLE_SILENT = 4,    /* answered before, silent now */
    LINK_TROUBLE_NO_SIM = 5,
    LINK_TROUBLE_PIN_NEEDED = 6, /* and none was given */
    LINK_TROUBLE_PIN_WRONG = 7, /* refused; never tried again by itself */
    LINK_TROUBLE_PUK = 8,       /* the SIM is blocked */
    LINK_TROUBLE_NOT_A_MODEM = 9, /* answers AT but has no message storage */
    LINK_TROUBLE_OTHER = 10,    /* why says what */
    LINK_TROUBLE_LOCKED = 11    /* to another operator than the SIM's */
};

/* Where a stored part lies. NONE: in no slot; the modem handed it straight
 * over (+CMT, +CDS), and the network believes it delivered, or will as soon as
 * it is acknowledged. */
enum link_store {
    LINK_STORE_NONE = 0,
    LINK_STORE_SM = 1,
    LINK_STORE_ME = 2,
    LINK_STORE_SR = 3           /* delivery reports alone */
};

/* What the network's final result line was. */
enum link_error {
    LINK_ERROR_NONE = 0,
    LINK_ERROR_CMS = 1,         /* "+CMS ERROR: code", TS 27.005 §3.2.5 */
    LINK_ERROR_CME = 2,         /* "+CME ERROR: code", TS 27.007 §9.2 */
    LINK_ERROR_PLAIN = 3        /* "ERROR" alone */
};

enum link_outcome {
    LINK_SENT = 1,      /* +CMGS with a reference, then OK */
    LINK_NOT_SENT = 2,  /* surely not handed over: no prompt, write failed,
                         * or refused before the text; try again. CMS 304 here
                         * is the worker's own: the text does not fit the
                         * alphabet or the part, or libgammu would have changed
                         * it; CMS 330: the SIM names no service centre */
    LINK_REFUSED = 3,   /* handed over and refused: error and code say why */
    LINK_UNKNOWN = 4    /* handed over and no proof either way */
};

struct link_start {
    int32_t version;            /* LINK_VERSION */
    char name[32];              /* for log lines */
    char device[128];           /* resolved path of the tty */
    char pin[12];               /* "" when none */
    int32_t pin_again;          /* 1: the PIN is another one than that which
                                 * was refused; else it is not tried where the
                                 * SIM says that a try was used up */
    char connection[16];        /* libgammu's; "" means "dku2at" */
    int32_t slow;               /* 1: keep libgammu's own pauses */
    int32_t poll_ms;            /* how often both stores are listed; 0: 15 s */
    int32_t probe;              /* 1: say LINK_READY or LINK_TROUBLE, exit */
    int32_t record;             /* 1: as LINK_RECORD, from the first byte */
};

/* One part, split and encoded already; TS 23.040 §9.2.3.16 and .24. */
struct link_send {
    int64_t attempt;            /* echoed in LINK_HANDED and LINK_RESULT */
    char number[LINK_NUMBER_MAX]; /* "+" and digits, or digits */
    int32_t ucs2;               /* 0: GSM 7 bit default alphabet */
    int32_t report;             /* 1: ask for a status report */
    char smsc[LINK_NUMBER_MAX]; /* message centre, for a SIM that has lost its
                                 * own; "" unknown */
    int32_t validity;           /* TP-VP, relative format octet 0..255 */
    int32_t udh_bytes;          /* 0: no header */
    uint8_t udh[16];            /* with its own length octet first */
    int32_t units;              /* UTF-16 units in text */
    uint16_t text[160];         /* host byte order */
};

struct link_handed {
    int64_t attempt;
};

struct link_result {
    int64_t attempt;
    int32_t outcome;            /* enum link_outcome */
    int32_t reference;          /* TP-MR, 0..255; -1 when none came */
    int32_t error;              /* enum link_error */
    int32_t code;               /* of error; -1 when none */
};

/* The PDU as the modem listed it (TS 27.005 §3.4.1: SMSC address first). It
 * has the length that the modem announced, unless damaged is set: then three
 * listings in a row showed the same unusable line, and pdu is that line as it
 * stood, printable characters only, cut to fit. LINK_STORED for a part in no
 * slot lets the worker acknowledge it (AT+CNMA). */
struct link_part {
    int32_t store;              /* enum link_store */
    int32_t index;              /* slot as the modem counts; -1 in no slot */
    int32_t status;             /* <stat> of +CMGL: 0 unread, 1 read, 2 unsent,
                                 * 3 sent */
    int32_t damaged;
    char pdu[LINK_PDU_MAX];     /* upper-case hex */
};

/* Asks for the removal of exactly this PDU. The worker removes only a slot
 * that shows this PDU at that moment and never repeats a delete blindly. */
struct link_stored {
    int32_t store;              /* NONE: it was handed over */
    int32_t index;
    char pdu[LINK_PDU_MAX];
};

struct link_call {
    int32_t ended;              /* 0: a ring; 1: no more rings */
    char number[LINK_NUMBER_MAX]; /* "" when withheld */
};

/* Down: code or menu answer in text; none closes the session. Up: status and
 * the network's text. */
struct link_ussd {
    int64_t id;                 /* echoed */
    int32_t way;                /* how this dongle wants a code: what worked
                                 * last, 0 unknown; up: what worked now, or 0 */
    int32_t status;             /* as +CUSD <m>: 0 done, 1 answer expected,
                                 * 2 ended by network, 4 not supported, 5 timed
                                 * out; -1 the dongle refused */
    char text[LINK_TEXT_MAX];   /* UTF-8 */
};

struct link_ready {
    char imei[20];
    char imsi[20];              /* "" when unreadable */
    char maker[32];
    char model[32];
    char firmware[32];
    char smsc[LINK_NUMBER_MAX];
    char number[LINK_NUMBER_MAX]; /* its own as the SIM has it noted, in any
                                 * form; "" unknown, as on most */
};

struct link_trouble_report {
    int32_t trouble;            /* enum link_trouble */
    struct reason why;
};

struct link_health {
    int32_t signal_percent;     /* 0..100; -1 unknown */
    int32_t signal_dbm;         /* 0 unknown */
    int32_t registered;         /* <stat> of what says most: +CREG, +CGREG or
                                 * +CEREG; 1 too when a text just went; -1
                                 * unknown; see link_registered() */
    char operator_name[32];     /* UTF-8 */
    char operator_code[8];      /* MCC MNC digits */
    int32_t sm_used, sm_size;   /* -1 unknown */
    int32_t me_used, me_size;
    int32_t listed;             /* 1: both stores were listed just now */
    int32_t mute;               /* 1: texts came, and nothing was ever told */
    int32_t locked;             /* 1: it never had a network, and says that it
                                 * is locked to an operator */
};

struct link_record {
    int32_t on;                 /* 0: no more */
};

/* As it passed: numbers, texts and PINs too. It never leaves the memory so. */
struct link_said {
    int64_t at;                 /* monotonic ms */
    int32_t down;               /* 1: to the dongle */
    int32_t bytes;              /* 1..LINK_SAID_MAX */
    char byte[LINK_SAID_MAX];
};

struct link_message {
    int32_t kind;               /* enum link_kind */
    int32_t reserved;
    union {
        struct link_start start;
        struct link_send send;
        struct link_handed handed;
        struct link_result result;
        struct link_part part;
        struct link_stored stored;
        struct link_call call;
        struct link_ussd ussd;
        struct link_ready ready;
        struct link_trouble_report trouble;
        struct link_health health;
        struct link_record record;
        struct link_said said;
    } u;
};

/* Whether texts can go by what the dongle says: home or roaming, 6 and 7 for
 * texts alone, 9 and 10 with calls over LTE preferred (TS 27.007 §7.2, §10.1).
 * Page, API, lights and worker ask this alone. */
bool link_registered(const struct link_health *h);

/* How many bytes the well-formed UTF-8 character at s has (RFC 3629); 0 when
 * there is none. Reads no further than the string's end. Pure. */
int link_utf8_bytes(const unsigned char *s);

/* A connected pair, both ends close-on-exec and non-blocking. */
MUST_CHECK enum err link_pair(int *daemon_end, int *worker_end);

/* Writes m whole. ERR_BUSY: the other side does not read (its queue is full);
 * ERR_GONE: it closed. Never blocks, never raises SIGPIPE. */
MUST_CHECK enum err link_write(int fd, const struct link_message *m);

/* Reads one packet. ERR_EMPTY: none waiting; ERR_GONE: the other side closed;
 * ERR_CORRUPT: a packet that link_check() refuses was dropped. Every string in
 * *out is terminated, every count within its array. */
MUST_CHECK enum err link_read(int fd, struct link_message *out);

/* Ends the hearing on fd: from now on the other side's link_write() gives
 * ERR_GONE. What it wrote before is still there for link_read(), then ERR_GONE;
 * so nothing can be said and never heard. */
void link_deafen(int fd);

/* The check that link_read() makes on a packet of so many bytes in *m.
 * ERR_CORRUPT: unknown kind, wrong size, a string without an end, a count or
 * an enum out of range, or a PDU that is no hex. Free texts (trouble, USSD,
 * names) are mended in place instead: what is no UTF-8 or no printable
 * character becomes '?'; a reason that is not known becomes none. */
MUST_CHECK enum err link_check(struct link_message *m, long bytes);

/* The bytes that a packet of this kind has; 0 for an unknown kind. */
long link_bytes(enum link_kind kind);

#endif
