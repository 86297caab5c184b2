/* alert_tell.c - who is told of whom: decided once a wait, in the commit that
 * also queues the text, so that no end in between loses or doubles one.
 * Declared in alert.h. */
#include "store/alert/alert_own.h"

#include "base/clock.h"
#include "base/log.h"
#include "store/alert/alert_code.h"
#include "store/alert/alert_say.h"
#include "store/people/people.h"
#include "store/staff/staff.h"
#include "text/unicode.h"

#include <stdlib.h>
#include <string.h>

/* Of one person in an hour; what is more is told in one text. What cannot wait
 * has an hour of its own, and each its text. */
enum { AN_HOUR = 6, URGENT_AN_HOUR = 12, WORDS = 90 };
/* So long more of them are waited for before that one. */
#define GATHER (10 * MINUTE)
/* What is older says nothing: neither was a code remembered. But it stays while
 * the words of its text or answer do: whose they are is known from it alone. */
#define KEEP (35 * DAY)

/* --- whom ----------------------------------------------------------------- */

/* Rows of thread w and person p that are to be told and are not decided yet:
 * once a wait, and once each text that cannot wait. */
#define UNDECIDED                                                              \
    " FROM w JOIN alert_person p ON p.proved > 0 AND p.at_once > 0"            \
    " WHERE w.unread > 0 AND (p.at_once = :each OR w.urgent)"                  \
    " AND NOT EXISTS (SELECT 1 FROM alert a WHERE a.thread = w.id"             \
    "  AND a.staff = p.staff AND a.since = w.waiting"                          \
    "  AND a.urgent >= w.urgent"                                               \
    "  AND (NOT w.urgent OR a.message >= w.urgent_id))"                        \
    " AND " ALERT_IS_OF_PERSON

static enum err
any_undecided(struct db *db, bool *any)
{
    struct query q = query_start(db,
        ALERT_WAITING "SELECT 1" UNDECIDED " LIMIT 1");

    alert_bind_trays(&q);
    query_int(&q, ":each", ALERT_EACH);
    *any = query_row(&q);
    return query_end(&q);
}

static enum err
forget_old(struct db *db)
{
    struct query q = query_start(db, "DELETE FROM alert WHERE at < :old"
        " AND id IN (SELECT id FROM alert ORDER BY id LIMIT 200)"
        " AND NOT EXISTS (SELECT 1 FROM message m"
        "  WHERE m.id IN (alert.text, alert.answer) AND m.body <> '')");

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
            ALERT_WAITING
            "INSERT INTO alert (staff, thread, since, urgent, message, at)"
            " SELECT p.staff, w.id, w.waiting, w.urgent,"
            "  coalesce((SELECT max(m.id) FROM message m WHERE m.thread = w.id"
            "   AND m." MESSAGE_IS_IN " AND m." MESSAGE_IS_SAID "), 0), :now"
            UNDECIDED);
        alert_bind_trays(&q);
        query_int(&q, ":each", ALERT_EACH);
        query_int(&q, ":now", clock_now());
        e = query_end(&q);
    }
    return db_end(db, e);
}

/* --- when ----------------------------------------------------------------- */

/* pending: those of whom somebody is to be told; else those with a digest. */
static enum err
read_persons(struct db *db, bool pending, struct alert_phones *out)
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
    while (out->n < ALERT_PHONES && query_row(&q)) {
        struct alert_phone *p = &out->who[out->n++];

        *p = (struct alert_phone){ .staff = query_get_int(&q, 0),
            .answers = query_get_int(&q, 2) != 0,
            .quiet_from = (int)query_get_int(&q, 3),
            .quiet_to = (int)query_get_int(&q, 4),
            .digest = (int)query_get_int(&q, 5),
            .digest_day = query_get_int(&q, 6) };
        query_copy_text(&q, 1, p->number, sizeof(p->number));
    }
    return query_end(&q);
}

