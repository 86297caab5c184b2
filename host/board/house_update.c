#include "base/log.h"
#include "board/house_own.h"
#include "settings/rules.h"
#include "store/figures/board_log.h"

#include <errno.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <unistd.h>

static void
settle(struct house *h, bool good, const char *words)
{
    enum err e = board_update_settle(h->db, h->update, good, words);

    if (e)
        log_error("flash", "outcome not stored: %s", err_text(e));
    unlink(h->image);
    h->update = 0;
    house_note(h, good ? "fw" : "fx", words);
}

static void
flashed(void *user, bool good, const char *words)
{
    struct house *h = user;

    h->flash = NULL;
    settle(h, good, words);
    board_resume(h->board);
}

static void
begin(struct house *h)
{
    char port[128];
    enum err e = board_update_claim(h->db, h->image, &h->update);

    if (e) {
        if (e != ERR_EMPTY)
            log_error("flash", "request not read: %s", err_text(e));
        return;
    }
    snprintf(port, sizeof(port), "%s", board_path(h->board));
    if (!port[0]) {
        settle(h, false, "No board is connected.");
        return;
    }
    log_warn("flash", "port=%s new firmware", port);
    board_pause(h->board);
    if ((e = flash_start(h->loop, port, h->image, flashed, h, &h->flash))) {
        settle(h, false, e == ERR_NOT_FOUND
                ? "avrdude cannot be started: install the package avrdude."
                : "avrdude cannot be started.");
        board_resume(h->board);
    }
}

/* Runs on the thread that committed. */
static void
store_changed(void *user, unsigned topics)
{
    struct house *h = user;
    uint64_t one = 1;

    if (topics & DB_REQUESTS)
        while (write(h->wake, &one, sizeof(one)) < 0 && errno == EINTR)
            ;
}

static void
woken(void *user, unsigned events)
{
    struct house *h = user;
    uint64_t dull;

    (void)events;
    while (read(h->wake, &dull, sizeof(dull)) > 0)
        ;
    if (!h->flash && !h->ending)
        begin(h);
}

enum err
house_update_start(struct house *h)
{
    enum err e = board_update_reset(h->db);

    if (e)
        return e;
    snprintf(h->image, sizeof(h->image), "%s/board.hex",
        rules_current()->config.data);
    h->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (h->wake < 0)
        return ERR_IO;
    db_watch(h->db, store_changed, h);
    return loop_watch(h->loop, h->wake, EPOLLIN, woken, h);
}

void
house_update_stop(struct house *h)
{
    flash_cancel(h->flash);
    h->flash = NULL;
    loop_forget(h->loop, h->wake);
}
