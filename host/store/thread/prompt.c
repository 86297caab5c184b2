#include "store/thread/prompt.h"

#include "base/clock.h"
#include "store/db/audit.h"
#include "text/parts.h"
#include "text/text.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const places[PROMPT_PLACES] = { "home", "market", "cooking",
    "story", "song", "field" };
static const char *const grades[PROMPT_GRADES] = { "any", "lower", "middle",
    "upper" };

const char *
prompt_place_name(enum prompt_place p)
{
    return p < PROMPT_PLACES ? places[p] : "";
}

const char *
prompt_grade_name(enum prompt_grade g)
{
    return g < PROMPT_GRADES ? grades[g] : "";
}

bool
prompt_place_of(const char *name, enum prompt_place *out)
{
    for (int i = 0; i < PROMPT_PLACES; i++)
        if (!strcasecmp(name, places[i])) {
            *out = (enum prompt_place)i;
            return true;
        }
    return false;
}

bool
prompt_grade_of(const char *name, enum prompt_grade *out)
{
    for (int i = 0; i < PROMPT_GRADES; i++)
        if (!strcasecmp(name, grades[i])) {
            *out = (enum prompt_grade)i;
            return true;
        }
    return false;
}

/* --- reading -------------------------------------------------------------- */

/* What was taken back before it went is not used. */
#define PROMPT_ROWS                                                            \
    "SELECT p.id, p.place, p.grade, p.asks, p.hidden, p.own,"                  \
    " coalesce((SELECT max(u.at) FROM prompt_use u JOIN batch b"               \
    "  ON b.id = u.batch AND NOT b." BATCH_IS_CANCELLED                        \
    "  WHERE u.prompt = p.id AND u.class = :class), 0) AS used, p.name"        \
    " FROM prompt p"

static void
read_row(struct query *q, struct prompt *p)
{
    *p = (struct prompt){ .id = query_get_int(q, 0),
        .place = (enum prompt_place)query_get_int(q, 1),
        .grade = (enum prompt_grade)query_get_int(q, 2),
        .asks = query_get_int(q, 3), .hidden = query_get_int(q, 4),
        .own = query_get_int(q, 5), .used = query_get_int(q, 6) };
    query_copy_text(q, 7, p->name, sizeof(p->name));
}

enum err
prompt_list(struct db *db, const char *class_name,
    void (*fn)(void *user, const struct prompt *p), void *user)
{
    struct query q = query_start(db, PROMPT_ROWS
        " ORDER BY p.hidden, used, p.asks, p.place, p.grade, p.id");
    struct prompt p;

    query_text(&q, ":class", class_name);
    while (query_row(&q)) {
        read_row(&q, &p);
        fn(user, &p);
    }
    return query_end(&q);
}

enum err
prompt_get(struct db *db, int64_t id, const char *name,
    const char *class_name, struct prompt *out)
{
    struct query q = query_start(db, PROMPT_ROWS
        " WHERE p.id = :id OR (:id = 0 AND p.name = :name)");
    enum err e;

    query_int(&q, ":id", id);
    query_text(&q, ":name", name);
    query_text(&q, ":class", class_name);
    if (query_row(&q))
        read_row(&q, out);
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}

enum err
prompt_words_of(struct db *db, int64_t id,
    void (*fn)(void *user, const struct prompt_words *w), void *user)
{
    struct query q = query_start(db, "SELECT language, body FROM prompt_words"
        " WHERE prompt = :id ORDER BY language");
    struct prompt_words w;

    query_int(&q, ":id", id);
    while (query_row(&q)) {
        query_copy_text(&q, 0, w.language, sizeof(w.language));
        query_copy_text(&q, 1, w.body, sizeof(w.body));
        fn(user, &w);
    }
    return query_end(&q);
}

enum err
prompt_children(struct db *db, const char *class_name,
    void (*fn)(void *user, int64_t child), void *user)
{
    struct query q = query_start(db, "SELECT id FROM child"
        " WHERE class = :class AND left_at = 0 ORDER BY id");

    query_text(&q, ":class", class_name);
    while (query_row(&q))
        fn(user, query_get_int(&q, 0));
    return query_end(&q);
}

/* --- the bank ------------------------------------------------------------- */

static enum err
note(struct db *db, const char *who, const char *act, const char *name,
    const char *more)
{
    char object[120];

    snprintf(object, sizeof(object), "prompt %s%s%s%s", name,
        *more ? " (" : "", more, *more ? ")" : "");
    return audit_add(db, who, act, object, "");
}

/* Whether it holds something, and fits. */
static bool
fits(const char *text, size_t room)
{
    return text[strspn(text, " \t\r\n")] && strlen(text) < room;
}

