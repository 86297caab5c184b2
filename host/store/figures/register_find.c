#include "store/figures/register_find.h"

#include "mapping/mapping.h"
#include "store/db/setting.h"
#include "text/unicode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    WORDS = 200,                /* of the pasted text that are looked at */
    IDS = 400, PHRASES = 24, RAREST = 8,
    OFTEN = 2000,               /* counting ends there */
    PHRASE = 3,                 /* words in a row */
    EDGE = 4                    /* so many words or more may begin and end in
                                 * the middle of one */
};

struct kept {
    struct register_found found;
    char *body;                 /* owned */
};
struct search {
    struct db *db;
    bool all;
    char *core, *folded;        /* owned; of the pasted text */
    const char *word[WORDS];    /* within folded */
    size_t bytes[WORDS];
    int words;
    int64_t id[IDS];
    int ids;
    struct kept kept[REGISTER_FOUND];
    int n_kept;
};

const char *
register_verdict_name(enum register_verdict v)
{
    static const char *const names[] = { "short", "none", "other", "more",
        "written", "unsure", "part", "yes" };

    return names[v];
}

static enum err
search_open(struct search *s, const char *text)
{
    const char *at, *word;
    size_t bytes;
    enum err e;

    text = alike_begin(text);
    if (strlen(text) > REGISTER_PASTED)
        return ERR_INPUT;
    if ((e = alike_core(text, &s->core))
        || (e = unicode_fold(text, &s->folded)))
        return e;
    for (at = s->folded; s->words < WORDS && unicode_word(&at, &word, &bytes);
         s->words++) {
        s->word[s->words] = word;
        s->bytes[s->words] = bytes;
    }
    return OK;
}

static void
search_close(struct search *s)
{
    for (int i = 0; i < s->n_kept; i++)
        free(s->kept[i].body);
    free(s->core);
    free(s->folded);
    free(s);
}

/* What the index is asked for n words from `first`: all of them, or in a row.
 * Owned; NULL: out of memory. */
static char *
match_of(const struct search *s, int first, int n, bool in_a_row)
{
    size_t room = 8, used = 0;
    char *out;

    for (int i = first; i < first + n; i++)
        room += s->bytes[i] + 3;
    if (!(out = malloc(room)))
        return NULL;
    for (int i = first; i < first + n; i++)
        used += (size_t)snprintf(out + used, room - used, "%s%s%.*s%s",
            i > first ? " " : "", !in_a_row || i == first ? "\"" : "",
            (int)s->bytes[i], s->word[i],
            !in_a_row || i == first + n - 1 ? "\"" : "");
    return out;
}

/* Adds the texts out that the index names, of each text to many the last. */
static enum err
look_up(struct search *s, const char *match)
{
    struct query q = query_start(s->db,
        "SELECT max(m.id) AS last FROM message_words w"
        " JOIN message m ON m.id = w.rowid JOIN thread t ON t.id = m.thread"
        " WHERE message_words MATCH :match AND m." MESSAGE_IS_OUT
        " AND m." MESSAGE_IS_TEXT " AND (:all OR t.tray <> :safeguarding)"
        " GROUP BY coalesce(m.batch, -m.id) ORDER BY last DESC LIMIT :most");

    query_text(&q, ":match", match);
    query_int(&q, ":all", s->all);
    query_int(&q, ":safeguarding", MAPPING_SAFEGUARDING);
    query_int(&q, ":most", IDS / RAREST);
    while (query_row(&q) && s->ids < IDS)
        s->id[s->ids++] = query_get_int(&q, 0);
    return query_end(&q);
}

/* Texts with all of its words; the first and the last may be cut. */
static enum err
look_for_all(struct search *s)
{
    bool cut = s->words >= EDGE;
    char *match = match_of(s, cut, s->words - 2 * cut, false);
    enum err e = match ? look_up(s, match) : ERR_MEMORY;

    free(match);
    return e;
}

struct phrase {
    int first, n, times;
};

