/* board_sim - the real firmware in real time, with a serial port.
 *
 *     board_sim [-x FACTOR] [-l LINK] [-e FILE] [-b HEX] [-n] [-v]
 *
 * Runs the image of `make firmware` (or BOARD_HEX) in libsimavr, FACTOR times
 * as fast as the clock, its UART on a pty. Says "port PATH" first; LINK
 * becomes a symbolic link to it. FILE keeps the EEPROM from run to run.
 * HEX is a bootloader for the end of the flash; it starts first then.
 * Opening the port resets the board as DTR does on a Nano; -n: it does not.
 * Each change of a pin is a line "SECONDS PIN LEVEL" on standard output, the
 * LEDs' only with -v; "SECONDS heartbeat" is one that reached the chip.
 * Commands are lines on standard input:
 *
 *     mains on|off      adaptor MV      battery MV      rail MV
 *     host on|off       (its USB power)
 *     press MS          (the button)
 *     fuses LLKKEEHH    (low, lock, extended, high; hex)
 *     fault on|off      leak MV         (the dongle's supply)
 *     clock on|off|stopped|UNIX
 *     reset             (as by DTR)
 *     power             (cut, and back)
 *     hang              (until the board's own watchdog bites)
 *     blank             (the chip's flash, but for the bootloader)
 *     unplug  plug      (the serial port)
 *     speed FACTOR      (from now on, as -x)
 *     status  quit                                                        */
#include "sim.h"

#include "board_frame.h"
#include "board_image.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

/* A bootloader waits a second of its own for the next byte: the chip must not
 * run ahead of whoever writes it, on a machine that has no time for him. */
enum { STEP_MS = 2, BEHIND_MOST_US = 200000, BOOTLOADER_BEHIND_US = 20000,
       EEPROM_SIZE = 1024, FLASH = 32768, BOOT = 0x7E00 };

static struct sim *sim;
static double factor = 1;
static const char *link_path, *eeprom_path, *boot_path;
static bool no_dtr, verbose;
static struct board_reader heard;       /* of what goes to the chip */
static int port = -1;           /* the pty's master */
static int opened = -1;         /* inotify: who opens and closes its other end */
static int openers;             /* of its other end, as far as told */
static bool connected;          /* somebody has the other end */
static uint64_t release_at;     /* us; the button's */
static volatile sig_atomic_t stop;

static void
say(const char *what, const char *value)
{
    printf("%.3f %s%s%s\n", (double)sim_us(sim) / 1e6, what,
           *value ? " " : "", value);
    fflush(stdout);
}

static void
on_pin(struct sim *s, enum sim_out out, bool level, void *param)
{
    bool light = out >= SIM_LED_POWER && out <= SIM_LED_BEAT;

    (void)s;
    (void)param;
    if (!light || verbose)
        say(sim_out_name(out), level ? "1" : "0");
}

static void
on_byte(struct sim *s, uint8_t byte, void *param)
{
    (void)s;
    (void)param;
    if (connected)
        (void)!write(port, &byte, 1);
}

static void
keep_eeprom(uint8_t *bytes)
{
    FILE *file;

    sim_eeprom(sim, bytes);
    if (!eeprom_path)
        return;
    file = fopen(eeprom_path, "wb");
    if (!file || fwrite(bytes, EEPROM_SIZE, 1, file) != 1)
        perror(eeprom_path);
    if (file)
        fclose(file);
}

static void
add_bootloader(uint8_t *flash)
{
    FILE *file = fopen(boot_path, "rb");
    char line[600];
    uint8_t record[260];

    if (!file) {
        perror(boot_path);
        exit(1);
    }
    while (fgets(line, sizeof line, file)) {
        size_t at;

        line[strcspn(line, "\r\n")] = '\0';
        if (!board_image_record(line, strlen(line), record) || record[3])
            continue;
        at = (size_t)record[1] << 8 | record[2];
        if (at + record[0] <= FLASH)
            memcpy(flash + at, record + 4, record[0]);
    }
    fclose(file);
}

static void
start_board(const uint8_t *eeprom)
{
    static uint8_t flash[FLASH];

    if (boot_path) {
        sim_image(flash);
        add_bootloader(flash);
        sim = sim_new_flash(flash, BOOT, eeprom);
    } else {
        sim = sim_new(eeprom);
    }
    sim->watch = on_pin;
    sim->raw = on_byte;
    sim->clock.base_unix = (int64_t)time(NULL);
}

/* Each opening and closing of the other end is told, also those that follow
 * each other faster than we look. */
static void
watch_port(void)
{
    openers = 0;
    opened = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (opened < 0
        || inotify_add_watch(opened, ptsname(port), IN_OPEN | IN_CLOSE) < 0) {
        perror("inotify");
        exit(1);
    }
}

