#include "store/staff/duty.h"

#include "store/db/audit.h"
#include "text/clean.h"

#include <stdio.h>
#include <string.h>

enum err
duty_read(struct db *db, struct duty out[DUTY_MAX], int *n)
{
    struct query q = query_start(db,
        "SELECT id, what, who, how FROM duty ORDER BY id LIMIT :most");

    *n = 0;
    query_int(&q, ":most", DUTY_MAX);
    while (query_row(&q)) {
        struct duty *d = &out[(*n)++];

        d->id = query_get_int(&q, 0);
        query_copy_text(&q, 1, d->what, sizeof(d->what));
        query_copy_text(&q, 2, d->who, sizeof(d->who));
        query_copy_text(&q, 3, d->how, sizeof(d->how));
    }
    return query_end(&q);
}

/* One line of the list as people type it; needed: it may not be empty. */
static enum err
clean(const char *from, char *out, size_t room, bool needed,
    struct reason *why)
{
    enum reason_code fault;

    if (clean_line(from, out, room, &fault)) {
        struct reason r = reason_of(REASON_DUTY_LINE), what = reason_of(fault);

        reason_add_reason(&r, &what);
        return reason_refuse(why, ERR_INPUT, r);
    }
    return *out || !needed ? OK
        : reason_refuse(why, ERR_INPUT, reason_of(REASON_DUTY_EMPTY));
}

/* More than a reader takes would be forgotten without a word. */
static enum err
check_room(struct db *db, struct reason *why)
{
    struct query q = query_start(db, "SELECT count(*) FROM duty");
    int64_t all = query_row(&q) ? query_get_int(&q, 0) : 0;
    enum err e = query_end(&q);

    return e || all <= DUTY_MAX ? e : reason_refuse(why, ERR_INPUT,
        reason_number(REASON_DUTY_FULL, DUTY_MAX));
}

enum err
duty_set(struct db *db, const struct duty_typed *typed, const char *by,
    struct reason *why)
{
    struct duty d = { 0 };
    struct query q;
    enum err e;

    if ((e = clean(typed->what, d.what, sizeof(d.what), true, why))
        || (e = clean(typed->who, d.who, sizeof(d.who), true, why))
        || (e = clean(typed->how, d.how, sizeof(d.how), false, why))
        || (e = db_begin(db)))
        return e;
    q = query_start(db, "INSERT INTO duty (what, who, how)"
        " VALUES (:what, :who, :how) ON CONFLICT (what)"
        " DO UPDATE SET what = :what, who = :who, how = :how");
    query_text(&q, ":what", d.what);
    query_text(&q, ":who", d.who);
    query_text(&q, ":how", d.how);
    if (!(e = query_end(&q)) && !(e = check_room(db, why)))
        e = audit_add(db, by, "duty.set", d.what, d.who);
    return db_end(db, e);
}

enum err
duty_remove(struct db *db, int64_t id, const char *by)
{
    char object[40];
    struct query q;
    enum err e = db_begin(db);

    if (e)
        return e;
    q = query_start(db, "DELETE FROM duty WHERE id = :id");
    query_int(&q, ":id", id);
    snprintf(object, sizeof(object), "duty %lld", (long long)id);
    if (!(e = query_end_changed(&q)))
        e = audit_add(db, by, "duty.remove", object, "");
    return db_end(db, e);
}

void
duty_text(const struct duty *all, int n, const char *school,
    char out[DUTY_TEXT])
{
    size_t at = (size_t)snprintf(out, DUTY_TEXT, "%s%s", school,
        *school ? "." : "");

    for (int i = 0; i < n && at < DUTY_TEXT; i++) {
        const struct duty *d = &all[i];
        size_t more = (size_t)snprintf(out + at, DUTY_TEXT - at,
            "%s%s: %s%s%s%s.", at ? " " : "", d->what, d->who,
            *d->how ? " (" : "", d->how, *d->how ? ")" : "");

        if (more >= DUTY_TEXT - at)
            out[at] = '\0';
        else
            at += more;
    }
}
