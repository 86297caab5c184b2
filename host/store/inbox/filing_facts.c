#include "store/inbox/filing_facts.h"

#include "base/clock.h"
#include "store/inbox/sender.h"
#include "store/people/people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More families than this are not searched for a stranger's child. */
enum { OTHERS_MAX = 5000 };

/* --- families ------------------------------------------------------------- */

/* Rows of family, its name, 1 child or 2 guardian, name; by the first and the
 * third. */
#define PEOPLE_OF(families)                                                    \
    "SELECT f.id, f.name, 1 AS kind, c.name FROM family f"                     \
    " JOIN family_child fc ON fc.family = f.id"                                \
    " JOIN child c ON c.id = fc.child WHERE " families                         \
    " UNION ALL SELECT f.id, f.name, 2, g.name FROM family f"                  \
    " JOIN family_guardian fg ON fg.family = f.id"                             \
    " JOIN guardian g ON g.id = fg.guardian WHERE " families                   \
    " ORDER BY 1, 3"

/* Keeps a copy; NULL: out of memory. */
static char *
keep(struct facts_people *p, const char *text)
{
    char **more, *copy;

    if (p->texts == p->room) {
        int room = p->room ? 2 * p->room : 32;

        more = realloc(p->names, (size_t)room * sizeof(*more));
        if (!more)
            return NULL;
        p->names = more;
        p->room = room;
    }
    if ((copy = strdup(text)))
        p->names[p->texts++] = copy;
    return copy;
}

static struct mapping_family *
add_family(struct facts_people *p, int64_t id)
{
    struct mapping_family *more = p->families;

    /* room grows with each power of two */
    if ((p->count & (p->count - 1)) == 0)
        more = realloc(p->families,
            (size_t)(p->count ? 2 * p->count : 1) * sizeof(*more));
    if (!more)
        return NULL;
    p->families = more;
    more[p->count] = (struct mapping_family){ .id = id };
    return &more[p->count++];
}

/* The names of one family follow each other in p->names: what staff call it,
 * its children, its guardians. While the list grows, it may move; so the
 * families point into it only at the end. */
static void
point_to_names(struct facts_people *p)
{
    int at = 0;

    for (int i = 0; i < p->count; i++) {
        struct mapping_family *f = &p->families[i];

        f->name = p->names[at];
        f->children = (const char *const *)&p->names[at + 1];
        f->guardians =
            (const char *const *)&p->names[at + 1 + f->child_count];
        at += 1 + f->child_count + f->guardian_count;
    }
}

static enum err
read_people(struct query *q, struct facts_people *out)
{
    struct mapping_family *f = NULL;
    bool room = true;
    enum err e;

    while (room && query_row(q)) {
        if (!f || f->id != query_get_int(q, 0)) {
            if (out->count == OTHERS_MAX)
                break;
            f = add_family(out, query_get_int(q, 0));
            room = f && keep(out, query_get_text(q, 1));
        }
        room = room && keep(out, query_get_text(q, 3));
        if (room && query_get_int(q, 2) == 1)
            f->child_count++;
        else if (room)
            f->guardian_count++;
    }
    if ((e = query_end(q)) || !room)
        return e ? e : ERR_MEMORY;
    point_to_names(out);
    return OK;
}

static enum err
gather_families(struct db *db, struct facts *f)
{
    struct query q = query_start(db, PEOPLE_OF(
        "f.id IN (SELECT fg.family FROM phone p"
        " JOIN guardian_phone gp ON gp.phone = p.id"
        " JOIN family_guardian fg ON fg.guardian = gp.guardian"
        " WHERE p.number = :number)"));
    enum err e;

    query_text(&q, ":number", f->in.sender);
    if ((e = read_people(&q, &f->candidates)))
        return e;
    f->in.families = f->candidates.families;
    f->in.family_count = f->candidates.count;
    if (f->candidates.count || f->in.kind != PHONE_NUMBER || !f->in.text)
        return OK;
    q = query_start(db, PEOPLE_OF("f.merged_into IS NULL"));
    e = read_people(&q, &f->others);
    f->in.others = f->others.families;
    f->in.other_count = f->others.count;
    return e;
}

