/* alert_tell.c - who is told of whom: decided once a wait, in the commit that also
 * queues the text, so that no end in between loses or doubles one. Declared in
 * alert.h. */
#include "store/alert/alert_own.h"

#include "base/clock.h"
#include "base/log.h"
#include "mapping/mapping.h"
#include "store/alert/alert_code.h"
#include "store/alert/alert_say.h"
#include "store/people/people.h"
#include "store/staff/staff.h"
#include "text/unicode.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Of one person in an hour; what is more is told in one text. */
enum { AN_HOUR = 6, PERSONS = 200, WORDS = 90 };
/* So long more of them are waited for before that one. */
#define GATHER (10 * MINUTE)
#define URGENT_LIFE (12 * HOUR)
#define EACH_LIFE (4 * HOUR)
#define CODE_LIFE (48 * HOUR)
/* What is older says nothing: neither was a code remembered. */
#define KEEP (35 * DAY)

/* Whether a text of the thread t that waits cannot, and staff do not say it can:
 * a child is missing, no mere illness. */
#define THREAD_IS_URGENT                                                       \
    "EXISTS (SELECT 1 FROM message u WHERE u.thread = t.id"                    \
    " AND u.urgent > 0 AND u.eased = 0 AND u." URGENT_IS_AT_ONCE               \
    " AND u.at >= t.waiting)"

/* A class of the family f that the person p is told of. */
#define HAS_CLASS(f)                                                           \
    "EXISTS (SELECT 1 FROM family_child fc JOIN child c ON c.id = fc.child"    \
    " WHERE fc.family = " f " AND c.left_at = 0 AND"                           \
    " instr(p.classes, char(10) || c.class || char(10)) > 0)"
/* A thread t that the person p hears of: never one of safeguarding. Of a number
 * that no class has everybody hears what cannot wait. */
#define IS_OF_PERSON                                                           \
    "((t.family IS NOT NULL AND (p.classes = '' OR t.assigned = p.staff"       \
    "  OR " HAS_CLASS("t.family") "))"                                         \
    " OR (t.tray IN (:unknown, :shared) AND (p.classes = ''"                   \
    "  OR " THREAD_IS_URGENT ")))"

static void
bind_trays(struct query *q)
{
    query_int(q, ":unknown", MAPPING_UNKNOWN);
    query_int(q, ":shared", MAPPING_SHARED);
}

/* --- whom ----------------------------------------------------------------- */

/* Rows of thread t and person p that are to be told and are not decided yet. */
#define UNDECIDED                                                              \
    " FROM thread t JOIN alert_person p ON p.proved > 0 AND p.at_once > 0"     \
    " WHERE t.waiting > 0 AND t.unread > 0 AND " IS_OF_PERSON                  \
    " AND (p.at_once = :each OR " THREAD_IS_URGENT ")"                         \
    " AND NOT EXISTS (SELECT 1 FROM alert a WHERE a.thread = t.id"             \
    "  AND a.staff = p.staff AND a.since = t.waiting"                          \
    "  AND a.urgent >= " THREAD_IS_URGENT ")"

static enum err
any_undecided(struct db *db, bool *any)
{
    struct query q = query_start(db, "SELECT 1" UNDECIDED " LIMIT 1");

    bind_trays(&q);
    query_int(&q, ":each", ALERT_EACH);
    *any = query_row(&q);
    return query_end(&q);
}

static enum err
forget_old(struct db *db)
{
    struct query q = query_start(db, "DELETE FROM alert WHERE at < :old"
        " AND id IN (SELECT id FROM alert ORDER BY id LIMIT 200)");

    query_int(&q, ":old", clock_now() - KEEP);
    return query_end(&q);
}

static enum err
decide(struct db *db)
{
    struct query q;
    bool any = false;
    enum err e = any_undecided(db, &any);

    if (e || !any || (e = db_begin(db)))
        return e;
    if (!(e = forget_old(db))) {
        q = query_start(db,
            "INSERT INTO alert (staff, thread, since, urgent, message, at)"
            " SELECT p.staff, t.id, t.waiting, " THREAD_IS_URGENT ","
            "  coalesce((SELECT max(m.id) FROM message m WHERE m.thread = t.id"
            "   AND m." MESSAGE_IS_IN "), 0), :now" UNDECIDED);
        bind_trays(&q);
        query_int(&q, ":each", ALERT_EACH);
        query_int(&q, ":now", clock_now());
        e = query_end(&q);
    }
    return db_end(db, e);
}

