/* prompt.h - talk at home: a bank of prompts about what families do anyway, with
 * a text in each language; and which class had which. Nothing here goes out by
 * itself: send/prompt_home.h sends what a person picked. */
#ifndef NOTEHOME_PROMPT_H
#define NOTEHOME_PROMPT_H

#include "store/db/db.h"
#include "text/reason.h"

enum { PROMPT_NAME = 64, PROMPT_BODY = 640, PROMPT_PARTS = 2,
    PROMPT_LANGUAGES = 16, PROMPTS = 200 }; /* the first two are bytes */

/* These numbers are on disk: never reuse one. */
enum prompt_place {
    PROMPT_HOME = 0, PROMPT_MARKET = 1, PROMPT_COOKING = 2, PROMPT_STORY = 3,
    PROMPT_SONG = 4, PROMPT_FIELD = 5, PROMPT_PLACES
};
enum prompt_grade {
    PROMPT_ANY = 0, PROMPT_LOWER = 1, PROMPT_MIDDLE = 2, PROMPT_UPPER = 3,
    PROMPT_GRADES
};
/* "market", "lower"; static. */
const char *prompt_place_name(enum prompt_place p);
const char *prompt_grade_name(enum prompt_grade g);
/* False: it is none. */
bool prompt_place_of(const char *name, enum prompt_place *out);
bool prompt_grade_of(const char *name, enum prompt_grade *out);

/* Of a batch: it was taken back. Its enum is in a room above
 * (store/queue/batch.h); tests/unit/numbers_test.c holds them equal. */
#define BATCH_IS_CANCELLED "state = 4"

struct prompt {
    int64_t id;
    enum prompt_place place;
    enum prompt_grade grade;
    bool asks;                  /* families answer; the answers become cards */
    bool hidden, own;           /* own: of the school, not of the program */
    int64_t used;               /* when the class had it last, UTC ms; 0: not */
    char name[PROMPT_NAME];     /* "market-change" */
};
struct prompt_words {
    char language[16], body[PROMPT_BODY];
};

/* All of them: what the class had not comes first, then what it had longest
 * ago, and hidden ones last. class_name: "" no class, nothing is used. */
MUST_CHECK enum err prompt_list(struct db *db, const char *class_name,
    void (*fn)(void *user, const struct prompt *p), void *user);
/* By number, or by name (number 0). class_name as above. ERR_NOT_FOUND. */
MUST_CHECK enum err prompt_get(struct db *db, int64_t id, const char *name,
    const char *class_name, struct prompt *out);
/* Its texts, by language. */
MUST_CHECK enum err prompt_words_of(struct db *db, int64_t id,
    void (*fn)(void *user, const struct prompt_words *w), void *user);

/* Sets a text of p->name in a language. A new name is the school's own prompt;
 * of the program's the text alone changes. Audited. ERR_INPUT: why says what; ERR_REFUSED: there is
 * no room for more. */
MUST_CHECK enum err prompt_set(struct db *db, const struct prompt *p,
    const char *language, const char *body, const char *who,
    struct reason *why);
/* It is offered no more, or again. Audited. ERR_NOT_FOUND. */
MUST_CHECK enum err prompt_hide(struct db *db, int64_t id, bool hidden,
    const char *who);
/* One of the school's own goes; what was used is kept. Audited.
 * ERR_NOT_FOUND: there is none, or it came with the program. */
MUST_CHECK enum err prompt_remove(struct db *db, int64_t id, const char *who);

/* The class has it with this batch. Needs a transaction. */
MUST_CHECK enum err prompt_used(struct db *db, const struct prompt *p,
    const char *class_name, int64_t batch, const char *who);
/* Calls fn for each child of the class who is at the school. */
MUST_CHECK enum err prompt_children(struct db *db, const char *class_name,
    void (*fn)(void *user, int64_t child), void *user);

#endif
