/* warden_own.h - what the files of the warden share: warden.c its board and its
 * health, warden_power.c switching and events, warden_clock.c the date. Nobody
 * else includes it. */
#ifndef NOTEHOME_WARDEN_OWN_H
#define NOTEHOME_WARDEN_OWN_H

#include "board/board.h"
#include "board/empty.h"
#include "board/flash.h"
#include "board/warden.h"
#include "status/errand.h"

#include <pthread.h>
#include <stdatomic.h>

/* What a keeper is told of, each kind not too often. */
enum warden_news {
    NEWS_MAINS_LOST, NEWS_MAINS_BACK, NEWS_BATTERY, NEWS_DONGLE, NEWS_HALT,
    NEWS_REFERENCE, NEWS_COUNT
};

struct warden {
    struct loop *loop;
    struct db *db;
    struct supervisor *supervisor;
    struct board *board;
    struct dongle_hooks dongles;
    void (*power_out)(void *user);
    void *power_user;
    void (*gone)(void *user);
    void *gone_user;

    pthread_mutex_t lock;       /* for told */
    struct status_board told;

    /* health */
    int64_t probe_due;          /* monotonic: the next write */
    bool writable, was_well;

    /* switching */
    char cut_modem[32];         /* whose power is being cut; "" none */
    struct loop_timer cut_limit;
    bool ending;                /* the battery is empty */
    struct empty empty;         /* is it? */
    int64_t told_at[NEWS_COUNT]; /* monotonic; 0: never */
    int64_t told_id[NEWS_COUNT]; /* the latest text of each kind; 0: none */
    bool mains_out, mains_out_told; /* as the board, and the keeper, know */
    int64_t events_since;       /* monotonic; of the events counted */
    int events;

    /* clock */
    _Atomic bool clock_unsure;
    bool clock_started;
    struct loop_timer clock_timer;
    int64_t clock_asked;        /* monotonic */

    /* lights and sound */
    int lights[BOARD_LED_COUNT]; /* as last set; -1: not known */
    bool alarm;
    int64_t alarm_due;

    /* what a person asked */
    struct {
        bool busy;
        struct errand what;
        int step, looks;        /* of a test: things to look at so far */
        uint32_t old;           /* of a calibration: what it read, mV */
        uint32_t factor;        /* ... and the setting's new value */
        struct loop_timer timer;
    } errand;

    /* new firmware */
    int wake;                   /* eventfd: a request in the store */
    struct flash *flash;
    int64_t update;             /* its row */
    char image[256];            /* its file */
};

/* warden_power.c */
enum err warden_event(void *warden, const struct said_event *e);
void warden_check_power(struct warden *w);
void warden_check_battery(struct warden *w, const struct said_status *s);
bool warden_can_cut(void *warden, const char *modem);
bool warden_cut(void *warden, const char *modem, const struct reason *why);
void warden_parked(void *warden, const char *modem, const struct reason *why);
void warden_cut_over(struct warden *w, bool proved);

/* warden_clock.c */
void warden_clock_start(struct warden *w);
/* Asks the board for the time: when it came, and each hour. */
void warden_clock_ask(struct warden *w);
void warden_clock_stop(struct warden *w);

/* warden_update.c */
MUST_CHECK enum err warden_update_start(struct warden *w);
void warden_update_stop(struct warden *w);

/* warden_errand.c */
void warden_errand_begin(struct warden *w);
void warden_errand_event(struct warden *w, const struct said_event *e);
/* The board is gone. */
void warden_errand_gone(struct warden *w);
void warden_errand_line(enum reason_code code);
void warden_errand_end(struct warden *w, bool good);
/* An answer that is none, in words; the errand ends. */
void warden_errand_fail(struct warden *w, enum err e,
    const struct board_frame *f);
/* Asks, or fails; done is called only where it returns true. */
bool warden_errand_ask(struct warden *w, uint16_t command, const char *fields,
    request_done *done);

/* warden_test.c */
void warden_test_begin(struct warden *w);
void warden_test_event(struct warden *w, const struct said_event *e);

/* warden_log.c: notes something of our own in the board's log. */
void warden_note(struct warden *w, const char *type,
    const struct reason *words);

#endif
