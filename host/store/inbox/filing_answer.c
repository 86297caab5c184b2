/* What the program answers by itself: that STOP or START was understood, that a
 * number was wrong, what the school wants said. Declared in filing_facts.h. */
#include "store/inbox/filing_facts.h"

#include "base/clock.h"
#include "base/log.h"
#include "mapping/autoreply.h"
#include "store/queue/queue.h"

#include <assert.h>

/* A confirmation that could not be sent for so long confirms nothing. */
#define CONFIRM_LIFE (12 * HOUR)
/* Who was written to within this is no stranger. */
#define LATELY (30 * DAY)
/* How far back the same text is looked for, in messages of that number. */
enum { SAME_MAX = 20 };

/* How often this number sent this text within the hour, this one counted. */
static enum err
count_same(struct db *db, const struct message *m, int *count)
{
    struct query q = query_start(db,
        "SELECT count(*) FROM (SELECT body, at FROM message"
        "  WHERE number = :number AND " MESSAGE_IS_IN " ORDER BY id DESC"
        "  LIMIT :most) WHERE body = :body AND at > :since");

    query_text(&q, ":number", m->number);
    query_int(&q, ":most", SAME_MAX);
    query_text(&q, ":body", m->body);
    query_int(&q, ":since", clock_now() - HOUR);
    if (query_row(&q))
        *count = (int)query_get_int(&q, 0);
    return query_end(&q);
}

/* Whether somebody here wrote to the number of late. */
static enum err
was_written_to(struct db *db, const char *number, bool *yes)
{
    struct query q = query_start(db,
        "SELECT EXISTS (SELECT 1 FROM message WHERE number = :number"
        " AND " MESSAGE_IS_OUT " AND author <> '' AND at > :since)");

    query_text(&q, ":number", number);
    query_int(&q, ":since", clock_now() - LATELY);
    if (query_row(&q))
        *yes = query_get_int(&q, 0) != 0;
    return query_end(&q);
}

static enum err
may_answer(struct db *db, const struct message *m, const struct facts *f,
    bool *may)
{
    struct autoreply_input in = { .sender = m->number, .kind = f->in.kind,
        .own = f->in.own, .own_count = f->in.own_count,
        .tray = (enum mapping_tray)m->tray, .now = clock_now(),
        .missed_call = m->kind == MESSAGE_MISSED_CALL, .received = m->at };
    struct query q = query_start(db,
        "SELECT last_auto FROM phone WHERE number = :number");
    bool known = f->in.family_count > 0;
    enum err e;

    query_text(&q, ":number", m->number);
    if (query_row(&q))
        in.last_answer = query_get_int(&q, 0);
    if ((e = query_end(&q)) || (e = count_same(db, m, &in.same_in_hour))
        || (!known && (e = was_written_to(db, m->number, &known))))
        return e;
    in.stranger = !known;
    *may = autoreply_allowed(&in, NULL);
    return OK;
}

static enum err
note_auto(struct db *db, const char *number)
{
    struct query q = query_start(db,
        "UPDATE phone SET last_auto = :now WHERE number = :number");

    query_int(&q, ":now", clock_now());
    query_text(&q, ":number", number);
    return query_end_changed(&q);
}

/* That it cannot be sent is no reason to lose what came. */
static enum err
send(struct db *db, const struct message *m, const char *text, bool forced,
    const struct inbox_rules *rules)
{
    struct queue_request r = { .number = m->number, .text = text,
        .thread = m->thread, .priority = PRIORITY_NORMAL,
        .expires = clock_now() + CONFIRM_LIFE, .even_if_opted_out = forced,
        .automatic = true };
    int64_t id;
    enum err e = queue_add(db, &r, rules->queue, &id, NULL);

    if (e == ERR_INPUT || e == ERR_REFUSED) {
        log_warn("filing", "id=%lld no answer: %s", (long long)m->id,
            err_text(e));
        return OK;
    }
    return e ? e : note_auto(db, m->number);
}

enum err
filing_confirm(struct db *db, const struct message *m, const struct facts *f,
    enum confirm what, const struct inbox_rules *rules)
{
    assert(db_inside(db));
    char text[300];
    bool may = false;
    enum err e = may_answer(db, m, f, &may);

    if (e || !may)
        return e;
    confirm_text(what, f->in.languages, rules->school, text, sizeof(text));
    return send(db, m, text, what != CONFIRM_START, rules);
}

enum err
filing_answer(struct db *db, const struct message *m, const struct facts *f,
    const struct inbox_rules *rules)
{
    assert(db_inside(db));
    bool may = false;
    enum err e;

    if (!rules->answer || m->tray || m->kind != MESSAGE_TEXT)
        return OK;
    if ((e = may_answer(db, m, f, &may)) || !may)
        return e;
    return send(db, m, rules->answer, false, rules);
}
