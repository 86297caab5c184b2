/* What the lines of the modem mean (filter_lines.c makes them): the answer
 * under way, notices and final results. */
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
    USSD_LINES_MAX = 64
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

bool
filter_is_listing(const struct line_filter *f)
{
    return f->phase == PHASE_ANSWER && STARTS(f->command, "AT+CMGL");
}

bool
filter_is_reading(const struct line_filter *f)
{
    return f->phase == PHASE_ANSWER && STARTS(f->command, "AT+CMGR=");
}

void
filter_wait_quiet(struct line_filter *f)
{
    bool slow = line_slow(f->command);

    if (f->phase == PHASE_RESULT)
        f->quiet_due = f->now + QUIET_RESULT_MS;
    else if (f->phase == PHASE_ANSWER && slow)
        f->quiet_due = f->now + QUIET_SLOW_MS;
    else if (f->phase == PHASE_IDLE)
        f->quiet_due = f->ussd[0] ? f->now + QUIET_SLOW_MS : INT64_MAX;
    else if (f->phase != PHASE_TEXT)
        f->quiet_due = f->now + QUIET_MS;
}

/* The answer cannot be trusted as it is. */
static void
suspect(struct line_filter *f)
{
    f->suspect = true;
    filter_wait_quiet(f);
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
    if (filter_is_reading(f))
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

    if (filter_is_listing(f)
            ? !listing_cmgl(line, &index, &status, &octets)
            : !filter_is_reading(f) || !listing_cmgr(line, &status, &octets))
        return false;
    if (filter_is_reading(f))
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
    bool listing = filter_is_listing(f);

    if ((!listing && !filter_is_reading(f)) || !f->store)
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

/* Behind the text: nothing, or the coding scheme (*dcs). */
static bool
ends_ussd(const char *tail, bool *dcs)
{
    size_t n;

    tail += strspn(tail, " ");
    *dcs = *tail == ',';
    if (*dcs) {
        tail += 1 + strspn(tail + 1, " ");
        n = strspn(tail, "0123456789");
        if (n < 1 || n > 3)
            return false;
        tail += n;
    }
    return tail[strspn(tail, " ")] == '\0';
}

/* A +CUSD text may contain line ends and quotes, and may stand without any. */
static bool
ussd_is_whole(const char *text)
{
    const char *first = strchr(text, ','), *last = strrchr(text, '"');
    int quotes = 0;
    bool dcs;

    if (!first)
        return true;            /* "+CUSD: 4" */
    if (!last) {
        last = strrchr(text, ',');
        return last > first && ends_ussd(last, &dcs);
    }
    for (const char *p = text; *p; p++)
        quotes += *p == '"';
    return quotes > 1 && ends_ussd(last + 1, &dcs)
           && (dcs || quotes % 2 == 0);
}

/* What no operator writes within a text. */
static bool
ends_open_ussd(const struct line_filter *f, const char *line)
{
    enum line_notice kind = line_notice(line);
    int code;

    if (!strchr(f->ussd, '"'))
        return kind != LINE_NO_NOTICE || line_final(line, &code);
    return kind == LINE_ARRIVED || kind == LINE_DIRECT || kind == LINE_USSD
           || (f->phase == PHASE_RESULT && (line_reference(line) >= 0
               || line_final(line, &code) == LINE_CMS_ERROR));
}

/* Where its end cannot be told, a pause is the end: filter_tick(). */
static void
take_ussd(struct line_filter *f, const char *line)
{
    size_t n = strlen(f->ussd);

    snprintf(f->ussd + n, sizeof(f->ussd) - n, "%s%s", n ? "\n" : "", line);
    f->ussd_lines++;
    if (ussd_is_whole(f->ussd) || f->ussd_lines == USSD_LINES_MAX) {
        filter_end_ussd(f);
        if (!f->suspect && f->phase <= PHASE_ANSWER)
            f->quiet_due = INT64_MAX;
    } else if (f->phase <= PHASE_ANSWER) {
        filter_wait_quiet(f);
    }
}

void
filter_notice(struct line_filter *f, const char *line, enum line_notice kind)
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
        filter_notice(f, line, line_notice(line));
    } else if (!looks_like_echo(line) && strcmp(line, f->command)) {
        suspect(f);
    }
}

