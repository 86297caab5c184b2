/* cmd_calendar.c - on which days there is school, and how many of them an
 * answer may take; and the holding answer, which names one of them; and the
 * first text to a family, which tells it. */
#include "cli/client.h"
#include "cli/show.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIST_MAX = 60000 };

/* "Kept: 96 % of 48 texts this term, 100 % of 7 in four weeks." */
static void
show_kept(const json_t *j)
{
    const json_t *kept = json_object_get(j, "kept");
    const json_t *term = json_object_get(kept, "term");
    const json_t *weeks = json_object_get(kept, "weeks");

    if (!show_int(term, "asked"))
        return;
    printf("Kept: %lld %% of %lld texts this term", show_int(term, "percent"),
        show_int(term, "asked"));
    if (show_int(weeks, "asked"))
        printf(", %lld %% of %lld in four weeks", show_int(weeks, "percent"),
            show_int(weeks, "asked"));
    puts(".");
}

static void
show_calendar(const json_t *j)
{
    static const char *const names[] = { "Sun", "Mon", "Tue", "Wed", "Thu",
        "Fri", "Sat" };
    json_t *one;
    size_t i;

    if (show_int(j, "promise"))
        printf("We answer within %lld school days:", show_int(j, "promise"));
    else
        fputs("No answer is promised. School is on:", stdout);
    for (const char *p = show_text(j, "week"); *p >= '0' && *p <= '6'; p++)
        printf(" %s", names[*p - '0']);
    putchar('\n');
    show_kept(j);
    json_array_foreach(json_object_get(j, "days"), i, one) {
        bool long_one = strcmp(show_text(one, "first"),
            show_text(one, "last")) != 0;

        printf("%5s  %-9s  %s", show_text(one, "id"),
            !strcmp(show_text(one, "kind"), "term") ? "term" : "no school",
            show_text(one, "first"));
        if (long_one)
            printf(" to %s", show_text(one, "last"));
        if (*show_text(one, "name")) {
            printf(long_one ? "  " : "%16s", "");
            show_plain(show_text(one, "name"));
        }
        putchar('\n');
    }
}

static int
change(const struct cli *c, const char *path, json_t *body)
{
    json_t *j;
    int code = client_post(c, path, body, &j);

    if (code || client_print_json(c, j))
        return code;
    show_calendar(j);
    json_decref(j);
    return code;
}

/* NAME=VALUE of what may be set. */
static int
set(const struct cli *c)
{
    json_t *body = json_object();

    for (int i = 1; i < c->count; i++) {
        const char *a = c->args[i];
        char *end;
        long days;

        if (!strncmp(a, "week=", 5))
            json_object_set_new(body, "week", json_string(a + 5));
        else if (!strncmp(a, "promise=", 8)
            && (days = strtol(a + 8, &end, 10), end > a + 8 && !*end))
            json_object_set_new(body, "promise", json_integer(days));
        else {
            json_decref(body);
            return cli_usage("calendar set takes promise=3 and week=12345 (0 is"
                " Sunday), not \"%s\".", a);
        }
    }
    return change(c, "calendar", body);
}

/* What was typed as one line. */
static int
add(const struct cli *c)
{
    char line[400] = "";

    for (int i = 1; i < c->count; i++)
        snprintf(line + strlen(line), sizeof(line) - strlen(line), "%s%s",
            i > 1 ? " " : "", c->args[i]);
    return change(c, "calendar", json_pack("{s:s}", "lines", line));
}

static int
import(const struct cli *c)
{
    FILE *f = !strcmp(c->args[1], "-") ? stdin : fopen(c->args[1], "re");
    char *list = f ? malloc(LIST_MAX + 1) : NULL;
    size_t n = list ? fread(list, 1, LIST_MAX + 1, f) : 0;
    const char *why = strerror(errno);
    bool read = list && !ferror(f);
    json_t *text = read && n <= LIST_MAX ? json_stringn(list, n) : NULL;

    if (f && f != stdin)
        fclose(f);
    free(list);
    if (!text)
        return cli_failed("cannot read %s: %s.", c->args[1], !read ? why
            : n > LIST_MAX ? "it is too long" : "it is no UTF-8 text");
    return change(c, "calendar", json_pack("{s:o}", "lines", text));
}

int
cmd_calendar(const struct cli *c)
{
    const char *first = c->count ? c->args[0] : "";
    char path[CLIENT_PATH];
    long long id;
    json_t *j;
    int code;

    if (!strcmp(first, "set") && c->count > 1)
        return set(c);
    if (!strcmp(first, "add") && c->count > 1)
        return add(c);
    if (!strcmp(first, "import") && c->count == 2)
        return import(c);
    if (!strcmp(first, "remove") && c->count == 2) {
        if (!cli_number(c->args[1], "a line of the calendar", &id))
            return EXIT_USAGE;
        snprintf(path, sizeof(path), "calendar/%lld/remove", id);
        return change(c, path, json_object());
    }
    if (c->count)
        return cli_usage("calendar, calendar set NAME=VALUE..., calendar add"
            " DAY [DAY] [NAME], calendar import FILE, or calendar remove ID");
    snprintf(path, sizeof(path), "calendar?class=%s",
        c->class_name ? client_escape(c->class_name) : "");
    if ((code = client_get(c, path, &j)) || client_print_json(c, j))
        return code;
    show_calendar(j);
    json_decref(j);
    return code;
}

int
cmd_hold(const struct cli *c)
{
    json_t *body = json_object(), *j;
    char path[64];
    long long id;
    int code;

    for (int i = 1; i < c->count; i++)
        json_object_set_new(body, c->args[i][0] >= '0' && c->args[i][0] <= '9'
            ? "by" : "asks", json_string(c->args[i]));
    if (!cli_number(c->args[0], "a thread", &id)) {
        json_decref(body);
        return EXIT_USAGE;
    }
    snprintf(path, sizeof(path), "threads/%lld/hold", id);
    if ((code = client_post(c, path, body, &j)) || client_print_json(c, j))
        return code;
    printf("They hear that the answer comes by %s.\n", show_text(j, "by"));
    json_decref(j);
    return code;
}

int
cmd_welcome(const struct cli *c)
{
    const char *class_name = c->class_name ? c->class_name : "";
    char path[CLIENT_PATH];
    json_t *j;
    int code;

    snprintf(path, sizeof(path), "welcome?class=%s",
        client_escape(class_name));
    code = c->dry_run ? client_get(c, path, &j)
        : client_post(c, "welcome", json_pack("{s:s}", "class", class_name),
            &j);
    if (code || client_print_json(c, j))
        return code;
    if (!c->dry_run)
        printf("%s it.\n", show_count(j, "phones", "phone gets",
                "phones get"));
    else if (!show_int(j, "phones"))
        puts("Each phone that takes texts has had it.");
    else {
        printf("%s had none: %s, %lld for the longest. The first reads:\n",
            show_count(j, "phones", "phone", "phones"),
            show_count(j, "parts", "part", "parts"), show_int(j, "most"));
        show_wrapped(show_text(j, "text"), 2);
    }
    json_decref(j);
    return code;
}
