/* family.c - one family: what it is called and who is in it. Declared in
 * people.h. */
#include "store/people/people.h"

#include "base/clock.h"
#include "store/db/audit.h"
#include "text/clean.h"
#include "text/phone.h"
#include "text/unicode.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum err
family_get(struct db *db, int64_t id, struct family *out)
{
    struct query q = query_start(db,
        "SELECT id, name, label FROM family WHERE id ="
        " (SELECT coalesce(merged_into, id) FROM family WHERE id = :id)"
        " AND erased = 0");
    enum err e;

    query_int(&q, ":id", id);
    if (query_row(&q)) {
        out->id = query_get_int(&q, 0);
        query_copy_text(&q, 1, out->name, sizeof(out->name));
        query_copy_text(&q, 2, out->label, sizeof(out->label));
    }
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}

enum err
family_check(struct db *db, int64_t id)
{
    struct query q = query_start(db,
        "SELECT 1 FROM family WHERE id = :id AND merged_into IS NULL"
        " AND erased = 0");
    enum err e;

    query_int(&q, ":id", id);
    query_row(&q);
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}

enum err
family_insert(struct db *db, int64_t *id)
{
    assert(db_inside(db));
    struct query q = query_start(db,
        "INSERT INTO family (created) VALUES (:now)");

    query_int(&q, ":now", clock_now());
    return query_end_id(&q, id);
}

/* Joins the guardians' names; whole ones, as many as fit. */
static enum err
label_of_guardians(struct db *db, int64_t id, char *out, size_t room)
{
    struct query q = query_start(db,
        "SELECT g.name FROM family_guardian fg"
        " JOIN guardian g ON g.id = fg.guardian"
        " WHERE fg.family = :family ORDER BY g.id");
    size_t used = 0;

    *out = '\0';
    query_int(&q, ":family", id);
    while (query_row(&q)) {
        const char *name = query_get_text(&q, 0);
        size_t n = strlen(name) + (used ? 2 : 0);

        if (used + n >= room)
            break;
        used += (size_t)snprintf(out + used, room - used, "%s%s",
            used ? ", " : "", name);
    }
    return query_end(&q);
}

enum err
family_relabel(struct db *db, int64_t id)
{
    assert(db_inside(db));
    char label[sizeof(((struct family *)0)->label)];
    struct query q;
    enum err e = label_of_guardians(db, id, label, sizeof(label));

    if (e)
        return e;
    q = query_start(db,
        "UPDATE family SET label = iif(name <> '', name, :label)"
        " WHERE id = :id");
    query_text(&q, ":label", label);
    query_int(&q, ":id", id);
    return query_end(&q);
}

enum err
family_relabel_of(struct db *db, int64_t guardian)
{
    assert(db_inside(db));
    int64_t family = 0;
    enum err e = OK;

    while (!e) {
        struct query q = query_start(db,
            "SELECT family FROM family_guardian WHERE guardian = :guardian"
            " AND family > :last ORDER BY family LIMIT 1");

        query_int(&q, ":guardian", guardian);
        query_int(&q, ":last", family);
        if (query_row(&q))
            family = query_get_int(&q, 0);
        if (!(e = query_end_one(&q)))
            e = family_relabel(db, family);
    }
    return e == ERR_EMPTY ? OK : e;
}

enum err
family_rename(struct db *db, int64_t id, const char *name, const char *who)
{
    char clean[sizeof(((struct family *)0)->name)], object[40];
    enum reason_code fault;
    struct query q;
    enum err e = clean_line(name, clean, sizeof(clean), &fault);

    if (e || (e = db_begin(db)))
        return e;
    q = query_start(db,
        "UPDATE family SET name = :name"
        " WHERE id = :id AND merged_into IS NULL");
    query_text(&q, ":name", clean);
    query_int(&q, ":id", id);
    if (!(e = query_end_changed(&q)) && !(e = family_relabel(db, id))) {
        snprintf(object, sizeof(object), "family %lld", (long long)id);
        e = audit_add(db, who, "family.rename", object, clean);
    }
    db_touch(db, DB_PEOPLE | DB_THREADS);
    return db_end(db, e);
}

