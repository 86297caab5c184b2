/* thread.h - the conversation with one family, or with one sender in a tray. */
#ifndef NOTEHOME_THREAD_H
#define NOTEHOME_THREAD_H

#include "store/thread/message.h"
#include "store/thread/promise.h"

/* A thread that named staff alone see: MAPPING_SAFEGUARDING in SQL. */
#define TRAY_IS_SAFEGUARDING "tray = 4"

/* The children of the family f at school, "Musa Mutua 4B, Ochieng 2A", in SQL;
 * "" none. Then the same with those who left. */
#define FAMILY_CHILDREN(f) FAMILY_CHILDREN_WHERE(f, "c.left_at = 0")
#define FAMILY_CHILDREN_EVER(f) FAMILY_CHILDREN_WHERE(f, "1")
#define FAMILY_CHILDREN_WHERE(f, holds)                                        \
    "coalesce((SELECT group_concat(named, ', ') FROM"                          \
    " (SELECT rtrim(c.name || ' ' || c.class) AS named FROM family_child fc"   \
    "  JOIN child c ON c.id = fc.child AND " holds                             \
    "  WHERE fc.family = " f " ORDER BY c.name)), '')"

struct thread {
    int64_t id;
    int64_t family;             /* 0: a tray's sender */
    char label[160];            /* the family's label, or the sender */
    char children[200];         /* "Musa Mutua 4B, Ochieng 2A"; "" a tray's */
    char child[120], child_class[40]; /* the first of them */
    int tray;                   /* enum tray */
    char number[64];            /* tray: the sender */
    int unread;
    int64_t last_at, last_id;   /* of the newest message that did not go to
                                 * many, and is from the family or to it */
    char snippet[324];
    bool ours;                  /* that message went out */
    int64_t waiting;            /* for a person, since; 0: it does not */
    struct promise promise;     /* by when it is answered */
    char asks[324];             /* the words that wait: what cannot, else the
                                 * oldest; "": none, or they are erased */
    enum urgent urgent;         /* the worst that waits there and cannot */
    int64_t urgent_id;          /* its message; 0: none */
    int calls;                  /* missed calls that wait, where nothing else
                                 * does; else 0 */
    int64_t assigned;           /* the account that answers; 0: any */
    char assigned_to[64];       /* its name */
};

struct thread_filter {
    int tray;                   /* 0: families' threads */
    bool unread;                /* only with unread messages */
    bool waiting;               /* only those that wait for a person */
    bool calm;                  /* of those, without what is in now */
    bool now;                   /* only what cannot wait, of families and trays,
                                 * in the order of harm; one page, and of tray,
                                 * class_name and assigned none counts */
    bool hides_money;           /* leaves out senders that told of money */
    bool sees_all;              /* now: the safeguarding tray too */
    int64_t assigned;           /* only those of this account; 0: all */
    const char *class_name;     /* only families with a child in it; NULL, "":
                                 * all */
    int64_t mine;               /* only families with a child in the classes of
                                 * this account, and what it answers; 0: all */
    int64_t after_at, after_id; /* the page after this row: its last_at, or
                                 * waiting, and id; 0: the first page */
    int limit;                  /* 1..200 */
};

/* Newest first; of those that wait, who has waited longest first, of what
 * cannot the worst first, and of that what came first. *t is valid
 * for the call only. Threads without a message are left out. */
MUST_CHECK enum err thread_list(struct db *db, const struct thread_filter *f,
    void (*fn)(void *user, const struct thread *t), void *user);
/* How many families of the classes of this account wait for a person, and of
 * those that it answers. */
MUST_CHECK enum err thread_count_mine(struct db *db, int64_t staff,
    int64_t *count);
MUST_CHECK enum err thread_get(struct db *db, int64_t id, struct thread *out);
/* The newest `limit` messages with an id under before (0: all), in order of
 * arrival; those in another family's thread among them that were for this one
 * too (batch_also()). *m is valid for the call only. */
MUST_CHECK enum err thread_messages(struct db *db, int64_t id, int64_t before,
    int limit, void (*fn)(void *user, const struct message *m), void *user);
/* Whether b, which follows a, says the same once more: calls of one number, or
 * a text word for word, and nothing that staff have to decide for itself. */
