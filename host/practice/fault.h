/* fault.h - what goes wrong with a dongle, on demand.
 *
 * A fault applies to commands that begin with its match (without "AT"), until
 * its count is used up, its time is over, or it is cleared. */
#ifndef NOTEHOME_PRACTICE_FAULT_H
#define NOTEHOME_PRACTICE_FAULT_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FAULTS_MAX = 16, FAULT_MATCH_MAX = 32 };

enum fault_kind {
    FAULT_SILENT,           /* falls silent when the command comes, not done */
    FAULT_HANG,             /* the same, but does the command first */
    FAULT_IGNORE,           /* neither done nor answered */
    FAULT_MUTE,             /* done, not answered */
    FAULT_DELAY,            /* done, answered late */
    FAULT_REFUSE,           /* not done, answered with an error */
    FAULT_GARBAGE,          /* done, the answer is spoilt */
    FAULT_KEEP,             /* a delete that is answered OK and not done */
    FAULT_KINDS
};

enum fault_garbage { GARBAGE_LINE, GARBAGE_MIDDLE, GARBAGE_BYTES };

enum fault_error { FAULT_CMS, FAULT_CME, FAULT_PLAIN };

struct fault {
    enum fault_kind kind;
    char match[FAULT_MATCH_MAX];
    bool prompt;            /* apply before the "> " of CMGS and CMGW, not
                             * after the text was entered */
    long left;              /* commands it still applies to; -1: no end */
    int64_t until;          /* loop_mono() of its end; 0: no end */
    int percent;            /* of the commands that match */
    int64_t ms;             /* FAULT_DELAY */
    enum fault_error error; /* FAULT_REFUSE */
    int code;
    enum fault_garbage garbage;
    bool reopen;            /* silence ends when the port is closed too */
};

struct faults {
    struct fault list[FAULTS_MAX];
    size_t count;
    uint64_t dice;          /* state of the random numbers */
};

/* "silent" ... "keep"; FAULT_KINDS when it is none. */
enum fault_kind fault_kind(const char *name);
const char *fault_name(enum fault_kind kind);

void faults_seed(struct faults *f, uint64_t seed);
/* A number below n, from the seed. */
unsigned faults_roll(struct faults *f, unsigned n);

/* ERR_BUSY: too many at once. */
MUST_CHECK enum err faults_add(struct faults *f, const struct fault *fault);
/* Ends all of one kind, or with FAULT_KINDS all. */
void faults_clear(struct faults *f, enum fault_kind kind);

/* Does a fault of that kind strike this command now? It is counted, and a
 * copy goes to out (NULL: not wanted). */
bool faults_strike(struct faults *f, enum fault_kind kind, const char *command,
    bool prompt, int64_t now, struct fault *out);

/* Spoils an answer in place: text has room for 64 more bytes than *len. */
void faults_spoil(struct faults *f, enum fault_garbage kind, char *text,
    size_t *len);

#endif
