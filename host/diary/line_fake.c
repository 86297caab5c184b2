#include "diary/line_fake.h"

#include "diary/line_words.h"
#include "diary/pdu_fake.h"
#include "diary/text_fake.h"

#include <ctype.h>
#include <string.h>

enum {
    BARE_LINES = 6,             /* of a text without quotes */
    PDU_LEAST = 16,             /* digits of a line that is one */
    NUMBER_MOST = 22,           /* digits of a line that is a number alone */
    SMALL = 4,                  /* digits of a number that is a setting */
    VERSION_DIGITS = 6          /* in a row in the name of a firmware */
};

static bool
all_of(const char *text, size_t n, const char *set)
{
    for (size_t i = 0; i < n; i++)
        if (!text[i] || !strchr(set, text[i]))
            return false;
    return true;
}

static bool
all_hex(const char *text, size_t n)
{
    return all_of(text, n, "0123456789ABCDEFabcdef");
}

/* --- what stands in quotes ------------------------------------------------ */

/* "26/11/28,10:20:30+12": no number and no word looks so. */
static bool
is_time(const char *text, size_t n)
{
    return n >= 8 && n <= 24 && text[2] == '/' && text[5] == '/'
        && all_of(text, n, "0123456789/:,+-");
}

/* Letters written in hexadecimal digits. A number may look so too, but no
 * number has a "00" before each second digit. */
static bool
is_coded(const char *text, size_t n)
{
    if (n < 4 || n % 2 || !all_hex(text, n))
        return false;
    if (!all_of(text, n, "0123456789"))
        return true;
    for (size_t i = 0; i < n; i += 4)
        if (n % 4 || memcmp(text + i, "00", 2) != 0)
            return false;
    return true;
}

static void
fake_quoted(struct fake *f, char *text, size_t n)
{
    if (!n || line_word(text, n) || is_time(text, n))
        return;
    if (is_coded(text, n))
        text_fake_hex(f, text, n);
    else
        text_fake(f, text, n);
}

/* --- what stands outside -------------------------------------------------- */

/* Digits in a row stay up to so many; words that no modem says go. */
static void
fake_rest(struct fake *f, char *text, size_t n, size_t digits)
{
    for (size_t i = 0, len; i < n; i += len) {
        for (len = 0; i + len < n && isalnum((unsigned char)text[i + len]);)
            len++;
        if (!len) {
            len = 1;
            if ((unsigned char)text[i] >= 0x80)
                text[i] = 'x';
        } else if (all_of(text + i, len, "0123456789")) {
            if (len > digits)
                fake_digits(f, text + i, len);
        } else if (line_word(text + i, len)) {
            continue;
        } else if (all_hex(text + i, len)) {
            for (size_t k = i; k < i + len; k++)
                if (isdigit((unsigned char)text[k]))
                    fake_note(f, text + k, strspn(text + k, "0123456789"));
            fake_hex(f, text + i, len);
        } else {
            text_fake(f, text + i, len);
        }
    }
}

/* Words, numbers and quoted texts of a line. */
static void
fake_mixed(struct fake *f, char *text, size_t n, size_t digits)
{
    while (n) {
        char *open = memchr(text, '"', n), *close;
        size_t len = open ? (size_t)(open - text) : n;

        fake_rest(f, text, len, digits);
        if (!open)
            return;
        close = memchr(open + 1, '"', n - len - 1);
        n = close ? (size_t)(text + n - close - 1) : 0;
        len = close ? (size_t)(close - open - 1) : strlen(open + 1);
        fake_quoted(f, open + 1, len);
        text = close ? close + 1 : open;
    }
}

/* Where the SIM is: area and cell. The numbers before them are settings. */
static void
fake_place(struct fake *f, char *text, size_t n)
{
    for (size_t i = 0, len; i < n; i += len ? len : 1) {
        for (len = 0; i + len < n && isxdigit((unsigned char)text[i + len]);)
            len++;
        if (len > 2)
            fake_hex(f, text + i, len);
    }
}

/* The name of a dongle, its maker, its firmware; also its numbers. */
static void
fake_identity(struct fake *f, char *line, size_t n)
{
    bool serial = line_tells_serial(line, n);

    for (size_t i = 0, len; i < n; i += len ? len : 1) {
        for (len = 0; i + len < n && isdigit((unsigned char)line[i + len]);)
            len++;
        if (len > VERSION_DIGITS || (serial && len))
            fake_digits(f, line + i, len);
        else if (!len && (unsigned char)line[i] >= 0x80)
            line[i] = 'x';
    }
}

