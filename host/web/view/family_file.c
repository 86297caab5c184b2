#include "web/view/family_file.h"

#include "store/db/audit.h"
#include "store/people/left.h"
#include "store/thread/absence.h"
#include "store/thread/behaviour.h"
#include "store/thread/calendar.h"
#include "store/thread/plan.h"
#include "store/thread/sentence.h"

#include <stdio.h>

enum { EXPORT_PAGE = 500 };

static void
add_left(void *user, const struct child *c)
{
    json_array_append_new(user, json_pack("{s:I, s:o, s:o, s:o}", "id",
        (json_int_t)c->id, "name", json_text(c->name), "class",
        json_text(c->class_name), "at", json_time(c->left_at)));
}

enum err
family_file_head(struct db *db, int64_t id, json_t *j)
{
    struct family f;
    json_t *left;
    enum err e = family_get(db, id, &f);

    if (e)
        return e;
    left = json_array();
    json_object_set_new(j, "id", json_integer(f.id));
    json_object_set_new(j, "family", json_text(f.label));
    json_object_set_new(j, "name", json_text_or_null(f.name));
    json_object_set_new(j, "left", left);
    if ((e = family_left(db, f.id, add_left, left)))
        return e;
    return json_add_people(db, f.id, j);
}

static void
add_message(void *user, const struct message *m)
{
    json_t *j = json_message(m);

    json_object_del(j, "concern");      /* the file is for the family's eyes */
    json_array_append_new(user, j);
}

static void
add_sentence(void *user, const struct sentence *s)
{
    json_array_append_new(user, json_pack("{s:I, s:o, s:o, s:o}", "child",
        (json_int_t)s->child, "text", json_text(s->body), "author",
        json_text(s->author), "at", json_time(s->at)));
}

struct days {
    json_t *list;
    int64_t child;
};

static void
add_absence(void *user, const struct absence *a)
{
    struct days *d = user;

    json_array_append_new(d->list, json_pack("{s:I, s:s, s:o}", "child",
        (json_int_t)d->child, "day", a->day, "answer",
        json_text_or_null(a->answer)));
}

static void
add_event(void *user, const struct behaviour *b)
{
    json_array_append_new(user, json_pack("{s:I, s:o, s:b, s:o, s:o, s:s}",
        "child", (json_int_t)b->child, "event", json_text(b->name), "good",
        b->good, "who", json_text(b->who), "at", json_time(b->at), "home",
        behaviour_state_name(b->state)));
}

static json_t *
day_json(int day)
{
    char text[12];

    return json_string(calendar_text(day, text));
}

static void
add_step(void *user, const struct plan_step *s)
{
    json_array_append_new(user, json_pack("{s:o, s:s, s:o, s:s, s:o}", "words",
        json_text(s->words), "how", plan_way_name(s->way), "by",
        day_json(s->due), "result", plan_result_name(s->result), "tried",
        json_time(s->tried)));
}

static void
add_talk(void *user, const struct plan_talk *t)
{
    json_t *j = json_pack("{s:o}", "day", day_json(t->day));

    for (int i = 0; i < PLAN_FIELDS; i++)
        json_object_set_new(j, plan_fields[i], json_text(t->field[i]));
    json_array_append_new(user, j);
}

static void
add_plan(void *user, const struct plan *p)
{
    json_array_append_new(user, json_pack("{s:I, s:I, s:o, s:o, s:o, s:o, s:o}",
        "id", (json_int_t)p->id, "child", (json_int_t)p->child, "aim",
        json_text(p->aim), "review", day_json(p->review), "at",
        json_time(p->at), "closed", json_time(p->closed), "outcome",
        json_text_or_null(p->outcome)));
}

/* Plans of the child, behind those that are there, with all of each. */
static enum err
fill_plans(struct db *db, int64_t child, json_t *plans)
{
    size_t from = json_array_size(plans);
    enum err e = plan_list(db, child, EXPORT_PAGE, add_plan, plans);

    for (; !e && from < json_array_size(plans); from++) {
        json_t *one = json_array_get(plans, from);
        json_t *steps = json_array(), *talks = json_array();
        int64_t id = json_integer_value(json_object_get(one, "id"));

        json_object_set_new(one, "steps", steps);
        json_object_set_new(one, "conversations", talks);
        if (!(e = plan_steps(db, id, add_step, steps)))
            e = plan_talks(db, id, add_talk, talks);
    }
    return e;
}

/* What is kept of the children beside their texts: sentences that wait or
 * reached nobody, days that they missed, events, and plans. */
static enum err
fill_children(struct db *db, json_t *j)
{
    json_t *sentences = json_array(), *absences = json_array(), *c;
    json_t *events = json_array(), *plans = json_array();
    struct days d = { absences, 0 };
    enum err e = OK;
    size_t i;

    json_object_set_new(j, "sentences", sentences);
    json_object_set_new(j, "absences", absences);
    json_object_set_new(j, "events", events);
    json_object_set_new(j, "plans", plans);
    json_array_foreach(json_object_get(j, "children"), i, c) {
        d.child = json_integer_value(json_object_get(c, "id"));
        if ((e = sentence_unsaid(db, d.child, EXPORT_PAGE, add_sentence,
                 sentences))
            || (e = absence_of_child(db, d.child, EXPORT_PAGE, add_absence,
                &d))
            || (e = behaviour_of_child(db, d.child, 0, EXPORT_PAGE, add_event,
                events))
            || (e = fill_plans(db, d.child, plans)))
            break;
    }
    return e;
}

/* All messages of the family's thread, oldest first. */
static enum err
fill_messages(struct db *db, int64_t family, json_t *all)
{
    int64_t thread = 0, before = 0;
    enum err e = db_begin(db);

    if (e)
        return e;
    if ((e = db_end(db, thread_of_family(db, family, &thread))))
        return e;
    for (;;) {
        json_t *page = json_array();

        e = thread_messages(db, thread, before, EXPORT_PAGE, add_message,
            page);
        if (!e)
            e = json_add_all_parts(db, page);
        if (e || !json_array_size(page)) {
            json_decref(page);
            return e;
        }
        before = json_integer_value(
            json_object_get(json_array_get(page, 0), "id"));
        for (size_t i = json_array_size(page); i-- > 0;)
            json_array_insert(all, 0, json_array_get(page, i));
        json_decref(page);
    }
}

enum err
family_file_read(struct db *db, int64_t id, const char *who, json_t *j)
{
    json_t *messages = json_array();
    char object[40];
    enum err e = family_file_head(db, id, j);

    json_object_set_new(j, "messages", messages);
    if (e || (e = fill_messages(db, id, messages))
        || (e = fill_children(db, j)))
        return e;
    snprintf(object, sizeof(object), "family %lld", (long long)id);
    return audit_add(db, who, "family.export", object, "");
}