/* How many texts told of somebody, urgent or not, within the hour. */
static enum err
count_told(struct db *db, int64_t staff, bool urgent, int *count)
{
    struct query q = query_start(db,
        "SELECT count(DISTINCT text) FROM alert WHERE staff = :staff"
        " AND told > :since AND told <= :now AND text > 0"
        " AND urgent = :urgent");

    query_int(&q, ":staff", staff);
    query_int(&q, ":urgent", urgent);
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

/* Whom the person is told of next. ERR_EMPTY: none. */
static enum err
next_pending(struct db *db, int64_t staff, bool urgent, struct pending *out)
{
    struct query q = query_start(db,
        "SELECT a.id, a.thread, coalesce(t.family, 0), a.urgent FROM alert a"
        " JOIN thread t ON t.id = a.thread WHERE a.staff = :staff"
        " AND a.told = 0 AND a.urgent = :urgent ORDER BY a.id LIMIT 1");

    query_int(&q, ":staff", staff);
    query_int(&q, ":urgent", urgent);
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
        " AND c.left_at = 0 AND c.class <> '' ORDER BY c.class"
        " COLLATE classes LIMIT 3");
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

/* Notes that `which`, or with 0 all who can wait, were told by that text. */
static enum err
note_told(struct db *db, const struct alert_phone *p, int64_t which,
    int64_t text, const char *code)
{
    struct query q = query_start(db,
        "UPDATE alert SET told = :now, text = :text, number = :number,"
        " code = :code, expires = :expires, message = coalesce((SELECT"
        "  max(m.id) FROM message m WHERE m.thread = alert.thread"
        "  AND m." MESSAGE_IS_IN " AND m." MESSAGE_IS_SAID "), message)"
        " WHERE staff = :staff AND told = 0"
        " AND iif(:which = 0, urgent = 0, id = :which)");

    query_int(&q, ":now", clock_now());
    query_int(&q, ":text", text);
    query_text(&q, ":number", p->number);
    query_text(&q, ":code", code);
    query_int(&q, ":expires", *code ? clock_now() + ALERT_CODE_LIFE : 0);
    query_int(&q, ":staff", p->staff);
    query_int(&q, ":which", which);
    return query_end_changed(&q);
}

static enum err
tell_one(struct db *db, const struct alert_phone *p, struct pending *about,
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
    e = alert_send(db, p, text, about->urgent, rules, &id);
    return e ? e : note_told(db, p, about->id, id, id ? code : "");
}

/* --- telling of the rest -------------------------------------------------- */

/* Who was answered or seen meanwhile needs nobody; who can wait after all is
 * decided anew. What cannot wait tells that they wait as well. */
static enum err
drop_settled(struct db *db, int64_t staff)
{
    struct query q = query_start(db,
        "DELETE FROM alert WHERE staff = :staff AND told = 0"
        " AND (NOT EXISTS (SELECT 1 FROM thread t WHERE t.id = alert.thread"
        "  AND t.waiting = alert.since AND t.unread > 0"
        "  AND (alert.urgent = 0 OR " ALERT_THREAD_IS_URGENT "))"
        " OR EXISTS (SELECT 1 FROM alert l WHERE l.thread = alert.thread"
        "  AND l.staff = alert.staff AND l.since = alert.since"
        "  AND l.id > alert.id))");

    query_int(&q, ":staff", staff);
    return query_end(&q);
}

static enum err
tell_rest(struct db *db, const struct alert_phone *p,
    const struct alert_rules *rules)
{
    struct query q = query_start(db,
        "SELECT count(*), coalesce(min(at), 0) FROM alert"
        " WHERE staff = :staff AND told = 0 AND urgent = 0");
    int64_t first = 0, id = 0, now = clock_now();
    char text[ALERT_SAY];
    int more = 0;
    enum err e;

    query_int(&q, ":staff", p->staff);
    if (query_row(&q)) {
        more = (int)query_get_int(&q, 0);
        first = query_get_int(&q, 1);
    }
    if ((e = query_end(&q)) || !more || (first <= now && now - first < GATHER))
        return e;
    alert_say_more(rules->language, more, text, sizeof(text));
    e = alert_send(db, p, text, false, rules, &id);
    return e ? e : note_told(db, p, 0, id, "");
}

/* Each in a text of its own, so many within the hour; *all: nobody is left. */
static enum err
tell_each(struct db *db, const struct alert_phone *p, bool urgent, int most,
    bool *all, const struct alert_rules *rules)
{
    struct pending about = { .id = 0 };
    int told = 0;
    enum err e = count_told(db, p->staff, urgent, &told);

    for (; !e && told < most; told++)
        if (!(e = next_pending(db, p->staff, urgent, &about)))
            e = tell_one(db, p, &about, rules);
    *all = e == ERR_EMPTY;
    return *all ? OK : e;
}

static enum err
tell(struct db *db, const struct alert_phone *p,
    const struct alert_rules *rules)
{
    bool all = false;
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = drop_settled(db, p->staff))
        && !(e = tell_each(db, p, true, URGENT_AN_HOUR, &all, rules))
        && !(e = tell_each(db, p, false, AN_HOUR, &all, rules)) && !all)
        e = tell_rest(db, p, rules);
    return db_end(db, e);
}

/* A text that cannot be queued is kept for a later turn, and holds up
 * nobody. */
static enum err
tell_or_go_on(struct db *db, const struct alert_phone *p,
    const struct alert_rules *rules)
{
    enum err e = tell(db, p, rules);

    if (e != ERR_INPUT)
        return e;
    log_error("alert", "staff=%lld: an alert cannot be queued",
        (long long)p->staff);
    return OK;
}

/* --- telling no more ------------------------------------------------------ */

/* A text that credit or a limit held back until everybody in it was answered,
 * or whose reader's account was closed. */
static enum err
next_idle(struct db *db, int64_t *text)
{
    struct query q = query_start(db,
        "SELECT a.text FROM message m JOIN alert a ON a.text = m.id"
        " JOIN thread t ON t.id = a.thread"
        " JOIN staff s ON s.id = a.staff WHERE m." MESSAGE_IS_OPEN
        " AND m." MESSAGE_IS_QUEUED " AND m." MESSAGE_IS_OUT
        " AND m.started = 0 AND m.tries = 0 GROUP BY a.text"
        " HAVING max(t.waiting = a.since AND s.closed = 0) = 0 LIMIT 1");

    if (query_row(&q))
        *text = query_get_int(&q, 0);
    return query_end_one(&q);
}

static enum err
cancel_idle(struct db *db)
{
    int64_t text = 0;
    enum err e;

    while (!(e = next_idle(db, &text)))
        if ((e = queue_cancel(db, text, "notehome")))
            break;
    return e == ERR_EMPTY || e == ERR_REFUSED ? OK : e;
}

enum err
alert_tell(struct db *db, const struct alert_rules *rules)
{
    struct alert_phones *persons = calloc(1, sizeof(*persons));
    enum err e = persons ? decide(db) : ERR_MEMORY;

    if (!e && !(e = cancel_idle(db)))
        e = read_persons(db, true, persons);
    for (int i = 0; !e && i < persons->n; i++)
        if (!alert_is_quiet(&persons->who[i]))
            e = tell_or_go_on(db, &persons->who[i], rules);
    if (!e) {
        persons->n = 0;
        e = read_persons(db, false, persons);
    }
    if (!e)
        e = alert_tell_days(db, persons, rules);
    free(persons);
    return e;
}
