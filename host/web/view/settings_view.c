#include "web/view/settings_view.h"

#include "settings/rules.h"
#include "settings/settings.h"
#include "web/kit/inside.h"
#include "web/kit/languages.h"
#include "web/view/places.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum err
settings_now(struct web *w, struct config *out)
{
    const struct rules *rules = rules_take();

    *out = rules->config;
    rules_release(rules);
    return settings_read(w->db, out);
}

/* One more row at the end of an array; NULL: enough, or out of memory. */
static void *
add(void **rows, int *n, size_t bytes)
{
    char *more;

    if (*n == SETTINGS_ROWS
        || !(more = realloc(*rows, ((size_t)*n + 1) * bytes)))
        return NULL;
    *rows = more;
    return more + (size_t)(*n)++ * bytes;
}

static void
keep_staff(void *user, const struct staff *s)
{
    struct settings_view *v = user;
    struct staff *to = add((void **)&v->staff, &v->n_staff, sizeof(*to));

    if (to)
        *to = *s;
}

static void
keep_profile(void *user, const struct profile *p)
{
    struct settings_view *v = user;
    struct profile *to = add((void **)&v->profiles, &v->n_profiles,
        sizeof(*to));

    if (to)
        *to = *p;
}

const struct profile *
settings_profile(const struct settings_view *v, int64_t staff)
{
    for (int i = 0; i < v->n_profiles; i++)
        if (v->profiles[i].staff == staff)
            return &v->profiles[i];
    return NULL;
}

static void
keep_alert(void *user, const struct alert_person *p)
{
    struct settings_view *v = user;
    struct alert_person *to = add((void **)&v->alerts, &v->n_alerts,
        sizeof(*to));

    if (to)
        *to = *p;
}

static void
keep_token(void *user, const struct token_entry *t)
{
    struct settings_view *v = user;
    struct token_entry *to = add((void **)&v->tokens, &v->n_tokens,
        sizeof(*to));

    if (to)
        *to = *t;
}

static void
keep_sim(void *user, const struct sim_settings *s)
{
    struct settings_view *v = user;
    struct sim_settings *to = add((void **)&v->sims, &v->n_sims, sizeof(*to));

    if (to)
        *to = *s;
}

static void
keep_template(void *user, const struct template *t)
{
    struct settings_view *v = user;
    struct template *to = add((void **)&v->templates, &v->n_templates,
        sizeof(*to));

    if (to)
        *to = *t;
}

enum err
settings_view_read(struct web *w, struct settings_view *out)
{
    enum err e;

    memset(out, 0, sizeof(*out));
    if ((e = settings_now(w, &out->c))
        || (e = staff_list(w->db, keep_staff, out))
        || (e = profile_list(w->db, keep_profile, out))
        || (e = alert_list(w->db, keep_alert, out))
        || (e = token_list(w->db, keep_token, out))
        || (e = sim_list(w->db, keep_sim, out)))
        return e;
    return template_list(w->db, keep_template, out);
}

void
settings_view_clear(struct settings_view *v)
{
    free(v->staff);
    free(v->profiles);
    free(v->alerts);
    free(v->tokens);
    free(v->sims);
    free(v->templates);
    memset(v, 0, sizeof(*v));
}

enum err
settings_save_form(struct web *w, const struct request *q,
    const struct settings_pair *pairs, struct reason *why)
{
    enum err e = db_begin(w->db);

    if (e)
        return e;
    for (; pairs->field && !e; pairs++) {
        const char *value = params_get(&q->form, pairs->field);

        if (value)
            e = settings_save(w->db, pairs->setting, value, q->caller.who,
                why);
    }
    if (!(e = db_end(w->db, e)))
        rules_wait(1000);
    return e;
}

/* --- options -------------------------------------------------------------- */

static void
option(struct page *p, const char *value, const char *label, bool chosen)
{
    html_raw(&p->out, "<option value=\"");
    html_text(&p->out, value);
    html_raw(&p->out, chosen ? "\" selected>" : "\">");
    html_text(&p->out, label);
    html_raw(&p->out, "</option>\n");
}

struct choosing {
    struct page *p;
    const char *country, *chosen;
    bool near, found;
};

static void
add_country(void *user, const char *code, const char *name)
{
    struct choosing *c = user;

    option(c->p, code, name, !strcmp(code, c->chosen));
}

void
settings_countries(struct page *p, const char *chosen)
{
    struct choosing c = { .p = p, .chosen = chosen };

    if (!*chosen)
        option(p, "", page_tr(p, "Choose"), true);
    places_countries(add_country, &c);
}

static void
add_zone(void *user, const char *country, const char *zone)
{
    struct choosing *c = user;
    bool chosen = !c->found && !strcmp(zone, c->chosen);

    if (c->near != !strcmp(country, c->country))
        return;
    c->found |= chosen;
    option(c->p, zone, zone, chosen);
}

void
settings_zones(struct page *p, const char *country, const char *chosen)
{
    struct choosing c = { p, country, chosen, true, false };

    places_zones(add_zone, &c);
    c.near = false;
    places_zones(add_zone, &c);
    if (!c.found && strcmp(chosen, "UTC") != 0)
        option(p, chosen, chosen, true);
    option(p, "UTC", "UTC", !strcmp(chosen, "UTC"));
}

void
settings_languages(struct page *p, const char *chosen)
{
    const struct language *l;

    for (int i = 0; (l = languages_at(i)); i++)
        option(p, l->code, l->name, !strcmp(l->code, chosen));
}

void
settings_roles(struct page *p, enum staff_role chosen)
{
    static const struct {
        enum staff_role role;
        const char *label;
    } roles[] = {
        { ROLE_STAFF, "Staff: reads and writes" },
        { ROLE_SAFEGUARDING, "Safeguarding: also sees messages about harm" },
        { ROLE_READER, "Read only" },
        { ROLE_ADMIN, "Admin: everything, also these settings" },
    };

    for (size_t i = 0; i < sizeof(roles) / sizeof(*roles); i++)
        option(p, staff_role_name(roles[i].role),
            page_tr(p, roles[i].label), roles[i].role == chosen);
}

bool
settings_name_fixed(const struct rules *rules, const char *name)
{
    if (!rules)
        return false;
    for (int i = 0; i < rules->config.modems; i++)
        if (!strcmp(rules->config.modem[i].name, name))
            return true;
    return !strcmp(rules->config.board_modem, name);
}

const char *
settings_clock(int minutes, char *out)
{
    snprintf(out, 8, "%02d:%02d", minutes / 60 % 24, minutes % 60);
    return out;
}

const char *
settings_cap(int cap, char *out)
{
    *out = '\0';
    if (cap >= 0)
        snprintf(out, 12, "%d", cap);
    return out;
}

const char *
settings_price(int price, char *out)
{
    *out = '\0';
    if (price)
        snprintf(out, 16, "%d.%03d", price / 1000, price % 1000);
    if (price && out[strlen(out) - 1] == '0')
        out[strlen(out) - 1] = '\0';
    return out;
}
