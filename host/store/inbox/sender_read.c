/* sender_read.c - what was said of a number, read; and its words. Declared in
 * sender.h. */
#include "store/inbox/sender_own.h"

#include <string.h>

static const char *const kinds[] = { "", "family", "new_family", "supplier",
    "mistake" };

const char *
sender_kind_name(enum sender_kind k)
{
    return k >= SENDER_FAMILY && k <= SENDER_MISTAKE ? kinds[k] : "";
}

enum err
sender_kind_parse(const char *name, enum sender_kind *out)
{
    for (int k = SENDER_FAMILY; k <= SENDER_MISTAKE; k++)
        if (!strcmp(name, kinds[k])) {
            *out = (enum sender_kind)k;
            return OK;
        }
    return ERR_INPUT;
}

const char *
sender_proof_name(enum sender_proof p)
{
    static const char *const names[] = { "", "person", "asked", "yes", "no" };

    return p >= SENDER_UNPROVED && p <= SENDER_DISOWNED ? names[p] : "";
}

/* --- reading -------------------------------------------------------------- */

#define SENDER_COLUMNS                                                         \
    "s.id, s.at, coalesce(f.merged_into, f.id, 0), s.guardian, s.number,"      \
    " s.who, s.name, s.kind, s.proof"
#define SENDER_TABLES "sender s LEFT JOIN family f ON f.id = s.family"

static void
read_row(struct query *q, struct sender *out)
{
    *out = (struct sender){ .id = query_get_int(q, 0),
        .at = query_get_int(q, 1), .family = query_get_int(q, 2),
        .guardian = query_get_int(q, 3),
        .kind = (enum sender_kind)query_get_int(q, 7),
        .proof = (enum sender_proof)query_get_int(q, 8) };
    query_copy_text(q, 4, out->number, sizeof(out->number));
    query_copy_text(q, 5, out->who, sizeof(out->who));
    query_copy_text(q, 6, out->name, sizeof(out->name));
}

static enum err
read_one(struct query *q, struct sender *out)
{
    enum err e;

    if (query_row(q))
        read_row(q, out);
    e = query_end_one(q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}

enum err
sender_of(struct db *db, const char *number, struct sender *out)
{
    struct query q = query_start(db, "SELECT " SENDER_COLUMNS " FROM "
        SENDER_TABLES " WHERE s.number = :number AND s.undone = 0");

    query_text(&q, ":number", number);
    return read_one(&q, out);
}

enum err
sender_get(struct db *db, int64_t id, struct sender *out)
{
    struct query q = query_start(db, "SELECT " SENDER_COLUMNS " FROM "
        SENDER_TABLES " WHERE s.id = :id");

    query_int(&q, ":id", id);
    return read_one(&q, out);
}

enum err
sender_list(struct db *db, int64_t family,
    void (*fn)(void *user, const struct sender *s), void *user)
{
    struct sender s;
    struct query q = query_start(db, "SELECT " SENDER_COLUMNS " FROM "
        SENDER_TABLES " WHERE s.undone = 0 AND s.family IN (SELECT id"
        "  FROM family WHERE id = :family OR merged_into = :family)"
        " ORDER BY s.id DESC");

    query_int(&q, ":family", family);
    while (query_row(&q)) {
        read_row(&q, &s);
        fn(user, &s);
    }
    return query_end(&q);
}

enum err
sender_asked_by(struct db *db, int64_t question, struct sender *out)
{
    struct query q = query_start(db, "SELECT " SENDER_COLUMNS " FROM "
        SENDER_TABLES " WHERE s.question = :question AND s.undone = 0");

    query_int(&q, ":question", question);
    return read_one(&q, out);
}
