#include "store/thread/card.h"

#include "base/clock.h"
#include "store/db/audit.h"
#include "store/thread/message.h"
#include "store/thread/prompt.h"
#include "text/unicode.h"

#include <stdio.h>
#include <string.h>

enum { NUMBER_DIGITS = 6 };     /* so many make it one that can be called */

/* Whose thread m is in, where it is a family's. What may tell of harm is never
 * among them, also when that is found later. */
#define CARD_MAY                                                               \
    "m." MESSAGE_IS_IN " AND m." MESSAGE_IS_TEXT " AND m.concern = 0"          \
    " AND m.body <> '' AND t.tray = 0"
/* A child of the thread's family who is in the class that was asked. */
#define CARD_OF_FAMILY                                                         \
    "c.left_at = 0 AND c.class = u.class AND EXISTS (SELECT 1"                 \
    " FROM family_child fc WHERE fc.child = c.id AND fc.family = t.family)"
/* A card that is shown: k of u, with its message, thread and child. */
#define CARD_SHOWN                                                             \
    " FROM card k JOIN prompt_use u ON u.id = k.asked"                         \
    " JOIN message m ON m.id = k.message JOIN thread t ON t.id = m.thread"     \
    " JOIN child c ON c.id = k.child"                                          \
    " WHERE " CARD_MAY " AND " CARD_OF_FAMILY
/* Texts of families that got the question :asked, since they got it and before
 * the class was asked another; once a card, it stays one. */
#define CARD_WITH                                                              \
    "WITH u AS (SELECT * FROM prompt_use WHERE id = :asked AND asks = 1),"     \
    " o (thread, id) AS (SELECT s.thread, s.id FROM u JOIN message s"          \
    "   ON s.batch = u.batch UNION SELECT f.id, s.id FROM u"                   \
    "  JOIN message s ON s.batch = u.batch"                                    \
    "  JOIN message_also a ON a.message = s.id"                                \
    "  JOIN thread f ON f.family = a.family) "
#define CARD_ANSWERS                                                           \
    " FROM u JOIN o JOIN thread t ON t.id = o.thread"                          \
    " JOIN message m ON m.thread = t.id AND m.id > o.id"                       \
    " WHERE " CARD_MAY " AND m.question IS NULL"                               \
    " AND m.at < u.at + :window AND NOT EXISTS (SELECT 1 FROM prompt_use n"    \
    "  JOIN batch b ON b.id = n.batch AND NOT b." BATCH_IS_CANCELLED           \
    "  WHERE n.asks = 1 AND n.class = u.class AND n.id > u.id"                 \
    "  AND n.at <= m.at) AND EXISTS (SELECT 1 FROM child c"                    \
    "  WHERE " CARD_OF_FAMILY ")"
#define CARD_NONE                                                              \
    " AND NOT EXISTS (SELECT 1 FROM card k WHERE k.asked = u.id"               \
    " AND k.message = m.id AND (k.child IS NULL OR EXISTS (SELECT 1"           \
    "  FROM child c WHERE c.id = k.child AND " CARD_OF_FAMILY ")))"
#define CARD_LEFT                                                              \
    " AND EXISTS (SELECT 1 FROM card k WHERE k.asked = u.id"                   \
    " AND k.message = m.id AND k.child IS NULL)"

/* --- what was asked ------------------------------------------------------- */

/* sql must be a literal. */
static enum err
count(struct db *db, const char *sql, int64_t asked, bool window, int *n)
{
    struct query q = query_start(db, sql);

    query_int(&q, ":asked", asked);
    if (window)
        query_int(&q, ":window", CARD_WINDOW);
    *n = query_row(&q) ? (int)query_get_int(&q, 0) : 0;
    return query_end(&q);
}

static enum err
count_all(struct db *db, struct card_asked *a)
{
    enum err e;

    if ((e = count(db, CARD_WITH "SELECT count(DISTINCT m.id)" CARD_ANSWERS
             CARD_NONE, a->id, true, &a->open))
        || (e = count(db, CARD_WITH "SELECT count(DISTINCT m.id)" CARD_ANSWERS
                CARD_LEFT, a->id, true, &a->left)))
        return e;
    return count(db, "SELECT count(*)" CARD_SHOWN " AND k.asked = :asked",
        a->id, false, &a->cards);
}

#define ASKED_ROWS                                                             \
    "SELECT u.id, u.at, u.batch, u.name, u.class, u.who FROM prompt_use u"     \
    " JOIN batch b ON b.id = u.batch AND NOT b." BATCH_IS_CANCELLED           \
    " WHERE u.asks = 1"

