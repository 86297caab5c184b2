/* backup_log.h - what is known of the copies that were made (backup.h): a row
 * of the store each, so that a stick that is out is remembered too. */
#ifndef NOTEHOME_BACKUP_LOG_H
#define NOTEHOME_BACKUP_LOG_H

#include "store/backup/backup.h"

struct backup_row {
    char path[BACKUP_PATH];
    int64_t at, checked;        /* UTC ms */
    int64_t bytes, messages, families;
    bool stick;
    struct reason fault;        /* found at the last look */
};

/* A copy was made, and read again: backup.at (setting.h) is now, and
 * backup.trouble is over. What is older than two years is forgotten. */
MUST_CHECK enum err backup_log_add(struct db *db,
    const struct backup_facts *f, bool stick);
/* It was read again; fault: what was wrong, if it was. Nothing happens to a
 * copy that is not known. */
MUST_CHECK enum err backup_log_checked(struct db *db, const char *path,
    const struct reason *fault);
/* ERR_NOT_FOUND: made by another, or before a restore. */
MUST_CHECK enum err backup_log_get(struct db *db, const char *path,
    struct backup_row *out);
/* The last on each folder of a stick, newest first; *r is valid for the call
 * only. */
MUST_CHECK enum err backup_log_sticks(struct db *db, int limit,
    void (*fn)(void *user, const struct backup_row *r), void *user);

#endif
