#include "store/people/people_edit.h"

#include "base/clock.h"
#include "store/db/audit.h"
#include "text/clean.h"
#include "text/unicode.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum err
refuse(struct reason *why, enum reason_code field, enum reason_code fault)
{
    struct reason r = reason_of(field), what = reason_of(fault);

    reason_add_reason(&r, &what);
    return reason_refuse(why, ERR_INPUT, r);
}

static enum err
read_line(const char *in, enum reason_code field, bool needed, char *out,
    size_t room, struct reason *why)
{
    enum reason_code fault;
    enum err e = clean_line(in, out, room, &fault);

    if (e == ERR_INPUT)
        return refuse(why, field, fault);
    if (!e && needed && !*out)
        return refuse(why, field, REASON_IS_EMPTY);
    return e;
}

/* The audit's name of it: "family 12". */
static enum err
note(struct db *db, const char *who, const char *action, const char *kind,
    int64_t id, const char *detail)
{
    char object[60];

    snprintf(object, sizeof(object), "%s %lld", kind, (long long)id);
    db_touch(db, DB_PEOPLE);
    return audit_add(db, who, action, object, detail);
}

/* Runs a statement with :family and :id; ERR_NOT_FOUND when it changes
 * nothing. sql must be a literal. */
static enum err
change(struct db *db, const char *sql, int64_t family, int64_t id)
{
    struct query q = query_start(db, sql);

    query_int(&q, ":family", family);
    query_int(&q, ":id", id);
    return query_end_changed(&q);
}

enum err
family_add(struct db *db, const char *who, int64_t *id)
{
    int64_t new_id = 0;
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = family_insert(db, &new_id)))
        e = note(db, who, "family.add", "family", new_id, "");
    if (!(e = db_end(db, e)))
        *id = new_id;
    return e;
}

/* --- children ------------------------------------------------------------- */

struct child_line {
    char name[120], class_name[40];
    char *folded;               /* owned */
};

static enum err
child_write(struct db *db, int64_t family, const struct child_line *c,
    int64_t *id)
{
    struct query q = *id ? query_start(db,
        "UPDATE child SET name = :name, folded = :folded, class = :class"
        " WHERE id = :id AND EXISTS (SELECT 1 FROM family_child"
        "  WHERE child = :id AND family = :family)")
        : query_start(db,
        "INSERT INTO child (name, folded, class)"
        " VALUES (:name, :folded, :class)");
    enum err e;

    query_text(&q, ":name", c->name);
    query_text(&q, ":folded", c->folded);
    query_text(&q, ":class", c->class_name);
    if (*id) {
        query_int(&q, ":id", *id);
        query_int(&q, ":family", family);
        return query_end_changed(&q);
    }
    if ((e = query_end_id(&q, id)))
        return e;
    return change(db, "INSERT INTO family_child (family, child)"
                      " VALUES (:family, :id)", family, *id);
}

/* ERR_EXISTS: the family has one of that name. sql has :family and :folded, and
 * is a literal. */
static enum err
check_twice(struct db *db, const char *sql, int64_t family,
    const char *folded, struct reason *why, enum reason_code because)
{
    struct query q = query_start(db, sql);
    bool twice;
    enum err e;

    query_int(&q, ":family", family);
    query_text(&q, ":folded", folded);
    twice = query_row(&q);
    e = query_end(&q);
    return e || !twice ? e : reason_refuse(why, ERR_EXISTS, reason_of(because));
}

static enum err
check_child(struct db *db, int64_t family, const char *folded,
    struct reason *why)
{
    return check_twice(db, "SELECT 1 FROM family_child fc"
        " JOIN child c ON c.id = fc.child"
        " WHERE fc.family = :family AND c.folded = :folded LIMIT 1", family,
        folded, why, REASON_CHILD_IS_THERE);
}

enum err
child_save(struct db *db, int64_t family, const char *name,
    const char *class_name, const char *who, struct reason *why,
    int64_t *id)
{
    struct child_line c = { .folded = NULL };
    int64_t child = *id;
    enum err e;

    if ((e = read_line(name, REASON_CHILD_NAME_FAULT, true, c.name,
             sizeof(c.name), why))
        || (e = read_line(class_name, REASON_CLASS_FAULT, true, c.class_name,
                sizeof(c.class_name), why))
        || (e = unicode_fold(c.name, &c.folded)))
        return e;
    if (!*c.folded)
        e = refuse(why, REASON_CHILD_NAME_FAULT, REASON_HAS_NO_LETTERS);
    else if (!(e = db_begin(db))) {
        if (!(e = family_check(db, family))
            && (*id || !(e = check_child(db, family, c.folded, why)))
            && !(e = child_write(db, family, &c, &child)))
            e = note(db, who, *id ? "child.edit" : "child.add", "child",
                child, "");
        e = db_end(db, e);
    }
    free(c.folded);
    if (!e)
        *id = child;
    return e;
}

enum err
child_remove(struct db *db, int64_t family, int64_t child, const char *who)
{
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = change(db, "DELETE FROM family_child"
            " WHERE family = :family AND child = :id", family, child))
        && !(e = query_on(db, "DELETE FROM child WHERE id = :id AND NOT EXISTS"
                " (SELECT 1 FROM family_child WHERE child = :id)", child)))
        e = note(db, who, "child.remove", "child", child, "");
    return db_end(db, e);
}

/* --- guardians ------------------------------------------------------------ */

struct guardian_line {
    char name[120], relation[40], language[16], consent[40];
    enum may_collect collect;
    const struct guardian_form *form;
    char *folded;               /* owned */
};

static enum err
read_guardian(const struct guardian_form *f, struct guardian_line *g,
    struct reason *why)
{
    size_t n;
    enum err e;

