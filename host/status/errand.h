/* errand.h - what a person asks of the board: one errand at a time, and what it
 * says of it, line by line. In memory only. Any thread may call. */
#ifndef NOTEHOME_ERRAND_H
#define NOTEHOME_ERRAND_H

#include "text/reason.h"

#include <stdbool.h>
#include <stdint.h>

enum errand_kind {
    ERRAND_GET,                 /* name "": all settings */
    ERRAND_SET,                 /* name to value */
    ERRAND_CUT,                 /* the dongle's power for value ms; 0: as set */
    ERRAND_SERVICE,             /* value 1: hands off for an hour; 0: no more */
    ERRAND_CALIBRATE,           /* name ("calbat") so that it reads value mV */
    ERRAND_TEST,
    ERRAND_KINDS
};
/* "get"; static. ERRAND_KINDS: there is none of that name. */
const char *errand_name(enum errand_kind k);
enum errand_kind errand_kind(const char *name);

enum { ERRAND_LINES = 24, ERRAND_SETTING = 12 };

struct errand {
    enum errand_kind kind;
    char name[ERRAND_SETTING];
    uint32_t value;
};
struct errand_told {
    int64_t id;                 /* 0: none since the daemon started */
    struct errand what;
    bool over, good;
    int n;
    struct reason line[ERRAND_LINES];
};

/* Whoever does errands: wake is called for each new one, on the asker's thread.
 * NULL: nobody does any more. */
void errand_serve(void (*wake)(void *user), void *user);

/* ERR_BUSY: one is under way; ERR_GONE: nobody does errands. */
MUST_CHECK enum err errand_ask(const struct errand *what, int64_t *id);
/* For who does it: the one that waits, once. */
bool errand_take(struct errand *out);
/* Adds a line; what does not fit is left out. */
void errand_say(const struct reason *line);
void errand_end(bool good);

/* The latest. */
void errand_latest(struct errand_told *out);

#endif
