/* Commands about the network as a whole. */
#include "practice/control_own.h"

#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
help(struct control_client *c, struct words *w)
{
    (void)w;
    for (size_t t = 0; control_tables[t]; t++)
        for (const struct control_command *e = control_tables[t]; e->name;
             e++) {
            struct jsonl j = { 0 };

            jsonl_start(&j);
            jsonl_text(&j, "command", e->name);
            jsonl_int(&j, "words", e->words);
            control_send_object(c, &j);
        }
    return true;
}

static void
state_of(struct control_client *c, const struct dongle *d)
{
    static const char *const cards[] = { "in", "pin", "puk", "out" };
    struct jsonl j = { 0 };

    jsonl_start(&j);
    jsonl_text(&j, "dongle", d->name);
    jsonl_text(&j, "number", d->line.number);
    jsonl_text(&j, "imei", d->imei);
    jsonl_text(&j, "imsi", d->imsi);
    jsonl_text(&j, "path", d->path);
    jsonl_bool(&j, "plugged", d->port != NULL);
    jsonl_bool(&j, "silent", d->silent);
    jsonl_bool(&j, "service", dongle_has_service(d));
    jsonl_text(&j, "card", cards[d->card]);
    jsonl_int(&j, "pin_tries", d->pin_tries);
    jsonl_int(&j, "mr", d->mr);
    jsonl_int(&j, "sm_used", d->store[STORE_SM].used);
    jsonl_int(&j, "sm_total", d->store[STORE_SM].total);
    jsonl_int(&j, "me_used", d->store[STORE_ME].used);
    jsonl_int(&j, "me_total", d->store[STORE_ME].total);
    jsonl_int(&j, "waiting", (int64_t)network_waiting(&d->line));
    jsonl_int(&j, "commands", d->commands);
    control_send_object(c, &j);
}

static bool
state(struct control_client *c, struct words *w)
{
    struct control_world *world = control_world_of(c);

    (void)w;
    for (int i = 0; i < world->count; i++)
        state_of(c, world->dongles[i]);
    return true;
}

static bool
clock_command(struct control_client *c, struct words *w)
{
    struct loop *l = control_world_of(c)->loop;
    struct jsonl j = { 0 };
    int64_t v;

    if (w->count == 3 && !strcmp(w->word[1], "skip")) {
        v = strtoll(w->word[2], NULL, 10);
        if (v <= 0)
            return control_fail(c, "skip needs milliseconds");
        loop_skip(l, v);
    } else if (w->count == 3 && !strcmp(w->word[1], "set")) {
        v = clock_parse(w->word[2]);
        if (!v)
            return control_fail(c, "set needs a time as in RFC 3339");
        loop_set_date(l, v);
    } else if (w->count > 1) {
        return control_fail(c, "clock, clock skip MS, or clock set TIME");
    }
    jsonl_start(&j);
    jsonl_int(&j, "date", loop_date(l));
    jsonl_int(&j, "mono", loop_mono(l));
    control_send_object(c, &j);
    return true;
}

static bool
habit(struct control_client *c, struct words *w)
{
    struct network_habits *now =
        network_habits(control_world_of(c)->network);
    struct network_habits h = *now;
    const char *country = words_text(w, "country", h.country);
    const char *status = words_text(w, "reportstatus", "");
    int64_t zone = h.zone_minutes, forced = h.report_status;

    if (!strcmp(status, "true"))
        forced = -1;
    else if (!words_int(w, "reportstatus", &forced) || forced > 255)
        return control_fail(c, "reportstatus is 0 to 255, or true");
    if (!words_int(w, "transit", &h.transit_ms)
        || !words_bool(w, "reports", &h.reports)
        || !words_bool(w, "interim", &h.interim)
        || !words_bool(w, "canonical", &h.report_canonical)
        || !words_int(w, "reportafter", &h.report_ms)
        || !words_int(w, "validity", &h.validity_ms)
        || !words_int(w, "zone", &zone) || zone < -15 * 79 || zone > 15 * 79)
        return control_fail(c, "an option has an unusable value");
    if (strlen(country) >= sizeof(h.country))
        return control_fail(c, "country is a calling code, such as 254");
    h.zone_minutes = (int)zone;
    h.report_status = (int)forced;
    memmove(h.country, country, strlen(country) + 1);
    *now = h;
    return true;
}

static void
replay_line(void *owner, const char *line)
{
    control_send(owner, line);
}

static bool
air_command(struct control_client *c, struct words *w)
{
    air_replay(control_world_of(c)->air, replay_line, c);
    if (w->count > 1 && !strcmp(w->word[1], "follow"))
        control_follow(c);
    return true;
}

static bool
ussd(struct control_client *c, struct words *w)
{
    bool menu = false, raw = false;

    if (!words_bool(w, "menu", &menu) || !words_bool(w, "raw", &raw))
        return control_fail(c, "menu and raw are yes or no");
    if (network_ussd_set(control_world_of(c)->network, w->word[1], w->word[2],
            raw ? NETWORK_USSD_RAW : menu ? NETWORK_USSD_MENU
                                          : NETWORK_USSD_DONE))
        return control_fail(c, "out of memory");
    return true;
}

static bool
quit(struct control_client *c, struct words *w)
{
    (void)w;
    *control_world_of(c)->stop = 1;
    return true;
}

const struct control_command control_network_commands[] = {
    { "help", 0, help }, { "state", 0, state }, { "clock", 0, clock_command },
    { "habit", 0, habit }, { "air", 0, air_command }, { "ussd", 2, ussd },
    { "quit", 0, quit }, { 0 }
};
