/* filing_facts.h - all that mapping is told about a message, gathered from the
 * store, and what is done with its answer. For filing.c. */
#ifndef NOTEHOME_FILING_FACTS_H
#define NOTEHOME_FILING_FACTS_H

#include "mapping/mapping.h"
#include "store/inbox/confirm.h"
#include "store/inbox/filing.h"
#include "store/thread/question.h"

enum { FACTS_OWN_MAX = 16, FACTS_QUESTIONS_MAX = 8 };

struct facts {
    bool asks_call;             /* a person asks for a call, in words */
    struct mapping_input in;    /* points into the rest; not to be copied */
    struct facts_people {       /* whole families, in one list */
        struct mapping_family *families;
        int count;
        char **names;           /* owned texts that families point to */
        int texts, room;
    } candidates, others;
    char own[FACTS_OWN_MAX][64];
    const char *own_list[FACTS_OWN_MAX];
    char languages[4][16];
    struct question questions[FACTS_QUESTIONS_MAX];
    struct mapping_question asked[FACTS_QUESTIONS_MAX];
    const char *options[FACTS_QUESTIONS_MAX][QUESTION_OPTIONS_MAX];
};

/* *out must be zeroed; facts_clear() it in any case. m is borrowed until then.
 * The first of out->languages is the phone's own where known. */
MUST_CHECK enum err facts_gather(struct db *db, const struct message *m,
    const struct filing_about *about, const struct inbox_rules *rules,
    struct facts *out);
void facts_clear(struct facts *f);

/* Does what the text asks for; m is stored already. That a confirmation cannot
 * go is logged, never an error. Needs a transaction. */
MUST_CHECK enum err filing_act(struct db *db, struct message *m,
    const struct facts *f, enum mapping_action action,
    const struct inbox_rules *rules);

/* The one text that says it was understood, where the guards of autoreply.h let
 * it go; likewise what the school wants said to a family. Need a transaction. */
MUST_CHECK enum err filing_confirm(struct db *db, const struct message *m,
    const struct facts *f, enum confirm what, const struct inbox_rules *rules);
MUST_CHECK enum err filing_answer(struct db *db, const struct message *m,
    const struct facts *f, const struct inbox_rules *rules);

/* Takes the words of a message that came into this thread, and that now named
 * staff alone may read, out of the alerts that told of it: what is queued does
 * not go, and what went is forgotten. Needs a transaction. */
MUST_CHECK enum err filing_unsay(struct db *db, int64_t message,
    int64_t thread);

#endif
