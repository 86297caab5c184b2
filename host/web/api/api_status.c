/* api_status.c - how things are, as figures and in words. */
#include "base/clock.h"
#include "board_proto.h"
#include "status/status.h"
#include "store/figures/overview.h"
#include "store/sims/recovery.h"
#include "store/sims/sim_credit.h"
#include "store/sims/sim_life.h"
#include "web/api/api.h"
#include "web/kit/tls.h"
#include "web/view/first_left.h"
#include "web/view/summary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RUNGS_SHOWN = 8 };

static json_t *
memory_json(int used, int size)
{
    return used < 0 || size < 0 ? json_null()
                                : json_pack("{s:i, s:i}", "used", used, "size",
                                    size);
}

static json_t *
modem_json(const struct status_modem *m)
{
    const struct link_health *h = &m->health;
    bool proved = m->proved != 0;
    json_t *j = json_object();

    json_object_set_new(j, "name", json_text(m->name));
    json_object_set_new(j, "device", json_text(m->device));
    json_object_set_new(j, "model", json_text(m->model));
    json_object_set_new(j, "imei", json_text(m->imei));
    json_object_set_new(j, "imsi", json_text(m->imsi));
    json_object_set_new(j, "state", json_string(status_phase_name(m->phase)));
    json_object_set_new(j, "trouble", json_reason(&m->trouble));
    json_object_set_new(j, "proved_at", json_time(m->proved));
    json_object_set_new(j, "restarts", json_integer(m->restarts));
    json_object_set_new(j, "signal", proved && h->signal_percent >= 0
            ? json_integer(h->signal_percent) : json_null());
    json_object_set_new(j, "dbm", proved && h->signal_dbm
            ? json_integer(h->signal_dbm) : json_null());
    json_object_set_new(j, "registered", json_boolean(proved
            && link_registered(h)));
    json_object_set_new(j, "locked", json_boolean(proved && h->locked));
    json_object_set_new(j, "operator", json_text_or_null(
        proved ? h->operator_name : ""));
    json_object_set_new(j, "sim_memory", memory_json(
        proved ? h->sm_used : -1, h->sm_size));
    json_object_set_new(j, "modem_memory", memory_json(
        proved ? h->me_used : -1, h->me_size));
    return j;
}

static void
add_sim(void *user, const struct overview_sim *s)
{
    json_t *j = json_object();
    char left[SIM_CREDIT_TEXT];

    json_object_set_new(j, "imsi", json_text(s->imsi));
    json_object_set_new(j, "name", json_text(s->name));
    json_object_set_new(j, "number", json_text_or_null(s->number));
    json_object_set_new(j, "operator", json_text_or_null(s->operator_name));
    json_object_set_new(j, "working", json_boolean(s->working));
    json_object_set_new(j, "paused_until", json_time(s->paused_until));
    json_object_set_new(j, "paused_why", json_reason(&s->paused_why));
    json_object_set_new(j, "paused_for", json_text_or_null(
        s->paused_for == WAIT_CREDIT  ? "credit"
        : s->paused_for == WAIT_RETRY ? "network"
        : s->paused_for == WAIT_DONGLE ? "dongle" : ""));
    json_object_set_new(j, "credit", json_text_or_null(s->credit));
    json_object_set_new(j, "credit_at", json_time(s->credit_at));
    json_object_set_new(j, "balance", s->has_balance
        ? json_text(sim_credit_amount(s->balance, left)) : json_null());
    json_object_set_new(j, "currency", json_text_or_null(s->currency));
    json_object_set_new(j, "bundle", json_text_or_null(s->bundle));
    json_object_set_new(j, "bundle_ends", json_time(s->bundle_ends));
    json_object_set_new(j, "dies", json_text_or_null(s->dies));
    json_object_set_new(j, "used_at", json_time(s->used_at));
    json_object_set_new(j, "keep_alive", json_pack("{s:i, s:o}", "days",
        s->keep_alive ? s->keep_days : 0, "at", json_time(s->keep_at)));
    json_object_set_new(j, "proof", json_pack("{s:b, s:s, s:o, s:I}",
        "monthly", s->prove, "state", sim_proof_name((enum sim_proof)s->proof),
        "at", json_time(s->proof_at), "took_ms", (json_int_t)s->proof_took));
    json_array_append_new(user, j);
}

static json_t *
modems_json(void)
{
    struct status_modem m[STATUS_MODEMS_MAX];
    int n = status_list(m);
    json_t *j = json_array();

    for (int i = 0; i < n; i++)
        json_array_append_new(j, modem_json(&m[i]));
    return j;
}