/* A new pty. Its other end is opened and closed once, so that from then on
 * it hangs up when nobody has it open. */
static void
plug(void)
{
    struct termios t;
    int other;

    port = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (port < 0 || grantpt(port) != 0 || unlockpt(port) != 0
        || (other = open(ptsname(port), O_RDWR | O_NOCTTY)) < 0) {
        perror("pty");
        exit(1);
    }
    tcgetattr(other, &t);
    cfmakeraw(&t);
    tcsetattr(other, TCSANOW, &t);
    close(other);
    watch_port();
    if (link_path) {
        unlink(link_path);
        if (symlink(ptsname(port), link_path) != 0)
            perror(link_path);
    }
    printf("port %s\n", ptsname(port));
    fflush(stdout);
}

static void
unplug(void)
{
    if (link_path)
        unlink(link_path);
    if (port >= 0)
        close(port);
    if (opened >= 0)
        close(opened);
    port = opened = -1;
    openers = 0;
    connected = false;
}

static void
cut_power(void)
{
    uint8_t eeprom[EEPROM_SIZE];
    int64_t unix_now = sim->clock.base_unix
                       + (int64_t)(sim_us(sim) - sim->clock.base_us) / 1000000;
    struct sim old = *sim;

    keep_eeprom(eeprom);
    sim_free(sim);
    start_board(eeprom);
    sim->battery = old.battery;
    sim->adaptor = old.adaptor;
    sim->rail = old.rail;
    sim->host_vbus = old.host_vbus;
    sim->clock.base_unix = unix_now;
    say("power", "");
}

static void
tell_status(void)
{
    char text[160];

    snprintf(text, sizeof text, "battery=%d adaptor=%d rail=%d vbus=%d host=%d "
             "boots=%ld cycles=%ld", sim->battery, sim->adaptor, sim->rail,
             sim_vbus(sim), sim->host_vbus, sim->boots,
             sim->rises[SIM_MODEM_EN]);
    say("status", text);
}

static void
set_clock(const char *value)
{
    sim->clock.absent = strcmp(value, "off") == 0;
    if (strcmp(value, "stopped") == 0)
        sim->clock.status |= 0x80;
    if (atoll(value) > 0) {
        sim->clock.base_unix = atoll(value);
        sim->clock.base_us = sim_us(sim);
    }
}

static void
set_fuses(const char *value)
{
    unsigned long all = strtoul(value, NULL, 16);

    for (int i = 3; i >= 0; i--, all >>= 8)
        sim->fuses[i] = (uint8_t)all;
}

/* False: no such command. */
static bool
obey(const char *word, const char *value)
{
    bool on = strcmp(value, "on") == 0;

    if (strcmp(word, "mains") == 0)
        sim->adaptor = on ? 13800 : 0;
    else if (strcmp(word, "adaptor") == 0)
        sim->adaptor = atoi(value);
    else if (strcmp(word, "battery") == 0)
        sim->battery = atoi(value);
    else if (strcmp(word, "rail") == 0)
        sim->rail = atoi(value);
    else if (strcmp(word, "host") == 0)
        sim->host_vbus = on;
    else if (strcmp(word, "fault") == 0)
        sim->fault = on;
    else if (strcmp(word, "leak") == 0)
        sim->leak = atoi(value);
    else if (strcmp(word, "fuses") == 0)
        set_fuses(value);
    else if (strcmp(word, "clock") == 0)
        set_clock(value);
    else if (strcmp(word, "press") == 0) {
        sim->button = true;
        release_at = sim_us(sim) + (uint64_t)atoi(value) * 1000;
    } else if (strcmp(word, "reset") == 0)
        sim_reset(sim);
    else if (strcmp(word, "speed") == 0 && atof(value) > 0)
        factor = atof(value);
    else if (strcmp(word, "power") == 0)
        cut_power();
    else if (strcmp(word, "hang") == 0)
        sim_hang(sim, true);
    else if (strcmp(word, "blank") == 0) {
        sim_blank(sim);
        sim_reset(sim);
    } else if (strcmp(word, "unplug") == 0)
        unplug();
    else if (strcmp(word, "plug") == 0) {
        unplug();
        plug();
        sim_reset(sim);
    } else if (strcmp(word, "status") == 0)
        tell_status();
    else if (strcmp(word, "quit") == 0)
        stop = 1;
    else
        return false;
    return true;
}

