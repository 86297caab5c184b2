/* cmd_papers.c - the keeper's papers as a PDF: asks the daemon what is to stand
 * on them, and lets notehome-papers print it. That one is a package of its own,
 * for it needs Pango. */
#include "cli/client.h"
#include "cli/show.h"
#include "settings/config.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { PATH = 600, ARGS = 16 };

/* Beside our own program in a build, in libexec when installed. */
static bool
find_program(char path[PATH])
{
    static const char *const places[] = { "notehome-papers",
        "../libexec/notehome/notehome-papers" };
    char own[PATH - 100];
    ssize_t n = readlink("/proc/self/exe", own, sizeof(own) - 1);

    own[n > 0 ? n : 0] = '\0';
    if (strrchr(own, '/'))
        *strrchr(own, '/') = '\0';
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        snprintf(path, PATH, "%s/%s", own, places[i]);
        if (access(path, X_OK) == 0)
            return true;
    }
    return false;
}

/* What the configuration file knows, while no daemon answers. */
static json_t *
facts_of_file(const struct cli *c)
{
    const char *file = c->config ? c->config : CLIENT_CONFIG;
    struct config f;
    char why[400];

    if (access(file, R_OK) || config_load(file, &f, why, sizeof(why)))
        return json_object();
    return json_pack("{s:s, s:s, s:s, s:s, s:i}", "school", f.school.name,
        "language", f.school.language, "keeper", f.keeper, "helpline",
        f.school.helpline, "keep_months", f.keep_months);
}

/* Runs it with the facts on its standard input; an exit code. */
static int
run(char *const argv[], const json_t *facts)
{
    char *text = json_dumps(facts, JSON_COMPACT);
    size_t n = text ? strlen(text) : 0, at = 0;
    posix_spawn_file_actions_t files;
    int ends[2], status = 0, failed;
    pid_t pid;

    if (!text)
        return cli_failed("out of memory.");
    if (pipe(ends)) {
        free(text);
        return cli_failed("no pipe: %s.", strerror(errno));
    }
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, ends[0], 0);
    posix_spawn_file_actions_addclose(&files, ends[1]);
    failed = posix_spawn(&pid, argv[0], &files, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&files);
    close(ends[0]);
    signal(SIGPIPE, SIG_IGN);   /* it says itself why it ended */
    for (ssize_t k = 1; !failed && at < n && k > 0; at += k > 0 ? (size_t)k : 0)
        k = write(ends[1], text + at, n - at);
    close(ends[1]);
    free(text);
    if (failed)
        return cli_failed("%s: %s.", argv[0], strerror(failed));
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    return !WIFEXITED(status) ? cli_failed("%s ended by itself.", argv[0])
        : WEXITSTATUS(status) == EXIT_DONE || WEXITSTATUS(status) == EXIT_USAGE
        ? WEXITSTATUS(status) : EXIT_REFUSED;
}

/* "notehome-papers.pdf", "notehome-case-fr.pdf". */
static void
name_file(const struct cli *c, char out[200])
{
    snprintf(out, 200, "notehome-%.20s%s%.12s.pdf",
        c->count == 1 ? c->args[0] : "papers", c->language ? "-" : "",
        c->language ? c->language : "");
    for (char *p = out; *p; p++)
        if (*p == '/')          /* of what is no paper and no language */
            *p = '_';
}

static int
print(const struct cli *c, const json_t *facts, bool known)
{
    char program[PATH], file[200], *argv[ARGS + 8] = { program, "-o" };
    int n = 2, code;

    if (!find_program(program))
        return cli_failed("the program that prints is not here: install the"
            " package notehome-papers. Without it the page Help, Papers to"
            " print, has the same.");
    name_file(c, file);
    argv[n++] = c->output ? (char *)(uintptr_t)c->output : file;
    if (c->language) {
        argv[n++] = "--language";
        argv[n++] = (char *)(uintptr_t)c->language;
    }
    if (c->paper) {
        argv[n++] = "--paper";
        argv[n++] = (char *)(uintptr_t)c->paper;
    }
    argv[n++] = "--";
    for (int i = 0; i < c->count; i++)
        argv[n++] = (char *)(uintptr_t)c->args[i];
    if ((code = run(argv, facts)))
        return code;
    show_plain(argv[2]);
    puts(known ? "" : ": what is not known is left to be written by hand.");
    return EXIT_DONE;
}

int
cmd_papers(const struct cli *c)
{
    json_t *facts = NULL;
    int code = client_get(c, "papers", &facts);
    bool known = code == EXIT_DONE;

    if (code && (code != EXIT_NO_DAEMON || c->json))
        return code;
    if (known && client_print_json(c, facts))
        return EXIT_DONE;
    if (!known)
        facts = facts_of_file(c);
    code = print(c, facts, known);
    json_decref(facts);
    return code;
}
