/* handset.h - a basic phone: joins what arrives, shows it, splits what its
 * owner types. Knows letters and parts, but no network and no time. */
#ifndef NOTEHOME_PRACTICE_HANDSET_H
#define NOTEHOME_PRACTICE_HANDSET_H

#include "practice/pdu.h"

enum { HANDSET_PARTS_MAX = 255 };

enum handset_state {
    HANDSET_ON,
    HANDSET_OFF,            /* the network keeps its texts for it */
    HANDSET_FULL,           /* no memory: kept as well */
    HANDSET_DEAD            /* the number is not in use */
};

/* A text on the phone's screen. */
struct handset_text {
    int64_t at;             /* UTC ms */
    char from[PDU_NUMBER_MAX];
    char *text;             /* owned; UTF-8 */
    unsigned parts;
};

/* "When a text containing match comes, answer text after ms." */
struct handset_rule {
    char *match, *text;     /* owned; match "" is any text */
    int64_t after_ms;
    long left;              /* times still to answer; -1: always */
};

struct handset_joining;

struct handset {
    char number[PDU_NUMBER_MAX];    /* canonical */
    struct pdu_address shows;       /* originator others see */
    enum handset_state state;
    int refuse;             /* CMS code every submit to it gets; 0: none */
    int width;              /* of its references: 8 or 16 */
    unsigned next_ref;
    struct handset_text *inbox;     /* owned */
    size_t texts, texts_room;
    struct handset_joining *joining;    /* owned list */
    struct handset_rule *rules;     /* owned */
    size_t rule_count;
    char last_from[PDU_NUMBER_MAX];
};

/* The number shown is the number itself until changed. ERR_INPUT: no number. */
MUST_CHECK enum err handset_new(const char *number, struct handset **out);
void handset_free(struct handset *h);

/* Takes one part. Sets *shown to the text it completed, in h until the next
 * call, or NULL. A part that came before replaces nothing. */
MUST_CHECK enum err handset_take(struct handset *h, const char *from,
    const struct pdu_user *user, int64_t at, const struct handset_text **shown);

/* Adds a rule; rules are tried in order, the first that fits answers. */
MUST_CHECK enum err handset_rule_add(struct handset *h, const char *match,
    const char *text, int64_t after_ms, long times);
void handset_rules_clear(struct handset *h);
/* The rule that answers text, counted down; NULL: none. */
const struct handset_rule *handset_rule_use(struct handset *h,
    const char *text);

enum handset_alphabet {
    HANDSET_AUTO,           /* 7 bit where every letter is in the default and
                             * extension tables, else UCS-2 */
    HANDSET_GSM7,           /* 7 bit with the tables named in locking, single */
    HANDSET_UCS2
};

struct handset_typed {
    const char *text;       /* borrowed; UTF-8 */
    enum handset_alphabet alphabet;
    int locking, single;    /* national tables, for HANDSET_GSM7 */
    int width;              /* of the reference, 8 or 16 */
    unsigned ref;
    int message_class;      /* 0 flash to 3; -1 none */
};

/* Splits into parts, never inside a surrogate pair or an escape pair.
 * parts: owned by the caller, free(). ERR_INPUT: a letter is not in the
 * tables, or more than 255 parts. */
MUST_CHECK enum err handset_split(const struct handset_typed *t,
    struct pdu_user **parts, size_t *count);

#endif
