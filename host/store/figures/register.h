/* register.h - the register of every text that was sent or was to be sent from
 * here, as proof: by day, writer, recipient, class and words. Reads only; any
 * thread. */
#ifndef NOTEHOME_REGISTER_H
#define NOTEHOME_REGISTER_H

#include "store/thread/thread.h"

/* Of an attempt: the network took it; nobody knows (as in queue_own.h). */
#define REGISTER_IS_SENT "outcome = 1"
#define REGISTER_IS_UNKNOWN "outcome = 4"

/* Whether a text left here, whatever became of it later. */
enum register_left {
    REGISTER_NOT = 0,           /* nothing of it */
    REGISTER_PERHAPS = 1,       /* handed over, no proof either way */
    REGISTER_LEFT = 2           /* the network took it, or a part of it */
};

struct register_filter {
    int64_t from, until;        /* UTC ms: when it went, else was written; 0:
                                 * any. until: not itself */
    char who[80];               /* wrote it, exactly; "" anybody */
    char class_name[40]; /* of a child it is about; "" any */
    char to[120];               /* part of a name or number; "" anybody */
    char words[300];            /* all in it; "" any */
    bool all;                   /* also what the safeguarding staff wrote */
    int64_t before;             /* only under this id; 0: from the newest */
    int limit;
};
struct register_row {
    int64_t id, thread, family, batch; /* family, batch: 0 none */
    int64_t at, went;           /* written; handed over first, 0: unknown */
    enum message_state state;
    enum register_left left;
    char number[64], label[160], children[240]; /* "Amina Ali 4B, ..." */
    char author[64], approved_by[64]; /* author "": the program */
    char sim[32];               /* its name */
    struct reason target;       /* of a batch: "class 4B" */
    const char *body;           /* "": forgotten since; valid for the call */
};

/* The newest first. ERR_INPUT: the words are no UTF-8. */
MUST_CHECK enum err register_list(struct db *db,
    const struct register_filter *f,
    void (*fn)(void *user, const struct register_row *r), void *user);

/* The columns that register_read() expects of "message m JOIN thread t
 * ON t.id = m.thread". */
#define REGISTER_COLUMNS                                                       \
    "m.id, m.thread, coalesce(t.family, 0), coalesce(m.batch, 0), m.at,"       \
    " coalesce((SELECT min(a.started) FROM attempt a WHERE a.message = m.id"   \
    "  AND (a.outcome IS NULL OR a." REGISTER_IS_SENT                          \
    "   OR a." REGISTER_IS_UNKNOWN ")), 0) AS went, m.state,"                  \
    " EXISTS (SELECT 1 FROM attempt a WHERE a.message = m.id"                  \
    "  AND a." REGISTER_IS_SENT "),"                                           \
    " m.number, coalesce((SELECT label FROM family WHERE id = t.family), '')," \
    " " FAMILY_CHILDREN_EVER("t.family") ", m.author,"                         \
    " coalesce((SELECT name FROM sim WHERE imsi = m.sim), ''), m.body"
void register_read(struct query *q, struct register_row *out);
/* Whom a batch is for, and who approved it. */
MUST_CHECK enum err register_batch(struct db *db, struct register_row *r);

#endif
