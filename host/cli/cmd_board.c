/* cmd_board.c - the companion board: how it is, what it told, new firmware, and
 * what is asked of it: its test, settings, a cut, hands off, calibration. */
#include "cli/client.h"
#include "cli/show.h"
#include "cli/wait.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifndef FIRMWARE_FILE
#define FIRMWARE_FILE "/usr/share/notehome/notehome-board.hex"
#endif

enum { IMAGE_MAX = 256 * 1024, UPDATE_SECONDS = 300, ERRAND_SECONDS = 180 };

/* What its chip said of itself. */
static void
show_chip(const json_t *j)
{
    json_t *warning;
    size_t i;

    if (*show_text(j, "fuses"))
        printf("bootloader %s, fuses %s\n", show_text(j, "bootloader"),
            show_text(j, "fuses"));
    json_array_foreach(json_object_get(j, "warnings"), i, warning)
        show_wrapped(json_string_value(warning), 0);
}

static int
board_now(const struct cli *c)
{
    long long firmware;
    json_t *j;
    int code;

    if ((code = client_get(c, "board", &j)) || client_print_json(c, j))
        return code;
    firmware = show_int(j, "firmware");
    if (json_is_true(json_object_get(j, "present"))) {
        show_wrapped(show_text(j, "words"), 0);
        printf("board %lld, firmware %lld.%lld.%lld, protocol %lld.%lld\n",
            show_int(j, "id"), firmware / 10000, firmware / 100 % 100,
            firmware % 100, show_int(j, "protocol_major"),
            show_int(j, "protocol_minor"));
        show_chip(j);
        if (json_is_true(json_object_get(j, "service")))
            puts("Hands off: it neither restarts this computer nor cuts its"
                " feed.");
        else if (json_is_true(json_object_get(j, "armed")))
            puts("It restarts this computer if Notehome falls silent.");
    } else {
        puts("No board is connected; Notehome works without one.");
    }
    json_decref(j);
    return code;
}

static int
board_log(const struct cli *c)
{
    json_t *j, *row;
    int code;
    size_t i;

    if ((code = client_get(c, "board/log", &j)) || client_print_json(c, j))
        return code;
    if (!json_array_size(j))
        puts("Nothing yet.");
    json_array_foreach(j, i, row) {
        printf("%s  ", show_time(show_text(row, "at")));
        show_plain(show_text(row, "words"));
        putchar('\n');
    }
    json_decref(j);
    return code;
}

static int
board_update(const struct cli *c, const char *file)
{
    char *bytes = malloc(IMAGE_MAX);
    FILE *f = fopen(file, "re");
    size_t n = 0;
    char path[64];
    json_t *j;
    int code;

    if (!f || !bytes) {
        code = cli_failed("%s: %s", file, strerror(errno));
    } else if ((n = fread(bytes, 1, IMAGE_MAX, f)) == IMAGE_MAX) {
        code = cli_failed("%s: too long for a firmware.", file);
    } else if (!(code = client_upload(c, "board/update", "text/plain",
                        bytes, n, &j))) {
        snprintf(path, sizeof(path), "board/update/%lld", show_int(j, "id"));
        json_decref(j);
        code = wait_for(c, path, UPDATE_SECONDS, "the update failed.",
            "no end of it yet; see \"notehome board log\".");
    }
    if (f)
        fclose(f);
    free(bytes);
    return code;
}

/* --- errands -------------------------------------------------------------- */

/* Prints the lines that have come since; returns how many there are. */
static size_t
show_lines(const json_t *j, size_t shown)
{
    const json_t *lines = json_object_get(j, "lines");

    for (; shown < json_array_size(lines); shown++)
        show_wrapped(json_string_value(json_array_get(lines, shown)), 0);
    fflush(stdout);
    return shown;
}

static int
follow(const struct cli *c, long long id)
{
    const struct timespec often = { 0, 300000000 };
    size_t shown = 0;
    char path[48];

    snprintf(path, sizeof(path), "board/do/%lld", id);
    for (int i = 0; i < ERRAND_SECONDS * 3; i++) {
        const char *state;
        bool over, good;
        json_t *j;
        int code = client_get(c, path, &j);

        if (code)
            return code;
        state = show_text(j, "state");
        over = strcmp(state, "running") != 0;
        good = !strcmp(state, "done");
        if (!c->json)
            shown = show_lines(j, shown);
        if (over && client_print_json(c, j))
            return good ? EXIT_DONE : EXIT_REFUSED;
        json_decref(j);
        if (over)
            return good ? EXIT_DONE : EXIT_REFUSED;
        nanosleep(&often, NULL);
    }
    return cli_failed("no end of it yet; see \"notehome board log\".");
}

static int
board_do(const struct cli *c, const char *what, const char *name, long value)
{
    json_t *j;
    long long id;
    int code = client_post(c, "board/do", json_pack("{s:s, s:s, s:I}", "do",
        what, "name", name, "value", (json_int_t)value), &j);

    if (code)
        return code;
    id = show_int(j, "id");
    json_decref(j);
    return follow(c, id);
}

/* "12.6" as 12600 with scale 1000. False: it is no such number. */
static bool
number(const char *text, double scale, long *out)
{
    char *end;
    double value = strtod(text, &end);

    if (end == text || *end || !(value >= 0) || value > 1000000)
        return false;
    *out = (long)(value * scale + 0.5);
    return true;
}

static int
errand(const struct cli *c, const char *what)
{
    const char *one = c->count > 1 ? c->args[1] : "";
    const char *two = c->count > 2 ? c->args[2] : "";
    long value = 0;

    if (!strcmp(what, "test") && c->count == 1)
        return board_do(c, what, "", 0);
    if (!strcmp(what, "get") && c->count <= 2)
        return board_do(c, what, one, 0);
    if (!strcmp(what, "set") && c->count == 3 && number(two, 1, &value))
        return board_do(c, what, one, value);
    if (!strcmp(what, "cut") && c->count <= 2
        && (c->count == 1 || number(one, 1000, &value)))
        return board_do(c, what, "", value);
    if (!strcmp(what, "service") && c->count <= 2 && (c->count == 1
            || !strcmp(one, "on") || !strcmp(one, "off")))
        return board_do(c, what, "", strcmp(one, "off") != 0);
    if (!strcmp(what, "calibrate") && c->count == 3
        && number(two, 1000, &value))
        return board_do(c, what, one, value);
    return cli_usage("usage: notehome board [log | update [FILE] | test |"
        " get [NAME] | set NAME VALUE | cut [SECONDS] | service [on|off] |"
        " calibrate battery|adaptor|rail VOLTS]");
}

int
cmd_board(const struct cli *c)
{
    if (c->count == 0)
        return board_now(c);
    if (c->count == 1 && !strcmp(c->args[0], "log"))
        return board_log(c);
    if (c->count <= 2 && !strcmp(c->args[0], "update"))
        return board_update(c, c->count == 2 ? c->args[1] : FIRMWARE_FILE);
    return errand(c, c->args[0]);
}
