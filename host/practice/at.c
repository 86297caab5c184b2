#include "practice/at.h"
#include "practice/dongle.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { ESC = 0x1b, CTRL_Z = 0x1a };

static const struct at_entry *const tables[] = { at_sms, at_memory, at_net,
    at_basic };

void
at_reset(struct at *at)
{
    static const int cnmi[5] = { 0 };

    at->mode = AT_COMMAND;
    at->len = at->typed_len = 0;
    at->overlong = false;
    at->out.len = at->answer.len = at->held.len = 0;
    at->echo = true;
    at->quiet = false;
    at->cmee = at->creg = at->cgreg = at->cereg = at->cops_format = 0;
    at->csms = 0;
    memcpy(at->cnmi, cnmi, sizeof(cnmi));
    at->clip = at->crc = at->ccwa = false;
    at->curc = true;
    snprintf(at->charset, sizeof(at->charset), "IRA");
    at->mem[0] = at->mem[1] = at->mem[2] = STORE_SM;
    at->session[0] = '\0';
}

void
at_clear(struct dongle *d)
{
    loop_cancel(d->loop, &d->at.timer);
    free(d->at.out.text);
    free(d->at.answer.text);
    free(d->at.held.text);
    d->at.out = d->at.answer = d->at.held = (struct at_buffer){ 0 };
}

/* The words libgammu and others know for CMEE=2; numbers for the rest. */
static const char *
cme_words(int code)
{
    switch (code) {
    case 3:
        return "operation not allowed";
    case 4:
        return "operation not supported";
    case 10:
        return "SIM not inserted";
    case 11:
        return "SIM PIN required";
    case 12:
        return "SIM PUK required";
    case 16:
        return "incorrect password";
    case 30:
        return "no network service";
    case 50:
        return "incorrect parameters";
    default:
        return NULL;
    }
}

static void
say_result(struct dongle *d, int result)
{
    int code = result & 0xffff;

    if (d->at.quiet && result >= AT_ERROR)
        return;
    if (result == AT_OK)
        at_say(d, "OK");
    else if (result >= AT_CME && d->at.cmee == 2 && cme_words(code))
        at_say(d, "+CME ERROR: %s", cme_words(code));
    else if (result >= AT_CME && d->at.cmee)
        at_say(d, "+CME ERROR: %d", code);
    else if (result >= AT_CMS && result < AT_CME)
        at_say(d, "+CMS ERROR: %d", code);
    else if (result != AT_SILENT)
        at_say(d, "ERROR");
}

static void retype(struct dongle *d);

static void
release(void *owner)
{
    struct dongle *d = owner;
    struct at *at = &d->at;

    at_buffer_add(&at->out, at->answer.text, at->answer.len);
    at->answer.len = 0;
    at->mode = at->after;
    retype(d);
}

/* Lets the prepared answer out, or what the faults leave of it. */
static void
let_out(struct dongle *d, bool prompt)
{
    struct at *at = &d->at;
    int64_t now = loop_mono(d->loop);
    struct fault f;

    if (faults_strike(&d->faults, FAULT_HANG, at->command, prompt, now, &f)) {
        dongle_silence(d, f.reopen);
        return;
    }
    if (faults_strike(&d->faults, FAULT_MUTE, at->command, prompt, now, NULL))
        at->answer.len = 0;
    if (at->answer.len
        && faults_strike(&d->faults, FAULT_GARBAGE, at->command, prompt, now,
            &f))
        faults_spoil(&d->faults, f.garbage, at->answer.text, &at->answer.len);
    at->timer.fire = release;
    at->timer.owner = d;
    if (faults_strike(&d->faults, FAULT_DELAY, at->command, prompt, now, &f)
        && !loop_after(d->loop, &at->timer, f.ms)) {
        at->after = at->mode;
        at->mode = AT_BUSY;
        return;
    }
    at_buffer_add(&at->out, at->answer.text, at->answer.len);
    at->answer.len = 0;
}

