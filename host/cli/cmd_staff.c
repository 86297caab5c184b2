/* cmd_staff.c - accounts and access tokens. */
#include "base/ask.h"
#include "cli/client.h"
#include "cli/show.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PASSWORD_MAX = 256 };

/* Asked twice of a person, read once from a file. */
static int
read_password(char *out)
{
    char again[PASSWORD_MAX];
    int same;

    if (!ask_secret("Password (8 characters or more)", out, PASSWORD_MAX))
        return cli_failed("no password was given.");
    if (!isatty(STDIN_FILENO))
        return EXIT_DONE;
    same = ask_secret("Again", again, PASSWORD_MAX) && !strcmp(out, again);
    explicit_bzero(again, sizeof(again));
    return same ? EXIT_DONE : cli_failed("they differ; nothing was changed.");
}

/* The rest of a person's line. */
static void
show_profile(const json_t *s)
{
    static const char *const names[] = { "subjects", "signature", "language" };
    const json_t *one;
    size_t i;

    json_array_foreach(json_object_get(s, "classes"), i, one) {
        fputs(i ? ", " : "; classes ", stdout);
        show_plain(json_string_value(one));
    }
    if (!strcmp(show_text(s, "sees"), "own"))
        fputs("; sees these alone", stdout);
    for (i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (*show_text(s, names[i])) {
            printf("; %s ", names[i]);
            show_plain(show_text(s, names[i]));
        }
    if (*show_text(s, "opens") && strcmp(show_text(s, "opens"), "/") != 0)
        printf("; opens %s", show_text(s, "opens"));
    putchar('\n');
}

static int
list(const struct cli *c)
{
    json_t *j, *s;
    int code = client_get(c, "staff", &j);
    size_t i;

    if (code || client_print_json(c, j))
        return code;
    if (!json_array_size(j))
        puts("No accounts yet: notehome staff add NAME --role admin");
    json_array_foreach(j, i, s) {
        show_cell(show_text(s, "name"), 30);
        printf("  %s", show_text(s, "role"));
        show_profile(s);
    }
    json_decref(j);
    return code;
}

/* staff set NAME classes=4B,5A language=sw ... */
static int
set_profile(const struct cli *c)
{
    json_t *body = json_object(), *j = NULL;
    char path[600];
    int code, wrong = client_pairs(c, 2, body);

    if (wrong) {
        json_decref(body);
        return cli_usage("\"%s\" is not NAME=VALUE, as classes=4B,5A.",
            c->args[wrong]);
    }
    snprintf(path, sizeof(path), "staff/%s/profile",
        client_escape(c->args[1]));
    if ((code = client_post(c, path, body, &j)) || client_print_json(c, j))
        return code;
    show_cell(show_text(j, "name"), 30);
    show_profile(j);
    json_decref(j);
    return code;
}

/* A new account, or a new password for one that is there. */
static int
set_password(const struct cli *c, bool add)
{
    char password[PASSWORD_MAX], path[600] = "staff";
    json_t *j = NULL;
    int code = read_password(password);

    if (!add)
        snprintf(path, sizeof(path), "staff/%s/password",
            client_escape(c->args[1]));
    if (!code)
        code = client_post(c, path, json_pack("{s:s, s:s*, s:s}", "name",
            c->args[1], "role", add ? c->role : NULL, "password", password),
            &j);
    explicit_bzero(password, sizeof(password));
    if (code || client_print_json(c, j))
        return code;
    puts(add ? "Added." : "Changed.");
    json_decref(j);
    return code;
}

static int
unlock(const struct cli *c)
{
    char path[600];
    json_t *j;
    int code;

    snprintf(path, sizeof(path), "staff/%s/unlock", client_escape(c->args[1]));
    if ((code = client_post(c, path, json_object(), &j))
        || client_print_json(c, j))
        return code;
    puts("May try again at once.");
    json_decref(j);
    return code;
}

/* Before a password is asked for in vain. */
static bool
is_role(const char *name)
{
    return !strcmp(name, "admin") || !strcmp(name, "staff")
        || !strcmp(name, "safeguarding") || !strcmp(name, "reader");
}

int
cmd_staff(const struct cli *c)
{
    const char *what = c->args[0];

    if (!strcmp(what, "list") && c->count == 1 && !c->role)
        return list(c);
    if (!strcmp(what, "add") && c->count == 2 && c->role && is_role(c->role))
        return set_password(c, true);
    if (!strcmp(what, "passwd") && c->count == 2 && !c->role)
        return set_password(c, false);
    if (!strcmp(what, "unlock") && c->count == 2 && !c->role)
        return unlock(c);
    if (!strcmp(what, "set") && c->count > 2 && !c->role)
        return set_profile(c);
    return cli_usage("usage: notehome staff add NAME --role admin|staff|"
        "safeguarding|reader, staff passwd NAME, staff unlock NAME, staff"
        " set NAME classes=4B,5A sees=own|all subjects=... signature=..."
        " language=sw opens=/inbox, or staff list");
}

static int
list_tokens(const struct cli *c)
{
    json_t *j, *t;
    int code = client_get(c, "tokens", &j);
    size_t i;

    if (code || client_print_json(c, j))
        return code;
    json_array_foreach(j, i, t) {
        printf("%s  ", show_text(t, "key"));
        show_cell(show_text(t, "name"), 30);
        printf("  %s%s\n", show_text(t, "role"),
            json_is_true(json_object_get(t, "asleep")) ? ", asleep" : "");
    }
    json_decref(j);
    return code;
}

static int
wake_token(const struct cli *c)
{
    char path[200];
    json_t *j;
    int code;

    snprintf(path, sizeof(path), "tokens/%.60s/wake",
        client_escape(c->args[1]));
    if ((code = client_post(c, path, json_object(), &j))
        || client_print_json(c, j))
        return code;
    puts("Awake.");
    json_decref(j);
    return code;
}

int
cmd_token(const struct cli *c)
{
    json_t *j;
    int code;

    if (!strcmp(c->args[0], "list") && c->count == 1)
        return list_tokens(c);
    if (!strcmp(c->args[0], "wake") && c->count == 2)
        return wake_token(c);
    if (strcmp(c->args[0], "add") || !c->role || c->count != 2)
        return cli_usage("usage: notehome token add NAME --role admin|staff|"
            "safeguarding|reader, token list, or token wake KEY");
    if ((code = client_post(c, "tokens", json_pack("{s:s, s:s}", "name",
             c->args[1], "role", c->role), &j)) || client_print_json(c, j))
        return code;
    puts(show_text(j, "token"));
    fputs("notehome: keep it now, it is not shown again.\n", stderr);
    json_decref(j);
    return code;
}
