#include "base/log.h"
#include "board/warden_own.h"
#include "settings/rules.h"
#include "store/figures/board_log.h"

#include <errno.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <unistd.h>

static void
settle(struct warden *w, bool good, const char *words)
{
    struct reason said = reason_words(words);
    enum err e = board_update_settle(w->db, w->update, good, words);

    if (e)
        log_error("flash", "outcome not stored: %s", err_text(e));
    unlink(w->image);
    w->update = 0;
    warden_note(w, good ? "fw" : "fx", &said);
}

static void
flashed(void *user, bool good, const char *words)
{
    struct warden *w = user;

    w->flash = NULL;
    settle(w, good, words);
    board_resume(w->board);
}

static void
begin(struct warden *w)
{
    enum board_bootloader known;
    char port[128];
    enum err e = board_update_claim(w->db, w->image, &w->update);

    if (e) {
        if (e != ERR_EMPTY)
            log_error("flash", "request not read: %s", err_text(e));
        return;
    }
    snprintf(port, sizeof(port), "%s", board_update_port(w->board));
    if (!port[0]) {
        settle(w, false, "No board answers, and no single port that is free"
            " may be one: name it in the settings (board.device).");
        return;
    }
    log_warn("flash", "port=%s new firmware", port);
    known = board_hello(w->board)
        ? (enum board_bootloader)board_hello(w->board)->bootloader
        : BOARD_BOOTLOADER_UNKNOWN;
    board_pause(w->board);
    e = flash_start(w->loop, port, w->image, known, flashed, w, &w->flash);
    if (e) {
        settle(w, false, e == ERR_NOT_FOUND
                ? "avrdude cannot be started: install the package avrdude."
                : "avrdude cannot be started.");
        board_resume(w->board);
    }
}

/* On any thread. */
static void
wake(void *user)
{
    const struct warden *w = user;
    uint64_t one = 1;

    while (write(w->wake, &one, sizeof(one)) < 0 && errno == EINTR)
        ;
}

/* Runs on the thread that committed. */
static void
store_changed(void *user, unsigned topics)
{
    if (topics & DB_REQUESTS)
        wake(user);
}

static void
woken(void *user, unsigned events)
{
    struct warden *w = user;
    uint64_t dull;

    (void)events;
    while (read(w->wake, &dull, sizeof(dull)) > 0)
        ;
    if (!w->flash && !w->ending)
        begin(w);
    warden_errand_begin(w);
}

enum err
warden_update_start(struct warden *w)
{
    enum err e = board_update_reset(w->db);

    if (e)
        return e;
    snprintf(w->image, sizeof(w->image), "%s/board.hex",
        rules_current()->config.data);
    w->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (w->wake < 0)
        return ERR_IO;
    db_watch(w->db, store_changed, w);
    errand_serve(wake, w);
    return loop_watch(w->loop, w->wake, EPOLLIN, woken, w);
}

void
warden_update_stop(struct warden *w)
{
    db_unwatch(w->db, store_changed, w);
    errand_serve(NULL, NULL);
    flash_cancel(w->flash);
    w->flash = NULL;
    loop_forget(w->loop, w->wake);
    if (w->wake >= 0)
        close(w->wake);
}
