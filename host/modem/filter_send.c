/* The part of the filter that sees a message out: prompt, PDU, Ctrl-Z, result.
 * See the outcomes in link.h: "sent" needs +CMGS with a reference and OK. */
#include "modem/filter_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CTRL_Z 0x1a
#define ESCAPE 0x1b

enum {
    TEXT_MS = 10000,            /* for libgammu to write the PDU */
    /* SIM800 may take 60 s, Quectel 120 s, and most throw away what is typed
     * meanwhile: only an answer to the probe proves anything. */
    RESULT_MS = 45000,          /* before a probe whether the modem lives */
    RESULT_PROBE_MS = 76000,    /* for its answer, or the late result */
    PROBES_MAX = 5              /* where noise spoils what comes */
};

bool
filter_begin_send(struct line_filter *f, const char *command)
{
    f->is_armed = false;
    f->reported = false;
    f->hex_n = 0;
    f->hex_passed = false;
    f->reference = -1;
    f->sync_seen = false;
    return !strncmp(command, "AT+CMGS=", 8)
           && atoi(command + 8) == f->armed.octets;
}

void
filter_result(struct line_filter *f, enum link_outcome outcome, int reference,
              enum link_error error, int code)
{
    struct filter_event e = { .kind = FILTER_RESULT };

    if (f->reported)
        return;
    f->reported = true;
    e.result.outcome = (int32_t)outcome;
    e.result.reference = reference;
    e.result.error = (int32_t)error;
    e.result.code = code;
    f->calls->event(f->self, &e);
}

/* What a final error after Ctrl-Z proves; see the outcome table in link.h. */
static enum link_outcome
refusal(enum link_error error, int code)
{
    if (error == LINK_ERROR_CMS)
        return code <= 0 || code == 332 || code == 500 || code >= 512
                   ? LINK_UNKNOWN
                   : LINK_REFUSED;
    if (error == LINK_ERROR_CME)
        return code < 0 || code == 31 || code == 100 ? LINK_UNKNOWN
                                                     : LINK_REFUSED;
    return LINK_UNKNOWN;
}

/* A final result that came while a part was on its way. */
void
filter_complete_send(struct line_filter *f, enum line_final final, int code)
{
    enum link_error error = final == LINE_CMS_ERROR   ? LINK_ERROR_CMS
                            : final == LINE_CME_ERROR ? LINK_ERROR_CME
                            : final == LINE_ERROR     ? LINK_ERROR_PLAIN
                                                      : LINK_ERROR_NONE;
    enum filter_phase phase = f->phase;
    char line[32];

    if (phase == PHASE_PROMPT || phase == PHASE_TEXT) {
        filter_result(f, LINK_NOT_SENT, -1, error, code);
        f->swallow = phase == PHASE_TEXT;
        filter_answer_library(f, final == LINE_OK ? LINE_ERROR : final, code);
        filter_go_idle(f);
        return;
    }
    if (f->sync_seen)           /* the probe's: ours was lost or spoilt */
        final = f->reference >= 0 ? LINE_OK : LINE_NOT_FINAL;
    if (final == LINE_OK && f->reference >= 0)
        filter_result(f, LINK_SENT, f->reference, LINK_ERROR_NONE, -1);
    else if (final == LINE_OK || f->reference != -1 || f->sync_seen)
        filter_result(f, LINK_UNKNOWN, -1, f->sync_seen ? LINK_ERROR_NONE
                                                        : error,
            f->sync_seen ? -1 : code);
    else
        filter_result(f, refusal(error, code), -1, error, code);
    if (final == LINE_OK && f->reference >= 0) {
        snprintf(line, sizeof(line), "\r\n+CMGS: %d", f->reference);
        filter_library_says(f, line);
    }
    filter_answer_library(f, final ? final : LINE_ERROR, code);
    f->orphan = true;
    f->after = AFTER_NOTHING;
    if (!f->probes)
        filter_go_idle(f);
    else if (f->sync_seen)
        filter_drain(f);
    else
        filter_await_sync(f);   /* the probe's answer is still to come */
}

