#include "store/staff/profile.h"

#include "store/db/audit.h"
#include "store/people/people.h"
#include "text/clean.h"
#include "text/lines.h"
#include "text/unicode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS                                                                \
    "SELECT id, name, role, opens, language, signature, subjects,"             \
    " trim(classes, char(10)), classes_kept OR walled,"                        \
    " walled AND role < 3 FROM staff WHERE closed = 0"

static void
read_row(struct query *q, struct profile *out)
{
    out->staff = query_get_int(q, 0);
    query_copy_text(q, 1, out->name, sizeof(out->name));
    out->role = (enum staff_role)query_get_int(q, 2);
    query_copy_text(q, 3, out->opens, sizeof(out->opens));
    query_copy_text(q, 4, out->language, sizeof(out->language));
    query_copy_text(q, 5, out->signature, sizeof(out->signature));
    query_copy_text(q, 6, out->subjects, sizeof(out->subjects));
    query_copy_text(q, 7, out->classes, sizeof(out->classes));
    out->kept = query_get_int(q, 8) != 0;
    out->walled = query_get_int(q, 9) != 0;
}

enum err
profile_get(struct db *db, int64_t staff, struct profile *out)
{
    struct query q = query_start(db, COLUMNS " AND id = :staff");
    enum err e;

    query_int(&q, ":staff", staff);
    if (query_row(&q))
        read_row(&q, out);
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}

enum err
profile_list(struct db *db,
    void (*fn)(void *user, const struct profile *p), void *user)
{
    struct query q = query_start(db, COLUMNS " ORDER BY name");
    struct profile p;

    while (query_row(&q)) {
        read_row(&q, &p);
        fn(user, &p);
    }
    return query_end(&q);
}

enum err
profile_find(struct db *db, const char *name, struct profile *out)
{
    int64_t id;
    enum err e = staff_find(db, name, &id);

    return e ? e : profile_get(db, id, out);
}

/* --- saving --------------------------------------------------------------- */

/* Adds a class as the school writes it, once. One that the person had already
 * stays where no child is in it just now, or where an admin set it. */
static enum err
add_class(struct db *db, const struct profile *before, const char *typed,
    bool by_admin, char out[PROFILE_CLASSES], struct reason *why)
{
    char spelt[CLASS_NAME_MAX];
    size_t used = strlen(out);
    enum err e = class_find(db, typed, spelt);

    if (e && e != ERR_INPUT)    /* no letters: none is called so */
        return e;
    if ((!*spelt || (before->kept && !by_admin))
        && lines_have(before->classes, typed))
        snprintf(spelt, sizeof(spelt), "%s", typed);
    if (!*spelt)
        return reason_refuse(why, ERR_INPUT,
            reason_text(REASON_NO_CHILD_IN_CLASS, typed));
    if (lines_have(out, spelt))
        return OK;
    if (used + strlen(spelt) + 3 > PROFILE_CLASSES)
        return reason_refuse(why, ERR_INPUT, reason_of(REASON_THIS_TOO_LONG));
    snprintf(out + used, PROFILE_CLASSES - used, "%s%s\n", used ? "" : "\n",
        spelt);
    return OK;
}

/* "\n4B\n5A\n"; "" for none. */
static enum err
spell_all(struct db *db, const struct profile *before, const char *typed,
    bool by_admin, char out[PROFILE_CLASSES], struct reason *why)
{
    const char *line;
    size_t n;
    enum err e = OK;

    *out = '\0';
    while (!e && (line = lines_next(&typed, &n))) {
        char name[CLASS_NAME_MAX];

        if (n >= sizeof(name))
            return reason_refuse(why, ERR_INPUT,
                reason_of(REASON_THIS_TOO_LONG));
        snprintf(name, sizeof(name), "%.*s", (int)n, line);
        if (name[strspn(name, " ")])
            e = add_class(db, before, name, by_admin, out, why);
    }
    return e;
}

enum err
profile_line(const char *typed, char out[PROFILE_LINE], struct reason *why)
{
    char line[PROFILE_LINE];
    enum reason_code fault;
    enum err e = clean_line(typed, line, sizeof(line), &fault);

    if (!e && unicode_count(line) > PROFILE_LETTERS) {
        fault = REASON_IS_TOO_LONG;
        e = ERR_INPUT;
    }
    if (e == ERR_INPUT) {
        struct reason r = reason_of(REASON_PROFILE_LINE);
        struct reason what = reason_of(fault);

        reason_add_reason(&r, &what);
        return reason_refuse(why, e, r);
    }
    if (!e)
        memcpy(out, line, sizeof(line));
    return e;
}

/* Whether the classes, as they are kept, are others than before. */
static bool
differ(const struct profile *before, const char *classes)
{
    size_t n = strlen(classes);

    return n < 2 ? *before->classes != '\0'
        : strlen(before->classes) != n - 2
            || memcmp(before->classes, classes + 1, n - 2) != 0;
}

static enum err
write_row(struct db *db, const struct profile *p, const char *classes,
    bool kept)
{
    struct query q = query_start(db,
        "UPDATE staff SET opens = :opens, language = :language,"
        " signature = :signature, subjects = :subjects, classes = :classes,"
        " classes_kept = :kept WHERE id = :staff AND closed = 0");

    query_text(&q, ":opens", p->opens);
    query_text(&q, ":language", p->language);
    query_text(&q, ":signature", p->signature);
    query_text(&q, ":subjects", p->subjects);
    query_text(&q, ":classes", classes);
    query_int(&q, ":kept", kept);
    query_int(&q, ":staff", p->staff);
    return query_end_changed(&q);
}

/* p with its lines clean. */
static enum err
save(struct db *db, const struct profile *p, bool by_admin, const char *who,
    struct reason *why)
{
    char classes[PROFILE_CLASSES], object[80];
    struct profile before = { .staff = 0 };
    bool changes, kept;
    enum err e = profile_get(db, p->staff, &before);

    if (e || (e = spell_all(db, &before, p->classes, by_admin, classes, why)))
        return e;
    changes = differ(&before, classes);
    if (changes && before.kept && !by_admin)
        return reason_refuse(why, ERR_REFUSED,
            reason_of(REASON_CLASSES_KEPT));
    kept = changes ? by_admin && *classes : before.kept;
    snprintf(object, sizeof(object), "staff %s", before.name);
    if ((e = write_row(db, p, classes, kept)))
        return e;
    return audit_add(db, who, "staff.profile", object,
        changes ? "classes" : "");
}

enum err
profile_save(struct db *db, const struct profile *p, bool by_admin,
    const char *who, struct reason *why)
{
    struct profile now = *p;
    enum err e;

    if ((e = profile_line(p->signature, now.signature, why))
        || (e = profile_line(p->subjects, now.subjects, why))
        || (e = db_begin(db)))
        return e;
    e = save(db, &now, by_admin, who, why);
    db_touch(db, DB_THREADS);
    return db_end(db, e);
}

char *
profile_sign(const struct profile *p, const char *text)
{
    size_t n = strlen(text), m = strlen(p->signature);
    char *out;

    while (n && (text[n - 1] == ' ' || text[n - 1] == '\n'))
        n--;
    if (n >= m && !memcmp(text + n - m, p->signature, m)
        && (n == m || text[n - m - 1] == '\n'))
        return strdup(text);
    if ((out = malloc(n + m + 2)))
        snprintf(out, n + m + 2, "%.*s%s%s", (int)n, text, n ? "\n" : "",
            p->signature);
    return out;
}
