/* search.c - what a person typed becomes a query of the word index. */
#include "store/thread/thread.h"

#include "text/unicode.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS_MAX = 12 };

/* Each word as a string of its own, so that nothing typed is an operator. */
char *
thread_match(const char *folded)
{
    size_t room = 4 * strlen(folded) + 8, bytes;
    char *out = malloc(room), *to = out;
    const char *at = folded, *word;

    for (int n = 0; out && n < WORDS_MAX && unicode_word(&at, &word, &bytes);
         n++) {
        if (n)
            *to++ = ' ';
        *to++ = '"';
        memcpy(to, word, bytes);
        to += bytes;
        *to++ = '"';
    }
    if (out && to != out)
        *to++ = '*';
    if (out)
        *to = 0;
    return out;
}

/* Appends " OR " and the digits of a number, which may stand in one. */
static void
also_digits(char *match, const char *number, bool is_beginning)
{
    char *to = match + strlen(match);

    to = stpcpy(to, " OR \"");
    for (; *number; number++)
        if (*number >= '0' && *number <= '9')
            *to++ = *number;
    strcpy(to, is_beginning ? "\"*" : "\"");
}

/* What the index is asked for words; *out is owned, "": nothing. */
static enum err
ask_for(const char *words, const char *number, char **out)
{
    char *folded = NULL, *match, *more;
    enum err e = unicode_fold(words ? words : "", &folded);

    if (e)
        return e;
    match = thread_match(folded);
    if (match && *match && number && *number) {
        more = realloc(match, strlen(match) + strlen(folded) + strlen(number)
                + 32);
        if (more) {
            also_digits(more, folded, true);
            also_digits(more, number, false);
        } else
            free(match);
        match = more;
    }
    free(folded);
    *out = match;
    return match ? OK : ERR_MEMORY;
}

/* What one search binds. */
struct asked {
    const struct message_search *s;
    char *match, *all;          /* owned; of rest, of all words */
    bool by_people, listed;     /* some words name families; no word at all */
};

/* Whose they are, from when, and who may see them. */
#define NARROW                                                                 \
    " AND (:all OR NOT t." TRAY_IS_SAFEGUARDING ")"                            \
    " AND (:money OR t.money = 0)"                                             \
    " AND (:class = '' OR EXISTS (SELECT 1 FROM family_child fc"               \
    "   JOIN child c ON c.id = fc.child"                                       \
    "   WHERE fc.family = t.family AND c.class = :class))"                     \
    " AND m.at >= :from AND m.at < :until"
/* Along the word index, newest first. */
#define BY_WORDS                                                               \
    " FROM message_words w JOIN message m ON m.id = w.rowid"                   \
    " JOIN thread t ON t.id = m.thread"                                        \
    " WHERE message_words MATCH :match AND w.rowid < :before"                  \
    " AND (:family = 0 OR t.family = :family)" NARROW
#define NEWEST_WORDS " ORDER BY w.rowid DESC LIMIT :limit"
/* ... where words may name the family instead. */
#define OR_PEOPLE                                                              \
    " AND (t.family IN (SELECT value FROM json_each(:people)) OR w.rowid IN"   \
    "  (SELECT rowid FROM message_words WHERE message_words MATCH :words))"
/* Without words: of one family or one class along their threads, else all. */
#define OF_FAMILY                                                              \
    " FROM thread t JOIN message m ON m.thread = t.id"                         \
    " WHERE t.family = :family AND m.id < :before" NARROW
#define OF_CLASS                                                               \
    " FROM (SELECT DISTINCT fc.family FROM child c JOIN family_child fc"       \
    "   ON fc.child = c.id WHERE c.class = :class) k"                          \
    " CROSS JOIN thread t ON t.family = k.family"                              \
    " CROSS JOIN message m ON m.thread = t.id WHERE m.id < :before" NARROW
#define OF_ALL                                                                 \
    " FROM message m JOIN thread t ON t.id = m.thread WHERE m.id < :before"    \
    NARROW
#define NEWEST " ORDER BY m.id DESC LIMIT :limit"
#define ROWS "SELECT " MESSAGE_COLUMNS
/* How many, and no more than :limit of them are looked at. */
#define COUNT(from) "SELECT count(*) FROM (SELECT 1" from " LIMIT :limit)"

