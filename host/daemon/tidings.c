#include "daemon/tidings.h"

#include "base/clock.h"
#include "base/log.h"
#include "status/status.h"
#include "store/db/setting.h"
#include "store/figures/figures.h"
#include "store/queue/queue.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const int64_t backup_late = 36 * HOUR;   /* a night was left out */
static const int64_t again = 7 * DAY;
static const int64_t little = 200 * 1000 * 1000;        /* bytes */
static const int64_t enough = 400 * 1000 * 1000;        /* not little again */
static const int64_t morning = 7 * HOUR;

struct look {
    struct db *db;
    const struct rules *rules;
    int64_t now, disk_free, backup_at;
    const struct tls_facts *tls; /* NULL: none */
    struct reason trouble;
};

/* Adds to what is there; what does not fit is left out. */
static void add(char *text, size_t room, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static void
add(char *text, size_t room, const char *fmt, ...)
{
    size_t n = strlen(text);
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text + n, room - n, fmt, ap);
    va_end(ap);
}

/* --- telling -------------------------------------------------------------- */

static enum err
read_time(struct db *db, const char *key, int64_t *at)
{
    char text[24] = "";
    enum err e = setting_get(db, key, text, sizeof(text));

    *at = e ? 0 : atoll(text);
    return e;
}

static enum err
write_time(struct db *db, const char *key, int64_t at)
{
    char text[24];

    snprintf(text, sizeof(text), "%lld", (long long)at);
    return setting_set(db, key, text);
}

/* Queues the words and notes at `key` that this was told, both or neither. A
 * text that is refused (no such number) counts as told, and is logged. */
static enum err
tell(struct look *l, const char *key, int64_t note, const char *words)
{
    char text[800], said[REASON_SAID];
    struct reason why = { 0 };
    const struct config *c = &l->rules->config;
    struct queue_request r = { .number = c->keeper, .text = text,
        .priority = PRIORITY_NORMAL, .expires = l->now + DAY,
        .author = "notehome" };
    int64_t id;
    enum err e = db_begin(l->db);

    if (e)
        return e;
    snprintf(text, sizeof(text), "Notehome, %s: %s", c->school.name, words);
    e = queue_add(l->db, &r, &l->rules->queue, &id, &why);
    if (!e)
        e = write_time(l->db, key, note);
    e = db_end(l->db, e);
    if (!e || e == ERR_IO || e == ERR_DISK_FULL)
        return e;
    log_warn("tidings", "the keeper is not told: %s",
        reason_given(&why) ? reason_english(&why, said) : err_text(e));
    return write_time(l->db, key, note);
}

/* What lasts is told again after a week; a date ahead does not silence it. */
static enum err
tell_lasting(struct look *l, const char *key, bool lasts, const char *words)
{
    int64_t told;
    enum err e = read_time(l->db, key, &told);

    if (e)
        return e;
    if (!lasts)
        return told ? write_time(l->db, key, 0) : OK;
    return told && told <= l->now && l->now - told < again ? OK
        : tell(l, key, l->now, words);
}

/* --- what is told --------------------------------------------------------- */

static void
say_day(char *text, size_t room, int64_t at)
{
    time_t s = (time_t)(at / SECOND);
    struct tm tm;
    size_t n = strlen(text);

    localtime_r(&s, &tm);
    strftime(text + n, room - n, "%d.%m.", &tm);
}

static bool
backup_is_late(const struct look *l)
{
    return l->now - l->backup_at > backup_late;
}

static enum err
look_at_backup(struct look *l)
{
    char words[500] = "no backup was made since ", said[REASON_SAID];

    say_day(words, sizeof(words), l->backup_at);
    add(words, sizeof(words), " %s", reason_given(&l->trouble)
            ? reason_english(&l->trouble, said) : "Look at Settings, Backups.");
    return tell_lasting(l, "tidings.backup", backup_is_late(l), words);
}

static enum err
look_at_disk(struct look *l)
{
    char words[200];
    int64_t told;
    enum err e = read_time(l->db, "tidings.disk", &told);

    if (e || l->disk_free < 0)
        return e;
    snprintf(words, sizeof(words), "the disk is almost full, %lld MB are left."
        " Without room no text is accepted: delete what is not needed.",
        (long long)(l->disk_free / 1000000));
    return tell_lasting(l, "tidings.disk",
        l->disk_free < (told ? enough : little), words);
}

static enum err
look_at_certificate(struct look *l)
{
    char words[200] = "the certificate of the encrypted page ends on ";
    bool ends = l->tls && l->tls->until - l->now < TLS_WARN_DAYS * DAY;

    if (ends) {
        say_day(words, sizeof(words), l->tls->until);
        add(words, sizeof(words), " %s", l->tls->own
                ? "Make a new one: notehome tls renew"
                : "Put a new one where web.tls names it.");
    }
    return tell_lasting(l, "tidings.tls", ends, words);
}

static void
add_dongles(char *text, size_t room)
{
    struct status_modem m[STATUS_MODEMS_MAX];
    int n = status_list(m);

    for (int i = 0; i < n; i++)
        if (m[i].phase != STATUS_WORKING)
            add(text, room, " The dongle %s does not work.", m[i].name);
    if (!n)
        add(text, room, " There is no dongle.");
}

static enum err
look_at_week(struct look *l)
{
    int64_t monday = figures_monday(l->now, 0), told;
    char words[600] = "", bad[300] = "";
    const struct figures_week *week;
    struct figures f;
    enum err e = read_time(l->db, "tidings.week", &told);

    if (e || told == monday || l->now < monday + morning
        || (e = figures_read(l->db, "", l->now, &f)))
        return e;
    if (backup_is_late(l))
        add(bad, sizeof(bad), " No backup was made lately.");
    if (l->disk_free >= 0 && l->disk_free < enough)
        add(bad, sizeof(bad), " The disk is almost full.");
    add_dongles(bad, sizeof(bad));
    week = &f.week[FIGURES_WEEKS - 2];
    add(words, sizeof(words), "%s Last week %d texts went out and %d came in;"
        " %d families wait for an answer.",
        *bad ? bad + 1 : "all is well.", week->out, week->in, f.unanswered);
    return tell(l, "tidings.week", monday, words);
}

/* Since when there is no newer backup: the last one, or, where there was none,
 * the first look at this box. */
static enum err
find_backup(struct look *l)
{
    enum err e = read_time(l->db, "backup.at", &l->backup_at);

    if (e || l->backup_at
        || (e = read_time(l->db, "tidings.since", &l->backup_at))
        || l->backup_at)
        return e;
    l->backup_at = l->now;
    return write_time(l->db, "tidings.since", l->now);
}

enum err
tidings_look(struct db *db, const struct rules *rules, int64_t disk_free,
    const struct tls_facts *tls)
{
    struct look l = { .db = db, .rules = rules, .now = clock_now(),
        .disk_free = disk_free, .tls = tls };
    enum err e;

    if (!rules->config.keeper[0] || rules->queue.clock_unsure)
        return OK;
    if ((e = find_backup(&l))
        || (e = setting_get_reason(db, "backup.trouble", &l.trouble))
        || (e = look_at_backup(&l)) || (e = look_at_disk(&l))
        || (e = look_at_certificate(&l)))
        return e;
    return rules->config.keeper_weekly ? look_at_week(&l) : OK;
}
