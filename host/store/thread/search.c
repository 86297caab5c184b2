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

static enum err
run(struct db *db, const char *match, const struct message_search *s,
    void (*fn)(void *user, const struct message *m), void *user)
{
    struct query q = query_start(db,
        "SELECT " MESSAGE_COLUMNS " FROM message_words w"
        " JOIN message m ON m.id = w.rowid JOIN thread t ON t.id = m.thread"
        " WHERE message_words MATCH :match AND w.rowid < :before"
        " AND (:all OR NOT t." TRAY_IS_SAFEGUARDING ")"
        " AND (:money OR t.money = 0)"
        " AND (:family = 0 OR t.family = :family)"
        " AND (:class = '' OR EXISTS (SELECT 1 FROM family_child fc"
        "   JOIN child c ON c.id = fc.child"
        "   WHERE fc.family = t.family AND c.class = :class))"
        " AND m.at >= :from AND m.at < :until"
        " ORDER BY w.rowid DESC LIMIT :limit");

    query_text(&q, ":match", match);
    query_int(&q, ":before", s->before ? s->before : INT64_MAX);
    query_int(&q, ":all", s->all);
    query_int(&q, ":money", !s->hides_money);
    query_int(&q, ":family", s->family);
    query_text(&q, ":class", s->class_name ? s->class_name : "");
    query_int(&q, ":from", s->from);
    query_int(&q, ":until", s->until ? s->until : INT64_MAX);
    query_int(&q, ":limit", s->limit < 1 ? 1 : s->limit);
    return message_each(&q, fn, user);
}

enum err
thread_search(struct db *db, const struct message_search *s,
    void (*fn)(void *user, const struct message *m), void *user)
{
    char *folded = NULL, *match;
    enum err e = unicode_fold(s->words, &folded);

    if (e)
        return e;
    match = thread_match(folded);
    free(folded);
    if (!match)
        return ERR_MEMORY;
    e = *match ? run(db, match, s, fn, user) : OK;
    free(match);
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