static bool
of_class(const struct asked *a)
{
    return a->s->class_name && *a->s->class_name;
}

static struct query
rows_query(struct db *db, const struct asked *a)
{
    if (a->by_people)
        return query_start(db, ROWS BY_WORDS OR_PEOPLE NEWEST_WORDS);
    if (!a->listed)
        return query_start(db, ROWS BY_WORDS NEWEST_WORDS);
    if (a->s->family)
        return query_start(db, ROWS OF_FAMILY NEWEST);
    return of_class(a) ? query_start(db, ROWS OF_CLASS NEWEST)
        : query_start(db, ROWS OF_ALL NEWEST);
}

static struct query
count_query(struct db *db, const struct asked *a)
{
    if (a->by_people)
        return query_start(db, COUNT(BY_WORDS OR_PEOPLE));
    if (!a->listed)
        return query_start(db, COUNT(BY_WORDS));
    if (a->s->family)
        return query_start(db, COUNT(OF_FAMILY));
    return of_class(a) ? query_start(db, COUNT(OF_CLASS))
        : query_start(db, COUNT(OF_ALL));
}

static void
bind(struct query *q, const struct asked *a, int limit)
{
    const struct message_search *s = a->s;

    if (!a->listed)
        query_text(q, ":match", a->match);
    if (a->by_people) {
        query_text(q, ":people", s->families);
        query_text(q, ":words", a->all);
    }
    if (!a->listed || s->family)
        query_int(q, ":family", s->family);
    query_int(q, ":before", s->before ? s->before : INT64_MAX);
    query_int(q, ":all", s->all);
    query_int(q, ":money", !s->hides_money);
    query_text(q, ":class", s->class_name ? s->class_name : "");
    query_int(q, ":from", s->from);
    query_int(q, ":until", s->until ? s->until : INT64_MAX);
    query_int(q, ":limit", limit < 1 ? 1 : limit);
}

/* Reads what is asked for; *any false: nothing is. */
static enum err
read_asked(const struct message_search *s, struct asked *a, bool *any)
{
    bool words = s->words && *s->words;
    enum err e;

    a->s = s;
    a->listed = !words && (s->family || s->from || s->until
        || of_class(a));
    a->by_people = words && s->families && *s->families
        && strcmp(s->families, "[]") != 0 && s->rest && *s->rest;
    if ((e = ask_for(s->words, s->number, &a->all))
        || (e = ask_for(a->by_people ? s->rest : s->words, s->number,
                &a->match)))
        return e;
    *any = a->listed || *a->match;
    return OK;
}

static void
clear(struct asked *a)
{
    free(a->match);
    free(a->all);
}

enum err
thread_search(struct db *db, const struct message_search *s,
    void (*fn)(void *user, const struct message *m), void *user)
{
    struct asked a = { 0 };
    struct query q;
    bool any = false;
    enum err e = read_asked(s, &a, &any);

    if (!e && any) {
        q = rows_query(db, &a);
        bind(&q, &a, s->limit);
        e = message_each(&q, fn, user);
    }
    clear(&a);
    return e;
}

enum err
thread_search_count(struct db *db, const struct message_search *s, int most,
    int *count)
{
    struct asked a = { 0 };
    struct query q;
    bool any = false;
    enum err e = read_asked(s, &a, &any);

    *count = 0;
    if (!e && any) {
        q = count_query(db, &a);
        bind(&q, &a, most);
        if (query_row(&q))
            *count = (int)query_get_int(&q, 0);
        e = query_end(&q);
    }
    clear(&a);
    return e;
}

enum err
thread_page_of(struct db *db, int64_t thread, int64_t id, int more,
    int64_t *before)
{
    struct query q = query_start(db,
        "SELECT id FROM (SELECT id FROM message WHERE thread = :thread"
        "   AND id > :id ORDER BY id LIMIT :more + 1) ORDER BY id"
        " LIMIT 1 OFFSET :more");

    query_int(&q, ":thread", thread);
    query_int(&q, ":id", id);
    query_int(&q, ":more", more);
    *before = 0;
    if (query_row(&q))
        *before = query_get_int(&q, 0);
    return query_end(&q);
}
