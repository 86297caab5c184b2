/* sim_life.h - keeping a SIM alive where nobody texts (holidays), and proving
 * that it receives: a text of its own to the keeper, and one to itself. Both go
 * by that SIM alone, stand in the tray of notices and in no family's thread,
 * and wait for no credit: without it they are not sent. */
#ifndef NOTEHOME_SIM_LIFE_H
#define NOTEHOME_SIM_LIFE_H

#include "store/queue/queue.h"

/* On disk: never reuse a number. */
enum sim_proof {
    SIM_PROOF_NONE = 0,
    SIM_PROOF_WAITING = 1,      /* its text is on the way */
    SIM_PROOF_ARRIVED = 2,
    SIM_PROOF_LOST = 3,         /* the network took it, it never came */
    SIM_PROOF_UNSENT = 4        /* it was not sent: nothing is known */
};
/* WAITING or LOST, in SQL: as in store/thread/message.h. */
#define SIM_PROOF_IS_OPEN "proof_state IN (1, 3)"
#define SIM_PROOF_IS_LOST "proof_state = 3"

enum {
    SIM_LIFE_DAYS = 90,         /* the usual life without use */
    SIM_KEEP_DAYS = 60,
    SIM_KEEP_AGAIN_DAYS = 7,    /* when the last one was not sent */
    SIM_PROOF_DAYS = 30,
    SIM_PROOF_HOURS = 3         /* what has not come by then is lost */
};

struct sim_life {
    char imsi[20], name[32], number[24];
    bool working;
    bool broke;                 /* no credit, or refused: nothing is sent */
    int64_t used_at;            /* UTC ms; 0 unknown */
    int64_t paused_until;
    bool keep_alive, prove;
    int keep_days, life_days;
    int64_t keep_at, proof_at;  /* UTC ms; 0 never */
    int64_t keep_message, proof_message;
    enum message_state keep_state, proof_sent; /* of those; 0: none */
    enum sim_proof proof;
};

/* Those in a dongle that answers first, then by name; *s is valid for the call
 * only. */
MUST_CHECK enum err sim_life_list(struct db *db,
    void (*fn)(void *user, const struct sim_life *s), void *user);

/* Whether its keep-alive text is due; at most one goes in keep_days. Pure. */
bool sim_life_keep_due(const struct sim_life *s, int64_t now);
/* The same for the proof; at most one goes in SIM_PROOF_DAYS. Pure. */
bool sim_life_proof_due(const struct sim_life *s, int64_t now);

/* Queues the keep-alive text to the keeper. Logged and audited. ERR_REFUSED:
 * the number is a family's, or takes no texts; why says so. */
MUST_CHECK enum err sim_life_keep(struct db *db, const struct sim_life *s,
    const char *keeper, const struct queue_rules *rules, struct reason *why);
/* Queues the text to itself. Logged and audited. ERR_REFUSED: its own number is
 * not known, or is a family's. */
MUST_CHECK enum err sim_life_prove(struct db *db, const struct sim_life *s,
    const struct queue_rules *rules, struct reason *why);
/* Follows a proof that waits: it becomes LOST or UNSENT when it is time, and is
 * taken back when the SIM has no credit. *lost: it was found lost just now. */
MUST_CHECK enum err sim_life_follow(struct db *db, const struct sim_life *s,
    bool *lost);

/* A notice came in by the SIM imsi from number: perhaps it is the proof; then
 * *ours. Needs a transaction. */
MUST_CHECK enum err sim_life_heard(struct db *db, const char *imsi,
    const char *number, const char *text, bool *ours);

/* "none", "waiting", "arrived", "lost" or "unsent"; static. */
const char *sim_proof_name(enum sim_proof proof);

/* The later one of what staff noted ("2027-03-01" or "") and life_days after
 * the last use: "" when neither is known. Local time. Pure. */
void sim_life_end(const char *noted, int64_t used_at, int life_days,
    char out[12]);

#endif
