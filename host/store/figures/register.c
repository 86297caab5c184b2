#include "store/figures/register.h"

#include "base/clock.h"
#include "mapping/mapping.h"
#include "store/db/reason_row.h"
#include "store/thread/thread.h"
#include "text/unicode.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A text waits no longer once it may go: for a dongle, for credit. */
static const int64_t wait_max = 40 * DAY;

enum { SQL = 4096, DIGITS_LEAST = 4 };

/* What is looked for, as SQL compares it. */
struct sought {
    char *to, *words;           /* owned: folded, for LIKE; for MATCH. NULL:
                                 * not looked for */
    char digits[40];
};

static void
sought_clear(struct sought *s)
{
    free(s->to);
    free(s->words);
}

/* "a%" for a part of a name: what LIKE reads as a sign stands for any. */
static enum err
like_of(const char *typed, char **out)
{
    char *folded = NULL;
    size_t n;
    enum err e = unicode_fold(typed, &folded);

    if (e)
        return e;
    n = strlen(folded) + 3;
    if (!(*out = malloc(n)))
        e = ERR_MEMORY;
    else
        snprintf(*out, n, "%%%s%%", folded);
    for (char *c = *out ? *out + 1 : NULL; c && c[1]; c++)
        if (*c == '%')
            *c = '_';
    free(folded);
    return e;
}

/* "%712345678%" of "0712 345 678"; "": too few digits to look for. */
static void
digits_of(const char *typed, char out[40])
{
    size_t n = 0;

    out[n++] = '%';
    for (; *typed && n < 38; typed++)
        if (isdigit((unsigned char)*typed) && (n > 1 || *typed != '0'))
            out[n++] = *typed;
    if (n <= DIGITS_LEAST)
        n = 0;
    else
        out[n++] = '%';
    out[n] = '\0';
}

static enum err
seek(const struct register_filter *f, struct sought *s)
{
    char *folded = NULL;
    enum err e = OK;

    if (*f->to && (e = like_of(f->to, &s->to)))
        return e;
    digits_of(f->to, s->digits);
    if (!*f->words || (e = unicode_fold(f->words, &folded)))
        return e;
    s->words = thread_match(folded);
    free(folded);
    return s->words ? OK : ERR_MEMORY;
}

static const char by_day[] =
    " AND m.id IN (SELECT id FROM message WHERE " MESSAGE_IS_OUT " AND "
    MESSAGE_IS_TEXT " AND max(at, due) >= :early AND max(at, due) < :until)"
    " AND iif(went, went, m.at) >= :from AND iif(went, went, m.at) < :until";
static const char by_class[] =
    " AND m.id IN (SELECT x.id FROM child c JOIN family_child fc"
    "  ON fc.child = c.id JOIN thread ct ON ct.family = fc.family"
    "  JOIN message x ON x.thread = ct.id WHERE c.class = :class"
    " UNION SELECT ma.message FROM child c JOIN family_child fc"
    "  ON fc.child = c.id JOIN message_also ma ON ma.family = fc.family"
    "  WHERE c.class = :class"
    " UNION SELECT x.id FROM batch b JOIN message x ON x.batch = b.id"
    "  WHERE b.target_code = :class_code AND b.target = :class_target)";
static const char by_name[] =
    " AND (EXISTS (SELECT 1 FROM family_guardian fg JOIN guardian g"
    "  ON g.id = fg.guardian WHERE fg.family = t.family"
    "  AND g.folded LIKE :to) OR EXISTS (SELECT 1 FROM family_child fc"
    "  JOIN child c ON c.id = fc.child WHERE fc.family = t.family"
    "  AND c.folded LIKE :to) OR EXISTS (SELECT 1 FROM family f"
    "  WHERE f.id = t.family AND f.label LIKE :to)"
    " OR (:digits <> '' AND m.number LIKE :digits))";

