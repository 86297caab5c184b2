#include "board/flash.h"

#include "base/clock.h"
#include "base/log.h"
#include "board_image.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { HEX_MOST = 256 * 1024 };
/* Of one try: writing and reading back take some ten seconds. */
static const int64_t limit = 40 * SECOND;
/* Optiboot's, and that of the old bootloader of many Nano clones. */
static const char fast[] = "115200", slow[] = "57600";
static const char written[] =
    "The new firmware is on the board, and was read back.";
static const char written_slowly[] = "The new firmware is on the board, and was"
    " read back. But the chip carries the old bootloader: once its own watchdog"
    " restarts it, it hangs until its power is cut. Replace it; see"
    " firmware/README.md.";

struct flash {
    struct loop *loop;
    char port[128];
    char parked[300], first[300];       /* "flash:w:FILE:i" */
    void (*done)(void *user, bool good, const char *words);
    void *user;
    const char *speed[5];       /* to try in turn; NULL ends them */
    int at;                     /* index of speed */
    pid_t pid;                  /* 0: none runs */
    int watch;                  /* its pidfd; -1: none */
    struct loop_timer limit;
};

static enum err start(struct flash *f);

static int
end_program(struct flash *f)
{
    int how = -1;

    loop_cancel(f->loop, &f->limit);
    loop_forget(f->loop, f->watch);
    if (f->watch >= 0)
        close(f->watch);
    f->watch = -1;
    if (f->pid > 0) {
        kill(f->pid, SIGKILL);
        while (waitpid(f->pid, &how, 0) < 0 && errno == EINTR)
            ;
    }
    f->pid = 0;
    return how;
}

static void
finish(struct flash *f, bool good, const char *words)
{
    void (*done)(void *user, bool good, const char *words) = f->done;
    void *user = f->user;

    flash_cancel(f);
    done(user, good, words);
}

/* A byte that was lost on the way spoils a try; the next one starts the chip
 * anew. */
static void
try_next(struct flash *f)
{
    if (f->speed[++f->at]) {
        log_warn("flash", "no success at %s baud; now at %s",
            f->speed[f->at - 1], f->speed[f->at]);
        if (start(f))
            finish(f, false, "avrdude cannot be started.");
    } else {
        finish(f, false, "avrdude could not write the board; its lines are in"
            " the log. Pull the board's cable, plug it in, try again.");
    }
}

static void
ended(void *user, unsigned events)
{
    struct flash *f = user;
    int how = end_program(f);

    (void)events;
    if (WIFEXITED(how) && WEXITSTATUS(how) == 0)
        finish(f, true, f->speed[f->at] == slow ? written_slowly : written);
    else
        try_next(f);
}

static void
too_long(void *user)
{
    struct flash *f = user;

    end_program(f);
    try_next(f);
}

static enum err
start(struct flash *f)
{
    char speed[16];
    char *argv[] = { "avrdude", "-q", "-p", "atmega328p", "-c", "arduino",
        "-P", f->port, "-b", speed, "-D", "-U", f->parked, "-U", f->first,
        NULL };
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attr;
    sigset_t none;
    int failed;

    snprintf(speed, sizeof(speed), "%s", f->speed[f->at]);
    sigemptyset(&none);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, 2, 1);
    posix_spawnattr_init(&attr);
    posix_spawnattr_setsigmask(&attr, &none);
    posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
    failed = posix_spawnp(&f->pid, argv[0], &files, &attr, argv, environ);
    posix_spawnattr_destroy(&attr);
    posix_spawn_file_actions_destroy(&files);
    if (failed) {
        log_error("flash", "avrdude: %s (install the package avrdude)",
            strerror(failed));
        f->pid = 0;
        return ERR_NOT_FOUND;
    }
    f->watch = pidfd_open(f->pid, 0);
    loop_after(f->loop, &f->limit, limit, too_long, f);
    return f->watch < 0 ? ERR_IO
                        : loop_watch(f->loop, f->watch, EPOLLIN, ended, f);
}

static enum err
write_part(const struct board_image *image, enum board_image_part part,
    const char *path)
{
    FILE *to = fopen(path, "we");
    bool well = to && board_image_write(image, part, to);

    return (to && fclose(to)) || !well ? ERR_IO : OK;
}

/* The file in two, beside it: see board_image.h. */
static enum err
split(struct flash *f, const char *file)
{
    struct board_image *image = calloc(1, sizeof(*image));
    char *hex = malloc(HEX_MOST), parked[280], first[280];
    FILE *from = fopen(file, "re");
    size_t n = from && hex ? fread(hex, 1, HEX_MOST, from) : 0;
    enum err e = !image || !hex ? ERR_MEMORY
        : board_image_check(hex, n, image) != BOARD_IMAGE_GOOD ? ERR_INPUT
                                                               : OK;

    snprintf(parked, sizeof(parked), "%s.parked", file);
    snprintf(first, sizeof(first), "%s.first", file);
    if (!e && !(e = write_part(image, BOARD_IMAGE_PARKED, parked)))
        e = write_part(image, BOARD_IMAGE_FIRST_PAGE, first);
    snprintf(f->parked, sizeof(f->parked), "flash:w:%s:i", parked);
    snprintf(f->first, sizeof(f->first), "flash:w:%s:i", first);
    if (from)
        fclose(from);
    free(image);
    free(hex);
    return e;
}

/* The slow one only where the old bootloader is, or may be. */
static void
choose_speeds(struct flash *f, enum board_bootloader known)
{
    const char *own = known == BOARD_BOOTLOADER_OLD ? slow : fast;
    const char *other = known == BOARD_BOOTLOADER_OLD ? fast
        : known == BOARD_BOOTLOADER_OPTIBOOT          ? fast
                                                      : slow;

    for (int i = 0; i < 4; i++)
        f->speed[i] = i % 2 ? other : own;
}

enum err
flash_start(struct loop *loop, const char *port, const char *file,
    enum board_bootloader known,
    void (*done)(void *user, bool good, const char *words), void *user,
    struct flash **out)
{
    struct flash *f = calloc(1, sizeof(*f));
    enum err e;

    if (!f)
        return ERR_MEMORY;
    f->loop = loop;
    f->done = done;
    f->user = user;
    f->watch = -1;
    choose_speeds(f, known);
    snprintf(f->port, sizeof(f->port), "%s", port);
    if ((e = split(f, file)) || (e = start(f)))
        flash_cancel(f);
    else
        *out = f;
    return e;
}

void
flash_cancel(struct flash *f)
{
    if (!f)
        return;
    end_program(f);
    free(f);
}
