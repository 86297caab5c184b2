#include "modem/pin.h"

#include "base/clock.h"
#include "base/log.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum {
    TRIES_FULL = 3,             /* what a SIM allows, TS 51.011 §11.3.1 */
    NO_SIM_MS = 5000            /* one that starts may say so for a moment */
};

/* What stands behind "+CPIN:". Who asks for a second PIN has the first: it is
 * for barred numbers alone (TS 27.007 §8.3). A lock to an operator is written
 * PH-NET PIN, PH_NETSUB PUK, "PH SP PIN"; of a phone, PH-SIM. */
static enum pin_state
state_in_words(const char *text)
{
    static const struct {
        const char *words;
        enum pin_state state;
    } known[] = {
        { "NOT READY", PIN_OTHER }, { "NOT INSERTED", PIN_NO_SIM },
        { "REMOVED", PIN_NO_SIM }, { "NO SIM", PIN_NO_SIM },
        { "READY", PIN_READY }, { "PH-", PIN_LOCKED },
        { "PH_", PIN_LOCKED }, { "PH ", PIN_LOCKED },
        { "SIM PIN2", PIN_READY }, { "SIM PUK2", PIN_READY },
        { "SIM PIN", PIN_WANTED }, { "SIM PUK", PIN_PUK },
    };

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (strstr(text, known[i].words))
            return known[i].state;
    return PIN_OTHER;
}

/* TS 27.007 §9.2, TS 27.005 §3.2.5. */
static enum pin_state
state_by_code(enum link_error error, int code)
{
    if (error == LINK_ERROR_CME && (code == 5 || (code >= 40 && code <= 47)))
        return PIN_LOCKED;      /* the dongle's own lock; an operator's */
    switch (code) {
    case 10:
    case 310:
        return PIN_NO_SIM;
    case 11:
    case 311:
        return PIN_WANTED;
    case 12:
    case 316:
        return PIN_PUK;
    case 15:
    case 315:
        return PIN_FAULTY;
    case 312:                   /* PH-SIM PIN required */
        return PIN_LOCKED;
    case 13:                    /* what some say while the SIM starts */
    case 14:
    case 313:
    case 314:
    case 515:
        return PIN_OTHER;
    default:
        return PIN_UNSUPPORTED;
    }
}

/* Of several lines the last: a notice of the start may stand before the
 * answer. */
static const char *
last_state(const char *text)
{
    const char *last = text;

    for (const char *p = text; (p = strstr(p, "+CPIN:")); p++)
        last = p;
    return last;
}

enum pin_state
pin_state(const struct relay_answer *a)
{
    const char *said = last_state(a->text);

    /* Wavecom and Sierra say READY, and no OK. */
    if (!strncmp(said, "+CPIN: READY", 12) || !strncmp(said, "+CPIN:READY", 11)
        || (a->answered && a->error == LINK_ERROR_NONE))
        return state_in_words(said);
    return a->answered ? state_by_code(a->error, a->code) : PIN_OTHER;
}

int
pin_tries(const char *text)
{
    const char *p = strstr(text, "SIM PIN");
    int n = -1;

    if (!p || !(p = strchr(p, ',')))
        return -1;
    /* "+CPINR: SIM PIN,left,most"; "^CPIN: SIM PIN,[times],puk,pin,...". */
    for (int skip = strncmp(text, "^CPIN:", 6) ? 0 : 2; skip > 0; skip--)
        if (!(p = strchr(p + 1, ',')))
            return -1;
    return sscanf(p + 1, "%2d", &n) == 1 && n >= 0 && n <= 10 ? n : -1;
}

static void
nap(int ms)
{
    struct timespec ts = { ms / 1000, (long)(ms % 1000) * 1000000 };

    nanosleep(&ts, NULL);
}

/* No dongle says no for good while its SIM starts; and one that does not know
 * AT+CPIN shows by AT+CIMI that its SIM is open. */
