/* cmd_prompts.c - talk at home: the bank of prompts, one of them to a class,
 * and the cards of what families answered. */
#include "cli/client.h"
#include "cli/show.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- the bank ------------------------------------------------------------- */

static bool
is(const json_t *j, const char *name)
{
    return json_is_true(json_object_get(j, name));
}

static void
show_asked(const json_t *a)
{
    printf("  %lld  ", show_int(a, "id"));
    show_plain(show_text(a, "class"));
    printf(", %s, ", show_time(show_text(a, "at")));
    show_plain(show_text(a, "prompt"));
    printf(": %s to look at, %s\n", show_count(a, "open", "answer",
        "answers"), show_count(a, "cards", "card", "cards"));
}

static void
show_bank(const json_t *j)
{
    json_t *all = json_object_get(j, "asked"), *one;
    size_t i;

    json_array_foreach(json_object_get(j, "prompts"), i, one) {
        show_cell(show_text(one, "prompt"), 16);
        printf(" %s, %s%s%s", show_text(one, "place"),
            show_text(one, "grade"), is(one, "asks") ? ", families answer"
            : "", is(one, "hidden") ? ", hidden" : "");
        if (*show_text(one, "used"))
            printf(", used %s", show_time(show_text(one, "used")));
        putchar('\n');
        show_wrapped(show_text(one, "text"), 4);
    }
    if (json_array_size(all))
        puts("Questions (cards ID):");
    json_array_foreach(all, i, one)
        show_asked(one);
}

static int
show_all(const struct cli *c, const char *class_name)
{
    char path[CLIENT_PATH];
    json_t *j;
    int code;

    snprintf(path, sizeof(path), "prompts?class=%s",
        client_escape(class_name));
    if ((code = client_get(c, path, &j)) || client_print_json(c, j))
        return code;
    show_bank(j);
    json_decref(j);
    return code;
}

/* --- sending -------------------------------------------------------------- */

static void
show_texts(const json_t *j)
{
    json_t *one;
    size_t i;

    json_array_foreach(json_object_get(j, "texts"), i, one) {
        fputs("  ", stdout);
        show_plain(*show_text(one, "guardian") ? show_text(one, "guardian")
                                               : show_text(one, "number"));
        printf(" (%s%s): ", show_count(one, "parts", "part", "parts"),
            is(one, "monday") ? ", on Monday: three texts this week already"
                              : "");
        show_plain(show_text(one, "text"));
        putchar('\n');
    }
}

static int
send_one(const struct cli *c)
{
    json_t *body = json_pack("{s:s, s:s, s:b}", "class", c->args[0], "prompt",
        c->args[1], "dry_run", c->dry_run), *j;
    int code;

    for (int i = 2; i < c->count; i++) {
        if (strcmp(c->args[i], "holidays") != 0
            && strcmp(c->args[i], "again") != 0) {
            json_decref(body);
            return cli_usage("\"%s\" is neither holidays nor again.",
                c->args[i]);
        }
        json_object_set_new(body, c->args[i], json_true());
    }
    if ((code = client_post(c, "prompts", body, &j))
        || client_print_json(c, j))
        return code;
    show_texts(j);
    if (*show_text(j, "holiday"))
        printf("It would arrive in the holidays: %s.\n",
            show_text(j, "holiday"));
    if (*show_text(j, "used"))
        printf("The class had it in this term, %s.\n",
            show_time(show_text(j, "used")));
    printf("%s, %s%s\n", show_count(j, "phones", "phone", "phones"),
        show_count(j, "parts", "part", "parts"), c->dry_run
            ? ". Nothing was sent." : is(j, "approval")
            ? ". Another person has to approve it." : " on the way.");
    if (show_int(j, "skipped"))
        fprintf(stderr, "notehome: it does not reach %s.\n", show_count(j,
            "skipped", "guardian", "guardians"));
    json_decref(j);
    return code;
}

/* --- the bank is changed -------------------------------------------------- */

static int
change(const struct cli *c, json_t *body)
{
    json_t *j;
    int code = client_post(c, "prompts/bank", body, &j);

    if (code || client_print_json(c, j))
        return code;
    puts("Kept.");
    json_decref(j);
    return code;
}

/* set NAME LANGUAGE TEXT [PLACE [GRADE [asks]]] */
static int
set(const struct cli *c)
{
    bool asks = c->count == 7 && !strcmp(c->args[6], "asks");

    if (c->count == 7 && !asks)
        return cli_usage("\"%s\" is not \"asks\".", c->args[6]);
    return change(c, json_pack("{s:s, s:s, s:s, s:s, s:s, s:b}", "prompt",
        c->args[1], "language", c->args[2], "text", c->args[3], "place",
        c->count > 4 ? c->args[4] : "", "grade", c->count > 5 ? c->args[5]
        : "", "asks", asks));
}

