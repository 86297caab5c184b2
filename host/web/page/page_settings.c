/* page_settings.c - what the school sets for itself: who comes in, when texts
 * go, words, SIMs. */
#include "base/clock.h"
#include "settings/rules.h"
#include "store/db/audit.h"
#include "store/sims/modems.h"
#include "store/thread/wall.h"
#include "text/phone.h"
#include "web/kit/guess.h"
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/account_view.h"
#include "web/view/settings_view.h"

#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void section(struct page *p, const struct settings_view *v);

static const struct {
    const char *path, *title;
    section *write;
} sections[] = {
    { "/settings", "School", pages_settings_school },
    { "/settings/people", "Staff and access", pages_settings_people },
    { "/settings/times", "Quiet hours and limits", pages_settings_times },
    { "/settings/calendar", "School calendar", NULL }, /* page_calendar.c */
    { "/settings/sims", "SIMs", pages_settings_sims },
    { "/settings/menus", "Network menus", NULL },    /* page_menus.c */
    { "/settings/words", "Words and answers", pages_settings_words },
    { "/settings/templates", "Templates", pages_settings_templates },
    { "/settings/events", "Events", NULL },     /* page_behaviour.c */
    { "/settings/safety", "Connection", pages_settings_safety },
    { "/settings/backups", "Backups", NULL },   /* page_backups.c */
};
enum { SECTIONS = sizeof(sections) / sizeof(*sections) };

static size_t
section_of(const char *path)
{
    size_t i = 0;

    while (i + 1 < SECTIONS && strcmp(sections[i].path, path) != 0)
        i++;
    return i;
}

void
settings_start(struct page *p, struct web *w, const struct request *q,
    const char *path, const struct reason *why)
{
    size_t here = section_of(path);

    page_start(p, w, q, sections[here].title);
    pages_settings(p, why);
    html_raw(&p->out, "<nav class=\"tabs\" aria-label=\"");
    html_text(&p->out, page_tr(p, "Settings"));
    html_raw(&p->out, "\">\n");
    for (size_t i = 0; i < SECTIONS; i++)
        pages_tab(p, sections[i].path, page_tr(p, sections[i].title),
            i == here);
    html_raw(&p->out, "</nav>\n");
}

/* How this page is encrypted, or could be. */
static void
read_tls(const struct web *w, const struct request *q,
    struct settings_view *v)
{
    v->secure = q->secure;
    v->tls_seen = atomic_load(&w->tls_seen);
    if (!tls_facts(&v->tls))
        memset(&v->tls, 0, sizeof(v->tls));
    else if (w->tls_port)
        snprintf(v->tls_address, sizeof(v->tls_address), "https://%s:%d/",
            q->host, w->tls_port);
}

/* The section at path; why: what was refused in it. */
static void
show(struct web *w, const struct request *q, struct response *r,
    const char *path, enum err failed, struct reason why,
    const char *secret)
{
    struct settings_view v;
    struct page p;
    enum err e = settings_view_read(w, &v);

    if (e)
        page_refusal(q, r, reply_status(e), err_text(e));
    else {
        why = reason_or_error(&why, failed);
        snprintf(v.secret, sizeof(v.secret), "%s", secret);
        read_tls(w, q, &v);
        settings_start(&p, w, q, path, &why);
        sections[section_of(path)].write(&p, &v);
        page_finish(&p, r, failed ? reply_status(failed) : 200);
        sodium_memzero(v.secret, sizeof(v.secret));
    }
    settings_view_clear(&v);
}

void
page_settings(struct web *w, const struct request *q, struct response *r)
{
    for (size_t i = 0; i < SECTIONS; i++)
        if (sections[i].write && !strcmp(sections[i].path, q->path)) {
            show(w, q, r, q->path, OK, reason_none, "");
            return;
        }
    page_refusal(q, r, 404, "There is no such page.");
}

/* --- school, times, words ------------------------------------------------- */

