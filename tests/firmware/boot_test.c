/* What starts the chip: its fuses and its bootloader, as the board reads them
 * itself; and what an old one does. The bootloaders are those of Debian's
 * arduino-core-avr. */
#include "sim.h"
#include "unit/test.h"

#include <stdlib.h>
#include <string.h>

#define BOOTLOADERS "/usr/share/arduino/hardware/arduino/avr/bootloaders/"
static const char optiboot[] = BOOTLOADERS "optiboot/optiboot_atmega328.hex";
static const char old[] = BOOTLOADERS "atmega/ATmegaBOOT_168_atmega328.hex";

enum { OPTIBOOT_AT = 0x7E00, OLD_AT = 0x7800, LOCKED = 0x0F, OPEN = 0x3F };

static struct sim *
board(const char *path, uint32_t at)
{
    static uint8_t flash[32768];

    sim_image(flash);
    if (path)
        sim_bootloader(flash, path);
    return sim_new_flash(flash, at, NULL);
}

/* What HI says it is: behind that bootloader, with this high fuse and lock. */
static long
said(const char *path, uint8_t high, uint8_t lock)
{
    struct sim *s = board(path, 0);
    long kind;

    s->fuses[3] = high;
    s->fuses[1] = lock;
    CHECK(sim_wait(s, "!0,HI", 1000) != NULL);
    kind = sim_field(sim_ask(s, "HI,1,0,1"), 9);
    sim_free(s);
    return kind;
}

TEST(the_board_says_its_fuses)
{
    struct sim *s = sim_greeted(0);
    long fuses = sim_field(sim_ask(s, "HI,1,0,1"), 10);

    CHECK_INT(BOARD_FUSE(fuses, 0), 0xFF);
    CHECK_INT(BOARD_FUSE(fuses, 1), 0x0F);
    CHECK_INT(BOARD_FUSE(fuses, 2), 0xFC);
    CHECK_INT(BOARD_FUSE(fuses, 3), 0xDE);
    CHECK_INT(BOARD_BROWN_OUT(fuses), BOARD_BROWN_OUT_4V3);
    s->fuses[2] = 0xFD;
    fuses = sim_field(sim_ask(s, "HI,1,0,1"), 10);
    CHECK_INT(BOARD_BROWN_OUT(fuses), BOARD_BROWN_OUT_2V7);
    CHECK(strncmp(sim_ask(s, "ST"), "ST,", 3) == 0);    /* and runs on */
    sim_free(s);
}

TEST(a_bootloader_that_may_be_read_is_read)
{
    CHECK_INT(said(optiboot, 0xDE, OPEN), BOARD_BOOTLOADER_OPTIBOOT);
    CHECK_INT(said(optiboot, 0xDA, OPEN), BOARD_BOOTLOADER_OPTIBOOT);
    CHECK_INT(said(old, 0xDA, OPEN), BOARD_BOOTLOADER_OLD);
    CHECK_INT(said(NULL, 0xDA, OPEN), BOARD_BOOTLOADER_NONE);
    CHECK_INT(said(NULL, 0xDE, OPEN), BOARD_BOOTLOADER_NONE);
}

/* The lock bits of most Nanos keep the firmware from reading it. */
TEST(a_bootloader_that_is_locked_is_told_by_its_room)
{
    CHECK_INT(said(optiboot, 0xDE, LOCKED), BOARD_BOOTLOADER_OPTIBOOT);
    CHECK_INT(said(old, 0xDA, LOCKED), BOARD_BOOTLOADER_OLD);
    CHECK_INT(said(optiboot, 0xDC, LOCKED), BOARD_BOOTLOADER_UNKNOWN);
}

TEST(a_chip_that_starts_its_firmware_itself_has_none)
{
    CHECK_INT(said(optiboot, 0xDF, LOCKED), BOARD_BOOTLOADER_NONE);
    CHECK_INT(said(NULL, 0xDF, OPEN), BOARD_BOOTLOADER_NONE);
}

/* Why it has to be said. */
TEST(an_old_bootloader_hangs_after_a_watchdog_reset_and_optiboot_does_not)
{
    struct sim *s = board(optiboot, OPTIBOOT_AT);

    CHECK(sim_wait(s, "!0,HI", 3000) != NULL);
    sim_run_ms(s, 2000);
    sim_hang(s, true);
    CHECK(sim_wait(s, "!0,HI", 4000) != NULL);
    sim_free(s);
    s = board(old, OLD_AT);
    s->fuses[3] = 0xDA;
    CHECK(sim_wait(s, "!0,HI", 3000) != NULL);
    CHECK_INT(sim_field(s->said, 10), BOARD_BOOTLOADER_OLD);
    sim_run_ms(s, 2000);
    sim_hang(s, true);
    CHECK(sim_wait(s, "!0,HI", 5000) == NULL);
    sim_free(s);
}
