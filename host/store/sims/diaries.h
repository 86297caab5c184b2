/* diaries.h - the diary of a dongle (diary/diary.h) that somebody asked for: at
 * most one, the last. The daemon's main thread keeps it in memory and stores it
 * when it has ended. */
#ifndef NOTEHOME_DIARIES_H
#define NOTEHOME_DIARIES_H

#include "store/db/db.h"
#include "text/reason.h"

enum {
    DIARY_SECONDS = 180,        /* where nobody says how long */
    DIARY_SECONDS_LEAST = 10,
    DIARY_SECONDS_MOST = 900
};

struct diary_row {
    int64_t id, began, ends;    /* UTC ms */
    char modem[32];             /* "": all of them */
    bool kept;                  /* still written */
    int64_t bytes;              /* of its text */
};

/* Begins one, and forgets the last. ERR_BUSY: one is being kept; ERR_INPUT: not
 * so many seconds. Audited; touches DB_REQUESTS. */
MUST_CHECK enum err diaries_ask(struct db *db, const char *modem, int seconds,
    const char *who, int64_t *id, struct reason *why);
/* Ends it now. ERR_EMPTY: none is kept. Touches DB_REQUESTS. */
MUST_CHECK enum err diaries_stop(struct db *db);
/* ERR_EMPTY: there is none. */
MUST_CHECK enum err diaries_last(struct db *db, struct diary_row *out);
/* Stores what was written of it. Touches DB_MODEMS. */
MUST_CHECK enum err diaries_keep(struct db *db, int64_t id, const char *text);
/* *text is the caller's. ERR_EMPTY: there is none, or it is still written. */
MUST_CHECK enum err diaries_text(struct db *db, char **text);

#endif
