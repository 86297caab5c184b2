/* The half of the filter that reads the modem: bytes into lines, lines into
 * the answer under way, notices and final results. */
#include "modem/filter_state.h"
#include "modem/line.h"
#include "modem/listing.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STARTS(line, word) (!strncmp((line), (word), sizeof(word) - 1))

enum {
    QUIET_MS = 300,             /* no more bytes after a spoilt line */
    QUIET_SLOW_MS = 800,        /* the same for commands that take time */
    QUIET_RESULT_MS = 1000,     /* while a message is on its way */
    USSD_LINES_MAX = 12
};

void
filter_clear_answer(struct line_filter *f)
{
    f->suspect = f->info = f->too_many = false;
    f->reply_n = 0;
    f->reply[0] = '\0';
    f->entries = 0;
    f->quiet_due = INT64_MAX;
    if (f->expect == EXPECT_LISTED)
        f->expect = EXPECT_ANYTHING;
}

static void
append(struct line_filter *f, const char *line)
{
    size_t n = strlen(line);

    if (f->reply_n + n + 3 > sizeof(f->reply))
        return;
    memcpy(f->reply + f->reply_n, "\r\n", 2);
    memcpy(f->reply + f->reply_n + 2, line, n + 1);
    f->reply_n += n + 2;
}

static void
tell(struct line_filter *f, enum filter_event_kind kind, const char *text)
{
    struct filter_event e = { .kind = kind, .text = text };

    f->calls->event(f->self, &e);
}

static bool
is_listing(const struct line_filter *f)
{
    return f->phase == PHASE_ANSWER && STARTS(f->command, "AT+CMGL");
}

static bool
is_reading(const struct line_filter *f)
{
    return f->phase == PHASE_ANSWER && STARTS(f->command, "AT+CMGR=");
}

/* Something came that ends nothing; gives the modem a while to go on. */
static void
wait_quiet(struct line_filter *f)
{
    bool slow = line_slow(f->command);

    if (f->phase == PHASE_RESULT)
        f->quiet_due = f->now + QUIET_RESULT_MS;
    else if (f->phase == PHASE_ANSWER && slow)
        f->quiet_due = f->now + QUIET_SLOW_MS;
    else if (f->phase != PHASE_IDLE && f->phase != PHASE_TEXT)
        f->quiet_due = f->now + QUIET_MS;
}

/* The answer cannot be trusted as it is. */
static void
suspect(struct line_filter *f)
{
    f->suspect = true;
    wait_quiet(f);
}

/* --- listed messages ----------------------------------------------------- */

/* Closes the entry that f->next began; line is NULL when its PDU is missing. */
static void
end_entry(struct line_filter *f, const char *line)
{
    char substitute[LISTING_SUBSTITUTE], header[64];
    struct link_part *p;
    int octets;

    f->expect = EXPECT_ANYTHING;
    if (f->entries == ENTRIES_MAX) {
        f->too_many = true;
        return;
    }
    p = &f->entry[f->entries++];
    *p = f->next;
    p->damaged = !line || !listing_pdu(line, f->octets, p->pdu);
    if (p->damaged)
        listing_damaged(line ? line : "", p->pdu);
    octets = listing_substitute(p->store, p->index, substitute);
    if (is_reading(f))
        snprintf(header, sizeof(header), "+CMGR: 1,,%d", octets);
    else
        snprintf(header, sizeof(header), "+CMGL: %d,1,,%d", p->index, octets);
    append(f, header);
    append(f, substitute);
}

static bool
begin_entry(struct line_filter *f, const char *line)
{
    int index = 0, status, octets;

    if (is_listing(f)
            ? !listing_cmgl(line, &index, &status, &octets)
            : !is_reading(f) || !listing_cmgr(line, &status, &octets))
        return false;
    if (is_reading(f))
        index = atoi(f->command + 8);
    memset(&f->next, 0, sizeof(f->next));
    f->next.store = f->store;
    f->next.index = index;
    f->next.status = status;
    f->octets = octets;
    f->expect = EXPECT_LISTED;
    f->info = true;
    f->due = f->now + 10000;
    return true;
}

