/* send.h - a text to a number, a family, a class or everybody: fields filled,
 * the question put, one message a phone, all in one commit or none. */
#ifndef NOTEHOME_SEND_H
#define NOTEHOME_SEND_H

#include "store/queue/queue.h"
#include "store/thread/message.h"
#include "store/thread/tone.h"
#include "text/reason.h"

/* The same text in a language (BCP 47), for guardians who speak it. */
struct send_variant {
    const char *language, *text;
};

/* How well a language fits another, case aside: "sw" is "SW" (2), serves for
 * "sw-KE" (1), and not for "en" (0). */
int send_fits(const char *language, const char *wanted);

/* What is told of one child: a value for each of the names, "" where there is
 * none. A child may be there several times. */
struct send_fact {
    int64_t child;
    const char *const *values;
    int64_t message;            /* set by send_text(): the first that tells it;
                                 * by send_preview() -1; 0: no phone gets it */
    struct reason why;          /* set by both: a phone that does not tell it,
                                 * the first; others may all the same */
};
/* Fields of a text, as {missing}, and what they are for each child. A fact by
 * which the text would have a hole is passed over. */
struct send_facts {
    const char *const *names;
    int n_names, n;
    struct send_fact *one;
    bool together;              /* the text is said once, {child} being all of
                                 * their first names: it is for a class and says
                                 * nothing of a child, so it is about none */
};

/* To one: a number, a family, or a number of a family. To many: a class,
 * everybody, or any of the lists together, each phone once. Borrowed, UTF-8. */
struct send {
    const char *number;         /* as typed; NULL or "": none */
    int64_t family;
    int64_t thread;             /* a tray's sender, whose number it is: the
                                 * text stays there whoever has the number;
                                 * 0: where the number belongs */
    const char *class_name;     /* NULL or "": none */
    bool all;
    const char *const *classes; /* lists: */
    const int64_t *families;
    const int64_t *groups;      /* families under a name (group.h) */
    int n_classes, n_families, n_groups;
    int64_t silent;             /* who has not answered this question; 0 none */
    int64_t remind;             /* the same question once more, to who is
                                 * silent: text and ask are its own; 0 none.
                                 * Closed: ERR_REFUSED */
    const char *text;           /* fields unfilled */
    const struct send_variant *variants; /* for those it fits, instead */
    int n_variants;
    const char *ask;            /* "yes,no"; NULL or "": no question */
    int64_t question;           /* puts this one, which is open; 0: none */
    enum message_priority priority; /* 0: normal, or bulk for many */
    int64_t due, expires;       /* UTC ms; 0: now, and the usual life */
    enum unsure_policy policy;
    enum tone tone;
    bool no_answer;             /* it ends with "No answer needed."; not with a
                                 * question */
    int holds;                  /* to one: it is no answer, but says that this
                                 * comes by that day (calendar.h); 0: no */
    const int64_t *about;       /* children of the family that it is about;
                                 * without a family: of theirs. None: those
                                 * that the text names */
    int n_about;
    struct send_facts *facts;   /* to families: the text is said once for each
                                 * of these of their children, sisters and
                                 * brothers in one; it goes on Monday to a phone
                                 * that had its three of the week (week.h), and
                                 * not to one that may be wrong, or that would
                                 * read too long a text; NULL: none */
    const char *const *except;  /* numbers of theirs that it does not go to */
    int n_except;
    bool representatives;       /* of the classes: only those who represent
                                 * them (tree.h) */
    bool sure;                  /* urgent: also to phones that opted out or are
                                 * wrong numbers; to one phone that opted out:
                                 * the one answer since it wrote last */
    bool approval;              /* many: a second person has to approve it */
    const char *once;           /* the form's key (once.h); NULL: none */
    int64_t undo;               /* many: nothing goes before (UTC ms); 0: now */
    const char *author;
    const char *country, *language, *school;
    const struct queue_rules *rules;
};

struct sent {
    int64_t *ids;               /* owned; free() */
    int count;
    int skipped;                /* phones that opted out, are wrong numbers,
                                 * or cannot be used */
    int64_t batch, question;    /* 0: none */
};

/* ERR_EXISTS: this form was sent before, as out->batch (0: to one); nothing
 * more was queued. ERR_INPUT, ERR_REFUSED, ERR_NOT_FOUND (no such family, class
 * or nobody to write to): why says so; nothing was queued. */
MUST_CHECK enum err send_text(struct db *db, const struct send *s,
    struct sent *out, struct reason *why);

/* What one phone would get. */
struct send_copy {
    const char *number, *children, *guardian, *text;
    int64_t family;
    int parts;
    const char *language;       /* of the variant; "" the text itself */
    bool monday;                /* of facts: it goes on Monday */
};
/* The same checks without sending: calls fn for each phone in the order of
 * sending. *skipped as in struct sent. */
MUST_CHECK enum err send_preview(struct db *db, const struct send *s,
    void (*fn)(void *user, const struct send_copy *c), void *user,
    int *skipped, struct reason *why);

/* Whether it goes first and at any hour: by its priority, else by its kind. */
bool send_is_urgent(const struct send *s);

/* How many phones one person may text at once; and whether so many need a
 * second one to approve. alone: kinds that do not, as bits by enum tone (struct
 * config). head: an admin writes, whose urgent text never waits. */
enum { SEND_ALONE = 50 };
bool send_needs_approval(const struct send *s, int alone, int phones,
    bool head);

#endif
