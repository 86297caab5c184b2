/* behaviour_kind.c - the school's own list of events, with a sentence home in
 * each language. Declared in behaviour.h. */
#include "store/thread/behaviour.h"

#include "store/db/audit.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum err
behaviour_kinds(struct db *db,
    void (*fn)(void *user, const struct behaviour_kind *k), void *user)
{
    struct behaviour_kind k;
    struct query q = query_start(db,
        "SELECT id, good, name FROM behaviour_kind ORDER BY good DESC, id");

    while (query_row(&q)) {
        k = (struct behaviour_kind){ .id = query_get_int(&q, 0),
            .good = query_get_int(&q, 1) };
        query_copy_text(&q, 2, k.name, sizeof(k.name));
        fn(user, &k);
    }
    return query_end(&q);
}

enum err
behaviour_kind_find(struct db *db, const char *name, int64_t *id)
{
    struct query q = query_start(db,
        "SELECT id FROM behaviour_kind WHERE name = :name");
    enum err e;

    query_text(&q, ":name", name);
    if (query_row(&q))
        *id = query_get_int(&q, 0);
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}

enum err
behaviour_words_of(struct db *db, int64_t kind,
    void (*fn)(void *user, const struct behaviour_words *w), void *user)
{
    struct behaviour_words w;
    struct query q = query_start(db, "SELECT language, body"
        " FROM behaviour_words WHERE kind = :kind ORDER BY language");

    query_int(&q, ":kind", kind);
    while (query_row(&q)) {
        query_copy_text(&q, 0, w.language, sizeof(w.language));
        query_copy_text(&q, 1, w.body, sizeof(w.body));
        fn(user, &w);
    }
    return query_end(&q);
}

/* --- changing ------------------------------------------------------------- */

/* ERR_EXISTS: there is no room for one more name. */
static enum err
check_room(struct db *db, const char *name)
{
    struct query q = query_start(db, "SELECT count(*) >= :most"
        " AND NOT EXISTS (SELECT 1 FROM behaviour_kind WHERE name = :name)"
        " FROM behaviour_kind");
    bool full = false;
    enum err e;

    query_int(&q, ":most", BEHAVIOUR_KINDS);
    query_text(&q, ":name", name);
    if (query_row(&q))
        full = query_get_int(&q, 0);
    e = query_end_one(&q);
    return e ? e : full ? ERR_EXISTS : OK;
}

static enum err
note(struct db *db, const char *who, const char *action, const char *name,
    const char *language)
{
    char object[120];

    snprintf(object, sizeof(object), *language ? "event %s (%s)" : "event %s",
        name, language);
    db_touch(db, DB_PEOPLE);
    return audit_add(db, who, action, object, "");
}

/* ERR_REFUSED: the list has that name with the other kind. A text about praise
 * goes home at once: a slip must not make praise of a concern. */
static enum err
check_kind(struct db *db, const char *name, bool good)
{
    struct query q = query_start(db, "SELECT 1 FROM behaviour_kind"
        " WHERE name = :name AND good <> :good");
    bool other;
    enum err e;

    query_text(&q, ":name", name);
    query_int(&q, ":good", good);
    other = query_row(&q);
    e = query_end(&q);
    return e ? e : other ? ERR_REFUSED : OK;
}

static enum err
set(struct db *db, const char *name, const bool *good, const char *language,
    const char *body)
{
    struct query q;
    enum err e = check_room(db, name);

    if (e || (good && (e = check_kind(db, name, *good))))
        return e;
    q = query_start(db, "INSERT INTO behaviour_kind (name, good)"
        " VALUES (:name, :good) ON CONFLICT (name) DO NOTHING");
    query_text(&q, ":name", name);
    query_int(&q, ":good", good && *good);
    if ((e = query_end(&q)))
        return e;
    q = query_start(db, "INSERT INTO behaviour_words (kind, language, body)"
        " SELECT id, :language, :body FROM behaviour_kind WHERE name = :name"
        " ON CONFLICT (kind, language) DO UPDATE SET body = excluded.body");
    query_text(&q, ":name", name);
    query_text(&q, ":language", language);
    query_text(&q, ":body", body);
    return query_end(&q);
}

/* Whether it holds something, and fits. */
static bool
fits(const char *text, size_t room)
{
    return text[strspn(text, " \t\r\n")] && strlen(text) < room;
}

enum err
behaviour_kind_set(struct db *db, const char *name, const bool *good,
    const char *language, const char *body, const char *who)
{
    enum err e;

    if (!fits(name, BEHAVIOUR_NAME) || !fits(body, BEHAVIOUR_BODY)
        || !fits(language, sizeof(((struct behaviour_words *)0)->language))
        || !strstr(body, "{child}"))
        return ERR_INPUT;
    if ((e = db_begin(db)))
        return e;
    if (!(e = set(db, name, good, language, body)))
        e = note(db, who, "event.set", name, language);
    return db_end(db, e);
}

static enum err
name_of(struct db *db, int64_t kind, char name[BEHAVIOUR_NAME])
{
    struct query q = query_start(db,
        "SELECT name FROM behaviour_kind WHERE id = :id");
    enum err e;

    query_int(&q, ":id", kind);
    if (query_row(&q))
        query_copy_text(&q, 0, name, BEHAVIOUR_NAME);
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}

static enum err
take_out(struct db *db, int64_t kind, const char *language)
{
    struct query q = query_start(db, "DELETE FROM behaviour_words"
        " WHERE kind = :kind AND (:language = '' OR language = :language)");
    enum err e;

    query_int(&q, ":kind", kind);
    query_text(&q, ":language", language);
    e = query_end_changed(&q);
    if (e == ERR_NOT_FOUND && !*language)
        e = OK;                 /* it had no sentence */
    return e ? e : query_on(db, "DELETE FROM behaviour_kind WHERE id = :id"
        " AND NOT EXISTS (SELECT 1 FROM behaviour_words WHERE kind = :id)",
        kind);
}

enum err
behaviour_kind_remove(struct db *db, int64_t kind, const char *language,
    const char *who)
{
    char name[BEHAVIOUR_NAME];
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = name_of(db, kind, name)) && !(e = take_out(db, kind, language)))
        e = note(db, who, "event.remove", name, language);
    return db_end(db, e);
}