void
filter_give_entries(struct line_filter *f)
{
    struct filter_event e = { .kind = FILTER_ENTRY };
    bool listing = is_listing(f);

    if ((!listing && !is_reading(f)) || !f->store)
        return;
    f->shown.store = 0;
    for (int i = 0; i < f->entries; i++) {
        e.part = f->entry[i];
        f->calls->event(f->self, &e);
        if (!listing) {
            f->shown.store = e.part.store;
            f->shown.index = e.part.index;
            strcpy(f->shown.pdu, e.part.pdu);
        }
    }
    if (!listing)
        return;
    memset(&e.part, 0, sizeof(e.part));
    e.kind = FILTER_LISTED;
    e.part.store = f->store;
    e.part.status = !f->too_many && !f->suspect;
    f->calls->event(f->self, &e);
}

/* --- notices ----------------------------------------------------------- */

static void
end_direct(struct line_filter *f, const char *line)
{
    struct filter_event e = { .kind = FILTER_DIRECT };

    f->expect = EXPECT_ANYTHING;
    e.part.store = LINK_STORE_NONE;
    e.part.index = -1;
    e.part.damaged = !listing_pdu(line, f->octets, e.part.pdu);
    if (e.part.damaged)
        listing_damaged(line, e.part.pdu);
    f->calls->event(f->self, &e);
}

void
filter_end_ussd(struct line_filter *f)
{
    tell(f, FILTER_USSD, f->ussd);
    f->ussd[0] = '\0';
    f->ussd_lines = 0;
}

/* A +CUSD text may contain line ends; it is whole when its quotes pair. */
static void
take_ussd(struct line_filter *f, const char *line)
{
    size_t n = strlen(f->ussd);
    int quotes = 0;

    snprintf(f->ussd + n, sizeof(f->ussd) - n, "%s%s", n ? "\n" : "", line);
    for (const char *p = f->ussd; *p; p++)
        quotes += *p == '"';
    f->ussd_lines++;
    if (quotes % 2 == 0 || f->ussd_lines == USSD_LINES_MAX)
        filter_end_ussd(f);
}

static void
notice(struct line_filter *f, const char *line, enum line_notice kind)
{
    char caller[LINK_NUMBER_MAX];

    switch (kind) {
    case LINE_ARRIVED:
        tell(f, FILTER_ARRIVED, line);
        break;
    case LINE_DIRECT:
        if (!listing_direct(line, &f->octets))
            f->octets = 0;      /* its PDU will be reported as damaged */
        f->expect = EXPECT_DIRECT;
        break;
    case LINE_BROADCAST:
        f->expect = EXPECT_PAGE;
        break;
    case LINE_RING:
        line_caller(line, caller);
        tell(f, FILTER_RING, caller);
        break;
    case LINE_RING_ENDED:
        tell(f, FILTER_RING_ENDED, "");
        break;
    case LINE_USSD:
        take_ussd(f, line);
        break;
    case LINE_CHATTER:
    case LINE_NO_NOTICE:
        break;
    }
}

/* --- lines ------------------------------------------------------------- */

/* The echo of a PDU is no answer, however spoilt. */
static bool
looks_like_echo(const char *line)
{
    size_t hex = 0, n = strlen(line);

    for (size_t i = 0; i < n; i++)
        hex += isxdigit((unsigned char)line[i]) != 0;
    return hex == n || (n > 20 && hex * 5 >= n * 4);
}

