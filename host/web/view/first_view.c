#include "web/view/first_view.h"

#include "web/view/places.h"

#include <stdio.h>
#include <string.h>

void
first_steps(struct page *p, int here)
{
    static const char *const steps[FIRST_STEPS] = { "Your account", "School",
        "Time zone", "Dongle", "Proof", "Families" };

    html_raw(&p->out, "<ol class=\"steps\">\n");
    for (int i = 0; i < FIRST_STEPS; i++) {
        html_raw(&p->out, i == here ? "<li aria-current=\"step\">"
            : i < here ? "<li class=\"past\">" : "<li>");
        html_text(&p->out, page_tr(p, steps[i]));
        html_raw(&p->out, "</li>\n");
    }
    html_raw(&p->out, "</ol>\n");
}

struct first_zone {
    const char *country;
    char zone[64];
};

static void
keep_first(void *user, const char *country, const char *zone)
{
    struct first_zone *f = user;

    if (!*f->zone && !strcmp(country, f->country))
        snprintf(f->zone, sizeof(f->zone), "%s", zone);
}

const char *
first_zone_of(const char *country, const char *set)
{
    static _Thread_local struct first_zone f;

    if (strcmp(set, "UTC") != 0)
        return set;
    f = (struct first_zone){ .country = country };
    places_zones(keep_first, &f);
    return *f.zone ? f.zone : set;
}