    memset(g, 0, sizeof(*g));
    g->collect = f->collect;
    g->form = f;
    if ((e = read_line(f->name, REASON_GUARDIAN_NAME_FAULT, true, g->name,
             sizeof(g->name), why))
        || (e = read_line(f->relation, REASON_RELATION_FAULT, false,
                g->relation, sizeof(g->relation), why))
        || (e = read_line(f->language, REASON_LANGUAGE_FAULT, false,
                g->language, sizeof(g->language), why))
        || (e = read_line(f->consent, REASON_CONSENT_FAULT, false, g->consent,
                sizeof(g->consent), why))
        || (e = unicode_fold(g->name, &g->folded)))
        return e;
    for (n = 0; isalpha((unsigned char)g->language[n]); n++)
        g->language[n] = (char)tolower((unsigned char)g->language[n]);
    if (*g->language && (n < 2 || n > 3 || (g->language[n]
            && g->language[n] != '-')))
        return refuse(why, REASON_LANGUAGE_FAULT, REASON_IS_A_CODE);
    return *g->folded ? OK : refuse(why, REASON_GUARDIAN_NAME_FAULT,
        REASON_HAS_NO_LETTERS);
}

enum err
family_has_guardian(struct db *db, int64_t family, int64_t guardian)
{
    struct query q = query_start(db,
        "SELECT 1 FROM family_guardian"
        " WHERE family = :family AND guardian = :id");
    enum err e;

    query_int(&q, ":family", family);
    query_int(&q, ":id", guardian);
    query_row(&q);
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}

static enum err
guardian_write(struct db *db, int64_t family, const struct guardian_line *g,
    const char *who, int64_t *id)
{
    bool known = *id != 0;
    struct query q;
    enum err e;

    if (known && (e = family_has_guardian(db, family, *id)))
        return e;
    q = known ? query_start(db,
        "UPDATE guardian SET name = :name, folded = :folded,"
        " language = :language, reads = :reads, hours_from = :from,"
        " hours_to = :to,"
        " consent_at = iif(consent <> :consent OR :again, :now, consent_at),"
        " consent_by = iif(consent <> :consent OR :again, :who, consent_by),"
        " consent = :consent WHERE id = :id")
        : query_start(db,
        "INSERT INTO guardian (name, folded, language, reads, hours_from,"
        " hours_to, consent, consent_at, consent_by) VALUES (:name, :folded,"
        " :language, :reads, :from, :to, :consent,"
        " iif(:consent <> '' OR :again, :now, 0),"
        " iif(:consent <> '' OR :again, :who, ''))");
    query_text(&q, ":name", g->name);
    query_text(&q, ":folded", g->folded);
    query_text(&q, ":language", g->language);
    query_text(&q, ":consent", g->consent);
    query_int(&q, ":reads", g->form->reads);
    query_int(&q, ":from", g->form->hours_from);
    query_int(&q, ":to", g->form->hours_to);
    query_int(&q, ":again", g->form->agreed_again);
    query_int(&q, ":now", clock_now());
    query_text(&q, ":who", who);
    if (known)
        query_int(&q, ":id", *id);
    if ((e = known ? query_end(&q) : query_end_id(&q, id)))
        return e;
    q = query_start(db,
        "INSERT INTO family_guardian (family, guardian, relation, collect)"
        " VALUES (:family, :id, :relation, :collect)"
        " ON CONFLICT (family, guardian) DO UPDATE"
        " SET relation = excluded.relation, collect = excluded.collect");
    query_int(&q, ":family", family);
    query_int(&q, ":id", *id);
    query_text(&q, ":relation", g->relation);
    query_int(&q, ":collect", g->collect);
    return query_end(&q);
}

static enum err
check_guardian(struct db *db, int64_t family, const char *folded,
    struct reason *why)
{
    return check_twice(db, "SELECT 1 FROM family_guardian fg"
        " JOIN guardian g ON g.id = fg.guardian"
        " WHERE fg.family = :family AND g.folded = :folded LIMIT 1", family,
        folded, why, REASON_GUARDIAN_IS_THERE);
}

/* The guardian's name is part of the label of each of their families. */
static enum err
relabel(struct db *db, int64_t guardian)
{
    enum err e = family_relabel_of(db, guardian);

    db_touch(db, DB_THREADS);
    return e;
}

enum err
guardian_save(struct db *db, int64_t family, const struct guardian_form *form,
    const char *who, struct reason *why, int64_t *id)
{
    struct guardian_line g;
    int64_t guardian = *id;
    enum err e = read_guardian(form, &g, why);

    if (!e && !(e = db_begin(db))) {
        if (!(e = family_check(db, family))
            && (*id || !(e = check_guardian(db, family, g.folded, why)))
            && !(e = guardian_write(db, family, &g, who,
                     &guardian))
            && !(e = relabel(db, guardian)))
            e = note(db, who, *id ? "guardian.edit" : "guardian.add",
                "guardian", guardian, "");
        e = db_end(db, e);
    }
    free(g.folded);
    if (!e)
        *id = guardian;
    return e;
}

enum err
guardian_remove(struct db *db, int64_t family, int64_t guardian,
    const char *who)
{
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = change(db, "DELETE FROM family_guardian"
            " WHERE family = :family AND guardian = :id", family, guardian))
        && !(e = query_on(db, "DELETE FROM guardian WHERE id = :id"
                " AND NOT EXISTS (SELECT 1 FROM family_guardian"
                "  WHERE guardian = :id)", guardian))
        && !(e = family_relabel(db, family)))
        e = note(db, who, "guardian.remove", "guardian", guardian, "");
    db_touch(db, DB_THREADS);
    return db_end(db, e);
}
