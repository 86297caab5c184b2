/* cmd_backup.c - copies of everything, and the way back. */
#include "base/ask.h"
#include "cli/client.h"
#include "cli/show.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PASSPHRASE_MAX = 256, AGAIN_S = 60 };

static int
read_passphrase_file(const char *path, char *out)
{
    FILE *f = fopen(path, "re");
    bool good = f && fgets(out, PASSPHRASE_MAX, f);

    if (f)
        fclose(f);
    if (!good)
        return cli_failed("no passphrase can be read from %s.", path);
    out[strcspn(out, "\r\n")] = '\0';
    return *out ? EXIT_DONE : cli_failed("%s begins with an empty line.", path);
}

/* From the file, or from a person; "" is the box's own. */
static int
read_passphrase(const struct cli *c, bool twice, char *out)
{
    char again[PASSPHRASE_MAX] = "";
    bool same = true;

    *out = '\0';
    if (c->passphrase_file)
        return read_passphrase_file(c->passphrase_file, out);
    if (!isatty(STDIN_FILENO))
        return EXIT_DONE;
    ask_secret("Passphrase (empty: the box's own)", out, PASSPHRASE_MAX);
    if (*out && twice) {
        ask_secret("Again", again, sizeof(again));
        same = !strcmp(out, again);
    }
    explicit_bzero(again, sizeof(again));
    return same ? EXIT_DONE : cli_failed("they differ; nothing was done.");
}

/* Posts {name: path, passphrase, ...}; the body is released. */
static int
post(const struct cli *c, const char *where, json_t *body, bool twice,
    json_t **out)
{
    char passphrase[PASSPHRASE_MAX];
    int code = read_passphrase(c, twice, passphrase);

    if (code)
        json_decref(body);
    else {
        json_object_set_new(body, "passphrase", json_string(passphrase));
        code = client_post(c, where, body, out);
    }
    explicit_bzero(passphrase, sizeof(passphrase));
    return code;
}

int
cmd_backup(const struct cli *c)
{
    char path[PATH_MAX];
    json_t *j;
    int code;

    if (!realpath(c->args[0], path))
        return cli_failed("%s: %s.", c->args[0], strerror(errno));
    if ((code = post(c, "backups", json_pack("{s:s}", "folder", path), true,
             &j))
        || client_print_json(c, j))
        return code;
    show_plain(show_text(j, "file"));
    printf("\n%s and %s, %lld KB, read again and well.\n",
        show_count(j, "messages", "message", "messages"),
        show_count(j, "families", "family", "families"),
        (show_int(j, "bytes") + 1023) / 1024);
    json_decref(j);
    return EXIT_DONE;
}

/* Until the daemon has started again with what was restored. */
static int
wait_again(const struct cli *c)
{
    struct cli quiet = *c;

    quiet.quiet = true;
    for (int i = 0; i < AGAIN_S * 10; i++) {
        json_t *j = NULL;
        bool done = client_get(&quiet, "backups", &j) == EXIT_DONE
            && json_is_false(json_object_get(j, "staged"));

        json_decref(j);
        if (done)
            return EXIT_DONE;
        usleep(100 * 1000);
    }
    return cli_failed("the backup lies ready, but the daemon has not started"
        " again: sudo systemctl restart notehomed");
}

int
cmd_restore(const struct cli *c)
{
    char path[PATH_MAX];
    json_t *j;
    int code;

    if (!realpath(c->args[0], path))
        return cli_failed("%s: %s.", c->args[0], strerror(errno));
    if ((code = post(c, "restore", json_pack("{s:s, s:b}", "file", path,
             "replace", c->replace), false, &j)))
        return code;
    if ((code = wait_again(c))) {
        json_decref(j);
        return code;
    }
    if (client_print_json(c, j))
        return EXIT_DONE;
    printf("Restored: %s and %s.\n",
        show_count(j, "messages", "message", "messages"),
        show_count(j, "families", "family", "families"));
    json_decref(j);
    return EXIT_DONE;
}
