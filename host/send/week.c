#include "send/week.h"

#include "base/clock.h"
#include "send/send_own.h"
#include "store/figures/figures.h"
#include "store/figures/term.h"
#include "store/queue/batch.h"
#include "store/thread/sentence.h"
#include "text/parts.h"
#include "text/text.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_ROOM = 4096, AUTHORS_ROOM = 64, WEEKS_AHEAD = 26 };

/* A sentence for one family; a child of two families has it twice. */
struct line {
    int64_t id, child, family, message; /* message: the first it went with */
    enum tone tone;
    bool held;                  /* a phone gets it only later: may be wrong */
    char name[120], author[64], text[SENTENCE_MAX + 120];
};
struct round {
    struct db *db;
    const char *class_name;     /* "": all */
    struct send_plan plan;
    struct send send;
    struct line *lines;         /* owned */
    int n, room;
    int64_t *families;          /* owned, each once */
    int n_families;
};

static void
round_clear(struct round *r)
{
    send_clear(&r->plan);
    free(r->lines);
    free(r->families);
}

/* --- what waits ----------------------------------------------------------- */

static enum err
add_line(struct round *r, struct query *q)
{
    struct line *l;

    if (r->n == r->room) {
        int room = r->room ? 2 * r->room : 64;

        if (!(l = realloc(r->lines, (size_t)room * sizeof(*l))))
            return ERR_MEMORY;
        r->lines = l;
        r->room = room;
    }
    l = &r->lines[r->n++];
    *l = (struct line){ .id = query_get_int(q, 0),
        .child = query_get_int(q, 1), .family = query_get_int(q, 2),
        .tone = (enum tone)query_get_int(q, 3) };
    query_copy_text(q, 4, l->author, sizeof(l->author));
    query_copy_text(q, 5, l->name, sizeof(l->name));
    sentence_say(l->name, query_get_text(q, 6), &l->tone, l->text,
        sizeof(l->text));
    return OK;
}

/* What was typed before, of the families with something for the class. */
static enum err
read_lines(struct round *r, const char *class_name, int64_t before)
{
    enum err e = OK, end;
    struct query q = query_start(r->db,
        "SELECT s.id, s.child, f.id, s.tone, s.author, c.name, s.body"
        " FROM sentence s JOIN child c ON c.id = s.child AND c.left_at = 0"
        " JOIN family_child fc ON fc.child = c.id JOIN family f"
        "  ON f.id = fc.family AND f.merged_into IS NULL AND f.erased = 0"
        " WHERE s.sent = 0 AND s.at <= :before AND (:class = '' OR EXISTS"
        "  (SELECT 1 FROM family_child o JOIN child k ON k.id = o.child"
        "   JOIN sentence w ON w.child = k.id AND w.sent = 0"
        "   AND w.at <= :before WHERE o.family = f.id AND k.class = :class))"
        " ORDER BY f.id, c.id, s.id");

    query_int(&q, ":before", before);
    query_text(&q, ":class", class_name);
    while (!e && query_row(&q))
        e = add_line(r, &q);
    end = query_end(&q);
    return e ? e : end;
}

static enum err
read_families(struct round *r)
{
    if (!(r->families = calloc((size_t)r->n + 1, sizeof(*r->families))))
        return ERR_MEMORY;
    for (int i = 0; i < r->n; i++)
        if (!i || r->lines[i].family != r->lines[i - 1].family)
            r->families[r->n_families++] = r->lines[i].family;
    return OK;
}

/* Finds what waits, and the phones that it goes to. */
static enum err
round_read(struct round *r, struct db *db, const char *class_name,
    int64_t before, const struct send *with, struct reason *why)
{
    enum err e;

    *r = (struct round){ .db = db, .class_name = class_name };
    if ((e = read_lines(r, class_name, before)) || (e = read_families(r))
        || !r->n)
        return e;
    r->send = *with;
    r->send.families = r->families;
    r->send.n_families = r->n_families;
    r->plan = (struct send_plan){ .db = db, .s = &r->send, .why = why };
    e = send_find(&r->plan);
    return e == ERR_REFUSED || e == ERR_NOT_FOUND ? OK : e; /* no phone */
}

