#include "store/thread/sentence.h"

#include "base/clock.h"
#include "text/clean.h"
#include "text/unicode.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum err
take_back(struct db *db, int64_t child, const char *author)
{
    struct query q = query_start(db, "DELETE FROM sentence"
        " WHERE child = :child AND author = :author AND sent = 0");

    query_int(&q, ":child", child);
    query_text(&q, ":author", author);
    db_touch(db, DB_PEOPLE);
    return query_end(&q);
}

/* ERR_NOT_FOUND: there is no such child, or it left the school. */
static enum err
check_child(struct db *db, int64_t child)
{
    struct query q = query_start(db,
        "SELECT 1 FROM child WHERE id = :child AND left_at = 0");
    enum err e;

    query_int(&q, ":child", child);
    query_row(&q);
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}

enum err
sentence_keep(struct db *db, int64_t child, const char *author,
    enum tone tone, const char *body, int64_t shown)
{
    int64_t week = clock_now() - 7 * DAY;
    struct query q;
    enum err e;

    if (strlen(body) >= SENTENCE_MAX || tone < TONE_NONE || tone >= TONES)
        return ERR_INPUT;
    if ((e = check_child(db, child)))
        return e;
    if (!body[strspn(body, " ")])
        return take_back(db, child, author);
    q = query_start(db,
        "INSERT INTO sentence (child, author, at, tone, body)"
        " SELECT :child, :author, :now, :tone, :body WHERE NOT EXISTS"
        "  (SELECT 1 FROM sentence WHERE child = :child AND author = :author"
        "   AND body = :body AND sent > :since)"
        " ON CONFLICT (child, author) WHERE sent = 0 DO UPDATE SET"
        " at = iif(body = excluded.body AND tone = excluded.tone, at,"
        "  excluded.at), tone = excluded.tone, body = excluded.body");
    query_int(&q, ":child", child);
    query_text(&q, ":author", author);
    query_int(&q, ":now", clock_now());
    query_int(&q, ":since", shown > 0 && shown < week ? shown : week);
    query_int(&q, ":tone", tone);
    query_text(&q, ":body", body);
    db_touch(db, DB_PEOPLE);
    return query_end(&q);
}

enum err
sentence_typing(struct db *db, const char *class_name, const char *who,
    bool *typing)
{
    struct query q = query_start(db,
        "SELECT 1 FROM sentence s JOIN child c ON c.id = s.child"
        " AND c.left_at = 0 WHERE s.sent = 0 AND s.at > :since"
        " AND s.author <> :who AND (:class = '' OR c.class = :class OR EXISTS"
        "  (SELECT 1 FROM family_child f JOIN family_child o"
        "   ON o.family = f.family JOIN child k ON k.id = o.child"
        "   AND k.left_at = 0 AND k.class = :class"
        "   WHERE f.child = c.id)) LIMIT 1");

    query_int(&q, ":since", clock_now() - SENTENCE_TYPING);
    query_text(&q, ":who", who);
    query_text(&q, ":class", class_name);
    *typing = query_row(&q);
    return query_end(&q);
}

enum err
sentence_waiting(struct db *db, const char *class_name,
    void (*fn)(void *user, const struct sentence *s), void *user)
{
    struct sentence s;
    struct query q = query_start(db,
        "SELECT s.id, s.child, s.at, s.tone, s.author, s.body FROM sentence s"
        " JOIN child c ON c.id = s.child AND c.left_at = 0"
        " WHERE s.sent = 0 AND (:class = '' OR c.class = :class)"
        " ORDER BY s.child, s.id");

    query_text(&q, ":class", class_name);
    while (query_row(&q)) {
        s = (struct sentence){ .id = query_get_int(&q, 0),
            .child = query_get_int(&q, 1), .at = query_get_int(&q, 2),
            .tone = (enum tone)query_get_int(&q, 3) };
        query_copy_text(&q, 4, s.author, sizeof(s.author));
        query_copy_text(&q, 5, s.body, sizeof(s.body));
        fn(user, &s);
    }
    return query_end(&q);
}

enum err
sentence_unsaid(struct db *db, int64_t child, int limit,
    void (*fn)(void *user, const struct sentence *s), void *user)
{
    struct sentence s;
    struct query q = query_start(db,
        "SELECT id, child, at, tone, sent, author, body FROM sentence"
        " WHERE child = :child AND message IS NULL ORDER BY id DESC"
        " LIMIT :limit");

    query_int(&q, ":child", child);
    query_int(&q, ":limit", limit);
    while (query_row(&q)) {
        s = (struct sentence){ .id = query_get_int(&q, 0),
            .child = query_get_int(&q, 1), .at = query_get_int(&q, 2),
            .tone = (enum tone)query_get_int(&q, 3),
            .sent = query_get_int(&q, 4) };
        query_copy_text(&q, 5, s.author, sizeof(s.author));
        query_copy_text(&q, 6, s.body, sizeof(s.body));
        fn(user, &s);
    }
    return query_end(&q);
}

