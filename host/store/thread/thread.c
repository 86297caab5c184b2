#include "store/thread/thread.h"

#include "base/clock.h"
#include "store/db/audit.h"
#include "store/thread/calendar.h"
#include "store/thread/message.h"
#include "text/unicode.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What waits in thread t and cannot. */
#define URGENT_ROWS                                                            \
    "FROM message WHERE t.waiting > 0 AND thread = t.id AND urgent > 0"        \
    " AND eased = 0 AND at >= t.waiting"
#define THREAD_COLUMNS                                                         \
    "t.id, t.family, coalesce(f.label, (SELECT s.name FROM sender s"           \
    " WHERE s.number = t.number AND s.undone = 0 AND s.name <> ''), t.number),"\
    " " THREAD_TRAY ", t.number, t.unread,"                                    \
    " t.last_at, t.last_id, t.snippet, t.waiting, coalesce(t.assigned, 0),"    \
    " coalesce((SELECT name FROM staff WHERE id = t.assigned), ''),"           \
    " coalesce((SELECT " MESSAGE_IS_OUT " FROM message"                        \
    " WHERE id = t.last_id), 0),"                                              \
    " coalesce((SELECT substr(body, 1, 80) " URGENT_ROWS                       \
    " ORDER BY urgent, id DESC LIMIT 1),"                                      \
    " (SELECT substr(body, 1, 80) FROM message"                                \
    " WHERE t.waiting > 0 AND thread = t.id AND at = t.waiting"                \
    " AND " MESSAGE_IS_IN " AND answer = '' AND " MESSAGE_IS_SAID              \
    " ORDER BY id LIMIT 1), ''),"                                              \
    " coalesce((SELECT id " URGENT_ROWS " ORDER BY urgent, id DESC LIMIT 1),"  \
    " 0), coalesce((SELECT min(urgent) " URGENT_ROWS "), 0) AS urgency,"       \
    " (SELECT count(*) * (count(*) = total(" MESSAGE_IS_CALL ")) FROM message" \
    " WHERE thread = t.id AND iif(t.waiting > 0, at >= t.waiting,"             \
    "  t.number = '' AND handled = 0)"                                         \
    " AND " MESSAGE_IS_IN " AND answer = '' AND " MESSAGE_IS_SAID "),"         \
    " coalesce((SELECT group_concat(name || char(31) || class, ', ') FROM"     \
    " (SELECT c.name, c.class FROM family_child fc"                            \
    " JOIN child c ON c.id = fc.child WHERE fc.family = t.family"              \
    " AND c.left_at = 0 ORDER BY c.name)), '')"
#define THREAD_TABLES "thread t LEFT JOIN family f ON f.id = t.family"

/* A name and its class come with a sign between that neither has. */
static void
part_children(struct thread *t)
{
    size_t name = strcspn(t->children, "\x1f");
    const char *class_name = t->children + name + (t->children[name] != '\0');
    const char *end = strstr(class_name, ", ");

    snprintf(t->child, sizeof(t->child), "%.*s", (int)name, t->children);
    snprintf(t->child_class, sizeof(t->child_class), "%.*s",
        end ? (int)(end - class_name) : (int)strlen(class_name), class_name);
    for (char *p = t->children; (p = strchr(p, '\x1f'));)
        *p = ' ';
}

static void
thread_read(struct query *q, struct thread *out)
{
    *out = (struct thread){ 0 };
    out->id = query_get_int(q, 0);
    out->family = query_get_int(q, 1);
    query_copy_text(q, 2, out->label, sizeof(out->label));
    out->tray = (int)query_get_int(q, 3);
    query_copy_text(q, 4, out->number, sizeof(out->number));
    out->unread = (int)query_get_int(q, 5);
    out->last_at = query_get_int(q, 6);
    out->last_id = query_get_int(q, 7);
    query_copy_text(q, 8, out->snippet, sizeof(out->snippet));
    out->waiting = query_get_int(q, 9);
    out->assigned = query_get_int(q, 10);
    query_copy_text(q, 11, out->assigned_to, sizeof(out->assigned_to));
    out->ours = query_get_int(q, 12) != 0;
    query_copy_text(q, 13, out->asks, sizeof(out->asks));
    out->urgent_id = query_get_int(q, 14);
    out->urgent = (enum urgent)query_get_int(q, 15);
    out->calls = (int)query_get_int(q, 16);
    query_copy_text(q, 17, out->children, sizeof(out->children));
    part_children(out);
}

/* The families with a child in the class, where there is one. */
#define IN_CLASS                                                               \
    "(:class = '' OR EXISTS (SELECT 1 FROM family_child fc"                    \
    " JOIN child c ON c.id = fc.child WHERE fc.family = t.family"              \
    " AND c.class = :class AND c.left_at = 0))"

