/* people.h - families, children, guardians and phones, many to many. */
#ifndef NOTEHOME_PEOPLE_H
#define NOTEHOME_PEOPLE_H

#include "store/db/db.h"
#include "text/reason.h"

#include <stdbool.h>

/* On disk: never reuse a number. */
enum phone_state {
    PHONE_WORKING = 1,
    PHONE_FAILING = 2,          /* refused on two different days */
    PHONE_OPTED_OUT = 3,
    PHONE_PENDING = 4,          /* staff have not confirmed it */
    PHONE_WRONG = 5             /* "wrong number": suspended for everybody */
};
/* The same numbers in SQL: as in store/thread/message.h. */
#define PHONE_IS_WORKING "state = 1"
#define PHONE_IS_FAILING "state = 2"
#define PHONE_IS_OPTED_OUT "state = 3"
#define PHONE_IS_PENDING "state = 4"
#define PHONE_IS_WRONG "state = 5"
#define PHONE_IS_USED "state IN (1, 2)"         /* WORKING, FAILING */
#define PHONE_IS_REFUSED "state IN (3, 5)"      /* OPTED_OUT, WRONG */
/* The family said that the number is not theirs (sender.h); p: a phone in
 * SQL. */
#define PHONE_IS_DISOWNED(p)                                                   \
    "(" p "." PHONE_IS_WRONG " AND EXISTS (SELECT 1 FROM sender ds"            \
    " WHERE ds.number = " p ".number AND ds.undone = 0 AND ds.proof = 4))"
/* The number is no parent's (sender.h). */
#define SENDER_IS_NO_PARENT "kind IN (3, 4)"    /* SUPPLIER, MISTAKE */
#define READS_IS_CALL "reads = 3"
/* The guardian g does not agree to be texted. */
#define AGREES_NOT "lower(g.consent) IN ('no', 'n', '0', 'false')"
/* Nobody and nothing needs the family any more, so its row may go; family: its
 * id in SQL. Each table that refers to one stands here, but for those whose
 * rows go with it. */
#define FAMILY_IS_UNUSED(family)                                               \
    "NOT EXISTS (SELECT 1 FROM thread WHERE family = " family ")"              \
    " AND NOT EXISTS (SELECT 1 FROM family_child WHERE family = " family ")"   \
    " AND NOT EXISTS (SELECT 1 FROM family_guardian"                           \
    "  WHERE family = " family ")"                                             \
    " AND NOT EXISTS (SELECT 1 FROM group_family WHERE family = " family ")"   \
    " AND NOT EXISTS (SELECT 1 FROM family o"                                  \
    "  WHERE o.merged_into = " family ")"                                      \
    " AND NOT EXISTS (SELECT 1 FROM family_merge"                              \
    "  WHERE " family " IN (from_family, into_family))"                        \
    " AND NOT EXISTS (SELECT 1 FROM message WHERE suggested = " family ")"     \
    " AND NOT EXISTS (SELECT 1 FROM message_also WHERE family = " family ")"   \
    " AND NOT EXISTS (SELECT 1 FROM batch_call WHERE family = " family ")"     \
    " AND NOT EXISTS (SELECT 1 FROM sender WHERE family = " family ")"
const char *phone_state_name(enum phone_state s); /* "opted_out"; static */

/* Spellings of classes that were looked up, for class_spell(); zero at
 * first. */
enum { CLASS_NAME_MAX = 40, CLASS_NAMES = 256 };
struct class_names {
    struct class_name {
        char typed[CLASS_NAME_MAX], known[CLASS_NAME_MAX];
    } name[CLASS_NAMES];
    int n;
};
/* The class of the school that is meant: "4 b" is its "4B", by the spelling
 * that most of its children have (text/class_fold.h); "" where none is it. */
MUST_CHECK enum err class_find(struct db *db, const char *typed,
    char out[CLASS_NAME_MAX]);
