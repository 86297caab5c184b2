/* cmd_read.c - reading: threads, one thread, one message, calls, queue. */
#include "cli/client.h"
#include "cli/rows.h"
#include "cli/show.h"

#include <stdio.h>
#include <string.h>

enum { ID_WIDTH = 6, WHO_WIDTH = 24, TIME_WIDTH = 13 };

/* The kinds of what cannot wait, for people. */
static const char *
urgent_words(const char *kind)
{
    static const char *const words[][2] = { { "missing", "CHILD MISSING" },
        { "fetch", "UNKNOWN FETCHES" }, { "threat", "THREAT" },
        { "accident", "ACCIDENT" }, { "calls", "RINGS AGAIN" },
        { "money", "MONEY ASKED" }, { "illness", "illness" } };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (!strcmp(kind, words[i][0]))
            return words[i][1];
    return kind;
}

/* What is left until the answer that was promised; returns the columns. */
static int
show_promise(const json_t *t)
{
    const char *state = show_text(t, "promise");

    if (!*state)
        return 0;
    if (!strcmp(state, "late"))
        return printf("[LATE] ");
    if (!show_int(t, "days_left"))
        return printf("[today] ");
    return printf("[%s] ", show_count(t, "days_left", "day", "days"));
}

static void
show_thread_row(const json_t *t)
{
    bool waits = *show_text(t, "asks");
    int rest = show_width() - ID_WIDTH - WHO_WIDTH - TIME_WIDTH - 7;

    printf("%*lld%s ", ID_WIDTH, show_int(t, "id"),
        show_int(t, "unread") ? "*" : " ");
    show_cell(rows_who(t), WHO_WIDTH);
    printf("  %-*s ", TIME_WIDTH,
        show_time(show_text(t, waits ? "waiting" : "last_at")));
    if (*show_text(t, "urgent"))
        rest -= printf("%s: ", urgent_words(show_text(t, "urgent")));
    rest -= show_promise(t);
    if (show_int(t, "calls") > 1)
        printf("%lld calls", show_int(t, "calls"));
    else
        show_cut(show_text(t, waits ? "asks" : "snippet"), rest);
    putchar('\n');
}

int
cmd_threads(const struct cli *c)
{
    char path[600];
    json_t *j, *t;
    int code;
    size_t i;

    snprintf(path, sizeof(path), "threads?unread=%d&waiting=%d&now=%d&tray=%s",
        c->unread, c->waiting, c->now, c->tray ? client_escape(c->tray) : "");
    if ((code = client_get(c, path, &j)) || client_print_json(c, j))
        return code;
    if (!json_array_size(j))
        puts(c->now ? "Nothing that cannot wait."
            : c->waiting ? "Nobody waits for an answer."
            : c->unread ? "Nothing unread." : "Nothing here yet.");
    json_array_foreach(j, i, t)
        show_thread_row(t);
    json_decref(j);
    return code;
}

static int
show_messages(const struct cli *c, const char *path, const char *none)
{
    json_t *j, *m;
    int code = client_get(c, path, &j);
    size_t i;

    if (code || client_print_json(c, j))
        return code;
    if (!json_array_size(j))
        puts(none);
    json_array_foreach(j, i, m)
        rows_message(m);
    json_decref(j);
    return code;
}

int
cmd_queue(const struct cli *c)
{
    return show_messages(c, "queue", "Nothing waits to be sent.");
}

/* Whether b says once more what a, before it, says. */
static bool
repeats(const json_t *a, const json_t *b)
{
    static const char *const same[] = { "direction", "kind", "text", "number",
        "tray", "reason", "urgent" };

    for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
        if (strcmp(show_text(a, same[i]), show_text(b, same[i])) != 0)
            return false;
    return !strcmp(show_text(a, "direction"), "in");
}

/* What comes again and again is told once, as the last of it. */
static void
show_in_turn(const json_t *messages)
{
    json_t *m;
    size_t i;
    int same = 1;

    json_array_foreach(messages, i, m) {
        json_t *next = json_array_get(messages, i + 1);

        if (next && repeats(m, next)) {
            same++;
            continue;
        }
        rows_message(m);
        if (same > 1)
            printf("    (%d times)\n", same);
        same = 1;
    }
}