enum err
family_children(struct db *db, int64_t family,
    void (*fn)(void *user, const struct child *c), void *user)
{
    struct child c = { .left_at = 0 };
    struct query q = query_start(db,
        "SELECT c.id, c.name, c.class FROM family_child fc"
        " JOIN child c ON c.id = fc.child AND c." CHILD_HERE
        " WHERE fc.family = :family ORDER BY c.id");

    query_int(&q, ":family", family);
    while (query_row(&q)) {
        c.id = query_get_int(&q, 0);
        query_copy_text(&q, 1, c.name, sizeof(c.name));
        query_copy_text(&q, 2, c.class_name, sizeof(c.class_name));
        fn(user, &c);
    }
    return query_end(&q);
}

const char *
collect_name(enum may_collect c)
{
    return c == COLLECT_YES ? "yes" : c == COLLECT_NO ? "no" : "";
}

enum err
collect_parse(const char *name, enum may_collect *out)
{
    for (int c = COLLECT_NOT_SAID; c <= COLLECT_NO; c++)
        if (!strcmp(name, collect_name((enum may_collect)c))) {
            *out = (enum may_collect)c;
            return OK;
        }
    return ERR_INPUT;
}

static const char *const reads_names[] = { "", "self", "helped", "call" };

const char *
reads_name(enum guardian_reads r)
{
    return r >= READS_NOT_SAID && r <= READS_CALL ? reads_names[r] : "";
}

enum err
reads_parse(const char *name, enum guardian_reads *out)
{
    for (int r = READS_NOT_SAID; r <= READS_CALL; r++)
        if (!strcmp(name, reads_names[r])) {
            *out = (enum guardian_reads)r;
            return OK;
        }
    return ERR_INPUT;
}

enum err
family_guardians(struct db *db, int64_t family,
    void (*fn)(void *user, const struct guardian *g), void *user)
{
    struct guardian g;
    struct query q = query_start(db,
        "SELECT g.id, g.name, fg.relation, g.language, g.consent, fg.collect,"
        " g.reads, g.hours_from, g.hours_to, g.consent_at, g.consent_by"
        " FROM family_guardian fg JOIN guardian g ON g.id = fg.guardian"
        " WHERE fg.family = :family ORDER BY g.id");

    query_int(&q, ":family", family);
    while (query_row(&q)) {
        g.id = query_get_int(&q, 0);
        query_copy_text(&q, 1, g.name, sizeof(g.name));
        query_copy_text(&q, 2, g.relation, sizeof(g.relation));
        query_copy_text(&q, 3, g.language, sizeof(g.language));
        query_copy_text(&q, 4, g.consent, sizeof(g.consent));
        g.collect = (enum may_collect)query_get_int(&q, 5);
        g.reads = (enum guardian_reads)query_get_int(&q, 6);
        g.hours_from = (int)query_get_int(&q, 7);
        g.hours_to = (int)query_get_int(&q, 8);
        g.consent_at = query_get_int(&q, 9);
        query_copy_text(&q, 10, g.consent_by, sizeof(g.consent_by));
        fn(user, &g);
    }
    return query_end(&q);
}

/* --- finding ----------------------------------------------------------- */

struct wanted {
    char *words;                /* owned; folded, cut by NULs */
    int n;
    char digits[32];            /* a number typed in pieces; "" none */
    char class_name[CLASS_NAME_MAX]; /* that the words are; "" none */
};

static enum err
read_wanted(struct db *db, const char *typed, struct wanted *w)
{
    enum err e = unicode_fold(typed, &w->words);
    char *at = w->words;

    if (e || (*at && (e = class_find(db, typed, w->class_name))))
        return e;
    phone_digits(at, w->digits, sizeof(w->digits));
    for (w->n = *at != '\0'; (at = strchr(at, ' ')); w->n++)
        *at++ = '\0';
    return OK;
}

