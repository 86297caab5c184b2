/* The network as the terminal sees it: signal, registration, calls;
 * TS 27.007 §6 to §8. USSD is in at_ussd.c. */
#include "practice/alphabet.h"
#include "practice/at.h"
#include "practice/dongle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define OPERATOR "Practice Net"
#define OPERATOR_CODE "63999"

static int
signal_quality(struct dongle *d, struct at_call *c)
{
    if (c->form == AT_TEST)
        at_say(d, "+CSQ: (0-31,99),(99)");
    else
        at_say(d, "+CSQ: %d,99", d->radio && d->coverage
                && !(d->model->habits & MODEL_NO_SIGNAL) ? d->rssi : 99);
    return AT_OK;
}

/* The same in LTE's measures: TS 27.007 §8.69. */
static int
signal_extended(struct dongle *d, struct at_call *c)
{
    if (!(d->model->habits & MODEL_LTE))
        return AT_ERROR;
    if (c->form == AT_RUN)
        at_say(d, "+CESQ: 99,99,255,255,%d,%d",
            d->radio && d->coverage ? 20 : 255,
            d->radio && d->coverage ? 30 + d->rssi : 255);
    return AT_OK;
}

/* Registered at home, refused for its lock, or searching; not trying while the
 * radio is off. */
static int
registration_state(const struct dongle *d, int at_home)
{
    if (dongle_has_service(d))
        return at_home;
    if (d->radio && d->locked && d->model->habits & MODEL_CARDLOCK)
        return 3;
    return d->radio && d->card == CARD_READY ? 2 : 0;
}

static int
registration(struct dongle *d, struct at_call *c, const char *name, int *how,
    int at_home)
{
    int v = *how, state = registration_state(d, at_home);

    if (at_home < 0)
        return AT_ERROR;        /* this family does not know it */
    switch (c->form) {
    case AT_TEST:
        at_say(d, "%s: (0-2)", name);
        return AT_OK;
    case AT_READ:
        if (v == 2 && state && state != 2)
            at_say(d, "%s: 2,%d,\"1A2B\",\"3C4D\"", name, state);
        else
            at_say(d, "%s: %d,%d", name, v, state);
        return AT_OK;
    case AT_RUN:
    case AT_SET:
        break;
    }
    if (!at_arg_int(c, &v) || v < 0 || v > 2)
        return AT_CME + 50;
    *how = v;
    return AT_OK;
}

static int
creg(struct dongle *d, struct at_call *c)
{
    return registration(d, c, "+CREG", &d->at.creg, d->model->creg);
}

static int
cgreg(struct dongle *d, struct at_call *c)
{
    return registration(d, c, "+CGREG", &d->at.cgreg, d->model->cgreg);
}

static int
cereg(struct dongle *d, struct at_call *c)
{
    return registration(d, c, "+CEREG", &d->at.cereg, d->model->cereg);
}

static int
attached(struct dongle *d, struct at_call *c)
{
    if (c->form == AT_READ)
        at_say(d, "+CGATT: %d", dongle_has_service(d));
    return AT_OK;
}

void
at_in_charset(const struct dongle *d, const char *text, char *out, size_t room)
{
    uint16_t units[AT_USSD_MAX];
    size_t n;

    if (strcmp(d->at.charset, "UCS2")) {
        snprintf(out, room, "%s", text);
        return;
    }
    n = alphabet_units(text, units, AT_USSD_MAX);
    out[0] = '\0';
    for (size_t i = 0; i < n && 4 * i + 5 <= room; i++)
        snprintf(out + 4 * i, room - 4 * i, "%04X", units[i]);
}

