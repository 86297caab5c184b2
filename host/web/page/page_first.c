/* page_first.c - the first run, step by step; see first_view.h. */
#include "base/log.h"
#include "settings/rules.h"
#include "store/db/setting.h"
#include "store/queue/queue.h"
#include "text/phone.h"
#include "web/kit/cookie.h"
#include "web/kit/guess.h"
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/first_left.h"
#include "web/view/first_view.h"
#include "web/view/settings_view.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- the way in ----------------------------------------------------------- */

static void
show_start(struct web *w, const struct request *q, struct response *r,
    int status, struct reason why)
{
    const char *name = params_get(&q->form, "name");
    struct first_view v = { .why = why, .name = name ? name : "" };
    struct page p;

    page_start(&p, w, q, "Welcome to Notehome");
    pages_first(&p, &v);
    page_finish(&p, r, status);
}

void
page_first(struct web *w, const struct request *q, struct response *r)
{
    if (!first_open(w))
        reply_redirect(r, q->caller.role == ROLE_ADMIN ? "/first/school"
                                                       : "/");
    else
        show_start(w, q, r, 200, reason_none);
}

/* Blanks in what was typed do not matter. */
static bool
is_code(const struct web *w, const char *typed)
{
    char digits[16] = "";
    size_t n = 0;

    for (; *typed && n + 1 < sizeof(digits); typed++)
        if (*typed != ' ' && *typed != '-')
            digits[n++] = *typed;
    return strlen(w->setup_code) == 8 && n == 8
        && sodium_memcmp(digits, w->setup_code, 8) == 0;
}

static void
add_account(struct web *w, const struct request *q, struct response *r)
{
    const char *name = params_get(&q->form, "name");
    const char *password = params_get(&q->form, "password");
    char secret[65] = "";
    enum err e = staff_add(w->db, name ? name : "", ROLE_ADMIN,
        password ? password : "", "first run");

    if (!e)
        e = staff_sign_in(w->db, name, password, secret);
    if (e) {
        show_start(w, q, r, reply_status(e), e == ERR_INPUT
                ? reason_of(REASON_ACCOUNT_UNUSABLE)
                : reason_words(err_text(e)));
        return;
    }
    log_info("web", "the first account was made");
    sodium_memzero(w->setup_code, sizeof(w->setup_code));
    cookie_session(q, r, secret);
    reply_redirect(r, "/first/school");
    sodium_memzero(secret, sizeof(secret));
}

void
page_first_account(struct web *w, const struct request *q,
    struct response *r)
{
    const char *code = params_get(&q->form, "code");
    struct guess g;
    int64_t wait;

    guess_of("first run", q->peer, "", &g);
    if (!first_open(w)) {
        reply_redirect(r, "/");
        return;
    }
    if ((wait = guess_wait(&g))) {
        show_start(w, q, r, 429,
            reason_number(REASON_WAIT_SECONDS, wait / 1000 + 1));
        return;
    }
    if (!code || !is_code(w, code)) {
        guess_failed(&g);
        log_warn("web", "peer=%s: wrong set-up code", q->peer);
        show_start(w, q, r, 403, reason_words("That is not the code. The"
            " computer that runs Notehome tells it: notehome status"));
        return;
    }
    guess_good(&g);
    add_account(w, q, r);
}

/* --- school and zone ------------------------------------------------------ */

/* A step's page. */
typedef void step(struct page *p, const struct first_view *v);

static void
show(struct web *w, const struct request *q, struct response *r,
    const char *title, step *write, struct first_view *v, enum err failed)
{
    struct page p;
    enum err e = settings_now(w, &v->c);

    if (e) {
        page_refusal(q, r, reply_status(e), err_text(e));
        return;
    }
    v->why = reason_or_error(&v->why, failed);
    page_start(&p, w, q, title);
    write(&p, v);
    page_finish(&p, r, failed ? reply_status(failed) : 200);
}

void
page_first_school(struct web *w, const struct request *q, struct response *r)
{
    struct first_view v = { 0 };

    show(w, q, r, "The school", pages_first_school, &v, OK);
}

void
page_first_school_save(struct web *w, const struct request *q,
    struct response *r)
{
    static const struct settings_pair pairs[] = { { "name", "school.name" },
        { "country", "school.country" }, { "language", "school.language" },
        { NULL, NULL } };
    struct first_view v = { 0 };
    enum err e = settings_save_form(w, q, pairs, &v.why);

    if (e)
        show(w, q, r, "The school", pages_first_school, &v, e);
    else
        reply_redirect(r, "/first/zone");
}

void
page_first_zone(struct web *w, const struct request *q, struct response *r)
{
    struct first_view v = { 0 };

    show(w, q, r, "Time zone", pages_first_zone, &v, OK);
}

void
page_first_zone_save(struct web *w, const struct request *q,
    struct response *r)
{
    static const struct settings_pair pairs[] = {
        { "timezone", "school.timezone" }, { NULL, NULL } };
    struct first_view v = { 0 };
    enum err e = settings_save_form(w, q, pairs, &v.why);

    if (e)
        show(w, q, r, "Time zone", pages_first_zone, &v, e);
    else
        reply_redirect(r, "/first/dongle");
}

/* --- dongle --------------------------------------------------------------- */