static int
tell_task(const struct cli *c, bool spoke)
{
    char path[64];
    long long id;
    json_t *j;
    int code;

    if (!cli_number(c->args[1], "a call to make", &id))
        return EXIT_USAGE;
    snprintf(path, sizeof(path), "tasks/%lld/done", id);
    code = client_post(c, path, json_pack("{s:b}", "spoke", spoke), &j);
    if (code || client_print_json(c, j))
        return code;
    puts("Noted.");
    json_decref(j);
    return code;
}

int
cmd_tasks(const struct cli *c)
{
    bool done = c->count == 2 && !strcmp(c->args[0], "done");
    json_t *j, *k;
    int code;
    size_t i;

    if (done || (c->count == 2 && !strcmp(c->args[0], "leave")))
        return tell_task(c, done);
    if (c->count)
        return cli_usage("tasks, tasks done ID or tasks leave ID");
    if ((code = client_get(c, "tasks", &j)) || client_print_json(c, j))
        return code;
    if (!json_array_size(j))
        puts("No calls to make.");
    json_array_foreach(j, i, k) {
        printf("%*lld  ", ID_WIDTH, show_int(k, "id"));
        show_cell(rows_who(k), WHO_WIDTH);
        printf("  %s  %s", show_text(k, "number"),
            show_time(show_text(k, "at")));
        if (*show_text(k, "children")) {
            fputs("  ", stdout);
            show_plain(show_text(k, "who"));
        }
        if (json_is_true(json_object_get(k, "asked")))
            fputs("  asks to be called", stdout);
        if (show_int(k, "calls") > 0)
            printf("  %lld calls", show_int(k, "calls"));
        putchar('\n');
    }
    json_decref(j);
    return code;
}

int
cmd_thread(const struct cli *c)
{
    char path[64];
    long long id;
    json_t *j, *m;
    int code;
    size_t i;

    if (!cli_number(c->args[0], "a thread", &id))
        return EXIT_USAGE;
    snprintf(path, sizeof(path), "threads/%lld", id);
    if ((code = client_get(c, path, &j)) || client_print_json(c, j))
        return code;
    rows_named(j);
    if (show_int(j, "family_id"))
        printf("  (family %lld)", show_int(j, "family_id"));
    putchar('\n');
    if (*show_text(j, "promise"))
        printf("  answer promised by %s%s\n", show_text(j, "answer_by"),
            strcmp(show_text(j, "promise"), "late") ? "" : " (LATE)");
    rows_people(j);
    show_in_turn(json_object_get(j, "messages"));
    json_array_foreach(json_object_get(j, "about"), i, m) {
        printf("    %lld was about thread %lld: ", show_int(m, "message"),
            show_int(m, "thread"));
        rows_named(m);
        putchar('\n');
    }
    json_decref(j);
    return code;
}

int
cmd_message(const struct cli *c)
{
    char path[64];
    long long id;
    json_t *j, *p;
    int code;
    size_t i;

    if (!cli_number(c->args[0], "a message", &id))
        return EXIT_USAGE;
    snprintf(path, sizeof(path), "messages/%lld", id);
    if ((code = client_get(c, path, &j)) || client_print_json(c, j))
        return code;
    rows_message(j);
    if (*show_text(j, "match")) {
        fputs("    here because: ", stdout);
        show_plain(show_text(j, "match"));
        putchar('\n');
    }
    if (*show_text(j, "urgent"))
        printf("    cannot wait: %s\n", urgent_words(show_text(j, "urgent")));
    if (*show_text(j, "concern"))
        printf("    tells of harm: %s\n", show_text(j, "concern"));
    if (*show_text(j, "answer")) {
        fputs("    answers: ", stdout);
        show_plain(show_text(j, "answer"));
        putchar('\n');
    }
    json_array_foreach(json_object_get(j, "parts"), i, p)
        printf("    part %lld: %s\n", show_int(p, "n"), show_text(p, "state"));
    json_decref(j);
    return code;
}