static enum err
count(struct search *s, struct phrase *p)
{
    char *match = match_of(s, p->first, p->n, true);
    struct query q = query_start(s->db, "SELECT count(*) FROM (SELECT rowid"
        " FROM message_words WHERE message_words MATCH :match LIMIT :often)");
    enum err e;

    query_text(&q, ":match", match);
    query_int(&q, ":often", OFTEN);
    if (match && query_row(&q))
        p->times = (int)query_get_int(&q, 0);
    e = query_end(&q);
    free(match);
    return match ? e : ERR_MEMORY;
}

static int
by_times(const void *a, const void *b)
{
    const struct phrase *x = a, *y = b;

    return x->times < y->times ? -1 : x->times > y->times;
}

/* Texts that share its rarest phrases of n words, spread over all of it. */
static enum err
look_for_phrases(struct search *s, int n)
{
    int places = s->words - n + 1, most = places < PHRASES ? places : PHRASES,
        used = 0;
    struct phrase phrases[PHRASES];
    enum err e = OK;

    for (int i = 0; !e && i < most; i++) {
        phrases[i] = (struct phrase){ i * places / most, n, 0 };
        e = count(s, &phrases[i]);
    }
    if (!e && most > 0)
        qsort(phrases, (size_t)most, sizeof(*phrases), by_times);
    for (int i = 0; !e && i < most && used < RAREST; i++) {
        char *match;

        if (!phrases[i].times || (n == 1 && phrases[i].times == OFTEN))
            continue;
        used++;
        match = match_of(s, phrases[i].first, n, true);
        e = match ? look_up(s, match) : ERR_MEMORY;
        free(match);
    }
    return e;
}

/* Whether both are of the same text to many. */
static bool
is_same(const struct register_row *a, const struct register_row *b)
{
    return a->id == b->id || (a->batch && a->batch == b->batch);
}

static bool
is_better(const struct register_found *a, const struct register_found *b)
{
    return a->how != b->how ? a->how < b->how : a->row.id > b->row.id;
}

/* Puts it in its place; what does not fit goes. */
static enum err
keep(struct search *s, const struct register_found *f)
{
    struct kept one = { *f, strdup(f->row.body) }, gone;
    int at = 0;

    if (!one.body)
        return ERR_MEMORY;
    for (int i = 0; i < s->n_kept; i++)
        if (is_same(&s->kept[i].found.row, &f->row)) {
            if (is_better(f, &s->kept[i].found)) {
                gone = s->kept[i];
                memmove(&s->kept[i], &s->kept[i + 1],
                    (size_t)(--s->n_kept - i) * sizeof(one));
                free(gone.body);
                break;
            }
            free(one.body);
            return OK;
        }
    while (at < s->n_kept && is_better(&s->kept[at].found, f))
        at++;
    if (s->n_kept == REGISTER_FOUND)
        free(s->kept[--s->n_kept].body);
    if (at > s->n_kept) {
        free(one.body);
        return OK;
    }
    memmove(&s->kept[at + 1], &s->kept[at],
        (size_t)(s->n_kept++ - at) * sizeof(one));
    s->kept[at] = one;
    return OK;
}

static enum err
weigh(struct search *s, struct register_found *f)
{
    char *core = NULL, *folded = NULL;
    enum err e = alike_core(f->row.body, &core);

    if (!e)
        e = unicode_fold(f->row.body, &folded);
    if (!e && (f->how = alike_compare(s->core, s->folded, core, folded))) {
        if (f->how == ALIKE_MORE || f->how == ALIKE_OTHER)
            alike_strange(s->folded, folded, f->strange, sizeof(f->strange));
        e = keep(s, f);
    }
    free(core);
    free(folded);
    return e == ERR_INPUT ? OK : e;
}

/* Compares what was found so far, and forgets the list. */
static enum err
compare(struct search *s)
{
    enum err e = OK, ended;

    for (int i = 0; !e && i < s->ids; i++) {
        struct register_found f = { 0 };
        struct query q = query_start(s->db, "SELECT " REGISTER_COLUMNS
            " FROM message m JOIN thread t ON t.id = m.thread"
            " WHERE m.id = :id");

        query_int(&q, ":id", s->id[i]);
        if (query_row(&q)) {
            register_read(&q, &f.row);
            e = weigh(s, &f);
        }
        ended = query_end(&q);
        e = e ? e : ended;
    }
    s->ids = 0;
    return e;
}

