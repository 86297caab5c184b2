/* house_own.h - what the files of the house share: house.c its board and its
 * health, house_power.c switching and events, house_clock.c the date. Nobody
 * else includes it. */
#ifndef NOTEHOME_HOUSE_OWN_H
#define NOTEHOME_HOUSE_OWN_H

#include "board/board.h"
#include "board/flash.h"
#include "board/house.h"

#include <pthread.h>
#include <stdatomic.h>

/* What a keeper is told of, each kind not too often. */
enum house_news {
    NEWS_MAINS_LOST, NEWS_MAINS_BACK, NEWS_BATTERY, NEWS_DONGLE, NEWS_COUNT
};

struct house {
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
    int64_t told_at[NEWS_COUNT]; /* monotonic; 0: never */
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

    /* new firmware */
    int wake;                   /* eventfd: a request in the store */
    struct flash *flash;
    int64_t update;             /* its row */
    char image[256];            /* its file */
};

/* house_power.c */
enum err house_event(void *house, const struct said_event *e);
void house_check_power(struct house *h);
bool house_can_cut(void *house, const char *modem);
bool house_cut(void *house, const char *modem, const char *why);
void house_parked(void *house, const char *modem, const char *why);
void house_cut_over(struct house *h, bool proved);

/* house_clock.c */
void house_clock_start(struct house *h);
/* Asks the board for the time: when it came, and each hour. */
void house_clock_ask(struct house *h);
void house_clock_stop(struct house *h);

/* house_update.c */
MUST_CHECK enum err house_update_start(struct house *h);
void house_update_stop(struct house *h);

/* house_log.c: notes something of our own in the board's log. */
void house_note(struct house *h, const char *type, const char *words);

#endif
