#include "daemon/known.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder with what the daemon looks at; data is DIR/disk/notehome. */
struct place {
    char dir[32], fstab[64], mounts[64], folder[64];
    struct config c;
    struct known k;
    char why[KNOWN_WHY];
};

static void
put(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");

    CHECK(f && fputs(text, f) >= 0 && fclose(f) == 0);
}

static void
begin(struct place *p)
{
    memset(p, 0, sizeof(*p));
    snprintf(p->dir, sizeof(p->dir), "/tmp/notehome-known-XXXXXX");
    CHECK(mkdtemp(p->dir) != NULL);
    snprintf(p->fstab, sizeof(p->fstab), "%s/fstab", p->dir);
    snprintf(p->mounts, sizeof(p->mounts), "%s/mounts", p->dir);
    snprintf(p->folder, sizeof(p->folder), "%s/known", p->dir);
    snprintf(p->c.data, sizeof(p->c.data), "%s/disk/notehome", p->dir);
    snprintf(p->c.backup.folder, sizeof(p->c.backup.folder),
        "%s/disk/notehome/backups", p->dir);
    p->k = (struct known){ p->folder, p->fstab, p->mounts };
    CHECK(mkdir(p->folder, 0700) == 0);
    put(p->fstab, "/dev/vda / ext4 defaults 0 1\n");
    put(p->mounts, "/dev/vda / ext4 rw 0 0\n");
}

static void
make_data(const struct place *p, const char *database)
{
    char path[300];

    snprintf(path, sizeof(path), "%s/disk", p->dir);
    mkdir(path, 0700);
    mkdir(p->c.data, 0700);
    snprintf(path, sizeof(path), "%s/notehome.db", p->c.data);
    put(path, database);
}

static void
lose_data(const struct place *p)
{
    char path[300];

    snprintf(path, sizeof(path), "%s/notehome.db", p->c.data);
    CHECK(unlink(path) == 0);
}

static void
end(struct place *p)
{
    char command[80];

    snprintf(command, sizeof(command), "rm -r %s", p->dir);
    CHECK(system(command) == 0);
}

static void
refused(struct place *p, const char *words)
{
    p->why[0] = '\0';
    CHECK_INT(known_check(&p->k, &p->c, p->why), ERR_NOT_FOUND);
    if (!strstr(p->why, words))
        fail_msg("wanted \"%s\", got: %s", words, p->why);
}

static void
fine(struct place *p)
{
    CHECK_INT(known_check(&p->k, &p->c, p->why), OK);
}

/* --- the note ------------------------------------------------------------- */

TEST(a_first_start_is_let_begin)
{
    struct place p;

    begin(&p);
    fine(&p);                   /* no folder */
    make_data(&p, "");
    lose_data(&p);
    fine(&p);                   /* an empty one */
    end(&p);
}

TEST(data_that_were_there_and_are_not_are_missed)
{
    struct place p;
    char away[64];

    begin(&p);
    make_data(&p, "x");
    known_note(&p.k, &p.c);
    fine(&p);
    snprintf(away, sizeof(away), "%s/away", p.dir);
    CHECK(rename(p.c.data, away) == 0);
    refused(&p, "plug it in");
    CHECK(mkdir(p.c.data, 0700) == 0);
    refused(&p, "plug it in");  /* the folder below a mount is empty */
    make_data(&p, "");
    refused(&p, p.c.data);      /* a file without a byte is no database */
    lose_data(&p);
    CHECK(rmdir(p.c.data) == 0 && rename(away, p.c.data) == 0);
    fine(&p);
    end(&p);
}

TEST(settings_that_name_another_folder_begin_no_new_school)
{
    struct place p;
    char old[sizeof(p.c.data)];

    begin(&p);
    make_data(&p, "x");
    known_note(&p.k, &p.c);
    memcpy(old, p.c.data, sizeof(old));
    snprintf(p.c.data, sizeof(p.c.data), "%s/other", p.dir);
    refused(&p, old);
    refused(&p, "the settings now say");
    /* What was moved there by the keeper is taken, and noted. */
    CHECK(rename(old, p.c.data) == 0);
    fine(&p);
    known_note(&p.k, &p.c);
    lose_data(&p);
    refused(&p, "are not there now");
    end(&p);
}

