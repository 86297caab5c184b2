/* guess.h - guessing passwords slows the guesser and never the owner (brute
 * force). Failures count by name and address together, and by address, where
 * one person's slips at a computer that many use are few. By name alone nobody
 * is refused: a name that many wrong passwords were tried for only leaves each
 * new address fewer tries that cost nothing. A browser that signed in with the
 * name before, and a locked session that is opened again, have a counter of
 * their own, which no other's guesses touch. In memory, bounded; any thread. */
#ifndef NOTEHOME_GUESS_H
#define NOTEHOME_GUESS_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct db;

enum {
    GUESS_ADDRESS = 20,         /* failures of an address that cost nothing */
    GUESS_HOT = 10,             /* failures for a name that make it hot */
    GUESS_TOLD = 10,            /* failures in an hour that staff hear of */
    GUESS_KNOWN = 160           /* room for what a browser keeps */
};

/* A try to sign in; its keys for the throttle. */
struct guess {
    char name[24], pair[80], address[60];
    char own[80];               /* its own counter; "" none */
    char peer[48];
};

/* name as typed; peer: the other end's address. own: what sets it apart, as
 * guess_is_known() and a locked session give; "" nothing. */
void guess_of(const char *name, const char *peer, const char *own,
    struct guess *out);

/* Milliseconds until this try may be made; 0: now. */
int64_t guess_wait(const struct guess *g);
void guess_failed(const struct guess *g);
void guess_good(const struct guess *g);

/* An admin lets this name in again, wherever it was tried from. */
void guess_forgive(const char *name);

/* Wrong passwords in the last hour, and the address of the last. */
int guess_recent(char address[48]);

/* What a browser keeps (a cookie) says that it signed in with this name before.
 * Nobody can make one up. own: its counter. False also when nothing can be
 * read. */
bool guess_is_known(struct db *db, const char *kept, const char *name,
    char own[40]);
/* What it keeps from now on: the last few names. Takes its own transaction when
 * the key is made, the first time. */
MUST_CHECK enum err guess_remember(struct db *db, const char *kept,
    const char *name, char out[GUESS_KNOWN]);

#endif
