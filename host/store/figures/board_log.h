/* board_log.h - what the companion board told, and what a person asks of it. */
#ifndef NOTEHOME_BOARD_LOG_H
#define NOTEHOME_BOARD_LOG_H

#include "store/db/db.h"
#include "text/reason.h"

enum {
    BOARD_LOG_OURS = -1,        /* n of what the daemon itself notes */
    BOARD_LOG_AGAIN = 15 * 60 * 1000 /* ms: the same n, type and arguments
                                 * within this time are one event */
};

/* Notes one event. ERR_EXISTS: it was noted before (the board repeats an
 * event until it knows that it was). type and words as in the table. */
MUST_CHECK enum err board_log_add(struct db *db, int n, const char *type,
    const char *args, const struct reason *words);

struct board_log_row {
    int64_t at;
    char type[8], args[64];
    struct reason words;
};
/* The newest first; at most limit. */
MUST_CHECK enum err board_log_list(struct db *db, int limit,
    void (*fn)(void *user, const struct board_log_row *r), void *user);

/* On disk: never reuse a number. */
enum board_update_state {
    BOARD_UPDATE_WAITING = 1, BOARD_UPDATE_RUNNING = 2, BOARD_UPDATE_DONE = 3,
    BOARD_UPDATE_FAILED = 4
};

/* Asks for new firmware; the image has been checked. Audited. ERR_BUSY: one is
 * under way. Touches DB_REQUESTS. */
MUST_CHECK enum err board_update_ask(struct db *db, const char *image,
    size_t n, const char *who, int64_t *id);
/* The waiting one becomes RUNNING; its image is written to path. ERR_EMPTY. */
MUST_CHECK enum err board_update_claim(struct db *db, const char *path,
    int64_t *id);
/* How it went, in words; the image goes. */
MUST_CHECK enum err board_update_settle(struct db *db, int64_t id, bool done,
    const char *answer);
/* At start: what was under way failed. */
MUST_CHECK enum err board_update_reset(struct db *db);
/* answer gets room bytes. ERR_NOT_FOUND. */
MUST_CHECK enum err board_update_get(struct db *db, int64_t id,
    enum board_update_state *state, char *answer, size_t room);

#endif
