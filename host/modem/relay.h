/* relay.h - the thread between the real tty and libgammu's pty. It runs the
 * line filter and its deadlines, tells the daemon of LINK_HANDED, LINK_RESULT
 * and LINK_TROUBLE, and ends the process at once when the dongle is gone or
 * silent: the other thread may sit in libgammu for minutes.
 *
 * The functions here are for the worker's own thread. */
#ifndef NOTEHOME_RELAY_H
#define NOTEHOME_RELAY_H

#include "modem/notes.h"
#include "modem/to_daemon.h"

struct relay_answer {
    bool answered;              /* a final result came */
    enum link_error error;
    int code;                   /* -1 without one */
    char text[1024];            /* information lines, one a line */
};

struct relay_memory {
    int used, size;             /* -1 not known */
};

struct relay;

/* Starts the thread. Descriptors and the way to the daemon are borrowed for
 * good. */
MUST_CHECK enum err relay_start(int tty, int master, int link,
                                struct to_daemon *out, struct relay **relay);

/* Readable when relay_take() has something. */
int relay_fd(struct relay *r);

/* Takes the oldest note; false when there is none. */
bool relay_take(struct relay *r, struct relay_note *out);

/* From now on, or no more, the daemon is given all that passes at the port. */
void relay_record(struct relay *r, bool on);

/* Asks the modem past libgammu, which must be idle. ERR_TIMEOUT: no final
 * result; ERR_REFUSED: an error one, out says which. */
MUST_CHECK enum err relay_ask(struct relay *r, const char *command, int ms,
                              struct relay_answer *out);

/* Frees a modem that waits for text, then finds out whether it answers, in at
 * most ms. From then on silence ends the process. */
MUST_CHECK enum err relay_contact(struct relay *r, int ms);

/* Waits until no command is under way. */
void relay_settle(struct relay *r);

/* Leave for libgammu to send one part; see filter_arm(). */
void relay_arm(struct relay *r, int64_t attempt, const struct tpdu *t);

/* After libgammu's call came back: waits for the result. The daemon was told
 * when this returns; without AT+CMGS it is told NOT_SENT. True: it went. */
bool relay_finish_send(struct relay *r);

void relay_allow_delete(struct relay *r, int store, int index,
                        const char *pdu);
void relay_hide_store(struct relay *r, int store);  /* filter_hide_store() */
int relay_store(struct relay *r);
int relay_library_store(struct relay *r);      /* filter_library_store() */
bool relay_shows(struct relay *r, const char *pdu); /* filter_shows() */
struct relay_memory relay_memory(struct relay *r, int store);

/* Tells the daemon and ends the process. */
_Noreturn void relay_die(struct relay *r, enum link_trouble trouble,
                         struct reason why);

#endif
