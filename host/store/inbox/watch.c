#include "store/inbox/watch.h"

#include "base/clock.h"
#include "base/log.h"
#include "mapping/mapping.h"
#include "store/db/setting.h"
#include "store/queue/queue.h"
#include "store/thread/thread.h"

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

/* Texts of the tray that nobody has seen: the oldest and the newest; 0: none. */
struct unseen {
    int64_t oldest, newest;
};

static enum err
find_unseen(struct db *db, struct unseen *out)
{
    struct query q = query_start(db,
        "SELECT coalesce(min(m.id), 0), coalesce(max(m.id), 0) FROM thread t"
        " JOIN message m ON m.thread = t.id WHERE t.tray = :tray"
        " AND t.unread > 0 AND m." MESSAGE_IS_IN " AND m.handled = 0");

    query_int(&q, ":tray", MAPPING_SAFEGUARDING);
    if (query_row(&q))
        *out = (struct unseen){ query_get_int(&q, 0), query_get_int(&q, 1) };
    return query_end(&q);
}

/* Of whom: the newest text that they were told of, and when. */
struct told {
    int64_t message, at;
};

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
tell(struct db *db, const char *key, const char *number, int64_t newest,
    const struct inbox_rules *rules)
{
    struct queue_request r = { .number = number, .author = "notehome",
        .text = watch_text(rules->language), .priority = PRIORITY_URGENT,
        .expires = clock_now() + TEXT_LIFE, .even_if_opted_out = true };
    char value[64];
    int64_t id;
    enum err e = db_begin(db);

    if (e)
        return e;
    snprintf(value, sizeof(value), "%lld %lld", (long long)newest,
        (long long)clock_now());
    /* in that tray's thread: a family's shows it to all who teach */
    if (!(e = thread_of_sender(db, MAPPING_SAFEGUARDING, number, &r.thread))
        && (e = queue_add(db, &r, rules->queue, &id, NULL)) == ERR_INPUT) {
        log_error("watch", "key=%s: the number takes no texts", key);
        e = OK;
    }
    if (!e)
        e = setting_set(db, key, value);
    return db_end(db, e);
}

enum err
watch_tell(struct db *db, const struct inbox_rules *rules)
{
    struct unseen u = { 0 };
    struct told lead, deputy;
    int64_t now = clock_now();
    enum err e;

    if (!rules->lead)
        return OK;
    if ((e = find_unseen(db, &u)) || !u.oldest)
        return e;
    if ((e = read_told(db, "watch.lead", &lead))
        || (e = read_told(db, "watch.deputy", &deputy)))
        return e;
    if (u.newest > lead.message
        && (now - lead.at >= LOOK_WITHIN || lead.at > now))
        return tell(db, "watch.lead", rules->lead, u.newest, rules);
    if (rules->deputy && u.oldest <= lead.message
        && lead.message > deputy.message && now - lead.at >= LOOK_WITHIN)
        return tell(db, "watch.deputy", rules->deputy, lead.message, rules);
    return OK;
}
