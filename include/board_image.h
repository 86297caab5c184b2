/* board_image.h - is this Intel HEX file a firmware for our board?
 * Whoever flashes it checks it first: what is cut short, damaged, or made for
 * something else is refused while the old firmware still runs. C99, for the
 * host alone.
 *
 * The identity stands in the last 32 bytes below 28 kB:
 *  0  "NOTEHOME-BOARD"     14 the kind of hardware it is for
 * 16  version              18 protocol major   19 minor
 * 20  length of the image  22 zero
 * 24  CRC-32 of the image  28 zero             30 CRC-16 of the 30 before
 * Numbers are little-endian. The image is what is below the identity, from
 * address 0 for its length. */
#ifndef NOTEHOME_BOARD_IMAGE_H
#define NOTEHOME_BOARD_IMAGE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "board_frame.h"

#define BOARD_IMAGE_SIZE 0x7000u
#define BOARD_IMAGE_IDENTITY BOARD_IMAGE_AT
#define BOARD_IMAGE_IDENTITY_SIZE 32u
#define BOARD_IMAGE_MAGIC "NOTEHOME-BOARD"
#define BOARD_IMAGE_HARDWARE 1u         /* ATmega328P, 16 MHz, pins.csv */

#define BOARD_IMAGE_RESULTS(X)                                                \
    X(GOOD, "a firmware for this board")                                      \
    X(NOT_HEX, "not an Intel HEX file, or a damaged line")                    \
    X(CUT, "cut short: the end record is missing")                            \
    X(TOO_LARGE, "writes where it must not")                                  \
    X(NO_IDENTITY, "not a firmware for this board")                           \
    X(OTHER_HARDWARE, "made for another kind of board")                       \
    X(DAMAGED, "damaged: its checksum is wrong")

#define BOARD_IMAGE_ENUM(n, text) BOARD_IMAGE_##n,
enum board_image_result { BOARD_IMAGE_RESULTS(BOARD_IMAGE_ENUM) };

struct board_image {
    uint16_t version;           /* as in HI: 200 is 0.2.0 */
    uint8_t  major, minor;      /* of the protocol */
    uint16_t length;
    uint8_t  bytes[BOARD_IMAGE_SIZE];
    uint8_t  set[BOARD_IMAGE_SIZE];     /* 1: the file says this byte */
};

static inline const char *
board_image_text(enum board_image_result r)
{
#define BOARD_IMAGE_TEXT(n, text) text,
    static const char *const texts[] = { BOARD_IMAGE_RESULTS(BOARD_IMAGE_TEXT) };

    return texts[r];
}

/* CRC-32 as in IEEE 802.3; "123456789" gives 0xCBF43926. */
static inline uint32_t
board_image_crc(const uint8_t *bytes, size_t length)
{
    uint32_t crc = 0xFFFFFFFFu;

    while (length--) {
        crc ^= *bytes++;
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? crc >> 1 ^ 0xEDB88320u : crc >> 1;
    }
    return ~crc;
}

static inline uint16_t
board_image_16(const uint8_t *at)
{
    return (uint16_t)(at[0] | at[1] << 8);
}

/* The identity of an image, into its 32 bytes. */
static inline void
board_image_stamp(const uint8_t *image, uint16_t length, uint16_t version,
                  uint8_t *identity)
{
    uint32_t crc = board_image_crc(image, length);
    uint16_t own;

    memset(identity, 0, BOARD_IMAGE_IDENTITY_SIZE);
    memcpy(identity, BOARD_IMAGE_MAGIC, 14);
    identity[14] = BOARD_IMAGE_HARDWARE;
    identity[16] = (uint8_t)version;
    identity[17] = (uint8_t)(version >> 8);
    identity[18] = BOARD_MAJOR;
    identity[19] = BOARD_MINOR;
    identity[20] = (uint8_t)length;
    identity[21] = (uint8_t)(length >> 8);
    for (int i = 0; i < 4; i++)
        identity[24 + i] = (uint8_t)(crc >> 8 * i);
    own = board_crc(identity, 30);
    identity[30] = (uint8_t)own;
    identity[31] = (uint8_t)(own >> 8);
}

/* One byte from two hex digits of either case; -1: they are none. */
static inline int
board_image_byte(const char *at)
{
    int value = 0;

    for (int i = 0; i < 2; i++) {
        char c = at[i];

        if (c >= 'a' && c <= 'f')
            c = (char)(c - 'a' + 'A');
        if (board_hex_digit(c) > 15)
            return -1;
        value = value << 4 | board_hex_digit(c);
    }
    return value;
}

/* The bytes of one line between ':' and its end, count to checksum, into
 * record. False: it is no record. */
static inline bool
board_image_record(const char *line, size_t length, uint8_t *record)
{
    uint8_t sum = 0;

    if (length < 11 || length > 521 || length % 2 == 0 || line[0] != ':')
        return false;
    for (size_t i = 0; i < length / 2; i++) {
        int byte = board_image_byte(line + 1 + 2 * i);

        if (byte < 0)
            return false;
        record[i] = (uint8_t)byte;
        sum = (uint8_t)(sum + byte);
    }
    return sum == 0 && length == 11 + 2u * record[0];
}