static const struct settings_pair school_pairs[] = {
    { "name", "school.name" }, { "country", "school.country" },
    { "timezone", "school.timezone" }, { "language", "school.language" },
    { "helpline", "school.helpline" }, { "lead", "safeguarding.lead" },
    { "lead_phone", "safeguarding.lead_phone" },
    { "deputy", "safeguarding.deputy" },
    { "deputy_phone", "safeguarding.deputy_phone" }, { NULL, NULL } };
static const struct settings_pair times_pairs[] = {
    { "from", "quiet.from" }, { "to", "quiet.to" }, { "days", "quiet.days" },
    { "per_minute", "caps.per_minute" },
    { "per_15_minutes", "caps.per_15_minutes" },
    { "per_day", "caps.per_day" },
    { "numbers_per_day", "caps.numbers_per_day" },
    { "numbers_per_month", "caps.numbers_per_month" },
    { "same_per_15_minutes", "caps.same_per_15_minutes" },
    { "same_per_day", "caps.same_per_day" },
    { "second", "tell.approval" }, { NULL, NULL } };
static const struct settings_pair words_pairs[] = {
    { "stop", "words.stop" }, { "harm", "words.harm" }, { "on", "answer.on" },
    { "answer", "answer.text" },
    { "law", "urgent.to_stopped" },
    { "automatic_hour", "automatic.per_hour" },
    { "automatic_day", "automatic.per_day" },
    { "automatic_credit", "automatic.credit" }, { NULL, NULL } };

static const struct settings_pair pin_pairs[] = {
    { "pin", "modem.pin" }, { NULL, NULL } };
static const struct settings_pair alert_pairs[] = {
    { "words", "alerts.words" }, { NULL, NULL } };
static const struct settings_pair lock_pairs[] = {
    { "minutes", "web.lock_minutes" }, { NULL, NULL } };

/* What boxes say: one that is not ticked sends nothing, and each day has its
 * own. Adds the values of all whose name starts so as one field, "-" for
 * none; out is borrowed by it. */
static void
add_boxes(struct request *q, const char *start, const char *name, char *out,
    size_t room)
{
    size_t n = 0;

    for (int i = 0; i < q->form.count && n + 1 < room; i++)
        if (!strncmp(q->form.item[i].name, start, strlen(start))
            && strlen(q->form.item[i].value) == 1)
            out[n++] = q->form.item[i].value[0];
    if (!n)
        out[n++] = '-';
    out[n] = '\0';
    if (q->form.count < PARAMS_MAX) {
        q->form.item[q->form.count].name = name;
        q->form.item[q->form.count++].value = out;
    }
}

void
page_settings_save(struct web *w, const struct request *q, struct response *r)
{
    static const struct {
        const char *segment, *path;
        const struct settings_pair *pairs;
    } forms[] = {
        { "school", "/settings", school_pairs },
        { "times", "/settings/times", times_pairs },
        { "words", "/settings/words", words_pairs },
        { "pin", "/settings/safety", pin_pairs },
        { "lock", "/settings/safety", lock_pairs },
        { "alerts", "/settings/people", alert_pairs },
    };
    struct request copy = *q;
    struct reason why = { 0 };
    char boxes[2][16];

    for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
        enum err e;

        if (strcmp(forms[i].segment, q->segment) != 0)
            continue;
        if (i == 1) {
            add_boxes(&copy, "day-", "days", boxes[0], sizeof(boxes[0]));
            add_boxes(&copy, "second-", "second", boxes[1], sizeof(boxes[1]));
        }
        if (i == 2) {
            add_boxes(&copy, "answering", "on", boxes[0], sizeof(boxes[0]));
            add_boxes(&copy, "lawful", "law", boxes[1], sizeof(boxes[1]));
        }
        e = settings_save_form(w, &copy, forms[i].pairs, &why);
        if (e)
            show(w, q, r, forms[i].path, e, why, "");
        else
            page_go(r, forms[i].path, "saved");
        return;
    }
    page_refusal(q, r, 404, "There is no such page.");
}

/* --- people --------------------------------------------------------------- */

static const char people_path[] = "/settings/people";

static const char *
field(const struct request *q, const char *name)
{
    const char *v = params_get(&q->form, name);

    return v ? v : "";
}

