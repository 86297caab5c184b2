/* menu.h - an operator's USSD menus as data: which code opens them, what each
 * screen must say, what is answered there, and where the last screen says how
 * much is left. Each has the day on which somebody last saw it so. Nothing here
 * ever buys by itself. */
#ifndef NOTEHOME_MENU_H
#define NOTEHOME_MENU_H

#include "store/db/db.h"
#include "text/reason.h"

/* On disk: never reuse a number. */
enum menu_kind {
    MENU_BALANCE = 1,           /* how much credit; asked daily by itself */
    MENU_BUNDLES = 2,           /* which bundles, and until when */
    MENU_BUY = 3                /* costs money: by a person alone */
};
enum menu_state { MENU_RUNNING = 1, MENU_DONE = 2, MENU_FAILED = 3 };
#define MENU_IS_RUNNING "state = 1"     /* as in store/thread/message.h */

enum { MENU_STEPS_MAX = 8 };

struct menu {
    int64_t id;
    char network[8];            /* "63902" */
    enum menu_kind kind;
    char name[40];
    char steps[600];            /* menu_steps() reads them */
    char reads[48];             /* "Airtime:"; "" the whole last answer */
    char checked[12];           /* "2026-11-22" */
};

struct menu_step {
    char expect[48];            /* words of the screen; "" for the first */
    char answer[64];            /* what is given: the code, then choices */
};

/* Steps stand on lines of their own, or between semicolons: a code as *144#,
 * then "words of the screen = answer". Returns how many; 0: unusable. Pure. */
int menu_steps(const char *text, struct menu_step out[MENU_STEPS_MAX]);

/* "balance", "bundles", "buy"; static. */
const char *menu_kind_name(enum menu_kind kind);
/* 0: no such kind. */
int menu_kind_of(const char *name);

/* "2026-11-22" in local time. */
void menu_today(char out[12]);

/* Adds m, or changes the menu of this network and name; sets m->id. Audited.
 * ERR_INPUT: why says what to write. */
MUST_CHECK enum err menu_save(struct db *db, struct menu *m, const char *who,
    struct reason *why);
/* ERR_NOT_FOUND. Audited. */
MUST_CHECK enum err menu_remove(struct db *db, int64_t id, const char *who);
/* Those of a SIM by its IMSI (NULL: all), by network and name; *m is valid for
 * the call only. */
MUST_CHECK enum err menu_list(struct db *db, const char *imsi,
    void (*fn)(void *user, const struct menu *m), void *user);

/* --- walking through one (menu_run.c) ------------------------------------- */

struct menu_run {
    int64_t id, menu;
    enum menu_kind kind;
    enum menu_state state;
    char name[40], sim[20], author[64];
    int64_t started, ended;     /* UTC ms; 0: not yet */
    struct reason words;        /* the last answer, or what went wrong */
};

/* Begins to walk through a menu on a SIM (IMSI or name; NULL: the only one).
 * A purchase needs `sure`, said by the person who. Audited. ERR_NOT_FOUND: no
 * such SIM, or no such menu of its operator; ERR_BUSY: another dialogue is
 * under way; ERR_REFUSED: which SIM?, or not sure. Touches DB_REQUESTS. */
MUST_CHECK enum err menu_start(struct db *db, const char *sim, int64_t menu,
    bool sure, const char *who, int64_t *run);
/* By name, on that SIM. ERR_NOT_FOUND. */
MUST_CHECK enum err menu_find(struct db *db, const char *sim,
    const char *name, struct menu *out);
/* The balance menu of a SIM (IMSI or name; NULL: of any) without a code of its
 * own; ERR_EMPTY: none. */
MUST_CHECK enum err menu_for_balance(struct db *db, const char *sim,
    int64_t *menu);
/* The same as menu_start() for a balance, by the program itself, not audited.
 * Needs a transaction. */
MUST_CHECK enum err menu_ask_balance(struct db *db, const char *imsi,
    int64_t menu);

MUST_CHECK enum err menu_run_get(struct db *db, int64_t id,
    struct menu_run *out);
/* The last walk of each menu on this SIM, newest first, at most 20. */
MUST_CHECK enum err menu_runs(struct db *db, const char *imsi,
    void (*fn)(void *user, const struct menu_run *r), void *user);

#endif
