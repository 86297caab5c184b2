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
