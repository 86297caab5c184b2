/* An update as in the field: the real avrdude, through the real bootloader
 * (optiboot, from Debian's arduino-core-avr), over a pty. And what is no
 * firmware is refused before it is written. */
#include "sim.h"
#include "unit/test.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "board_image.h"

#define OPTIBOOT "/usr/share/arduino/hardware/arduino/avr/bootloaders/" \
                 "optiboot/optiboot_atmega328.hex"

enum { BOOT = 0x7E00, FLASH = 32768, PAGE = 128, HEX_MOST = 1 << 18 };

static const char next_hex[] = FW_DIR "/next.hex";
static int port;
static char port_path[64];

/* --- files -------------------------------------------------------------- */

static size_t
read_file(const char *path, char *out)
{
    FILE *file = fopen(path, "rb");
    size_t n;

    CHECK(file != NULL);
    n = fread(out, 1, HEX_MOST, file);
    fclose(file);
    CHECK(n > 0 && n < HEX_MOST);
    return n;
}

/* --- the board on a pty, in real time ----------------------------------- */

static void
on_byte(struct sim *s, uint8_t byte, void *param)
{
    (void)s;
    (void)param;
    if (write(port, &byte, 1) < 0)
        CHECK(errno == EAGAIN || errno == EIO);
}

static void
open_port(void)
{
    struct termios t;
    int other;

    port = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
    CHECK(port >= 0 && grantpt(port) == 0 && unlockpt(port) == 0);
    snprintf(port_path, sizeof port_path, "%s", ptsname(port));
    other = open(port_path, O_RDWR | O_NOCTTY);
    tcgetattr(other, &t);
    cfmakeraw(&t);
    tcsetattr(other, TCSANOW, &t);
    close(other);
}

static struct sim *
board(void)
{
    static uint8_t flash[FLASH];
    struct sim *s;

    sim_image(flash);
    sim_bootloader(flash, OPTIBOOT);
    s = sim_new_flash(flash, BOOT, NULL);
    CHECK(sim_wait(s, "HI", 500) != NULL);
    CHECK(sim_ask(s, "HI,1,0,1")[0] == 'H');
    CHECK_TEXT(sim_ask(s, "CF,id,1234"), "CF,id,1234");
    return s;
}

/* One step: the line, 2 ms of the board, 2 ms of ours. How many bytes the board
 * got. */
static ssize_t
step(struct sim *s, bool *is_open)
{
    struct pollfd p = { .fd = port, .events = POLLIN };
    struct timespec two_ms = { .tv_nsec = 2000000 };
    uint8_t bytes[512];
    ssize_t n = 0;

    poll(&p, 1, 0);
    if (p.revents & POLLHUP) {
        *is_open = false;
    } else {
        if (!*is_open)
            sim_reset(s);       /* DTR */
        *is_open = true;
        if ((n = read(port, bytes, sizeof bytes)) > 0)
            sim_bytes(s, bytes, (size_t)n);
    }
    sim_run_ms(s, 2);
    nanosleep(&two_ms, NULL);
    return n > 0 ? n : 0;
}

/* avrdude with a file; killed once it has sent so many pages unless 0. Its exit
 * code. */
