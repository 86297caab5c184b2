/* backups_view.h - the page of backups: which copies there are, a new one, and
 * the way back to one. */
#ifndef NOTEHOME_BACKUPS_VIEW_H
#define NOTEHOME_BACKUPS_VIEW_H

#include "settings/config.h"
#include "store/backup/backup_log.h"
#include "web/kit/page.h"

enum { BACKUPS_ROWS = 60, BACKUPS_STICKS = 8 };

struct backups_view {
    struct config c;
    int64_t at;                 /* of the last that is good; 0: none */
    struct reason trouble;      /* why the last try failed */
    struct backup_row rows[BACKUPS_ROWS]; /* of the box's folder */
    struct backup_row sticks[BACKUPS_STICKS];
    bool stick_here[BACKUPS_STICKS];
    int n_rows, n_sticks;
};

/* What is asked before a copy takes the database's place. */
struct backup_back {
    const char *name;           /* of the file */
    struct backup_row row;      /* checked 0: nothing is known of it */
    int64_t later;              /* messages that came after it */
};

/* What copies still hold of what is erased now, and until when (UTC ms; 0:
 * there is none). */
struct backups_hold {
    int64_t here;               /* those of the box's folder, while one is made
                                 * each day */
    int64_t replaced;           /* what a restore replaced */
    struct backup_row sticks[BACKUPS_STICKS]; /* until somebody deletes it */
    int n_here, n_sticks;
};
MUST_CHECK enum err backups_hold_read(struct db *db, const struct config *c,
    struct backups_hold *out);

/* The passphrase given, else the box's own, which is made where there is none.
 * ERR_INPUT: longer than 255 bytes. */
MUST_CHECK enum err backups_passphrase(const struct config *c,
    const char *given, char out[SEALED_PASSPHRASE]);

/* "notehome-20261122-020000.nhb" of a path. */
const char *backups_name(const char *path);
/* "3 days", of what was made then; valid until the next page_time(). */
const char *backups_age(struct page *p, int64_t at);

#endif
