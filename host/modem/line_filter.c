/* The half of the filter that owns the phases: which command is under way,
 * what may pass down, and when to give up. */
#include "modem/line_filter.h"

#include "modem/filter_state.h"
#include "modem/line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STARTS(line, word) (!strncmp((line), (word), sizeof(word) - 1))
#define CTRL_Z 0x1a
#define ESCAPE 0x1b

enum {
    SYNC_MS = 1500,             /* for one answer to the harmless question */
    SYNC_TRIES = 3,             /* without a byte of answer */
    SYNC_TALKS = 10,            /* with answers that noise has spoilt */
    REPEATS_MAX = 2
};

struct line_filter *
filter_new(const struct filter_calls *calls, void *self)
{
    struct line_filter *f = calloc(1, sizeof(*f));

    if (!f)
        return NULL;
    f->calls = calls;
    f->self = self;
    f->due = f->quiet_due = INT64_MAX;
    for (int i = 0; i <= LINK_STORE_SR; i++)
        f->memory[i].used = f->memory[i].size = -1;
    return f;
}

void
filter_free(struct line_filter *f)
{
    free(f);
}

void
filter_modem_says(struct line_filter *f, const char *text)
{
    f->calls->to_modem(f->self, text, strlen(text));
}

void
filter_library_says(struct line_filter *f, const char *text)
{
    f->calls->to_library(f->self, text, strlen(text));
}

/* How long a silent modem may take over a command. */
static int
patience(const char *command)
{
    if (STARTS(command, "AT+CMGL") || STARTS(command, "AT+CPMS"))
        return 10000;
    if (STARTS(command, "AT+CFUN"))
        return 15000;
    if (STARTS(command, "AT+CMGD"))     /* libgammu's own limit is 5 s */
        return 4000;
    return 5000;
}

static void
begin(struct line_filter *f, bool own)
{
    filter_clear_answer(f);
    f->own = own;
    f->orphan = false;
    if (f->ussd[0])
        filter_end_ussd(f);
    f->due = f->now + (own ? f->own_ms : patience(f->command));
    f->phase = PHASE_ANSWER;
    if (STARTS(f->command, "AT+CMGS")) {
        f->phase = PHASE_PROMPT;
        f->due = f->now + FILTER_PROMPT_MS;
    }
    if (STARTS(f->command, "AT+CPMS=\"") || STARTS(f->command, "AT+CFUN"))
        f->store = 0;
    filter_modem_says(f, f->command);
    filter_modem_says(f, "\r");
}

/* Says no to libgammu without asking the modem. */
static void
refuse(struct line_filter *f, const char *command)
{
    filter_library_says(f, command);
    filter_library_says(f, "\r\r\nERROR\r\n");
}

/* AT+CMGD passes only for the slot that was just seen to hold the PDU. */
static bool
may_delete(struct line_filter *f, const char *command)
{
    char exact[32];

    snprintf(exact, sizeof(exact), "AT+CMGD=%d", f->allowed.index);
    return f->allowed.store && f->allowed.store == f->store
           && f->shown.store == f->store && f->shown.index == f->allowed.index
           && !strcmp(f->shown.pdu, f->allowed.pdu) && !strcmp(command, exact);
}

static void
start_library(struct line_filter *f)
{
    char command[COMMAND_MAX];

    strcpy(command, f->library_waits);
    f->library_waits[0] = '\0';
    if (STARTS(command, "AT+CMGS") && f->is_armed) {
        if (!filter_begin_send(f, command)) {
            refuse(f, command);
            filter_result(f, LINK_NOT_SENT, -1, LINK_ERROR_CMS, 304);
            return;
        }
    } else if (STARTS(command, "AT+CMGS") || STARTS(command, "AT+CMGW")
               || STARTS(command, "AT+CMSS") || STARTS(command, "ATD")
               || (STARTS(command, "AT+CMGD") && !may_delete(f, command))) {
        refuse(f, command);
        return;
    }
    if (STARTS(command, "AT+CMGD"))
        f->shown.store = f->allowed.store = 0;
    strcpy(f->command, command);
    f->repeats = 0;
    begin(f, false);
}

static void
start_next(struct line_filter *f)
{
    while (f->phase == PHASE_IDLE) {
        if (f->library_waits[0]) {
            start_library(f);
        } else if (f->own_waits[0]) {
            strcpy(f->command, f->own_waits);
            f->own_waits[0] = '\0';
            f->repeats = 0;
            if (STARTS(f->command, "AT+CMGD"))
                f->shown.store = 0;
            begin(f, true);
        } else {
            return;
        }
    }
}

void
filter_go_idle(struct line_filter *f)
{
    f->phase = PHASE_IDLE;
    f->due = INT64_MAX;
    filter_wait_quiet(f);       /* for the rest of a +CUSD, if one is open */
    start_next(f);
}

