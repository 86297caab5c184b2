#include "daemon/known.h"

#include "base/log.h"
#include "store/backup/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <mntent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH = 512 };

/* --- disks that are not mounted ------------------------------------------- */

static bool
is_above(const char *dir, const char *path)
{
    size_t n = strlen(dir);

    return n > 1 && !strncmp(dir, path, n) && (!path[n] || path[n] == '/');
}

static bool
is_mounted(const char *mounts, const char *dir)
{
    FILE *f = setmntent(mounts, "re");
    struct mntent m;
    char room[4096];
    bool found = !f;            /* who cannot look does not judge */

    while (f && !found && getmntent_r(f, &m, room, sizeof(room)))
        found = !strcmp(m.mnt_dir, dir);
    if (f)
        endmntent(f);
    return found;
}

/* What fstab(5) wants at the data or above them, and is not there. */
static bool
find_unmounted(const struct known *k, const char *data, char out[PATH])
{
    FILE *f = setmntent(k->fstab, "re");
    char path[PATH], room[4096];
    struct mntent m;
    bool found = false;
    char *real = realpath(data, NULL);

    snprintf(path, sizeof(path), "%s", real ? real : data);
    free(real);
    while (f && !found && getmntent_r(f, &m, room, sizeof(room))) {
        found = is_above(m.mnt_dir, path) && !is_mounted(k->mounts, m.mnt_dir);
        if (found)
            snprintf(out, PATH, "%s", m.mnt_dir);
    }
    if (f)
        endmntent(f);
    return found;
}

/* --- the note ------------------------------------------------------------- */

static void
note_path(const struct known *k, char out[PATH])
{
    snprintf(out, PATH, "%s/data", k->folder);
}

/* Where the data were, by the note; false: it says nothing. */
static bool
noted(const struct known *k, char was[PATH])
{
    char path[PATH];
    FILE *f;
    bool read;

    if (!k->folder)
        return false;
    note_path(k, path);
    f = fopen(path, "re");
    read = f && fgets(was, PATH, f);
    if (f)
        fclose(f);
    if (read)
        was[strcspn(was, "\n")] = '\0';
    return read && was[0] == '/';
}

static enum err
write_note(const char *path, const char *data)
{
    char coming[PATH + 8];
    int fd;
    bool well;

    snprintf(coming, sizeof(coming), "%s.new", path);
    fd = open(coming, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0)
        return ERR_IO;
    well = dprintf(fd, "%s\n", data) > 0 && fsync(fd) == 0;
    well = close(fd) == 0 && well && rename(coming, path) == 0;
    return well ? OK : ERR_IO;
}

void
known_note(const struct known *k, const struct config *c)
{
    char path[PATH], was[PATH];

    if (!k->folder || (noted(k, was) && !strcmp(was, c->data)))
        return;
    note_path(k, path);
    if (write_note(path, c->data))
        log_warn("known", "path=%s: %s. Where the data are is not noted: should"
            " their disk be missing one day, that is not seen", path,
            strerror(errno));
}

/* --- at the start --------------------------------------------------------- */

static bool
has_database(const char *data)
{
    char path[PATH];
    struct stat st;

    snprintf(path, sizeof(path), "%s/notehome.db", data);
    return backup_is_staged(data) || (stat(path, &st) == 0 && st.st_size > 0);
}

static enum err
say_gone(const struct known *k, const struct config *c, const char *was,
    char *why)
{
    char backup[BACKUP_PATH], more[BACKUP_PATH + 80] = "";

    if (backup_newest(c->backup.folder, backup) == OK)
        snprintf(more, sizeof(more), " The newest backup is %s: notehomed"
            " --restore takes it.", backup);
    if (strcmp(was, c->data) != 0)
        snprintf(why, KNOWN_WHY, "Families and texts were in %s; the settings"
            " now say %s, and nothing is there. Put the old folder back into"
            " the settings, or move what is in it.%s To begin without them:"
            " rm %s/data", was, c->data, more, k->folder);
    else
        snprintf(why, KNOWN_WHY, "Families and texts were in %s, and are not"
            " there now. If they are on a disk or stick of their own, plug it"
            " in and mount it.%s To begin without them: rm %s/data", was,
            more, k->folder);
    return ERR_NOT_FOUND;
}

enum err
known_check(const struct known *k, const struct config *c, char *why)
{
    char found[PATH];

    if (find_unmounted(k, c->data, found)) {
        snprintf(why, KNOWN_WHY, "%s is not mounted, and families and texts"
            " are below it, in %s. Plug that disk in, then: mount %s", found,
            c->data, found);
        return ERR_NOT_FOUND;
    }
    if (has_database(c->data))
        return OK;
    if (noted(k, found))
        return say_gone(k, c, found, why);
    if (backup_newest(c->backup.folder, found) == OK) {
        snprintf(why, KNOWN_WHY, "There is no database in %s, but a backup of"
            " one: %s. To use it: notehomed --restore %s. To begin without it,"
            " move the backups out of that folder.", c->data, found, found);
        return ERR_NOT_FOUND;
    }
    return OK;
}