/* --- one phone ------------------------------------------------------------ */

static bool
is_for(const struct send_target *t, int64_t family)
{
    for (int i = 0; i < t->n_also; i++)
        if (t->also[i] == family)
            return true;
    return t->family == family;
}

/* Whether the line is for the phone and was not before: a child of two families
 * who share it. */
static bool
goes_to(const struct round *r, int i, const struct send_target *t)
{
    if (!is_for(t, r->lines[i].family))
        return false;
    for (int k = 0; k < i; k++)
        if (r->lines[k].id == r->lines[i].id
            && is_for(t, r->lines[k].family))
            return false;
    return true;
}

static void
add_words(char *to, size_t room, const char *words, const char *between)
{
    size_t n = strlen(to);

    if (n + 1 < room)
        snprintf(to + n, room - n, "%s%s", n ? between : "", words);
}

/* The text, who wrote it, and its kind: the most serious of its lines. */
static enum tone
round_text(const struct round *r, const struct send_target *t, char *text,
    char *authors)
{
    enum tone tone = TONE_NONE;

    text[0] = authors[0] = '\0';
    for (int i = 0; i < r->n; i++) {
        const struct line *l = &r->lines[i];

        if (!goes_to(r, i, t))
            continue;
        add_words(text, TEXT_ROOM, l->text, " ");
        if (!send_lists(authors, l->author)
            && strlen(authors) + strlen(l->author) + 3 < AUTHORS_ROOM)
            add_words(authors, AUTHORS_ROOM, l->author, ", ");
        if (l->tone > tone)
            tone = l->tone;
    }
    return tone;
}

/* How many routine texts the phone has in the week that begins `later` weeks from
 * this one. */
static enum err
count_week(struct db *db, const char *number, int later, int64_t *n)
{
    struct query q = query_start(db,
        "SELECT count(*) FROM message WHERE number = :number"
        " AND " MESSAGE_IS_OUT " AND batch IS NOT NULL"
        " AND NOT " PRIORITY_IS_URGENT " AND NOT " MESSAGE_IS_LOST
        " AND max(at, due) >= :monday AND max(at, due) < :next");

    query_text(&q, ":number", number);
    query_int(&q, ":monday", figures_monday(clock_now(), -later));
    query_int(&q, ":next", figures_monday(clock_now(), -later - 1));
    *n = query_row(&q) ? query_get_int(&q, 0) : 0;
    return query_end(&q);
}

enum err
week_monday(struct db *db, const char *number, int64_t *monday)
{
    enum err e = OK;
    int64_t n = WEEK_ROUTINE;
    int later = -1;

    while (!e && n >= WEEK_ROUTINE && later < WEEKS_AHEAD)
        e = count_week(db, number, ++later, &n);
    *monday = later ? figures_monday(clock_now(), -later) : 0;
    return e;
}

/* Reads the text as it would go; *clean is owned by the caller. *waits: why the
 * phone cannot get it by now. */
static enum err
look(struct round *r, const struct send_target *t, const char *text,
    char **clean, int *parts, struct reason *waits)
{
    struct send_phone phone = { 0 };
    struct parts_size size = { 0 };
    enum err e;

    *waits = reason_none;
    r->send.text = text;        /* what it names is looked for in it */
    e = send_look_at(&r->plan, t, &phone);
    r->send.text = NULL;
    if (e && e != ERR_REFUSED)
        return e;
    if (e || phone.nameless)
        *waits = reason_text(REASON_CHILD_TO_DOUBTED, t->number);
    if (!(e = text_clean(text, clean)))
        e = parts_measure(*clean, PARTS_WIDTH_8, &size);
    if (e == ERR_INPUT)
        *waits = reason_of(REASON_NOT_SHOWN);
    else if (size.parts > QUEUE_PARTS_MAX)
        *waits = reason_of(REASON_OVER_TEN);
    *parts = size.parts;
    return e == ERR_INPUT ? OK : e;
}

/* --- looking first -------------------------------------------------------- */

