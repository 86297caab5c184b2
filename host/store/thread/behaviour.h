/* behaviour.h - events of a child, good ones first: the school's own list of
 * them, and what was noted of whom (the field's behaviour log). Each is noted
 * by a tap and counts once; home hears of it only when somebody says so, of a
 * concern only when an admin does. */
#ifndef NOTEHOME_BEHAVIOUR_H
#define NOTEHOME_BEHAVIOUR_H

#include "base/clock.h"
#include "store/thread/message.h"

enum { BEHAVIOUR_NAME = 64, BEHAVIOUR_BODY = 480, BEHAVIOUR_KINDS = 60,
    BEHAVIOUR_LANGUAGES = 24 };
/* The same child, event and person again so soon is the same tap twice. */
#define BEHAVIOUR_TWICE (10 * SECOND)

/* What home heard of it. On disk: never reuse a number. */
enum behaviour_state {
    BEHAVIOUR_NOTED = 0,        /* nothing */
    BEHAVIOUR_ASKED = 1,        /* a concern: a text waits for an admin */
    BEHAVIOUR_TOLD = 2,         /* a text was queued */
    BEHAVIOUR_DROPPED = 3,      /* an admin said that no text goes */
    BEHAVIOUR_STATES
};
/* In SQL; held equal to the numbers above by unit/numbers. */
#define BEHAVIOUR_IS_NOTED "state = 0"
#define BEHAVIOUR_IS_ASKED "state = 1"
const char *behaviour_state_name(enum behaviour_state s); /* "told"; static */

/* --- the school's list ---------------------------------------------------- */

struct behaviour_kind {
    int64_t id;
    char name[BEHAVIOUR_NAME];  /* as staff call it: "helped another" */
    bool good;                  /* false: a concern */
};
/* Good ones first, in the order they were added. */
MUST_CHECK enum err behaviour_kinds(struct db *db,
    void (*fn)(void *user, const struct behaviour_kind *k), void *user);
/* By its name, whatever its case. ERR_NOT_FOUND. */
MUST_CHECK enum err behaviour_kind_find(struct db *db, const char *name,
    int64_t *id);

/* The sentence home in a language (BCP 47), with the field {child}. */
struct behaviour_words {
    char language[16], body[BEHAVIOUR_BODY];
};
MUST_CHECK enum err behaviour_words_of(struct db *db, int64_t kind,
    void (*fn)(void *user, const struct behaviour_words *w), void *user);
/* Sets the sentence of an event in a language; a new event is added. good: its
 * kind; NULL: nobody said, so that a new one is a concern. One of the list
 * keeps its kind. ERR_INPUT: one is empty or too long, or the sentence has no
 * {child}; ERR_EXISTS: the list has BEHAVIOUR_KINDS events; ERR_REFUSED: that
 * one has the other kind. Audited. */
MUST_CHECK enum err behaviour_kind_set(struct db *db, const char *name,
    const bool *good, const char *language, const char *body, const char *who);
/* Takes the sentence of one language out ("": the whole event), and the event
 * with its last sentence; what was noted stays. ERR_NOT_FOUND. Audited. */
MUST_CHECK enum err behaviour_kind_remove(struct db *db, int64_t kind,
    const char *language, const char *who);

/* --- what was noted ------------------------------------------------------- */

struct behaviour {
    int64_t id, child, kind;    /* kind 0: not in the list any more */
    char child_name[120], class_name[40];
    char name[BEHAVIOUR_NAME];  /* of the event then */
    bool good;                  /* then */
    bool left;                  /* the child left the school */
    int64_t at;                 /* UTC ms */
    char who[64];
    int64_t spoke;              /* when home was told in person; 0: no */
    enum behaviour_state state;
    int64_t decided;            /* UTC ms of the state; 0: as noted */
    char decided_by[64];
    int64_t message, thread;    /* a text that told home, one that is not lost
                                 * if there is any; 0: none */
    enum message_state sent;    /* of that text */
};

/* The event happened to the child. The same again within BEHAVIOUR_TWICE is OK
 * and *id that of before. ERR_NOT_FOUND: no such child here, or no such event.
 * Audited. */
MUST_CHECK enum err behaviour_add(struct db *db, int64_t child, int64_t kind,
    const char *who, int64_t *id);
/* ERR_NOT_FOUND. */
MUST_CHECK enum err behaviour_get(struct db *db, int64_t id,
    struct behaviour *out);
/* Of one child since that moment (UTC ms), newest first. */
MUST_CHECK enum err behaviour_of_child(struct db *db, int64_t child,
    int64_t since, int limit,
    void (*fn)(void *user, const struct behaviour *b), void *user);
/* Concerns of children at school that wait for an admin, oldest first. */
MUST_CHECK enum err behaviour_waiting(struct db *db, int limit,
    void (*fn)(void *user, const struct behaviour *b), void *user);
MUST_CHECK enum err behaviour_count_waiting(struct db *db, int *n);

/* Home was told in person. OK also where that was noted. ERR_NOT_FOUND.
 * Audited. */
MUST_CHECK enum err behaviour_spoke(struct db *db, int64_t id,
    const char *who);
/* Moves to TOLD (with the first message), ASKED or DROPPED: praise is told at
 * once, a concern is asked for first. ERR_REFUSED: it is not in a state that
 * this follows from. Audited. Needs a transaction. */
MUST_CHECK enum err behaviour_move(struct db *db, int64_t id,
    enum behaviour_state to, int64_t message, const char *who);
/* The newest text that told home of it and still waits to go; 0: none. */
MUST_CHECK enum err behaviour_text(struct db *db, int64_t id,
    int64_t *message);
/* *went: a phone may have read of it. A text to one of them is with the
 * network, in part or as a whole, or nobody knows whether it is. */
MUST_CHECK enum err behaviour_went(struct db *db, int64_t id, bool *went);
/* It was noted by mistake. ERR_NOT_FOUND. Audited. Needs a transaction. */
MUST_CHECK enum err behaviour_remove(struct db *db, int64_t id,
    const char *who);

/* --- counts --------------------------------------------------------------- */

/* A child and its events since the term began: each counts once, whether home
 * heard of it or not; one that was taken back does not. */
struct behaviour_child {
    int64_t child;
    char name[120];
    int good, concern;
    int64_t last_at;            /* UTC ms; 0: none */
    char last[BEHAVIOUR_NAME];
    bool last_good;
};
/* Children of the class, those without a good event first, then by name. */
MUST_CHECK enum err behaviour_class(struct db *db, const char *class_name,
    int64_t since, void (*fn)(void *user, const struct behaviour_child *c),
    void *user);
MUST_CHECK enum err behaviour_totals(struct db *db, int64_t child,
    int64_t since, int *good, int *concern);
/* The good events of a child by name, the most often one first: what its
 * certificate says. */
MUST_CHECK enum err behaviour_good(struct db *db, int64_t child,
    int64_t since, void (*fn)(void *user, const char *name, int times),
    void *user);

/* --- when children come and go -------------------------------------------- */

/* The child left: no text that waits for an admin goes. */
MUST_CHECK enum err behaviour_drop(struct db *db, int64_t child);
/* Two rows of one child become one. Needs a transaction. */
MUST_CHECK enum err behaviour_join(struct db *db, int64_t gone,
    int64_t stays);
/* Events of before are forgotten (UTC ms). Needs a transaction. */
MUST_CHECK enum err behaviour_forget(struct db *db, int64_t before);

#endif
