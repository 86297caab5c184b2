/* USSD, in the dialect of the family: TS 27.007 §7.15. */
#include "practice/alphabet.h"
#include "practice/at.h"
#include "practice/dongle.h"

#include <stdio.h>
#include <string.h>

enum { USSD_PACKED_MAX = 160 };

/* Packed hex, as this maker's dongles want USSD: back to text. */
static bool
unpack(const char *hex, char *out)
{
    uint8_t raw[USSD_PACKED_MAX], septets[AT_USSD_MAX];
    uint16_t units[AT_USSD_MAX];
    int n = pdu_unhex(hex, strlen(hex), raw, sizeof(raw));
    size_t count;

    if (n <= 0)
        return false;
    count = alphabet_unpack(raw, (size_t)n, 0, septets,
        (size_t)n * 8 / 7 > AT_USSD_MAX ? AT_USSD_MAX : (size_t)n * 8 / 7);
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
    uint16_t units[AT_USSD_MAX];
    uint8_t septets[AT_USSD_MAX + 2], raw[USSD_PACKED_MAX + 2];
    size_t n = alphabet_units(text, units, AT_USSD_MAX), count = 0;

    for (size_t i = 0; i < n && count < AT_USSD_MAX - 1; i++)
        count += (size_t)alphabet_septets(units[i], 0, 0, septets + count);
    if (count % 8 == 7)
        septets[count++] = '\r';
    pdu_hex(raw, alphabet_pack(septets, count, 0, raw), hex);
}

/* Whether the network can send it in letters of 7 bits. */
static bool
is_septets(const char *text)
{
    uint16_t units[AT_USSD_MAX];
    uint8_t septets[4];
    size_t n = alphabet_units(text, units, AT_USSD_MAX);

    for (size_t i = 0; i < n; i++)
        if (!alphabet_septets(units[i], 0, 0, septets))
            return false;
    return true;
}

static void
in_ucs2(const char *text, char *out, size_t room)
{
    uint16_t units[AT_USSD_MAX];
    size_t n = alphabet_units(text, units, AT_USSD_MAX);

    out[0] = '\0';
    for (size_t i = 0; i < n && 4 * i + 5 <= room; i++)
        snprintf(out + 4 * i, room - 4 * i, "%04X", units[i]);
}

static bool
is_code(const char *text)
{
    return *text && text[strspn(text, "0123456789*#+")] == '\0';
}

static bool
from_ucs2(const char *hex, char *out)
{
    uint8_t raw[2 * AT_USSD_MAX];
    uint16_t units[AT_USSD_MAX];
    int n = pdu_unhex(hex, strlen(hex), raw, sizeof(raw));

    if (n <= 0 || n % 2)
        return false;
    for (int i = 0; i < n; i += 2)
        units[i / 2] = (uint16_t)(raw[i] << 8 | raw[i + 1]);
    alphabet_utf8(units, (size_t)n / 2, out);
    return true;
}

/* +CUSD as this family writes it. */
static void
say_answer(struct dongle *d, int status, const char *answer, char *text,
    size_t room)
{
    unsigned habits = d->model->habits;
    const char *quote = habits & MODEL_USSD_BARE ? "" : "\"";
    const char *blank = habits & MODEL_USSD_BLANK ? " " : "";
    bool packs = d->at.ussd_packed || habits & MODEL_USSD_OCTETS;
    bool wide = packs && !is_septets(answer);
    bool ucs2 = !strcmp(d->at.charset, "UCS2");

    if (wide || habits & MODEL_USSD_UCS2)
        in_ucs2(answer, text, room);
    else if (packs)
        pack(answer, text);
    else if (d->model->ussd == MODEL_USSD_LETTERS)
        snprintf(text, room, "%s", answer);
    else
        at_in_charset(d, answer, text, room);
    at_unasked(d, "+CUSD: %d,%s%s%s%s,%s%d", status, blank, quote, text, quote,
        blank, wide || (ucs2 && d->model->ussd == MODEL_USSD_ANY && !packs)
            ? 72 : 15);
}

static void
ussd_answered(void *owner)
{
    struct dongle *d = owner;
    char text[8 * AT_USSD_MAX + 8];
    enum network_ussd kind = NETWORK_USSD_DONE;
    const char *answer = network_ussd(d->network, d->at.session, &kind);
    struct jsonl *j = air_start(d->air, "ussd");

    jsonl_text(j, "dongle", d->name);
    jsonl_text(j, "code", d->at.session);
    jsonl_text(j, "answer", answer ? answer : "");
    air_end(d->air);
    if (!answer) {
        at_unasked(d, d->model->habits & MODEL_USSD_LINES
                ? "+CME ERROR: 132" : "+CUSD: 4");
        d->at.session[0] = '\0';
        return;
    }
    if (kind == NETWORK_USSD_RAW) {
        at_unasked(d, "+CUSD: %s", answer);
        return;
    }
    say_answer(d, kind == NETWORK_USSD_MENU, answer, text, sizeof(text));
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

/* The code as this family wants it; false: it is not understood. */
static bool
ussd_text_of_family(struct dongle *d, const char *given,
    char out[3 * AT_USSD_MAX + 1])
{
    bool ucs2 = !strcmp(d->at.charset, "UCS2");

    d->at.ussd_packed = d->model->ussd == MODEL_USSD_PACKED;
    if (d->at.ussd_packed)
        return unpack(given, out) && is_code(out);
    if (ucs2 && d->model->ussd == MODEL_USSD_CHARSET)
        return from_ucs2(given, out) && is_code(out);
    snprintf(out, 3 * AT_USSD_MAX + 1, "%s", given);
    return is_code(given);
}

/* Plain, UCS-2 or packed: told apart by what makes a code of digits. */
static bool
ussd_text(struct dongle *d, const char *given, char out[3 * AT_USSD_MAX + 1])
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
    snprintf(out, 3 * AT_USSD_MAX + 1, "%s", given);
    return true;
}

/* Some say no at once, HE910 says OK and "not supported". */
static int
not_understood(struct dongle *d)
{
    if (d->model->ussd != MODEL_USSD_LETTERS)
        return AT_CME + 50;
    at_unasked(d, "+CUSD: 4");
    return AT_OK;
}

int
at_ussd(struct dongle *d, struct at_call *c)
{
    char given[2 * AT_USSD_MAX] = "", code[3 * AT_USSD_MAX + 1];
    size_t used = strlen(d->at.session);
    int mode = 0;

    if (c->form == AT_TEST || c->form == AT_READ) {
        at_say(d, "+CUSD: %s", c->form == AT_TEST ? "(0-2)" : "1");
        return AT_OK;
    }
    if (c->form == AT_SET
        && (!at_arg_int(c, &mode) || !at_arg_text(c, given, sizeof(given))))
        return AT_CME + 50;
    if (d->model->ussd == MODEL_USSD_NONE)
        return AT_ERROR;
    if (mode == 2 && d->model->habits & MODEL_NO_CLOSE)
        return AT_ERROR;
    if (mode == 2)
        ussd_closed(d);
    if (mode != 1 || !*given)
        return AT_OK;
    if (!dongle_has_service(d))
        return AT_CME + 30;
    if (d->model->ussd != MODEL_USSD_ANY) {
        if (!ussd_text_of_family(d, given, code))
            return not_understood(d);
    } else if (!ussd_text(d, given, code)) {
        return AT_CME + 50;
    }
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
