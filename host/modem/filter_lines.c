/* The half of the filter that reads the modem: bytes into lines, also where a
 * notice stands in the middle of one. What they mean is in filter_answer.c. */
#include "modem/filter_state.h"
#include "modem/line.h"
#include "modem/listing.h"

#include <stdio.h>
#include <string.h>

#define STARTS(line, word) (!strncmp((line), (word), sizeof(word) - 1))

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
    if (filter_is_listing(f))
        return listing_cmgl(line, &a, &b, &c);
    if (filter_is_reading(f))
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
    header = (filter_is_listing(f)
            ? listing_cmgl(first, &index, &status, &octets)
            : filter_is_reading(f) && listing_cmgr(first, &status, &octets))
             && listing_pdu(rest, octets, pdu);
    if (!header && (f->expect == EXPECT_ANYTHING || !means_something(f, first))
        && (means_something(f, whole)
            || (f->phase == PHASE_ANSWER && line_free_answer(f->command)
                && !means_something(f, rest) && strcmp(first, f->command)))
        && !means_something(f, rest)) {
        filter_take_line(f, whole);
        return;
    }
    filter_take_line(f, first);
    filter_take_line(f, rest);
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
    filter_take_line(f, line);
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
        filter_notice(f, line, line_notice(line));
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
        filter_wait_quiet(f);          /* still talking: wait from here */
    else if (f->phase == PHASE_RESULT || f->phase == PHASE_TEXT)
        return;
    else if ((f->line_n && !echo) || f->held[0])
        filter_wait_quiet(f);
}