static void
read_asked(struct query *q, struct card_asked *a)
{
    *a = (struct card_asked){ .id = query_get_int(q, 0),
        .at = query_get_int(q, 1), .batch = query_get_int(q, 2) };
    query_copy_text(q, 3, a->name, sizeof(a->name));
    query_copy_text(q, 4, a->class_name, sizeof(a->class_name));
    query_copy_text(q, 5, a->who, sizeof(a->who));
}

enum err
card_asks(struct db *db, const char *class_name, int limit,
    void (*fn)(void *user, const struct card_asked *a), void *user)
{
    struct query q = query_start(db, ASKED_ROWS
        " AND (:class = '' OR u.class = :class) ORDER BY u.id DESC"
        " LIMIT :limit");
    struct card_asked a;
    enum err e = OK, end;

    query_text(&q, ":class", class_name);
    query_int(&q, ":limit", limit);
    while (!e && query_row(&q)) {
        read_asked(&q, &a);
        if (!(e = count_all(db, &a)))
            fn(user, &a);
    }
    end = query_end(&q);
    return e ? e : end;
}

enum err
card_asked(struct db *db, int64_t id, struct card_asked *out)
{
    struct query q = query_start(db, ASKED_ROWS " AND u.id = :id");
    enum err e;

    query_int(&q, ":id", id);
    if (query_row(&q))
        read_asked(&q, out);
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e ? e : count_all(db, out);
}

/* --- answers -------------------------------------------------------------- */

static enum err
read_children(struct db *db, int64_t asked, struct card_answer *a)
{
    struct query q = query_start(db, "SELECT c.id, c.name FROM prompt_use u"
        " JOIN thread t ON t.id = :thread JOIN child c"
        " WHERE u.id = :asked AND " CARD_OF_FAMILY " ORDER BY c.folded, c.id"
        " LIMIT :most");

    query_int(&q, ":asked", asked);
    query_int(&q, ":thread", a->thread);
    query_int(&q, ":most", CARD_CHILDREN);
    while (query_row(&q)) {
        a->child[a->n].id = query_get_int(&q, 0);
        query_copy_text(&q, 1, a->child[a->n].name,
            sizeof(a->child[a->n].name));
        a->n++;
    }
    return query_end(&q);
}

enum err
card_answers(struct db *db, int64_t asked, bool left,
    void (*fn)(void *user, const struct card_answer *a), void *user)
{
    struct query q = query_start(db, left
        ? CARD_WITH "SELECT DISTINCT m.id, t.id, m.at, m.body" CARD_ANSWERS
          CARD_LEFT " ORDER BY m.id"
        : CARD_WITH "SELECT DISTINCT m.id, t.id, m.at, m.body" CARD_ANSWERS
          CARD_NONE " ORDER BY m.id");
    enum err e = OK, end;

    query_int(&q, ":asked", asked);
    query_int(&q, ":window", CARD_WINDOW);
    while (!e && query_row(&q)) {
        struct card_answer a = { .message = query_get_int(&q, 0),
            .thread = query_get_int(&q, 1), .at = query_get_int(&q, 2),
            .left = left };

        query_copy_text(&q, 3, a.body, sizeof(a.body));
        if (!(e = read_children(db, asked, &a)))
            fn(user, &a);
    }
    end = query_end(&q);
    return e ? e : end;
}

enum err
card_list(struct db *db, int64_t asked,
    void (*fn)(void *user, const struct card *c), void *user)
{
    struct query q = query_start(db, "SELECT k.message, c.id, k.at, c.name,"
        " c.class, k.who, k.body" CARD_SHOWN " AND k.asked = :asked"
        " ORDER BY c.folded, c.id, k.message");
    struct card c;

    query_int(&q, ":asked", asked);
    while (query_row(&q)) {
        c = (struct card){ .message = query_get_int(&q, 0),
            .child = query_get_int(&q, 1), .at = query_get_int(&q, 2) };
        query_copy_text(&q, 3, c.name, sizeof(c.name));
        query_copy_text(&q, 4, c.class_name, sizeof(c.class_name));
        query_copy_text(&q, 5, c.who, sizeof(c.who));
        query_copy_text(&q, 6, c.body, sizeof(c.body));
        fn(user, &c);
    }
    return query_end(&q);
}

/* --- a person's word ------------------------------------------------------ */

struct finding {
    int64_t message;
    bool found;
    struct card_answer answer;
};

static void
find(void *user, const struct card_answer *a)
{
    struct finding *f = user;

    if (a->message == f->message) {
        f->answer = *a;
        f->found = true;
    }
}

