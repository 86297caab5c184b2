#include "modem/health.h"

#include "base/clock.h"
#include "modem/ussd.h"

#include <stdio.h>
#include <string.h>

enum { ASK_MS = 5000, COPS_MS = 25000 };

static const int64_t proof = 10 * MINUTE;       /* that a text went */

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
    const char *p = strchr(text, ':');
    int n, stat;

    if (strncmp(text, "+CREG:", 6) && strncmp(text, "+CGREG:", 7)
        && strncmp(text, "+CEREG:", 7))
        return -1;
    return sscanf(p + 1, "%1d,%2d", &n, &stat) == 2 && stat >= 0 ? stat : -1;
}

/* TS 27.007 §8.69; dBm into percent as for AT+CSQ, LTE's by its own range. */
bool
health_signal(const char *text, int32_t *percent, int32_t *dbm)
{
    int rxlev, ber, rscp, ecno, rsrq, rsrp, part;

    if (sscanf(text, "+CESQ: %3d,%3d,%3d,%3d,%3d,%3d", &rxlev, &ber, &rscp,
            &ecno, &rsrq, &rsrp) != 6)
        return false;
    if (rsrp >= 0 && rsrp <= 97) {
        *dbm = rsrp - 141;
        part = (*dbm + 120) * 100 / 40;
    } else if ((rscp >= 0 && rscp <= 96) || (rxlev >= 0 && rxlev <= 63)) {
        *dbm = rscp >= 0 && rscp <= 96 ? rscp - 121 : rxlev - 111;
        part = (*dbm + 113) * 100 / 62;
    } else {
        return false;
    }
    *percent = part < 0 ? 0 : part > 100 ? 100 : part;
    return true;
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

static void
read_signal(struct health *h, struct gammu *g, struct relay *r)
{
    struct relay_answer a;

    if (gammu_signal(g, &h->now.signal_percent, &h->now.signal_dbm) != OK)
        h->now.signal_percent = -1;
    relay_settle(r);
    if (h->now.signal_percent < 0
        && relay_ask(r, "AT+CESQ", ASK_MS, &a) == OK)
        health_signal(a.text, &h->now.signal_percent, &h->now.signal_dbm);
}

/* On LTE the circuit side may say anything while texts go: whichever says yes
 * counts, and is asked first the next time. False: none answered. */
static bool
read_registration(struct health *h, struct relay *r, struct relay_answer *said,
                  int64_t now)
{
    static const char *const ask[] = { "AT+CREG?", "AT+CGREG?", "AT+CEREG?" };
    struct relay_answer a;
    int first = h->said_by, stat, known = -1;

    for (int i = 0; i < 3 && !link_registered(&h->now); i++) {
        int n = (first + i) % 3;

        if (relay_ask(r, ask[n], ASK_MS, &a) != OK
            || (stat = health_registered(a.text)) < 0)
            continue;
        if (known < 0 || n == 0)
            known = stat;
        h->now.registered = stat;
        h->said_by = n;
        *said = a;
    }
    if (link_registered(&h->now))
        return true;
    h->said_by = 0;
    h->now.registered = known;
    if (h->went_at && now - h->went_at < proof)
        h->now.registered = 1;
    return known >= 0;
}

bool
health_text_went(struct health *h, int64_t now)
{
    h->went_at = now;
    return !link_registered(&h->now);
}

void
health_read(struct health *h, struct gammu *g, struct relay *r, bool listed,
            int64_t now)
{
    struct relay_memory sm = relay_memory(r, LINK_STORE_SM);
    struct relay_memory me = relay_memory(r, LINK_STORE_ME);
    int32_t before = h->now.registered;
    struct relay_answer a = { .code = -1 };
    bool home;

    read_signal(h, g, r);
    h->now.registered = -1;
    if (!read_registration(h, r, &a, now)) {
        h->now.registered = before;
    } else {
        home = link_registered(&h->now);
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