/* Gives a class the spelling that children have already: "4 b" of a list
 * becomes the school's "4B" (text/class_fold.h). One that nobody has stays. */
MUST_CHECK enum err class_spell(struct db *db, struct class_names *names,
    char class_name[CLASS_NAME_MAX]);

/* A number as the store knows it. */
struct people_phone {
    int64_t id;
    char number[64];            /* canonical */
    enum phone_state state;
    int64_t since;
    char language[16];          /* of its guardian; "" unknown */
    bool asked, doubted;        /* phone_doubt.h: may stop, may be wrong */
    bool tried;                 /* a text was handed to a network for it */
    int64_t arrived;            /* UTC ms: the last report that one arrived; 0:
                                 * none yet */
};

/* One row of a class list, all borrowed, "" or NULL when absent. */
struct people_row {
    const char *child, *class_name, *guardian, *phone; /* needed */
    const char *child_id, *family, *relation, *phone2, *language, *consent;
    bool may_lack_phone;        /* then the child is kept without one */
};

/* Adds or updates what the row says; the same row again changes nothing.
 * Names are compared folded (text/unicode.h), numbers in canonical form.
 *
 * Which family: the one with this `family` value; else the one of the child
 * with this `child_id`; else the one with a guardian of this name at one of
 * these numbers; else the one with a guardian of this name and a child of this
 * name and class (the number changed); else a new one. So siblings under one
 * guardian meet in one family, and two families that share a phone stay apart:
 * their guardians' names or `family` values differ. Without `family` and
 * `child_id` two guardians with different numbers are two families, even for
 * children of one name, unless they are its mother and its father: it could be
 * two children. A family or child met before without `family` or `child_id`
 * takes the value when child, guardian and number are the same. A merged family
 * is the one it was merged into.
 * Which child: the one with this `child_id`, else of this name in the family;
 * another class is then its new class. Else, where no family was found, the
 * only one of this name and class whose guardian has one of these numbers, or
 * is the father where the row's is the mother (people_twin.c). Which guardian:
 * of this name in the family, else of this name and number anywhere. A new
 * number of a guardian is tried first; the old ones stay behind it.
 *
 * *changed: whether anything did. ERR_INPUT: nothing was changed, why says
 * what is wrong, or what more the row must say because it fits several. Needs
 * a transaction. country: ISO 3166. Touches DB_PEOPLE. */
MUST_CHECK enum err people_add_row(struct db *db, const struct people_row *r,
    const char *country, bool *changed, struct reason *why);

/* What the rows of one list did together. Start with zeroes. */
struct people_ids {
    uint64_t *bits;             /* owned */
    int64_t room;
};
struct people_list {
    bool turn;                  /* of a new school year: see import.h */
    int families, children, guardians, phones; /* new ones */
    long source;                /* of the row before, and where it went: */
    int64_t family, child;
    struct people_ids seen_children, seen_guardians;
};
/* The same for a row of a list. Of rows about one child or guardian the first
 * decides what is known of them; a later one adds phones and relatives, and is
 * refused where it says something else (another class, another consent). */
MUST_CHECK enum err people_add_listed(struct db *db,
    const struct people_row *r, const char *country, struct people_list *list,
    bool *changed, struct reason *why);
void people_list_clear(struct people_list *list);

struct family {
    int64_t id;
    char name[160], label[160];
};
/* A merged family gives the one it was merged into: out->id tells. */
MUST_CHECK enum err family_get(struct db *db, int64_t id, struct family *out);
enum family_order {
    FAMILIES_BY_LABEL,
    FAMILIES_BY_CHILD,          /* the first of its children at school */
    FAMILIES_BY_CLASS           /* ... by class, then by child */
};
/* Families whose label, children's names or classes, guardians' names or
 * numbers contain the typed words, folded, and where the words are a class all
 * of its families; "" for all. Those without a child at school are the last, by
 * label. */
