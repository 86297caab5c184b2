/* The school's days as staff set them. */
#include "store/thread/calendar.h"

#include "store/db/audit.h"
#include "store/db/setting.h"
#include "text/clean.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { LINE_MAX_BYTES = 200, SPAN_DAYS = 400 };

enum err
calendar_set(struct db *db, int promise, const char *week, const char *who)
{
    char number[12];
    enum err e;

    if (promise < -1 || promise > CALENDAR_PROMISE_MAX
        || (week && (!*week || strlen(week) > 7
                || week[strspn(week, "0123456")])))
        return ERR_INPUT;
    if ((e = db_begin(db)))
        return e;
    snprintf(number, sizeof(number), "%d", promise);
    if (promise >= 0)
        e = setting_set(db, "promise.days", number);
    if (!e && week)
        e = setting_set(db, "school.days", week);
    if (!e)
        e = audit_add(db, who, "calendar.set", "calendar", "");
    db_touch(db, DB_THREADS | DB_PEOPLE);
    return db_end(db, e);
}

/* --- lines ---------------------------------------------------------------- */

static const char *
skip(const char *p)
{
    return p + strspn(p, " ,;\t\r");
}

/* Between two days: blanks, commas, a dash, dots or a word. */
static const char *
skip_between(const char *p)
{
    p = skip(p);
    if (!strncmp(p, "\xe2\x80\x93", 3))         /* an en dash */
        p += 3;
    else if (!strncasecmp(p, "to ", 3))
        p += 3;
    else
        p += strspn(p, "-.");
    return skip(p);
}

static enum err
refuse(struct reason *why, int line, enum reason_code fault)
{
    struct reason r = reason_number(REASON_CALENDAR_LINE, line);
    struct reason what = reason_of(fault);

    reason_add_reason(&r, &what);
    return reason_refuse(why, ERR_INPUT, r);
}

static enum err
read_line(const char *p, int line, struct calendar_span *out,
    struct reason *why)
{
    enum reason_code fault;
    const char *end;

    *out = (struct calendar_span){ .kind = CALENDAR_OFF };
    p = skip(p);
    if (!strncasecmp(p, "term", 4) && p[4] && strchr(" ,;\t", p[4])) {
        out->kind = CALENDAR_TERM;
        p = skip(p + 4);
    }
    if (!(out->first = out->last = calendar_day_of(p, &end)))
        return refuse(why, line, REASON_CALENDAR_NO_DAY);
    p = skip_between(end);
    if (isdigit((unsigned char)*p) && strcspn(p, "-.") <= 4
        && strpbrk(p, "-.")) {
        if (!(out->last = calendar_day_of(p, &end)))
            return refuse(why, line, REASON_CALENDAR_NO_DAY);
        p = skip(end);
    } else if (out->kind == CALENDAR_TERM)
        return refuse(why, line, REASON_CALENDAR_TERM_ENDS);
    if (out->last < out->first || out->last - out->first > SPAN_DAYS)
        return refuse(why, line, REASON_CALENDAR_ORDER);
    if (clean_line(p, out->name, sizeof(out->name), &fault))
        return refuse(why, line, fault);
    return OK;
}

/* What one call of calendar_add() did. */
struct change {
    int added;
    bool renamed;
};

static enum err
add_span(struct db *db, const struct calendar_span *s, struct change *change)
{
    char first[12], last[12];
    bool known = false, same = false;
    struct query q = query_start(db, "SELECT name = :name FROM calendar WHERE"
        " kind = :kind AND first = :first AND last = :last");
    enum err e;

    query_int(&q, ":kind", s->kind);
    query_text(&q, ":first", calendar_text(s->first, first));
    query_text(&q, ":last", calendar_text(s->last, last));
    query_text(&q, ":name", s->name);
    if ((known = query_row(&q)))
        same = query_get_int(&q, 0);
    if ((e = query_end(&q)) || same)
        return e;
    q = query_start(db, "INSERT INTO calendar (kind, first, last, name)"
        " VALUES (:kind, :first, :last, :name)"
        " ON CONFLICT (kind, first, last) DO UPDATE SET name = :name");
    query_int(&q, ":kind", s->kind);
    query_text(&q, ":first", first);
    query_text(&q, ":last", last);
    query_text(&q, ":name", s->name);
    change->added += !known;
    change->renamed |= known;
    return query_end(&q);
}

/* Adds the line of n bytes; one without a figure before the first day is the
 * head of a list. */
static enum err
add_line(struct db *db, const char *text, size_t n, int line,
    struct change *change, struct reason *why)
{
    char copy[LINE_MAX_BYTES];
    struct calendar_span s;
    enum err e;

    if (n >= sizeof(copy))
        return refuse(why, line, REASON_LINE_TOO_LONG);
    memcpy(copy, text, n);
    copy[n] = '\0';
    if (!*skip(copy) || *skip(copy) == '#'
        || (line == 1 && !strpbrk(copy, "0123456789")))
        return OK;
    if ((e = read_line(copy, line, &s, why)))
        return e;
    return add_span(db, &s, change);
}

/* More than a reader takes would be forgotten without a word. */
static enum err
check_room(struct db *db, struct reason *why)
{
    struct query q = query_start(db, "SELECT count(*) FROM calendar");
    int64_t all = query_row(&q) ? query_get_int(&q, 0) : 0;
    enum err e = query_end(&q);

    return e || all < CALENDAR_SPANS ? e : reason_refuse(why, ERR_INPUT,
        reason_number(REASON_CALENDAR_FULL, CALENDAR_SPANS - 1));
}

enum err
calendar_add(struct db *db, const char *lines, const char *who, int *added,
    struct reason *why)
{
    struct change change = { 0 };
    enum err e = db_begin(db);

    *added = 0;
    if (e)
        return e;
    if (!strncmp(lines, "\xef\xbb\xbf", 3))     /* as sheets save it */
        lines += 3;
    for (int line = 1; *lines && !e; line++) {
        size_t n = strcspn(lines, "\n");

        e = add_line(db, lines, n, line, &change, why);
        lines += n + (lines[n] == '\n');
    }
    if (!e)
        e = check_room(db, why);
    if (!e && (change.added || change.renamed))
        e = audit_add(db, who, "calendar.set", "calendar", "");
    if (!e)
        *added = change.added;
    db_touch(db, DB_THREADS | DB_PEOPLE);
    return db_end(db, e);
}

enum err
calendar_remove(struct db *db, int64_t id, const char *who)
{
    struct query q;
    enum err e = db_begin(db);

    if (e)
        return e;
    q = query_start(db, "DELETE FROM calendar WHERE id = :id");
    query_int(&q, ":id", id);
    if (!(e = query_end_changed(&q)))
        e = audit_add(db, who, "calendar.set", "calendar", "");
    db_touch(db, DB_THREADS | DB_PEOPLE);
    return db_end(db, e);
}
