/* line_filter.h - what stands between the real tty and the pty that libgammu
 * opens: a state machine over the bytes of both directions.
 *
 * libgammu sees only answers to its own commands, each whole and clean, and
 * never a byte that came from the air: listed PDUs are replaced by empty ones.
 * Everything else (arrivals, calls, listed PDUs, how a send ended) comes out
 * as events. What must not happen by accident needs leave first: a PDU passes
 * only if it is the one armed, Ctrl-Z only after FILTER_HANDED was accepted,
 * AT+CMGD only for a slot that was just seen to hold the PDU named.
 *
 * Pure: no clock, no descriptor. Times are milliseconds of one steady clock.
 * One thread at a time. */
#ifndef NOTEHOME_LINE_FILTER_H
#define NOTEHOME_LINE_FILTER_H

#include "link/link.h"
#include "modem/tpdu.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum filter_event_kind {
    FILTER_ENTRY = 1,   /* part: a listed message (damaged: unusable line) */
    FILTER_LISTED,      /* part.store was listed to its end; status 1: all of
                         * its entries were given */
    FILTER_DIRECT,      /* part: handed over by +CMT or +CDS, in no slot */
    FILTER_ARRIVED,     /* something is new in a store */
    FILTER_RING,        /* text: the caller's number or "" */
    FILTER_RING_ENDED,
    FILTER_USSD,        /* text: the whole +CUSD answer */
    FILTER_HANDED,      /* may Ctrl-Z pass? the answer counts */
    FILTER_RESULT,      /* result: how the armed part ended (no attempt) */
    FILTER_NO_PROMPT,   /* the modem lives but gave no prompt */
    FILTER_ANSWER,      /* text: the lines that answered filter_ask() */
    FILTER_SILENT       /* the modem answers nothing any more */
};

struct filter_event {
    enum filter_event_kind kind;
    struct link_part part;
    struct link_result result;
    enum link_error error;      /* of FILTER_ANSWER */
    int code;                   /* -1 without one */
    bool answered;              /* FILTER_ANSWER: a final result came */
    const char *text;           /* borrowed for the call */
};

struct filter_calls {
    void (*to_modem)(void *self, const char *bytes, size_t n);
    void (*to_library)(void *self, const char *bytes, size_t n);
    /* Only the answer to FILTER_HANDED matters. */
    bool (*event)(void *self, const struct filter_event *e);
};

/* One; about 0.6 MB, most of it never touched. */
struct line_filter;

/* NULL without memory. calls is borrowed for good. */
struct line_filter *filter_new(const struct filter_calls *calls, void *self);
void filter_free(struct line_filter *f);

void filter_from_library(struct line_filter *f, const char *bytes, size_t n,
                         int64_t now);
void filter_from_modem(struct line_filter *f, const char *bytes, size_t n,
                       int64_t now);

/* Looks at the deadlines; call at filter_due() or later. */
void filter_tick(struct line_filter *f, int64_t now);

/* When filter_tick() has something to do; INT64_MAX: never. */
int64_t filter_due(const struct line_filter *f);

/* Leave for one AT+CMGS with exactly this TPDU. */
void filter_arm(struct line_filter *f, const struct tpdu *t);

/* Takes it back; false when it was used already. */
bool filter_disarm(struct line_filter *f);

/* Leave for one AT+CMGD of that slot while it shows that PDU; store 0: none. */
void filter_allow_delete(struct line_filter *f, int store, int index,
                         const char *pdu);

/* Sends a command of our own (without CR) as soon as the modem is free;
 * FILTER_ANSWER follows, after ms at the latest. ERR_BUSY: one is under way;
 * ERR_INPUT: too long. */
MUST_CHECK enum err filter_ask(struct line_filter *f, const char *command,
                               int ms, int64_t now);

/* Makes sure that the next answer belongs to the next command: whatever comes
 * before the answer to a harmless question is dropped. */
void filter_sync(struct line_filter *f, int64_t now);

/* Frees a modem that waits for text and drops what it says. */
void filter_escape(struct line_filter *f, int64_t now);

/* No command is under way or waits. */
bool filter_idle(const struct line_filter *f);

/* The slot that was read last, in the store that is selected, holds that
 * PDU. */
bool filter_shows(const struct line_filter *f, const char *pdu);

/* The store that the modem has selected for reading; 0: not known. */
int filter_store(const struct line_filter *f);
/* The modem lists that store and refuses to select it: libgammu, which would
 * give up for it, does not hear of it from now on. */
void filter_hide_store(struct line_filter *f, int store);

/* The store that libgammu selected last. It believes that this one stays
 * selected, and does not ask for it again; 0: none yet. */
int filter_library_store(const struct line_filter *f);

/* How full that store was when it was last selected; -1 not known. */
void filter_memory(const struct line_filter *f, int store, int *used,
                   int *size);

#endif
