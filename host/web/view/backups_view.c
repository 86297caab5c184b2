#include "web/view/backups_view.h"

#include "base/clock.h"

#include <stdio.h>
#include <string.h>

enum err
backups_passphrase(const struct config *c, const char *given,
    char out[SEALED_PASSPHRASE])
{
    if (strlen(given) >= SEALED_PASSPHRASE)
        return ERR_INPUT;
    if (!*given)
        return backup_passphrase(c->backup.passphrase_file, true, out);
    strcpy(out, given);
    return OK;
}

const char *
backups_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

const char *
backups_age(struct page *p, int64_t at)
{
    int64_t ms = clock_now() - at;

    if (ms < HOUR)
        snprintf(p->time, sizeof(p->time), page_trn(p, "%d minute",
            "%d minutes", ms / MINUTE), (int)(ms / MINUTE));
    else if (ms < DAY)
        snprintf(p->time, sizeof(p->time), page_trn(p, "%d hour", "%d hours",
            ms / HOUR), (int)(ms / HOUR));
    else
        snprintf(p->time, sizeof(p->time), page_trn(p, "%d day", "%d days",
            ms / DAY), (int)(ms / DAY));
    return p->time;
}

static void
count_here(void *user, const char *name, int64_t bytes)
{
    struct backups_hold *h = user;

    (void)bytes;
    h->n_here++;
    if (backup_time_of(name) > h->here)
        h->here = backup_time_of(name);
}

static void
add_stick(void *user, const struct backup_row *r)
{
    struct backups_hold *h = user;

    h->sticks[h->n_sticks++] = *r;
}

/* The last of a week stays for so many weeks, and longer than a day's; and the
 * whole one that it goes with stays with it. */
static int64_t
days_kept(const struct config *c)
{
    int weeks = c->backup.weeks > 0 ? 7 * (c->backup.weeks + 1) : 0;

    return BACKUP_WHOLE_DAYS
        + (weeks > c->backup.days ? weeks : c->backup.days);
}

enum err
backups_hold_read(struct db *db, const struct config *c,
    struct backups_hold *out)
{
    enum err e;

    memset(out, 0, sizeof(*out));
    e = backup_list(c->backup.folder, count_here, out);
    if (out->here)
        out->here += days_kept(c) * DAY;
    if ((out->replaced = backup_replaced_at(c->data)))
        out->replaced += 31 * BACKUP_REPLACED_MONTHS * DAY;
    return e ? e : backup_log_sticks(db, BACKUPS_STICKS, add_stick, out);
}
