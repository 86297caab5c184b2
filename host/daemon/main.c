/* main.c - notehomed: what starts and ends, and in which order. */
#include "base/log.h"
#include "base/loop.h"
#include "board/warden.h"
#include "daemon/answers.h"
#include "daemon/check.h"
#include "daemon/nightly.h"
#include "daemon/notify.h"
#include "daemon/open.h"
#include "daemon/pulse.h"
#include "daemon/restore.h"
#include "daemon/webhooks.h"
#include "dongle/credit_watch.h"
#include "dongle/supervisor.h"
#include "settings/config.h"
#include "settings/rules.h"
#include "store/backup/backup.h"
#include "web/kit/tls.h"
#include "web/web.h"

#include <argp.h>
#include <errno.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

enum { EXIT_CONFIG = 2, EXIT_POWER = 3 };

const char *argp_program_version = "notehomed " VERSION;

struct options {
    const char *file;
    bool check, debug;
    struct restore_options restore;
    struct known known;
};

struct daemon {
    struct options options;
    struct loop *loop;
    struct db *db;
    struct web *web;
    struct supervisor *supervisor;
    struct warden *warden;
    struct nightly *nightly;
    struct webhooks *webhooks;
    int signals;
    int wake;                   /* eventfd: staff changed a setting */
    char board[128];            /* board.device at the start */
    bool ending, power_out, again;
    struct loop_timer watchdog;
    struct pulse pulse;
    struct answers answers;
    struct credit_watch credit;
};

