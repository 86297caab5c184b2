/* summary.h - how things are, in lines that anybody can act on. */
#ifndef NOTEHOME_SUMMARY_H
#define NOTEHOME_SUMMARY_H

#include "status/status.h"
#include "store/figures/overview.h"
#include "store/people/import.h"
#include "store/sims/sim_credit.h"

struct request;
struct web;

enum summary_level { SUMMARY_OK, SUMMARY_WARN, SUMMARY_BAD };

struct summary_facts {
    struct status_modem modems[STATUS_MODEMS_MAX];
    int n_modems;
    struct sim_credit sims[STATUS_MODEMS_MAX];
    int n_sims;
    struct overview counts;
    struct status_board board;
    bool clock_unsure;
    int64_t now;                /* UTC ms */
    int64_t disk_free, disk_size; /* bytes; size 0: unknown */
    enum err disk_fault;        /* db_fault() */
    int64_t started;            /* UTC ms: since when the program runs; 0:
                                 * unknown */
    int64_t backup_at;          /* UTC ms of the last that is good; 0: none */
    struct reason backup_trouble; /* why the last try failed */
    struct import_state import; /* a class list that is not all in */
    int64_t tls_until;          /* UTC ms, the end of the certificate; 0:
                                 * none */
    int guesses;                /* wrong passwords in the last hour */
    char guesser[48];           /* the address of the last */
};

enum { SUMMARY_BACKUP_DAYS = 3 };  /* an older backup is a worry */
enum { SUMMARY_FILLING = 60 };     /* % of the SIM's memory: a warning */
enum { SUMMARY_LOSSES = 3 };       /* of the USB port, in a day */
enum { SUMMARY_PROOF = 3 * 60 * 1000 };   /* ms: an older proof is no proof */

/* The facts as they are now. What cannot be read is left out, and the first
 * failure comes back: the rest counts all the same. */
MUST_CHECK enum err summary_read(struct web *w, const struct request *q,
    struct summary_facts *out);
/* What is known of the board; present false without one. */
void summary_read_board(struct web *w, struct status_board *out);

/* Pure. Calls fn for each line; subject is "modem", "credit", "queue",
 * "board", "clock", "disk", "backup", "import", "tls" or "sign-in", static. */
typedef void summary_fn(void *user, enum summary_level level,
    const char *subject, const struct reason *line);
void summary_say(const struct summary_facts *f, summary_fn *fn, void *user);

#endif