static bool
may_change(struct relay *r, enum pin_state s, int64_t asked_for)
{
    struct relay_answer a;

    if (s == PIN_UNSUPPORTED)
        return relay_ask(r, "AT+CIMI", 5000, &a) != OK;
    return s == PIN_OTHER || s == PIN_FAULTY
           || (s == PIN_NO_SIM && asked_for < NO_SIM_MS);
}

/* Asks until the SIM has started, at the latest until then. */
static enum pin_state
ask_state(struct relay *r, int64_t until)
{
    int64_t began = clock_mono();
    struct relay_answer a;
    enum pin_state s;

    for (;;) {
        if (relay_ask(r, "AT+CPIN?", 5000, &a) == ERR_GONE)
            return PIN_OTHER;
        s = pin_state(&a);
        if (clock_mono() >= until || !may_change(r, s, clock_mono() - began))
            return s;
        nap(500);
    }
}

/* Fewer tries left than a SIM has: somebody has tried already, perhaps this
 * program before it was killed. */
static int
tries_left(struct relay *r)
{
    struct relay_answer a;
    int n = -1;

    if (relay_ask(r, "AT+CPINR=\"SIM PIN\"", 3000, &a) == OK)
        n = pin_tries(a.text);
    if (n < 0 && relay_ask(r, "AT^CPIN?", 3000, &a) == OK)
        n = pin_tries(a.text);
    return n;
}

static int
enter(struct relay *r, const char *pin, bool again, struct reason *why)
{
    struct relay_answer a;
    char command[40];
    int left;
    enum err e;

    if (!*pin) {
        *why = reason_of(REASON_PIN_WANTED);
        return LINK_TROUBLE_PIN_NEEDED;
    }
    if (strspn(pin, "0123456789") != strlen(pin) || strlen(pin) < 4
        || strlen(pin) > 8) {
        *why = reason_of(REASON_PIN_NO_DIGITS);
        return LINK_TROUBLE_PIN_WRONG;
    }
    if ((left = tries_left(r)) >= 0 && left < TRIES_FULL - again) {
        *why = reason_number(REASON_PIN_FEW_TRIES, left);
        return LINK_TROUBLE_PIN_WRONG;
    }
    snprintf(command, sizeof(command), "AT+CPIN=\"%s\"", pin);
    e = relay_ask(r, command, 15000, &a);
    log_info("pin", "entered=1 accepted=%d", e == OK);
    if (e == OK || ask_state(r, 0) == PIN_READY)
        return 0;
    *why = reason_of(REASON_PIN_REFUSED);
    return LINK_TROUBLE_PIN_WRONG;
}

int
pin_unlock(struct relay *r, const char *pin, bool again, int64_t until,
           struct reason *why)
{
    enum pin_state s = ask_state(r, until);
    int trouble;

    if (s == PIN_WANTED) {
        if ((trouble = enter(r, pin, again, why)) != 0)
            return trouble;
        s = ask_state(r, clock_mono() + PIN_START_MS);
    }
    switch (s) {
    case PIN_READY:
    case PIN_UNSUPPORTED:
        return 0;
    case PIN_WANTED:
        *why = reason_of(REASON_PIN_STILL_WANTED);
        return LINK_TROUBLE_PIN_WRONG;
    case PIN_PUK:
        *why = reason_of(REASON_PUK_WANTED);
        return LINK_TROUBLE_PUK;
    case PIN_LOCKED:
        *why = reason_of(REASON_OPERATOR_LOCK);
        return LINK_TROUBLE_LOCKED;
    case PIN_NO_SIM:
        *why = reason_of(REASON_NO_SIM);
        return LINK_TROUBLE_NO_SIM;
    case PIN_FAULTY:
    case PIN_OTHER:
        break;
    }
    *why = reason_of(REASON_SIM_DOES_NOT_START);
    return LINK_TROUBLE_NO_SIM;
}
