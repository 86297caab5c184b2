#include "store/thread/template.h"

#include "store/db/audit.h"

#include <stdio.h>

enum err
template_set(struct db *db, const struct template *t, const char *who)
{
    char object[120];
    struct query q;
    enum err e;

    if (!*t->name || !*t->language || !*t->body || t->tone >= TONES)
        return ERR_INPUT;
    if ((e = db_begin(db)))
        return e;
    q = query_start(db,
        "INSERT INTO template (name, language, tone, body)"
        " VALUES (:name, :language, :tone, :body)"
        " ON CONFLICT (name, language)"
        " DO UPDATE SET tone = excluded.tone, body = excluded.body");
    query_text(&q, ":name", t->name);
    query_text(&q, ":language", t->language);
    query_int(&q, ":tone", t->tone);
    query_text(&q, ":body", t->body);
    snprintf(object, sizeof(object), "template %s (%s)", t->name, t->language);
    if (!(e = query_end(&q)))
        e = audit_add(db, who, "template.set", object, "");
    return db_end(db, e);
}

enum err
template_remove(struct db *db, int64_t id, const char *who)
{
    char object[40];
    struct query q;
    enum err e = db_begin(db);

    if (e)
        return e;
    q = query_start(db, "DELETE FROM template WHERE id = :id");
    query_int(&q, ":id", id);
    snprintf(object, sizeof(object), "template %lld", (long long)id);
    if (!(e = query_end_changed(&q)))
        e = audit_add(db, who, "template.remove", object, "");
    return db_end(db, e);
}

enum err
template_list(struct db *db,
    void (*fn)(void *user, const struct template *t), void *user)
{
    struct query q = query_start(db,
        "SELECT id, tone, name, language, body FROM template"
        " ORDER BY name, language");
    struct template t;

    while (query_row(&q)) {
        t.id = query_get_int(&q, 0);
        t.tone = (enum tone)query_get_int(&q, 1);
        query_copy_text(&q, 2, t.name, sizeof(t.name));
        query_copy_text(&q, 3, t.language, sizeof(t.language));
        query_copy_text(&q, 4, t.body, sizeof(t.body));
        fn(user, &t);
    }
    return query_end(&q);
}