int
cmd_prompts(const struct cli *c)
{
    const char *first = c->count ? c->args[0] : "";

    if (c->count >= 4 && c->count <= 7 && !strcmp(first, "set"))
        return set(c);
    if (c->count == 2 && (!strcmp(first, "hide") || !strcmp(first, "show")))
        return change(c, json_pack("{s:s, s:b}", "prompt", c->args[1],
            "hidden", !strcmp(first, "hide")));
    if (c->count == 2 && !strcmp(first, "remove"))
        return change(c, json_pack("{s:s, s:b}", "prompt", c->args[1],
            "remove", true));
    if (c->count >= 2 && c->count <= 4 && strcmp(first, "set") != 0)
        return send_one(c);
    if (c->count > 1 || strlen(first) > 100)
        return cli_usage("prompts, prompts CLASS, prompts CLASS PROMPT"
            " [holidays] [again], prompts set NAME LANGUAGE TEXT [PLACE"
            " [GRADE [asks]]], or prompts hide|show|remove NAME");
    return show_all(c, first);
}

/* --- cards ---------------------------------------------------------------- */

static void
show_question(const json_t *j)
{
    json_t *one, *child;
    size_t i, k;

    printf("Class ");
    show_plain(show_text(j, "class"));
    printf(", %s:\n", show_time(show_text(j, "at")));
    show_wrapped(show_text(j, "text"), 2);
    json_array_foreach(json_object_get(j, "answers"), i, one) {
        printf("  message %lld%s", show_int(one, "message"),
            is(one, "left_out") ? ", left out" : "");
        json_array_foreach(json_object_get(one, "children"), k, child) {
            printf("%s%lld ", k ? ", " : "; child ", show_int(child, "id"));
            show_plain(show_text(child, "child"));
        }
        putchar('\n');
        show_wrapped(show_text(one, "text"), 6);
    }
    json_array_foreach(json_object_get(j, "cards"), i, one) {
        printf("  card of ");
        show_plain(show_text(one, "child"));
        printf(" (message %lld)\n", show_int(one, "message"));
        show_wrapped(show_text(one, "text"), 6);
    }
}

/* The question of a path, or what a post to it answers. */
static int
question(const struct cli *c, long long id, json_t *body)
{
    char path[64];
    json_t *j;
    int code;

    snprintf(path, sizeof(path), "cards/%lld", id);
    code = body ? client_post(c, path, body, &j) : client_get(c, path, &j);
    if (code || client_print_json(c, j))
        return code;
    show_question(j);
    json_decref(j);
    return code;
}

/* put|leave|again ID MESSAGE [CHILD [TEXT]]; child 0: the only one. */
static int
say(const struct cli *c)
{
    long long id, message, child = 0;

    if (!cli_number(c->args[1], "a question", &id)
        || !cli_number(c->args[2], "a message", &message)
        || (c->count > 3 && strcmp(c->args[3], "0") != 0
            && !cli_number(c->args[3], "a child", &child)))
        return EXIT_USAGE;
    return question(c, id, json_pack("{s:s, s:I, s:I, s:s}", "do", c->args[0],
        "message", (json_int_t)message, "child", (json_int_t)child, "text",
        c->count > 4 ? c->args[4] : ""));
}

int
cmd_cards(const struct cli *c)
{
    const char *first = c->count ? c->args[0] : "";
    bool put = !strcmp(first, "put");
    char path[CLIENT_PATH], *end;
    long long id = strtoll(first, &end, 10);
    json_t *j, *one;
    size_t i;
    int code;

    if ((c->count == 3 && (!strcmp(first, "leave") || !strcmp(first, "again")))
        || (put && c->count >= 3 && c->count <= 5))
        return say(c);
    if (c->count > 1 || strlen(first) > 100)
        return cli_usage("cards, cards ID, cards put ID MESSAGE [CHILD [TEXT]],"
            " or cards leave|again ID MESSAGE; --class C: only of this class");
    if (*first && !*end)
        return question(c, id, NULL);
    if (*first)
        return cli_usage("\"%s\" is not a question's number.", first);
    snprintf(path, sizeof(path), "cards?class=%s",
        client_escape(c->class_name ? c->class_name : ""));
    if ((code = client_get(c, path, &j)) || client_print_json(c, j))
        return code;
    json_array_foreach(j, i, one)
        show_asked(one);
    if (!json_array_size(j))
        puts("No class had a question of the bank yet.");
    json_decref(j);
    return code;
}
