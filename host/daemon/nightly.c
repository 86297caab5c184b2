#include "daemon/nightly.h"

#include "base/clock.h"
#include "base/log.h"
#include "daemon/sticks.h"
#include "daemon/tidings.h"
#include "send/week.h"
#include "settings/rules.h"
#include "store/backup/backup.h"
#include "store/db/audit.h"
#include "store/db/setting.h"
#include "store/people/left.h"
#include "store/people/list_undo.h"
#include "store/thread/retention.h"

#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { STICKS = 8, HOUR_OF_DAY = 2, STEPS_A_LOOK = 20 };
static const int64_t again_after = HOUR;        /* a backup that failed */

struct stick {
    char folder[BACKUP_PATH];
    bool here;
};

struct nightly {
    struct db *db;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stop;
    int64_t failed_at;          /* monotonic; 0: it did not */
    struct stick sticks[STICKS];
};

/* --- backups -------------------------------------------------------------- */

/* The last word on backups, for the status; that of a good one is written as it
 * is made. */
static void
remember(struct nightly *n, const struct reason *why)
{
    enum err e = setting_set_reason(n->db, "backup.trouble", why);

    if (e)
        log_warn("backup", "the outcome was not noted: %s", err_text(e));
}

static enum err
make_in(struct nightly *n, const struct config *c, const char *folder,
    int stick)
{
    char passphrase[SEALED_PASSPHRASE], said[REASON_SAID];
    struct reason why = { 0 };
    struct backup b = { n->db, c->data, folder, passphrase, stick >= 0, stick,
        true };
    int days = c->backup.days, weeks = c->backup.weeks;
    struct backup_facts made;
    enum err e = backup_passphrase(c->backup.passphrase_file, true,
        passphrase);

    if (e) {
        why = reason_text(REASON_PASSPHRASE_FILE, c->backup.passphrase_file);
        reason_add_words(&why, err_text(e));
    } else if (!(e = backup_make(&b, &made, &why))
        && (b.stick ? backup_rotate_in(stick, days, weeks)
                    : backup_rotate(folder, days, weeks)))
        log_warn("backup", "folder=%s old backups could not be removed",
            folder);
    sodium_memzero(passphrase, sizeof(passphrase));
    if (e && e != ERR_TIMEOUT) {
        log_error("backup", "%s", reason_english(&why, said));
        remember(n, &why);
    }
    return e;
}

/* Whether today, from the small hours on, has no backup in folder yet. */
static bool
is_due(const char *folder)
{
    time_t now = (time_t)(clock_now() / SECOND);
    char today[16];
    struct tm tm;

    localtime_r(&now, &tm);
    strftime(today, sizeof(today), "%Y%m%d", &tm);
    return tm.tm_hour >= HOUR_OF_DAY && !backup_has_day(folder, today);
}

static void
daily(struct nightly *n, const struct config *c)
{
    if (n->failed_at && clock_mono() - n->failed_at < again_after)
        return;
    if (mkdir(c->backup.folder, 0750) != 0 && errno != EEXIST)
        log_error("backup", "%s: %s", c->backup.folder, strerror(errno));
    if (is_due(c->backup.folder))
        n->failed_at = make_in(n, c, c->backup.folder, -1) ? clock_mono() : 0;
}

/* --- sticks --------------------------------------------------------------- */

/* True when it was not there at the last look. */
static bool
note_stick(struct nightly *n, const char *folder)
{
    struct stick *empty = NULL;

    for (int i = 0; i < STICKS; i++) {
        struct stick *s = &n->sticks[i];
        if (!strcmp(s->folder, folder)) {
            s->here = true;
            return false;
        }
        if (!s->folder[0] && !empty)
            empty = s;
    }
    if (empty) {
        snprintf(empty->folder, sizeof(empty->folder), "%s", folder);
        empty->here = true;
    }
    return empty != NULL;
}

struct round {                  /* of one look */
    struct nightly *n;
    const struct config *c;
    bool dated;
};

static void
take_stick(void *user, const char *folder, int dir)
{
    struct round *r = user;
    struct nightly *n = r->n;

    if ((note_stick(n, folder)
            || (r->dated && is_due(folder) && !n->failed_at))
        && make_in(n, r->c, folder, dir) != OK)
        n->failed_at = clock_mono();
}

static void
look_for_sticks(struct nightly *n, const struct config *c, bool dated)
{
    char roots[sizeof(c->backup.sticks)], *rest = roots, *root;
    struct round r = { n, c, dated };

    for (int i = 0; i < STICKS; i++)
        n->sticks[i].here = false;
    memcpy(roots, c->backup.sticks, sizeof(roots));
    while ((root = strsep(&rest, " ")))
        if (*root == '/')
            sticks_find(root, c->data, take_stick, &r);
    for (int i = 0; i < STICKS; i++)
        if (!n->sticks[i].here)
            n->sticks[i].folder[0] = '\0';
}

/* --- forgetting ----------------------------------------------------------- */