static enum err
show(struct round *r, const struct send_target *t,
    void (*fn)(void *user, const struct week_copy *c), void *user)
{
    char text[TEXT_ROOM], authors[AUTHORS_ROOM], *clean = NULL;
    struct week_copy c = { t->number, t->guardian, t->children, NULL, 0,
        false, { 0 } };
    int64_t monday;
    enum err e;

    (void)round_text(r, t, text, authors);
    if (!(e = week_monday(r->db, t->number, &monday))
        && !(e = look(r, t, text, &clean, &c.parts, &c.waits))) {
        c.monday = monday != 0;
        c.text = clean ? clean : "";
        fn(user, &c);
    }
    free(clean);
    return e;
}

enum err
week_look(struct db *db, const char *class_name, const struct send *with,
    void (*fn)(void *user, const struct week_copy *c), void *user)
{
    struct reason why = { 0 };
    struct round r;
    enum err e = round_read(&r, db, class_name, INT64_MAX, with, &why);

    for (int i = 0; !e && i < r.plan.count; i++)
        e = show(&r, &r.plan.targets[i], fn, user);
    round_clear(&r);
    return e;
}

/* --- sending -------------------------------------------------------------- */

/* Whom the message is about, once for each child. */
static enum err
note_about(struct round *r, const struct send_target *t, int64_t message)
{
    enum err e = OK;

    for (int i = 0; !e && i < r->n; i++) {
        struct line *l = &r->lines[i];
        enum tone tone = l->tone;

        if (!goes_to(r, i, t))
            continue;
        for (int k = 0; k < r->n; k++)  /* several teachers: the gravest */
            if (r->lines[k].child == l->child && r->lines[k].tone > tone)
                tone = r->lines[k].tone;
        for (int k = 0; k < r->n; k++)
            if (r->lines[k].child == l->child && !r->lines[k].message)
                r->lines[k].message = message;
        e = about_add(r->db, message, l->message, l->child, tone);
    }
    return e;
}

/* What this phone would get is kept until it may. */
static void
hold(struct round *r, const struct send_target *t)
{
    for (int i = 0; i < r->n; i++)
        for (int k = 0; goes_to(r, i, t) && k < r->n; k++)
            r->lines[k].held |= r->lines[k].id == r->lines[i].id;
}

/* The batch, once something goes: one that nothing is in would be made again
 * and again while sentences wait. */
static enum err
open_batch(struct round *r, struct week_sent *out)
{
    struct reason target = *r->class_name
        ? reason_text(REASON_WEEK_OF_CLASS, r->class_name)
        : reason_of(REASON_WEEK_OF_ALL);
    const char *author = r->send.author && *r->send.author ? r->send.author
                                                           : r->lines[0].author;

    return out->batch ? OK
        : batch_add(r->db, author, &target, "", &out->batch);
}

static enum err
queue_one(struct round *r, const struct send_target *t,
    struct queue_request *q, enum tone tone, struct week_sent *out)
{
    int64_t id = 0, monday;
    enum err e;

    if ((e = week_monday(r->db, t->number, &monday))
        || (e = open_batch(r, out)))
        return e;
    q->batch = out->batch;
    q->due = send_due(&r->send, t, monday);
    e = queue_add(r->db, q, r->send.rules, &id, r->plan.why);
    if (e == ERR_REFUSED || e == ERR_INPUT)
        return OK;              /* not this phone */
    for (int i = 0; !e && i < t->n_also; i++)
        e = batch_also(r->db, id, t->also[i]);
    if (!e && tone)
        e = tone_set(r->db, id, tone);
    out->texts += !e;
    return e ? e : note_about(r, t, id);
}

static enum err
send_one(struct round *r, const struct send_target *t, struct week_sent *out)
{
    char text[TEXT_ROOM], authors[AUTHORS_ROOM], *clean = NULL;
    enum tone tone = round_text(r, t, text, authors);
    struct queue_request q = { .number = t->number, .family = t->family,
        .text = text, .priority = PRIORITY_BULK, .author = authors };
    struct reason waits;
    int parts;
    enum err e = look(r, t, text, &clean, &parts, &waits);

    if (!e && reason_given(&waits))
        hold(r, t);
    else if (!e)
        e = queue_one(r, t, &q, tone, out);
    free(clean);
    return e;
}

