/* board_sim is what other tests and practice set-ups rely on: its port, its
 * commands, and what it says. */
#include "unit/test.h"

#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PORT FW_DIR "/test-board"
#define PROGRAM FWT_DIR "/board_sim"

struct board {
    pid_t pid;
    int   in, out, port;
    char  heard[4096];          /* by the port, and from standard output */
    size_t n;
};

static struct board
start(void)
{
    struct board b = { .port = -1 };
    int in[2], out[2];

    CHECK(pipe(in) == 0 && pipe(out) == 0);
    b.pid = fork();
    if (b.pid == 0) {
        dup2(in[0], 0);
        dup2(out[1], 1);
        close(in[1]);
        execl(PROGRAM, PROGRAM, "-x", "5", "-l", PORT, (char *)NULL);
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    b.in = in[1];
    b.out = out[0];
    return b;
}

/* Reads fd until text is there, for a minute at most. */
static bool
hears(struct board *b, int fd, const char *text)
{
    struct pollfd p = { .fd = fd, .events = POLLIN };

    b->n = 0;
    while (b->n < sizeof b->heard - 1 && poll(&p, 1, 60000) > 0) {
        ssize_t n = read(fd, b->heard + b->n, sizeof b->heard - 1 - b->n);

        if (n <= 0)
            return false;
        b->n += (size_t)n;
        b->heard[b->n] = '\0';
        if (strstr(b->heard, text))
            return true;
    }
    return false;
}

static void
command(struct board *b, const char *line)
{
    CHECK(write(b->in, line, strlen(line)) == (ssize_t)strlen(line));
}

static void
say(struct board *b, const char *sentence)
{
    CHECK(write(b->port, sentence, strlen(sentence))
          == (ssize_t)strlen(sentence));
}

static void
open_port(struct board *b)
{
    b->port = open(PORT, O_RDWR | O_NOCTTY);
    CHECK(b->port >= 0);
}

TEST(the_simulated_board_answers_on_its_port_and_obeys)
{
    struct board b = start();
    int status;

    CHECK(hears(&b, b.out, "port /dev/pts/"));
    open_port(&b);
    CHECK(hears(&b, b.port, "$!0,HI,1,0,"));    /* opening it resets it */
    say(&b, "$00,HI,1,0,100*B6DE\r\n");
    CHECK(hears(&b, b.port, "$00,HI,1,0,"));
    say(&b, "$0A,MO,C,3000*EBBA\r\n");
    CHECK(hears(&b, b.port, "$0A,MO,C,3000*"));
    CHECK(hears(&b, b.out, " MODEM_EN 0\n"));
    CHECK(hears(&b, b.out, " MODEM_EN 1\n"));
    CHECK(hears(&b, b.port, ",MC,1,"));
    command(&b, "mains off\n");
    CHECK(hears(&b, b.port, ",ML,"));
    command(&b, "press 100\n");
    CHECK(hears(&b, b.port, ",BT,0"));
    command(&b, "hang\n");
    CHECK(hears(&b, b.port, ",WD,1"));
    command(&b, "unplug\n");
    CHECK(!hears(&b, b.port, "never"));         /* it is gone at once */
    close(b.port);
    CHECK(access(PORT, F_OK) != 0);
    command(&b, "plug\n");
    CHECK(hears(&b, b.out, "port /dev/pts/"));
    open_port(&b);
    CHECK(hears(&b, b.port, "$!0,HI,1,0,"));
    command(&b, "dance\nquit\n");
    CHECK(hears(&b, b.out, "unknown dance"));
    CHECK(waitpid(b.pid, &status, 0) == b.pid && status == 0);
    CHECK(access(PORT, F_OK) != 0);
    close(b.port);
}

/* One that is missed has avrdude talk to the firmware, not to the bootloader. */
TEST(each_opening_of_the_port_resets_the_board)
{
    struct board b = start();
    int status;

    CHECK(hears(&b, b.out, "port /dev/pts/"));
    for (int i = 0; i < 200; i++) {
        open_port(&b);
        CHECK(hears(&b, b.out, " open\n"));
        close(b.port);
    }
    command(&b, "quit\n");
    CHECK(waitpid(b.pid, &status, 0) == b.pid && status == 0);
}
