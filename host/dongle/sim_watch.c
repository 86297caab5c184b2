#include "dongle/sim_watch.h"

#include "base/clock.h"
#include "base/log.h"
#include "status/status.h"
#include "store/sims/sim_life.h"

#include <stdio.h>

struct look {
    struct db *db;
    const struct rules *rules;
    struct sim_life sim[STATUS_MODEMS_MAX];
    int count;
};

static void
collect(void *user, const struct sim_life *s)
{
    struct look *l = user;

    if (l->count < STATUS_MODEMS_MAX)
        l->sim[l->count++] = *s;
}

/* By whichever SIM: the one that is deaf still sends. */
static void
tell_lost(const struct look *l, const struct sim_life *s)
{
    const struct config *c = &l->rules->config;
    struct reason why = { 0 };
    char text[300], said[REASON_SAID];
    struct queue_request r = { .number = c->keeper, .text = text,
        .priority = PRIORITY_NORMAL, .expires = clock_now() + 12 * HOUR,
        .author = "notehome" };
    int64_t id;
    enum err e;

    if (!*c->keeper)
        return;
    snprintf(text, sizeof(text), "Notehome, %s: %s sends texts but does not"
        " receive any: what it sent to itself never came. Put the SIM into a"
        " phone and try.", c->school.name, s->name);
    e = queue_add(l->db, &r, &l->rules->queue, &id, &why);
    if (e)
        log_warn("life", "the keeper is not told: %s",
            reason_given(&why) ? reason_english(&why, said)
                               : err_text(e));
}

static enum err
keep(const struct look *l, const struct sim_life *s)
{
    const struct config *c = &l->rules->config;
    struct reason why = { 0 };
    char said[REASON_SAID];
    enum err e;

    if (!sim_life_keep_due(s, clock_now()) || !*c->keeper)
        return OK;              /* sim_credit_say() tells of a missing keeper */
    e = sim_life_keep(l->db, s, c->keeper, &l->rules->queue, &why);
    if (e == ERR_REFUSED || e == ERR_INPUT) {
        log_debug("life", "sim=%s is not kept alive: %s", s->name,
            reason_english(&why, said));
        return OK;
    }
    return e;
}

static enum err
prove(const struct look *l, const struct sim_life *s)
{
    struct reason why = { 0 };
    char said[REASON_SAID];
    bool lost;
    enum err e = sim_life_follow(l->db, s, &lost);

    if (e)
        return e;
    if (lost)
        tell_lost(l, s);
    if (!sim_life_proof_due(s, clock_now()))
        return OK;
    e = sim_life_prove(l->db, s, &l->rules->queue, &why);
    if (e == ERR_REFUSED || e == ERR_INPUT) {
        log_debug("life", "sim=%s does not text itself: %s", s->name,
            reason_english(&why, said));
        return OK;
    }
    return e;
}

enum err
sim_watch_look(struct db *db, const struct rules *rules)
{
    struct look l = { .db = db, .rules = rules };
    enum err e = rules->queue.clock_unsure ? OK
                                           : sim_life_list(db, collect, &l);

    for (int i = 0; !e && i < l.count; i++)
        if (!(e = keep(&l, &l.sim[i])))
            e = prove(&l, &l.sim[i]);
    return e;
}
