/* From one part to a message: what is shown of it. */
#include "store/inbox/inbox_own.h"

#include "base/clock.h"
#include "text/join.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PORT_WAP_PUSH = 2948 };

/* --- what a part is ------------------------------------------------------- */

void
inbox_sort(const struct pdu *read, struct filing_about *about,
    enum message_kind *kind)
{
    about->data = read->waiting || read->to_port;
    about->picture = read->to_port && read->port == PORT_WAP_PUSH;
    about->flash = read->message_class == 0;
    about->doubtful = read->doubtful;
    about->undecodable = !about->data
        && (read->content == PDU_BYTES || read->content == PDU_COMPRESSED);
    *kind = about->data || about->undecodable ? MESSAGE_NOTICE : MESSAGE_TEXT;
}

/* Who sent a picture, as an MMS notification has it: "+254712.../TYPE=PLMN"
 * (OMA MMS encapsulation, From). */
bool
inbox_picture_from(const struct pdu *read, const char *country,
    struct phone_number *from)
{
    static const char type[] = "/TYPE=PLMN";
    size_t n = sizeof(type) - 1;

    for (int at = 1; read->content == PDU_BYTES && at + (int)n <= read->bytes;
        at++) {
        char raw[PHONE_MAX];
        int first = at;

        if (memcmp(read->data + at, type, n) != 0)
            continue;
        while (first > 0 && at - first < PHONE_MAX - 1
            && strchr("+0123456789", read->data[first - 1])
            && read->data[first - 1])
            first--;
        snprintf(raw, sizeof(raw), "%.*s", at - first,
            (const char *)read->data + first);
        phone_read(raw, country, from);
        return from->kind == PHONE_NUMBER;
    }
    return false;
}

/* What stands for data that nobody can read; NULL: the text itself does. */
static char *
words_for(const struct pdu *read)
{
    char words[100];

    if (read->content == PDU_TEXT && read->units > 0)
        return NULL;
    if (read->waiting)
        return strdup("Voicemail is waiting.");
    if (!read->to_port)
        return NULL;
    if (read->port == PORT_WAP_PUSH)
        return strdup("A picture or a link was sent. It cannot be opened"
                      " here.");
    snprintf(words, sizeof(words), "Settings for a phone were sent (port %d)."
        " They cannot be shown.", read->port);
    return strdup(words);
}

enum err
inbox_body(const struct pdu *read, const char *hex, bool undecodable,
    char **body)
{
    struct join_part one;

    if (undecodable || !read) {
        *body = strdup(hex);
    } else if (!(*body = words_for(read))) {
        one = (struct join_part){ read->text, read->units };
        return join_text(&one, 1, body);
    }
    return *body ? OK : ERR_MEMORY;
}

/* --- filing --------------------------------------------------------------- */

enum err
inbox_attach(struct db *db, int64_t part, int64_t assembly, int64_t message)
{
    assert(db_inside(db));
    struct query q = query_start(db,
        "UPDATE part_in SET state = iif(" PART_IS_COPY ", state, :shown),"
        " message = :message"
        " WHERE id = :part OR (assembly = :assembly AND :assembly > 0)");

    query_int(&q, ":shown", PART_SHOWN);
    query_int(&q, ":message", message);
    query_int(&q, ":part", part);
    query_int(&q, ":assembly", assembly);
    return query_end_changed(&q);
}

enum err
inbox_file(struct db *db, const struct inbox_part *p, const char *sender,
    const struct filing_about *about, enum message_kind kind, char *body,
    const struct inbox_rules *rules)
{
    assert(db_inside(db));
    struct message m = { .kind = kind, .body = body, .at = clock_now() };
    enum err e;

    snprintf(m.number, sizeof(m.number), "%s", sender);
    snprintf(m.sim, sizeof(m.sim), "%s", p->sim);
    snprintf(m.modem, sizeof(m.modem), "%s", p->modem);
    if ((e = filing_add(db, &m, about, rules)))
        return e;
    return inbox_attach(db, p->id, p->assembly, m.id);
}

/* --- one part ------------------------------------------------------------- */

static enum err
read_new(struct db *db, int64_t id, struct inbox_part *out)
{
    struct query q = query_start(db,
        "SELECT id, at, sim, modem, pdu, damaged FROM part_in"
        " WHERE id = :id AND " PART_IS_NEW);

    *out = (struct inbox_part){ 0 };
    query_int(&q, ":id", id);
    if (query_row(&q)) {
        out->id = query_get_int(&q, 0);
        out->at = query_get_int(&q, 1);
        query_copy_text(&q, 2, out->sim, sizeof(out->sim));
        query_copy_text(&q, 3, out->modem, sizeof(out->modem));
        query_copy_text(&q, 4, out->pdu, sizeof(out->pdu));
        out->damaged = query_get_int(&q, 5) != 0;
    }
    return query_end_one(&q);
}

static enum err
set_ours(struct db *db, int64_t id)
{
    struct query q = query_start(db,
        "UPDATE part_in SET " PART_IS_OURS " WHERE id = :id");

    query_int(&q, ":id", id);
    return query_end_changed(&q);
}

static enum err
show_alone(struct db *db, const struct inbox_part *p, const struct pdu *read,
    const struct phone_number *from, const struct inbox_rules *rules)
{
    struct phone_number sender = *from;
    struct filing_about about = { .sender = from->kind,
        .undecodable = !read };
    enum message_kind kind = MESSAGE_NOTICE;
    char *body = NULL;
    struct query q;
    enum err e;

    if (read) {
        inbox_sort(read, &about, &kind);
        if (about.picture && inbox_picture_from(read, rules->country, &sender))
            about.sender = sender.kind;
        q = query_start(db,
            "UPDATE part_in SET sender = :sender, stamp = :stamp"
            " WHERE id = :id");
        query_text(&q, ":sender", from->text);
        query_int(&q, ":stamp", read->at);
        query_int(&q, ":id", p->id);
        if ((e = query_end_changed(&q)))
            return e;
    }
    if (!(e = inbox_body(read, p->pdu, about.undecodable, &body)))
        e = inbox_file(db, p, sender.text, &about, kind, body, rules);
    free(body);
    return e;
}

enum err
inbox_process(struct db *db, int64_t part, const struct inbox_rules *rules)
{
    assert(db_inside(db));
    struct phone_number from = { .kind = PHONE_WITHHELD };
    struct inbox_part p;
    struct pdu read;
    int64_t assembly;
    bool complete = false;
    enum err e = read_new(db, part, &p);

    if (e)
        return e == ERR_EMPTY ? OK : e;
    if (p.damaged || pdu_parse(p.pdu, &read, NULL) != OK)
        return show_alone(db, &p, NULL, &from, rules);
    if (read.type != PDU_DELIVER)
        return set_ours(db, part);
    phone_read_sender(read.peer.text, read.peer.letters, rules->country,
        &from);
    if (read.concat.total < 2)
        return show_alone(db, &p, &read, &from, rules);
    if ((e = inbox_join(db, &p, &read, from.text, &assembly, &complete)))
        return e == ERR_EXISTS ? OK : e;
    return complete ? inbox_show(db, assembly, rules)
                    : inbox_heal(db, assembly, rules);
}

enum err
inbox_quarantine(struct db *db, int64_t part, const struct inbox_rules *rules)
{
    assert(db_inside(db));
    struct phone_number from = { .kind = PHONE_WITHHELD };
    struct inbox_part p;
    enum err e = read_new(db, part, &p);

    if (e)
        return e == ERR_EMPTY ? OK : e;
    return show_alone(db, &p, NULL, &from, rules);
}
