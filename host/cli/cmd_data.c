/* cmd_data.c - lists in, everything out. */
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
    if (*show_text(j, "ignored_columns")) {
        fputs("columns left out: ", stdout);
        show_plain(show_text(j, "ignored_columns"));
        putchar('\n');
    }
    if (c->dry_run)
        puts("Nothing was changed: this was a dry run.");
}

int
cmd_import(const struct cli *c)
{
    char *bytes;
    size_t n = 0;
    json_t *j;
    int code;

    if (!(bytes = read_file(c->args[0], &n)))
        return EXIT_REFUSED;
    code = client_upload(c, c->dry_run ? "import?dry_run=1" : "import", bytes,
        n, &j);
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

int
cmd_export(const struct cli *c)
{
    char path[64];
    long long id;
    json_t *j;
    int code;

    if (!c->family)
        return cli_usage("of which family? --family ID");
    if (!cli_number(c->family, "a family", &id))
        return EXIT_USAGE;
    snprintf(path, sizeof(path), "families/%lld/export", id);
    if ((code = client_get(c, path, &j)))
        return code;
    json_dumpf(j, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(j);
    return code;
}
