/* request.h - requests to the board, one at a time: a sequence number, three
 * tries of 300 ms with the same one, and the answer. Pure: bytes and the time
 * come in, bytes go out through a function, so tests need no port and no
 * clock. */
#ifndef NOTEHOME_BOARD_REQUEST_H
#define NOTEHOME_BOARD_REQUEST_H

#include "base/err.h"
#include "board_frame.h"

#include <stddef.h>

enum { REQUESTS_MAX = 24 };     /* that wait at once */

/* The end of a request. OK: f is the answer. ERR_REFUSED: f is ER and
 * f->field[0] the board's reason. ERR_TIMEOUT, ERR_GONE: f is NULL. */
typedef void request_done(void *user, enum err e, const struct board_frame *f);

struct board_request {
    struct board_writer sentence;
    uint16_t command;
    uint8_t seq;
    request_done *done;         /* may be NULL */
    void *user;
};

struct requests {
    void (*send)(void *user, const char *bytes, size_t n);
    void (*unasked)(void *user, const struct board_frame *f); /* EV, boot HI */
    void *user;
    struct board_reader reader;
    struct board_request waiting[REQUESTS_MAX];
    int first, count;
    int tries;                  /* of the first; 0: not sent yet */
    int64_t until;              /* monotonic ms: its next try, or its end */
    uint8_t seq;                /* of the next */
    unsigned bad;               /* sentences that were none */
};

/* r is zeroed first. */
void requests_start(struct requests *r,
    void (*send)(void *user, const char *bytes, size_t n),
    void (*unasked)(void *user, const struct board_frame *f), void *user);

/* Queues a request; it goes out at the next requests_tick(). fields as on the
 * wire: "C,5000", or "". ERR_BUSY: too many wait; ERR_INPUT: too long. done is
 * called exactly once for what was queued. */
MUST_CHECK enum err requests_ask(struct requests *r, uint16_t command,
    const char *fields, request_done *done, void *user);

/* Bytes from the board. */
void requests_feed(struct requests *r, const void *bytes, size_t n);

/* Sends what is due and ends what is overdue. Returns when it wants to be
 * called again, monotonic ms; INT64_MAX: not by itself. */
int64_t requests_tick(struct requests *r, int64_t now);

/* The board is gone: all that wait end with ERR_GONE. */
void requests_drop(struct requests *r);

#endif
