/* cmd_doctor.c - all checks, each with what to do; with the daemon or
 * without. */
#include "cli/client.h"
#include "cli/doctor.h"
#include "cli/show.h"

#include "settings/config.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define USUAL_CONFIG "/etc/notehome/notehome.conf"
enum { TEXT_AT = 12, TODO_AT = 15 };

static void
check_config(const struct cli *c, json_t *checks)
{
    const char *file = c->config ? c->config : USUAL_CONFIG;
    struct config config;
    char why[400];

    if (access(file, F_OK) != 0)
        doctor_add(checks, "config", c->config ? "bad" : "warn",
            "the settings file is not there", "Without it the usual settings"
            " count; the package brings one: /etc/notehome/notehome.conf");
    else if (access(file, R_OK) != 0)
        doctor_add(checks, "config", "warn",
            "you may not read the settings file",
            "sudo notehome doctor");
    else if (config_load(file, &config, why, sizeof(why)))
        doctor_add(checks, "config", "bad", why, "Mend that line; sudo"
            " notehomed --check tries it, sudo systemctl restart notehomed uses"
            " it.");
    else
        doctor_add(checks, "config", "ok", file, NULL);
}

static void
show_checks(const json_t *checks)
{
    const json_t *one;
    size_t i;

    json_array_foreach(checks, i, one) {
        const char *level = show_text(one, "level");

        printf("%s %-8s ", !strcmp(level, "bad") ? "!!" : !strcmp(level, "warn")
            ? "! " : "  ", show_text(one, "check"));
        show_rest(show_text(one, "text"), TEXT_AT);
        if (*show_text(one, "do")) {
            printf("%*s-> ", TODO_AT - 3, "");
            show_rest(show_text(one, "do"), TODO_AT);
        }
    }
}

static int
tell(const struct cli *c, json_t *checks, int code)
{
    int bad = doctor_count(checks, "bad"), warn = doctor_count(checks, "warn");
    json_t *j;

    if (!code && bad)
        code = EXIT_REFUSED;
    j = json_pack("{s:b, s:i, s:i, s:O}", "ok", !bad, "bad", bad, "warn", warn,
        "checks", checks);
    if (!client_print_json(c, j)) {
        show_checks(checks);
        printf(bad || warn ? "%d to mend, %d to look at.\n" : "All is well.\n",
            bad, warn);
        json_decref(j);
    }
    json_decref(checks);
    return code;
}

int
cmd_doctor(const struct cli *c)
{
    struct cli quiet = *c;
    json_t *checks = json_array(), *status = NULL;
    int code;

    quiet.quiet = true;
    check_config(c, checks);
    code = doctor_count(checks, "bad") && !c->socket ? EXIT_NO_DAEMON
                                                     : client_get(&quiet,
                                                         "status", &status);
    if (code)
        doctor_add(checks, "daemon", "bad", code == EXIT_NO_DAEMON
            ? "it does not answer" : "it refused to answer", "sudo systemctl"
            " start notehomed; its log says why not: sudo journalctl -u"
            " notehomed -e");
    else {
        doctor_add(checks, "daemon", "ok", "it answers", NULL);
        doctor_read(checks, status, time(NULL));
    }
    json_decref(status);
    return tell(c, checks, code);
}
