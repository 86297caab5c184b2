#include "web/view/papers_view.h"

#include "status/status.h"
#include "store/figures/overview.h"
#include "web/kit/addresses.h"
#include "web/kit/inside.h"
#include "web/kit/tls.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PLACES = 2 }; /* addresses of ours on paper at most */

/* --- where the page is ---------------------------------------------------- */

/* An address, unless it is there already or there is no more room. */
static void
add_address(struct paper_facts *f, const char *scheme, const char *host,
    int port)
{
    char text[sizeof(f->address[0])];

    snprintf(text, sizeof(text), "%s://%.120s:%d/", scheme, host, port);
    for (int i = 0; i < f->addresses; i++)
        if (!strcmp(f->address[i], text))
            return;
    if (f->addresses < PAPER_ADDRESSES)
        memcpy(f->address[f->addresses++], text, sizeof(text));
}

/* Both doors of one host. */
static void
add_host(const struct web *w, struct paper_facts *f, const char *host)
{
    const char *colon = strrchr(w->address, ':');
    bool secure = !strncmp(w->address, "https:", 6);

    if (colon)
        add_address(f, secure ? "https" : "http", host, atoi(colon + 1));
    if (w->tls_port)
        add_address(f, "https", host, w->tls_port);
}

static bool
is_loopback(const char *host)
{
    return !strcmp(host, "localhost") || !strncmp(host, "127.", 4)
        || !strcmp(host, "::1") || !strcmp(host, "[::1]");
}

struct own {
    const struct web *w;
    struct paper_facts *f;
    int added;
};

static void
add_own(void *user, const char *text)
{
    struct own *o = user;

    if (o->added++ < PLACES)
        add_host(o->w, o->f, text);
}

static void
read_addresses(const struct web *w, const struct request *q,
    struct paper_facts *f)
{
    const char *listen = q->rules->config.web.listen;
    bool any = !strcmp(listen, "0.0.0.0") || !strcmp(listen, "::");
    char six[64];

    if (!q->local && *q->host && (!any || !is_loopback(q->host)))
        add_host(w, f, q->host);
    if (any) {
        addresses_own(add_own, &(struct own){ w, f, 0 });
        add_host(w, f, "notehome.local");
    } else {
        snprintf(six, sizeof(six), "[%s]", listen);
        add_host(w, f, strchr(listen, ':') ? six : listen);
    }
}

/* --- dongles and their SIMs ----------------------------------------------- */

struct joining {
    struct status_modem modem[STATUS_MODEMS_MAX];
    int n;
    struct paper_facts *facts;
};

static void
add_number(void *user, const struct overview_sim *s)
{
    struct joining *j = user;

    for (int i = 0; i < j->facts->sims; i++)
        if (*s->imsi && !strcmp(j->modem[i].imsi, s->imsi))
            snprintf(j->facts->sim[i].number, sizeof(j->facts->sim[i].number),
                "%s", s->number);
}

/* Each dongle with the number of the SIM in it. */
static enum err
read_sims(const struct web *w, struct paper_facts *f)
{
    struct joining j = { .facts = f };

    j.n = status_list(j.modem);
    f->sims = j.n < PAPER_SIMS ? j.n : PAPER_SIMS;
    for (int i = 0; i < f->sims; i++) {
        const struct status_modem *m = &j.modem[i];

        snprintf(f->sim[i].name, sizeof(f->sim[i].name), "%s", m->name);
        snprintf(f->sim[i].device, sizeof(f->sim[i].device), "%.29s%s%.127s",
            m->model, *m->model && *m->device ? ", " : "", m->device);
    }
    return overview_sims(w->db, add_number, &j);
}

enum err
papers_facts(const struct web *w, const struct request *q,
    struct paper_facts *out)
{
    const struct config *c = &q->rules->config;
    struct tls_facts tls;

    *out = (struct paper_facts){ .known = true,
        .keep_months = c->keep_months };
    snprintf(out->school, sizeof(out->school), "%s", c->school.name);
    snprintf(out->keeper, sizeof(out->keeper), "%s", c->keeper);
    snprintf(out->helpline, sizeof(out->helpline), "%s", c->school.helpline);
    if (tls_facts(&tls))
        snprintf(out->fingerprint, sizeof(out->fingerprint), "%s",
            tls.fingerprint);
    read_addresses(w, q, out);
    return read_sims(w, out);
}