static int
run_avrdude(struct sim *s, const char *hex, int kill_after)
{
    long sent = 0;
    static const char parked[] = "flash:w:" FW_DIR "/t-parked.hex:i";
    static const char first[] = "flash:w:" FW_DIR "/t-first.hex:i";
    char split[400];
    bool is_open = false;
    int status = 0, ms = 0;
    pid_t child;

    snprintf(split, sizeof split, FW_DIR "/stamp --split %s " FW_DIR
             "/t-parked.hex " FW_DIR "/t-first.hex", hex);
    CHECK_INT(system(split), 0);
    /* Both keep time with each other, as a chip with its own processor does;
     * where that is not allowed, a quiet machine will do. */
    (void)setpriority(PRIO_PROCESS, 0, -10);
    child = fork();
    if (child == 0) {
        int null = open("/dev/null", O_RDWR);

        dup2(null, 1);
        dup2(null, 2);
        execlp("avrdude", "avrdude", "-q", "-q", "-p", "atmega328p", "-c",
               "arduino", "-P", port_path, "-b", "115200", "-D", "-U",
               parked, "-U", first, (char *)NULL);
        _exit(127);
    }
    s->raw = on_byte;
    while (waitpid(child, &status, WNOHANG) == 0 && ms < 60000) {
        sent += step(s, &is_open);
        ms += 2;
        if (kill_after && sent >= kill_after * PAGE)
            kill(child, SIGKILL);
    }
    s->raw = NULL;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
count_changes(struct sim *s, enum sim_out out, bool level, void *param)
{
    (void)s;
    (void)level;
    if (out <= SIM_HOST_CUT)
        ++*(int *)param;
}

/* --- tests -------------------------------------------------------------- */

TEST(avrdude_writes_and_verifies_a_new_firmware_that_then_runs)
{
    static char hex[HEX_MOST];
    static struct board_image image;
    static uint8_t running[BOARD_IMAGE_SIZE];
    struct sim *s = board();
    int changes = 0;
    long old = sim_field(sim_ask(s, "HI,1,0,1"), 3);

    open_port();
    s->watch = count_changes;
    s->watch_param = &changes;
    CHECK_INT(run_avrdude(s, next_hex, 0), 0);
    CHECK(sim_wait(s, "HI", 3000) != NULL);
    CHECK_INT(sim_field(sim_ask(s, "HI,1,0,1"), 3), old + 1);
    CHECK_TEXT(sim_ask(s, "CF,id"), "CF,id,1234");      /* settings stay */
    CHECK_INT(changes, 0);      /* the dongle stayed on, the host was let be */
    CHECK_INT(board_image_check(hex, read_file(next_hex, hex), &image),
              BOARD_IMAGE_GOOD);
    sim_flash(s, running, sizeof running);
    for (size_t i = 0; i < sizeof running; i++)
        CHECK(!image.set[i] || image.bytes[i] == running[i]);
    close(port);
    sim_free(s);
}

static bool
switches_nothing(struct sim *s, uint64_t ms)
{
    int changes = 0;

    s->watch = count_changes;
    s->watch_param = &changes;
    CHECK(sim_wait(s, "HI", ms) == NULL);
    s->watch = NULL;
    return changes == 0 && s->out[SIM_MODEM_EN] && !s->out[SIM_HOST_RST]
           && !s->out[SIM_HOST_CUT];
}

/* Its other pages were new and old by turns, and ran as they were. */
TEST(half_of_an_update_switches_nothing_when_power_comes_back)
{
    static uint8_t flash[FLASH];
    struct sim *s = board();

    open_port();
    CHECK(run_avrdude(s, next_hex, 40) != 0);
    sim_flash(s, flash, sizeof flash);
    sim_free(s);
    s = sim_new_flash(flash, BOOT, NULL);
    CHECK(switches_nothing(s, 5000));
    CHECK_INT(run_avrdude(s, next_hex, 0), 0);
    CHECK(sim_wait(s, "HI", 3000) != NULL);
    close(port);
    sim_free(s);
}

/* Wherever a byte of it went wrong; and the light that says so. */
TEST(a_damaged_image_does_not_run)
{
    static const unsigned at[] = { 0x80, 0x1234, 0x3FFF, 0x4A00, 0x6FE0 + 24 };
    static uint8_t flash[FLASH];

    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        struct sim *s;

        sim_image(flash);
        flash[at[i]] ^= 0x10;
        s = sim_new_flash(flash, 0, NULL);
        CHECK(switches_nothing(s, 2000));
        if (at[i] > 0x1000)     /* else it is in the look itself */
            CHECK(s->out[SIM_LED_BEAT]);
        sim_free(s);
    }
}

TEST(an_update_that_was_cut_off_can_be_done_again)
{
    struct sim *s = board();
    long old = sim_field(sim_ask(s, "HI,1,0,1"), 3);

    open_port();
    CHECK(run_avrdude(s, next_hex, 10) != 0);
    CHECK_INT(run_avrdude(s, next_hex, 0), 0);
    CHECK(sim_wait(s, "HI", 3000) != NULL);
    CHECK_INT(sim_field(sim_ask(s, "HI,1,0,1"), 3), old + 1);
    close(port);
    sim_free(s);
}