/* Whether somebody may answer families from their own phone. */
static enum err
allow(struct web *w, const struct request *q)
{
    struct alert_person p;
    enum err e = alert_find(w->db, field(q, "name"), &p);

    return e ? e : alert_allow(w->db, p.staff,
        params_flag(&q->form, "answers"), q->caller.who);
}

/* Classes and subjects, as an admin says them. */
static enum err
set_work(struct web *w, const struct request *q, struct reason *why)
{
    struct profile p;
    enum err e = profile_find(w->db, field(q, "name"), &p);

    if (e)
        return e;
    if (account_set_classes(&p, field(q, "classes")))
        return reason_refuse(why, ERR_INPUT, reason_of(REASON_THIS_TOO_LONG));
    if ((e = profile_line(field(q, "subjects"), p.subjects, why)))
        return e;
    if ((e = db_begin(w->db)))
        return e;
    e = profile_save(w->db, &p, true, q->caller.who, why);
    if (!e && p.role < ROLE_SAFEGUARDING)
        e = wall_set(w->db, p.staff, params_flag(&q->form, "own"),
            q->caller.who);
    return db_end(w->db, e);
}

static enum err
do_staff(struct web *w, const struct request *q, struct reason *why)
{
    const char *name = field(q, "name"), *password = field(q, "password");
    enum staff_role role = staff_role_of(field(q, "role"));
    const char *who = q->caller.who;
    enum err e = OK;

    if (!strcmp(q->segment, "add"))
        e = staff_add(w->db, name, role, password, who);
    else if (!strcmp(q->segment, "password"))
        e = staff_password(w->db, name, password, who);
    else if (!strcmp(q->segment, "role"))
        e = role == ROLE_NONE ? ERR_INPUT
                              : staff_retire(w->db, name, role, who);
    else if (!strcmp(q->segment, "close"))
        e = staff_retire(w->db, name, ROLE_NONE, who);
    else if (!strcmp(q->segment, "answers"))
        e = allow(w, q);
    else if (!strcmp(q->segment, "work"))
        e = set_work(w, q, why);
    else if (!strcmp(q->segment, "unlock")) {
        if (!(e = staff_unlock(w->db, name, who)))
            guess_forgive(name);
    } else
        e = ERR_NOT_FOUND;
    if (e && !reason_given(why))
        *why = staff_why(e);
    return e;
}

void
page_staff_do(struct web *w, const struct request *q, struct response *r)
{
    struct reason why = { 0 };
    enum err e = do_staff(w, q, &why);

    if (e)
        show(w, q, r, people_path, e, why, "");
    else
        page_go(r, people_path, "saved");
}

void
page_token_add(struct web *w, const struct request *q, struct response *r)
{
    int64_t days = params_int(&q->form, "days", 3650, 0);
    enum staff_role role = staff_role_of(field(q, "role"));
    char secret[65] = "";
    enum err e = db_begin(w->db);

    if (!e) {
        if (!(e = token_add(w->db, 0, field(q, "name"), role,
                 days ? clock_now() + days * DAY : 0, secret)))
            e = audit_add(w->db, q->caller.who, "token.add",
                field(q, "name"), staff_role_name(role));
        e = db_end(w->db, e);
    }
    show(w, q, r, people_path, e, reason_words(e == ERR_INPUT
            ? "Say what the token is for." : ""), e ? "" : secret);
    sodium_memzero(secret, sizeof(secret));
}

void
page_token_end(struct web *w, const struct request *q, struct response *r)
{
    enum err e = token_revoke(w->db, field(q, "key"), q->caller.who);

    if (e)
        show(w, q, r, people_path, e, reason_none, "");
    else
        page_go(r, people_path, "removed");
}

void
page_token_wake(struct web *w, const struct request *q, struct response *r)
{
    enum err e = token_wake(w->db, field(q, "key"), q->caller.who);

    if (e)
        show(w, q, r, people_path, e, reason_none, "");
    else
        page_go(r, people_path, "saved");
}

/* --- SIMs ----------------------------------------------------------------- */

/* "" is -1: as for all SIMs. What is no number is beyond any limit. */
static int
read_cap(const struct request *q, const char *name)
{
    return *field(q, name) ? (int)params_int(&q->form, name, 100000, 1 << 20)
                           : -1;
}

