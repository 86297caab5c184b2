#include "store/people/list_undo.h"

#include "base/clock.h"
#include "store/db/audit.h"
#include "store/people/people.h"

#include <assert.h>
#include <stdio.h>
#include <time.h>

/* On disk, and in the triggers of 0033_list_in.sql, 0039_facts.sql and
 * 0064_class_of_staff.sql: never reuse a number. */
enum list_thing {
    LIST_FAMILY = 1,
    LIST_CHILD = 2,
    LIST_FAMILY_CHILD = 3,
    LIST_GUARDIAN = 4,
    LIST_FAMILY_GUARDIAN = 5,
    LIST_PHONE = 6,
    LIST_GUARDIAN_PHONE = 7,
    LIST_REPRESENTATIVE = 8,
    LIST_STAFF = 9,
    LIST_ALERT_PERSON = 10
};
enum list_act { LIST_CAME = 1, LIST_CHANGED = 2, LIST_WENT = 3 };
enum { THINGS = 11, REST_MS = 5 };

/* --- written while a list comes in ---------------------------------------- */

enum err
list_in_add(struct db *db, const char *who, int rows, bool turn, int64_t *id)
{
    assert(db_inside(db));
    struct query q = query_start(db,
        "INSERT INTO list_in (at, who, rows, turn)"
        " VALUES (:now, :who, :rows, :turn)");

    query_int(&q, ":now", clock_now());
    query_text(&q, ":who", who);
    query_int(&q, ":rows", rows);
    query_int(&q, ":turn", turn);
    return query_end_id(&q, id);
}

enum err
list_in_step(struct db *db, int64_t id)
{
    assert(db_inside(db));
    return query_on(db, "INSERT INTO list_now (list, step) SELECT :id,"
        " 1 + coalesce((SELECT max(step) FROM list_change WHERE list = :id),"
        " 0)", id);
}

enum err
list_in_step_end(struct db *db)
{
    assert(db_inside(db));
    struct query q = query_start(db, "DELETE FROM list_now");

    return query_end(&q);
}

enum err
list_in_end(struct db *db, int64_t id, int taken, int left)
{
    assert(db_inside(db));
    struct query q = query_start(db, "UPDATE list_in SET ended = :now,"
        " taken = :taken, gone = :left WHERE id = :id");

    query_int(&q, ":now", clock_now());
    query_int(&q, ":taken", taken);
    query_int(&q, ":left", left);
    query_int(&q, ":id", id);
    return query_end(&q);
}

/* --- reading -------------------------------------------------------------- */

enum err
list_in_each(struct db *db, int limit,
    void (*fn)(void *user, const struct list_in *l), void *user)
{
    struct list_in l;
    struct query q = query_start(db,
        "SELECT id, at, who, rows, taken, gone, turn, ended > 0, undone,"
        " undone = 0 AND id = (SELECT max(list) FROM list_change)"
        " FROM list_in ORDER BY id DESC LIMIT :limit");

    query_int(&q, ":limit", limit);
    while (query_row(&q)) {
        l.id = query_get_int(&q, 0);
        l.at = query_get_int(&q, 1);
        query_copy_text(&q, 2, l.who, sizeof(l.who));
        l.rows = (int)query_get_int(&q, 3);
        l.taken = (int)query_get_int(&q, 4);
        l.left = (int)query_get_int(&q, 5);
        l.turn = query_get_int(&q, 6);
        l.whole = query_get_int(&q, 7);
        l.undone = query_get_int(&q, 8);
        l.can_undo = query_get_int(&q, 9);
        fn(user, &l);
    }
    return query_end(&q);
}

/* --- taking back ---------------------------------------------------------- */

/* An event was noted of the child, who came with the list, or it has a plan:
 * one of before says nothing of what the list brought. */
#define NOTED(child)                                                           \
    "EXISTS (SELECT 1 FROM (SELECT child FROM behaviour WHERE child = " child  \
    " UNION SELECT child FROM plan WHERE child = " child ") b"                 \
    " JOIN list_change y ON y.list = :list"                                    \
    " AND y.thing = 2 AND y.act = 1 AND y.item = b.child)"
#define NOTED_IN(family)                                                       \
    "EXISTS (SELECT 1 FROM family_child e WHERE e.family = " family            \
    " AND " NOTED("e.child") ")"
/* A family that came with the list and has talked since, or of whose child,
 * which came with it too, an event was noted: it stays, whole. */
#define STAYS(family)                                                          \
    "EXISTS (SELECT 1 FROM list_change x WHERE x.list = :list"                 \
    " AND x.thing = 1 AND x.act = 1 AND x.item = " family                      \
    " AND (EXISTS (SELECT 1 FROM thread t WHERE t.family = x.item"             \
    "   AND t.last_id > 0) OR " NOTED_IN("x.item") "))"
