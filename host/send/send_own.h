/* send_own.h - what send.c and send_who.c share; nobody else includes it. */
#ifndef NOTEHOME_SEND_OWN_H
#define NOTEHOME_SEND_OWN_H

#include "send/send.h"
#include "store/people/people.h"
#include "store/thread/about.h"
#include "store/thread/question.h"

/* A phone to write to; all text owned. */
struct send_target {
    char *number, *children, *guardian, *language;
    int64_t family;
    int64_t *also;              /* owned; other families that it is for */
    int n_also;
    int hours_from, hours_to;   /* texts are welcome; equal: at any time */
};

/* Somebody to call instead. */
struct send_call {
    int64_t guardian, family;
};

struct send_plan {
    struct db *db;
    const struct send *s;
    struct send own;            /* s, once it is known whose the children are */
    struct send_target *targets; /* owned */
    int count, room, skipped;
    struct send_call *calls;    /* owned */
    int n_calls;
    bool many;                  /* not one number or family: a batch */
    bool failed;                /* out of memory while gathering */
    struct question question;
    struct child about[ABOUT_MAX]; /* whom the text is about */
    int n_about;
    struct sent sent;
    struct reason *why;
};

/* Finds the phones; send_clear() the plan whatever comes back. */
MUST_CHECK enum err send_find(struct send_plan *p);
void send_clear(struct send_plan *p);

/* What is known of a target's phone, for this text. */
struct send_phone {
    bool forced;                /* goes although it opted out or is wrong */
    bool nameless;              /* it may be wrong: no names of children */
};
/* ERR_REFUSED, with a sentence: the text may not go to this phone. */
MUST_CHECK enum err send_look_at(struct send_plan *p,
    const struct send_target *t, struct send_phone *out);
/* ERR_REFUSED, with a sentence: none of the plan's phones may get it. Before a
 * transaction begins, for a refusal within another's would undo that too. */
MUST_CHECK enum err send_look_first(struct send_plan *p);
/* When a text that is not urgent may go at the earliest: due (UTC ms; 0 now),
 * then in the guardian's hours, unless that would be too late. */
int64_t send_due(const struct send *s, const struct send_target *t,
    int64_t due);
/* What a guardian who speaks this reads, unfilled; "" is the school's
 * language. */
struct send_variant send_text_for(const struct send *s, const char *language);
/* Puts "No answer needed." in the language behind *text, owned, where s wants it
 * and it does not end so already. */
MUST_CHECK enum err send_end(const struct send *s, const char *language,
    char **text);
/* ERR_INPUT: it asks, and says that no answer is needed. */
MUST_CHECK enum err send_check_ending(const struct send_plan *p);
/* "your child" in a language; static. */
const char *send_nameless(const char *language);

/* Whether name is one of those in "Juma, Amina", as a whole. */
bool send_lists(const char *list, const char *name);

/* What goes to one number although it is a family's: the guardian and the
 * language are looked up. */
bool send_to_number(const struct send *s);

/* A word of the text, folded, that names a child who is or was of the family
 * and none of its guardians; "": none. */
enum { SEND_WORD = 60 };
MUST_CHECK enum err send_find_child(struct db *db, int64_t family,
    const char *text, char word[SEND_WORD]);
/* The same of all that a phone gets: text, and the options of a question. */
MUST_CHECK enum err send_find_child_in(struct db *db, int64_t family,
    const struct send *s, const char *text, char word[SEND_WORD]);

/* Calls fn for each child of the family whom the text names: by a word of the
 * name that no guardian has, nor a sister or brother; else by one that several
 * have. */
MUST_CHECK enum err send_named(struct db *db, int64_t family,
    const char *text, void (*fn)(void *user, const struct child *c),
    void *user);

/* A text about children, and to nobody else, goes to their family: before the
 * phones are looked for. ERR_INPUT, ERR_NOT_FOUND: it cannot. */
MUST_CHECK enum err send_to_child(struct send_plan *p);
/* Whom the text is about, of the family it goes to; after the phones. ERR_INPUT:
 * a child is not of that family. */
MUST_CHECK enum err send_about(struct send_plan *p);
/* First names and classes of whom the writer said it is about; "" nobody. */
void send_about_fields(const struct send_plan *p, char *names, size_t room,
    char *classes, size_t class_room);

/* ERR_REFUSED: the text is for a number that nobody has confirmed as the
 * family's, and tells of a child: by a field, or by name. */
MUST_CHECK enum err send_check_unconfirmed(struct send_plan *p);

/* What a phone reads of s->facts, *out owned by the caller. ERR_REFUSED: none of
 * them, or they are too long. */
MUST_CHECK enum err send_facts_text(struct send_plan *p,
    const struct send_target *t, char **out);
/* ERR_REFUSED: the whole of it, as a phone would read it, takes more than
 * QUEUE_PARTS_MAX parts, or no phone shows its letters. */
MUST_CHECK enum err send_facts_measure(struct send_plan *p, const char *text);
/* The phone is skipped: the facts of its children remember why. */
MUST_CHECK enum err send_facts_skip(struct send_plan *p,
    const struct send_target *t, const struct reason *why);
/* The phone would get them: those that its text tells are told. */
MUST_CHECK enum err send_facts_show(struct send_plan *p,
    const struct send_target *t);
/* The message tells them: it is about their children. Needs a transaction. */
MUST_CHECK enum err send_facts_about(struct send_plan *p,
    const struct send_target *t, int64_t message);
/* *due, UTC ms, becomes Monday where the phone had its three of the week. */
MUST_CHECK enum err send_facts_due(struct send_plan *p,
    const struct send_target *t, int64_t *due);

/* For the list of what was sent: "class 4B, Bus". */
struct reason send_target_words(struct db *db, const struct send *s);

#endif
