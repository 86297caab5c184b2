/* board_frame.h - bytes <-> sentences of board_proto.h, for both ends.
 * Small inline functions without memory of their own: what the host's tests
 * prove of them holds for the firmware. Nothing here trusts a byte. */
#ifndef NOTEHOME_BOARD_FRAME_H
#define NOTEHOME_BOARD_FRAME_H

#include <stdbool.h>
#include <stdint.h>

#include "board_proto.h"

#define BOARD_CRC_START 0xFFFFu

/* One byte further in CRC-16/CCITT-FALSE (polynomial 0x1021, start 0xFFFF,
 * not reflected, no final XOR; "123456789" gives 0x29B1). */
static inline uint16_t
board_crc_add(uint16_t crc, uint8_t byte)
{
    crc = (uint16_t)((uint16_t)(crc >> 8) | (uint16_t)(crc << 8));
    crc = (uint16_t)(crc ^ byte);
    crc = (uint16_t)(crc ^ ((crc & 0xFFu) >> 4));
    crc = (uint16_t)(crc ^ (uint16_t)(crc << 12));
    return (uint16_t)(crc ^ (uint16_t)((crc & 0xFFu) << 5));
}

static inline uint16_t
board_crc(const void *bytes, uint16_t length)
{
    const uint8_t *at = (const uint8_t *)bytes;
    uint16_t crc = BOARD_CRC_START;

    while (length--)
        crc = board_crc_add(crc, *at++);
    return crc;
}

/* --- reading ------------------------------------------------------------ */

/* One sentence. The text belongs to the reader and is good until the next
 * byte is given to it. */
struct board_frame {
    uint8_t  seq;               /* 0 to 255; 0 to 15 when unasked */
    bool     unasked;           /* the board spoke first: EV, boot HI, ER,1 */
    uint16_t command;           /* enum board_command, or one we know not */
    uint16_t crc;               /* as it was sent, and right */
    uint8_t  fields;            /* how many follow the command */
    const char *field[BOARD_FIELDS_MAX];
};

/* All zero at the start. */
struct board_reader {
    char    line[BOARD_SENTENCE_MAX];
    uint8_t length;             /* 0: outside a sentence */
};

enum board_read {
    BOARD_READ_MORE,            /* nothing to report yet */
    BOARD_READ_FRAME,           /* a whole sentence with a right CRC */
    BOARD_READ_BAD              /* a sentence that began and was none */
};

/* 0 to 15, or 16 for what is no capital hex digit. */
static inline uint8_t
board_hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return (uint8_t)(c - '0');
    if (c >= 'A' && c <= 'F')
        return (uint8_t)(c - 'A' + 10);
    return 16;
}

static inline bool
board_is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* The CRC that four hex digits say; false when they are none. */
static inline bool
board_crc_said(const char *digits, uint16_t *out)
{
    uint16_t crc = 0;
    uint8_t i, digit;

    for (i = 0; i < 4; i++) {
        if ((digit = board_hex_digit(digits[i])) > 15)
            return false;
        crc = (uint16_t)((uint16_t)(crc << 4) | digit);
    }
    *out = crc;
    return true;
}

/* Cuts a line ("$SS,CC,...*XXXX", without its end) into *out.
 * False: it is no sentence. */
static inline bool
board_frame_cut(char *line, uint8_t length, struct board_frame *out)
{
    uint8_t star = (uint8_t)(length - 5), high, low, i;

    if (length < 11 || line[0] != '$' || line[star] != '*' || line[3] != ','
        || !board_is_capital(line[4]) || !board_is_capital(line[5])
        || !board_crc_said(line + star + 1, &out->crc)
        || out->crc != board_crc(line + 1, (uint16_t)(star - 1)))
        return false;
    out->unasked = line[1] == '!';
    high = out->unasked ? 0 : board_hex_digit(line[1]);
    low = board_hex_digit(line[2]);
    if (high > 15 || low > 15 || (star > 6 && line[6] != ','))
        return false;
    out->seq = (uint8_t)((uint8_t)(high << 4) | low);
    out->command = BOARD_CODE(line[4], line[5]);
    out->fields = 0;
    line[star] = '\0';
    for (i = 6; i < star; i++) {
        if (line[i] == '*')
            return false;
        if (line[i] != ',')
            continue;
        line[i] = '\0';
        if (out->fields < BOARD_FIELDS_MAX)     /* more: from a newer end */
            out->field[out->fields++] = line + i + 1;
    }
    return true;
}

