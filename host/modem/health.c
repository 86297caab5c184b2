#include "modem/health.h"

#include "base/clock.h"
#include "modem/ussd.h"

#include <stdio.h>
#include <string.h>

enum {
    ASK_MS = 5000,
    COPS_MS = 25000,
    REFUSED_MS = 30000,         /* no verdict while it starts */
    NO_NETWORK_MS = 120000      /* ... or looks for its network */
};

static const int64_t proof = 10 * MINUTE;       /* that a text went */

void
health_start(struct health *h)
{
    memset(h, 0, sizeof(*h));
    h->now.signal_percent = -1;
    h->now.registered = -1;
}

/* One line: an answer, "+CREG: 2,1,...", or a notice, "+CREG: 1,"00C3",...",
 * whose second value is a place: in quotes, or of more than two digits. */
static int
registered_by(const char *line)
{
    const char *p = strchr(line, ':') + 1, *second;
    int first = -1, stat = -1, n = 0;

    if (sscanf(p, "%2d%n", &first, &n) != 1 || first < 0)
        return -1;
    second = p + n + strspn(p + n, " ");
    if (*second != ',')
        return -1;
    second += 1 + strspn(second + 1, " ");
    if (*second == '"' || strspn(second, "0123456789ABCDEFabcdef") > 2)
        return first;
    return sscanf(second, "%2d", &stat) == 1 && stat >= 0 ? stat : -1;
}

int
health_registered(const char *text)
{
    int last = -1, stat;

    for (const char *line = text; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if ((!strncmp(line, "+CREG:", 6) || !strncmp(line, "+CGREG:", 7)
                || !strncmp(line, "+CEREG:", 7))
            && (stat = registered_by(line)) >= 0)
            last = stat;
    }
    return last;
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

/* The third value, in quotes or, as a few have it, bare: up to the comma. */
bool
health_operator(const char *text, char *out, size_t room)
{
    char raw[128];
    const char *p = text;
    bool quoted;
    size_t n;

    if (strncmp(text, "+COPS:", 6))
        return false;
    for (int commas = 0; commas < 2; commas++) {
        if (!(p = strchr(p, ',')))
            return false;
        p++;
    }
    p += strspn(p, " ");
    quoted = *p == '"';
    p += quoted;
    n = strcspn(p, quoted ? "\"\n" : ",\n");
    if (!n || (quoted && p[n] != '"') || n >= sizeof(raw))
        return false;
    memcpy(raw, p, n);
    raw[n] = '\0';
    ussd_name(raw, out, room);
    return true;
}

/* One that has but one format refuses to change it, and tells all the same. */
static bool
ask_operator(struct relay *r, const char *format, char *out, size_t room)
{
    struct relay_answer a;
    enum err e = relay_ask(r, format, ASK_MS, &a);

    return (e == OK || e == ERR_REFUSED)
        && relay_ask(r, "AT+COPS?", COPS_MS, &a) == OK
        && health_operator(a.text, out, room);
}

/* The operator's name and code: two formats, so two questions. */
static void
name_operator(struct health *h, struct relay *r)
{
    char code[32] = "";

    if (ask_operator(r, "AT+COPS=3,2", code, sizeof(code))
        && strspn(code, "0123456789") == strlen(code))
        snprintf(h->now.operator_code, sizeof(h->now.operator_code), "%.7s",
            code);
    ask_operator(r, "AT+COPS=3,0", h->now.operator_name,
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

bool
health_asks_lock(const struct health *h, int64_t now)
{
    return h->without && !h->had && !h->asked
        && now - h->without >= (h->now.registered == 3 ? REFUSED_MS
                                                       : NO_NETWORK_MS);
}

bool
health_locked(const char *text)
{
    int state = 0;

    return sscanf(text, "^CARDLOCK: %2d", &state) == 1
        && (state == 1 || state == 3);
}

/* Huawei's say READY with any SIM, and that they are locked with their own
 * operator's too: so it is asked where no network is found. */
static void
read_lock(struct health *h, struct relay *r, int64_t now)
{
    struct relay_answer a;

    if (link_registered(&h->now)) {
        h->had = true;
        h->without = 0;
        h->asked = false;
        h->now.locked = 0;
        return;
    }
    if (!h->without)
        h->without = now;
    if (!health_asks_lock(h, now))
        return;
    h->asked = true;
    h->now.locked = relay_ask(r, "AT^CARDLOCK?", ASK_MS, &a) == OK
        && health_locked(a.text);
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
        read_lock(h, r, now);
    }
    h->now.sm_used = sm.used;
    h->now.sm_size = sm.size;
    h->now.me_used = me.used;
    h->now.me_size = me.size;
    h->now.listed = listed;
}