/* Those of a person's classes, and what the person answers. */
#define IS_MINE                                                                \
    "(t.assigned = :mine OR EXISTS (SELECT 1 FROM staff s"                     \
    " JOIN family_child fc ON fc.family = t.family"                            \
    " JOIN child c ON c.id = fc.child AND c.left_at = 0"                       \
    " WHERE s.id = :mine"                                                      \
    " AND instr(s.classes, char(10) || c.class || char(10)) > 0))"

/* Whether the filter looks at who answers, and at classes. */
static bool
is_narrow(const struct thread_filter *f)
{
    return f->assigned || f->mine || (f->class_name && *f->class_name);
}

/* One statement a filter, so that each runs along its own index. */
static struct query
list_query(struct db *db, const struct thread_filter *f)
{
    if (f->now)
        return query_start(db,
            "SELECT " THREAD_COLUMNS " FROM " THREAD_TABLES
            " WHERE t.waiting > 0 AND urgency > 0"
            " AND (:all OR NOT t." TRAY_IS_SAFEGUARDING ")"
            " AND (:mine = 0 OR (t.tray = 0 AND " IS_MINE "))"
            " ORDER BY urgency, t.waiting, t.id LIMIT :limit");
    if (f->waiting)
        return query_start(db,
            "SELECT " THREAD_COLUMNS " FROM " THREAD_TABLES
            " WHERE t.waiting > 0 AND t.tray = :tray"
            " AND (:money OR t.money = 0)"
            " AND (:calm = 0 OR urgency = 0)"
            " AND (:unread = 0 OR t.unread > 0)"
            " AND (:assigned = 0 OR t.assigned = :assigned) AND " IN_CLASS
            " AND (:mine = 0 OR " IS_MINE ")"
            " AND (t.waiting, t.id) > (:at, :id)"
            " ORDER BY t.waiting, t.id LIMIT :limit");
    if (is_narrow(f))
        return query_start(db,
            "SELECT " THREAD_COLUMNS " FROM " THREAD_TABLES
            " WHERE t.tray = :tray AND (:money OR t.money = 0)"
            " AND t.last_id > 0"
            " AND (:unread = 0 OR t.unread > 0)"
            " AND (:assigned = 0 OR t.assigned = :assigned) AND " IN_CLASS
            " AND (:mine = 0 OR " IS_MINE ")"
            " AND (t.last_at, t.id) < (:at, :id)"
            " ORDER BY t.last_at DESC, t.id DESC LIMIT :limit");
    if (f->unread)
        return query_start(db,
            "SELECT " THREAD_COLUMNS " FROM " THREAD_TABLES
            " WHERE t.tray = :tray AND (:money OR t.money = 0)"
            " AND t.unread > 0"
            " AND (t.last_at, t.id) < (:at, :id)"
            " ORDER BY t.last_at DESC, t.id DESC LIMIT :limit");
    return query_start(db,
        "SELECT " THREAD_COLUMNS " FROM " THREAD_TABLES
        " WHERE t.tray = :tray AND (:money OR t.money = 0)"
        " AND t.archived = 0 AND t.last_id > 0"
        " AND (t.last_at, t.id) < (:at, :id)"
        " ORDER BY t.last_at DESC, t.id DESC LIMIT :limit");
}

/* Each row with what is left of its promise. */
static enum err
read_rows(struct db *db, struct query *q,
    void (*fn)(void *user, const struct thread *t), void *user)
{
    struct calendar *c = malloc(sizeof(*c));
    enum err e = c ? calendar_read(db, c) : ERR_MEMORY, ended;
    struct thread t;

    while (!e && query_row(q)) {
        thread_read(q, &t);
        if (!(e = promise_read(db, c, &t)))
            fn(user, &t);
    }
    free(c);
    ended = query_end(q);
    return e ? e : ended;
}

enum err
thread_list(struct db *db, const struct thread_filter *f,
    void (*fn)(void *user, const struct thread *t), void *user)
{
    struct query q = list_query(db, f);
    int64_t first = f->waiting ? 0 : INT64_MAX;

    if (!f->now && (f->waiting || is_narrow(f))) {
        query_int(&q, ":unread", f->unread);
        query_int(&q, ":mine", f->mine);
        query_int(&q, ":assigned", f->assigned);
        query_text(&q, ":class", f->class_name ? f->class_name : "");
    }
    if (f->waiting)
        query_int(&q, ":calm", f->calm);
    if (f->now) {
        query_int(&q, ":all", f->sees_all);
        query_int(&q, ":mine", f->mine);
    } else {
        query_int(&q, ":money", !f->hides_money);
        query_int(&q, ":tray", f->tray);
        query_int(&q, ":at", f->after_id ? f->after_at : first);
        query_int(&q, ":id", f->after_id ? f->after_id : first);
    }
    query_int(&q, ":limit",
        f->limit < 1 ? 50 : f->limit > 200 ? 200 : f->limit);
    return read_rows(db, &q, fn, user);
}

