/* The relay against a modem that the test plays behind a pty. */
#include "modem/relay.h"
#include "modem/to_daemon.h"
#include "modem/tty.h"
#include "test.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

static int line;                /* the modem's end */

static void
say(const char *text)
{
    CHECK(write(line, text, strlen(text)) > 0);
}

/* It hears what comes at 9600, and nothing else. */
static void *
modem(void *self)
{
    char typed[80];
    size_t n = 0;
    char c;

    (void)self;
    for (;;) {
        struct pollfd p = { .fd = line, .events = POLLIN };
        struct termios t;

        if (poll(&p, 1, -1) < 0 || read(line, &c, 1) != 1)
            continue;
        if (tcgetattr(line, &t) || cfgetospeed(&t) != B9600)
            continue;
        if (c != '\r' && c != 0x1b && n < sizeof(typed) - 1)
            typed[n++] = c;
        typed[n] = '\0';
        if (c != '\r' || !n)
            continue;
        say(typed);
        say(strcmp(typed, "AT+CSQ") ? "\r\r\nOK\r\n"
                                    : "\r\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
        n = 0;
    }
    return NULL;
}

TEST(a_modem_is_found_at_whatever_speed_it_was_left)
{
    int tty, master, slave, link[2];
    struct relay *r = NULL;
    struct to_daemon *out;
    pthread_t thread;
    char path[64];

    CHECK(tty_pair(&line, &tty, path, sizeof(path)) == OK);
    CHECK(tty_pair(&master, &slave, path, sizeof(path)) == OK);
    CHECK_INT(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, link), 0);
    CHECK((out = to_daemon_new(link[0])) != NULL);
    CHECK_INT(pthread_create(&thread, NULL, modem, NULL), 0);
    CHECK(relay_start(tty, master, link[0], out, &r) == OK);
    CHECK(relay_contact(r, 20000) == OK);
}
