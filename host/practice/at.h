/* at.h - the terminal side of a dongle: AT command lines in, answers and
 * unsolicited lines out. ITU-T V.250, 3GPP TS 27.007 and 27.005, in the
 * manner of a Huawei E173.
 *
 * at.c reads lines, at_out.c writes; the commands are in at_basic.c,
 * at_net.c, at_sms.c and at_memory.c, one table each. */
#ifndef NOTEHOME_PRACTICE_AT_H
#define NOTEHOME_PRACTICE_AT_H

#include "practice/fault.h"
#include "practice/loop.h"
#include "practice/slots.h"

enum { AT_LINE_MAX = 1024, AT_TYPED_MAX = 16384, AT_USSD_MAX = 182 };

enum at_mode {
    AT_COMMAND,             /* collecting a command line */
    AT_PROMPT,              /* collecting a text after "> " */
    AT_BUSY                 /* working; what is typed waits */
};

enum at_store { STORE_SM, STORE_ME, STORE_SR, STORES, STORE_MT = STORES };

struct at_buffer {
    char *text;             /* owned */
    size_t len, room;
};

struct dongle;

/* All of this is lost when the dongle loses power. */
struct at {
    enum at_mode mode;
    char line[AT_LINE_MAX];
    size_t len;
    bool overlong;
    char command[AT_LINE_MAX];  /* the command being done, without "AT" */
    struct at_buffer out;       /* on its way to the port */
    struct at_buffer answer;    /* of the command being done */
    struct at_buffer held;      /* unsolicited lines that wait */
    char typed[AT_TYPED_MAX];   /* came while busy */
    size_t typed_len;
    struct loop_timer timer;    /* ends AT_BUSY */
    enum at_mode after;         /* the mode a delayed answer leads to */
    int (*entered)(struct dongle *d);   /* Ctrl-Z after AT_ASKED; a result */
    bool echo, quiet;
    int cmee, cnmi[5], csms, creg, cgreg, cereg, cops_format;
    bool clip, crc, ccwa, curc;
    char charset[8];            /* CSCS */
    enum at_store mem[3];       /* CPMS */
    size_t wanted;              /* octets CMGS or CMGW announced */
    int write_state;            /* CMGW: <stat> */
    bool to_store;              /* at the prompt: CMGW */
    char session[64];           /* USSD path so far */
    bool ussd_packed;           /* the code came as packed hex */
    struct loop_timer ussd_timer;
};

/* What a command did; at.c writes the final result code. */
enum {
    AT_OK = 0,
    AT_ERROR = -1,
    AT_ASKED = -2,          /* "> " was written, a text follows: entered() */
    AT_LATER = -3,          /* at_finish() will be called */
    AT_SILENT = -4,         /* no result code at all */
    AT_CMS = 0x10000,       /* + the number */
    AT_CME = 0x20000
};

enum at_form { AT_RUN, AT_READ, AT_TEST, AT_SET };

struct at_call {
    enum at_form form;
    const char *args;       /* what follows "=" */
};

struct at_entry {
    const char *name;
    int (*run)(struct dongle *d, struct at_call *c);
    unsigned needs;
};
enum { AT_NEEDS_SIM = 1, AT_NEEDS_STORAGE = 2 };
extern const struct at_entry at_basic[], at_net[], at_sms[], at_memory[];

/* After power on; frees nothing, at_clear() does. */
void at_reset(struct at *at);
void at_clear(struct dongle *d);

void at_input(struct dongle *d, const uint8_t *p, size_t len);
/* One line of the answer to the running command. */
void at_say(struct dongle *d, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* A further line of a list, without an empty line before it. */
void at_go_on(struct dongle *d, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* An unsolicited line; waits while a text or a line is being typed. */
void at_unasked(struct dongle *d, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Bytes behind what the buffer holds; beyond 1 MiB they are lost. 64 bytes
 * stay free for faults_spoil(). */
void at_buffer_add(struct at_buffer *b, const char *text, size_t len);
/* Sends what is ready, and what waited if nothing is being typed. */
void at_flush(struct dongle *d);

/* Ends a command that answered AT_LATER. */
void at_finish(struct dongle *d, int result);
/* How a SIM that starts refuses a command; texts: one about texts. */
int at_starting(struct dongle *d, bool texts);
/* Text in the character set of the moment: UCS-2 as hex, or as it is. */
void at_in_charset(const struct dongle *d, const char *text, char *out,
    size_t room);
/* AT+CUSD (at_ussd.c). */
int at_ussd(struct dongle *d, struct at_call *c);

/* Arguments, from left to right; a missing one leaves *out as it is. false:
 * malformed. */
bool at_arg_int(struct at_call *c, int *out);
bool at_arg_text(struct at_call *c, char *out, size_t room);

#endif
