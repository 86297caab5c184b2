/* thread_search(): what a person typed becomes a query of the word index. */
#include "store/thread/thread.h"

#include "mapping/mapping.h"
#include "text/unicode.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS_MAX = 12 };

/* "amina sic" becomes "amina" "sic"* : each word as a string of its own, so
 * that nothing typed is an operator. Owned; NULL: out of memory. */
static char *
match_of(const char *folded)
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
run(struct db *db, const char *match, bool all, int64_t before, int limit,
    void (*fn)(void *user, const struct message *m), void *user)
{
    struct query q = query_start(db,
        "SELECT " MESSAGE_COLUMNS " FROM message_words w"
        " JOIN message m ON m.id = w.rowid JOIN thread t ON t.id = m.thread"
        " WHERE message_words MATCH :match AND w.rowid < :before"
        " AND (:all OR t.tray <> :safeguarding)"
        " ORDER BY w.rowid DESC LIMIT :limit");

    query_text(&q, ":match", match);
    query_int(&q, ":before", before ? before : INT64_MAX);
    query_int(&q, ":all", all);
    query_int(&q, ":safeguarding", MAPPING_SAFEGUARDING);
    query_int(&q, ":limit", limit < 1 ? 1 : limit);
    return message_each(&q, fn, user);
}

enum err
thread_search(struct db *db, const char *words, bool all, int64_t before,
    int limit, void (*fn)(void *user, const struct message *m), void *user)
{
    char *folded = NULL, *match;
    enum err e = unicode_fold(words, &folded);

    if (e)
        return e;
    match = match_of(folded);
    free(folded);
    if (!match)
        return ERR_MEMORY;
    e = *match ? run(db, match, all, before, limit, fn, user) : OK;
    free(match);
    return e;
}