static void
write_sql(char sql[SQL], const struct register_filter *f,
    const struct sought *s)
{
    snprintf(sql, SQL, "SELECT " REGISTER_COLUMNS " FROM message m"
        " JOIN thread t ON t.id = m.thread WHERE m." MESSAGE_IS_OUT
        " AND m." MESSAGE_IS_TEXT " AND m.id < :before%s%s%s%s%s%s"
        " ORDER BY m.id DESC LIMIT :limit",
        f->all ? "" : " AND t.tray <> :safeguarding",
        f->from || f->until ? by_day : "",
        *f->who ? " AND m.author = :who" : "",
        *f->class_name ? by_class : "", *f->to ? by_name : "",
        s->words ? " AND m.id IN (SELECT rowid FROM message_words"
            " WHERE message_words MATCH :words)" : "");
}

/* Binds what write_sql() named; what is bound lives as long as the query. */
static void
bind(struct query *q, const struct register_filter *f, const struct sought *s,
    const struct reason *target)
{
    query_int(q, ":before", f->before ? f->before : INT64_MAX);
    query_int(q, ":limit", f->limit < 1 ? 1 : f->limit);
    query_int_if(q, ":safeguarding", MAPPING_SAFEGUARDING);
    query_int_if(q, ":from", f->from);
    query_int_if(q, ":early", f->from > wait_max ? f->from - wait_max : 0);
    query_int_if(q, ":until", f->until ? f->until : INT64_MAX);
    query_int_if(q, ":class_code", target->code);
    if (*f->who)
        query_text(q, ":who", f->who);
    if (*f->class_name) {
        query_text(q, ":class", f->class_name);
        query_text(q, ":class_target", target->args);
    }
    if (*f->to) {
        query_text(q, ":to", s->to);
        query_text(q, ":digits", s->digits);
    }
    if (s->words)
        query_text(q, ":words", s->words);
}

/* What the rows of the journal say besides the state, which alone is left once
 * they were forgotten. */
static enum register_left
left_of(enum message_state state, bool sent, bool tried)
{
    if (sent || state == MESSAGE_SENT || state == MESSAGE_DELIVERED)
        return REGISTER_LEFT;
    return tried || state == MESSAGE_SENDING || state == MESSAGE_UNSURE
        ? REGISTER_PERHAPS : REGISTER_NOT;
}

void
register_read(struct query *q, struct register_row *r)
{
    *r = (struct register_row){
        .id = query_get_int(q, 0),
        .thread = query_get_int(q, 1),
        .family = query_get_int(q, 2),
        .batch = query_get_int(q, 3),
        .at = query_get_int(q, 4),
        .went = query_get_int(q, 5),
        .state = (enum message_state)query_get_int(q, 6),
        .body = query_get_text(q, 13),
    };
    r->left = left_of(r->state, query_get_int(q, 7) != 0, r->went != 0);
    query_copy_text(q, 8, r->number, sizeof(r->number));
    query_copy_text(q, 9, r->label, sizeof(r->label));
    query_copy_text(q, 10, r->children, sizeof(r->children));
    query_copy_text(q, 11, r->author, sizeof(r->author));
    query_copy_text(q, 12, r->sim, sizeof(r->sim));
}

enum err
register_batch(struct db *db, struct register_row *r)
{
    struct query q;
    enum err e;

    if (!r->batch)
        return OK;
    q = query_start(db, "SELECT target, target_code, approved_by FROM batch"
        " WHERE id = :id");
    query_int(&q, ":id", r->batch);
    if (query_row(&q)) {
        reason_read(&q, 0, &r->target);
        query_copy_text(&q, 2, r->approved_by, sizeof(r->approved_by));
    }
    e = query_end_one(&q);
    return e == ERR_EMPTY ? OK : e;
}

enum err
register_list(struct db *db, const struct register_filter *f,
    void (*fn)(void *user, const struct register_row *r), void *user)
{
    struct reason target = reason_text(REASON_CLASS, f->class_name);
    struct sought s = { 0 };
    struct register_row r;
    char sql[SQL];
    struct query q;
    enum err e = seek(f, &s), ended;

    if (e || (s.words && !*s.words)) {
        sought_clear(&s);
        return e;
    }
    write_sql(sql, f, &s);
    q = query_start_text(db, sql);
    bind(&q, f, &s, &target);
    while (!e && query_row(&q)) {
        register_read(&q, &r);
        if (!(e = register_batch(db, &r)))
            fn(user, &r);
    }
    ended = query_end(&q);
    sought_clear(&s);
    return e ? e : ended;
}
