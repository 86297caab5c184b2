#include "send/absent_list.h"

#include "base/clock.h"
#include "store/db/audit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum err
absent_came(struct db *db, int64_t child, const char *day, const char *who)
{
    int64_t message = 0;
    enum err e = db_begin(db);

    if (e)
        return e;
    do {
        e = absence_text(db, child, day, &message);
        if (!e && message)
            e = queue_cancel(db, message, who);
    } while (!e && message);
    return db_end(db, e ? e : absence_remove(db, child, day, who));
}

/* Which of them are new; those of today are put apart. */
struct sorting {
    struct db *db;
    const struct send *with;
    struct absent_listed *out;
    char today[ABSENCE_DAY];
    struct absent_day *fresh;   /* owned */
    int64_t *now;               /* owned; children who are away today */
    int n_fresh, n_now;
};

static enum err
note_before(struct sorting *s, const struct absent_day *d)
{
    enum err e = absence_add(s->db, d->child, d->day, s->with->author);

    return e == ERR_EXISTS ? OK : e;
}

static enum err
sort(struct sorting *s, const struct absent_day *days, int n)
{
    bool noted;
    enum err e = OK;

    for (int i = 0; !e && i < n; i++) {
        bool today = !strcmp(days[i].day, s->today);

        if (strcmp(days[i].day, s->today) > 0)
            return reason_refuse(&s->out->told.why, ERR_INPUT,
                reason_text(REASON_FACT_AHEAD, days[i].day));
        if ((e = absence_is_noted(s->db, days[i].child, days[i].day, &noted)))
            return e;
        for (int k = 0; today && !noted && k < s->n_now; k++)
            noted = s->now[k] == days[i].child; /* twice in the sheet */
        if (noted) {
            s->out->known++;
            continue;
        }
        s->fresh[s->n_fresh++] = days[i];
        if (today)
            s->now[s->n_now++] = days[i].child;
        else
            e = note_before(s, &days[i]);
    }
    return e;
}

static enum err
note_list(struct sorting *s)
{
    struct absent_listed *out = s->out;
    char object[40];
    enum err e = OK;

    out->noted = s->n_fresh;
    if (!s->n_fresh)
        return OK;
    if (s->n_now)
        e = absent_tell(s->db, s->now, s->n_now, s->with, &out->told);
    if (!e)
        e = absence_list_add(s->db, s->with->author, &out->list);
    for (int i = 0; !e && i < s->n_fresh; i++)
        e = absence_list_take(s->db, out->list, s->fresh[i].child,
            s->fresh[i].day);
    snprintf(object, sizeof(object), "absences %lld", (long long)out->list);
    return e ? e : audit_add(s->db, s->with->author, "child.absent", object,
        "");
}

enum err
absent_list(struct db *db, const struct absent_day *days, int n,
    const struct send *with, struct absent_listed *out)
{
    struct absent_listed done = { 0 };
    struct sorting s = { .db = db, .with = with, .out = &done };
    size_t room = (size_t)n + 1;
    enum err e;

    *out = done;
    if ((e = absent_check_day(with, &out->told.why)))
        return e;
    absence_day(clock_now(), s.today);
    s.fresh = calloc(room, sizeof(*s.fresh));
    s.now = calloc(room, sizeof(*s.now));
    e = s.fresh && s.now ? db_begin(db) : ERR_MEMORY;
    if (!e) {
        if (!(e = sort(&s, days, n)))
            e = note_list(&s);
        e = db_end(db, e);
    }
    if (e)
        out->told.why = done.told.why;
    else
        *out = done;
    free(s.fresh);
    free(s.now);
    return e;
}

enum err
absent_list_undo(struct db *db, int64_t list, const char *who)
{
    char day[ABSENCE_DAY];
    int64_t child = 0;
    enum err e = db_begin(db);

    if (e)
        return e;
    e = absence_list_undone(db, list, who);
    do {
        if (!e)
            e = absence_list_next(db, list, &child, day);
        if (!e && child)
            e = absent_came(db, child, day, who);
    } while (!e && child);
    return db_end(db, e);
}