/* --- kinds of lines ------------------------------------------------------- */

/* A text that goes on over several lines, up to its closing quote. */
static void
fake_text_line(struct fake *f, struct line_before *b, char *line, size_t n)
{
    char *close = memchr(line, '"', n);
    size_t len = b->quoted && close ? (size_t)(close - line) : n;

    text_fake(f, line, len);
    if (b->quoted && close) {
        fake_rest(f, close + 1, n - len - 1, SMALL);
        b->quoted = false;
        b->free_text = 0;
    } else if (--b->free_text <= 0) {
        b->quoted = false;
    }
}

/* +CUSD: m,"text",dcs, and without quotes: rest is what follows the name. */
static void
fake_ussd(struct fake *f, struct line_before *b, char *rest, size_t n)
{
    size_t head = strspn(rest, " 0123456789");
    char *open = memchr(rest, '"', n), *close, *tail = rest + n;

    if (open) {
        fake_mixed(f, rest, n, 2);
        close = memchr(open + 1, '"', (size_t)(rest + n - open - 1));
        b->quoted = !close;
        b->free_text = close ? 0 : BARE_LINES;
        return;
    }
    if (head >= n || rest[head] == '(')
        return;                 /* its status alone, or what it takes */
    while (tail > rest + head && isdigit((unsigned char)tail[-1]))
        tail--;
    if (tail[-1] != ',' || rest + n - tail > 3 || tail == rest + head + 1)
        tail = rest + n;
    text_fake(f, rest + head, (size_t)(tail - rest) - head);
    b->free_text = BARE_LINES;
}

/* A line "+NAME: ...". */
static void
fake_named(struct fake *f, struct line_before *b, char *line, size_t name,
    size_t n)
{
    switch (line_kind(line, name)) {
    case LINE_OF_USSD:
        fake_ussd(f, b, line + name + 1, n - name - 1);
        break;
    case LINE_OF_PLACE:
        fake_place(f, line + name, n - name);
        break;
    case LINE_OF_NAMES:
        fake_identity(f, line, n);
        break;
    case LINE_OF_SETTINGS:
        fake_mixed(f, line + name, n - name, SMALL);
        break;
    case LINE_OF_OTHERS:
        fake_mixed(f, line + name, n - name, 1);
        break;
    }
}

static void
fake_command(struct fake *f, struct line_before *b, char *line, size_t n)
{
    bool secret = line_has_secret(line, n);

    b->identity = line_asks_identity(line, n);
    if (line_dials(line, n))
        text_fake(f, line + 3, n - 3);
    else if (line_is_ussd(line, n))
        fake_mixed(f, line + 7, n - 7, 2);
    else if (n > 3)             /* "AT+NAME": the name is no word of people */
        for (size_t i = 3 + strspn(line + 3,
                 "ABCDEFGHIJKLMNOPQRSTUVWXYZ"); i < n; i = n)
            fake_mixed(f, line + i, n - i, secret ? 0 : SMALL);
}

void
line_fake(struct fake *f, struct line_before *b, bool down, bool whole,
    char *line, size_t n)
{
    size_t name = line_name(line, n);
    bool final = line_final_result(line, n);

    if (!n)
        return;
    if (n >= PDU_LEAST && all_hex(line, n)) {
        if (n <= NUMBER_MOST && all_of(line, n, "0123456789"))
            fake_digits(f, line, n);    /* an IMEI */
        else
            pdu_fake(f, line, n);
    } else if (!whole) {
        text_fake(f, line, n);
    } else if (final || line_is_error(line, n)) {
        b->free_text = final ? 0 : b->free_text;
        b->quoted &= !final;
        fake_rest(f, line, n, SMALL);
    } else if (n > 1 && !strncmp(line, "AT", 2)) {
        fake_command(f, b, line, n);
    } else if (b->free_text && !down
        && (b->quoted || !name || line_kind(line, name) == LINE_OF_OTHERS)) {
        fake_text_line(f, b, line, n);
    } else if (name) {
        fake_named(f, b, line, name, n);
    } else if (b->identity && !down) {
        fake_identity(f, line, n);
    } else {
        fake_rest(f, line, n, 1);
    }
}