/* --- when ----------------------------------------------------------------- */

struct person {
    int64_t staff;
    char number[64];
    bool answers;
    int quiet_from, quiet_to, digest;
    int64_t digest_day;
};

struct persons {
    struct person who[PERSONS];
    int n;
};

/* pending: those of whom somebody is to be told; else those with a digest. */
static enum err
read_persons(struct db *db, bool pending, struct persons *out)
{
    struct query q = query_start(db,
        "SELECT p.staff, p.number, p.answers AND s.role >= :staff_role,"
        " p.quiet_from, p.quiet_to, p.digest, p.digest_day"
        " FROM alert_person p JOIN staff s ON s.id = p.staff"
        " WHERE p.proved > 0 AND s.closed = 0 AND iif(:pending,"
        "  EXISTS (SELECT 1 FROM alert a WHERE a.staff = p.staff"
        "   AND a.told = 0), p.digest >= 0)");

    query_int(&q, ":staff_role", ROLE_STAFF);
    query_int(&q, ":pending", pending);
    while (out->n < PERSONS && query_row(&q)) {
        struct person *p = &out->who[out->n++];

        *p = (struct person){ .staff = query_get_int(&q, 0),
            .answers = query_get_int(&q, 2) != 0,
            .quiet_from = (int)query_get_int(&q, 3),
            .quiet_to = (int)query_get_int(&q, 4),
            .digest = (int)query_get_int(&q, 5),
            .digest_day = query_get_int(&q, 6) };
        query_copy_text(&q, 1, p->number, sizeof(p->number));
    }
    return query_end(&q);
}

static bool
is_quiet(const struct person *p)
{
    struct queue_rules theirs = { .quiet_from = p->quiet_from,
        .quiet_to = p->quiet_to };

    return queue_quiet_until(&theirs, clock_now()) != 0;
}

/* How many texts told of somebody within the hour. */
static enum err
count_told(struct db *db, int64_t staff, int *count)
{
    struct query q = query_start(db,
        "SELECT count(DISTINCT text) FROM alert WHERE staff = :staff"
        " AND told > :since AND told <= :now AND text > 0");

    query_int(&q, ":staff", staff);
    query_int(&q, ":since", clock_now() - HOUR);
    query_int(&q, ":now", clock_now());
    if (query_row(&q))
        *count = (int)query_get_int(&q, 0);
    return query_end(&q);
}

/* --- telling of one ------------------------------------------------------- */

struct pending {
    int64_t id, thread, family;
    bool urgent;
    char classes[48], words[WORDS];
};

/* Whom the person is told of next: what cannot wait first. ERR_EMPTY: none. */
static enum err
next_pending(struct db *db, int64_t staff, struct pending *out)
{
    struct query q = query_start(db,
        "SELECT a.id, a.thread, coalesce(t.family, 0), a.urgent FROM alert a"
        " JOIN thread t ON t.id = a.thread WHERE a.staff = :staff"
        " AND a.told = 0 ORDER BY a.urgent DESC, a.id LIMIT 1");

    query_int(&q, ":staff", staff);
    if (query_row(&q))
        *out = (struct pending){ .id = query_get_int(&q, 0),
            .thread = query_get_int(&q, 1), .family = query_get_int(&q, 2),
            .urgent = query_get_int(&q, 3) != 0 };
    return query_end_one(&q);
}

static enum err
read_classes(struct db *db, struct pending *p)
{
    struct query q = query_start(db,
        "SELECT DISTINCT c.class FROM family_child fc"
        " JOIN child c ON c.id = fc.child WHERE fc.family = :family"
        " AND c.left_at = 0 AND c.class <> '' ORDER BY c.class LIMIT 3");
    size_t n = 0;

    query_int(&q, ":family", p->family);
    while (query_row(&q) && n + 1 < sizeof(p->classes)) {
        char one[CLASS_NAME_MAX];

        query_copy_text(&q, 0, one, sizeof(one));
        if (n)
            n += unicode_copy(", ", p->classes + n, sizeof(p->classes) - n);
        n += unicode_copy(one, p->classes + n, sizeof(p->classes) - n);
    }
    return query_end(&q);
}