/* Ends the command line with result, without looking at what was typed
 * meanwhile. */
static void
settle(struct dongle *d, int result)
{
    struct at *at = &d->at;

    if (result == AT_LATER) {
        at->mode = AT_BUSY;
        return;
    }
    at->mode = result == AT_ASKED ? AT_PROMPT : AT_COMMAND;
    if (result == AT_ASKED)
        at_buffer_add(&at->answer, "\r\n> ", 4);
    else
        say_result(d, result);
    let_out(d, result == AT_ASKED);
}

void
at_finish(struct dongle *d, int result)
{
    settle(d, result);
    retype(d);
}

/* Faults that keep a command from being done; true: it is over. */
static bool
struck(struct dongle *d, bool prompt, int *result)
{
    struct at *at = &d->at;
    int64_t now = loop_mono(d->loop);
    struct fault f;

    if (faults_strike(&d->faults, FAULT_SILENT, at->command, prompt, now,
            &f)) {
        dongle_silence(d, f.reopen);
        *result = AT_SILENT;
        return true;
    }
    if (faults_strike(&d->faults, FAULT_IGNORE, at->command, prompt, now,
            NULL)) {
        at->answer.len = 0;
        *result = AT_SILENT;
        return true;
    }
    if (!faults_strike(&d->faults, FAULT_REFUSE, at->command, prompt, now, &f))
        return false;
    *result = f.error == FAULT_CMS ? AT_CMS + f.code
        : f.error == FAULT_CME     ? AT_CME + f.code
                                   : AT_ERROR;
    return true;
}

static int
needs(struct dongle *d, unsigned what)
{
    if (what & AT_NEEDS_STORAGE && !d->storage)
        return AT_ERROR;
    if (what && dongle_is_starting(d))
        return at_starting(d, what & AT_NEEDS_STORAGE);
    if (!(what & AT_NEEDS_SIM) || d->card == CARD_READY)
        return AT_OK;
    if (what & AT_NEEDS_STORAGE)
        return AT_CMS + (d->card == CARD_OUT ? 310
                   : d->card == CARD_PIN     ? 311
                                             : 316);
    return AT_CME + (d->card == CARD_OUT ? 10 : d->card == CARD_PIN ? 11 : 12);
}

static const struct at_entry *
find(const char *name, size_t len)
{
    for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++)
        for (const struct at_entry *e = tables[t]; e->name; e++)
            if (strlen(e->name) == len && !strncasecmp(e->name, name, len))
                return e;
    return NULL;
}

static void
trace(struct dongle *d)
{
    struct jsonl *j = air_start(d->air, "at");

    jsonl_text(j, "dongle", d->name);
    jsonl_text(j, "command", d->at.command);
    air_end(d->air);
}

/* Runs at->command: a name, then nothing, "?", "=?" or "=" and arguments. */
static int
run_command(struct dongle *d)
{
    struct at *at = &d->at;
    size_t len = strcspn(at->command, "=?");
    const struct at_entry *e;
    struct at_call c = { AT_RUN, "" };
    const char *literal;
    int result;
    bool prompt;

    /* Basic commands carry their number without "=": E1, S0=1, &F0. */
    if (isalpha((unsigned char)at->command[0]) || at->command[0] == '&') {
        len = at->command[0] == '&' ? 2 : 1;
        c.args = at->command + len;
        c.form = *c.args ? AT_SET : AT_RUN;
    } else if (!strcmp(at->command + len, "?")) {
        c.form = AT_READ;
    } else if (!strcmp(at->command + len, "=?")) {
        c.form = AT_TEST;
    } else if (at->command[len]) {
        c.form = AT_SET;
        c.args = at->command + len + 1;
    }
    e = find(at->command, len);
    prompt = e && c.form == AT_SET
        && (!strcmp(e->name, "+CMGS") || !strcmp(e->name, "+CMGW"));
    d->commands++;
    if (d->trace)
        trace(d);
    if (struck(d, prompt, &result))
        return result;
    if (d->replay && (literal = replay_answer(d->replay, at->command, e))) {
        at_buffer_add(&at->answer, literal, strlen(literal));
        return AT_SILENT;
    }
    if (!e)
        return AT_ERROR;
    result = needs(d, e->needs);
    return result ? result : e->run(d, &c);
}

