/* backup_own.h - what backup.c (making) and backup_restore.c (the way back)
 * share. */
#ifndef NOTEHOME_BACKUP_OWN_H
#define NOTEHOME_BACKUP_OWN_H

#include "store/backup/backup.h"

/* What is counted of a database; equal counts of a copy are a sign of life. */
struct backup_counts {
    int64_t messages, parts, families, guardians;
};
MUST_CHECK enum err backup_count(struct db *db, struct backup_counts *out);

/* Of the copy at path `copy` what changed since the newest whole backup in
 * dir, as a file in b->data: its path to `path`, that one's name to `whole`.
 * ERR_EMPTY: a whole one is due, for there is none of this week, or it cannot
 * be used, or too much changed. ERR_TIMEOUT: stopped. On failure nothing is
 * left. */
MUST_CHECK enum err backup_differ(const struct backup *b, int dir,
    const char *copy, char path[BACKUP_PATH], char whole[BACKUP_NAME]);
/* The newest whole one in an open folder; ERR_EMPTY: none. */
MUST_CHECK enum err backup_newest_whole(int dir, char name[BACKUP_NAME]);

/* The file at `coming`, which was sealed in the backup at path, becomes the
 * database where it is a difference. differing: a path for work, of which
 * nothing is left. */
MUST_CHECK enum err backup_complete(const char *path, const char *coming,
    const char *differing, const char *passphrase, struct reason *fault);
/* Whether all that the backup at path needs can be read. */
MUST_CHECK enum err backup_readable(const char *path, const char *passphrase,
    struct reason *fault);

/* Unseals path into the new file `to`, on disk when it returns OK. */
MUST_CHECK enum err backup_unseal(const char *path, const char *to,
    const char *passphrase, unsigned char hash[SEALED_HASH]);
/* What is wrong with a backup, in words. */
struct reason backup_fault(enum err e);

/* What backup_give_up() said; true: whatever is under way is to end. */
const _Atomic bool *backup_stop(void);

/* fsync of the folder that holds path, so that its name lasts. */
MUST_CHECK enum err backup_sync_folder(const char *path);
enum err backup_io(int error);  /* ENOSPC and friends, or ERR_IO */

#endif