/* Puts what the store knows of its SIM beside each dongle. */
static void
join_sims(json_t *modems, const json_t *sims)
{
    json_t *m, *s;
    size_t i, k;

    json_array_foreach(modems, i, m) {
        json_object_set_new(m, "sim", json_null());
        json_array_foreach(sims, k, s)
            if (json_equal(json_object_get(m, "imsi"),
                    json_object_get(s, "imsi")))
                json_object_set(m, "sim", s);
    }
}

static void
add_rung(void *user, const struct recovery *r)
{
    json_array_append_new(user, json_pack("{s:o, s:s, s:o, s:s, s:I}", "at",
        json_time(r->at), "rung", recovery_rung_name(r->rung), "why",
        json_reason(&r->why), "outcome", recovery_outcome_name(r->outcome),
        "took_ms", (json_int_t)r->took_ms));
}

/* What was tried lately to bring each back. */
static enum err
join_recoveries(struct db *db, json_t *modems)
{
    enum err e = OK;
    json_t *m;
    size_t i;

    json_array_foreach(modems, i, m) {
        json_t *rungs = json_array();

        if (!e)
            e = recovery_list(db, json_string_value(json_object_get(m,
                "name")), RUNGS_SHOWN, add_rung, rungs);
        json_object_set_new(m, "recovery", rungs);
    }
    return e;
}

void
api_modems(struct web *w, const struct request *q, struct response *r)
{
    json_t *modems = modems_json(), *sims = json_array();
    enum err e = overview_sims(w->db, add_sim, sims);

    (void)q;
    join_sims(modems, sims);
    json_decref(sims);
    if (!e)
        e = join_recoveries(w->db, modems);
    reply_list(r, e, modems);
}

static json_t *
queue_json(const struct overview *o)
{
    static const char *const names[OVERVIEW_WAITS] = {
        [WAIT_NONE] = "due", [WAIT_QUIET] = "quiet_hours", [WAIT_CAP] = "cap",
        [WAIT_CREDIT] = "credit", [WAIT_DONGLE] = "dongle",
        [WAIT_CLOCK] = "clock", [WAIT_APPROVAL] = "approval",
        [WAIT_RETRY] = "retry", [WAIT_LATER] = "later",
        [WAIT_PAUSED] = "paused", [WAIT_NUMBERS] = "numbers",
        [WAIT_SAME] = "same_text", [WAIT_DECISION] = "decision",
        [WAIT_CEILING] = "ceiling", [WAIT_LOW_CREDIT] = "low_credit",
    };
    json_t *j = json_object(), *waiting = json_object();

    json_object_set_new(j, "queued", json_integer(o->queued));
    json_object_set_new(j, "sending", json_integer(o->sending));
    json_object_set_new(j, "unsure", json_integer(o->unsure));
    for (int i = 0; i < OVERVIEW_WAITS; i++)
        if (o->waiting[i])
            json_object_set_new(waiting, names[i],
                json_integer(o->waiting[i]));
    json_object_set_new(j, "waiting", waiting);
    return j;
}

static json_t *
unread_json(const struct overview *o, const struct caller *c)
{
    json_t *j = json_object();

    json_object_set_new(j, "families", json_integer(o->unread));
    for (int t = MAPPING_NOTICES; t <= MAPPING_LAST; t++)
        if (caller_sees_tray(c, t))
            json_object_set_new(j, mapping_tray_name((enum mapping_tray)t),
                json_integer(overview_tray(o, t,
                    caller_sees_tray(c, MAPPING_MONEY))));
    return j;
}

static json_t *
disk_json(const struct summary_facts *f)
{
    return !f->disk_size ? json_null()
                         : json_pack("{s:I, s:I}", "free",
                             (json_int_t)f->disk_free, "size",
                             (json_int_t)f->disk_size);
}

static json_t *
board_json(const struct status_board *b)
{
    return json_pack("{s:b, s:o}", "present", b->present, "words",
        json_reason(&b->words));
}

/* What its chip said of itself, where its firmware says so. */
static void
add_chip(json_t *j, const struct status_board *b)
{
    static const char *const names[] = { "unknown", "none", "optiboot", "old" };
    json_t *warnings = json_array();
    char fuses[12];

    for (int i = 0; i < b->warnings; i++) {
        struct reason r = reason_of(b->warning[i]);

        json_array_append_new(warnings, json_reason(&r));
    }
    snprintf(fuses, sizeof(fuses), "%02X %02X %02X %02X",
        BOARD_FUSE(b->fuses, 0), BOARD_FUSE(b->fuses, 1),
        BOARD_FUSE(b->fuses, 2), BOARD_FUSE(b->fuses, 3));
    json_object_set_new(j, "bootloader",
        json_string(names[b->bootloader < 4 ? b->bootloader : 0]));
    json_object_set_new(j, "fuses",
        b->fuses ? json_string(fuses) : json_null());
    json_object_set_new(j, "warnings", warnings);
}