/* "0.80" in thousandths; -1: no number. */
static int
read_price(const char *text)
{
    char *end;
    double price = strtod(text, &end);

    if (!*text)
        return 0;
    return *end || !(price >= 0 && price <= 1000) ? -1
                                                  : (int)(price * 1000 + 0.5);
}

/* The name, where the form has one and another is allowed. */
static enum err
rename_sim(struct web *w, const struct request *q, const char *imsi,
    struct reason *why)
{
    char before[32] = "";
    enum err e = params_get(&q->form, "name")
        ? modems_name(w->db, imsi, before, sizeof(before)) : ERR_NOT_FOUND;

    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    if (settings_name_fixed(q->rules, before))
        return OK;
    e = modems_rename(w->db, imsi, field(q, "name"), q->caller.who, why);
    if (e == ERR_EXISTS)
        *why = reason_words("Another SIM or dongle has that name.");
    return e;
}

/* All of the form or nothing. */
static enum err
save_sim(struct web *w, const struct request *q, const struct sim_settings *s,
    struct reason *why)
{
    enum err e = db_begin(w->db);

    if (e)
        return e;
    if (!(e = sim_save(w->db, s, q->caller.who, why)))
        e = rename_sim(w, q, s->imsi, why);
    return db_end(w->db, e);
}

void
page_sim_save(struct web *w, const struct request *q, struct response *r)
{
    static const char path[] = "/settings/sims";
    struct sim_settings s = { .keep_alive = params_flag(&q->form, "keep"),
        .caps = { read_cap(q, "per_minute"), read_cap(q, "per_15_minutes"),
            read_cap(q, "per_day"), read_cap(q, "numbers_per_day"),
            read_cap(q, "numbers_per_month"),
            read_cap(q, "same_per_15_minutes"), read_cap(q, "same_per_day") },
        .price = read_price(field(q, "price")),
        .keep_days = (int)params_int(&q->form, "keep_days", 1000, 0),
        .life_days = (int)params_int(&q->form, "life_days", 1000, 0),
        .prove = params_flag(&q->form, "prove") };
    struct phone_number number = { 0 };
    struct reason why = { 0 };
    enum err e;

    phone_read(field(q, "number"), q->rules->config.school.country, &number);
    snprintf(s.imsi, sizeof(s.imsi), "%.19s", field(q, "imsi"));
    snprintf(s.number, sizeof(s.number), "%.23s", number.text);
    snprintf(s.balance_code, sizeof(s.balance_code), "%.23s",
        field(q, "code"));
    snprintf(s.expires, sizeof(s.expires), "%.11s", field(q, "expires"));
    if ((e = save_sim(w, q, &s, &why)))
        show(w, q, r, path, e, why, "");
    else {
        rules_wait(1000);       /* its dongle goes by the new name, too */
        page_go(r, path, "saved");
    }
}

/* --- templates ------------------------------------------------------------ */

void
page_template_do(struct web *w, const struct request *q, struct response *r)
{
    static const char path[] = "/settings/templates";
    struct template t = { .tone = (enum tone)params_int(&q->form, "tone",
        TONE_URGENT, 0) };
    bool remove = !strcmp(q->segment, "remove");
    bool cut = strlen(field(q, "name")) >= sizeof(t.name)
        || strlen(field(q, "text")) >= sizeof(t.body);
    enum err e;

    snprintf(t.name, sizeof(t.name), "%.63s", field(q, "name"));
    snprintf(t.language, sizeof(t.language), "%.15s", field(q, "language"));
    snprintf(t.body, sizeof(t.body), "%.999s", field(q, "text"));
    e = remove ? template_remove(w->db, params_int(&q->form, "id", INT64_MAX,
                     0), q->caller.who)
        : cut ? ERR_INPUT : template_set(w->db, &t, q->caller.who);
    if (e)
        show(w, q, r, path, e, reason_words(e == ERR_INPUT
                ? "A template needs a name, a language and a text that is not"
                  " too long." : ""), "");
    else
        page_go(r, path, remove ? "removed" : "saved");
}