static void
tell_answer(struct line_filter *f, enum line_final final, int code)
{
    struct filter_event e = { .kind = FILTER_ANSWER, .code = code,
        .answered = final != LINE_NOT_FINAL, .text = f->reply };

    e.error = final == LINE_OK          ? LINK_ERROR_NONE
              : final == LINE_CMS_ERROR ? LINK_ERROR_CMS
              : final == LINE_CME_ERROR ? LINK_ERROR_CME
                                        : LINK_ERROR_PLAIN;
    f->calls->event(f->self, &e);
}

/* Gives libgammu the whole answer at once, behind an echo of our making. */
void
filter_answer_library(struct line_filter *f, enum line_final final, int code)
{
    char end[48] = "\r\n\r\nERROR\r\n";

    if (f->orphan)
        return;
    if (final == LINE_OK)
        strcpy(end, "\r\n\r\nOK\r\n");
    else if (final == LINE_CMS_ERROR || final == LINE_CME_ERROR)
        snprintf(end, sizeof(end), "\r\n\r\n+CM%c ERROR: %d\r\n",
            final == LINE_CMS_ERROR ? 'S' : 'E', code < 0 ? 100 : code);
    else if (final == LINE_NOT_FINAL
             && (STARTS(f->command, "AT+CMG") || STARTS(f->command, "AT+CPMS")))
        strcpy(end, "\r\n\r\n+CME ERROR: 100\r\n");
    if (!STARTS(f->command, "AT+CMGS") || f->phase == PHASE_PROMPT) {
        filter_library_says(f, f->command);
        filter_library_says(f, "\r");
        f->calls->to_library(f->self, f->reply, f->reply_n);
    }
    filter_library_says(f, end);
}

/* The modem took AT+CPMS=...: "+CPMS: used,size,..."; some name it again. */
static void
note_store(struct line_filter *f)
{
    const char *p = strchr(f->reply, ':');
    int used, size;

    if (STARTS(f->command, "AT+CPMS=\"SM\""))
        f->store = LINK_STORE_SM;
    else if (STARTS(f->command, "AT+CPMS=\"ME\""))
        f->store = LINK_STORE_ME;
    else if (STARTS(f->command, "AT+CPMS=\"SR\""))
        f->store = LINK_STORE_SR;
    else
        return;
    if (!f->own)
        f->library_store = f->store;
    if (!p)
        return;
    p += strcspn(p, "0123456789");
    if (sscanf(p, "%6d,%6d", &used, &size) == 2) {
        f->memory[f->store].used = used;
        f->memory[f->store].size = size;
    }
}

/* Ends the command under way; LINE_NOT_FINAL: without a final result. */
static void
finish(struct line_filter *f, enum line_final final, int code)
{
    if (!f->own && line_may_be_refused(f->command))
        final = LINE_OK;
    if (final == LINE_OK) {
        note_store(f);
        filter_give_entries(f);
    }
    if (f->own)
        tell_answer(f, final, code);
    else
        filter_answer_library(f, final, code);
    f->orphan = true;
}

void
filter_complete(struct line_filter *f, enum line_final final, int code)
{
    bool partial = f->suspect && final == LINE_OK && !f->info
                   && line_needs_info(f->command);

    if (f->phase != PHASE_ANSWER) {
        filter_complete_send(f, final, code);
        return;
    }
    if (partial && f->repeats < REPEATS_MAX && line_repeatable(f->command)) {
        f->repeats++;
        begin(f, f->own);
        return;
    }
    if (!f->own && !strcmp(f->command, "AT+CPMS=?")) {
        filter_tell_stores(f, final == LINE_OK && f->info);
        final = LINE_OK;
    }
    finish(f, partial ? LINE_NOT_FINAL : final, code);
    filter_go_idle(f);
}

void
filter_await_sync(struct line_filter *f)
{
    f->phase = PHASE_SYNC;
    f->sync_seen = f->draining = false;
    f->sync_tries = 0;
    f->sync_talks = 1;
    f->quiet_due = INT64_MAX;
    f->due = f->now + SYNC_MS;
    f->expect = EXPECT_ANYTHING;
}

void
filter_begin_sync(struct line_filter *f, enum filter_after after)
{
    filter_await_sync(f);
    f->after = after;
    f->sync_talks = 0;
    filter_modem_says(f, FILTER_SYNC_COMMAND "\r");
}

static void
sync_done(struct line_filter *f)
{
    f->draining = false;
    f->contacted = true;
    if (f->after == AFTER_REPEAT) {
        begin(f, f->own);
        return;
    }
    if (f->after == AFTER_FAIL)
        finish(f, LINE_NOT_FINAL, -1);
    filter_go_idle(f);
}

