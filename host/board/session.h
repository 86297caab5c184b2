/* session.h - a conversation with one board over an open port: the greeting,
 * the regular heartbeat and status, events, and who may be asked what. Pure:
 * bytes and monotonic milliseconds come in, bytes and news go out. */
#ifndef NOTEHOME_SESSION_H
#define NOTEHOME_SESSION_H

#include "board/request.h"
#include "board/said.h"

enum session_state {
    SESSION_OPENING,            /* no board has answered yet */
    SESSION_TALKING,
    SESSION_LOST                /* it answers no more, or never did */
};

struct session_hooks {
    void *user;
    void (*send)(void *user, const char *bytes, size_t n);
    /* Asked each time: true lets a heartbeat go, false asks for the status
     * alone, so that a host that is not well gets restarted. */
    bool (*healthy)(void *user);
    void (*came)(void *user);   /* greeted; again after each of its boots */
    void (*status)(void *user); /* session.status is fresh */
    /* OK or ERR_EXISTS: it is on disk, the board may forget it. */
    enum err (*event)(void *user, const struct said_event *e);
};

struct session {
    const struct session_hooks *hooks;
    struct requests requests;
    enum session_state state;
    bool greeting;              /* HI is under way */
    int64_t now, opened, status_due;
    struct said_hello hello;
    struct said_status status;
    bool has_status;
};

/* The port was opened at now; s is zeroed first. hooks must stay. */
void session_start(struct session *s, const struct session_hooks *hooks,
    int64_t now);
void session_feed(struct session *s, int64_t now, const void *bytes,
    size_t n);
/* Returns when it wants to be called again. */
int64_t session_tick(struct session *s, int64_t now);
/* What waits ends with ERR_GONE. */
void session_end(struct session *s);

/* The board speaks our major version: it may be asked everything. */
bool session_understands(const struct session *s);
/* As requests_ask(). ERR_GONE: nobody is there; ERR_REFUSED: a board of another
 * major is asked what is frozen, no more. */
MUST_CHECK enum err session_ask(struct session *s, uint16_t command,
    const char *fields, request_done *done, void *user);

#endif
