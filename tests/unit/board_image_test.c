#include "board_image.h"
#include "test.h"

#include <stdio.h>

enum { HEX_MOST = 1 << 18 };

static char hex[HEX_MOST];
static size_t length;

static void
add_record(unsigned at, unsigned type, const uint8_t *bytes, unsigned n)
{
    unsigned sum = n + (at >> 8) + (at & 255) + type;

    length += (size_t)sprintf(hex + length, ":%02X%04X%02X", n, at, type);
    for (unsigned i = 0; i < n; i++) {
        length += (size_t)sprintf(hex + length, "%02X", bytes[i]);
        sum += bytes[i];
    }
    length += (size_t)sprintf(hex + length, "%02X\r\n", -sum & 255);
}

static void
add_bytes(unsigned at, const uint8_t *bytes, unsigned n)
{
    for (unsigned i = 0; i < n; i += 16)
        add_record(at + i, 0, bytes + i, n - i < 16 ? n - i : 16);
}

/* A whole file with an image of n bytes; spoil changes its identity. */
static void
make(unsigned n, void (*spoil)(uint8_t *identity))
{
    static uint8_t image[BOARD_IMAGE_SIZE];
    uint8_t identity[BOARD_IMAGE_IDENTITY_SIZE];

    for (unsigned i = 0; i < n; i++)
        image[i] = (uint8_t)(i * 31 + i / 256);
    board_image_stamp(image, (uint16_t)n, 207, identity);
    if (spoil)
        spoil(identity);
    length = 0;
    add_bytes(0, image, n);
    add_bytes(BOARD_IMAGE_IDENTITY, identity, sizeof identity);
    add_record(0, 1, NULL, 0);
}

static enum board_image_result
check(struct board_image *image)
{
    static struct board_image other;

    return board_image_check(hex, length, image ? image : &other);
}

static void
sign_again(uint8_t *identity)
{
    uint16_t crc = board_crc(identity, 30);

    identity[30] = (uint8_t)crc;
    identity[31] = (uint8_t)(crc >> 8);
}

static void
other_hardware(uint8_t *identity)
{
    identity[14] = 2;
    sign_again(identity);
}

static void
other_crc(uint8_t *identity)
{
    identity[25] ^= 1;
    sign_again(identity);
}

static void
too_long(uint8_t *identity)
{
    identity[20] = identity[21] = 0xFF;
    sign_again(identity);
}

static void
unsigned_change(uint8_t *identity)
{
    identity[16] = 9;
}

TEST(the_crc_is_that_of_ethernet)
{
    CHECK(board_image_crc((const uint8_t *)"123456789", 9) == 0xCBF43926u);
}

TEST(a_whole_image_is_good_and_says_what_it_is)
{
    static struct board_image image;

    make(15000, NULL);
    CHECK_INT(check(&image), BOARD_IMAGE_GOOD);
    CHECK_INT(image.version, 207);
    CHECK_INT(image.length, 15000);
    CHECK_INT(image.major, BOARD_MAJOR);
    CHECK_INT(image.bytes[300], (uint8_t)(300 * 31 + 1));
    CHECK_INT(image.set[15000], 0);
}

TEST(an_identity_that_does_not_fit_is_refused)
{
    make(15000, other_hardware);
    CHECK_INT(check(NULL), BOARD_IMAGE_OTHER_HARDWARE);
    make(15000, other_crc);
    CHECK_INT(check(NULL), BOARD_IMAGE_DAMAGED);
    make(15000, too_long);
    CHECK_INT(check(NULL), BOARD_IMAGE_DAMAGED);
    make(15000, unsigned_change);
    CHECK_INT(check(NULL), BOARD_IMAGE_NO_IDENTITY);
}

TEST(what_writes_over_the_bootloader_or_twice_is_refused)
{
    static const uint8_t bytes[4] = { 1, 2, 3, 4 }, base[2] = { 0x10, 0 };

    length = 0;
    add_record(0x7E00, 0, bytes, 4);
    CHECK_INT(check(NULL), BOARD_IMAGE_TOO_LARGE);
    length = 0;
    add_record(BOARD_IMAGE_SIZE - 2, 0, bytes, 4);
    CHECK_INT(check(NULL), BOARD_IMAGE_TOO_LARGE);
    length = 0;
    add_record(0, 0, bytes, 4);
    add_record(3, 0, bytes, 4);
    CHECK_INT(check(NULL), BOARD_IMAGE_TOO_LARGE);
    length = 0;
    add_record(0, 2, base, 2);  /* a base other than zero */
    CHECK_INT(check(NULL), BOARD_IMAGE_TOO_LARGE);
    length = 0;
    add_record(0, 4, NULL, 0);
    CHECK_INT(check(NULL), BOARD_IMAGE_NOT_HEX);
}

TEST(every_line_and_every_byte_counts)
{
    make(200, NULL);
    CHECK_INT(check(NULL), BOARD_IMAGE_GOOD);
    for (size_t at = 0; at + 13 < length; at++) {
        char was = hex[at];

        if (was == '\r' || was == '\n')
            continue;
        hex[at] = was == '7' ? '8' : '7';
        CHECK(check(NULL) != BOARD_IMAGE_GOOD);
        hex[at] = was;
    }
    while (length > 1) {
        length--;
        if (length == strlen(hex) - 1 || length == strlen(hex) - 2)
            continue;           /* the end of the last line alone */
        CHECK(check(NULL) != BOARD_IMAGE_GOOD);
    }
}

/* What a part says of the flash, page 0 first or none of it. */
static void
part(const struct board_image *image, enum board_image_part which,
     struct board_image *out)
{
    FILE *to = fmemopen(hex, sizeof hex, "w");

    CHECK(to && board_image_write(image, which, to));
    length = (size_t)ftell(to);
    fclose(to);
    CHECK(board_image_read(hex, length, out) == BOARD_IMAGE_GOOD);
}

TEST(an_image_is_written_in_two_parts_of_which_the_first_runs_nothing)
{
    static struct board_image whole, parked, first;

    make(20000, NULL);
    CHECK(check(&whole) == BOARD_IMAGE_GOOD);
    part(&whole, BOARD_IMAGE_PARKED, &parked);
    part(&whole, BOARD_IMAGE_FIRST_PAGE, &first);
    CHECK(memcmp(parked.bytes, "\xF8\x94\xFF\xCF\xFF", 5) == 0);
    for (unsigned at = 0; at < BOARD_IMAGE_SIZE; at++) {
        const struct board_image *of = at < BOARD_IMAGE_PAGE ? &first
                                                             : &parked;

        CHECK(of->bytes[at] == whole.bytes[at]);
        CHECK(at < BOARD_IMAGE_PAGE || !first.set[at]);
    }
}
