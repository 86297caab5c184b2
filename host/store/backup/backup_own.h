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

/* What backup_give_up() said; true: whatever is under way is to end. */
const _Atomic bool *backup_stop(void);

/* fsync of the folder that holds path, so that its name lasts. */
MUST_CHECK enum err backup_sync_folder(const char *path);
enum err backup_io(int error);  /* ENOSPC and friends, or ERR_IO */

#endif
