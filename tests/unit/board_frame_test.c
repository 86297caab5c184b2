#include "board_frame.h"

#include "test.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Turns \r \n \xHH into bytes; gives how many. */
static size_t
bytes_of(const char *text, uint8_t *out)
{
    size_t n = 0;

    for (; *text; n++) {
        if (text[0] != '\\') {
            out[n] = (uint8_t)*text++;
        } else if (text[1] == 'x') {
            char hex[3] = { text[2], text[3], 0 };

            out[n] = (uint8_t)strtoul(hex, NULL, 16);
            text += 4;
        } else {
            out[n] = text[1] == 'r' ? '\r' : '\n';
            text += 2;
        }
    }
    return n;
}

/* What was read, in the words of golden.txt. */
static void
tell(const struct board_frame *f, char *said)
{
    char *at = said + strlen(said);

    at += sprintf(at, f->unasked ? " frame !%X %c%c" : " frame %02X %c%c",
                  f->seq, f->command >> 8, f->command & 0xFF);
    for (int i = 0; i < f->fields; i++)
        at += sprintf(at, " %s", *f->field[i] ? f->field[i] : "-");
}

static void
read_all(const uint8_t *bytes, size_t n, char *said)
{
    struct board_reader r = { 0 };
    struct board_frame f;

    *said = '\0';
    for (size_t i = 0; i < n; i++)
        switch (board_read(&r, bytes[i], &f)) {
        case BOARD_READ_MORE:
            break;
        case BOARD_READ_FRAME:
            tell(&f, said);
            break;
        case BOARD_READ_BAD:
            strcat(said, " bad");
            break;
        }
}

TEST(the_crc_is_ccitt_false)
{
    CHECK_INT(board_crc("123456789", 9), 0x29B1);
    CHECK_INT(board_crc("", 0), 0xFFFF);
}

TEST(the_golden_sentences_are_read_as_they_say)
{
    FILE *file = fopen("tests/firmware/golden.txt", "r");
    char line[512], said[2048];
    uint8_t bytes[512];
    int count = 0;

    CHECK(file != NULL);
    while (fgets(line, sizeof line, file)) {
        char *want;

        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '#')
            continue;
        want = strchr(line, '\t');
        CHECK(want != NULL);
        *want++ = '\0';
        read_all(bytes, bytes_of(line, bytes), said);
        CHECK_TEXT(*said ? said + 1 : said, want);
        count++;
    }
    fclose(file);
    CHECK(count > 60);
}

TEST(what_is_written_is_read_back)
{
    struct board_writer w;
    char said[512];

    board_begin(&w, false, 0xA7, BOARD_STATUS);
    board_add(&w, 0);
    board_add(&w, 4294967295u);
    board_add_text(&w, "x");
    CHECK(board_end(&w) > 0);
    CHECK_INT(w.length, strlen(w.text));
    read_all((const uint8_t *)w.text, w.length, said);
    CHECK_TEXT(said, " frame A7 ST 0 4294967295 x");
    board_begin(&w, true, 0x2B, BOARD_EVENT);
    CHECK(board_end(&w) > 0);
    read_all((const uint8_t *)w.text, w.length, said);
    CHECK_TEXT(said, " frame !B EV");
}

TEST(a_field_of_text_cannot_break_the_sentence)
{
    struct board_writer w;
    char said[512];

    board_begin(&w, false, 1, BOARD_SETTING);
    board_add_text(&w, "a,b*c$d\r\n\x7f\xc3");
    CHECK(board_end(&w) > 0);
    read_all((const uint8_t *)w.text, w.length, said);
    CHECK_TEXT(said, " frame 01 CF a?b?c?d????");
}

TEST(what_does_not_fit_is_not_sent_by_half)
{
    struct board_writer w;
    char text[80];

    for (size_t n = 0; n < sizeof text; n++) {
        memset(text, 'a', n);
        text[n] = '\0';
        board_begin(&w, false, 1, BOARD_SETTING);
        board_add_text(&w, text);
        CHECK_INT(board_end(&w), n <= 66 ? n + 14 : 0);
        CHECK_INT(strlen(w.text), w.length);
    }
}