/* A text that is a card by now, to be changed. */
static enum err
find_card(struct db *db, int64_t asked, struct finding *f)
{
    struct query q = query_start(db, "SELECT t.id, m.at, m.body" CARD_SHOWN
        " AND k.asked = :asked AND k.message = :message");
    enum err e;

    query_int(&q, ":asked", asked);
    query_int(&q, ":message", f->message);
    if (query_row(&q)) {
        f->found = true;
        f->answer = (struct card_answer){ .message = f->message,
            .thread = query_get_int(&q, 0), .at = query_get_int(&q, 1) };
        query_copy_text(&q, 2, f->answer.body, sizeof(f->answer.body));
    }
    e = query_end(&q);
    return e || !f->found ? e : read_children(db, asked, &f->answer);
}

static enum err
find_answer(struct db *db, int64_t asked, int64_t message, struct finding *f)
{
    enum err e;

    *f = (struct finding){ .message = message };
    e = card_answers(db, asked, false, find, f);
    if (!e && !f->found)
        e = card_answers(db, asked, true, find, f);
    if (!e && !f->found)
        e = find_card(db, asked, f);
    return e || f->found ? e : ERR_NOT_FOUND;
}

/* Whether the words are some, few, and hold no number that can be called:
 * digits of any script, with blanks and the like between. */
static bool
is_card(const char *body)
{
    int letters = 0, digits = 0, shown = 0;

    for (const char *p = body; *p;) {
        uint32_t c = unicode_next(&p);

        letters++;
        shown += c > ' ';
        if (unicode_digit(c) >= 0)
            digits++;
        else if (c > 127 || !strchr(" -./()+", (int)c))
            digits = 0;
        if (digits >= NUMBER_DIGITS)
            return false;
    }
    return shown && letters <= CARD_LETTERS && strlen(body) < CARD_BODY;
}

static enum err
write(struct db *db, int64_t asked, int64_t message, int64_t child,
    const char *body, const char *who)
{
    struct query q = query_start(db, "INSERT INTO card (asked, message, child,"
        " body, at, who) VALUES (:asked, :message, nullif(:child, 0), :body,"
        " :at, :who) ON CONFLICT (asked, message) DO UPDATE SET"
        " child = excluded.child, body = excluded.body, at = excluded.at,"
        " who = excluded.who");
    char object[40];
    enum err e;

    query_int(&q, ":asked", asked);
    query_int(&q, ":message", message);
    query_int(&q, ":child", child);
    query_text(&q, ":body", body);
    query_int(&q, ":at", clock_now());
    query_text(&q, ":who", who);
    snprintf(object, sizeof(object), "message %lld", (long long)message);
    e = query_end(&q);
    return e ? e : audit_add(db, who, child ? "card.put" : "card.leave",
        object, "");
}

/* Whose: the one that was said, or the only one there is. */
static enum err
choose(const struct card_answer *a, int64_t *child, struct reason *why)
{
    if (!*child && a->n == 1)
        *child = a->child[0].id;
    for (int i = 0; i < a->n; i++)
        if (a->child[i].id == *child)
            return OK;
    return reason_refuse(why, ERR_INPUT, reason_of(REASON_CARD_WHOSE));
}

enum err
card_put(struct db *db, int64_t asked, int64_t message, int64_t child,
    const char *body, const char *who, struct reason *why)
{
    struct finding f;
    enum err e = db_begin(db);

    *why = reason_none;
    if (e)
        return e;
    if (!(e = find_answer(db, asked, message, &f))
        && !(e = choose(&f.answer, &child, why))) {
        body = *body ? body : f.answer.body;
        e = is_card(body) ? write(db, asked, message, child, body, who)
            : reason_refuse(why, ERR_INPUT,
                reason_number(REASON_CARD_WORDS, CARD_LETTERS));
    }
    return db_end(db, e);
}

enum err
card_leave(struct db *db, int64_t asked, int64_t message, const char *who)
{
    struct finding f;
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = find_answer(db, asked, message, &f)))
        e = write(db, asked, message, 0, "", who);
    return db_end(db, e);
}

enum err
card_again(struct db *db, int64_t asked, int64_t message, const char *who)
{
    char object[40];
    struct query q;
    enum err e = db_begin(db);

    if (e)
        return e;
    q = query_start(db, "DELETE FROM card WHERE asked = :asked"
        " AND message = :message AND child IS NULL");
    query_int(&q, ":asked", asked);
    query_int(&q, ":message", message);
    snprintf(object, sizeof(object), "message %lld", (long long)message);
    if (!(e = query_end_changed(&q)))
        e = audit_add(db, who, "card.again", object, "");
    return db_end(db, e);
}