/* Takes one byte. *out is good only on BOARD_READ_FRAME. */
static inline enum board_read
board_read(struct board_reader *r, uint8_t byte, struct board_frame *out)
{
    uint8_t length = r->length;

    if (byte == '$') {
        r->line[0] = '$';
        r->length = 1;
        return length ? BOARD_READ_BAD : BOARD_READ_MORE;
    }
    if (length == 0)
        return BOARD_READ_MORE;
    if (byte == '\r' || byte == '\n') {
        r->length = 0;
        return board_frame_cut(r->line, length, out) ? BOARD_READ_FRAME
                                                     : BOARD_READ_BAD;
    }
    if (byte < 0x20 || byte > 0x7E || length >= BOARD_SENTENCE_MAX - 2) {
        r->length = 0;          /* the rest of the line is nobody's */
        return BOARD_READ_BAD;
    }
    r->line[r->length++] = (char)byte;
    return BOARD_READ_MORE;
}

/* A field as an unsigned decimal number: digits only, 0 to 4294967295.
 * False: it is none, and *out is as it was. */
static inline bool
board_number(const char *field, uint32_t *out)
{
    uint32_t value = 0;
    uint8_t digits = 0;

    for (; *field; field++) {
        uint8_t digit = (uint8_t)(*field - '0');

        if (digit > 9 || ++digits > 10 || value > 429496729u
            || (value == 429496729u && digit > 5))
            return false;
        value = value * 10u + digit;
    }
    if (digits)
        *out = value;
    return digits > 0;
}

/* --- writing ------------------------------------------------------------ */

/* A sentence being made: board_begin, board_add ..., board_end; then text and
 * length are what to send. */
struct board_writer {
    char    text[BOARD_SENTENCE_MAX + 1];   /* ends with a NUL */
    uint8_t length;
    bool    full;
};

static inline void
board_put(struct board_writer *w, char c)
{
    if (w->length < BOARD_SENTENCE_MAX - 7) /* room for "*XXXX", CR, LF */
        w->text[w->length++] = c;
    else
        w->full = true;
}

static inline char
board_hex(uint8_t digit)
{
    return (char)(digit < 10 ? '0' + digit : 'A' + digit - 10);
}

/* unasked: '!' and the low four bits of seq. */
static inline void
board_begin(struct board_writer *w, bool unasked, uint8_t seq,
            uint16_t command)
{
    w->length = 0;
    w->full = false;
    board_put(w, '$');
    board_put(w, unasked ? '!' : board_hex((uint8_t)(seq >> 4)));
    board_put(w, board_hex(seq & 15u));
    board_put(w, ',');
    board_put(w, (char)(command >> 8));
    board_put(w, (char)(command & 0xFFu));
}

/* Adds a field of text; what could break the sentence becomes '?'. */
static inline void
board_add_text(struct board_writer *w, const char *text)
{
    board_put(w, ',');
    for (; *text; text++)
        board_put(w, *text < 0x20 || *text > 0x7E || *text == '$'
                         || *text == '*' || *text == ',' ? '?' : *text);
}

static inline void
board_add(struct board_writer *w, uint32_t value)
{
    char digits[11];
    uint8_t at = sizeof digits - 1;

    digits[at] = '\0';
    do
        digits[--at] = (char)('0' + value % 10u);
    while (value /= 10u);
    board_add_text(w, digits + at);
}

/* Closes the sentence. Gives its length; 0 when it did not fit, and then
 * there is nothing to send rather than half a line. */
static inline uint8_t
board_end(struct board_writer *w)
{
    uint16_t crc = board_crc(w->text + 1, (uint16_t)(w->length - 1));
    char *at = w->text + w->length;
    uint8_t i;

    if (w->full) {
        w->text[w->length = 0] = '\0';
        return 0;
    }
    *at++ = '*';
    for (i = 0; i < 4; i++, crc = (uint16_t)(crc << 4))
        *at++ = board_hex((uint8_t)(crc >> 12));
    *at++ = '\r';
    *at++ = '\n';
    *at = '\0';
    w->length = (uint8_t)(w->length + 7);
    return w->length;
}

#endif
