/* cmd_import.c - class lists: brought, listed, and taken back. */
#include "cli/client.h"
#include "cli/read_list.h"
#include "cli/show.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

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
    if (*show_text(j, "class")) {
        fputs("class of all rows: ", stdout);
        show_plain(show_text(j, "class"));
        putchar('\n');
    }
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
        printf(" (%s)\n", show_text(one, "why"));
    }
}

static void
show_shared(const json_t *j)
{
    const json_t *all = json_object_get(j, "shared"), *one;
    size_t i;

    json_array_foreach((json_t *)all, i, one) {
        if (!i)
            puts("numbers that families share:");
        if (i == 20) {
            printf("  ... and %zu more\n", json_array_size(all) - i);
            break;
        }
        printf("  line %lld: ", show_int(one, "row"));
        show_plain(show_text(one, "phone"));
        fputs(" of ", stdout);
        show_plain(show_text(one, "guardian"));
        fputs(", shared with ", stdout);
        show_plain(show_text(one, "with"));
        putchar('\n');
    }
}

static void
show_twice(const json_t *j)
{
    const json_t *all = json_object_get(j, "twice"), *one;
    size_t i;

    json_array_foreach((json_t *)all, i, one) {
        if (!i)
            puts("the same child and guardian twice:");
        if (i == 20) {
            printf("  ... and %zu more\n", json_array_size(all) - i);
            break;
        }
        printf("  lines %lld and %lld: ", show_int(one, "before"),
            show_int(one, "row"));
        show_plain(show_text(one, "child"));
        fputs(", ", stdout);
        show_plain(show_text(one, "guardian"));
        putchar('\n');
    }
}

/* --- names ---------------------------------------------------------------- */

enum { NAMES_SHOWN = 40 };

static void
show_child(const json_t *one)
{
    show_plain(show_text(one, "child"));
    fputs(", ", stdout);
    show_plain(show_text(one, "class"));
}

/* What changed of a child that is known. */
static void
show_changes(const json_t *one)
{
    static const struct {
        const char *name, *words;
    } all[] = {
        { "name", "another spelling" }, { "returned", "is back" },
        { "new_guardian", "a new guardian" },
        { "guardian", "something about a guardian" },
        { "number", "a number" }, { "family", "its number or family" } };
    const json_t *changes = json_object_get(one, "changes"), *what;
    const char *before = ": ";
    size_t i;

    if (*show_text(one, "was")) {
        fputs(": was in ", stdout);
        show_plain(show_text(one, "was"));
        before = "; ";
    }
    json_array_foreach((json_t *)changes, i, what)
        for (size_t k = 0; k < sizeof(all) / sizeof(*all); k++)
            if (!strcmp(json_string_value(what), all[k].name)) {
                printf("%s%s", before, all[k].words);
                before = "; ";
            }
}

/* Those of the names that became this, under a title. */
static void
show_fate(const json_t *j, const char *what, const char *title)
{
    const json_t *names = json_object_get(j, "names"), *one;
    size_t i;
    int n = 0;

    json_array_foreach((json_t *)names, i, one)
        if (!strcmp(show_text(one, "what"), what) && n++ < NAMES_SHOWN) {
            if (n == 1)
                puts(title);
            fputs("  ", stdout);
            show_child(one);
            if (!strcmp(what, "changed"))
                show_changes(one);
            if (*show_text(one, "why")) {
                printf(" (line %lld): ", show_int(one, "row"));
                show_plain(show_text(one, "why"));
            }
            putchar('\n');
        }
    if (n > NAMES_SHOWN)
        printf("  ... and %d more (--json has all)\n", n - NAMES_SHOWN);
}

static void
show_missing(const json_t *j)
{
    const json_t *left = json_object_get(j, "missing"), *one;
    size_t i, n = json_array_size(left);

    if (n)
        printf("%zu %s\n", n, json_is_true(json_object_get(j, "new_year"))
                ? "not in the list, who leave the school:"
                : "of these classes are not in the list, and stay:");
    json_array_foreach((json_t *)left, i, one) {
        if (i == NAMES_SHOWN) {
            printf("  ... and %zu more (--json has all)\n", n - i);
            break;
        }
        fputs("  ", stdout);
        show_child(one);
        puts(json_is_true(json_object_get(one, "comes"))
                ? " (one of this name comes)" : "");
    }
}