enum err
thread_count_mine(struct db *db, int64_t staff, int64_t *count)
{
    struct query q = query_start(db, "SELECT count(*) FROM thread t"
        " WHERE t.waiting > 0 AND t.tray = 0 AND " IS_MINE);

    query_int(&q, ":mine", staff);
    *count = query_row(&q) ? query_get_int(&q, 0) : 0;
    return query_end(&q);
}

static void
keep_row(void *user, const struct thread *t)
{
    *(struct thread *)user = *t;
}

enum err
thread_get(struct db *db, int64_t id, struct thread *out)
{
    struct query q = query_start(db,
        "SELECT " THREAD_COLUMNS " FROM " THREAD_TABLES " WHERE t.id = :id");
    struct thread t = { 0 };
    enum err e;

    query_int(&q, ":id", id);
    e = read_rows(db, &q, keep_row, &t);
    if (!e && !t.id)
        return ERR_NOT_FOUND;
    if (!e)
        *out = t;
    return e;
}

enum err
thread_senders(struct db *db, const char *digits, bool all, int limit,
    void (*fn)(void *user, const struct thread *t), void *user)
{
    struct query q = query_start(db,
        "SELECT " THREAD_COLUMNS " FROM " THREAD_TABLES
        " WHERE t.family IS NULL AND instr(t.number, :digits) > 0"
        " AND (:all OR NOT t." TRAY_IS_SAFEGUARDING ") AND t.money = 0"
        " ORDER BY t.last_at DESC, t.id DESC LIMIT :limit");
    struct thread t;

    query_text(&q, ":digits", digits);
    query_int(&q, ":all", all);
    query_int(&q, ":limit", limit);
    while (query_row(&q)) {
        thread_read(&q, &t);
        fn(user, &t);
    }
    return query_end(&q);
}

/* Whether the name has each of the folded words. */
static enum err
is_named(const char *name, const char *words, bool *is)
{
    const char *at = words, *word;
    char *folded = NULL, *one;
    enum err e = unicode_fold(name, &folded);
    size_t n;

    *is = true;
    while (!e && *is && unicode_word(&at, &word, &n)) {
        one = strndup(word, n);
        *is = one && strstr(folded, one);
        e = one ? OK : ERR_MEMORY;
        free(one);
    }
    free(folded);
    return e;
}

enum err
thread_senders_named(struct db *db, const char *words, bool all, bool money,
    int limit, void (*fn)(void *user, const struct thread *t), void *user)
{
    const char *at, *word;
    char *folded = NULL;
    struct thread t;
    struct query q;
    size_t n;
    bool is;
    enum err e = unicode_fold(words, &folded);

    at = folded;
    if (e || !unicode_word(&at, &word, &n)) {
        free(folded);
        return e;
    }
    q = query_start(db,
        "SELECT " THREAD_COLUMNS " FROM " THREAD_TABLES
        " WHERE t.family IS NULL AND (t.number GLOB '*[^+0-9]*'"
        "  OR EXISTS (SELECT 1 FROM sender s WHERE s.number = t.number"
        "   AND s.undone = 0 AND s.name <> ''))"
        " AND (:all OR NOT t." TRAY_IS_SAFEGUARDING ")"
        " AND (:money OR t.money = 0)"
        " ORDER BY t.last_at DESC, t.id DESC");
    query_int(&q, ":all", all);
    query_int(&q, ":money", money);
    while (!e && limit > 0 && query_row(&q)) {
        thread_read(&q, &t);
        if (!(e = is_named(t.label, folded, &is)) && is) {
            fn(user, &t);
            limit--;
        }
    }
    free(folded);
    return e ? ((void)!query_end(&q), e) : query_end(&q);
}

enum err
thread_marked(struct db *db, int limit,
    void (*fn)(void *user, const struct message *m), void *user)
{
    struct query q = query_start(db, "SELECT " MESSAGE_COLUMNS
        " FROM message m JOIN thread t ON t.id = m.thread"
        " WHERE m.concern = 1 ORDER BY m.id DESC LIMIT :limit");

    query_int(&q, ":limit", limit);
    return message_each(&q, fn, user);
}