void
filter_prompt(struct line_filter *f)
{
    f->phase = PHASE_TEXT;
    f->due = f->now + TEXT_MS;
    f->quiet_due = INT64_MAX;
    f->line_n = 0;
    filter_library_says(f, f->command);
    filter_library_says(f, "\r\r\n> ");
}

/* Takes the modem out of text mode without sending. */
static void
leave_text(struct line_filter *f, enum link_error error, int code)
{
    static const char esc[] = { ESCAPE, 0 };

    filter_modem_says(f, esc);
    filter_result(f, LINK_NOT_SENT, -1, error, code);
    filter_answer_library(f, LINE_ERROR, -1);
    f->orphan = true;
    filter_begin_sync(f, AFTER_NOTHING);
}

/* One byte of the PDU that libgammu writes after the prompt. */
void
filter_take_text(struct line_filter *f, char c)
{
    static const char ctrl_z[] = { CTRL_Z, 0 };
    struct filter_event e = { .kind = FILTER_HANDED };

    if (c == ESCAPE) {
        leave_text(f, LINK_ERROR_NONE, -1);
    } else if (c != CTRL_Z) {
        if (f->hex_n > SEND_HEX_MAX || f->hex_passed) {
            leave_text(f, LINK_ERROR_CMS, 304);
            f->swallow = true;
            return;
        }
        f->hex[f->hex_n++] = c;
        f->hex[f->hex_n] = '\0';
        if (tpdu_equal(&f->armed, f->hex, (long)f->hex_n)) {
            f->hex_passed = true;
            filter_modem_says(f, f->hex);
        }
    } else if (!f->hex_passed) {
        leave_text(f, LINK_ERROR_CMS, 304);
    } else if (!f->calls->event(f->self, &e)) {
        leave_text(f, LINK_ERROR_NONE, -1);
    } else {
        f->phase = PHASE_RESULT;
        f->due = f->now + RESULT_MS;
        f->probes = 0;
        f->late = f->sync_seen = false;
        f->line_n = 0;
        filter_modem_says(f, ctrl_z);
    }
}

static void
no_prompt(struct line_filter *f)
{
    static const char esc[] = { ESCAPE, 0 };
    struct filter_event e = { .kind = FILTER_NO_PROMPT };

    filter_modem_says(f, esc);
    f->calls->event(f->self, &e);
    filter_result(f, LINK_NOT_SENT, -1, LINK_ERROR_NONE, -1);
    filter_answer_library(f, LINE_ERROR, -1);
    f->orphan = true;
    filter_begin_sync(f, AFTER_NOTHING);
}

/* No result: a slow network, a lost line, or a dead modem? A harmless question
 * tells, as the modem answers in order: first the result, if there is one. */
static void
no_result(struct line_filter *f, bool quiet)
{
    if (quiet ? f->probes < PROBES_MAX : !f->late) {
        if (!quiet) {
            f->late = true;
            f->due = f->now + RESULT_PROBE_MS;
        }
        f->probes++;
        filter_modem_says(f, FILTER_SYNC_COMMAND "\r");
    } else if (!quiet) {
        filter_result(f, LINK_UNKNOWN, -1, LINK_ERROR_NONE, -1);
        filter_silent(f);
    }
}

void
filter_give_up_send(struct line_filter *f, bool quiet)
{
    if (f->phase == PHASE_RESULT) {
        no_result(f, quiet);
    } else if (f->phase == PHASE_TEXT) {
        leave_text(f, LINK_ERROR_NONE, -1);
        f->swallow = true;
    } else if (quiet && memchr(f->line, '>', f->line_n)) {
        filter_prompt(f);
    } else {
        no_prompt(f);
    }
}