static int
operator_name(struct dongle *d, struct at_call *c)
{
    char name[80];
    int mode = 0, format = d->at.cops_format;

    if (c->form == AT_TEST) {
        at_say(d, "+COPS: (2,\"" OPERATOR "\",\"Practice\",\"" OPERATOR_CODE
                  "\",2),,(0,1,2,3,4),(0,1,2)");
        return AT_OK;
    }
    if (c->form == AT_READ) {
        at_in_charset(d, format == 2 ? OPERATOR_CODE : OPERATOR, name,
            sizeof(name));
        if (dongle_has_service(d))
            at_say(d, "+COPS: 0,%d,\"%s\",%d", format, name,
                d->model->habits & MODEL_LTE ? 7 : 2);
        else
            at_say(d, "+COPS: 0");
        return AT_OK;
    }
    if (!at_arg_int(c, &mode) || !at_arg_int(c, &format) || mode < 0
        || mode > 4 || format < 0 || format > 2)
        return AT_CME + 50;
    if (mode == 3)
        d->at.cops_format = format;
    return AT_OK;
}

static int
clock_text_of(struct dongle *d, struct at_call *c)
{
    int zone = network_habits(d->network)->zone_minutes;
    time_t t = (time_t)(loop_date(d->loop) / 1000 + zone * 60);
    struct tm tm;
    char text[32];

    if (c->form != AT_READ)
        return AT_OK;
    gmtime_r(&t, &tm);
    strftime(text, sizeof(text), "%m/%d,%H:%M:%S", &tm);
    at_say(d, "+CCLK: \"%02d/%s%c%02d\"", tm.tm_year % 100, text,
        zone < 0 ? '-' : '+', abs(zone) / 15);
    return AT_OK;
}

static int
system_info(struct dongle *d, struct at_call *c)
{
    (void)c;
    at_say(d, "^SYSINFO:%d,3,0,5,%d,,4", dongle_has_service(d) ? 2 : 0,
        d->card == CARD_OUT ? 255 : d->card == CARD_READY);
    return AT_OK;
}

static int
flag(struct dongle *d, struct at_call *c, const char *name, bool *on)
{
    int v = *on;

    if (c->form == AT_READ)
        at_say(d, "%s: %d", name, v);
    else if (c->form == AT_TEST)
        at_say(d, "%s: (0,1)", name);
    else if (!at_arg_int(c, &v) || v < 0 || v > 1)
        return AT_CME + 50;
    *on = v;
    return AT_OK;
}

static int
clip(struct dongle *d, struct at_call *c)
{
    if (c->form == AT_READ) {
        at_say(d, "+CLIP: %d,1", d->at.clip);
        return AT_OK;
    }
    return flag(d, c, "+CLIP", &d->at.clip);
}

static int
crc(struct dongle *d, struct at_call *c)
{
    return flag(d, c, "+CRC", &d->at.crc);
}

static int
ccwa(struct dongle *d, struct at_call *c)
{
    return flag(d, c, "+CCWA", &d->at.ccwa);
}

static int
hang_up(struct dongle *d, struct at_call *c)
{
    if (c->form == AT_RUN || c->form == AT_SET)
        network_hang_up(d->network, &d->line);
    return AT_OK;
}

static int
no_voice(struct dongle *d, struct at_call *c)
{
    (void)d;
    (void)c;
    return AT_CME + 3;          /* a data stick: it rings, it does not talk */
}

static int
own_number(struct dongle *d, struct at_call *c)
{
    if (c->form == AT_RUN)
        at_say(d, "+CNUM: \"\",\"%s\",145", d->line.number);
    return AT_OK;
}

const struct at_entry at_net[] = {
    { "+CSQ", signal_quality, 0 }, { "+CREG", creg, 0 },
    { "+CGREG", cgreg, 0 }, { "+CEREG", cereg, 0 },
    { "+CESQ", signal_extended, 0 }, { "+CGATT", attached, 0 },
    { "+COPS", operator_name, AT_NEEDS_SIM }, { "+CCLK", clock_text_of, 0 },
    { "^SYSINFO", system_info, 0 }, { "+CLIP", clip, AT_NEEDS_SIM },
    { "+CRC", crc, 0 }, { "+CCWA", ccwa, AT_NEEDS_SIM },
    { "+CHUP", hang_up, 0 }, { "H", hang_up, 0 }, { "A", no_voice, 0 },
    { "D", no_voice, AT_NEEDS_SIM }, { "+CNUM", own_number, AT_NEEDS_SIM },
    { "+CUSD", at_ussd, AT_NEEDS_SIM }, { 0 }
};
