/* cmd_import.c - class lists: brought, listed, and taken back. */
#include "cli/client.h"
#include "cli/show.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { CSV_MAX = 8 * 1024 * 1024 };

/* The whole file, owned by the caller; NULL after saying why. */
static char *
read_file(const char *path, size_t *n)
{
    FILE *f = fopen(path, "re");
    char *bytes = f ? malloc(CSV_MAX + 1) : NULL;
    const char *why = strerror(errno);
    bool bad = !bytes;

    if (bytes) {
        *n = fread(bytes, 1, CSV_MAX + 1, f);
        bad = ferror(f) != 0;
        why = strerror(errno);
        if (*n > CSV_MAX) {
            bad = true;
            why = "it is over 8 MB: split it";
        }
    }
    if (f)
        fclose(f);
    if (bad) {
        cli_failed("cannot read %s: %s.", path, why);
        free(bytes);
        bytes = NULL;
    }
    return bytes;
}

/* FILE.csv: rejected rows go to FILE.rejected.csv. */
static int
write_rejects(const char *path, const char *rejects)
{
    char out[4096];
    size_t n = strlen(path);
    FILE *f;
    int bad;

    if (n > 4 && !strcasecmp(path + n - 4, ".csv"))
        n -= 4;
    snprintf(out, sizeof(out), "%.*s.rejected.csv", (int)n, path);
    if (!(f = fopen(out, "we")))
        return cli_failed("cannot write %s: %s.", out, strerror(errno));
    bad = fputs(rejects, f) < 0;
    if (fclose(f) || bad)
        return cli_failed("cannot write %s: %s.", out, strerror(errno));
    fprintf(stderr, "notehome: rows that could not be used are in %s, each"
        " with its reason.\n", out);
    return EXIT_DONE;
}

/* What each column was taken for, and what was passed over. */
static void
show_columns(const json_t *j)
{
    const json_t *columns = json_object_get(j, "columns"), *one;
    size_t i;
    bool any = false;

    json_array_foreach((json_t *)columns, i, one) {
        if (!strcmp(show_text(one, "is"), "none"))
            continue;
        fputs(any ? ", " : "columns: ", stdout);
        show_plain(show_text(one, "title"));
        if (strcasecmp(show_text(one, "title"), show_text(one, "is")) != 0)
            printf(" = %s", show_text(one, "is"));
        any = true;
    }
    if (any)
        putchar('\n');
    if (show_int(j, "skipped_rows"))
        printf("rows above the head, passed over: %lld\n",
            show_int(j, "skipped_rows"));
    if (show_int(j, "other_sheets")) {
        fputs("sheet \"", stdout);
        show_plain(show_text(j, "sheet"));
        printf("\" was read, %lld more were not\n",
            show_int(j, "other_sheets"));
    }
}

static void
show_doubts(const json_t *j)
{
    const json_t *doubts = json_object_get(j, "doubtful"), *one;
    size_t i;

    json_array_foreach((json_t *)doubts, i, one) {
        if (!i)
            puts("numbers to check, taken as they are:");
        if (i == 20) {
            printf("  ... and %zu more\n", json_array_size(doubts) - i);
            break;
        }
        printf("  line %lld: ", show_int(one, "row"));
        show_plain(show_text(one, "phone"));
        putchar('\n');
    }
}

static void
show_import(const struct cli *c, const json_t *j)
{
    printf("%lld rows: %lld %s, %lld unchanged, %lld rejected\n",
        show_int(j, "rows"), show_int(j, "added"),
        c->dry_run ? "would be taken" : "taken", show_int(j, "unchanged"),
        show_int(j, "rejected"));
    printf("new: %lld families, %lld children, %lld guardians, %lld phones\n",
        show_int(j, "families"), show_int(j, "children"),
        show_int(j, "guardians"), show_int(j, "phones"));
    show_columns(j);
    if (*show_text(j, "ignored_columns")) {
        fputs("columns left out: ", stdout);
        show_plain(show_text(j, "ignored_columns"));
        putchar('\n');
    }
    show_doubts(j);
    if (c->dry_run)
        puts("Nothing was changed: this was a dry run.");
}

static bool
put_map(char *path, size_t room, const char *is, const char *what)
{
    size_t used = strlen(path);

    return strlen(what) < 150 && used
        + (size_t)snprintf(path + used, room - used, "%s%s%s", is,
            client_escape(what), "%0A") < room;
}

int
cmd_import(const struct cli *c)
{
    char *bytes, path[8192] = "import?map=";
    size_t n = 0;
    bool fits = !c->class_name || put_map(path, sizeof(path), "class%3D%3D",
        c->class_name);
    json_t *j;
    int code;

    for (int i = 0; i < c->n_maps && fits; i++)
        fits = put_map(path, sizeof(path), "", c->maps[i]);
    if (!fits)
        return cli_usage("a name in --map is too long");
    strcat(path, c->dry_run ? "&dry_run=1" : "");
    if (!(bytes = read_file(c->args[0], &n)))
        return EXIT_REFUSED;
    code = client_upload(c, path, bytes, n, &j);
    free(bytes);
    if (code)
        return code;
    if (show_int(j, "rejected"))
        code = write_rejects(c->args[0], show_text(j, "rejects"));
    if (!code && show_int(j, "rows") > 0
        && show_int(j, "rejected") == show_int(j, "rows"))
        code = EXIT_REFUSED;
    if (client_print_json(c, j))
        return code;
    show_import(c, j);
    json_decref(j);
    return code;
}

/* --- lists that came ------------------------------------------------------- */

static void
show_list(const json_t *l)
{
    printf("%lld  %s  %lld rows, %lld taken", show_int(l, "id"),
        show_time(show_text(l, "at")), show_int(l, "rows"),
        show_int(l, "taken"));
    if (json_is_true(json_object_get(l, "new_year")))
        printf(", new school year: %lld left", show_int(l, "left"));
    fputs(", by ", stdout);
    show_plain(show_text(l, "by"));
    if (!json_is_null(json_object_get(l, "undone")))
        fputs(" (taken back)", stdout);
    else if (!json_is_true(json_object_get(l, "whole")))
        fputs(" (stopped half way)", stdout);
    else if (json_is_true(json_object_get(l, "can_undo")))
        printf(" (notehome unimport %lld takes it back)", show_int(l, "id"));
    putchar('\n');
}

int
cmd_imports(const struct cli *c)
{
    json_t *j, *one;
    size_t i;
    int code = client_get(c, "imports", &j);

    if (code || client_print_json(c, j))
        return code;
    json_array_foreach(j, i, one)
        show_list(one);
    if (!json_array_size(j))
        puts("No list has come in.");
    json_decref(j);
    return code;
}

int
cmd_unimport(const struct cli *c)
{
    char path[64];
    long long id;
    json_t *j;
    int code;

    if (!cli_number(c->args[0], "a list", &id))
        return EXIT_USAGE;
    snprintf(path, sizeof(path), "imports/%lld/undo", id);
    if ((code = client_post(c, path, NULL, &j)) || client_print_json(c, j))
        return code;
    puts("Taken back.");
    if (show_int(j, "kept"))
        printf("%lld new families stay: they have written or been written to"
            " since.\n", show_int(j, "kept"));
    json_decref(j);
    return code;
}