enum err
sentence_went(struct db *db, int64_t id, int64_t message)
{
    assert(db_inside(db));
    struct query q = query_start(db,
        "UPDATE sentence SET sent = :now, message = nullif(:message, 0)"
        " WHERE id = :id AND sent = 0");

    query_int(&q, ":now", clock_now());
    query_int(&q, ":message", message);
    query_int(&q, ":id", id);
    return query_end_changed(&q);
}

enum err
sentence_drop(struct db *db, int64_t child)
{
    return query_on(db, "DELETE FROM sentence WHERE child = :id AND sent = 0",
        child);
}

enum err
sentence_forget(struct db *db, int64_t before)
{
    assert(db_inside(db));
    struct query q = query_start(db,
        "DELETE FROM sentence WHERE sent > 0 AND sent < :before");

    query_int(&q, ":before", before);
    return query_end(&q);
}

/* --- two children are one ------------------------------------------------- */

#define BARE(s) "rtrim(ltrim(" s ".body, ' ?!'))"
/* The kind that a line is of, as sentence_say() tells it. */
#define KIND(s) "CASE substr(ltrim(" s ".body), 1, 1) WHEN '!' THEN 4"         \
    " WHEN '?' THEN 3 ELSE " s ".tone END"
#define JOINED "(" BARE("s") " || iif(substr(rtrim(s.body), -1)"               \
    " IN ('.', '!', '?', '\u061f', '\u1362', '\u1367', '\u06d4', '\u2026'),"   \
    " ' ', '. ') || " BARE("g") ")"
#define BOTH_WAIT                                                              \
    "s.child = :stays AND g.child = :gone AND s.author = g.author"             \
    " AND s.sent = 0 AND g.sent = 0 AND s.body <> g.body"
#define FITS "length(CAST(" JOINED " AS BLOB)) < :most"

/* sql must be a literal. */
static enum err
join(struct db *db, const char *sql, int64_t gone, int64_t stays)
{
    struct query q = query_start(db, sql);

    query_int(&q, ":stays", stays);
    query_int(&q, ":gone", gone);
    query_int_if(&q, ":most", SENTENCE_MAX);
    query_int_if(&q, ":now", clock_now());
    return query_end(&q);
}

enum err
sentence_join(struct db *db, int64_t gone, int64_t stays)
{
    assert(db_inside(db));
    enum err e;

    if ((e = join(db, "UPDATE sentence AS g SET child = :stays, sent = :now"
             " FROM sentence s WHERE " BOTH_WAIT " AND NOT " FITS, gone,
             stays))
        || (e = join(db, "UPDATE sentence AS s SET body = " JOINED ","
                " at = max(s.at, g.at), tone = max(" KIND("s") ", " KIND("g")
                ") FROM sentence g WHERE " BOTH_WAIT " AND " FITS, gone,
                stays)))
        return e;
    db_touch(db, DB_PEOPLE);
    /* the rest; what was joined goes with its child */
    return join(db, "UPDATE OR IGNORE sentence SET child = :stays"
        " WHERE child = :gone", gone, stays);
}

/* --- as it goes home ------------------------------------------------------ */

/* Whether the line has this name as a word, whatever its case and accents. */
static bool
has_name(const char *line, const char *name)
{
    char *folded = NULL, *wanted = NULL;
    const char *at, *word;
    bool has = false;
    size_t n;

    if (!unicode_fold(line, &folded) && !unicode_fold(name, &wanted))
        for (at = folded; !has && unicode_word(&at, &word, &n);)
            has = n == strlen(wanted) && !memcmp(word, wanted, n);
    free(folded);
    free(wanted);
    return has;
}

/* Whether it ends as a sentence does, in any of the scripts that we know. */
static bool
has_end(const char *line)
{
    static const char *const ends[] = { ".", "!", "?", "\u061f", "\u1362",
        "\u1367", "\u06d4", "\u2026" };
    size_t n = strlen(line), k;

    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
        if (n >= (k = strlen(ends[i])) && !strcmp(line + n - k, ends[i]))
            return true;
    return false;
}

void
sentence_say(const char *child, const char *line, enum tone *tone, char *out,
    size_t room)
{
    char first[80], words[SENTENCE_MAX];
    size_t n;

    line += strspn(line, " ");
    if (*line == '?' || *line == '!') {
        *tone = *line == '?' ? TONE_QUESTION : TONE_CONCERN;
        line++;
    }
    snprintf(words, sizeof(words), "%s", line + strspn(line, " "));
    for (n = strlen(words); n && words[n - 1] == ' '; n--)
        words[n - 1] = '\0';
    name_first(child, first, sizeof(first));
    snprintf(out, room, "%s%s%s%s", has_name(words, first) ? "" : first,
        has_name(words, first) ? "" : " ", words, has_end(words) ? "" : ".");
}
