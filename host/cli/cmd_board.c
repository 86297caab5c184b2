/* cmd_board.c - the companion board: how it is, what it told, new firmware. */
#include "cli/client.h"
#include "cli/show.h"
#include "cli/wait.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { IMAGE_MAX = 256 * 1024, UPDATE_SECONDS = 300 };

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
    } else if (!(code = client_upload(c, "board/update", bytes, n, &j))) {
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

int
cmd_board(const struct cli *c)
{
    if (c->count == 0)
        return board_now(c);
    if (c->count == 1 && !strcmp(c->args[0], "log"))
        return board_log(c);
    if (c->count == 2 && !strcmp(c->args[0], "update"))
        return board_update(c, c->args[1]);
    return cli_usage("usage: notehome board [log | update FILE]");
}