/* The beginning of the newest text, unless one of those that wait may tell of
 * harm. */
static enum err
read_words(struct db *db, struct pending *p)
{
    struct query q = query_start(db,
        "SELECT m.body FROM message m JOIN thread t ON t.id = m.thread"
        " WHERE m.thread = :thread AND m." MESSAGE_IS_IN
        " AND m." MESSAGE_IS_TEXT " AND m.at >= t.waiting"
        " AND NOT EXISTS (SELECT 1 FROM message c WHERE c.thread = m.thread"
        "  AND c.at >= t.waiting AND c.concern > 0)"
        " ORDER BY m.id DESC LIMIT 1");

    query_int(&q, ":thread", p->thread);
    if (query_row(&q))
        query_copy_text(&q, 0, p->words, sizeof(p->words));
    for (char *c = p->words; *c; c++)
        if (*c == '\n' || *c == '"')
            *c = ' ';
    return query_end(&q);
}

/* Notes that all of whom `which` is one were told by that text. */
static enum err
note_told(struct db *db, const struct person *p, int64_t which, int64_t text,
    const char *code)
{
    struct query q = query_start(db,
        "UPDATE alert SET told = :now, text = :text, number = :number,"
        " code = :code, expires = :expires WHERE staff = :staff AND told = 0"
        " AND :which IN (0, id)");

    query_int(&q, ":now", clock_now());
    query_int(&q, ":text", text);
    query_text(&q, ":number", p->number);
    query_text(&q, ":code", code);
    query_int(&q, ":expires", *code ? clock_now() + CODE_LIFE : 0);
    query_int(&q, ":staff", p->staff);
    query_int(&q, ":which", which);
    return query_end_changed(&q);
}

/* A phone that takes no texts is told of nothing: that is no reason to go on
 * trying, nor to hold up others. */
static enum err
send(struct db *db, const struct person *p, const char *text, bool urgent,
    const struct alert_rules *rules, int64_t *id)
{
    enum err e = alert_text_to(db, p->number, text,
        urgent ? PRIORITY_URGENT : PRIORITY_NORMAL,
        urgent ? URGENT_LIFE : EACH_LIFE, rules->queue, id, NULL);

    if (e != ERR_INPUT && e != ERR_REFUSED)
        return e;
    log_warn("alert", "staff=%lld: the phone takes no texts",
        (long long)p->staff);
    *id = 0;
    return OK;
}

static enum err
tell_one(struct db *db, const struct person *p, struct pending *about,
    const struct alert_rules *rules)
{
    char code[ALERT_CODE] = "", text[ALERT_SAY];
    int64_t id = 0;
    enum err e = OK;

    if (about->family && (e = read_classes(db, about)))
        return e;
    if (about->family && rules->words && (e = read_words(db, about)))
        return e;
    if (about->family && p->answers
        && (e = alert_code_new(db, p->staff, code)))
        return e;
    alert_say_waits(rules->language,
        &(struct alert_who){ .class_name = about->classes,
            .stranger = !about->family, .urgent = about->urgent,
            .code = code, .words = about->words }, text, sizeof(text));
    e = send(db, p, text, about->urgent, rules, &id);
    return e ? e : note_told(db, p, about->id, id, id ? code : "");
}

/* --- telling of the rest -------------------------------------------------- */

/* Who was answered or seen meanwhile needs nobody; who can wait after all is
 * decided anew. */
static enum err
drop_settled(struct db *db, int64_t staff)
{
    struct query q = query_start(db,
        "DELETE FROM alert WHERE staff = :staff AND told = 0"
        " AND NOT EXISTS (SELECT 1 FROM thread t WHERE t.id = alert.thread"
        "  AND t.waiting = alert.since AND t.unread > 0"
        "  AND (alert.urgent = 0 OR " THREAD_IS_URGENT "))");

    query_int(&q, ":staff", staff);
    return query_end(&q);
}