/* Each sentence went, waits for a phone, or is kept as said to nobody. */
static enum err
note_lines(struct round *r, struct week_sent *out)
{
    enum err e = OK;

    for (int i = 0; !e && i < r->n; i++) {
        bool again = false, child = false;

        for (int k = 0; k < i; k++) {
            again |= r->lines[k].id == r->lines[i].id;
            child |= r->lines[k].child == r->lines[i].child;
        }
        if (!again && (r->lines[i].message || !r->lines[i].held))
            e = sentence_went(r->db, r->lines[i].id, r->lines[i].message);
        if (!child)
            *(r->lines[i].message ? &out->children : &out->left) += 1;
    }
    return e;
}

static enum err
send_all(struct round *r, struct week_sent *out)
{
    assert(db_inside(r->db));
    enum err e = OK;

    for (int i = 0; !e && i < r->plan.count; i++)
        e = send_one(r, &r->plan.targets[i], out);
    for (int i = 0; !e && out->batch && i < r->plan.n_calls; i++)
        e = batch_call(r->db, out->batch, r->plan.calls[i].guardian,
            r->plan.calls[i].family);
    if (!e && out->batch)
        e = batch_plan(r->db, out->batch, false, 0, 0, r->plan.skipped);
    return e ? e : note_lines(r, out);
}

enum err
week_send(struct db *db, const char *class_name, int64_t before,
    const struct send *with, struct week_sent *out)
{
    struct week_sent sent = { 0 };
    struct reason why = { 0 };
    struct round r;
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = round_read(&r, db, class_name, before, with, &why)) && r.n)
        e = send_all(&r, &sent);
    round_clear(&r);
    db_touch(db, DB_PEOPLE);
    if (!(e = db_end(db, e)))
        *out = sent;
    return e;
}

enum err
week_round(struct db *db, const struct send *with)
{
    struct week_sent sent;
    struct term t;
    enum err e = term_read(db, &t);
    struct query q;
    int64_t newest = 0;

    if (e)
        return e;
    q = query_start(db, "SELECT coalesce(max(at), 0) FROM sentence"
        " WHERE sent = 0 AND at <= :last");
    query_int(&q, ":last", t.last);
    if (query_row(&q))
        newest = query_get_int(&q, 0);
    if ((e = query_end_one(&q)) || !newest
        || newest > clock_now() - SENTENCE_TYPING)
        return e;               /* somebody may be in the midst of it */
    return week_send(db, "", t.last, with, &sent);
}

enum err
week_full(struct db *db, const char *class_name,
    void (*fn)(void *user, const char *child), void *user)
{
    int64_t now = clock_now();
    struct query q = query_start(db,
        "SELECT c.name FROM child c WHERE c.left_at = 0 AND c.class = :class"
        " AND EXISTS (SELECT 1 FROM family_child fc JOIN family_guardian fg"
        "  ON fg.family = fc.family JOIN guardian_phone gp"
        "  ON gp.guardian = fg.guardian JOIN phone p ON p.id = gp.phone"
        "  WHERE fc.child = c.id AND p." PHONE_IS_USED " AND (SELECT count(*)"
        "   FROM message m WHERE m.number = p.number AND m." MESSAGE_IS_OUT
        "   AND m.batch IS NOT NULL AND NOT m." PRIORITY_IS_URGENT
        "   AND NOT m." MESSAGE_IS_LOST " AND max(m.at, m.due) >= :monday"
        "   AND max(m.at, m.due) < :next) >= :three)"
        " ORDER BY c.folded, c.id");

    query_text(&q, ":class", class_name);
    query_int(&q, ":monday", figures_monday(now, 0));
    query_int(&q, ":next", figures_monday(now, -1));
    query_int(&q, ":three", WEEK_ROUTINE);
    while (query_row(&q))
        fn(user, query_get_text(&q, 0));
    return query_end(&q);
}