static void
show_classes(const json_t *j)
{
    const json_t *classes = json_object_get(j, "classes"), *one;
    size_t i;

    puts("classes (in the list; before; after):");
    json_array_foreach((json_t *)classes, i, one) {
        fputs("  ", stdout);
        show_cell(show_text(one, "name"), 16);
        printf(" %5lld %5lld %5lld\n", show_int(one, "rows"),
            show_int(one, "before"), show_int(one, "after"));
    }
}

/* What only a person knows, each with the words that answer it. */
static void
show_questions(const json_t *j)
{
    const json_t *all = json_object_get(j, "alike"), *one;
    size_t i;

    json_array_foreach((json_t *)all, i, one) {
        show_plain(show_text(one, "other"));
        printf(" %lld, ", show_int(one, "others"));
        show_plain(show_text(one, "name"));
        printf(" %lld: one class? --same \"", show_int(one, "children"));
        show_plain(show_text(one, "name"));
        putchar('=');
        show_plain(show_text(one, "other"));
        puts("\"");
    }
    all = json_object_get(j, "twins");
    json_array_foreach((json_t *)all, i, one) {
        show_child(one);
        printf(" (line %lld) with ", show_int(one, "row"));
        show_plain(show_text(one, "guardian"));
        fputs(" and with ", stdout);
        show_plain(show_text(one, "other"));
        fputs(": one child? --one \"", stdout);
        show_child(one);
        puts("\"");
    }
}

static void
show_names(const struct cli *c, const json_t *j)
{
    show_fate(j, "new", "new:");
    show_fate(j, "changed", "changed:");
    if (c->dry_run)
        show_fate(j, "same", "known already:");
    show_fate(j, "left_out", "left out:");
    show_missing(j);
    show_classes(j);
    show_questions(j);
}

static void
show_import(const struct cli *c, const json_t *j)
{
    printf("%s: %lld %s, %lld unchanged, %lld rejected\n",
        show_count(j, "rows", "row", "rows"), show_int(j, "added"),
        c->dry_run ? "would be taken" : "taken", show_int(j, "unchanged"),
        show_int(j, "rejected"));
    printf("new: %s, %s, %s, %s\n",
        show_count(j, "families", "family", "families"),
        show_count(j, "children", "child", "children"),
        show_count(j, "guardians", "guardian", "guardians"),
        show_count(j, "phones", "phone", "phones"));
    if (show_int(j, "without_phone"))
        printf("%s no phone, and stay on the list (notehome unreached)\n",
            show_count(j, "without_phone", "child has", "children have"));
    show_columns(j);
    if (*show_text(j, "ignored_columns")) {
        fputs("columns left out: ", stdout);
        show_plain(show_text(j, "ignored_columns"));
        putchar('\n');
    }
    show_doubts(j);
    show_shared(j);
    show_twice(j);
    show_names(c, j);
    if (c->dry_run)
        puts("Nothing was changed: this was a dry run.");
}

int
cmd_import(const struct cli *c)
{
    struct list_form l;
    json_t *j = NULL;
    int code = list_begin(&l, c);

    if (code)
        return code;
    list_flag(&l, "dry_run", c->dry_run);
    list_flag(&l, "new_year", c->new_year);
    list_flag(&l, "sure", c->yes);
    list_say_map(&l, c);
    list_say_lines(&l, "same", &c->same);
    list_say_lines(&l, "one", &c->one);
    if ((code = list_upload(c, "import", &l, &j)))
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

/* --- lists that came ------------------------------------------------------ */

static void
show_list(const json_t *l)
{
    printf("%lld  %s  %s, %lld taken", show_int(l, "id"),
        show_time(show_text(l, "at")), show_count(l, "rows", "row", "rows"),
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

int
cmd_template(const struct cli *c)
{
    char path[80];
    json_t *j;
    int code;

    if (c->count && strlen(c->args[0]) > 10)
        return cli_usage("that is no language: en, fr, sw, ...");
    snprintf(path, sizeof(path), c->count ? "import/template?language=%s"
        : "import/template%s", c->count ? client_escape(c->args[0]) : "");
    if ((code = client_get(c, path, &j)) || client_print_json(c, j))
        return code;
    fputs(show_text(j, "csv"), stdout);
    json_decref(j);
    return code;
}