/* Sony Ericsson gives the network's text within the answer to the code. */
static bool
is_network_text(const struct line_filter *f, const char *line)
{
    return STARTS(f->command, "AT+CUSD=1,") && STARTS(line, "+CUSD:");
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
            filter_notice(f, line, line_notice(line));
        else
            suspect(f);
        return;
    }
    if (!strcmp(line, f->command) || begin_entry(f, line))
        return;
    if (filter_is_listing(f) || filter_is_reading(f)) {
        if (STARTS(line, "+CMG")) {
            suspect(f);         /* a header that cannot be read */
            return;
        }
    } else if (line_answers(f->command, line) && !is_network_text(f, line)) {
        f->info = true;
        /* Wavecom and Sierra say that the SIM is ready, and then no OK. */
        f->due = f->now + (STARTS(line, "+CPIN: READY") ? 1500 : 10000);
        append(f, line);
        return;
    }
    if (line_notice(line) != LINE_NO_NOTICE)
        filter_notice(f, line, line_notice(line));
    else if (f->phase != PHASE_TEXT)
        suspect(f);
}

/* Some begin the answer right behind the echo, on one line with it. */
static const char *
behind_echo(const struct line_filter *f, const char *line)
{
    size_t n = strlen(f->command);

    return f->phase == PHASE_ANSWER && n && !strncmp(line, f->command, n)
                   && line[n] == '+'
               ? line + n
               : line;
}

void
filter_take_line(struct line_filter *f, const char *line)
{
    enum line_final final;
    int code;

    line = behind_echo(f, line);
    if (f->ussd[0] && ends_open_ussd(f, line)) {
        filter_end_ussd(f);
    } else if (f->ussd[0]) {
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
        if (final == LINE_CME_ERROR)
            tell(f, FILTER_USSD, line); /* comes behind the OK of a code */
        else
            filter_notice(f, line, line_notice(line));
    } else if (!final) {
        answer_line(f, line);
    } else if (f->phase != PHASE_SYNC) {
        f->quiet_due = INT64_MAX;
        filter_complete(f, final, code);
    } else if (f->sync_seen) {
        filter_sync_seen(f);
    }
}

/* --- what is known of the stores ------------------------------------------ */

/* Of a modem that does not list them libgammu would read none; one that is
 * listed and cannot be selected would keep it from the other. */
void
filter_tell_stores(struct line_filter *f, bool listed)
{
    static const char *const names[] = { [LINK_STORE_SM] = "\"SM\"",
        [LINK_STORE_ME] = "\"ME\"" };
    char *p;

    if (!listed)
        f->reply_n = (size_t)snprintf(f->reply, sizeof(f->reply), "\r\n+CPMS:"
            " (\"SM\",\"ME\"),(\"SM\",\"ME\"),(\"SM\",\"ME\")");
    for (int i = LINK_STORE_SM; i <= LINK_STORE_ME; i++)
        while (f->hidden[i] && (p = strstr(f->reply, names[i])))
            memcpy(p, "\"BM\"", 4);    /* one that it does not know */
}

void
filter_hide_store(struct line_filter *f, int store)
{
    f->hidden[store] = true;
}

bool
filter_shows(const struct line_filter *f, const char *pdu)
{
    return f->shown.store && f->shown.store == f->store
           && !strcmp(f->shown.pdu, pdu);
}

int
filter_store(const struct line_filter *f)
{
    return f->store;
}

int
filter_library_store(const struct line_filter *f)
{
    return f->library_store;
}

void
filter_memory(const struct line_filter *f, int store, int *used, int *size)
{
    *used = f->memory[store].used;
    *size = f->memory[store].size;
}
