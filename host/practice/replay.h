/* replay.h - a dongle's diary, as notehome modems record writes it, becomes a
 * family of its own: the practice dongle then is who, starts as, lists as and
 * says what the diary shows; texts, calls and codes go as ever. A diary is a
 * stranger's file: too long, or of another form, it is refused, and nothing in
 * it can do more than be said at the port.
 *
 * replay.c reads lines into talks; replay_model.c and replay_lines.c learn the
 * family from them. */
#ifndef NOTEHOME_PRACTICE_REPLAY_H
#define NOTEHOME_PRACTICE_REPLAY_H

#include "practice/model.h"

#include "base/err.h"

#include <stdint.h>

enum {
    REPLAY_BYTES_MAX = 2 << 20,
    REPLAY_TALKS_MAX = 8192,
    REPLAY_PORTS_MAX = 16
};

/* How a command ended. */
enum replay_end {
    REPLAY_OPEN,            /* nothing ended it */
    REPLAY_OK,
    REPLAY_REFUSED,
    REPLAY_ASKED            /* "> " */
};

/* A command and all that answered it, or a line that nobody asked for. */
struct replay_talk {
    int64_t at, until;      /* ms since the diary began */
    int port;
    bool opened;            /* neither: the port was opened */
    bool starting;          /* the SIM does not answer yet */
    const char *command;    /* without "AT"; NULL: unasked */
    char *answer;           /* as it came, line ends too; owned by the pool */
    enum replay_end end;
    int cms, cme;           /* of REFUSED; -1 */
    bool close;             /* no line break before the answer */
};

struct replay_port {
    bool listed;
    int vendor, product, protocol, number;  /* -1 unknown */
    int answers, unasked;
};

struct replay {
    struct model model;
    struct replay_port port[REPLAY_PORTS_MAX];
    struct replay_talk *talk;   /* owned */
    int talks;
    char *pool;                 /* owned: all texts */
    size_t pooled, room;
    char words[6][256];         /* of the model: maker, type, ... */
    char start[1024], idle[512];
};

/* ERR_INPUT: it is no diary, or shows no dongle that answers; ERR_IO. */
MUST_CHECK enum err replay_open(const char *path, struct replay **out);
/* The same of text in memory. */
MUST_CHECK enum err replay_read(const char *text, size_t n,
    struct replay **out);
void replay_free(struct replay *r);     /* accepts NULL */

/* The answer as it stood to a command (without "AT") that changes nothing, or
 * that this dongle does not take; with known false to any. NULL: none. */
const char *replay_answer(const struct replay *r, const char *command,
    bool known);

/* replay_model.c: fills r->model. false: no port of it answers. */
bool replay_learn(struct replay *r);
/* replay_lines.c: of that, how it starts and what it says by itself. */
void replay_learn_lines(struct replay *r);

#endif
