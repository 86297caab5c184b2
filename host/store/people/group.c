#include "store/people/group.h"

#include "store/db/audit.h"
#include "store/thread/thread.h"
#include "text/clean.h"
#include "text/unicode.h"

#include <stdio.h>
#include <stdlib.h>

static enum err
note_reason(struct db *db, const char *who, const char *action, int64_t id,
    const struct reason *detail)
{
    char object[40];

    snprintf(object, sizeof(object), "group %lld", (long long)id);
    db_touch(db, DB_PEOPLE);
    return audit_add_reason(db, who, action, object, detail);
}

static enum err
note(struct db *db, const char *who, const char *action, int64_t id,
    const char *detail)
{
    struct reason r = reason_words(detail);

    return note_reason(db, who, action, id, &r);
}

static enum err
check_free(struct db *db, const char *folded, int64_t id)
{
    struct query q = query_start(db,
        "SELECT 1 FROM family_group WHERE folded = :folded AND id <> :id");
    enum err e;

    query_text(&q, ":folded", folded);
    query_int(&q, ":id", id);
    query_row(&q);
    e = query_end_one(&q);
    return e == ERR_EMPTY ? OK : e ? e : ERR_EXISTS;
}

static enum err
write_name(struct db *db, const char *name, const char *folded, int64_t *id)
{
    struct query q;

    if (*id) {
        q = query_start(db, "UPDATE family_group SET name = :name,"
            " folded = :folded WHERE id = :id");
        query_int(&q, ":id", *id);
    } else
        q = query_start(db, "INSERT INTO family_group (name, folded)"
            " VALUES (:name, :folded)");
    query_text(&q, ":name", name);
    query_text(&q, ":folded", folded);
    return *id ? query_end_changed(&q) : query_end_id(&q, id);
}

enum err
group_save(struct db *db, const char *name, const char *who,
    struct reason *why, int64_t *id)
{
    char line[60] = "", *folded = NULL;
    enum reason_code fault;
    int64_t group = *id;
    enum err e = clean_line(name, line, sizeof(line), &fault);

    if (e == ERR_INPUT || (!e && !*line)) {
        struct reason r = reason_of(REASON_GROUP_NAME_FAULT);
        struct reason what = reason_of(e ? fault : REASON_IS_EMPTY);

        reason_add_reason(&r, &what);
        return reason_refuse(why, ERR_INPUT, r);
    }
    if (e || (e = unicode_fold(line, &folded)))
        return e;
    if (!(e = db_begin(db))) {
        if (!(e = check_free(db, folded, group))
            && !(e = write_name(db, line, folded, &group)))
            e = note(db, who, *id ? "group.rename" : "group.add", group,
                line);
        e = db_end(db, e);
    }
    free(folded);
    if (!e)
        *id = group;
    return e;
}

enum err
group_remove(struct db *db, int64_t id, const char *who)
{
    struct query q;
    enum err e = db_begin(db);

    if (e)
        return e;
    q = query_start(db, "DELETE FROM group_family WHERE family_group = :id");
    query_int(&q, ":id", id);
    if (!(e = query_end(&q))) {
        q = query_start(db, "DELETE FROM family_group WHERE id = :id");
        query_int(&q, ":id", id);
        e = query_end_changed(&q);
    }
    if (!e)
        e = note(db, who, "group.remove", id, "");
    return db_end(db, e);
}

enum err
group_put(struct db *db, int64_t id, int64_t family, bool in,
    const char *who)
{
    struct reason detail;
    struct family_group g;
    struct family f;
    struct query q;
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = group_get(db, id, &g)) && !(e = family_get(db, family, &f))) {
        q = in ? query_start(db,
            "INSERT OR IGNORE INTO group_family (family_group, family)"
            " VALUES (:id, :family)")
            : query_start(db,
            "DELETE FROM group_family WHERE family_group = :id"
            " AND family = :family");
        query_int(&q, ":id", id);
        query_int(&q, ":family", f.id);
        e = query_end(&q);
        detail = reason_number(REASON_FAMILY, f.id);
    }
    if (!e)
        e = note_reason(db, who, in ? "group.in" : "group.out", id, &detail);
    return db_end(db, e);
}

/* --- reading -------------------------------------------------------------- */

#define GROUP_COLUMNS                                                          \
    "g.id, g.name, (SELECT count(*) FROM group_family c"                       \
    " WHERE c.family_group = g.id AND " FAMILY_HERE("c.family") ")"

static void
read_group(struct query *q, struct family_group *g)
{
    g->id = query_get_int(q, 0);
    query_copy_text(q, 1, g->name, sizeof(g->name));
    g->families = (int)query_get_int(q, 2);
}

enum err
group_get(struct db *db, int64_t id, struct family_group *out)
{
    struct query q = query_start(db,
        "SELECT " GROUP_COLUMNS " FROM family_group g WHERE g.id = :id");
    enum err e;

    query_int(&q, ":id", id);
    if (query_row(&q))
        read_group(&q, out);
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}

enum err
group_list(struct db *db, int64_t family,
    void (*fn)(void *user, const struct family_group *g), void *user)
{
    struct query q = query_start(db,
        "SELECT " GROUP_COLUMNS " FROM family_group g WHERE :family = 0"
        " OR EXISTS (SELECT 1 FROM group_family i WHERE i.family = :family"
        "  AND i.family_group = g.id) ORDER BY g.folded");
    struct family_group g;

    query_int(&q, ":family", family);
    while (query_row(&q)) {
        read_group(&q, &g);
        fn(user, &g);
    }
    return query_end(&q);
}

enum err
group_families(struct db *db, int64_t id,
    void (*fn)(void *user, const struct family *f), void *user)
{
    struct query q = query_start(db,
        "SELECT f.id, f.name, f.label, " FAMILY_CHILDREN("f.id")
        " AS children FROM group_family i"
        " JOIN family f ON f.id = i.family WHERE i.family_group = :id"
        " AND " FAMILY_HERE("f.id")
        " ORDER BY children COLLATE NOCASE, f.label, f.id");
    struct family f;

    query_int(&q, ":id", id);
    while (query_row(&q)) {
        f.id = query_get_int(&q, 0);
        query_copy_text(&q, 1, f.name, sizeof(f.name));
        query_copy_text(&q, 2, f.label, sizeof(f.label));
        fn(user, &f);
    }
    return query_end(&q);
}