/* Data of a record into the image; false: out of it, or said twice. */
static inline bool
board_image_put(struct board_image *image, const uint8_t *record)
{
    size_t at = (size_t)record[1] << 8 | record[2];

    if (at + record[0] > BOARD_IMAGE_SIZE)
        return false;
    for (size_t i = 0; i < record[0]; i++) {
        if (image->set[at + i])
            return false;
        image->bytes[at + i] = record[4 + i];
        image->set[at + i] = 1;
    }
    return true;
}

/* All records into image->bytes; 0xFF where none says anything. */
static inline enum board_image_result
board_image_read(const char *hex, size_t size, struct board_image *image)
{
    uint8_t record[260];

    memset(image, 0, sizeof *image);
    memset(image->bytes, 0xFF, sizeof image->bytes);
    for (size_t at = 0, end; at < size; at = end + 1) {
        size_t length;

        for (end = at; end < size && hex[end] != '\n'; end++)
            ;
        length = end - at;
        if (length && hex[end - 1] == '\r')
            length--;
        if (!board_image_record(hex + at, length, record))
            return end == size ? BOARD_IMAGE_CUT : BOARD_IMAGE_NOT_HEX;
        if (record[3] == 1)
            return BOARD_IMAGE_GOOD;
        /* Types 2 to 5 set a base or a start; ours can only be zero. */
        if (record[3] > 5 || (record[3] % 2 == 0 && record[3] && !record[0]))
            return BOARD_IMAGE_NOT_HEX;
        if (record[3] == 0 ? !board_image_put(image, record)
            : record[3] % 2 == 0 && (record[4] || record[5]))
            return BOARD_IMAGE_TOO_LARGE;
    }
    return BOARD_IMAGE_CUT;
}

/* Checks a whole file (size bytes at hex); *image is good on
 * BOARD_IMAGE_GOOD. */
static inline enum board_image_result
board_image_check(const char *hex, size_t size, struct board_image *image)
{
    enum board_image_result r = board_image_read(hex, size, image);
    const uint8_t *id = image->bytes + BOARD_IMAGE_IDENTITY;
    uint32_t crc = 0;

    if (r != BOARD_IMAGE_GOOD)
        return r;
    if (memcmp(id, BOARD_IMAGE_MAGIC, 14) != 0
        || board_image_16(id + 30) != board_crc(id, 30))
        return BOARD_IMAGE_NO_IDENTITY;
    if (id[14] != BOARD_IMAGE_HARDWARE)
        return BOARD_IMAGE_OTHER_HARDWARE;
    image->version = board_image_16(id + 16);
    image->major = id[18];
    image->minor = id[19];
    image->length = board_image_16(id + 20);
    for (int i = 3; i >= 0; i--)
        crc = crc << 8 | id[24 + i];
    if (image->length > BOARD_IMAGE_IDENTITY
        || crc != board_image_crc(image->bytes, image->length))
        return BOARD_IMAGE_DAMAGED;
    return BOARD_IMAGE_GOOD;
}

/* How an image is written so that it may be cut off at any moment: first its
 * PARKED form, which begins with a page that does nothing and then has all the
 * other pages; its own first page last, and alone. */
#define BOARD_IMAGE_PAGE 128u
enum board_image_part { BOARD_IMAGE_PARKED, BOARD_IMAGE_FIRST_PAGE };

static inline void
board_image_line(const uint8_t *bytes, unsigned at, unsigned n, FILE *to)
{
    uint8_t sum = (uint8_t)(n + (at >> 8) + at);

    fprintf(to, ":%02X%04X00", n, at);
    for (unsigned i = 0; i < n; i++) {
        fprintf(to, "%02X", bytes[i]);
        sum = (uint8_t)(sum + bytes[i]);
    }
    fprintf(to, "%02X\n", (uint8_t)-sum);
}

/* A part as an Intel HEX file. False: it could not be written. */
static inline bool
board_image_write(const struct board_image *image, enum board_image_part part,
                  FILE *to)
{
    /* cli; rjmp .-2: the pins stay as the board's resistors have them. */
    static const uint8_t parking[4] = { 0xF8, 0x94, 0xFF, 0xCF };

    if (part == BOARD_IMAGE_PARKED)
        board_image_line(parking, 0, sizeof parking, to);
    for (unsigned at = 0; at < BOARD_IMAGE_SIZE; at += 16) {
        bool first = at < BOARD_IMAGE_PAGE, said = false;

        for (unsigned i = 0; i < 16; i++)
            said = said || image->set[at + i];
        if (said && first == (part == BOARD_IMAGE_FIRST_PAGE))
            board_image_line(image->bytes + at, at, 16, to);
    }
    fputs(":00000001FF\n", to);
    return !ferror(to) && fflush(to) == 0;
}

#endif