bool message_repeats(const struct message *a, const struct message *b);
/* How many messages in a row of its thread m ends that all say the same, and
 * the first of them; 1 and m itself where none does. */
MUST_CHECK enum err thread_repeats(struct db *db, const struct message *m,
    int *count, int64_t *first);
/* The number that wrote or rang last in it; "" where nobody did. */
MUST_CHECK enum err thread_last_sender(struct db *db, int64_t id,
    char number[64]);
/* Texts that perhaps tell of harm and that nobody has decided, newest first. */
MUST_CHECK enum err thread_marked(struct db *db, int limit,
    void (*fn)(void *user, const struct message *m), void *user);
/* The family's thread, made when missing; for a merged family the thread of
 * the one it is in now. Needs a transaction. */
MUST_CHECK enum err thread_of_family(struct db *db, int64_t family,
    int64_t *id);
/* The sender's thread in a tray, made when missing. Needs a transaction. */
MUST_CHECK enum err thread_of_sender(struct db *db, int tray,
    const char *number, int64_t *id);
/* The thread's sender told of money: it is shown to admins alone from now on.
 * Needs a transaction. */
MUST_CHECK enum err thread_tells_money(struct db *db, int64_t id);
/* Marks its messages as seen, up to the one with that id: what came after a
 * page was made has not been seen on it. INT64_MAX: all. */
MUST_CHECK enum err thread_seen(struct db *db, int64_t id, int64_t upto,
    const char *who);
/* What came with m is done and waits for nobody, where nothing else in the
 * thread does: then the wait began with m. It stays unread. Needs a
 * transaction. */
MUST_CHECK enum err thread_settled(struct db *db, const struct message *m);
/* Its counts and snippet anew, after a message moved or grew. Needs a
 * transaction. */
MUST_CHECK enum err thread_refresh(struct db *db, int64_t id);

/* What is looked for among the messages. */
struct message_search {
    const char *words;          /* as typed; the last may be a beginning */
    const char *families, *rest; /* these words of them are enough in the
                                  * threads of these families, which the others
                                  * name (people/named.h); NULL: all have to be
                                  * there */
    const char *number;         /* where the words are a phone number: the same
                                 * in canonical form, which counts too; NULL */
    const char *class_name;     /* only families with a child in it, as children
                                 * have it (class_find()); NULL, "": all */
    int64_t family;             /* only in its thread; 0: in all */
    int64_t from, until;        /* UTC ms, until not itself; 0: no bound */
    bool all;                   /* the safeguarding tray too */
    bool hides_money;           /* leaves out senders that told of money */
    int64_t before;             /* message ids under it; 0: all */
    int limit;
};
/* Messages whose folded words match, newest first. Without a word: all of the
 * class, family or days; where none of these is given, none. *m is valid for
 * the call only. */
MUST_CHECK enum err thread_search(struct db *db,
    const struct message_search *s,
    void (*fn)(void *user, const struct message *m), void *user);
/* How many there are, whatever the limit; `most` at most. */
MUST_CHECK enum err thread_search_count(struct db *db,
    const struct message_search *s, int most, int *count);
/* Sets *before so that thread_messages() shows the message id, with up to
 * `more` that came after it; 0 where there are no more than that. */
MUST_CHECK enum err thread_page_of(struct db *db, int64_t thread, int64_t id,
    int more, int64_t *before);
/* The senders in trays whose number has these digits, who wrote last first; the
 * safeguarding tray only when all is true. *t is valid for the call only. */
MUST_CHECK enum err thread_senders(struct db *db, const char *digits, bool all,
    int limit, void (*fn)(void *user, const struct thread *t), void *user);
/* The same by the name of a sender, "M-PESA" or what staff called it, which has
 * all the words that were typed, folded; who told of money where `money` is
 * true. ERR_INPUT: not UTF-8. */
MUST_CHECK enum err thread_senders_named(struct db *db, const char *words,
    bool all, bool money, int limit,
    void (*fn)(void *user, const struct thread *t), void *user);
/* What the word index (message_words) is asked for a folded text: "amina sic"
 * becomes "amina" "sic"*. Owned; "": it has no word; NULL: out of memory. */
char *thread_match(const char *folded);

#endif
