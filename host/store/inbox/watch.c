#include "store/inbox/watch.h"

#include "base/clock.h"
#include "base/log.h"
#include "mapping/mapping.h"
#include "store/db/setting.h"
#include "store/queue/queue.h"
#include "store/thread/thread.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LOOK_WITHIN (30 * MINUTE)
/* What could not be sent by then says nothing new. */
#define TEXT_LIFE (12 * HOUR)

const char *
watch_text(const char *language)
{
    static const char *const words[][2] = {
        { "en", "Notehome: something for you to see today." },
        { "sw", "Notehome: kuna jambo la kuangalia leo." },
        { "fr", "Notehome : quelque chose à voir aujourd'hui." },
        { "ar", "Notehome: هناك ما ينبغي أن تراه اليوم." },
        { "es", "Notehome: hay algo que ver hoy." },
        { "pt", "Notehome: há algo para ver hoje." },
        { "am", "Notehome: ዛሬ የሚታይ ነገር አለ።" },
        { "hi", "Notehome: आज आपके देखने के लिए कुछ है।" },
        { "tr", "Notehome: bugün bakmanız gereken bir şey var." } };
    const char *want = language ? language : "";
    size_t n = strcspn(want, "-_");

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (strlen(words[i][0]) == n && !strncasecmp(words[i][0], want, n))
            return words[i][1];
    return words[0][1];
}

/* Of whom: the newest text that they were told of, and when. */
struct told {
    int64_t message, at;
};

/* Texts of the tray that nobody has seen: the newest, and the oldest of which
 * the deputy was not told; 0: none. */
struct unseen {
    int64_t newest, oldest;
};

static enum err
find_unseen(struct db *db, const struct told *deputy, struct unseen *out)
{
    struct query q = query_start(db,
        "SELECT coalesce(max(m.id), 0),"
        " coalesce(min(iif(m.id > :told, m.id, NULL)), 0) FROM thread t"
        " JOIN message m ON m.thread = t.id WHERE t.tray = :tray"
        " AND t.unread > 0 AND m." MESSAGE_IS_IN " AND m.handled = 0");

    query_int(&q, ":tray", MAPPING_SAFEGUARDING);
    query_int(&q, ":told", deputy->message);
    if (query_row(&q))
        *out = (struct unseen){ query_get_int(&q, 0), query_get_int(&q, 1) };
    return query_end(&q);
}

static enum err
read_told(struct db *db, const char *key, struct told *out)
{
    char value[64] = "";
    enum err e = setting_get(db, key, value, sizeof(value));
    char *end = value;

    *out = (struct told){ strtoll(value, &end, 10), 0 };
    out->at = strtoll(end, NULL, 10);
    return e;
}

static enum err
write_told(struct db *db, const char *key, int64_t message, int64_t at)
{
    char value[64];

    snprintf(value, sizeof(value), "%lld %lld", (long long)message,
        (long long)at);
    return setting_set(db, key, value);
}

static enum err
is_in_tray(struct db *db, int64_t message, bool *is)
{
    struct query q = query_start(db, "SELECT t.tray = :tray FROM message m"
        " JOIN thread t ON t.id = m.thread WHERE m.id = :id");

    query_int(&q, ":tray", MAPPING_SAFEGUARDING);
    query_int(&q, ":id", message);
    if (query_row(&q))
        *is = query_get_int(&q, 0) != 0;
    return query_end_one(&q);
}

enum err
watch_came(struct db *db, int64_t message)
{
    assert(db_inside(db));
    struct told late;
    bool is = false;
    enum err e = is_in_tray(db, message, &is);

    if (e || !is || (e = read_told(db, "watch.late", &late))
        || (late.message && late.message <= message))
        return e;
    return write_told(db, "watch.late", message, clock_now());
}

static enum err
tell(struct db *db, const char *key, const char *number, int64_t newest,
    const struct inbox_rules *rules)
{
    struct queue_request r = { .number = number, .author = "notehome",
        .text = watch_text(rules->language), .priority = PRIORITY_URGENT,
        .expires = clock_now() + TEXT_LIFE, .even_if_opted_out = true };
    int64_t id;
    enum err e = db_begin(db);

    if (e)
        return e;
    /* in that tray's thread: a family's shows it to all who teach */
    if (!(e = thread_of_sender(db, MAPPING_SAFEGUARDING, number, &r.thread)))
        e = queue_add(db, &r, rules->queue, &id, NULL);
    if (e == ERR_INPUT || e == ERR_REFUSED) {
        log_error("watch", "key=%s: the number takes no texts", key);
        e = OK;
    }
    if (!e)
        e = write_told(db, key, newest, clock_now());
    return db_end(db, e);
}

/* What came late has an older number than what the deputy may have been told
 * of: half an hour from now that counts as untold. */
static enum err
tell_lead(struct db *db, int64_t newest, const struct told *late,
    const struct told *deputy, const struct inbox_rules *rules)
{
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = tell(db, "watch.lead", rules->lead, newest, rules))
        && late->message && !(e = setting_set(db, "watch.late", ""))
        && late->message <= deputy->message)
        e = write_told(db, "watch.deputy", late->message - 1, deputy->at);
    return db_end(db, e);
}

/* The deputy comes first: the lead's next text begins a new half hour. */
enum err
watch_tell(struct db *db, const struct inbox_rules *rules)
{
    struct unseen u = { 0 };
    struct told lead, deputy, late;
    int64_t now = clock_now();
    bool rested;
    enum err e;

    if (!rules->lead)
        return OK;
    if ((e = read_told(db, "watch.lead", &lead))
        || (e = read_told(db, "watch.deputy", &deputy))
        || (e = read_told(db, "watch.late", &late))
        || (e = find_unseen(db, &deputy, &u)) || !u.newest)
        return e;
    rested = now - lead.at >= LOOK_WITHIN;
    if (rules->deputy && rested && u.oldest && u.oldest <= lead.message)
        return tell(db, "watch.deputy", rules->deputy, lead.message, rules);
    if ((u.newest > lead.message
            || (late.message && u.newest >= late.message))
        && (rested || lead.at > now))
        return tell_lead(db, u.newest > lead.message ? u.newest : lead.message,
            &late, &deputy, rules);
    return OK;
}
