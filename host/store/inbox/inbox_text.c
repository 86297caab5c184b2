/* From several parts to a message: what is shown of them, and when. */
#include "store/inbox/inbox_own.h"

#include "text/join.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The parts of one text as they were read; on the heap, they are big. */
struct text {
    int total;
    bool whole;                 /* the parts show one text */
    bool doubtful;              /* some letters may be wrong */
    int64_t message;            /* 0: not shown yet */
    struct inbox_part first;
    char sender[64];
    struct pdu one;             /* some part, for what they have in common */
    struct join_part join[JOIN_PARTS_MAX];
    uint16_t units[JOIN_PARTS_MAX][JOIN_UNITS_MAX];
    struct phone_number pictured; /* who sent a picture; text "": not known */
    char *hex;                  /* owned; all parts that cannot be read */
};

static void
text_free(struct text *t)
{
    if (t)
        free(t->hex);
    free(t);
}

/* Takes over one row: id, message, sender, n, total, at, sim, modem, pdu. */
static bool
take_row(struct query *q, const char *country, struct text *t)
{
    char pdu[LINK_PDU_MAX];
    int n = (int)query_get_int(q, 3);
    size_t had = t->hex ? strlen(t->hex) : 0;
    char *more;

    t->total = (int)query_get_int(q, 4);
    query_copy_text(q, 8, pdu, sizeof(pdu));
    if (n < 1 || n > JOIN_PARTS_MAX || t->total > JOIN_PARTS_MAX
        || pdu_parse(pdu, &t->one, NULL) != OK)
        return true;            /* read once: cannot happen */
    if (!*t->pictured.text
        && !inbox_picture_from(&t->one, country, &t->pictured))
        *t->pictured.text = '\0';
    if (!t->message)
        t->message = query_get_int(q, 1);
    query_copy_text(q, 2, t->sender, sizeof(t->sender));
    query_copy_text(q, 6, t->first.sim, sizeof(t->first.sim));
    query_copy_text(q, 7, t->first.modem, sizeof(t->first.modem));
    memcpy(t->units[n - 1], t->one.text, sizeof(t->units[0]));
    t->join[n - 1] = (struct join_part){ t->units[n - 1], t->one.units };
    t->whole = t->whole && t->one.content == PDU_TEXT;
    t->doubtful = t->doubtful || t->one.doubtful;
    if (!(more = realloc(t->hex, had + strlen(pdu) + 2)))
        return false;
    t->hex = more;
    sprintf(more + had, "%s%s", had ? "\n" : "", pdu);
    return true;
}

static enum err
read_text(struct db *db, int64_t assembly, const char *country,
    struct text **out)
{
    struct text *t = calloc(1, sizeof(*t));
    bool room = t != NULL;
    struct query q;
    enum err e;

    if (!t)
        return ERR_MEMORY;
    t->whole = true;
    t->first.id = t->first.assembly = assembly;
    q = query_start(db,
        "SELECT id, message, sender, n, total, at, sim, modem, pdu"
        " FROM part_in WHERE assembly = :assembly AND " PART_IS_READ
        " ORDER BY n, id");
    query_int(&q, ":assembly", assembly);
    while (room && query_row(&q))
        room = take_row(&q, country, t);
    e = query_end_one(&q);
    if (!e && !room)
        e = ERR_MEMORY;
    if (e)
        text_free(t);
    else
        *out = t;
    return e;
}

/* The sender's class again: letters do not show in the canonical form. */
static enum phone_class
class_of(const struct text *t, const struct inbox_rules *rules)
{
    struct phone_number from;

    phone_read_sender(t->one.peer.text, t->one.peer.letters, rules->country,
        &from);
    return from.kind;
}

enum err
inbox_show(struct db *db, int64_t assembly, const struct inbox_rules *rules)
{
    assert(db_inside(db));
    struct filing_about about = { 0 };
    enum message_kind kind = MESSAGE_TEXT;
    struct text *t = NULL;
    char *body = NULL;
    enum err e = read_text(db, assembly, rules->country, &t);

    if (e)
        return e;
    about.sender = class_of(t, rules);
    inbox_sort(&t->one, &about, &kind);
    about.doubtful = t->doubtful;
    for (int i = 0; i < t->total && i < JOIN_PARTS_MAX; i++)
        about.incomplete |= !t->join[i].units;
    if (about.picture && *t->pictured.text) {
        about.sender = t->pictured.kind;
        snprintf(t->sender, sizeof(t->sender), "%s", t->pictured.text);
    }
    if (t->whole) {
        e = join_text(t->join, t->total, &body);
    } else {
        if (!about.data || t->one.content == PDU_TEXT) {
            about.undecodable = true;
            kind = MESSAGE_NOTICE;
        }
        e = inbox_body(&t->one, t->hex, about.undecodable, &body);
    }
    if (!e && t->message)
        e = filing_again(db, t->message, body, &about, rules);
    if (!e && t->message)
        e = inbox_attach(db, 0, assembly, t->message);
    else if (!e)
        e = inbox_file(db, &t->first, t->sender, &about, kind, body, rules);
    free(body);
    text_free(t);
    return e;
}

enum err
inbox_heal(struct db *db, int64_t assembly, const struct inbox_rules *rules)
{
    struct query q = query_start(db,
        "SELECT 1 FROM part_in WHERE assembly = :assembly AND " PART_IS_SHOWN
        " LIMIT 1");
    enum err e;

    query_int(&q, ":assembly", assembly);
    query_row(&q);
    e = query_end_one(&q);
    return e == ERR_EMPTY ? OK : e ? e : inbox_show(db, assembly, rules);
}