/* --- the rest ------------------------------------------------------------- */

static void
add_language(struct facts *f, const char *tag)
{
    int i = 0;

    for (; i < 4 && *f->languages[i]; i++)
        if (!strcmp(f->languages[i], tag))
            return;
    if (i == 4 || !*tag)
        return;
    snprintf(f->languages[i], sizeof(f->languages[i]), "%s", tag);
    f->in.languages[i] = f->languages[i];
}

static enum err
gather_languages(struct db *db, struct facts *f, const char *school)
{
    struct people_phone phone = { 0 };
    struct query q;
    enum err e = phone_get(db, f->in.sender, &phone);

    if (e && e != ERR_NOT_FOUND)
        return e;
    add_language(f, phone.language);
    add_language(f, school ? school : "");
    q = query_start(db,
        "SELECT DISTINCT g.language FROM phone p"
        " JOIN guardian_phone gp ON gp.phone = p.id"
        " JOIN guardian g ON g.id = gp.guardian WHERE p.number = :number");
    query_text(&q, ":number", f->in.sender);
    while (query_row(&q))
        add_language(f, query_get_text(&q, 0));
    return query_end(&q);
}

static enum err
gather_own(struct db *db, struct facts *f)
{
    int n = 0;
    struct query q = query_start(db,
        "SELECT number FROM sim WHERE number <> ''");

    while (n < FACTS_OWN_MAX && query_row(&q)) {
        query_copy_text(&q, 0, f->own[n], sizeof(f->own[n]));
        f->own_list[n] = f->own[n];
        n++;
    }
    f->in.own = f->own_list;
    f->in.own_count = n;
    return query_end(&q);
}

static void
note_question(void *user, const struct question *q, int64_t family)
{
    struct facts *f = user;
    int n = f->in.question_count;

    if (n == FACTS_QUESTIONS_MAX)
        return;
    f->questions[n] = *q;
    for (int i = 0; i < q->options; i++)
        f->options[n][i] = f->questions[n].option[i];
    f->asked[n] = (struct mapping_question){ .id = q->id, .family = family,
        .asked = q->at, .closed = q->closes <= clock_now(),
        .overtaken = q->overtaken,
        .option_count = q->options,
        .options = f->options[n] };
    f->in.question_count++;
}

/* A family's number is theirs, whatever was said of it before. */
static enum err
gather_known(struct db *db, struct facts *f)
{
    static const enum mapping_known as[] = {
        [SENDER_SUPPLIER] = MAPPING_SUPPLIER,
        [SENDER_MISTAKE] = MAPPING_MISTAKE,
    };
    struct sender s = { .kind = SENDER_FAMILY };
    enum err e = sender_of(db, f->in.sender, &s);

    if (!e)
        f->in.known = as[s.kind];
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err
facts_gather(struct db *db, const struct message *m,
    const struct filing_about *about, const struct inbox_rules *rules,
    struct facts *out)
{
    bool call = m->kind == MESSAGE_MISSED_CALL;
    enum err e;

    out->in = (struct mapping_input){ .sender = m->number,
        .kind = about->sender,
        .text = call || about->picture ? NULL : m->body,
        .undecodable = about->undecodable, .data = about->data,
        .picture = about->picture,
        .country = rules->country, .harm = rules->harm,
        .questions = out->asked };
    if ((e = gather_own(db, out)) || (e = gather_families(db, out))
        || (e = gather_known(db, out))
        || (e = gather_languages(db, out, rules->language)))
        return e;
    return !out->in.text ? OK
                : question_put_to(db, m->number, m->id, note_question,
                out);
}

static void
clear_people(struct facts_people *p)
{
    for (int i = 0; i < p->texts; i++)
        free(p->names[i]);
    free(p->names);
    free(p->families);
}

void
facts_clear(struct facts *f)
{
    clear_people(&f->candidates);
    clear_people(&f->others);
    *f = (struct facts){ 0 };
}
