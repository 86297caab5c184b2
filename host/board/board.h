/* board.h - the companion board: finds it, keeps up the conversation, finds it
 * again after it was pulled out. The main thread owns it; nothing here waits.
 * Everything works without a board. */
#ifndef NOTEHOME_BOARD_H
#define NOTEHOME_BOARD_H

#include "base/loop.h"
#include "board/session.h"

struct board;

struct board_hooks {
    void *user;
    bool (*taken)(void *user, const char *path); /* a dongle's port: never */
    bool (*healthy)(void *user);        /* as in session.h, and the rest too */
    void (*came)(void *user);
    void (*went)(void *user);
    void (*status)(void *user);
    enum err (*event)(void *user, const struct said_event *e);
};

/* device: "auto", a path, or "none". hooks are copied. */
MUST_CHECK enum err board_open(struct loop *loop, const char *device,
    const struct board_hooks *hooks, struct board **out);
void board_close(struct board *b);      /* accepts NULL */

/* What it said; NULL while none is connected. Valid until the next callback. */
const struct said_hello *board_hello(const struct board *b);
const struct said_status *board_status(const struct board *b);
/* It is connected and may switch: same major version. */
bool board_obeys(const struct board *b);
/* Its port, "" while none is connected. */
const char *board_path(const struct board *b);

/* Where new firmware would go: the connected one's port, else the one of the
 * settings, else the only free port with a board's USB id; "" where there is
 * none, or more than one. */
const char *board_update_port(struct board *b);

/* As session_ask(). */
MUST_CHECK enum err board_ask(struct board *b, uint16_t command,
    const char *fields, request_done *done, void *user);

/* Whether that port was asked as a board and is none; true too where no board
 * is looked for there. Accepts NULL: nothing is known. */
bool board_rules_out(const struct board *b, const char *path);

/* Lets go of the port, for somebody else to use it, until board_resume(). */
void board_pause(struct board *b);
void board_resume(struct board *b);

#endif
