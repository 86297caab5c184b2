/* cmd_review.c - a term looked back on. */
#include "cli/client.h"
#include "cli/show.h"

#include <stdio.h>

enum { NAME_WIDTH = 22, NAMES_MOST = 12 };

static void
show_rows(const json_t *rows, const char *title, const char *unknown)
{
    json_t *r;
    size_t i;

    if (!json_array_size(rows))
        return;
    printf("%-*s %9s %9s %9s\n", NAME_WIDTH, title, "of", "reached", "heard");
    json_array_foreach(rows, i, r) {
        const char *name = show_text(r, "name");

        fputs("  ", stdout);
        show_cell(*name ? name : unknown, NAME_WIDTH - 2);
        printf(" %9lld %9lld %9lld", show_int(r, "of"),
            show_int(r, "reached"), show_int(r, "heard"));
        if (json_object_get(r, "praise"))
            printf("  praise %lld : %lld", show_int(r, "praise"),
                show_int(r, "concern"));
        putchar('\n');
    }
}

static void
show_names(const json_t *names, const char *title)
{
    const json_t *first = json_object_get(names, "first");
    long long count = show_int(names, "count");
    json_t *n;
    size_t i;

    printf("%s: %lld\n", title, count);
    json_array_foreach(first, i, n) {
        if (i == NAMES_MOST) {
            printf("  and %lld more\n", count - NAMES_MOST);
            break;
        }
        fputs("  ", stdout);
        show_cell(show_text(n, "name"), NAME_WIDTH + 6);
        if (*show_text(n, "detail")) {
            fputs("  ", stdout);
            show_cut(show_text(n, "detail"), show_width() - NAME_WIDTH - 10);
        }
        putchar('\n');
    }
}

int
cmd_review(const struct cli *c)
{
    const char *class_name = c->class_name ? c->class_name : "";
    char path[CLIENT_PATH];
    const json_t *kept;
    json_t *j;
    int code, at;

    at = snprintf(path, sizeof(path), "review?class=%s",
        client_escape(class_name));
    if (c->count)
        snprintf(path + at, sizeof(path) - (size_t)at, "&term=%s",
            client_escape(c->args[0]));
    if ((code = client_get(c, path, &j)) || client_print_json(c, j))
        return code;
    printf("%.10s to %.10s: %lld of %s reached, %lld wrote or rang.\n",
        show_text(j, "from"), show_text(j, "to"), show_int(j, "reached"),
        show_count(j, "families", "family", "families"), show_int(j, "heard"));
    printf("Praise to concern %lld : %lld.", show_int(j, "praise"),
        show_int(j, "concern"));
    kept = json_object_get(j, "kept");
    if (show_int(kept, "asked"))
        printf(" Promise kept: %lld %% of %s.", show_int(kept, "percent"),
            show_count(kept, "asked", "text", "texts"));
    putchar('\n');
    show_rows(json_object_get(j, "classes"), "Class", "no class");
    show_rows(json_object_get(j, "languages"), "Language", "the school's");
    show_rows(json_object_get(j, "relations"), "Relation", "not known");
    show_names(json_object_get(j, "unreached"), "No text reached");
    show_names(json_object_get(j, "unpraised"), "No praise about");
    json_decref(j);
    return code;
}