/* Whether every word is in one of the two texts, or the digits in numbers. */
static bool
has_words(const struct wanted *w, const char *names, const char *name,
    const char *numbers)
{
    const char *word = w->words;

    if (*w->class_name)
        numbers = "";           /* "4" is no part of a number then */
    else if (*w->digits && strstr(numbers, w->digits))
        return true;
    for (int i = 0; i < w->n; i++, word += strlen(word) + 1)
        if (!strstr(names, word) && !strstr(name, word)
            && !strstr(numbers, word))
            return false;
    return true;
}

/* A name that staff gave is kept as typed only, so fold it now: few have one,
 * and the other labels are guardians' names, which are stored folded. */
static enum err
row_has(struct query *q, const struct wanted *w, bool *has)
{
    const char *name = query_get_text(q, 1);
    char *folded = NULL;
    enum err e = *name ? unicode_fold(name, &folded) : OK;

    if (!e)
        *has = query_get_int(q, 5)
            || has_words(w, query_get_text(q, 3), folded ? folded : "",
                query_get_text(q, 4));
    free(folded);
    return e;
}

static void
tell(struct query *q, void (*fn)(void *user, const struct family *f),
    void *user)
{
    struct family f;

    f.id = query_get_int(q, 0);
    query_copy_text(q, 1, f.name, sizeof(f.name));
    query_copy_text(q, 2, f.label, sizeof(f.label));
    fn(user, &f);
}

/* The first child at school of the family f. */
#define FIRST_CHILD(what)                                                      \
    "(SELECT min((" what ") COLLATE classes) FROM family_child fc"             \
    " JOIN child c ON c.id = fc.child WHERE fc.family = f.id AND c." CHILD_HERE\
    ")"
/* :order, an enum family_order */
#define IN_ORDER                                                               \
    " ORDER BY CASE :order WHEN 1 THEN " FIRST_CHILD("c.folded")               \
    " WHEN 2 THEN " FIRST_CHILD("c.class || char(9) || c.folded")              \
    " END COLLATE classes NULLS LAST, f.label COLLATE NOCASE, f.id"

enum err
family_list(struct db *db, const char *words, enum family_order order,
    int limit, void (*fn)(void *user, const struct family *f), void *user)
{
    struct wanted w = { 0 };
    struct query q;
    bool has;
    enum err e = read_wanted(db, words ? words : "", &w);

    if (e) {
        free(w.words);
        return e;
    }
    q = w.n ? query_start(db,
        "SELECT f.id, f.name, f.label,"
        " coalesce((SELECT group_concat(g.folded, char(10))"
        "   FROM family_guardian fg JOIN guardian g ON g.id = fg.guardian"
        "   WHERE fg.family = f.id), '')"
        " || char(10) ||"
        " coalesce((SELECT group_concat(c.folded || CASE :class WHEN ''"
        "   THEN ' ' || lower(c.class) ELSE '' END, char(10))"
        "   FROM family_child fc JOIN child c ON c.id = fc.child"
        "   WHERE fc.family = f.id), ''),"
        " (SELECT group_concat(p.number, char(10)) FROM family_guardian fg"
        "   JOIN guardian_phone gp ON gp.guardian = fg.guardian"
        "   JOIN phone p ON p.id = gp.phone WHERE fg.family = f.id),"
        " EXISTS (SELECT 1 FROM family_child fc JOIN child c ON c.id = fc.child"
        "   WHERE fc.family = f.id AND c.class = :class AND c." CHILD_HERE ")"
        " FROM family f WHERE f.merged_into IS NULL AND f.erased = 0"
        IN_ORDER)
        : query_start(db,
        "SELECT f.id, f.name, f.label FROM family f"
        " WHERE f.merged_into IS NULL AND f.erased = 0" IN_ORDER);
    query_int(&q, ":order", order);
    if (w.n)
        query_text(&q, ":class", w.class_name);
    while (limit > 0 && !e && query_row(&q)) {
        has = true;
        if (w.n)
            e = row_has(&q, &w, &has);
        if (e || !has)
            continue;
        tell(&q, fn, user);
        limit--;
    }
    free(w.words);
    if (e)
        (void)!query_end(&q);
    return e ? e : query_end(&q);
}
