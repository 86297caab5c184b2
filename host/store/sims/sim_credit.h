/* sim_credit.h - how much credit each SIM has left, as its operator says:
 * answers to the balance code, and notices. Asking never buys anything. */
#ifndef NOTEHOME_SIM_CREDIT_H
#define NOTEHOME_SIM_CREDIT_H

#include "store/db/db.h"
#include "text/reason.h"

/* On disk: never reuse a number. */
enum sim_credit_level { SIM_CREDIT_FINE = 0, SIM_CREDIT_LOW = 1,
    SIM_CREDIT_GONE = 2 };

struct sim_credit {
    char imsi[20], name[32];
    bool working;
    bool refused;               /* the network refuses its texts of late */
    bool barred;                /* so much that it pauses */
    struct reason barred_why;
    bool resting;               /* the network refuses for reasons of its own */
    enum sim_credit_level level;
    bool has_amount;
    int64_t amount;             /* hundredths of the money */
    int64_t at;                 /* UTC ms of the operator's words; 0: never */
    int64_t ends;               /* UTC ms, then the credit is lost; 0 */
    char dies[12];              /* "2027-03-01", the SIM itself, as staff noted
                                 * or by its last use; "" unknown */
    int64_t told;               /* UTC ms the keeper was last told; 0 */
    char expiry_told[20];       /* "2027-03-01 14" */
    int64_t bundle_ends;        /* UTC ms; 0 */
    int64_t bundle_told;        /* the end that the keeper was last told; 0 */
    int64_t deaf_since;         /* UTC ms of the text to itself that never came
                                 * back; 0: it receives, as far as is known */
};

/* Those in a dongle that answers first, then by name; *s is valid for the call
 * only. */
MUST_CHECK enum err sim_credit_list(struct db *db,
    void (*fn)(void *user, const struct sim_credit *s), void *user);

/* The operator's words about a SIM: the answer to its balance code, or a
 * notice. That counts when it says that credit is low, gone or added, and then
 * the balance is asked for; and when a bundle ends. An amount in it is believed
 * when the code, or a second notice within three days, says the same; until
 * then the operator is asked, at most each six hours. Credit that came back
 * ends the pause for credit. Needs a transaction. */
MUST_CHECK enum err sim_credit_answer(struct db *db, const char *imsi,
    const char *text);
MUST_CHECK enum err sim_credit_notice(struct db *db, const char *imsi,
    const char *text);

/* What the operator says of the bundles on a SIM. Needs a transaction. */
MUST_CHECK enum err sim_credit_bundle(struct db *db, const char *imsi,
    const char *text);

/* Asks for the balance, by the menu of its operator or a code, unless that was
 * done after since (UTC ms), the SIM does not work, no code is known or a
 * dialogue is under way; OK all the same. */
MUST_CHECK enum err sim_credit_ask(struct db *db, const char *imsi,
    int64_t since);

/* Asks for each balance that the queue wants (sim.credit_wanted), unless it was
 * asked for in the five minutes before. A SIM that does not work is asked once
 * it works again. Takes its own transaction, and none when nothing is
 * wanted. */
MUST_CHECK enum err sim_credit_ask_wanted(struct db *db);

/* Notes that the keeper was told; expiry and bundle as in struct sim_credit. */
MUST_CHECK enum err sim_credit_set_told(struct db *db, const char *imsi,
    const char *expiry, int64_t bundle);

/* Whether a bundle ends today or tomorrow, or ended within a day. Pure. */
bool sim_credit_bundle_soon(const struct sim_credit *s, int64_t now);

/* An amount in hundredths as "12.50" or "-0.05"; returns out. Pure. */
enum { SIM_CREDIT_TEXT = 24 };
const char *sim_credit_amount(int64_t hundredths, char out[SIM_CREDIT_TEXT]);

/* Whole days until the network ends the SIM; -1: unknown or over. Pure. */
int sim_credit_days(const struct sim_credit *s, int64_t now);

/* What a person should know, one line a call; bad: today. Pure. */
typedef void sim_credit_fn(void *user, bool bad, const struct reason *line);
void sim_credit_say(const struct sim_credit *s, int64_t now,
    sim_credit_fn *fn, void *user);

#endif