TEST(who_takes_the_note_away_begins_anew)
{
    struct place p;
    char note[80];

    begin(&p);
    make_data(&p, "x");
    known_note(&p.k, &p.c);
    lose_data(&p);
    snprintf(note, sizeof(note), "%s/data", p.folder);
    refused(&p, note);
    CHECK(unlink(note) == 0);
    fine(&p);
    end(&p);
}

TEST(a_note_that_cannot_be_read_or_written_stops_nobody)
{
    struct place p;
    char note[80];

    begin(&p);
    snprintf(note, sizeof(note), "%s/data", p.folder);
    put(note, "");
    fine(&p);
    put(note, "no path\n");
    fine(&p);
    p.k.folder = "/proc/no/such/folder";
    known_note(&p.k, &p.c);
    fine(&p);
    p.k.folder = NULL;
    known_note(&p.k, &p.c);
    fine(&p);
    end(&p);
}

TEST(backups_without_a_database_are_no_new_school)
{
    struct place p;
    char path[300];

    begin(&p);
    p.k.folder = NULL;
    make_data(&p, "x");
    CHECK(mkdir(p.c.backup.folder, 0700) == 0);
    snprintf(path, sizeof(path), "%s/notehome-20261121-020000.nhb",
        p.c.backup.folder);
    put(path, "x");
    fine(&p);
    lose_data(&p);
    refused(&p, path);
    /* One that is laid ready is put in place at this start. */
    snprintf(path, sizeof(path), "%s/notehome.db.restored", p.c.data);
    put(path, "x");
    fine(&p);
    end(&p);
}

/* --- disks that are not mounted ------------------------------------------- */

TEST(a_disk_that_should_be_mounted_and_is_not_is_named)
{
    static const struct { const char *dir; bool missed; } rows[] = {
        { "/disk", true }, { "/disk/notehome", true },
        { "/disk/notehome/backups", false }, { "/dis", false },
        { "/disk/note", false }, { "/other", false },
    };
    struct place p;
    char line[160];

    begin(&p);
    make_data(&p, "an old copy below the mount");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        snprintf(line, sizeof(line), "# %s\nUUID=1 / ext4 defaults 0 1\nUUID=2"
            " none swap sw 0 0\nLABEL=data %s%s ext4 nofail 0 2\n", p.dir,
            p.dir, rows[i].dir);
        put(p.fstab, line);
        if (rows[i].missed)
            refused(&p, "is not mounted");
        else
            fine(&p);
    }
    end(&p);
}

TEST(a_disk_that_is_mounted_is_well_also_with_a_blank_in_its_name)
{
    struct place p;
    char line[160];

    begin(&p);
    snprintf(p.c.data, sizeof(p.c.data), "%s/my disk/notehome", p.dir);
    snprintf(line, sizeof(line), "LABEL=data %s/my\\040disk ext4 nofail 0 2\n",
        p.dir);
    put(p.fstab, line);
    refused(&p, "/my disk is not mounted");
    snprintf(line, sizeof(line), "/dev/sda1 %s/my\\040disk ext4 rw 0 0\n",
        p.dir);
    put(p.mounts, line);
    fine(&p);
    end(&p);
}

TEST(who_has_no_fstab_or_cannot_see_mounts_is_not_held_up)
{
    struct place p;
    char line[160];

    begin(&p);
    CHECK(unlink(p.fstab) == 0);
    fine(&p);
    snprintf(line, sizeof(line), "LABEL=data %s/disk ext4 nofail 0 2\n",
        p.dir);
    put(p.fstab, line);
    CHECK(unlink(p.mounts) == 0);
    fine(&p);
    end(&p);
}
