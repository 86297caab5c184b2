/* api_sim.c - what staff set for one SIM. What is not said stays as it is. */
#include "store/sims/sim.h"
#include "text/phone.h"
#include "web/api/api.h"

#include <stdio.h>
#include <string.h>

struct wanted {
    const char *sim;            /* name or IMSI */
    struct sim_settings found;
    int count;
};

static void
match(void *user, const struct sim_settings *s)
{
    struct wanted *w = user;

    if (strcmp(s->imsi, w->sim) && strcmp(s->name, w->sim))
        return;
    if (!w->count++ || s->working)
        w->found = *s;
}

static void
take_int(const json_t *j, const char *name, int *to, bool *bad)
{
    int64_t n;

    if (!json_object_get(j, name))
        return;
    n = json_int_of(j, name, bad);
    if (n < -1 || n > 1000000)
        *bad = true;
    else
        *to = (int)n;
}

static void
take_text(const json_t *j, const char *name, char *to, size_t room, bool *bad)
{
    if (json_object_get(j, name))
        snprintf(to, room, "%s", json_string_of(j, name, bad));
}

static void
take_flag(const json_t *j, const char *name, bool *to, bool *bad)
{
    if (json_object_get(j, name))
        *to = json_flag_of(j, name, bad);
}

static void
take_number(const json_t *j, const char *country, struct sim_settings *s,
    bool *bad)
{
    struct phone_number number = { 0 };
    const char *text = json_string_of(j, "number", bad);

    if (!json_object_get(j, "number"))
        return;
    if (*text)
        phone_read(text, country, &number);
    *bad |= *text && !number.international;
    snprintf(s->number, sizeof(s->number), "%.23s", number.text);
}

static bool
take(const json_t *j, const char *country, struct sim_settings *s)
{
    const struct { const char *name; int *to; } ints[] = {
        { "per_minute", &s->caps.per_minute },
        { "per_15_minutes", &s->caps.per_15_minutes },
        { "per_day", &s->caps.per_day },
        { "numbers_per_day", &s->caps.numbers_per_day },
        { "numbers_per_month", &s->caps.numbers_per_month },
        { "same_per_15_minutes", &s->caps.same_per_15_minutes },
        { "same_per_day", &s->caps.same_per_day }, { "price", &s->price },
        { "keep_days", &s->keep_days }, { "life_days", &s->life_days },
    };
    bool bad = false;

    for (size_t i = 0; i < sizeof(ints) / sizeof(*ints); i++)
        take_int(j, ints[i].name, ints[i].to, &bad);
    take_text(j, "balance_code", s->balance_code, sizeof(s->balance_code),
        &bad);
    take_text(j, "expires", s->expires, sizeof(s->expires), &bad);
    take_text(j, "smsc", s->smsc, sizeof(s->smsc), &bad);
    take_flag(j, "keep_alive", &s->keep_alive, &bad);
    take_flag(j, "prove", &s->prove, &bad);
    take_number(j, country, s, &bad);
    return !bad;
}

void
api_sim(struct web *w, const struct request *q, struct response *r)
{
    struct wanted wanted = { .sim = q->segment };
    struct reason why = { 0 };
    json_t *j = json_body(q, r, "per_minute per_15_minutes per_day"
        " numbers_per_day numbers_per_month same_per_15_minutes same_per_day"
        " price keep_days life_days balance_code expires smsc keep_alive prove"
        " number");
    enum err e;

    if (!j)
        return;
    e = sim_list(w->db, match, &wanted);
    if (!e && !wanted.count)
        e = ERR_NOT_FOUND;
    if (!e && !take(j, q->rules->config.school.country, &wanted.found))
        e = ERR_INPUT;
    json_decref(j);
    if (!e)
        e = sim_save(w->db, &wanted.found, q->caller.who, &why);
    if (!e)
        reply_json(r, 200, json_object());
    else if (reason_given(&why))
        reply_refused(r, e, &why);
    else
        reply_failure(r, e, e == ERR_NOT_FOUND
            ? "There is no such SIM." : e == ERR_INPUT
            ? "One of the values is not of its kind." : NULL);
}
