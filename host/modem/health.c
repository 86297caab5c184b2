#include "modem/health.h"

#include "base/clock.h"
#include "modem/ussd.h"

#include <stdio.h>
#include <string.h>

enum { ASK_MS = 5000, COPS_MS = 25000 };

void
health_start(struct health *h)
{
    memset(h, 0, sizeof(*h));
    h->now.signal_percent = -1;
    h->now.registered = -1;
}

int
health_registered(const char *text)
{
    int n, stat;

    return sscanf(text, "+CREG: %1d,%2d", &n, &stat) == 2 && stat >= 0
               ? stat
               : -1;
}

bool
health_operator(const char *text, char *out, size_t room)
{
    char raw[128];
    const char *p = strchr(text, '"'), *end;

    if (strncmp(text, "+COPS:", 6) || !p || !(end = strchr(++p, '"'))
        || end - p >= (long)sizeof(raw))
        return false;
    memcpy(raw, p, (size_t)(end - p));
    raw[end - p] = '\0';
    ussd_name(raw, out, room);
    return true;
}

/* The operator's name and code: two formats, so two questions. */
static void
name_operator(struct health *h, struct relay *r)
{
    struct relay_answer a;
    char code[32];

    if (relay_ask(r, "AT+COPS=3,2", ASK_MS, &a) == OK
        && relay_ask(r, "AT+COPS?", COPS_MS, &a) == OK
        && health_operator(a.text, code, sizeof(code))
        && strspn(code, "0123456789") == strlen(code))
        snprintf(h->now.operator_code, sizeof(h->now.operator_code), "%.7s",
            code);
    if (relay_ask(r, "AT+COPS=3,0", ASK_MS, &a) == OK
        && relay_ask(r, "AT+COPS?", COPS_MS, &a) == OK)
        health_operator(a.text, h->now.operator_name,
            sizeof(h->now.operator_name));
}

void
health_read(struct health *h, struct gammu *g, struct relay *r, bool listed,
            int64_t now)
{
    struct relay_memory sm = relay_memory(r, LINK_STORE_SM);
    struct relay_memory me = relay_memory(r, LINK_STORE_ME);
    struct relay_answer a;
    bool home;

    if (gammu_signal(g, &h->now.signal_percent, &h->now.signal_dbm) != OK)
        h->now.signal_percent = -1;
    relay_settle(r);
    if (relay_ask(r, "AT+CREG?", ASK_MS, &a) == OK
        && health_registered(a.text) >= 0) {
        h->now.registered = health_registered(a.text);
        home = h->now.registered == 1 || h->now.registered == 5;
        if (home
            && (strncmp(h->place, a.text, sizeof(h->place) - 1)
                || now - h->named_at > 15 * MINUTE)) {
            snprintf(h->place, sizeof(h->place), "%.63s", a.text);
            h->named_at = now;
            name_operator(h, r);
        } else if (!home) {
            h->place[0] = h->now.operator_name[0] = '\0';
            h->now.operator_code[0] = '\0';
        }
    }
    h->now.sm_used = sm.used;
    h->now.sm_size = sm.size;
    h->now.me_used = me.used;
    h->now.me_size = me.size;
    h->now.listed = listed;
}
