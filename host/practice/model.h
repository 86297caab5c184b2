/* model.h - modem families as data: what the practice dongle can be taken for.
 * Ports, identity, stores, registration, notices, USSD, reports and habits of
 * each, after makers' manuals, other programs' tables and users' reports; no
 * real one was at hand. model_table.c is the table. */
#ifndef NOTEHOME_PRACTICE_MODEL_H
#define NOTEHOME_PRACTICE_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { MODEL_PORTS = 6 };

enum model_role {
    MODEL_NO_PORT,          /* ends the list */
    MODEL_MAIN,             /* answers, and tells what happens by itself */
    MODEL_SECOND,           /* answers, and never tells */
    MODEL_DEAF              /* diagnosis, positions, PPP */
};

struct model_port {
    enum model_role role;
    int protocol, number;   /* bInterfaceProtocol, bInterfaceNumber */
};

/* How it wants a USSD code. */
enum model_ussd {
    MODEL_USSD_ANY,         /* packed, or as AT+CSCS says, or letters */
    MODEL_USSD_CHARSET,     /* as AT+CSCS says */
    MODEL_USSD_LETTERS,     /* as it is, whatever AT+CSCS says */
    MODEL_USSD_PACKED,      /* 7 bit, packed, in hex */
    MODEL_USSD_NONE
};

enum model_habit {
    MODEL_TAGGED = 1 << 0,          /* AT+CGMM: "+CGMM: name" */
    MODEL_READY_NO_OK = 1 << 1,     /* +CPIN: READY, and no OK */
    MODEL_GSM_ONLY = 1 << 2,        /* AT+CSCS knows no UCS2 */
    MODEL_THROWS = 1 << 3,          /* typed while it works: thrown away */
    MODEL_NO_CLOSE = 1 << 4,        /* AT+CUSD=2 is refused */
    MODEL_NO_CALLS = 1 << 5,        /* data alone: nothing rings */
    MODEL_NO_RESET = 1 << 6,        /* AT+CFUN=1,1 is refused */
    MODEL_NO_SIGNAL = 1 << 7,       /* AT+CSQ: 99, AT+CESQ tells */
    MODEL_NO_ALPHA = 1 << 8,        /* headers without the name's field */
    MODEL_LIST_BLANK = 1 << 9,      /* a blank ends the header of a listing */
    MODEL_LIST_WRONG = 1 << 10,     /* its length counts the centre too */
    MODEL_LIST_CLOSE = 1 << 11,     /* no line break before it */
    MODEL_USSD_BLANK = 1 << 12,     /* +CUSD: 0, "...", 15 */
    MODEL_USSD_UCS2 = 1 << 13,      /* the answer in UCS-2 hex, DCS 15 */
    MODEL_USSD_BARE = 1 << 14,      /* the answer without quotes */
    MODEL_USSD_LINES = 1 << 15,     /* no such service: an error after OK */
    MODEL_USSD_OCTETS = 1 << 16,    /* packed octets whatever the DCS says */
    MODEL_WORDS = 1 << 17,          /* "+CME ERROR: SIM failure" at first */
    MODEL_LTE = 1 << 18,            /* knows AT+CEREG and AT+CESQ */
    MODEL_PHASE_2 = 1 << 19,        /* AT+CSMS is 1 from the start */
    MODEL_CARDLOCK = 1 << 20        /* locked, and ^CARDLOCK alone says it; to
                                     * another's SIM it finds no network */
};

struct model {
    const char *name, *title;
    int vendor, product;            /* USB */
    struct model_port port[MODEL_PORTS];
    const char *maker, *type, *revision;
    const char *stores;             /* the answer to AT+CPMS=? */
    const char *get;                /* where texts go at first */
    int first;                      /* the number of the first slot */
    int creg, cgreg, cereg;         /* while a text can go */
    unsigned char cnmi[5];          /* bit n: value n is taken */
    int csms;                       /* most that AT+CSMS takes */
    enum model_ussd ussd;
    unsigned habits;                /* enum model_habit */
    int ready_ms;                   /* from power to a SIM that answers */
    int sim_busy, text_busy;        /* CME and CMS code until then; 0: plain */
    const char *start;              /* said while it starts, line by line */
    const char *idle;               /* said every idle_ms, one line each */
    int idle_ms;
};

/* The families; the first is the dongle without --model, model_name ends. */
extern const struct model model_table[];

/* NULL: no family of that name. */
const struct model *model_find(const char *name);
/* One line each: name, USB ids, ports as role:protocol:number, title; by
 * tabs. */
void model_list(FILE *to);
void model_print(FILE *to, const struct model *m);
int model_ports(const struct model *m);
/* The port that tells what happens. */
int model_main(const struct model *m);
/* The name of the n-th port behind path: "ttyUSB2" is followed by "ttyUSB3",
 * "dongle" by "dongle-1". */
void model_port_path(char *out, size_t room, const char *path, int n);
bool model_has_store(const struct model *m, const char *name);

#endif
