/* cmd_status.c - how things are: status, modems; codes on a SIM. */
#include "cli/client.h"
#include "cli/show.h"
#include "cli/wait.h"

#include <stdio.h>
#include <string.h>

enum {
    ANSWER_SECONDS = 90, WORDS_AT = 11, RUNGS_SHOWN = 5
};

static const char *
mark_of(const char *level)
{
    return !strcmp(level, "bad") ? "!!" : !strcmp(level, "warn") ? "! "
                                                                 : "  ";
}

static void
show_unread(json_t *unread)
{
    const char *name;
    json_t *n;
    bool any = false;

    printf("  unread  ");
    json_object_foreach(unread, name, n)
        if (json_integer_value(n)) {
            printf("%s%s %lld", any ? ", " : "", name,
                (long long)json_integer_value(n));
            any = true;
        }
    puts(any ? "" : "nothing");
}

/* "sim1 is paused: no credit" behind a mark and what it is about. */
static void
show_sim(const char *mark, const char *about, const json_t *sim,
    const char *what, const char *words)
{
    char line[700];

    printf("%s %-8s", mark, about);
    snprintf(line, sizeof(line), "%s%s: %s", show_text(sim, "name"), what,
        words);
    show_rest(line, WORDS_AT);
}

/* A network that refuses is no want of credit. */
static void
show_paused(const json_t *sim)
{
    bool network = !strcmp(show_text(sim, "paused_for"), "network");
    bool credit = !strcmp(show_text(sim, "paused_for"), "credit");

    show_sim(network ? "! " : "!!", network ? "network"
        : credit ? "credit" : "modem", sim, " is paused",
        show_text(sim, "paused_why"));
}

static void
show_credit(const json_t *sims)
{
    char when[80];
    json_t *s;
    size_t i;

    json_array_foreach(sims, i, s) {
        if (*show_text(s, "paused_why"))
            show_paused(s);
        snprintf(when, sizeof(when), "%s%s%s%s (%s)",
            *show_text(s, "balance") ? " has " : "", show_text(s, "balance"),
            *show_text(s, "balance") ? " " : "", show_text(s, "currency"),
            show_time(show_text(s, "credit_at")));
        if (*show_text(s, "credit"))
            show_sim("  ", "credit", s, when, show_text(s, "credit"));
    }
}

int
cmd_status(const struct cli *c)
{
    json_t *j, *w;
    int code = client_get(c, "status", &j);
    size_t i;

    if (code || client_print_json(c, j))
        return code;
    show_plain(show_text(j, "school"));
    printf(", %s, Notehome %s\n",
        show_time(show_text(json_object_get(j, "clock"), "now")),
        show_text(j, "version"));
    json_array_foreach(json_object_get(j, "words"), i, w) {
        printf("%s %-8s", mark_of(show_text(w, "level")),
            show_text(w, "subject"));
        show_rest(show_text(w, "text"), WORDS_AT);
    }
    show_credit(json_object_get(j, "sims"));
    putchar(' ');
    show_unread(json_object_get(j, "unread"));
    json_decref(j);
    return code;
}

/* The last steps that were taken to bring it back. */
static void
show_recovery(const json_t *rungs)
{
    const json_t *r;
    size_t i;

    json_array_foreach(rungs, i, r) {
        if (i == RUNGS_SHOWN)
            return;
        printf("%11s%s  ", "", show_time(show_text(r, "at")));
        show_cell(show_text(r, "rung"), 12);
        printf(" %s", show_text(r, "outcome"));
        if (show_int(r, "took_ms"))
            printf(" (%lld s)", (show_int(r, "took_ms") + 500) / 1000);
        putchar('\n');
    }
}

/* How long the SIM lives, and whether it receives. */
static void
show_life(const json_t *sim)
{
    static const char *const proofs[][2] = { { "waiting", "is on its way" },
        { "arrived", "came back: it receives" },
        { "lost", "never came back: it does not receive" },
        { "unsent", "was not sent" } };
    const json_t *proof = json_object_get(sim, "proof");
    const json_t *keep = json_object_get(sim, "keep_alive");
    char line[300];

    if (*show_text(sim, "bundle"))
        show_wrapped(show_text(sim, "bundle"), 11);
    if (*show_text(sim, "dies")) {
        snprintf(line, sizeof(line), "dies on %s unless it is used%s%s%s",
            show_text(sim, "dies"), show_int(keep, "days")
                ? "; kept alive" : "", *show_text(keep, "at") ? ", last " : "",
            *show_text(keep, "at") ? show_time(show_text(keep, "at")) : "");
        show_wrapped(line, 11);
    }
    for (size_t i = 0; i < sizeof(proofs) / sizeof(*proofs); i++)
        if (!strcmp(show_text(proof, "state"), proofs[i][0])) {
            snprintf(line, sizeof(line), "its text to itself of %s %s",
                show_time(show_text(proof, "at")), proofs[i][1]);
            show_wrapped(line, 11);
        }
}

static void
show_modem(const json_t *m)
{
    const json_t *sim = json_object_get(m, "sim");

    show_cell(show_text(m, "name"), 10);
    printf(" %-10s ", show_text(m, "state"));
    show_cell(show_text(m, "operator"), 16);
    printf(" %3s%s  ", show_text(m, "signal"),
        *show_text(m, "signal") ? "%" : " ");
    show_plain(show_text(m, "device"));
    putchar('\n');
    if (*show_text(m, "trouble"))
        show_wrapped(show_text(m, "trouble"), 11);
    if (*show_text(sim, "number"))
        show_wrapped(show_text(sim, "number"), 11);
    if (*show_text(sim, "credit"))
        show_wrapped(show_text(sim, "credit"), 11);
    show_life(sim);
    show_recovery(json_object_get(m, "recovery"));
}

int
cmd_modems(const struct cli *c)
{
    json_t *j, *m;
    size_t i;
    int code;

    if (c->count)
        return cmd_modems_do(c);
    if ((code = client_get(c, "modems", &j)) || client_print_json(c, j))
        return code;
    if (!json_array_size(j))
        puts("No dongle found: plug one in.");
    json_array_foreach(j, i, m)
        show_modem(m);
    json_decref(j);
    return code;
}

static int
dial(const struct cli *c, const char *sim, const char *what, json_t *body)
{
    char path[600];
    long long id, run;
    json_t *j;
    int code;

    snprintf(path, sizeof(path), "modems/%s/%s", client_escape(sim), what);
    if ((code = client_post(c, path, body, &j)))
        return code;
    id = show_int(j, "id");
    run = show_int(j, "run");
    json_decref(j);
    if (run)
        return cmd_menu_wait(c, run);
    snprintf(path, sizeof(path), "ussd/%lld", id);
    return wait_for(c, path, ANSWER_SECONDS,
        "the network did not answer that code.",
        "no answer yet; it will be kept when it comes.");
}

int
cmd_ussd(const struct cli *c)
{
    return dial(c, c->args[0], "ussd", json_pack("{s:s, s:b}", "code",
        c->args[1], "sure", c->yes));
}

int
cmd_balance(const struct cli *c)
{
    return dial(c, c->count ? c->args[0] : "-", "balance",
        c->code ? json_pack("{s:s}", "code", c->code) : NULL);
}
