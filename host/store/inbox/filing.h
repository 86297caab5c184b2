/* filing.h - whose thread a message goes into: gathers what mapping needs to
 * know, asks mapping, acts on its answer; and moves by hand, with undo. */
#ifndef NOTEHOME_FILING_H
#define NOTEHOME_FILING_H

#include "store/inbox/inbox.h"
#include "text/phone.h"

#include <stdbool.h>

/* What the air says about a message, beside its text and sender. */
struct filing_about {
    enum phone_class sender;
    bool data;                  /* for no person: ports, pictures, voicemail */
    bool picture;               /* of those: somebody sent one */
    bool flash;                 /* was to be shown at once, and not kept */
    bool undecodable;           /* the body is hex */
    bool doubtful;              /* some letters may be wrong */
    bool incomplete;            /* a part is missing */
};

/* Decides and adds an incoming message: body, number, kind, at, sim and modem
 * of m are set; thread, tray, family, match, reason, answer, suggested are
 * filled in and m->id set. A question without an answer: the text may answer
 * it, and staff look. Acts on STOP, START, wrong number and answers.
 * Needs a transaction. */
MUST_CHECK enum err filing_add(struct db *db, struct message *m,
    const struct filing_about *about, const struct inbox_rules *rules);

/* The same decision again for a message whose text grew (a late part came).
 * Staff's own filing is left alone. Needs a transaction. */
MUST_CHECK enum err filing_again(struct db *db, int64_t message,
    const char *body, const struct filing_about *about,
    const struct inbox_rules *rules);

/* Puts a message that came in into the family's thread; remembers where it
 * was. Audited. ERR_NOT_FOUND: no such message or family; ERR_REFUSED: it is
 * there; ERR_INPUT: it was sent from here, and stays where it was written:
 * that is the record of who was told what. */
MUST_CHECK enum err filing_move(struct db *db, int64_t message,
    int64_t family, const char *who);
/* Back to where it was. ERR_REFUSED: it was never moved. */
MUST_CHECK enum err filing_undo(struct db *db, int64_t message,
    const char *who);

/* A text of a family's thread is about another family too, and stands in both;
 * or, on false, no more. It waits in the first alone. Audited. ERR_NOT_FOUND:
 * no such message or family; ERR_REFUSED: it is in no family's thread, or that
 * is so already; ERR_INPUT: it was sent from here. */
MUST_CHECK enum err filing_also(struct db *db, int64_t message, int64_t family,
    bool on, const char *who);

/* Hands a text that came in to the safeguarding tray, for named staff alone, as
 * unread; filing_undo() puts it back. Audited. ERR_NOT_FOUND: no such message;
 * ERR_REFUSED: it is there; ERR_INPUT: it was sent from here. */
MUST_CHECK enum err filing_hand(struct db *db, int64_t message,
    const char *who);
/* The same for all that came in of a thread; *count of them. ERR_REFUSED: it is
 * one of that tray. */
MUST_CHECK enum err filing_hand_thread(struct db *db, int64_t thread,
    const char *who, int *count);
/* Named staff say of a text that perhaps tells of harm whether it is a
 * safeguarding matter: then it is handed over, else it is marked no more.
 * Audited. ERR_REFUSED: it is not marked (any more). */
MUST_CHECK enum err filing_concern(struct db *db, int64_t message,
    bool matter, const char *who);

#endif
