#include "web/kit/json.h"

#include "base/clock.h"
#include "mapping/mapping.h"
#include "store/people/people_known.h"
#include "store/thread/calendar.h"
#include "text/lines.h"
#include "text/unicode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The same text with U+FFFD for what is no UTF-8. */
static json_t *
mended(const char *text)
{
    char *copy = malloc(strlen(text) * 3 + 1), *to = copy;
    json_t *j;

    if (!copy)
        return NULL;
    while (*text)
        to += unicode_put(unicode_next(&text), to);
    *to = '\0';
    j = json_string(copy);
    free(copy);
    return j;
}

json_t *
json_text(const char *text)
{
    json_t *j;

    if (!text)
        return json_null();
    j = json_string(text);
    return j ? j : mended(text);
}

json_t *
json_text_or_null(const char *text)
{
    return text && *text ? json_text(text) : json_null();
}

json_t *
json_time(int64_t ms)
{
    char text[CLOCK_TEXT];

    return ms ? json_string(clock_text(ms, text)) : json_null();
}

json_t *
json_lines(const char *lines)
{
    json_t *all = json_array();
    const char *line;
    size_t n;

    while ((line = lines_next(&lines, &n)))
        json_array_append_new(all, json_stringn(line, n));
    return all;
}

json_t *
json_reason(const struct reason *r)
{
    char words[REASON_SAID];

    return json_text(reason_say(r, NULL, NULL, words, sizeof(words)));
}

json_t *
json_reason_code(const struct reason *r)
{
    char name[REASON_NAME];

    return json_text_or_null(reason_name(reason_about(r), name));
}

/* "12,13" as numbers. */
static json_t *
add_ids(const char *ids)
{
    json_t *list = json_array();
    char *end;

    for (; *ids; ids = end + (*end == ',')) {
        json_array_append_new(list, json_integer(strtoll(ids, &end, 10)));
        if (*end != ',')
            break;
    }
    return list;
}

json_t *
json_message(const struct message *m)
{
    json_t *j = json_object();
    char day[12];

    json_object_set_new(j, "id", json_integer(m->id));
    json_object_set_new(j, "direction",
        json_string(m->direction == MESSAGE_IN ? "in" : "out"));
    json_object_set_new(j, "kind", json_string(message_kind_name(m->kind)));
    json_object_set_new(j, "text", json_text(m->body ? m->body : ""));
    json_object_set_new(j, "number", json_text(m->number));
    json_object_set_new(j, "state", json_string(message_state_name(m->state)));
    json_object_set_new(j, "reason",
        reason_given(&m->reason) || m->state != MESSAGE_QUEUED
            ? json_reason(&m->reason) : json_text(message_wait_text(m->wait)));
    json_object_set_new(j, "reason_code", json_reason_code(&m->reason));
    json_object_set_new(j, "tray", json_text_or_null(
        mapping_tray_name((enum mapping_tray)m->tray)));
    json_object_set_new(j, "at", json_time(m->at));
    json_object_set_new(j, "parts", json_array());
    json_object_set_new(j, "match", json_reason(&m->match));
    json_object_set_new(j, "match_code", json_reason_code(&m->match));
    json_object_set_new(j, "answer", json_text_or_null(m->answer));
    json_object_set_new(j, "modem", json_text_or_null(m->modem));
    json_object_set_new(j, "child", json_text_or_null(m->child));
    json_object_set_new(j, "child_ids", add_ids(m->child_ids));
    json_object_set_new(j, "thread", json_integer(m->thread));
    json_object_set_new(j, "family_id",
        m->family ? json_integer(m->family) : json_null());
    if (m->direction == MESSAGE_IN) {
        json_object_set_new(j, "seen", json_boolean(m->handled != 0));
        json_object_set_new(j, "concern", json_string(
            concern_name(m->concern)));
        json_object_set_new(j, "urgent", json_string(
            m->eased ? "" : urgent_name(m->urgent)));
        json_object_set_new(j, "suggested_family_id",
            m->suggested ? json_integer(m->suggested) : json_null());
        return j;
    }
    json_object_set_new(j, "waiting",
        json_boolean(m->state == MESSAGE_QUEUED && m->wait));
    json_object_set_new(j, "priority", json_string(
        m->priority == PRIORITY_URGENT ? "urgent"
        : m->priority == PRIORITY_BULK ? "bulk" : "normal"));
    json_object_set_new(j, "due", json_time(m->due));
    json_object_set_new(j, "expires", json_time(m->expires));
    json_object_set_new(j, "author", json_text(m->author));
    json_object_set_new(j, "tone", json_text_or_null(tone_name(m->tone)));
    json_object_set_new(j, "holds",
        m->holds ? json_string(calendar_text(m->holds, day)) : json_null());
    return j;
}

struct part_list {
    json_t *parts;
    bool in;
};

static void
add_part(void *user, const struct message_part *p)
{
    struct part_list *l = user;
    bool missing = l->in && p->state == MESSAGE_QUEUED;

    json_array_append_new(l->parts, json_pack("{s:i, s:s, s:o}", "n", p->n,
        "state", missing ? "missing" : message_state_name(p->state),
        "reference", p->reference < 0 ? json_null()
                                      : json_integer(p->reference)));
}