void
filter_sync_seen(struct line_filter *f)
{
    if (f->draining)
        return;
    if (f->sync_tries + f->sync_talks == 0) {
        sync_done(f);
        return;
    }
    filter_drain(f);            /* a second answer may be on its way */
}

void
filter_drain(struct line_filter *f)
{
    f->phase = PHASE_SYNC;
    f->draining = true;
    f->quiet_due = INT64_MAX;
    f->due = f->now + DRAIN_MS;
}

static void
take_command(struct line_filter *f)
{
    f->typed[f->typed_n] = '\0';
    f->typed_n = 0;
    if (!f->typed[0])
        return;
    if (f->phase != PHASE_IDLE && !f->own)
        f->orphan = true;
    strcpy(f->library_waits, f->typed);
    start_next(f);
}

void
filter_from_library(struct line_filter *f, const char *bytes, size_t n,
                    int64_t now)
{
    f->now = now;
    for (size_t i = 0; i < n; i++) {
        char c = bytes[i];

        if (f->swallow)
            f->swallow = c != CTRL_Z && c != ESCAPE;
        else if (f->phase == PHASE_TEXT)
            filter_take_text(f, c);
        else if (c == '\r')
            take_command(f);
        else if (c == ESCAPE || c == CTRL_Z || c == '\n' || !c)
            f->typed_n = 0;
        else if (f->typed_n < COMMAND_MAX - 1)
            f->typed[f->typed_n++] = c;
    }
}

void
filter_silent(struct line_filter *f)
{
    struct filter_event e = { .kind = FILTER_SILENT };

    f->due = f->quiet_due = INT64_MAX;
    f->calls->event(f->self, &e);
}

/* An answer that cannot be understood, or none. */
static void
give_up(struct line_filter *f, bool quiet)
{
    if (f->ussd[0])
        filter_end_ussd(f);
    switch (f->phase) {
    case PHASE_ANSWER:
        if (!f->contacted) {
            finish(f, LINE_NOT_FINAL, -1);
            filter_go_idle(f);
        } else if (quiet && f->repeats < REPEATS_MAX
                   && line_repeatable(f->command)) {
            f->repeats++;
            filter_begin_sync(f, AFTER_REPEAT);
        } else {
            filter_begin_sync(f, AFTER_FAIL);
        }
        break;
    case PHASE_PROMPT:
    case PHASE_TEXT:
    case PHASE_RESULT:
        filter_give_up_send(f, quiet);
        break;
    case PHASE_SYNC:
        if (f->draining) {
            sync_done(f);
        } else if ((quiet ? ++f->sync_talks < SYNC_TALKS
                   : ++f->sync_tries < SYNC_TRIES)) {
            f->due = f->now + SYNC_MS;
            f->quiet_due = INT64_MAX;
            filter_modem_says(f, FILTER_SYNC_COMMAND "\r");
        } else {
            filter_silent(f);
        }
        break;
    case PHASE_IDLE:
        break;
    }
}

void
filter_tick(struct line_filter *f, int64_t now)
{
    bool quiet = now >= f->quiet_due;

    f->now = now;
    if (!quiet && now < f->due)
        return;
    f->quiet_due = INT64_MAX;
    give_up(f, quiet);
}

int64_t
filter_due(const struct line_filter *f)
{
    return f->quiet_due < f->due ? f->quiet_due : f->due;
}

void
filter_arm(struct line_filter *f, const struct tpdu *t)
{
    f->armed = *t;
    f->is_armed = true;
}

bool
filter_disarm(struct line_filter *f)
{
    bool was = f->is_armed;

    f->is_armed = false;
    return was;
}

void
filter_allow_delete(struct line_filter *f, int store, int index,
                    const char *pdu)
{
    f->allowed.store = store;
    f->allowed.index = index;
    snprintf(f->allowed.pdu, sizeof(f->allowed.pdu), "%s", pdu);
}

enum err
filter_ask(struct line_filter *f, const char *command, int ms, int64_t now)
{
    f->now = now;
    if (f->own_waits[0] || (f->phase != PHASE_IDLE && f->own && !f->orphan))
        return ERR_BUSY;
    if (strlen(command) >= sizeof(f->own_waits))
        return ERR_INPUT;
    strcpy(f->own_waits, command);
    f->own_ms = ms;
    start_next(f);
    return OK;
}

void
filter_sync(struct line_filter *f, int64_t now)
{
    f->now = now;
    if (f->phase == PHASE_IDLE)
        filter_begin_sync(f, AFTER_NOTHING);
}

void
filter_escape(struct line_filter *f, int64_t now)
{
    static const char esc[] = { ESCAPE, '\r', 0 };

    f->now = now;
    if (f->phase == PHASE_IDLE)
        filter_modem_says(f, esc);
}

bool
filter_idle(const struct line_filter *f)
{
    return f->phase == PHASE_IDLE && !f->library_waits[0] && !f->own_waits[0];
}