MUST_CHECK enum err family_list(struct db *db, const char *words,
    enum family_order order, int limit,
    void (*fn)(void *user, const struct family *f), void *user);
/* "" gives the guardians' names back. ERR_INPUT: name unusable. Audited. */
MUST_CHECK enum err family_rename(struct db *db, int64_t id, const char *name,
    const char *who);
/* ERR_NOT_FOUND unless there is such a family and it stands for itself: it was
 * neither merged into another nor erased. */
MUST_CHECK enum err family_check(struct db *db, int64_t id);
/* A family of nobody yet. Needs a transaction; not audited. */
MUST_CHECK enum err family_insert(struct db *db, int64_t *id);
/* The label anew: its name, else its guardians' names in the order they came,
 * joined by ", ". Needs a transaction. */
MUST_CHECK enum err family_relabel(struct db *db, int64_t id);
/* The same for every family of a guardian. Needs a transaction. */
MUST_CHECK enum err family_relabel_of(struct db *db, int64_t guardian);
/* Everything of `from` goes to `into`, its messages too; children that both
 * have by name and class become one. family_unmerge() takes it back. Audited.
 * ERR_NOT_FOUND; ERR_REFUSED: they are the same. */
MUST_CHECK enum err family_merge(struct db *db, int64_t from, int64_t into,
    const char *who);
/* A merge that can be taken back. */
struct family_merged {
    int64_t id, at, family;     /* family: the one that went away */
    char label[160], who[80];   /* its name then; who merged */
};
/* Those into the family, newest first. */
MUST_CHECK enum err family_merges(struct db *db, int64_t family,
    void (*fn)(void *user, const struct family_merged *m), void *user);
/* Takes a merge back: people, groups, messages, notes and its children's events
 * that the family brought along go back to it, but for those that staff took
 * out since; what came since stays. *family: the one that is back. Audited.
 * ERR_NOT_FOUND: no such merge, it was taken back, or the family that stayed
 * has been merged or erased since. */
MUST_CHECK enum err family_unmerge(struct db *db, int64_t id, const char *who,
    int64_t *family);
/* A new family with these children and guardians of the old one (who stay
 * there too when `share` is set); messages stay. *id: the new one. Audited.
 * ERR_INPUT: nobody named, or one who is not of this family. */
MUST_CHECK enum err family_split(struct db *db, int64_t from,
    const int64_t *children, int n_children, const int64_t *guardians,
    int n_guardians, bool share, const char *who, int64_t *id);

/* In SQL: the child by this name is of the school, not one who left. */
#define CHILD_HERE "left_at = 0"
/* A family with such a child, or one that never had a child: staff, the board.
 * f: its id in SQL. */
#define FAMILY_HERE(f)                                                         \
    "(EXISTS (SELECT 1 FROM family_child hf JOIN child h ON h.id = hf.child"   \
    "  AND h." CHILD_HERE " WHERE hf.family = " f ")"                          \
    " OR NOT EXISTS (SELECT 1 FROM family_child WHERE family = " f "))"

struct child {
    int64_t id;
    char name[120], class_name[40];
    int64_t left_at;            /* UTC ms; 0: is here */
};
/* Those who are of the school; those who left: store/people/left.h. */
MUST_CHECK enum err family_children(struct db *db, int64_t family,
    void (*fn)(void *user, const struct child *c), void *user);
/* One of them, here or left. ERR_NOT_FOUND. Its families that stand, by id: */
MUST_CHECK enum err child_get(struct db *db, int64_t id, struct child *out);
MUST_CHECK enum err child_families(struct db *db, int64_t child,
    void (*fn)(void *user, int64_t family), void *user);
