/* Who the dongle is, and how it talks: V.250 and TS 27.007 §5. */
#include "practice/at.h"
#include "practice/dongle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
attention(struct dongle *d, struct at_call *c)
{
    (void)d;
    (void)c;
    return AT_OK;
}

static int
echo(struct dongle *d, struct at_call *c)
{
    d->at.echo = atoi(c->args) != 0;
    return AT_OK;
}

static int
quiet(struct dongle *d, struct at_call *c)
{
    d->at.quiet = atoi(c->args) != 0;
    return AT_OK;
}

static int
factory(struct dongle *d, struct at_call *c)
{
    (void)c;
    d->at.echo = true;
    d->at.quiet = false;
    d->at.cmee = d->at.creg = d->at.cgreg = 0;
    return AT_OK;
}

static int
register_s(struct dongle *d, struct at_call *c)
{
    if (!strchr(c->args, '?'))
        return AT_OK;
    at_say(d, "%03d", c->args[0] == '3' ? 13 : c->args[0] == '4' ? 10 : 0);
    return AT_OK;
}

static int
identify(struct dongle *d, struct at_call *c)
{
    (void)c;
    at_say(d, "Manufacturer: %s\r\nModel: %s\r\nRevision: %s\r\nIMEI: %s\r\n"
              "+GCAP: +CGSM,+DS,+ES", d->model->maker, d->model->type,
        d->model->revision, d->imei);
    return AT_OK;
}

static void
say_name(struct dongle *d, const char *tag, const char *name)
{
    at_say(d, "%s%s", d->model->habits & MODEL_TAGGED ? tag : "", name);
}

static int
maker(struct dongle *d, struct at_call *c)
{
    if (c->form == AT_RUN)
        say_name(d, "+CGMI: ", d->model->maker);
    return AT_OK;
}

static int
model(struct dongle *d, struct at_call *c)
{
    if (c->form == AT_RUN)
        say_name(d, "+CGMM: ", d->model->type);
    return AT_OK;
}

static int
revision(struct dongle *d, struct at_call *c)
{
    if (c->form == AT_RUN)
        at_say(d, "%s", d->model->revision);
    return AT_OK;
}

static int
imei(struct dongle *d, struct at_call *c)
{
    if (c->form == AT_RUN)
        at_say(d, "%s", d->imei);
    return AT_OK;
}

static int
imsi(struct dongle *d, struct at_call *c)
{
    if (c->form == AT_RUN)
        at_say(d, "%s", d->imsi);
    return AT_OK;
}

static int
iccid(struct dongle *d, struct at_call *c)
{
    (void)c;
    if (d->card == CARD_OUT)
        return AT_CME + 10;
    at_say(d, "^ICCID: %s", d->iccid);
    return AT_OK;
}

static int
capabilities(struct dongle *d, struct at_call *c)
{
    (void)c;
    at_say(d, "+GCAP: +CGSM,+DS,+ES");
    return AT_OK;
}

static int
error_style(struct dongle *d, struct at_call *c)
{
    int v = d->at.cmee;

    switch (c->form) {
    case AT_READ:
        at_say(d, "+CMEE: %d", v);
        break;
    case AT_TEST:
        at_say(d, "+CMEE: (0-2)");
        break;
    case AT_RUN:
    case AT_SET:
        if (!at_arg_int(c, &v) || v < 0 || v > 2)
            return AT_CME + 50;
        d->at.cmee = v;
        break;
    }
    return AT_OK;
}

static int
charset(struct dongle *d, struct at_call *c)
{
    bool gsm = d->model->habits & MODEL_GSM_ONLY;
    char name[8] = "IRA";

    switch (c->form) {
    case AT_READ:
        at_say(d, "+CSCS: \"%s\"", d->at.charset);
        return AT_OK;
    case AT_TEST:
        at_say(d, "+CSCS: (\"IRA\",\"GSM\"%s)", gsm ? "" : ",\"UCS2\"");
        return AT_OK;
    case AT_RUN:
    case AT_SET:
        break;
    }
    if (!at_arg_text(c, name, sizeof(name))
        || (strcmp(name, "IRA") && strcmp(name, "GSM")
            && (gsm || strcmp(name, "UCS2"))))
        return AT_CME + 50;
    snprintf(d->at.charset, sizeof(d->at.charset), "%s", name);
    return AT_OK;
}

static int
pin_status(struct dongle *d)
{
    if (dongle_is_starting(d))
        return at_starting(d, false);
    if (d->locked && d->card == CARD_READY
        && !(d->model->habits & MODEL_CARDLOCK)) {
        at_say(d, "+CPIN: PH-NET PIN");
        return AT_OK;
    }
    switch (d->card) {
    case CARD_READY:
        at_say(d, "+CPIN: READY");
        return d->model->habits & MODEL_READY_NO_OK ? AT_SILENT : AT_OK;
    case CARD_PIN:
        at_say(d, "+CPIN: SIM PIN");
        return AT_OK;
    case CARD_PUK:
        at_say(d, "+CPIN: SIM PUK");
        return AT_OK;
    case CARD_OUT:
        break;
    }
    return AT_CME + 10;
}

static void
card_opened(struct dongle *d)
{
    bool before = dongle_has_service(d);

    d->card = CARD_READY;
    d->pin_tries = 3;
    d->puk_tries = 10;
    dongle_service_changed(d, before);
}

static int
unblock(struct dongle *d, const char *puk, const char *new_pin)
{
    if (strlen(new_pin) < 4 || strlen(new_pin) > 8)
        return AT_CME + 50;
    if (d->puk_tries <= 0)
        return AT_CME + 13;     /* the card is dead */
    if (strcmp(puk, d->puk)) {
        d->puk_tries--;
        return AT_CME + 16;
    }
    snprintf(d->pin, sizeof(d->pin), "%s", new_pin);
    card_opened(d);
    return AT_OK;
}