TEST(a_number_is_digits_and_fits_32_bits)
{
    uint32_t n = 7;

    CHECK(board_number("0", &n) && n == 0);
    CHECK(board_number("4294967295", &n) && n == 4294967295u);
    CHECK(board_number("0000000042", &n) && n == 42);
    CHECK(!board_number("4294967296", &n));
    CHECK(!board_number("9999999999", &n));
    CHECK(!board_number("00000000042", &n));
    CHECK(!board_number("", &n));
    CHECK(!board_number("-1", &n));
    CHECK(!board_number("+1", &n));
    CHECK(!board_number(" 1", &n));
    CHECK(!board_number("1a", &n));
    CHECK_INT(n, 42);
}

TEST(no_two_commands_or_events_share_their_letters)
{
#define LETTERS_OF_COMMAND(n, a, b, frozen) BOARD_CODE(a, b),
#define LETTERS_OF_EVENT(n, a, b, args) BOARD_CODE(a, b),
    static const uint16_t commands[] = { BOARD_COMMANDS(LETTERS_OF_COMMAND) };
    static const uint16_t events[] = { BOARD_EVENTS(LETTERS_OF_EVENT) };

    for (size_t i = 0; i < sizeof commands / 2; i++)
        for (size_t k = 0; k < i; k++)
            CHECK(commands[i] != commands[k]);
    for (size_t i = 0; i < sizeof events / 2; i++)
        for (size_t k = 0; k < i; k++)
            CHECK(events[i] != events[k]);
}

static uint32_t seed = 4711;

static uint32_t
dice(uint32_t sides)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % sides;
}

static uint16_t
make_one(struct board_writer *w)
{
    static const uint16_t letters[] = { BOARD_COMMANDS(LETTERS_OF_COMMAND) };

    board_begin(w, dice(4) == 0, (uint8_t)dice(256),
                letters[dice(sizeof letters / 2)]);
    for (uint32_t n = dice(6); n; n--)
        board_add(w, dice(1u << (1 + dice(23))));
    return board_end(w);
}

/* What a CRC of 16 bits promises to see: up to three bits, a burst of up to
 * 16, and two characters that changed places. */
static size_t
damage_small(char *text, size_t n)
{
    uint32_t a = 1 + dice((uint32_t)n - 4), b = 1 + dice((uint32_t)n - 4);
    char c = text[a];

    switch (dice(3)) {
    case 0:
        for (int bits = 1 + (int)dice(3); bits; bits--)
            text[1 + dice((uint32_t)n - 4)] ^= (char)(1 << dice(8));
        return n;
    case 1:
        text[a] = (char)dice(256);
        text[a + 1] = (char)dice(256);
        return n;
    default:
        text[a] = text[b];
        text[b] = c;
        return n;
    }
}

/* What it can only make unlikely: a byte lost or added, digits garbled. */
static size_t
damage_large(char *text, size_t n)
{
    uint32_t a = 1 + dice((uint32_t)n - 7);

    switch (dice(3)) {
    case 0:
        memmove(text + a, text + a + 1, n - a - 1);
        return n - 1;
    case 1:
        memmove(text + a + 1, text + a, n - a);
        text[a] = (char)('0' + dice(10));
        return n + 1;
    default:
        for (uint32_t i = 0; i < 4; i++)
            text[a + i] = (char)('0' + dice(10));
        return n;
    }
}

/* How many of a million damaged sentences were taken for other ones. */
static int
taken_of_a_million(size_t (*hit)(char *, size_t))
{
    struct board_writer w;
    char before[512], after[2048], hurt[128];
    int taken = 0;

    for (int i = 0; i < 1000000; ) {
        size_t n = make_one(&w), m;

        memcpy(hurt, w.text, n);
        m = hit(hurt, n);
        if (m == n && memcmp(hurt, w.text, n) == 0)
            continue;
        i++;
        read_all((const uint8_t *)hurt, m, after);
        if (!strstr(after, "frame"))
            continue;
        read_all((const uint8_t *)w.text, n, before);
        taken += strcmp(before, after) != 0;
    }
    return taken;
}

TEST(of_a_million_damaged_sentences_none_is_taken_for_another)
{
    CHECK_INT(taken_of_a_million(damage_small), 0);
}

TEST(lost_and_garbled_bytes_slip_through_once_in_65536_at_most)
{
    CHECK(taken_of_a_million(damage_large) <= 1000000 / 65536);
}