/* A column that nobody changed since gets its old value; n: its place. */
#define BACK(column, n)                                                        \
    column " = (SELECT iif(" column " IS a" n ", b" n ", " column ")"          \
    " FROM list_change WHERE id = :id)"

/* The same for a guardian's consent, of which nobody wrote anything since. */
#define CONSENT_BACK(column, n)                                                \
    column " = (SELECT iif(consent IS a3 AND consent_at IS a4"                 \
    " AND consent_by IS a5, b" n ", " column ")"                               \
    " FROM list_change WHERE id = :id)"

/* How a change of each kind is taken back: a row that came goes, one that was
 * changed gets its values, one that went comes. */
static const struct {
    const char *added, *changed, *gone;
} back[THINGS] = {
    [LIST_FAMILY] = {
        "DELETE FROM family WHERE id = :item AND " FAMILY_IS_UNUSED(":item"),
        "UPDATE family SET " BACK("key", "0") ", " BACK("label", "1")
        " WHERE id = :item AND NOT " STAYS(":item"), NULL },
    [LIST_CHILD] = {
        "DELETE FROM child WHERE id = :item AND NOT EXISTS (SELECT 1"
        " FROM family_child fc WHERE fc.child = :item"
        " AND " STAYS("fc.family") ") AND NOT " NOTED(":item"),
        "UPDATE child SET " BACK("key", "0") ", " BACK("name", "1") ", "
        BACK("folded", "2") ", " BACK("class", "3") ", " BACK("left_at", "4")
        " WHERE id = :item", NULL },
    [LIST_FAMILY_CHILD] = {
        "DELETE FROM family_child WHERE family = :item AND child = :item2"
        " AND NOT " NOTED(":item2") " AND NOT " STAYS(":item"), NULL, NULL },
    [LIST_GUARDIAN] = {
        "DELETE FROM guardian WHERE id = :item AND NOT EXISTS (SELECT 1"
        " FROM family_guardian fg WHERE fg.guardian = :item"
        " AND " STAYS("fg.family") ")",
        "UPDATE guardian SET " BACK("name", "0") ", " BACK("folded", "1") ", "
        BACK("language", "2") ", " CONSENT_BACK("consent", "3") ", "
        CONSENT_BACK("consent_at", "4") ", " CONSENT_BACK("consent_by", "5")
        " WHERE id = :item", NULL },
    [LIST_FAMILY_GUARDIAN] = {
        "DELETE FROM family_guardian WHERE family = :item"
        " AND guardian = :item2 AND NOT " STAYS(":item"),
        "UPDATE family_guardian SET " BACK("relation", "0")
        " WHERE family = :item AND guardian = :item2"
        " AND NOT " STAYS(":item"), NULL },
    [LIST_PHONE] = {
        "DELETE FROM phone WHERE id = :item AND " PHONE_IS_WORKING
        " AND NOT EXISTS"
        " (SELECT 1 FROM guardian_phone WHERE phone = :item)", NULL, NULL },
    [LIST_GUARDIAN_PHONE] = {
        "DELETE FROM guardian_phone WHERE guardian = :item AND phone = :item2"
        " AND NOT EXISTS (SELECT 1 FROM family_guardian fg"
        "  WHERE fg.guardian = :item AND " STAYS("fg.family") ")", NULL,
        "INSERT OR IGNORE INTO guardian_phone (guardian, phone, rank)"
        " SELECT g.id, p.id, x.b0 FROM list_change x JOIN guardian g"
        " ON g.id = :item JOIN phone p ON p.id = :item2 WHERE x.id = :id" },
    [LIST_REPRESENTATIVE] = { NULL,
        "UPDATE OR IGNORE representative SET " BACK("class", "0")
        " WHERE family = :item", NULL },
    [LIST_STAFF] = { NULL,
        "UPDATE staff SET " BACK("classes", "0") " WHERE id = :item", NULL },
    [LIST_ALERT_PERSON] = { NULL,
        "UPDATE alert_person SET " BACK("classes", "0")
        " WHERE staff = :item", NULL },
};

struct change {
    int64_t id;
    int thing, act;
    int64_t item, item2;
};

static enum err
take_back(struct db *db, int64_t list, const struct change *c)
{
    const char *sql = c->thing <= 0 || c->thing >= THINGS ? NULL
        : c->act == LIST_CAME ? back[c->thing].added
        : c->act == LIST_WENT ? back[c->thing].gone : back[c->thing].changed;
    struct query q;

    if (!sql)
        return OK;
    q = query_start(db, sql);
    query_int_if(&q, ":list", list);
    query_int_if(&q, ":item", c->item);
    query_int_if(&q, ":item2", c->item2);
    query_int_if(&q, ":id", c->id);
    return query_end(&q);
}

