#include "store/inbox/filing_many.h"

#include "mapping/mapping.h"
#include "store/thread/thread.h"

/* Whether a message is where texts are filed from by many; of_family: in a
 * family's thread. */
static enum err
is_open(struct db *db, int64_t message, bool of_family)
{
    struct query q = query_start(db, "SELECT t.tray FROM message m"
        " JOIN thread t ON t.id = m.thread WHERE m.id = :id");
    int tray = MAPPING_SAFEGUARDING;
    enum err e;

    query_int(&q, ":id", message);
    if (query_row(&q))
        tray = (int)query_get_int(&q, 0);
    if ((e = query_end_one(&q)))
        return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
    if (tray == MAPPING_NO_TRAY)
        return OK;
    return !of_family && (tray == MAPPING_UNKNOWN || tray == MAPPING_SHARED)
        ? OK : ERR_NOT_FOUND;
}

static enum err
last_line(struct db *db, int64_t *id)
{
    struct query q = query_start(db, "SELECT coalesce(max(id), 0) FROM audit");

    if (query_row(&q))
        *id = query_get_int(&q, 0);
    return query_end(&q);
}

/* Within the transaction. */
static enum err
move_all(struct db *db, const int64_t *ids, int n, int64_t family,
    const char *who, struct filing_many *out)
{
    enum err e = last_line(db, &out->first);

    for (int i = 0; !e && i < n; i++) {
        out->bad = ids[i];
        if (!(e = is_open(db, ids[i], false)))
            e = filing_move(db, ids[i], family, who);
    }
    if (e)
        return e;
    out->bad = 0;
    out->first++;
    if ((e = last_line(db, &out->last)))
        return e;
    return thread_of_family(db, family, &out->thread);
}

enum err
filing_move_many(struct db *db, const int64_t *ids, int n, int64_t family,
    const char *who, struct filing_many *out)
{
    enum err e;

    *out = (struct filing_many){ 0 };
    if (n < 1 || n > FILING_MANY)
        return ERR_INPUT;
    if ((e = db_begin(db)))
        return e;
    return db_end(db, move_all(db, ids, n, family, who, out));
}

enum err
filing_undo_many(struct db *db, const int64_t *ids, int n, const char *who,
    int64_t *bad)
{
    enum err e;

    *bad = 0;
    if (n < 1 || n > FILING_MANY)
        return ERR_INPUT;
    if ((e = db_begin(db)))
        return e;
    for (int i = 0; !e && i < n; i++) {
        *bad = ids[i];
        if (!(e = is_open(db, ids[i], true)))
            e = filing_undo(db, ids[i], who);
    }
    if (!e)
        *bad = 0;
    return db_end(db, e);
}

enum err
filing_moved(struct db *db, int64_t thread, int64_t first, int64_t last,
    const char *who, int64_t ids[FILING_MANY], int *n)
{
    struct query q = query_start(db, "SELECT m.id FROM audit a"
        " JOIN message m ON m.id = CAST(substr(a.object, 9) AS INTEGER)"
        " WHERE a.id BETWEEN :first AND :last AND a.who = :who"
        " AND a.action = 'message.file' AND m.thread = :thread"
        " AND m.moved_from IS NOT NULL ORDER BY a.id LIMIT :limit");

    query_int(&q, ":first", first);
    query_int(&q, ":last", last);
    query_text(&q, ":who", who);
    query_int(&q, ":thread", thread);
    query_int(&q, ":limit", FILING_MANY);
    *n = 0;
    while (query_row(&q))
        ids[(*n)++] = query_get_int(&q, 0);
    return query_end(&q);
}

enum err
filing_came(struct db *db, int64_t thread, int64_t upto,
    int64_t ids[FILING_MANY], int *n)
{
    struct query q = query_start(db, "SELECT id FROM message"
        " WHERE thread = :thread AND id <= :upto AND " MESSAGE_IS_IN
        " ORDER BY id LIMIT :limit");
    bool more = false;
    enum err e;

    query_int(&q, ":thread", thread);
    query_int(&q, ":upto", upto);
    query_int(&q, ":limit", FILING_MANY + 1);
    while (query_row(&q))
        if (*n < FILING_MANY)
            ids[(*n)++] = query_get_int(&q, 0);
        else
            more = true;
    e = query_end(&q);
    return e ? e : more ? ERR_INPUT : OK;
}