/* Whether somebody may take the family's children home. On disk. */
enum may_collect { COLLECT_NOT_SAID = 0, COLLECT_YES = 1, COLLECT_NO = 2 };
/* "yes", "no"; "" not said. Static. */
const char *collect_name(enum may_collect c);
/* The other way round; ERR_INPUT: it is none of the three. */
MUST_CHECK enum err collect_parse(const char *name, enum may_collect *out);
/* How somebody is told. On disk. */
enum guardian_reads {
    READS_NOT_SAID = 0,
    READS_SELF = 1,
    READS_HELPED = 2,           /* somebody reads for them */
    READS_CALL = 3              /* gets no text to many: a call instead */
};
/* "", "self", "helped", "call"; static. The other way round: ERR_INPUT. */
const char *reads_name(enum guardian_reads r);
MUST_CHECK enum err reads_parse(const char *name, enum guardian_reads *out);
struct guardian {
    int64_t id;
    char name[120], relation[40], language[16], consent[40];
    enum may_collect collect;   /* the children of this family */
    enum guardian_reads reads;
    int hours_from, hours_to;   /* texts are welcome, in minutes after local
                                 * midnight; equal: at any time */
    int64_t consent_at;         /* recorded by hand; 0: not */
    char consent_by[80];
};
MUST_CHECK enum err family_guardians(struct db *db, int64_t family,
    void (*fn)(void *user, const struct guardian *g), void *user);
/* The one tried first comes first. */
MUST_CHECK enum err guardian_phones(struct db *db, int64_t guardian,
    void (*fn)(void *user, const struct people_phone *p), void *user);

/* The families a canonical number belongs to, each once. */
MUST_CHECK enum err phone_families(struct db *db, const char *number,
    void (*fn)(void *user, int64_t family), void *user);
/* ERR_NOT_FOUND when nothing is known about the number. */
MUST_CHECK enum err phone_get(struct db *db, const char *number,
    struct people_phone *out);
/* Makes the row when missing. FAILING is noted on a WORKING phone only: it
 * must not hide that somebody opted out. WORKING clears the record of
 * failures. Audited when it changes. Touches DB_PEOPLE. */
MUST_CHECK enum err phone_set_state(struct db *db, const char *number,
    enum phone_state state, const char *who, const struct reason *why);
/* Whom a text to many goes to. Each number once: a phone shared by two
 * addressed families gets one text, with the children of both named. */
struct people_target {
    int64_t family;             /* one family, or */
    const char *class_name;     /* a class (NULL: none), or */
    bool all;                   /* everybody */
    bool sure;                  /* also numbers that opted out or are wrong,
                                 * of guardians who have no other */
    bool alone;                 /* the text is for this one family: also those
                                 * who want a call instead of texts to many */
    const char *number;         /* this phone alone, though a guardian has
                                 * another that comes first; NULL: any */
};
struct recipient {
    const char *number;
    int64_t family;             /* the first of its families addressed */
    const int64_t *also;        /* the others */
    int n_also;
    const char *children;       /* "Amina, Juma": first names in order, those
                                 * of the class when a class is addressed; of
                                 * more than ten "..., +3" */
    const char *guardian;
    const char *language;
    int hours_from, hours_to;   /* as in struct guardian */
};
/* fn is called, by family, once for each number that may get texts: of each
 * guardian the first working phone, else the first failing one. *skipped
 * counts guardians who get none: opted out, wrong or unconfirmed numbers, or
 * consent "no", or a call is wanted instead. Children who left the school are
 * passed over, and so are their families but for the one that is asked for by
 * its id. Classes are compared folded. fn may write to the store.
 * ERR_NOT_FOUND: no such family, or no child in such a class. */
MUST_CHECK enum err people_recipients(struct db *db,
    const struct people_target *target,
    void (*fn)(void *user, const struct recipient *r), void *user,
    int *skipped);

/* Guardians of those families who want to be called instead, each with its
 * family; those who do not agree to be told are left out. ERR_NOT_FOUND as
 * above. */
MUST_CHECK enum err people_to_call(struct db *db,
    const struct people_target *target,
    void (*fn)(void *user, int64_t guardian, int64_t family), void *user);

#endif