static void
result_line(struct line_filter *f, const char *line)
{
    int reference = line_reference(line);

    if (f->probes
        && (strstr(line, FILTER_SYNC_COMMAND) || STARTS(line, "+CSQ:"))) {
        f->sync_seen = true;
        f->quiet_due = f->now + QUIET_RESULT_MS;
    } else if (reference >= 0) {
        f->reference = f->reference == -1 || f->reference == reference
                           ? reference
                           : -2;
        f->quiet_due = f->now + QUIET_RESULT_MS;
    } else if (line_notice(line) != LINE_NO_NOTICE && !STARTS(line, "+CMGS")) {
        notice(f, line, line_notice(line));
    } else if (!looks_like_echo(line) && strcmp(line, f->command)) {
        suspect(f);
    }
}

/* A line while a command is under way that is not a final result. */
static void
answer_line(struct line_filter *f, const char *line)
{
    if (f->phase == PHASE_RESULT) {
        result_line(f, line);
        return;
    }
    if (f->phase == PHASE_SYNC) {
        if (f->draining)
            f->due = f->now + DRAIN_MS;
        else if (strstr(line, FILTER_SYNC_COMMAND) || STARTS(line, "+CSQ:"))
            f->sync_seen = true;
        else if (line_notice(line) != LINE_NO_NOTICE)
            notice(f, line, line_notice(line));
        else
            suspect(f);
        return;
    }
    if (!strcmp(line, f->command) || begin_entry(f, line))
        return;
    if (is_listing(f) || is_reading(f)) {
        if (STARTS(line, "+CMG")) {
            suspect(f);         /* a header that cannot be read */
            return;
        }
    } else if (line_answers(f->command, line)) {
        f->info = true;
        /* Wavecom and Sierra say that the SIM is ready, and then no OK. */
        f->due = f->now + (STARTS(line, "+CPIN: READY") ? 1500 : 10000);
        append(f, line);
        return;
    }
    if (line_notice(line) != LINE_NO_NOTICE)
        notice(f, line, line_notice(line));
    else if (f->phase != PHASE_TEXT)
        suspect(f);
}

static void
take_line(struct line_filter *f, const char *line)
{
    enum line_final final;
    int code;

    if (f->ussd[0]) {
        take_ussd(f, line);
        return;
    }
    if (f->expect == EXPECT_PAGE) {
        f->expect = EXPECT_ANYTHING;
        return;
    }
    final = line_final(line, &code);
    if (f->expect == EXPECT_LISTED) {
        if (!final && !STARTS(line, "+CMG")
            && line_notice(line) == LINE_NO_NOTICE) {
            end_entry(f, line);
            return;
        }
        if (final || STARTS(line, "+CMG"))
            end_entry(f, NULL);
    } else if (f->expect == EXPECT_DIRECT && !final) {
        end_direct(f, line);
        return;
    }
    if (f->phase == PHASE_IDLE) {
        notice(f, line, line_notice(line));
    } else if (!final) {
        answer_line(f, line);
    } else if (f->phase != PHASE_SYNC) {
        f->quiet_due = INT64_MAX;
        filter_complete(f, final, code);
    } else if (f->sync_seen) {
        filter_sync_seen(f);
    }
}

/* True when line can stand on its own at this point. */
static bool
means_something(const struct line_filter *f, const char *line)
{
    char pdu[LINK_PDU_MAX];
    int a, b, c;

    if (line_final(line, &a))
        return true;
    if (f->phase == PHASE_RESULT)
        return line_reference(line) >= 0;
    if (f->expect == EXPECT_LISTED || f->expect == EXPECT_DIRECT)
        return listing_pdu(line, f->octets, pdu);
    if (is_listing(f))
        return listing_cmgl(line, &a, &b, &c);
    if (is_reading(f))
        return listing_cmgr(line, &a, &b);
    return f->phase == PHASE_ANSWER && !line_free_answer(f->command)
           && line_answers(f->command, line);
}