enum err
json_add_parts(struct db *db, json_t *message)
{
    const char *direction = json_string_value(
        json_object_get(message, "direction"));
    struct part_list l = { json_object_get(message, "parts"),
        direction && !strcmp(direction, "in") };

    return message_parts(db,
        json_integer_value(json_object_get(message, "id")), add_part, &l);
}

enum err
json_add_all_parts(struct db *db, json_t *messages)
{
    enum err e = OK;
    json_t *m;
    size_t i;

    json_array_foreach(messages, i, m)
        if ((e = json_add_parts(db, m)))
            break;
    return e;
}

void
json_add_promise(json_t *j, const struct promise *m)
{
    char day[12];

    json_object_set_new(j, "promise", json_text_or_null(
        promise_name(m->state)));
    json_object_set_new(j, "answer_by",
        m->day ? json_string(calendar_text(m->day, day)) : json_null());
    json_object_set_new(j, "days_left",
        m->day ? json_integer(m->left) : json_null());
}

json_t *
json_thread_row(const struct thread *t)
{
    json_t *j = json_object();

    json_object_set_new(j, "id", json_integer(t->id));
    json_object_set_new(j, "family",
        t->family ? json_text(t->label) : json_null());
    json_object_set_new(j, "children", json_text_or_null(t->children));
    json_object_set_new(j, "unread", json_integer(t->unread));
    json_object_set_new(j, "last_at", json_time(t->last_at));
    json_object_set_new(j, "snippet", json_text(t->snippet));
    json_object_set_new(j, "waiting", json_time(t->waiting));
    json_add_promise(j, &t->promise);
    json_object_set_new(j, "asks", json_text_or_null(t->asks));
    json_object_set_new(j, "urgent", json_string(urgent_name(t->urgent)));
    json_object_set_new(j, "urgent_message",
        t->urgent_id ? json_integer(t->urgent_id) : json_null());
    json_object_set_new(j, "calls", json_integer(t->calls));
    json_object_set_new(j, "assigned", json_text_or_null(t->assigned_to));
    json_object_set_new(j, "family_id",
        t->family ? json_integer(t->family) : json_null());
    if (!t->family) {
        json_object_set_new(j, "number", json_text(t->number));
        json_object_set_new(j, "tray", json_text_or_null(
            mapping_tray_name((enum mapping_tray)t->tray)));
    }
    return j;
}

static void
add_child(void *user, const struct child *c)
{
    json_array_append_new(user, json_pack("{s:o, s:o, s:I}", "name",
        json_text(c->name), "class", json_text(c->class_name), "id",
        (json_int_t)c->id));
}

static void
add_guardian(void *user, const struct guardian *g)
{
    char hours[16] = "";

    if (g->hours_from != g->hours_to)
        snprintf(hours, sizeof(hours), "%02d:%02d-%02d:%02d",
            g->hours_from / 60 % 24, g->hours_from % 60,
            g->hours_to / 60 % 24, g->hours_to % 60);
    json_array_append_new(user, json_pack(
        "{s:o, s:o, s:o, s:[], s:o, s:s, s:s, s:s, s:o, s:o, s:I}",
        "name", json_text(g->name), "relation", json_text(g->relation),
        "language", json_text(g->language), "phones", "consent",
        json_text(g->consent), "collect", collect_name(g->collect), "reads",
        reads_name(g->reads), "hours", hours, "consent_at",
        json_time(g->consent_at), "consent_by",
        json_text_or_null(g->consent_by), "id",
        (json_int_t)g->id));
}

static void
add_phone(void *user, const struct people_phone *p)
{
    json_array_append_new(user, json_pack("{s:o, s:s, s:b, s:o}",
        "number", json_text(p->number), "state", phone_state_name(p->state),
        "tried", (int)p->tried, "arrived", json_time(p->arrived)));
}

static enum err
mark_doubtful(struct db *db, json_t *phones)
{
    bool doubtful;
    json_t *p;
    enum err e;
    size_t i;

    json_array_foreach(phones, i, p) {
        if ((e = known_doubtful(db,
                 json_string_value(json_object_get(p, "number")), &doubtful)))
            return e;
        if (doubtful)
            json_object_set_new(p, "doubtful", json_true());
    }
    return OK;
}

enum err
json_add_people(struct db *db, int64_t family, json_t *to)
{
    json_t *children = json_array(), *guardians = json_array(), *g;
    enum err e;
    size_t i;

    json_object_set_new(to, "children", children);
    json_object_set_new(to, "guardians", guardians);
    if ((e = family_children(db, family, add_child, children))
        || (e = family_guardians(db, family, add_guardian, guardians)))
        return e;
    json_array_foreach(guardians, i, g)
        if ((e = guardian_phones(db,
                 json_integer_value(json_object_get(g, "id")), add_phone,
                 json_object_get(g, "phones")))
            || (e = mark_doubtful(db, json_object_get(g, "phones"))))
            return e;
    return OK;
}
