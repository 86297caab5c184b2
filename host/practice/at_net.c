/* The network as the terminal sees it: signal, registration, calls, USSD;
 * TS 27.007 §6 to §8. */
#include "practice/alphabet.h"
#include "practice/at.h"
#include "practice/dongle.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define OPERATOR "Practice Net"
#define OPERATOR_CODE "63999"

enum { USSD_MAX = 182, USSD_PACKED_MAX = 160 };

static int
signal_quality(struct dongle *d, struct at_call *c)
{
    if (c->form == AT_TEST)
        at_say(d, "+CSQ: (0-31,99),(99)");
    else
        at_say(d, "+CSQ: %d,99", d->radio && d->coverage ? d->rssi : 99);
    return AT_OK;
}

/* Registered at home, or searching; not trying while the radio is off. */
static int
registration_state(const struct dongle *d)
{
    if (dongle_has_service(d))
        return 1;
    return d->radio && d->card == CARD_READY ? 2 : 0;
}

static int
registration(struct dongle *d, struct at_call *c, const char *name, int *how)
{
    int v = *how, state = registration_state(d);

    switch (c->form) {
    case AT_TEST:
        at_say(d, "%s: (0-2)", name);
        return AT_OK;
    case AT_READ:
        if (v == 2 && state == 1)
            at_say(d, "%s: 2,1,\"1A2B\",\"3C4D\"", name);
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
    return registration(d, c, "+CREG", &d->at.creg);
}

static int
cgreg(struct dongle *d, struct at_call *c)
{
    return registration(d, c, "+CGREG", &d->at.cgreg);
}

static int
attached(struct dongle *d, struct at_call *c)
{
    if (c->form == AT_READ)
        at_say(d, "+CGATT: %d", dongle_has_service(d));
    return AT_OK;
}

/* Text in the character set of the moment: UCS-2 as hex, or as it is. */
static void
in_charset(const struct dongle *d, const char *text, char *out, size_t room)
{
    uint16_t units[USSD_MAX];
    size_t n;

    if (strcmp(d->at.charset, "UCS2")) {
        snprintf(out, room, "%s", text);
        return;
    }
    n = alphabet_units(text, units, USSD_MAX);
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
        in_charset(d, format == 2 ? OPERATOR_CODE : OPERATOR, name,
            sizeof(name));
        if (dongle_has_service(d))
            at_say(d, "+COPS: 0,%d,\"%s\",2", format, name);
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

/* Packed hex, as this maker's dongles want USSD: back to text. */
static bool
unpack(const char *hex, char *out)
{
    uint8_t raw[USSD_PACKED_MAX], septets[USSD_MAX];
    uint16_t units[USSD_MAX];
    int n = pdu_unhex(hex, strlen(hex), raw, sizeof(raw));
    size_t count;

    if (n <= 0)
        return false;
    count = alphabet_unpack(raw, (size_t)n, 0, septets,
        (size_t)n * 8 / 7 > USSD_MAX ? USSD_MAX : (size_t)n * 8 / 7);
    count = alphabet_read(septets, count, 0, 0, units);
    /* A final CR fills the last octet, TS 23.038 §6.1.2.3.1. */
    while (count && (units[count - 1] == '\r' || units[count - 1] == '@'))
        count--;
    alphabet_utf8(units, count, out);
    return count > 0;
}

static void
pack(const char *text, char *hex)
{
    uint16_t units[USSD_MAX];
    uint8_t septets[USSD_MAX + 2], raw[USSD_PACKED_MAX + 2];
    size_t n = alphabet_units(text, units, USSD_MAX), count = 0;

    for (size_t i = 0; i < n && count < USSD_MAX - 1; i++)
        count += (size_t)alphabet_septets(units[i], 0, 0, septets + count);
    if (count % 8 == 7)
        septets[count++] = '\r';
    pdu_hex(raw, alphabet_pack(septets, count, 0, raw), hex);
}

static bool
is_code(const char *text)
{
    return *text && text[strspn(text, "0123456789*#+")] == '\0';
}

static bool
from_ucs2(const char *hex, char *out)
{
    uint8_t raw[2 * USSD_MAX];
    uint16_t units[USSD_MAX];
    int n = pdu_unhex(hex, strlen(hex), raw, sizeof(raw));

    if (n <= 0 || n % 2)
        return false;
    for (int i = 0; i < n; i += 2)
        units[i / 2] = (uint16_t)(raw[i] << 8 | raw[i + 1]);
    alphabet_utf8(units, (size_t)n / 2, out);
    return true;
}

static void
ussd_answered(void *owner)
{
    struct dongle *d = owner;
    char text[8 * USSD_MAX + 8];
    enum network_ussd kind = NETWORK_USSD_DONE;
    const char *answer = network_ussd(d->network, d->at.session, &kind);
    struct jsonl *j = air_start(d->air, "ussd");

    jsonl_text(j, "dongle", d->name);
    jsonl_text(j, "code", d->at.session);
    jsonl_text(j, "answer", answer ? answer : "");
    air_end(d->air);
    if (!answer) {
        at_unasked(d, "+CUSD: 4");
        d->at.session[0] = '\0';
        return;
    }
    if (kind == NETWORK_USSD_RAW) {
        at_unasked(d, "+CUSD: %s", answer);
        return;
    }
    if (d->at.ussd_packed)
        pack(answer, text);
    else
        in_charset(d, answer, text, sizeof(text));
    at_unasked(d, "+CUSD: %d,\"%s\",%d", kind == NETWORK_USSD_MENU, text,
        strcmp(d->at.charset, "UCS2") || d->at.ussd_packed ? 15 : 72);
    if (kind != NETWORK_USSD_MENU)
        d->at.session[0] = '\0';
}

/* The terminal closes the session: what is on its way is not shown. */
static void
ussd_closed(struct dongle *d)
{
    struct jsonl *j;

    loop_cancel(d->loop, &d->at.ussd_timer);
    if (!d->at.session[0])
        return;
    j = air_start(d->air, "ussd_closed");
    jsonl_text(j, "dongle", d->name);
    jsonl_text(j, "code", d->at.session);
    air_end(d->air);
    d->at.session[0] = '\0';
}

/* Plain, UCS-2 or packed: told apart by what makes a code of digits. */
static bool
ussd_text(struct dongle *d, const char *given, char out[3 * USSD_MAX + 1])
{
    d->at.ussd_packed = false;
    if (!strcmp(d->at.charset, "UCS2") && from_ucs2(given, out)
        && is_code(out))
        return true;
    if (unpack(given, out) && is_code(out)) {
        d->at.ussd_packed = true;
        return true;
    }
    if (d->packed_ussd || !is_code(given))
        return false;
    snprintf(out, 3 * USSD_MAX + 1, "%s", given);
    return true;
}

static int
ussd(struct dongle *d, struct at_call *c)
{
    char given[2 * USSD_MAX] = "", code[3 * USSD_MAX + 1];
    size_t used = strlen(d->at.session);
    int mode = 0;

    if (c->form == AT_TEST || c->form == AT_READ) {
        at_say(d, "+CUSD: %s", c->form == AT_TEST ? "(0-2)" : "1");
        return AT_OK;
    }
    if (c->form == AT_SET
        && (!at_arg_int(c, &mode) || !at_arg_text(c, given, sizeof(given))))
        return AT_CME + 50;
    if (mode == 2)
        ussd_closed(d);
    if (mode != 1 || !*given)
        return AT_OK;
    if (!dongle_has_service(d))
        return AT_CME + 30;
    if (!ussd_text(d, given, code))
        return AT_CME + 50;
    if (*code == '*' || *code == '#')
        used = 0;
    if (used + strlen(code) + 2 > sizeof(d->at.session))
        return AT_CME + 50;
    if (used)
        d->at.session[used++] = '/';
    memcpy(d->at.session + used, code, strlen(code) + 1);
    d->at.ussd_timer.fire = ussd_answered;
    d->at.ussd_timer.owner = d;
    return loop_after(d->loop, &d->at.ussd_timer, d->ussd_ms) ? AT_ERROR
                                                             : AT_OK;
}

const struct at_entry at_net[] = {
    { "+CSQ", signal_quality, 0 }, { "+CREG", creg, 0 },
    { "+CGREG", cgreg, 0 }, { "+CGATT", attached, 0 },
    { "+COPS", operator_name, AT_NEEDS_SIM }, { "+CCLK", clock_text_of, 0 },
    { "^SYSINFO", system_info, 0 }, { "+CLIP", clip, AT_NEEDS_SIM },
    { "+CRC", crc, 0 }, { "+CCWA", ccwa, AT_NEEDS_SIM },
    { "+CHUP", hang_up, 0 }, { "H", hang_up, 0 }, { "A", no_voice, 0 },
    { "D", no_voice, AT_NEEDS_SIM }, { "+CNUM", own_number, AT_NEEDS_SIM },
    { "+CUSD", ussd, AT_NEEDS_SIM }, { 0 }
};