static enum board_image_result
check(const char *hex, size_t n)
{
    static struct board_image image;

    return board_image_check(hex, n, &image);
}

TEST(a_file_cut_short_anywhere_is_refused)
{
    static char hex[HEX_MOST];
    size_t n = read_file(next_hex, hex);

    CHECK_INT(check(hex, n), BOARD_IMAGE_GOOD);
    for (size_t to = 0; to < n - 2; to += to < n - 60 ? 97 : 1)
        CHECK(check(hex, to) != BOARD_IMAGE_GOOD);
}

TEST(a_file_with_a_wrong_character_anywhere_is_refused)
{
    static char hex[HEX_MOST];
    size_t n = read_file(next_hex, hex), last = n;

    while (hex[last - 1] != ':')
        last--;                 /* the end record: nothing counts after it */
    for (size_t at = 0; at < last; at += 131) {
        char was = hex[at];

        if (was == '\r' || was == '\n')
            continue;
        hex[at] = was == '0' ? '1' : '0';
        CHECK(check(hex, n) != BOARD_IMAGE_GOOD);
        hex[at] = was;
    }
    CHECK_INT(check(hex, n), BOARD_IMAGE_GOOD);
}

TEST(a_file_that_misses_a_line_is_refused)
{
    static char hex[HEX_MOST], less[HEX_MOST];
    size_t n = read_file(next_hex, hex);

    for (size_t at = 0, end; at < n; at = end) {
        for (end = at; end < n && hex[end] != '\n'; end++)
            ;
        end++;
        memcpy(less, hex, at);
        memcpy(less + at, hex + end, n - end);
        CHECK(check(less, n - (end - at)) != BOARD_IMAGE_GOOD);
    }
}

TEST(another_programs_file_is_refused_and_the_old_firmware_still_runs)
{
    static char hex[HEX_MOST];
    struct sim *s = board();
    size_t n = read_file(OPTIBOOT, hex);

    CHECK(check(hex, n) != BOARD_IMAGE_GOOD);
    CHECK_INT(check(":00000001FF\n", 12), BOARD_IMAGE_NO_IDENTITY);
    CHECK_INT(check("", 0), BOARD_IMAGE_CUT);
    CHECK_INT(check("<html>\n", 7), BOARD_IMAGE_NOT_HEX);
    sim_reset(s);               /* the port was opened, nothing was sent */
    CHECK(sim_wait(s, "HI", 3000) != NULL);
    CHECK(sim_ask(s, "HI,1,0,1")[0] == 'H');
    CHECK_TEXT(sim_ask(s, "CF,id"), "CF,id,1234");
    sim_free(s);
}

TEST(the_check_for_the_shell_says_no_by_its_exit_code)
{
    static char hex[HEX_MOST];
    size_t n = read_file(next_hex, hex);
    FILE *file = fopen(FW_DIR "/cut.hex", "wb");

    CHECK(file && fwrite(hex, 1, n / 2, file) == n / 2);
    fclose(file);
    CHECK_INT(system(FW_DIR "/stamp --check " FW_DIR "/next.hex >/dev/null"),
              0);
    CHECK(system(FW_DIR "/stamp --check " FW_DIR "/cut.hex 2>/dev/null")
          != 0);
}

TEST(behind_the_real_bootloader_no_cause_is_made_up)
{
    struct sim *s = board();

    CHECK_INT(sim_field(sim_ask(s, "HI,1,0,1"), 6), BOARD_CAUSE_POWER_ON);
    sim_run_ms(s, 1000);
    sim_reset(s);
    CHECK(sim_wait(s, "!0,HI", 3000) != NULL);
    CHECK_INT(sim_field(s->said, 7), 0);        /* the port, or a dip */
    sim_run_ms(s, 1000);
    sim_hang(s, true);
    CHECK(sim_wait(s, "!0,HI", 3000) != NULL);
    CHECK_INT(sim_field(s->said, 7), BOARD_CAUSE_WATCHDOG);
    sim_free(s);
}
