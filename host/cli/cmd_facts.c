/* cmd_facts.c - facts of children from a sheet: told home, or noted in the
 * register. */
#include "cli/client.h"
#include "cli/read_list.h"
#include "cli/show.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_SHOWN = 40, TEXTS_SHOWN = 20 };

/* Sends the file; j is the answer. */
static int
upload(const struct cli *c, const char *what, json_t **j)
{
    struct list_form l;
    int code = list_begin(&l, c);

    if (code)
        return code;
    list_flag(&l, "dry_run", c->dry_run);
    list_say_map(&l, c);
    list_say_lines(&l, "pick", &c->one);
    list_say(&l, "template", c->kind);
    list_say(&l, "text", c->text);
    list_say(&l, "ask", c->ask);
    return list_upload(c, what, &l, j);
}

static void
show_choices(const json_t *row)
{
    json_t *one;
    size_t i;

    json_array_foreach(json_object_get(row, "choices"), i, one) {
        printf("    --one %lld=%lld  ", show_int(row, "row"),
            show_int(one, "id"));
        show_plain(show_text(one, "child"));
        fputs(", ", stdout);
        show_plain(show_text(one, "class"));
        fputs(" (", stdout);
        show_plain(show_text(one, "guardians"));
        puts(")");
    }
}

/* What each column is, and the rows that something is to be said of. */
static void
show_sheet(const json_t *j)
{
    json_t *one;
    size_t i;
    int shown = 0;

    fputs("columns:", stdout);
    json_array_foreach(json_object_get(j, "columns"), i, one) {
        printf("%s ", i ? "," : "");
        show_plain(show_text(one, "title"));
        printf(" = %s", show_text(one, "is"));
    }
    putchar('\n');
    json_array_foreach(json_object_get(j, "marks"), i, one) {
        printf("%s", i ? ", " : "marks: ");
        show_plain(show_text(one, "mark"));
        printf(" %s", json_is_true(json_object_get(one, "away")) ? "away"
                                                                 : "there");
    }
    if (json_array_size(json_object_get(j, "marks")))
        puts(" (--map mark==A, --map 'mark!=A')");
    json_array_foreach(json_object_get(j, "rows"), i, one) {
        if (!*show_text(one, "why") || shown++ == ROWS_SHOWN)
            continue;
        if (shown > ROWS_SHOWN)
            break;
        printf("row %lld, ", show_int(one, "row"));
        show_plain(show_text(one, "child"));
        printf(": %s\n", show_text(one, "why"));
        show_choices(one);
    }
    if (shown > ROWS_SHOWN)
        puts("... and more (--json has all)");
}

int
cmd_facts(const struct cli *c)
{
    json_t *j = NULL, *one;
    size_t i;
    int code = upload(c, "facts", &j);

    if (code || client_print_json(c, j))
        return code;
    show_sheet(j);
    json_array_foreach(json_object_get(j, "texts"), i, one) {
        if (i == TEXTS_SHOWN) {
            puts("... and more (--json has all)");
            break;
        }
        show_plain(show_text(one, "to"));
        printf(", %s%s: ", show_count(one, "parts", "part", "parts"),
            json_is_true(json_object_get(one, "monday")) ? ", on Monday" : "");
        show_plain(show_text(one, "text"));
        putchar('\n');
    }
    if (*show_text(j, "why"))
        printf("No text: %s\n", show_text(j, "why"));
    printf("%s, %s%s%s.\n", show_count(j, "phones", "phone", "phones"),
        show_count(j, "parts", "part", "parts"),
        *show_text(j, "price") ? ", " : "", show_text(j, "price"));
    if (show_int(j, "unreached"))
        fprintf(stderr, "notehome: no text reaches the families of %s: call, or"
            " visit.\n", show_count(j, "unreached", "child", "children"));
    if (c->dry_run)
        puts("Nothing was sent: this was a dry run.");
    else
        printf("Queued, text to many %lld%s.\n", show_int(j, "batch"),
            json_is_true(json_object_get(j, "approval"))
                ? ", which waits for a second person" : "");
    json_decref(j);
    return code;
}

static int
show_lists(const struct cli *c)
{
    json_t *j, *one;
    size_t i;
    int code = client_get(c, "absences", &j);

    if (code || client_print_json(c, j))
        return code;
    json_array_foreach(j, i, one) {
        printf("%lld  %s  %s, by ", show_int(one, "id"),
            show_time(show_text(one, "at")),
            show_count(one, "days", "day", "days"));
        show_plain(show_text(one, "by"));
        puts(json_is_null(json_object_get(one, "undone")) ? ""
                                                          : " (taken back)");
    }
    json_decref(j);
    return code;
}

static int
undo(const struct cli *c)
{
    char path[80], *end;
    long long id = strtoll(c->args[1], &end, 10);
    json_t *j;
    int code;

    if (!*c->args[1] || *end || id < 1)
        return cli_usage("the number of a list, as notehome absences shows it");
    snprintf(path, sizeof(path), "absences/%lld/undo", id);
    if ((code = client_post(c, path, json_object(), &j))
        || client_print_json(c, j))
        return code;
    puts("Taken back.");
    json_decref(j);
    return code;
}

int
cmd_absences(const struct cli *c)
{
    json_t *j = NULL;
    int code;

    if (!c->count)
        return show_lists(c);
    if (c->count == 2)
        return strcmp(c->args[0], "undo") ? cli_usage("notehome absences undo"
            " ID") : undo(c);
    if ((code = upload(c, "absences", &j)) || client_print_json(c, j))
        return code;
    show_sheet(j);
    printf("%s, of them today %lld; noted before: %lld.\n",
        show_count(j, "days", "new day", "new days"), show_int(j, "today"),
        show_int(j, "known"));
    if (c->dry_run)
        puts("Nothing was noted: this was a dry run.");
    else if (json_is_null(json_object_get(j, "list")))
        puts("Nothing was new.");
    else
        printf("Noted, list %lld; %s about today.\n", show_int(j, "list"),
            show_count(j, "texts", "text", "texts"));
    if (show_int(j, "left"))
        fprintf(stderr, "notehome: no text reaches the families of %s: call, or"
            " visit.\n", show_count(j, "left", "child", "children"));
    json_decref(j);
    return code;
}