static void
forget_old(struct nightly *n, const struct config *c)
{
    int forgotten = 0, all = 0, gone = 0;
    enum err e = OK;

    if (!c->keep_months)
        return;
    for (int i = 0; !e && i < STEPS_A_LOOK; i++) {
        e = retention_step(n->db, c->keep_months, &forgotten);
        all += forgotten;
        if (!forgotten)
            break;
    }
    for (int i = 0; !e && !forgotten && i < STEPS_A_LOOK; i++)
        if ((e = retention_rows_step(n->db, c->keep_months, &gone)) || !gone)
            break;
    if (!e && all && !forgotten)
        e = retention_settle(n->db);
    if (e)
        log_warn("retention", "%s", err_text(e));
    if (all)
        log_info("retention", "forgotten=%d older than %d months", all,
            c->keep_months);
}

/* Children who left, and their families; what old lists changed; reports of
 * nothing. */
static void
forget_left(struct nightly *n, const struct config *c)
{
    int forgotten = c->keep_months ? 1 : 0, all = 0, reports = 0;
    enum err e = list_in_forget(n->db);

    for (int i = 0; !e && forgotten && i < STEPS_A_LOOK; i++) {
        e = left_forget(n->db, c->keep_months, &forgotten);
        all += forgotten;
    }
    if (!e)
        e = retention_reports(n->db, &reports);
    if (e)
        log_warn("retention", "children, lists and reports: %s", err_text(e));
    if (reports)
        log_info("retention", "reports=%d of no text", reports);
    if (all)
        log_info("retention", "forgotten=%d who left more than %d months ago",
            all, c->keep_months);
}

/* What a restore had replaced lies there in plain. */
static void
forget_replaced(struct nightly *n, const struct config *c)
{
    int64_t before = 0;
    int gone = 0;
    enum err e = retention_before(n->db, BACKUP_REPLACED_MONTHS, &before);

    if (!e)
        e = backup_forget_replaced(c->data, before, &gone);
    if (!e && gone)
        e = audit_add(n->db, "notehome", "backup.forget", "database", "");
    if (e)
        log_warn("backup", "what a restore had replaced: %s", err_text(e));
    if (gone)
        log_info("backup", "files=%d that a restore had replaced are removed",
            gone);
}

/* --- the week's round ----------------------------------------------------- */

static void
go_round(struct nightly *n, const struct rules *r)
{
    const struct config *c = &r->config;
    struct send with = { .author = "", .country = c->school.country,
        .language = c->school.language, .school = c->school.name,
        .rules = &r->queue };
    enum err e = week_round(n->db, &with);

    if (e)
        log_warn("week", "the round did not go: %s", err_text(e));
}

/* --- the keeper ----------------------------------------------------------- */

static void
tell_keeper(struct nightly *n, const struct rules *r)
{
    struct statvfs v;
    int64_t left = statvfs(r->config.data, &v) ? -1
        : (int64_t)v.f_bavail * (int64_t)v.f_frsize;
    struct tls_facts tls;
    enum err e = tidings_look(n->db, r, left,
        tls_facts(&tls) ? &tls : NULL);

    if (e)
        log_warn("tidings", "%s", err_text(e));
}

/* --- the thread ----------------------------------------------------------- */

/* False: the end was asked for. */
static bool
wait_for(struct nightly *n, int seconds)
{
    struct timespec until;
    bool stop;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += seconds;
    pthread_mutex_lock(&n->lock);
    while (!n->stop
        && pthread_cond_timedwait(&n->wake, &n->lock, &until) == 0)
        continue;
    stop = n->stop;
    pthread_mutex_unlock(&n->lock);
    return !stop;
}

static int
pause_of(void)
{
    const struct rules *r = rules_take();
    int seconds = r->config.backup.look_seconds;

    rules_release(r);
    return seconds;
}

static void *
work(void *user)
{
    struct nightly *n = user;

    /* Messages come first. */
    setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), 10);
    while (wait_for(n, pause_of())) {
        const struct rules *r = rules_take();
        bool dated = !r->queue.clock_unsure;

        look_for_sticks(n, &r->config, dated);
        /* A wrong date would throw away the wrong backups and texts. */
        if (dated) {
            go_round(n, r);
            daily(n, &r->config);
            forget_old(n, &r->config);
            forget_left(n, &r->config);
            forget_replaced(n, &r->config);
            tell_keeper(n, r);
        }
        rules_release(r);
        /* What backups and imports took goes back to the system: the C library
         * would keep it, for each thread apart. */
        malloc_trim(0);
    }
    return NULL;
}

enum err
nightly_start(struct db *db, struct nightly **out)
{
    struct nightly *n = calloc(1, sizeof(*n));
    pthread_condattr_t monotonic;

    if (!n)
        return ERR_MEMORY;
    n->db = db;
    pthread_mutex_init(&n->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&n->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (pthread_create(&n->thread, NULL, work, n) != 0) {
        pthread_cond_destroy(&n->wake);
        pthread_mutex_destroy(&n->lock);
        free(n);
        return ERR_MEMORY;
    }
    *out = n;
    return OK;
}

void
nightly_stop(struct nightly *n)
{
    if (!n)
        return;
    pthread_mutex_lock(&n->lock);
    n->stop = true;
    pthread_cond_signal(&n->wake);
    pthread_mutex_unlock(&n->lock);
    pthread_join(n->thread, NULL);
    pthread_cond_destroy(&n->wake);
    pthread_mutex_destroy(&n->lock);
    free(n);
}