/* To how many phones it went; and whom it was for. */
static enum err
count_phones(struct db *db, struct register_found *f)
{
    struct query q;

    if (!f->row.batch) {
        f->phones = 1;
        f->left = f->row.left == REGISTER_LEFT;
        f->perhaps = f->row.left == REGISTER_PERHAPS;
        return OK;
    }
    q = query_start(db, "SELECT count(*), total(sent),"
        " total(NOT sent AND perhaps) FROM (SELECT m." MESSAGE_IS_TAKEN
        "  OR EXISTS (SELECT 1 FROM attempt a WHERE a.message = m.id"
        "   AND a." REGISTER_IS_SENT ") AS sent,"
        "  m." MESSAGE_IS_SENDING " OR m." MESSAGE_IS_UNSURE
        "  OR EXISTS (SELECT 1 FROM attempt a WHERE a.message = m.id"
        "   AND (a.outcome IS NULL OR a." REGISTER_IS_UNKNOWN ")) AS perhaps"
        "  FROM message m WHERE m.batch = :batch)");
    query_int(&q, ":batch", f->row.batch);
    if (query_row(&q)) {
        f->phones = (int)query_get_int(&q, 0);
        f->left = (int)query_get_int(&q, 1);
        f->perhaps = (int)query_get_int(&q, 2);
    }
    return query_end(&q);
}

static enum register_verdict
verdict_of(const struct register_found *f)
{
    switch (f->how) {
    case ALIKE_SAME:
    case ALIKE_PART:
        if (f->left)
            return f->how == ALIKE_SAME ? REGISTER_YES : REGISTER_PART;
        return f->perhaps ? REGISTER_UNSURE : REGISTER_WRITTEN;
    case ALIKE_MORE:
        return REGISTER_MORE;
    case ALIKE_OTHER:
        return REGISTER_OTHER;
    case ALIKE_NOT:
        break;
    }
    return REGISTER_NONE;
}

static enum err
tell(struct search *s,
    void (*fn)(void *user, const struct register_found *f), void *user,
    enum register_verdict *verdict)
{
    enum err e = OK;

    *verdict = REGISTER_NONE;
    for (int i = 0; !e && i < s->n_kept; i++) {
        struct register_found *f = &s->kept[i].found;

        f->row.body = s->kept[i].body;
        if ((e = register_batch(s->db, &f->row))
            || (e = count_phones(s->db, f)))
            return e;
        if (verdict_of(f) > *verdict)
            *verdict = verdict_of(f);
        fn(user, f);
    }
    return e;
}

static bool
is_found(const struct search *s)
{
    return s->n_kept && s->kept[0].found.how <= ALIKE_PART;
}

enum err
register_find(struct db *db, const char *text, bool all,
    void (*fn)(void *user, const struct register_found *f), void *user,
    enum register_verdict *verdict)
{
    struct search *s = calloc(1, sizeof(*s));
    enum err e;

    *verdict = REGISTER_SHORT;
    if (!s)
        return ERR_MEMORY;
    s->db = db;
    s->all = all;
    if (!(e = search_open(s, text)) && s->words
        && strlen(s->core) >= ALIKE_LEAST) {
        if (!(e = look_for_all(s)))
            e = compare(s);
        if (!e && !is_found(s) && !(e = look_for_phrases(s, PHRASE)))
            e = compare(s);
        if (!e && !is_found(s) && !(e = look_for_phrases(s, 1)))
            e = compare(s);
        if (!e)
            e = tell(s, fn, user, verdict);
    }
    search_close(s);
    return e;
}

enum err
register_forgotten(struct db *db, int64_t *until)
{
    char upto[24];
    struct query q;
    enum err e = setting_get(db, "retention.upto", upto, sizeof(upto));

    *until = 0;
    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    q = query_start(db, "SELECT at FROM message WHERE id = :id");
    query_int(&q, ":id", atoll(upto));
    if (query_row(&q))
        *until = query_get_int(&q, 0);
    return query_end(&q);
}