/* Cuts the next command of a line into at->command; NULL at its end. */
static const char *
next_command(struct at *at, const char *p)
{
    bool quoted = false;
    size_t n = 0;

    while (*p == ' ' || *p == ';')
        p++;
    if (!*p)
        return NULL;
    if (isalpha((unsigned char)*p) || *p == '&') {
        at->command[n++] = (char)toupper((unsigned char)*p++);
        if (at->command[0] == '&' && *p)
            at->command[n++] = (char)toupper((unsigned char)*p++);
        if (at->command[0] == 'D')
            while (*p)
                at->command[n++] = *p++;
        while (*p && strchr("0123456789=?", *p))
            at->command[n++] = *p++;
    } else {
        for (; *p && (quoted || *p != ';'); p++) {
            quoted ^= *p == '"';
            at->command[n++] = *p;
        }
    }
    at->command[n] = '\0';
    return p;
}

static void
run_line(struct dongle *d)
{
    struct at *at = &d->at;
    const char *p;
    int result = AT_OK;

    at->line[at->len] = '\0';
    at->len = 0;
    p = strcasestr(at->line, "AT");
    if (!p)
        return;
    at->command[0] = '\0';
    at->answer.len = 0;
    if (at->overlong) {
        settle(d, AT_ERROR);
        return;
    }
    p += 2;
    while (result == AT_OK && (p = next_command(at, p)))
        result = run_command(d);
    if (d->port && !d->silent)
        settle(d, result);
}

static void
text_done(struct dongle *d, char key)
{
    struct at *at = &d->at;
    int result = AT_OK;

    at->line[at->len] = '\0';
    at->mode = AT_COMMAND;
    at->answer.len = 0;
    if (key == CTRL_Z && !struck(d, false, &result))
        result = at->overlong ? AT_CMS + 304 : at->entered(d);
    at->len = 0;
    at->overlong = false;
    if (d->port && !d->silent)
        settle(d, result);
}

static void
collect(struct at *at, char c)
{
    if (at->len + 1 < sizeof(at->line))
        at->line[at->len++] = c;
    else
        at->overlong = true;
}

static void
take_byte(struct dongle *d, char c)
{
    struct at *at = &d->at;

    if (at->echo && c != CTRL_Z && c != ESC)
        at_buffer_add(&at->out, &c, 1);
    if (at->mode == AT_PROMPT) {
        if (c == CTRL_Z || c == ESC)
            text_done(d, c);
        else
            collect(at, c);
    } else if (c == '\r') {
        run_line(d);
        at->overlong = false;
    } else if (c == ESC || c == CTRL_Z) {
        at->len = 0;
        at->overlong = false;
    } else if (c == '\b' && at->len) {
        at->len--;
    } else if (c >= ' ') {
        collect(at, c);
    }
}

void
at_input(struct dongle *d, const uint8_t *p, size_t len)
{
    struct at *at = &d->at;

    for (size_t i = 0; i < len && d->port && !d->silent; i++)
        if (at->mode != AT_BUSY)
            take_byte(d, (char)p[i]);
        else if (!(d->model->habits & MODEL_THROWS)
                 && at->typed_len < sizeof(at->typed))
            at->typed[at->typed_len++] = (char)p[i];
    at_flush(d);
}

/* Goes on with what was typed while the dongle was busy. */
static void
retype(struct dongle *d)
{
    struct at *at = &d->at;
    char typed[AT_TYPED_MAX];
    size_t n = at->typed_len;

    memcpy(typed, at->typed, n);
    at->typed_len = 0;
    at_input(d, (const uint8_t *)typed, n);
}
