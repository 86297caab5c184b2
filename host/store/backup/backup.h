/* backup.h - copies of everything, under a passphrase (sealed.h), and the way
 * back. A backup counts only once it was read again: the copy is opened and
 * checked, and what was sealed is unsealed and compared with it. */
#ifndef NOTEHOME_BACKUP_H
#define NOTEHOME_BACKUP_H

#include "store/backup/sealed.h"
#include "store/db/db.h"
#include "text/reason.h"

enum { BACKUP_PATH = 512, BACKUP_NAME = 64 };

struct backup {
    struct db *db;
    const char *data;           /* folder of the database; for a plain copy
                                 * while the work lasts */
    const char *folder;         /* where the backup goes */
    const char *passphrase;
    bool stick;                 /* the folder is on a USB stick, which anybody
                                 * may have prepared: */
    int dir;                    /* then it is open here, and the path above is
                                 * for people */
    bool differ;                /* where the folder has a whole backup of this
                                 * week under that passphrase: only what changed
                                 * since */
};
struct backup_facts {
    char path[BACKUP_PATH];
    char since[BACKUP_NAME];    /* the whole one's name; "": it is whole */
    int64_t bytes;              /* of the file */
    int64_t messages, families;
};

/* Writes notehome-YYYYMMDD-HHMMSS.nhb (local time) into the folder, or
 * notehome-YYYYMMDD-HHMMSS-since-YYYYMMDD-HHMMSS.nhb (differ.h): under
 * another name until it is complete and on disk, and notes it (backup_log.h).
 * On failure why says what to do and nothing is left. */
MUST_CHECK enum err backup_make(const struct backup *b,
    struct backup_facts *out, struct reason *why);

/* true: what is under way ends soon, with ERR_TIMEOUT, and nothing begins; for
 * the end of the program. */
void backup_give_up(bool yes);

/* Keeps the newest backup of each of the last `days` days that have one, and of
 * the last `weeks` weeks, and the whole one that such a backup needs; removes
 * others with a name as above that a newer whole one follows, no other file. */
MUST_CHECK enum err backup_rotate(const char *folder, int days, int weeks);

/* The same in an open folder, which stays open. */
MUST_CHECK enum err backup_rotate_in(int dir, int days, int weeks);
/* The same as a decision: names from the newest to the oldest. Pure. */
void backup_choose(const char *const *names, int n, int days, int weeks,
    bool *keep);

/* The newest backup of a folder by its name; ERR_EMPTY: none. */
MUST_CHECK enum err backup_newest(const char *folder, char path[BACKUP_PATH]);
/* Whether the folder has one of that day ("20261121", this box's time), be it
 * not the newest by its name: that may be the work of a clock that ran
 * ahead. */
bool backup_has_day(const char *folder, const char *day);
/* Calls fn for each, from the newest. No folder is no backup. */
MUST_CHECK enum err backup_list(const char *folder,
    void (*fn)(void *user, const char *name, int64_t bytes), void *user);

/* Whether a file of that name counts as a backup; others are never touched. */
bool backup_is_name(const char *name);
/* Whether it is one that holds only what changed; whole: the name of the whole
 * one that it needs beside it. */
bool backup_since(const char *name, char whole[BACKUP_NAME]);
/* When it was made, by that name and the clock of this box (UTC ms). */
int64_t backup_time_of(const char *name);

/* Reads all of the backup at path, and of the whole one that it needs, and
 * changes nothing; what is undamaged holds what was checked when it was made.
 * On failure why says what is wrong. */
MUST_CHECK enum err backup_check(const char *path, const char *passphrase,
    struct reason *why);

/* Unseals and checks the backup at path, with the whole one that it needs,
 * which lies in the same folder, and lays what comes of it beside the database
 * of the folder data, for backup_install() at the next start. On failure
 * nothing has changed and why says what is wrong. */
MUST_CHECK enum err backup_stage(const char *data, const char *path,
    const char *passphrase, struct backup_facts *out, struct reason *why);
/* Whether one lies there. */
bool backup_is_staged(const char *data);

/* Before the database is opened: puts what was staged in its place. What was
 * there is kept as notehome.db.before-YYYYMMDD-HHMMSS, whose path goes to kept
 * (BACKUP_PATH; "": nothing was there, or nothing is staged). Power may fail at
 * any moment: the next start ends it. Also clears what broken off backups
 * left. */
MUST_CHECK enum err backup_install(const char *data, char *kept);
/* So many nights go with one whole backup: it stays that much longer than they
 * alone would keep it. */
enum { BACKUP_WHOLE_DAYS = 7 };
/* What backup_install() kept goes after so many months: it is no copy under a
 * passphrase. */
enum { BACKUP_REPLACED_MONTHS = 1 };
/* Removes those kept before that time (UTC ms); *gone: how many files. One
 * whose name bears a wrong clock's date counts from when this first sees it. */
MUST_CHECK enum err backup_forget_replaced(const char *data, int64_t before,
    int *gone);
/* When the newest of them was kept; 0: there is none. */
int64_t backup_replaced_at(const char *data);
/* Whether a backup was put in place and queue_restored() has not seen to its
 * queue yet; backup_settled() says that it has. */
bool backup_is_new(const char *data);
MUST_CHECK enum err backup_settled(const char *data);

/* The first line of file into out (SEALED_PASSPHRASE). make: where there is no
 * such file, makes one with a passphrase of chance. ERR_NOT_FOUND, ERR_INPUT:
 * empty or too long. */
MUST_CHECK enum err backup_passphrase(const char *file, bool make, char *out);

#endif