static error_t
parse_option(int key, char *arg, struct argp_state *state)
{
    struct options *o = state->input;

    switch (key) {
    case 'c':
        o->file = arg;
        return 0;
    case 'd':
        o->debug = true;
        return 0;
    case 'k':
        o->check = true;
        return 0;
    case 'r':
        o->restore.path = arg;
        return 0;
    case 'p':
        o->restore.passphrase_file = arg;
        return 0;
    case 'f':
        o->restore.replace = true;
        return 0;
    case 'n':
        o->known.folder = arg;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option option_list[] = {
    { "config", 'c', "FILE", 0, "Read FILE (/etc/notehome/notehome.conf)", 0 },
    { "check", 'k', NULL, 0, "Only check the configuration", 0 },
    { "restore", 'r', "BACKUP", 0, "Put a backup in the place of the database"
        " and end; the old file is kept", 0 },
    { "passphrase-file", 'p', "FILE", 0, "restore: the passphrase is its first"
        " line", 0 },
    { "replace", 'f', NULL, 0, "restore: although there are messages already",
        0 },
    { "known", 'n', "FOLDER", 0, "Note there where the data are, and begin no"
        " new school while they are missing", 0 },
    { "debug", 'd', NULL, 0, "Log everything but texts and numbers", 0 },
    { 0 }
};
static const struct argp argp = { option_list, parse_option, NULL,
    "Notes home by SMS, and the replies back in the right family's thread.",
    NULL, NULL, NULL };

/* --- settings ------------------------------------------------------------- */

/* What the file says; the store's settings go over it. */
static struct config from_file;

static enum err
load(const char *file)
{
    struct config c;
    char why[400];
    enum err e = config_load(file, &c, why, sizeof(why));

    if (e) {
        fprintf(stderr, "notehomed: %s\n", why);
        return e;
    }
    setenv("TZ", c.school.timezone, 1);
    tzset();
    from_file = c;
    return rules_publish(&c);
}

static void
apply(struct daemon *d)
{
    enum err e = rules_apply(&from_file, d->db);

    if (e)
        log_error("main", "settings not changed: %s", err_text(e));
    else {
        supervisor_reload(d->supervisor);
        credit_watch_soon(&d->credit);
        log_info("main", "settings read again");
    }
    rules_told();
}

/* Runs on the thread that committed. */
static void
store_changed(void *user, unsigned topics)
{
    struct daemon *d = user;
    uint64_t one = 1;

    if (!(topics & DB_SETTINGS))
        return;
    rules_changed();
    while (write(d->wake, &one, sizeof(one)) < 0 && errno == EINTR)
        ;
}

static void
woken(void *user, unsigned events)
{
    struct daemon *d = user;
    uint64_t dull;

    (void)events;
    while (read(d->wake, &dull, sizeof(dull)) > 0)
        ;
    if (d->supervisor && d->web && !d->ending)
        apply(d);
}

static enum err
watch_settings(struct daemon *d)
{
    enum err e = rules_apply(&from_file, d->db);

    if (e)
        return e;
    d->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (d->wake < 0)
        return ERR_IO;
    db_watch(d->db, store_changed, d);
    return loop_watch(d->loop, d->wake, EPOLLIN, woken, d);
}

/* What can be read again: everything but paths, addresses and the zone. */
static void
reload(struct daemon *d)
{
    const struct config *old = &from_file;
    struct config c;
    char why[TLS_WHY] = "";

    if (config_load(d->options.file, &c, why, sizeof(why))) {
        log_error("main", "settings not changed: %s", why);
        return;
    }
    if (strcmp(c.data, old->data) || strcmp(c.control, old->control)
        || memcmp(&c.web, &old->web, sizeof(c.web)) != 0
        || strcmp(c.school.timezone, old->school.timezone))
        log_warn("main", "data, control, web and timezone change at the next"
            " start only");
    memcpy(c.data, old->data, sizeof(c.data));
    memcpy(c.control, old->control, sizeof(c.control));
    c.web = old->web;
    memcpy(c.school.timezone, old->school.timezone, sizeof(c.school.timezone));
    from_file = c;
    apply(d);
    if (web_reload(d->web, &c, why))
        log_error("main", "the certificate is not changed: %s", why);
    if (strcmp(c.board, d->board) != 0)
        log_warn("main", "board.device changes at the next start only");
}

/* --- the daemon ----------------------------------------------------------- */

static void
end_loop(void *user)
{
    struct daemon *d = user;

    loop_stop(d->loop);
}

/* Once the board knows, so that it does not restart this computer. */
static void
end_wanted(struct daemon *d)
{
    if (d->ending || !d->warden)
        loop_stop(d->loop);
    else
        warden_leave(d->warden, end_loop, d);
    d->ending = true;
}

static void
end_for_power(void *user)
{
    struct daemon *d = user;

    d->power_out = true;
    loop_stop(d->loop);
}

static void
on_signal(void *user, unsigned events)
{
    struct daemon *d = user;
    struct signalfd_siginfo info;

    (void)events;
    while (read(d->signals, &info, sizeof(info)) == sizeof(info)) {
        if (info.ssi_signo == SIGHUP) {
            reload(d);
        } else if (info.ssi_signo == SIGUSR1) {
            log_info("main", "starting again");
            d->again = true;
            end_wanted(d);
        } else {
            log_info("main", "ending on signal %u", info.ssi_signo);
            end_wanted(d);
        }
    }
}

static enum err
watch_signals(struct daemon *d)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    sigaddset(&set, SIGUSR1);
    /* Before any thread starts, so that all of them inherit it. */
    if (pthread_sigmask(SIG_BLOCK, &set, NULL) != 0)
        return ERR_IO;
    signal(SIGPIPE, SIG_IGN);
    d->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (d->signals < 0)
        return ERR_IO;
    return loop_watch(d->loop, d->signals, EPOLLIN, on_signal, d);
}

static void
feed_watchdog(void *user)
{
    struct daemon *d = user;

    notify_send("WATCHDOG=1");
    loop_after(d->loop, &d->watchdog, notify_watchdog(), feed_watchdog, d);
}

/* What is needed for the first run, and to know this computer again. */
static void
say_first(const struct web *w)
{
    struct tls_facts f;

    printf("Nobody is set up yet: open the address above; its code is"
           " %.4s %s\n", web_setup_code(w), web_setup_code(w) + 4);
    if (tls_facts(&f))
        printf("The fingerprint of its certificate is %s\n", f.fingerprint);
}

static enum err
start(struct daemon *d)
{
    struct web_hooks hooks = { warden_tell, warden_clock_unsure, NULL };
    char why[400];
    enum err e;

    if ((e = loop_open(&d->loop)) || (e = watch_signals(d))
        || (e = open_store(&d->options.known, d->options.file, &d->db))
        || (e = watch_settings(d))
        || (e = warden_open(d->loop, d->db, &d->warden)))
        return e;
    hooks.user = d->warden;
    if ((e = web_start(d->db, &rules_current()->config, &hooks, &d->web, why,
             sizeof(why)))) {
        fprintf(stderr, "notehomed: %s\n", why);
        return e;
    }
    memcpy(d->board, rules_current()->config.board, sizeof(d->board));
    if ((e = supervisor_open(d->loop, d->db, warden_dongle_hooks(d->warden),
             &d->supervisor))
        || (e = warden_start(d->warden, d->supervisor, end_for_power, d))
        || (e = nightly_start(d->db, &d->nightly)))
        return e;
    pulse_start(&d->pulse, d->loop, d->db, &hooks);
    answers_start(&d->answers, d->loop, d->db);
    credit_watch_start(&d->credit, d->loop, d->db);
    if ((e = webhooks_start(d->db, &d->webhooks)))
        return e;
    printf("ready %s\n", web_address(d->web));
    if (*web_setup_code(d->web))
        say_first(d->web);
    fflush(stdout);
    notify_send("READY=1");
    if (notify_watchdog())
        feed_watchdog(d);
    return OK;
}

static void
stop(struct daemon *d)
{
    if (!d->again)
        notify_send("STOPPING=1");
    backup_give_up(true);
    nightly_stop(d->nightly);
    webhooks_stop(d->webhooks);
    web_stop(d->web);
    pulse_stop(&d->pulse);
    answers_stop(&d->answers);
    credit_watch_stop(&d->credit);
    supervisor_close(d->supervisor);
    warden_close(d->warden);
    db_close(d->db);
    loop_close(d->loop);
    if (d->signals >= 0)
        close(d->signals);
}

/* The battery is empty and all is on disk: the computer may go off. */
static int
switch_off(void)
{
    const char *command = rules_current()->config.shutdown;
    sigset_t none;

    if (!command[0])
        return EXIT_POWER;
    log_warn("main", "running %s", command);
    sigemptyset(&none);
    pthread_sigmask(SIG_SETMASK, &none, NULL);
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    log_error("main", "%s: %s", command, strerror(errno));
    return EXIT_POWER;
}

/* The same program in the same process, for a database that was restored. */
static int
start_again(char **argv)
{
    sigset_t none;

    sigemptyset(&none);
    pthread_sigmask(SIG_SETMASK, &none, NULL);
    execv("/proc/self/exe", argv);
    log_error("main", "not started again: %s", strerror(errno));
    return 1;
}

/* --check; the file itself is well. */
static int
check_settings(const struct options *o)
{
    char why[TLS_WHY] = "";

    if (check_tls(&rules_current()->config, why)) {
        fprintf(stderr, "notehomed: %s: web.tls: %s\n", o->file, why);
        return EXIT_CONFIG;
    }
    printf("%s is well.\n", o->file);
    return 0;
}

int
main(int argc, char **argv)
{
    struct daemon d = { .options = { .file = "/etc/notehome/notehome.conf",
            .known = { NULL, "/etc/fstab", "/proc/self/mounts" } },
        .signals = -1 };
    enum err e;

    if (argp_parse(&argp, argc, argv, 0, NULL, &d.options))
        return EXIT_CONFIG;
    if (d.options.debug)
        log_set_level(LOG_DEBUG);
    if (sodium_init() < 0 || load(d.options.file))
        return EXIT_CONFIG;
    if (d.options.check)
        return check_settings(&d.options);
    if (d.options.restore.path)
        return restore_run(&d.options.restore, &rules_current()->config);
    if ((e = start(&d)) == OK)
        loop_run(d.loop);
    else
        log_error("main", "not started: %s", err_text(e));
    stop(&d);
    log_info("main", "ended");
    if (d.power_out)
        return switch_off();
    if (d.again && !e)
        return start_again(argv);
    return e ? 1 : 0;
}
