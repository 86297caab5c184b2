/* restore.h - a backup into the place of the database, at the start or with
 * the daemon stopped. */
#ifndef NOTEHOME_RESTORE_H
#define NOTEHOME_RESTORE_H

#include "settings/config.h"
#include "store/backup/backup.h"

struct restore_options {
    const char *path;           /* of the backup; NULL: no restore is wanted */
    const char *passphrase_file; /* NULL: asked for on a terminal */
    bool replace;               /* although there are messages */
};

/* notehomed --restore: all of it, in words; the exit status. Only root's file
 * is read by root, the rest is done as the owner of the data. */
int restore_run(const struct restore_options *o, const struct config *c);

/* Puts in place what notehome restore has laid ready; kept: the file that was
 * replaced, "" none. */
MUST_CHECK enum err restore_install(const struct config *c,
    char kept[BACKUP_PATH]);

/* In a database that was just restored: a text that waited is not sent twice,
 * nobody is signed in, machines' tokens sleep, and the audit log names whose
 * password is that of the backup. OK too where none was restored. */
MUST_CHECK enum err restore_hold(struct db *db, const char *data,
    const char *kept);

/* At each start: families that were erased and came back with a backup are
 * erased again (store/people/erasure.h). What fails is logged. */
void restore_erase(struct db *db);

/* Says on standard error which backup would mend it, and the command. */
void restore_offer(const struct config *c, const char *config_file);

#endif
