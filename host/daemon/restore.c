#include "daemon/restore.h"

#include "base/ask.h"
#include "base/log.h"
#include "store/alert/alert_heard.h"
#include "store/db/audit.h"
#include "store/figures/overview.h"
#include "store/hook/webhook.h"
#include "store/people/erasure.h"
#include "store/queue/queue.h"
#include "store/sims/modems.h"
#include "store/staff/staff.h"

#include <errno.h>
#include <grp.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static int
failed(const char *words)
{
    fprintf(stderr, "notehomed: %s\n", words);
    return 1;
}

/* What root writes, the daemon could not open. */
static enum err
become_owner(const char *data)
{
    struct stat st;

    if (stat(data, &st) != 0)
        return ERR_NOT_FOUND;
    if (geteuid() != 0 || st.st_uid == 0)
        return OK;
    return setgroups(1, &st.st_gid) || setgid(st.st_gid) || setuid(st.st_uid)
        ? ERR_IO : OK;
}

/* Whether a backup may take the place of what is there; says why not. */
static enum err
may_replace(const char *path, bool replace)
{
    struct db *db = NULL;
    int64_t last = 0;
    char why[1400];
    enum err e;

    if (access(path, F_OK) != 0 && errno == ENOENT)
        return OK;              /* an empty one is not made for this question */
    e = db_open(path, &db, why, sizeof(why));
    if (e == ERR_CORRUPT)
        return OK;              /* it is kept, and no use */
    if (e == ERR_BUSY)
        failed("a daemon is running with this database: notehome restore FILE"
            " asks it.");
    else if (e)
        failed(why);
    else if (!replace && !(e = overview_last(db, &last)) && last) {
        failed("Nothing was changed. There are messages already: with --replace"
            " the backup takes their place, and they are kept in a file beside"
            " it.");
        e = ERR_REFUSED;
    }
    db_close(db);
    return e;
}

static enum err
find_passphrase(const struct restore_options *o, const struct config *c,
    char out[SEALED_PASSPHRASE])
{
    *out = '\0';
    if (o->passphrase_file)
        return backup_passphrase(o->passphrase_file, false, out);
    if (isatty(STDIN_FILENO)
        && ask_secret("Passphrase (empty: the box's own)", out,
            SEALED_PASSPHRASE))
        return OK;
    return backup_passphrase(c->backup.passphrase_file, false, out);
}

static void
say_kept(const char *kept)
{
    if (*kept)
        log_warn("backup", "what was there before is kept as %s", kept);
}

int
restore_run(const struct restore_options *o, const struct config *c)
{
    char passphrase[SEALED_PASSPHRASE], path[256], kept[BACKUP_PATH],
        said[REASON_SAID];
    struct reason why = { 0 };
    struct backup_facts back;
    enum err e;

    snprintf(path, sizeof(path), "%s/notehome.db", c->data);
    if (find_passphrase(o, c, passphrase))
        return failed("no passphrase: name a file with --passphrase-file.");
    if (become_owner(c->data))
        return failed("the folder of data is not there, or not to be used.");
    if (may_replace(path, o->replace))
        return 1;
    e = backup_stage(c->data, o->path, passphrase, &back, &why);
    sodium_memzero(passphrase, sizeof(passphrase));
    if (e)
        return failed(reason_english(&why, said));
    if (backup_install(c->data, kept))
        return failed("it lies ready but could not be put in place; the next"
            " start does it.");
    say_kept(kept);
    printf("Restored: %lld messages and %lld families. Start notehomed.\n",
        (long long)back.messages, (long long)back.families);
    return 0;
}

enum err
restore_install(const struct config *c, char kept[BACKUP_PATH])
{
    enum err e = backup_install(c->data, kept);

    say_kept(kept);
    return e;
}

/* Whose password, or account, is that of the backup again. */
static enum err
name_changed(struct db *db, const char *kept)
{
    struct db *before = NULL;
    struct reason why = { 0 };
    char said[REASON_SAID];
    enum err e = db_open_copy(kept, false, NULL, &before, &why);

    if (e) {
        log_warn("backup", "what was there before cannot be read: %s",
            reason_english(&why, said));
        return OK;
    }
    e = staff_name_changed(db, before);
    db_close(before);
    return e;
}

void
restore_erase(struct db *db)
{
    int erased = 0;
    enum err e = erasure_keep(db);

    if (e || (e = erasure_again(db, &erased)))
        log_error("erasure", "what was erased before may be back: %s; it is"
            " tried again at the next start", err_text(e));
    if (erased)
        log_warn("erasure", "families=%d were erased before, came back with a"
            " backup, and are erased again", erased);
}

enum err
restore_hold(struct db *db, const char *data, const char *kept)
{
    int held = 0;
    enum err e = OK;

    if (!backup_is_new(data))
        return OK;
    if (!(e = queue_restored(db, &held)) && !(e = staff_restored(db))
        && !(e = alert_restored(db)) && !(e = modems_restored(db))
        && !(e = webhooks_restored(db))
        && (!*kept || !(e = name_changed(db, kept)))
        && !(e = audit_add(db, "notehome", "backup.restore", "database", "")))
        e = backup_settled(data);
    if (held)
        log_warn("main", "messages=%d waited in the backup; they may have gone"
            " since and are shown so", held);
    return e;
}

void
restore_offer(const struct config *c, const char *config_file)
{
    char path[BACKUP_PATH];

    if (backup_newest(c->backup.folder, path))
        fprintf(stderr, "notehomed: There is no backup in %s. Look for one on"
            " a USB stick, then: notehomed -c %s --restore FILE\n",
            c->backup.folder, config_file);
    else
        fprintf(stderr, "notehomed: The last good backup is %s. To use it (the"
            " damaged file is kept): notehomed -c %s --restore %s\n", path,
            config_file, path);
}