/* What came on standard input, line by line; its end means nothing. */
static void
read_commands(void)
{
    static char line[256];
    static size_t n;
    char c;

    while (read(0, &c, 1) == 1) {
        char word[32] = "", value[64] = "";

        if (c != '\n') {
            if (n < sizeof line - 1)
                line[n++] = c;
            continue;
        }
        line[n] = '\0';
        n = 0;
        if (sscanf(line, "%31s %63s", word, value) > 0 && !obey(word, value))
            say("unknown", word);
    }
}

/* Gives bytes of the host to the chip. A heartbeat with the number of the
 * sentence before is the same one once more, which renews nothing. */
static void
give(const uint8_t *bytes, size_t n)
{
    static int before = -1;
    struct board_frame f;

    sim_bytes(sim, bytes, n);
    for (size_t i = 0; i < n; i++) {
        if (board_read(&heard, bytes[i], &f) != BOARD_READ_FRAME)
            continue;
        if (f.command == BOARD_HEARTBEAT && f.seq != before)
            say("heartbeat", "");
        before = f.seq;
    }
}

/* Who opened the other end since the last look, and who closed it. When it
 * opens, DTR rises, and the board starts. */
static void
count_openers(void)
{
    struct inotify_event e;     /* without a name: of the port itself */

    while (read(opened, &e, sizeof e) == (ssize_t)sizeof e) {
        if (e.mask & IN_CLOSE)
            openers -= openers > 0;
        if (!(e.mask & IN_OPEN) || openers++)
            continue;
        say("open", "");
        if (!no_dtr)
            sim_reset(sim);
    }
}

static void
look_at_port(void)
{
    struct pollfd p = { .fd = port, .events = POLLIN };
    uint8_t bytes[256];
    ssize_t n;

    if (port < 0 || poll(&p, 1, 0) < 0)
        return;
    if (p.revents & POLLHUP)
        openers = 0;            /* alike events may be told as one */
    count_openers();            /* an opening is told after it is seen above */
    connected = openers || !(p.revents & POLLHUP);
    if ((p.revents & POLLIN) && (n = read(port, bytes, sizeof bytes)) > 0)
        give(bytes, (size_t)n);
}

static uint64_t
wall_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

/* Lets the board run as far as the clock has gone; what was missed by more
 * than a fifth of a second (a suspended machine) is not made up for. */
static void
run(void)
{
    const uint64_t most = boot_path ? BOOTLOADER_BEHIND_US : BEHIND_MOST_US;
    uint64_t last = wall_us();

    while (!stop) {
        struct pollfd in = { .fd = 0, .events = POLLIN };
        struct timespec step = { .tv_nsec = STEP_MS * 1000000 };
        uint64_t now = wall_us(), gone = now - last;

        last = now;
        if (gone > most)
            gone = most;
        sim_run_us(sim, (uint64_t)((double)gone * factor));
        if (sim->dead)
            stop = 1;
        if (sim->button && sim_us(sim) >= release_at)
            sim->button = false;
        look_at_port();
        if (poll(&in, 1, 0) > 0 && (in.revents & POLLIN))
            read_commands();
        nanosleep(&step, NULL);
    }
}

static void
on_signal(int number)
{
    (void)number;
    stop = 1;
}

static void
options(int argc, char **argv)
{
    int c;

    while ((c = getopt(argc, argv, "x:l:e:b:nv")) != -1) {
        if (c == 'x')
            factor = atof(optarg);
        else if (c == 'l')
            link_path = optarg;
        else if (c == 'e')
            eeprom_path = optarg;
        else if (c == 'b')
            boot_path = optarg;
        else if (c == 'n')
            no_dtr = true;
        else if (c == 'v')
            verbose = true;
        else
            exit(2);
    }
    if (factor <= 0 || optind != argc) {
        fputs("usage: board_sim [-x FACTOR] [-l LINK] [-e FILE] [-b HEX] [-n] "
              "[-v]\n", stderr);
        exit(2);
    }
}

int
main(int argc, char **argv)
{
    uint8_t eeprom[EEPROM_SIZE];
    FILE *file;

    options(argc, argv);
    memset(eeprom, 0xFF, sizeof eeprom);
    if (eeprom_path && (file = fopen(eeprom_path, "rb"))) {
        if (fread(eeprom, sizeof eeprom, 1, file) != 1)
            memset(eeprom, 0xFF, sizeof eeprom);
        fclose(file);
    }
    signal(SIGTERM, on_signal);
    signal(SIGINT, on_signal);
    signal(SIGPIPE, SIG_IGN);
    fcntl(0, F_SETFL, fcntl(0, F_GETFL) | O_NONBLOCK);
    start_board(eeprom);
    plug();
    run();
    keep_eeprom(eeprom);
    unplug();
    sim_free(sim);
    return 0;
}
