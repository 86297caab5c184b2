/* settings_view.h - the settings as their pages show them. */
#ifndef NOTEHOME_SETTINGS_VIEW_H
#define NOTEHOME_SETTINGS_VIEW_H

#include "settings/config.h"
#include "store/alert/alert.h"
#include "store/sims/sim.h"
#include "store/staff/profile.h"
#include "store/thread/template.h"
#include "web/kit/page.h"
#include "web/kit/tls.h"

struct web;

enum { SETTINGS_ROWS = 200 };

struct settings_view {
    struct config c;            /* in force */
    struct staff *staff;        /* owned */
    int n_staff;
    struct profile *profiles;   /* owned; of each of them */
    int n_profiles;
    struct alert_person *alerts; /* owned; of each of them */
    int n_alerts;
    struct token_entry *tokens; /* owned */
    int n_tokens;
    char secret[65];            /* of a token just made; "" */
    struct sim_settings *sims;  /* owned */
    int n_sims;
    struct template *templates; /* owned */
    int n_templates;
    struct tls_facts tls;       /* the certificate in force; until 0: none */
    char tls_address[200];      /* of the encrypted page beside this; "" none */
    bool tls_seen;              /* an admin's browser came in by it */
    bool secure;                /* this page itself is encrypted */
};

/* The settings in force right now, those that were saved this moment too. */
MUST_CHECK enum err settings_now(struct web *w, struct config *out);
/* Reads all that the pages need; settings_view_clear() releases it in every
 * case. */
MUST_CHECK enum err settings_view_read(struct web *w,
    struct settings_view *out);
void settings_view_clear(struct settings_view *v);
/* The profile of this account; NULL: none was read. */
const struct profile *settings_profile(const struct settings_view *v,
    int64_t staff);

/* The names of fields with the settings they save (settings/settings.h). */
struct settings_pair {
    const char *field, *setting;
};
/* Saves each field of the form that is there, all or none; pairs end with
 * NULLs. What was saved is in force when it returns. */
MUST_CHECK enum err settings_save_form(struct web *w, const struct request *q,
    const struct settings_pair *pairs, struct reason *why);

/* Options of a <select>: countries, zones (those of the country first), the
 * pages' languages, roles. */
void settings_countries(struct page *p, const char *chosen);
void settings_zones(struct page *p, const char *country, const char *chosen);
void settings_languages(struct page *p, const char *chosen);
void settings_roles(struct page *p, enum staff_role chosen);
/* Whether the configuration file names this dongle, so that no page can. */
bool settings_name_fixed(const struct rules *rules, const char *name);
/* "21:00"; out takes 8 bytes. */
const char *settings_clock(int minutes, char *out);
/* A limit as a form has it: "" for none of its own. out takes 12 bytes. */
const char *settings_cap(int cap, char *out);
/* "0.80"; "" for 0. out takes 16 bytes. */
const char *settings_price(int price, char *out);

#endif