enum err
thread_of_family(struct db *db, int64_t family, int64_t *id)
{
    assert(db_inside(db));
    struct query q = query_start(db,
        "SELECT id FROM thread WHERE family ="
        " (SELECT coalesce(merged_into, id) FROM family WHERE id = :family)");
    enum err e;

    query_int(&q, ":family", family);
    if (query_row(&q))
        *id = query_get_int(&q, 0);
    if ((e = query_end_one(&q)) != ERR_EMPTY)
        return e;
    q = query_start(db,
        "INSERT INTO thread (family) VALUES"
        " ((SELECT coalesce(merged_into, id) FROM family WHERE id = :family))");
    query_int(&q, ":family", family);
    return query_end_id(&q, id);
}

enum err
thread_of_sender(struct db *db, int tray, const char *number, int64_t *id)
{
    assert(db_inside(db));
    struct query q = query_start(db,
        "SELECT id FROM thread WHERE family IS NULL AND tray = :tray"
        " AND number = :number");
    enum err e;

    query_int(&q, ":tray", tray);
    query_text(&q, ":number", number);
    if (query_row(&q))
        *id = query_get_int(&q, 0);
    if ((e = query_end_one(&q)) != ERR_EMPTY)
        return e;
    q = query_start(db,
        "INSERT INTO thread (tray, number) VALUES (:tray, :number)");
    query_int(&q, ":tray", tray);
    query_text(&q, ":number", number);
    return query_end_id(&q, id);
}

enum err
thread_tells_money(struct db *db, int64_t id)
{
    assert(db_inside(db));
    return query_on(db, "UPDATE thread SET money = 1 WHERE id = :id", id);
}

static enum err
mark_seen(struct db *db, int64_t id, int64_t upto)
{
    struct query q = query_start(db,
        "UPDATE message SET handled = :now"
        " WHERE thread = :id AND id <= :upto AND " MESSAGE_IS_IN
        " AND handled = 0");
    enum err e;

    query_int(&q, ":now", clock_now());
    query_int(&q, ":id", id);
    query_int(&q, ":upto", upto);
    if ((e = query_end(&q)))
        return e;
    q = query_start(db, "UPDATE thread SET unread = (SELECT count(*)"
        " FROM message WHERE thread = :id AND id > :upto AND " MESSAGE_IS_IN
        " AND handled = 0) WHERE id = :id");
    query_int(&q, ":upto", upto);
    query_int(&q, ":id", id);
    return query_end(&q);
}

enum err
thread_seen(struct db *db, int64_t id, int64_t upto, const char *who)
{
    struct thread t = { 0 };
    char object[40];
    enum err e = thread_get(db, id, &t);

    if (e || !t.unread)
        return e;
    if ((e = db_begin(db)))
        return e;
    snprintf(object, sizeof(object), "thread %lld", (long long)id);
    if (!(e = mark_seen(db, id, upto)))
        e = audit_add(db, who, "thread.seen", object, "");
    db_touch(db, DB_THREADS);
    return db_end(db, e);
}

enum err
thread_settled(struct db *db, const struct message *m)
{
    assert(db_inside(db));
    struct query q;
    enum err e = query_on(db, "UPDATE message SET settled = 1 WHERE id = :id",
        m->id);

    if (e)
        return e;
    q = query_start(db,
        "UPDATE thread SET waiting = 0 WHERE id = :thread AND waiting = :at"
        " AND NOT EXISTS (SELECT 1 FROM message i WHERE i.thread = :thread"
        "  AND i.id <> :id AND i." MESSAGE_IS_IN " AND i." MESSAGE_IS_SAID
        "  AND " MESSAGE_WAITS_FOR_US " AND i.at >= :at)");
    query_int(&q, ":thread", m->thread);
    query_int(&q, ":id", m->id);
    query_int(&q, ":at", m->at);
    return query_end(&q);
}

enum err
thread_refresh(struct db *db, int64_t id)
{
    assert(db_inside(db));
    struct query q = query_start(db,
        "UPDATE thread SET"
        " unread = (SELECT count(*) FROM message WHERE thread = :id"
        "  AND " MESSAGE_IS_IN " AND handled = 0),"
        " (last_id, last_at, snippet) = (SELECT coalesce(m.id, 0),"
        "  coalesce(m.at, 0), coalesce(substr(m.body, 1, 80), '')"
        "  FROM (SELECT 1) LEFT JOIN message m ON m.id = (SELECT id"
        "   FROM message WHERE thread = :id"
        "   ORDER BY batch IS NOT NULL, id DESC LIMIT 1))"
        " WHERE id = :id");

    query_int(&q, ":id", id);
    db_touch(db, DB_THREADS);
    return query_end_changed(&q);
}