/* Whether phones show it in so few parts. */
static bool
is_short(const char *body)
{
    struct parts_size size = { 0 };
    char *clean = NULL;
    enum err e = text_clean(body, &clean);

    if (!e)
        e = parts_measure(clean, PARTS_WIDTH_8, &size);
    free(clean);
    return !e && size.parts <= PROMPT_PARTS;
}

static enum err
check(const struct prompt *p, const char *language, const char *body,
    struct reason *why)
{
    *why = reason_none;
    if (!fits(p->name, sizeof(p->name)) || p->place >= PROMPT_PLACES
        || p->grade >= PROMPT_GRADES
        || !fits(language, sizeof(((struct prompt_words *)0)->language))
        || !fits(body, PROMPT_BODY) || !strstr(body, "{child}")
        || !is_short(body))
        return reason_refuse(why, ERR_INPUT, reason_of(REASON_PROMPT_WORDS));
    return OK;
}

static enum err
put(struct db *db, const struct prompt *p, const char *language,
    const char *body)
{
    enum err e;
    struct query q = query_start(db, "INSERT INTO prompt (name, place, grade,"
        " asks) SELECT :name, :place, :grade, :asks WHERE EXISTS (SELECT 1"
        "  FROM prompt WHERE name = :name) OR (SELECT count(*) FROM prompt)"
        "  < :most ON CONFLICT (name) DO UPDATE SET"
        " place = iif(own, excluded.place, place),"
        " grade = iif(own, excluded.grade, grade),"
        " asks = iif(own, excluded.asks, asks)");

    query_text(&q, ":name", p->name);
    query_int(&q, ":place", p->place);
    query_int(&q, ":grade", p->grade);
    query_int(&q, ":asks", p->asks);
    query_int(&q, ":most", PROMPTS);
    if ((e = query_end(&q)))
        return e;
    q = query_start(db, "INSERT INTO prompt_words (prompt, language, body)"
        " SELECT id, :language, :body FROM prompt WHERE name = :name"
        "  AND (EXISTS (SELECT 1 FROM prompt_words WHERE prompt = prompt.id"
        "   AND language = :language) OR (SELECT count(*) FROM prompt_words"
        "   WHERE prompt = prompt.id) < :most)"
        " ON CONFLICT (prompt, language) DO UPDATE SET body = excluded.body");
    query_text(&q, ":name", p->name);
    query_text(&q, ":language", language);
    query_text(&q, ":body", body);
    query_int(&q, ":most", PROMPT_LANGUAGES);
    return query_end_changed(&q);
}

enum err
prompt_set(struct db *db, const struct prompt *p, const char *language,
    const char *body, const char *who, struct reason *why)
{
    enum err e = check(p, language, body, why);

    if (e || (e = db_begin(db)))
        return e;
    e = put(db, p, language, body);
    if (e == ERR_NOT_FOUND)
        e = reason_refuse(why, ERR_REFUSED,
            reason_of(REASON_PROMPT_FULL));
    if (!e)
        e = note(db, who, "prompt.set", p->name, language);
    return db_end(db, e);
}

enum err
prompt_hide(struct db *db, int64_t id, bool hidden, const char *who)
{
    struct prompt p = { 0 };
    struct query q;
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = prompt_get(db, id, "", "", &p))) {
        q = query_start(db, "UPDATE prompt SET hidden = :hidden"
            " WHERE id = :id");
        query_int(&q, ":id", id);
        query_int(&q, ":hidden", hidden);
        e = query_end(&q);
    }
    if (!e)
        e = note(db, who, hidden ? "prompt.hide" : "prompt.show", p.name, "");
    return db_end(db, e);
}

enum err
prompt_remove(struct db *db, int64_t id, const char *who)
{
    struct prompt p = { 0 };
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = prompt_get(db, id, "", "", &p)))
        e = !p.own ? ERR_NOT_FOUND
            : query_on(db, "DELETE FROM prompt WHERE id = :id", id);
    if (!e)
        e = note(db, who, "prompt.remove", p.name, "");
    return db_end(db, e);
}

enum err
prompt_used(struct db *db, const struct prompt *p, const char *class_name,
    int64_t batch, const char *who)
{
    assert(db_inside(db));
    struct query q = query_start(db, "INSERT INTO prompt_use (prompt, name,"
        " asks, class, at, who, batch) VALUES (:prompt, :name, :asks, :class,"
        " :at, :who, :batch)");

    query_int(&q, ":prompt", p->id);
    query_text(&q, ":name", p->name);
    query_int(&q, ":asks", p->asks);
    query_text(&q, ":class", class_name);
    query_int(&q, ":at", clock_now());
    query_text(&q, ":who", who);
    query_int(&q, ":batch", batch);
    return query_end(&q);
}
