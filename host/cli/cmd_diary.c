/* cmd_diary.c - the diary of a dongle, into a file: modems record. */
#include "cli/client.h"
#include "cli/show.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE_S = 30 };       /* beyond its own time, for the writing */

/* Ours alone, and new: a link is not followed. -1: why was said. */
static int
make_file(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
        0600);

    if (fd < 0 && errno == EEXIST)
        cli_failed("there is a file %s already; it is left alone.", path);
    else if (fd < 0)
        cli_failed("%s: %s.", path, strerror(errno));
    return fd;
}

static int
write_all(int fd, const char *path, const char *text)
{
    size_t n = strlen(text);
    ssize_t went = 0;

    for (; n && went >= 0; text += went, n -= (size_t)went)
        if ((went = write(fd, text, n)) < 0 && errno == EINTR)
            went = 0;
    return n || fsync(fd) ? cli_failed("%s: %s.", path, strerror(errno))
                          : EXIT_DONE;
}

/* Until it is ready. */
static int
wait_ready(const struct cli *c, long long seconds)
{
    const struct timespec half = { 0, 500000000 };

    for (long long i = 0; i < 2 * (seconds + PATIENCE_S); i++) {
        json_t *j;
        int code = client_get(c, "diary", &j);
        bool kept = !code && !strcmp(show_text(j, "state"), "kept");

        if (code)
            return code;
        json_decref(j);
        if (!kept)
            return EXIT_DONE;
        nanosleep(&half, NULL);
    }
    return cli_failed("the diary does not end; look at it on the page"
        " Dongles.");
}

/* Keeps one, and writes it. */
static int
record(const struct cli *c, int fd, const char *path)
{
    json_t *body = json_object(), *j;
    const char *text;
    long long seconds;
    char *end;
    int code;

    if (c->seconds) {
        seconds = strtoll(c->seconds, &end, 10);
        json_object_set_new(body, "seconds", json_integer(*end ? 0 : seconds));
    }
    if (c->count > 2)
        json_object_set_new(body, "modem", json_string(c->args[2]));
    if ((code = client_post(c, "diary", body, &j)))
        return code;
    seconds = show_int(j, "seconds");
    json_decref(j);
    if (!c->json) {
        printf("A diary is kept for %lld seconds.\n", seconds);
        show_wrapped("Pull the dongle out now and plug it in again; then send a"
            " text, let one come, and ask for the balance: all of that belongs"
            " there. \"notehome modems stop\" ends it sooner.", 0);
        fflush(stdout);
    }
    if ((code = wait_ready(c, seconds))
        || (code = client_get(c, "diary/text", &j)))
        return code;
    text = show_text(j, "text");
    if (!(code = write_all(fd, path, text)) && c->json)
        printf("{\"bytes\": %zu}\n", strlen(text));
    else if (!code)
        printf("%zu KB in %s. Numbers, names and texts were replaced: look"
            " yourself before you give it away.\n",
            (strlen(text) + 1023) / 1024,
            path);
    json_decref(j);
    return code;
}

int
cmd_modems_do(const struct cli *c)
{
    json_t *j;
    int fd, code;

    if (!strcmp(c->args[0], "stop") && c->count == 1) {
        if (!(code = client_post(c, "diary/stop", NULL, &j)))
            json_decref(j);
        return code;
    }
    if (strcmp(c->args[0], "record") != 0 || c->count < 2)
        return cli_usage("usage: notehome modems [record FILE [DONGLE]"
            " [--seconds N] | stop]");
    if ((fd = make_file(c->args[1])) < 0)
        return EXIT_REFUSED;
    code = record(c, fd, c->args[1]);
    close(fd);
    if (code)
        unlink(c->args[1]);
    return code;
}