static enum err
tell_rest(struct db *db, const struct person *p,
    const struct alert_rules *rules)
{
    struct query q = query_start(db,
        "SELECT count(*), coalesce(min(at), 0), coalesce(max(urgent), 0)"
        " FROM alert WHERE staff = :staff AND told = 0");
    int64_t first = 0, id = 0, now = clock_now();
    bool urgent = false;
    char text[ALERT_SAY];
    int more = 0;
    enum err e;

    query_int(&q, ":staff", p->staff);
    if (query_row(&q)) {
        more = (int)query_get_int(&q, 0);
        first = query_get_int(&q, 1);
        urgent = query_get_int(&q, 2) != 0;
    }
    if ((e = query_end(&q)) || !more || (first <= now && now - first < GATHER))
        return e;
    alert_say_more(rules->language, more, text, sizeof(text));
    e = send(db, p, text, urgent, rules, &id);
    return e ? e : note_told(db, p, 0, id, "");
}

static enum err
tell(struct db *db, const struct person *p, const struct alert_rules *rules)
{
    struct pending about = { .id = 0 };
    int told = 0;
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = drop_settled(db, p->staff)))
        e = count_told(db, p->staff, &told);
    for (; !e && told < AN_HOUR; told++)
        if (!(e = next_pending(db, p->staff, &about)))
            e = tell_one(db, p, &about, rules);
    if (!e && told == AN_HOUR)
        e = tell_rest(db, p, rules);
    return db_end(db, e == ERR_EMPTY ? OK : e);
}

/* --- each day ------------------------------------------------------------- */

static enum err
count_waiting(struct db *db, int64_t staff, int *families, int *days)
{
    struct query q = query_start(db,
        "SELECT count(*), coalesce(min(t.waiting), 0) FROM thread t"
        " JOIN alert_person p ON p.staff = :staff"
        " WHERE t.waiting > 0 AND " IS_OF_PERSON);
    int64_t oldest = 0, now = clock_now();

    query_int(&q, ":staff", staff);
    bind_trays(&q);
    if (query_row(&q)) {
        *families = (int)query_get_int(&q, 0);
        oldest = query_get_int(&q, 1);
    }
    *days = oldest > 0 && oldest < now ? (int)((now - oldest) / DAY) : 0;
    return query_end(&q);
}

static enum err
note_digest(struct db *db, int64_t staff, int64_t day)
{
    struct query q = query_start(db, "UPDATE alert_person"
        " SET digest_day = :day WHERE staff = :staff");

    query_int(&q, ":day", day);
    query_int(&q, ":staff", staff);
    return query_end_changed(&q);
}

static enum err
tell_day(struct db *db, const struct person *p, int64_t day,
    const struct alert_rules *rules)
{
    int families = 0, days = 0;
    char text[ALERT_SAY];
    int64_t id;
    enum err e = db_begin(db);

    if (e)
        return e;
    e = count_waiting(db, p->staff, &families, &days);
    if (!e && families) {
        alert_say_digest(rules->language, families, days, text, sizeof(text));
        e = send(db, p, text, false, rules, &id);
    }
    if (!e)
        e = note_digest(db, p->staff, day);
    return db_end(db, e);
}

static enum err
tell_days(struct db *db, const struct persons *persons,
    const struct alert_rules *rules)
{
    int64_t now = clock_now(), day;
    time_t s = (time_t)(now / SECOND);
    struct tm tm;
    enum err e = OK;
    int minute;

    if (rules->queue->clock_unsure || queue_quiet_until(rules->queue, now))
        return OK;
    localtime_r(&s, &tm);
    day = (tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday;
    minute = tm.tm_hour * 60 + tm.tm_min;
    for (int i = 0; !e && i < persons->n; i++) {
        const struct person *p = &persons->who[i];

        /* after a night without power it says nothing that is of use */
        if (p->digest_day != day && minute >= p->digest
            && minute < p->digest + EACH_LIFE / MINUTE && !is_quiet(p))
            e = tell_day(db, p, day, rules);
    }
    return e;
}

enum err
alert_tell(struct db *db, const struct alert_rules *rules)
{
    struct persons *persons = calloc(1, sizeof(*persons));
    enum err e = persons ? decide(db) : ERR_MEMORY;

    if (!e)
        e = read_persons(db, true, persons);
    for (int i = 0; !e && i < persons->n; i++)
        if (!is_quiet(&persons->who[i]))
            e = tell(db, &persons->who[i], rules);
    if (!e) {
        persons->n = 0;
        e = read_persons(db, false, persons);
    }
    if (!e)
        e = tell_days(db, persons, rules);
    free(persons);
    return e;
}