static void
show_dongle(struct web *w, const struct request *q, struct response *r,
    enum err failed, struct reason why)
{
    struct first_view v = { .why = why };

    v.n_modems = status_list(v.modems);
    for (int i = 0; i < v.n_modems; i++)
        if (v.modems[i].trouble.code == REASON_WRITE_PIN
            || v.modems[i].trouble.code == REASON_CORRECT_PIN)
            v.pin_wanted = true;
    show(w, q, r, "The dongle", pages_first_dongle, &v, failed);
}

void
page_first_dongle(struct web *w, const struct request *q, struct response *r)
{
    show_dongle(w, q, r, OK, reason_none);
}

void
page_first_pin(struct web *w, const struct request *q, struct response *r)
{
    static const struct settings_pair pairs[] = { { "pin", "modem.pin" },
        { NULL, NULL } };
    struct reason why = { 0 };
    enum err e = settings_save_form(w, q, pairs, &why);

    if (e)
        show_dongle(w, q, r, e, why);
    else
        page_go(r, "/first/dongle", "saved");
}

/* --- proof in both directions --------------------------------------------- */

static const char proof_key[] = "first.proof"; /* id of the text */

static enum err
find_answer(struct db *db, const struct message *m, bool *answered)
{
    struct query q = query_start(db,
        "SELECT 1 FROM message WHERE number = :number AND " MESSAGE_IS_IN
        " AND id > :id LIMIT 1");
    enum err e;

    query_text(&q, ":number", m->number);
    query_int(&q, ":id", m->id);
    *answered = query_row(&q);
    e = query_end(&q);
    return e;
}

static enum err
read_proof(struct web *w, const struct request *q, struct first_view *v)
{
    char value[24];
    int64_t id = 0;
    enum err e = setting_get(w->db, proof_key, value, sizeof(value));

    if (e || !params_digits(value, INT64_MAX, &id))
        return e;
    if ((e = message_get(w->db, id, &v->proof)))
        return e == ERR_NOT_FOUND ? OK : e;
    free(v->proof.body);
    v->proof.body = NULL;
    phone_show(v->proof.number, q->rules->config.school.country,
        v->number);
    return find_answer(w->db, &v->proof, &v->answered);
}

static void
show_proof(struct web *w, const struct request *q, struct response *r,
    enum err failed, struct reason why)
{
    struct first_view v = { .why = why };
    enum err e = read_proof(w, q, &v);

    if (e)
        page_refusal(q, r, reply_status(e), err_text(e));
    else
        show(w, q, r, "The proof", pages_first_proof, &v, failed);
}

void
page_first_proof(struct web *w, const struct request *q, struct response *r)
{
    show_proof(w, q, r, OK, reason_none);
}

static enum err
send_proof(struct web *w, const struct request *q, const char *number,
    struct reason *why)
{
    char text[160], value[24];
    struct queue_request m = { .number = number, .text = text,
        .priority = PRIORITY_URGENT, .author = q->caller.who };
    struct config c;
    int64_t id = 0;
    enum err e = settings_now(w, &c);

    if (e)
        return e;
    snprintf(text, sizeof(text), "%.79s: this is a test. Please answer with"
        " any word.", *c.school.name ? c.school.name : "Notehome");
    if ((e = db_begin(w->db)))
        return e;
    if (!(e = queue_add(w->db, &m, &q->rules->queue, &id, why))) {
        snprintf(value, sizeof(value), "%lld", (long long)id);
        e = setting_set(w->db, proof_key, value);
    }
    return db_end(w->db, e);
}

void
page_first_send(struct web *w, const struct request *q, struct response *r)
{
    const char *typed = params_get(&q->form, "number");
    struct phone_number number = { 0 };
    struct reason why = { 0 };
    struct config c;
    enum err e = settings_now(w, &c);

    if (!e) {
        phone_read(typed ? typed : "", c.school.country, &number);
        e = number.kind == PHONE_NUMBER && number.international
            ? send_proof(w, q, number.text, &why)
            : reason_refuse(&why, ERR_INPUT, reason_of(REASON_NO_PHONE_NUMBER));
    }
    if (e)
        show_proof(w, q, r, e, why);
    else
        reply_redirect(r, "/first/proof");
}

/* --- families, and the end ------------------------------------------------ */

static void
count(void *user, const struct family *f)
{
    (void)f;
    ++*(int *)user;
}

static void
show_last(struct web *w, const struct request *q, struct response *r,
    const char *title, step *write)
{
    struct first_view v = { 0 };
    struct tls_facts tls;
    enum err e = family_list(w->db, "", FAMILIES_BY_LABEL, 1000, count,
        &v.families);

    if (!e)
        e = read_proof(w, q, &v);
    if (w->tls_port && tls_facts(&tls))
        snprintf(v.fingerprint, sizeof(v.fingerprint), "%s", tls.fingerprint);
    if (e)
        page_refusal(q, r, reply_status(e), err_text(e));
    else
        show(w, q, r, title, write, &v, OK);
}

void
page_first_families(struct web *w, const struct request *q,
    struct response *r)
{
    show_last(w, q, r, "Families", pages_first_families);
}

void
page_first_done(struct web *w, const struct request *q, struct response *r)
{
    show_last(w, q, r, "Ready", pages_first_done);
}