/* A notice stood in the middle of what now ends with rest: was it one line? */
static void
end_split(struct line_filter *f, const char *rest)
{
    char whole[2 * LINE_MAX_BYTES], first[LINE_MAX_BYTES];
    char pdu[LINK_PDU_MAX];
    int index, status, octets;
    bool header;
    size_t n;

    strcpy(first, f->held);
    n = strlen(first);
    f->held[0] = '\0';
    f->split = false;
    memcpy(whole, first, n);
    snprintf(whole + n, sizeof(whole) - n, "%.*s", (int)(sizeof(whole) - n - 1),
        rest);
    /* A header and its PDU are two lines that look like one. */
    header = (is_listing(f) ? listing_cmgl(first, &index, &status, &octets)
                            : is_reading(f)
                                  && listing_cmgr(first, &status, &octets))
             && listing_pdu(rest, octets, pdu);
    if (!header && (f->expect == EXPECT_ANYTHING || !means_something(f, first))
        && (means_something(f, whole)
            || (f->phase == PHASE_ANSWER && line_free_answer(f->command)
                && !means_something(f, rest) && strcmp(first, f->command)))
        && !means_something(f, rest)) {
        take_line(f, whole);
        return;
    }
    take_line(f, first);
    take_line(f, rest);
}

/* Takes a line that was held back; at the end of what came in one piece. */
static void
flush(struct line_filter *f)
{
    char line[LINE_MAX_BYTES];
    int code;

    if (!f->held[0] || (f->split && f->phase != PHASE_IDLE
                        && !line_final(f->held, &code)))
        return;
    strcpy(line, f->held);
    f->held[0] = '\0';
    f->split = false;
    take_line(f, line);
}

static void
force_flush(struct line_filter *f)
{
    f->split = false;
    flush(f);
}

/* A notice of one line that no command asked for. */
static bool
interrupts(const struct line_filter *f, const char *line)
{
    enum line_notice kind = line_notice(line);

    return (kind == LINE_CHATTER || kind == LINE_ARRIVED || kind == LINE_RING)
           && !STARTS(line, "+CMG") && !line_answers(f->command, line)
           && !STARTS(line, "+CSQ:");
}

/* A whole line came. It is looked at when the next one begins, because a
 * notice right after it, without the empty line between, stands in its
 * middle. */
static void
end_line(struct line_filter *f)
{
    char line[LINE_MAX_BYTES];

    memcpy(line, f->line, f->line_n);
    line[f->line_n] = '\0';
    f->line_n = 0;
    if (!line[0]) {
        force_flush(f);
        return;
    }
    if (f->held[0] && f->split) {
        end_split(f, line);
    } else if (f->held[0] && f->phase != PHASE_IDLE && interrupts(f, line)) {
        f->split = true;
        notice(f, line, line_notice(line));
    } else {
        force_flush(f);
        strcpy(f->held, line);
    }
}

/* The prompt ends no line. Noise may stand before it. */
static bool
at_prompt(const struct line_filter *f)
{
    return f->phase == PHASE_PROMPT && f->line_n >= 2
           && f->line[f->line_n - 2] == '>' && f->line[f->line_n - 1] == ' ';
}

void
filter_from_modem(struct line_filter *f, const char *bytes, size_t n,
                  int64_t now)
{
    bool echo;

    f->now = now;
    for (size_t i = 0; i < n; i++) {
        char c = bytes[i];

        if (c == '\n')
            end_line(f);
        else if (c != '\r' && c != 0x1a && f->line_n < LINE_MAX_BYTES - 1)
            f->line[f->line_n++] = c ? c : 1;
        if (c == ' ' && at_prompt(f)) {
            force_flush(f);
            if (at_prompt(f))
                filter_prompt(f);
        }
    }
    flush(f);
    echo = f->line_n <= strlen(f->command)
           && !memcmp(f->line, f->command, f->line_n);
    if (f->quiet_due != INT64_MAX && f->phase != PHASE_RESULT)
        wait_quiet(f);          /* still talking: wait from here */
    else if (f->phase == PHASE_RESULT || f->phase == PHASE_TEXT)
        return;
    else if ((f->line_n && !echo) || f->held[0])
        wait_quiet(f);
}
