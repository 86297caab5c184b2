#include "daemon/open.h"

#include "base/log.h"
#include "daemon/restore.h"
#include "settings/rules.h"
#include "store/queue/queue.h"
#include "store/sims/modems.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* The database, where it was, or what to do in words. kept: the file that a
 * backup took the place of, "" none. */
static enum err
find_store(const struct known *k, const char *file, const char *path,
    struct db **db, char kept[BACKUP_PATH])
{
    const struct config *c = &rules_current()->config;
    char why[KNOWN_WHY];
    enum err e = known_check(k, c, why);

    if (e) {
        fprintf(stderr, "notehomed: %s\n", why);
    } else if (mkdir(c->data, 0750) != 0 && errno != EEXIST) {
        fprintf(stderr, "notehomed: %s: %s. Make this folder, or name another"
            " as data.\n", c->data, strerror(errno));
        e = ERR_IO;
    } else if ((e = restore_install(c, kept))) {
        fprintf(stderr, "notehomed: the restored %s cannot be put in place:"
            " %s\n", path, err_text(e));
    } else if ((e = db_open(path, db, why, sizeof(why)))) {
        fprintf(stderr, "notehomed: %s\n", why);
        if (e == ERR_CORRUPT)
            restore_offer(c, file);
    } else {
        known_note(k, c);
    }
    return e;
}

enum err
open_store(const struct known *k, const char *file, struct db **db)
{
    const struct config *c = &rules_current()->config;
    char path[256], kept[BACKUP_PATH] = "";
    int unsure = 0;
    enum err e;

    snprintf(path, sizeof(path), "%s/notehome.db", c->data);
    if ((e = find_store(k, file, path, db, kept)))
        return e;
    if ((e = modems_reset(*db)) || (e = queue_recover(*db, &unsure))
        || (e = restore_hold(*db, c->data, kept))) {
        fprintf(stderr, "notehomed: %s: %s\n", path, err_text(e));
        return e;
    }
    restore_erase(*db);
    if (unsure)
        log_warn("main", "messages=%d were in hand at the last end; they may"
            " have arrived and are shown so", unsure);
    return OK;
}