static int
pin(struct dongle *d, struct at_call *c)
{
    char given[16] = "", second[16] = "";

    if (c->form == AT_TEST)
        return AT_OK;
    if (c->form == AT_READ)
        return pin_status(d);
    if (!at_arg_text(c, given, sizeof(given))
        || !at_arg_text(c, second, sizeof(second)))
        return AT_CME + 50;
    if (d->card == CARD_OUT)
        return AT_CME + 10;
    if (d->card == CARD_PUK)
        return unblock(d, given, second);
    if (d->card == CARD_READY)
        return AT_CME + 3;
    if (!strcmp(given, d->pin)) {
        card_opened(d);
        return AT_OK;
    }
    if (--d->pin_tries > 0)
        return AT_CME + 16;
    d->card = CARD_PUK;
    return AT_CME + 12;
}

static int
pin_tries(struct dongle *d, struct at_call *c)
{
    static const char *const state[] = { "READY", "SIM PIN", "SIM PUK" };

    if (c->form != AT_READ)
        return AT_ERROR;
    if (d->card == CARD_OUT)
        return AT_CME + 10;
    at_say(d, "^CPIN: %s,%s,%d,%d,10,3", state[d->card],
        d->card == CARD_READY ? "" : d->card == CARD_PIN ? "3" : "10",
        d->puk_tries, d->pin_tries);
    return AT_OK;
}

static int
lock(struct dongle *d, struct at_call *c)
{
    char facility[4] = "";
    int mode = -1;

    if (c->form == AT_TEST) {
        at_say(d, "+CLCK: (\"SC\")");
        return AT_OK;
    }
    if (c->form != AT_SET || !at_arg_text(c, facility, sizeof(facility))
        || !at_arg_int(c, &mode))
        return AT_CME + 50;
    if (strcmp(facility, "SC") || mode != 2)
        return AT_CME + 3;
    at_say(d, "+CLCK: %d", d->pin[0] != '\0');
    return AT_OK;
}

static int
curc(struct dongle *d, struct at_call *c)
{
    int v = 1;

    if (c->form == AT_READ) {
        at_say(d, "^CURC: %d", d->at.curc);
        return AT_OK;
    }
    if (c->form == AT_SET && (!at_arg_int(c, &v) || v < 0 || v > 2))
        return AT_ERROR;
    d->at.curc = v != 0;
    return AT_OK;
}

/* Which of the two ports gets unsolicited lines: there is one that does. */
static int
port_select(struct dongle *d, struct at_call *c)
{
    if (c->form == AT_TEST)
        at_say(d, "^PORTSEL: (0-1)");
    return AT_OK;
}

static int
battery(struct dongle *d, struct at_call *c)
{
    if (c->form == AT_TEST)
        at_say(d, "+CBC: (0-3),(0-100)");
    else
        at_say(d, "+CBC: 0,0");
    return AT_OK;
}

static int
function(struct dongle *d, struct at_call *c)
{
    bool before = dongle_has_service(d);
    int fun = 1, reset = 0;

    if (c->form == AT_READ) {
        at_say(d, "+CFUN: %d", d->radio ? 1 : 4);
        return AT_OK;
    }
    if (c->form == AT_TEST) {
        at_say(d, "+CFUN: (0-1,4-7),(0-1)");
        return AT_OK;
    }
    if (!at_arg_int(c, &fun) || !at_arg_int(c, &reset) || fun < 0 || fun > 7
        || reset < 0 || reset > 1)
        return AT_CME + 50;
    if (reset && d->model->habits & MODEL_NO_RESET)
        return AT_ERROR;
    d->radio = fun == 1;
    if (reset) {
        d->radio = true;
        dongle_restart(d);
    }
    dongle_service_changed(d, before);
    return AT_OK;
}

/* 1 locked, ten tries left, its operator not told. */
static int
card_lock(struct dongle *d, struct at_call *c)
{
    if (!(d->model->habits & MODEL_CARDLOCK) || c->form != AT_READ)
        return AT_ERROR;
    at_say(d, "^CARDLOCK: 1,10,0");
    return AT_OK;
}

static int
restart(struct dongle *d, struct at_call *c)
{
    (void)c;
    dongle_restart(d);
    return AT_OK;
}

const struct at_entry at_basic[] = {
    { "E", echo, 0 }, { "Q", quiet, 0 }, { "V", attention, 0 },
    { "Z", factory, 0 }, { "&F", factory, 0 }, { "&D", attention, 0 },
    { "&C", attention, 0 }, { "X", attention, 0 }, { "S", register_s, 0 },
    { "I", identify, 0 }, { "+CGMI", maker, 0 }, { "+GMI", maker, 0 },
    { "+CGMM", model, 0 }, { "+GMM", model, 0 }, { "+CGMR", revision, 0 },
    { "+GMR", revision, 0 }, { "+CGSN", imei, 0 }, { "+GSN", imei, 0 },
    { "+CIMI", imsi, AT_NEEDS_SIM }, { "^ICCID", iccid, 0 },
    { "+GCAP", capabilities, 0 }, { "+CMEE", error_style, 0 },
    { "+CSCS", charset, 0 }, { "+CPIN", pin, 0 }, { "^CPIN", pin_tries, 0 },
    { "+CLCK", lock, AT_NEEDS_SIM }, { "^CURC", curc, 0 },
    { "^PORTSEL", port_select, 0 }, { "+CBC", battery, 0 },
    { "+CFUN", function, 0 }, { "^SRESET", restart, 0 },
    { "^CARDLOCK", card_lock, 0 }, { 0 }
};