/* Its figures, where there is a board that has told them. */
static void
add_figures(json_t *j, const struct status_board *b)
{
    if (b->present)
        add_chip(j, b);
    if (b->present)
        json_object_update_new(j, json_pack("{s:i, s:i, s:i, s:i}", "id", b->id,
            "firmware", b->firmware, "protocol_major", b->protocol_major,
            "protocol_minor", b->protocol_minor));
    if (b->known)
        json_object_update_new(j, json_pack(
            "{s:i, s:i, s:i, s:i, s:i, s:b, s:b, s:b, s:b, s:b, s:b}",
            "uptime_s", b->uptime_s, "battery_mv", b->battery_mv, "adaptor_mv",
            b->adaptor_mv, "rail_mv", b->rail_mv, "vbus_mv", b->vbus_mv,
            "mains", b->mains, "battery_low", b->battery_low, "modem_on",
            b->modem_on, "armed", b->armed, "service", b->service,
            "measures", b->measures));
}

static void
add_words(void *user, enum summary_level level, const char *subject,
    const struct reason *line)
{
    static const char *const levels[] = { "ok", "warn", "bad" };

    json_array_append_new(user, json_pack("{s:s, s:s, s:o}", "level",
        levels[level], "subject", subject, "text", json_reason(line)));
}

/* Only on the control socket: whoever may use it may be first. */
static void
add_words_setup(struct web *w, json_t *words)
{
    struct reason line = { .code = REASON_WORDS };

    snprintf(line.args, sizeof(line.args), "nobody is set up yet: open %s; its"
        " code is %.4s %s", w->address, w->setup_code,
        strlen(w->setup_code) > 4 ? w->setup_code + 4 : "");
    add_words(words, SUMMARY_WARN, "setup", &line);
}

/* To compare with what a browser shows at its first warning. */
static void
add_words_tls(const struct web *w, json_t *words)
{
    struct reason line = { .code = REASON_WORDS };
    struct tls_facts f;

    if (!w->tls_port || !tls_facts(&f))
        return;
    snprintf(line.args, sizeof(line.args),
        "encrypted at port %d; fingerprint %s", w->tls_port, f.fingerprint);
    add_words(words, SUMMARY_OK, "tls", &line);
}

/* null when no class list is on its way. */
static json_t *
import_json(const struct import_state *i)
{
    return !i->rows ? json_null()
                    : json_pack("{s:i, s:i, s:b, s:o, s:o}", "done", i->done,
                        "rows", i->rows, "running", i->running, "at",
                        json_time(i->at), "by", json_text(i->who));
}

void
api_status(struct web *w, const struct request *q, struct response *r)
{
    struct summary_facts f;
    json_t *j = json_object(), *words = json_array(), *sims = json_array();
    enum err e = summary_read(w, q, &f);

    if (!e)
        e = overview_sims(w->db, add_sim, sims);
    json_object_set_new(j, "version", json_string(VERSION));
    json_object_set_new(j, "school", json_text(q->rules->config.school.name));
    json_object_set_new(j, "clock", json_pack("{s:o, s:b}", "now",
        json_time(f.now), "sure", !f.clock_unsure));
    json_object_set_new(j, "uptime_s",
        json_integer((clock_mono() - w->started) / SECOND));
    json_object_set_new(j, "modems", modems_json());
    json_object_set_new(j, "sims", sims);
    json_object_set_new(j, "queue", queue_json(&f.counts));
    json_object_set_new(j, "unread",
        unread_json(&f.counts, &q->caller));
    json_object_set_new(j, "board", board_json(&f.board));
    json_object_set_new(j, "disk", disk_json(&f));
    json_object_set_new(j, "backup", json_pack("{s:o, s:o}", "at",
        json_time(f.backup_at), "trouble", json_reason(&f.backup_trouble)));
    json_object_set_new(j, "import", import_json(&f.import));
    json_object_set_new(j, "tls", api_tls_json(w));
    summary_say(&f, add_words, words);
    add_words_tls(w, words);
    if (q->local && first_open(w))
        add_words_setup(w, words);
    json_object_set_new(j, "words", words);
    reply_list(r, e, j);
}

void
api_board(struct web *w, const struct request *q, struct response *r)
{
    struct status_board b;
    json_t *j;

    (void)q;
    summary_read_board(w, &b);
    j = board_json(&b);
    add_figures(j, &b);
    reply_json(r, 200, j);
}
