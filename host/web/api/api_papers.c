/* api_papers.c - what the papers tell, for notehome papers. */
#include "base/clock.h"
#include "web/api/api.h"
#include "web/view/papers_view.h"

#include <stdio.h>
#include <time.h>

/* As it is there: "" what is not known. */
static json_t *
facts_json(const struct paper_facts *f)
{
    json_t *j = json_object(), *addresses = json_array(), *sims = json_array();

    for (int i = 0; i < f->addresses; i++)
        json_array_append_new(addresses, json_text(f->address[i]));
    for (int i = 0; i < f->sims; i++)
        json_array_append_new(sims, json_pack("{s:o, s:o, s:o}", "name",
            json_text(f->sim[i].name), "number", json_text(f->sim[i].number),
            "device", json_text(f->sim[i].device)));
    json_object_set_new(j, "school", json_text(f->school));
    json_object_set_new(j, "addresses", addresses);
    json_object_set_new(j, "fingerprint", json_text(f->fingerprint));
    json_object_set_new(j, "sims", sims);
    json_object_set_new(j, "keeper", json_text(f->keeper));
    json_object_set_new(j, "helpline", json_text(f->helpline));
    json_object_set_new(j, "keep_months", json_integer(f->keep_months));
    return j;
}

void
api_papers(struct web *w, const struct request *q, struct response *r)
{
    time_t now = (time_t)(clock_now() / 1000);
    struct paper_facts f;
    enum err e = papers_facts(w, q, &f);
    char day[16] = "";
    struct tm t;
    json_t *j;

    if (e) {
        reply_failure(r, e, NULL);
        return;
    }
    j = facts_json(&f);
    strftime(day, sizeof(day), "%Y-%m-%d", localtime_r(&now, &t));
    json_object_set_new(j, "day", json_string(day));
    json_object_set_new(j, "language",
        json_text(q->rules->config.school.language));
    reply_json(r, 200, j);
}