/* The newest change that is left of the list. ERR_EMPTY: none. */
static enum err
read_change(struct db *db, int64_t list, int64_t step, struct change *c)
{
    struct query q = query_start(db,
        "SELECT id, thing, act, item, item2 FROM list_change"
        " WHERE list = :list AND step = :step ORDER BY id DESC LIMIT 1");

    query_int(&q, ":list", list);
    query_int(&q, ":step", step);
    if (query_row(&q)) {
        c->id = query_get_int(&q, 0);
        c->thing = (int)query_get_int(&q, 1);
        c->act = (int)query_get_int(&q, 2);
        c->item = query_get_int(&q, 3);
        c->item2 = query_get_int(&q, 4);
    }
    return query_end_one(&q);
}

/* A child that came and stays is remembered in step 0 until all is taken back:
 * its family, which may have come in a step before, stays for its sake. */
static enum err
undo_one(struct db *db, int64_t list, int64_t step)
{
    struct change c = { .id = 0 };
    enum err e = read_change(db, list, step, &c);

    if (e || (e = take_back(db, list, &c)))
        return e;
    if (c.thing == LIST_CHILD && c.act == LIST_CAME)    /* if it stays */
        return query_on(db, "UPDATE list_change SET step = 0 WHERE id = :id",
            c.id);
    return query_on(db, "DELETE FROM list_change WHERE id = :id", c.id);
}

/* The newest step that is left; 0: all is taken back. */
static enum err
last_step(struct db *db, int64_t list, int64_t *step)
{
    struct query q = query_start(db, "SELECT coalesce(max(step), 0)"
        " FROM list_change WHERE list = :list");

    query_int(&q, ":list", list);
    if (query_row(&q))
        *step = query_get_int(&q, 0);
    return query_end_one(&q);
}

static enum err
note_undone(struct db *db, int64_t list, const char *who)
{
    char object[40];
    struct query q = query_start(db, "UPDATE list_in SET undone = :now"
        " WHERE id = :id");
    enum err e;

    query_int(&q, ":now", clock_now());
    query_int(&q, ":id", list);
    if ((e = query_end(&q)) || (e = query_on(db,
            "DELETE FROM list_change WHERE list = :id", list)))
        return e;
    snprintf(object, sizeof(object), "list %lld", (long long)list);
    return audit_add(db, who, "people.undo", object, "");
}

static enum err
undo_step(struct db *db, int64_t list, const char *who, int64_t *step)
{
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = last_step(db, list, step))) {
        while (*step && !(e = undo_one(db, list, *step)))
            continue;
        if (e == ERR_EMPTY)
            e = OK;
        if (!e && !*step)
            e = note_undone(db, list, who);
    }
    db_touch(db, DB_PEOPLE | DB_THREADS);
    return db_end(db, e);
}

struct finding {
    int64_t id;
    bool known, can_undo;
};

static void
find(void *user, const struct list_in *l)
{
    struct finding *f = user;

    if (l->id == f->id && !l->undone) {
        f->known = true;
        f->can_undo = l->can_undo;
    }
}

/* Families that stay, whole or for a child that came into them. */
static enum err
count_kept(struct db *db, int64_t list, int *kept)
{
    struct query q = query_start(db, "SELECT count(*) FROM family f"
        " WHERE " STAYS("f.id") " OR " NOTED_IN("f.id"));

    query_int(&q, ":list", list);
    if (query_row(&q))
        *kept = (int)query_get_int(&q, 0);
    return query_end_one(&q);
}

enum err
list_undo(struct db *db, int64_t id, const char *who, int *kept)
{
    const struct timespec rest = { 0, REST_MS * 1000000L };
    struct finding f = { .id = id };
    int64_t step = 1;
    enum err e = list_in_each(db, 1000, find, &f);

    if (e || !f.known)
        return e ? e : ERR_NOT_FOUND;
    if (!f.can_undo)
        return ERR_REFUSED;
    e = count_kept(db, id, kept);
    while (!e && step) {
        if (!(e = undo_step(db, id, who, &step)) && step)
            nanosleep(&rest, NULL);
    }
    return e;
}

enum err
list_in_forget(struct db *db)
{
    struct query q = query_start(db, "DELETE FROM list_change WHERE list IN"
        " (SELECT id FROM list_in WHERE at < :old)");

    query_int(&q, ":old", clock_now() - LIST_UNDO_DAYS * DAY);
    return query_end(&q);
}
