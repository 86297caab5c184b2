#include "web/view/prompts_view.h"

#include "settings/rules.h"
#include "text/clean.h"
#include "web/kit/params.h"
#include "web/view/compose.h"
#include "web/view/talk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *
prompts_place(int place)
{
    static const char *const names[PROMPT_PLACES] = { "at home",
        "at the market", "while cooking", "with a story", "with a song",
        "in the field" };

    return place >= 0 && place < PROMPT_PLACES ? names[place] : "";
}

const char *
prompts_grade(int grade)
{
    static const char *const names[PROMPT_GRADES] = { "all ages",
        "lower primary", "middle primary", "upper primary" };

    return grade >= 0 && grade < PROMPT_GRADES ? names[grade] : "";
}

/* --- the bank ------------------------------------------------------------- */

/* The text that fits a reader best: theirs, the school's, English. */
struct choosing {
    const char *language, *school;
    int fit;
    char *body;
};

static void
choose_words(void *user, const struct prompt_words *w)
{
    struct choosing *c = user;
    int fit = send_fits(w->language, c->language) ? 4
        : send_fits(w->language, c->school) ? 3
        : send_fits(w->language, "en") ? 2 : 1;

    if (fit > c->fit) {
        c->fit = fit;
        snprintf(c->body, PROMPT_BODY, "%s", w->body);
    }
}

static enum err
read_body(struct db *db, const struct request *q, const char *language,
    int64_t prompt, char body[PROMPT_BODY])
{
    struct choosing c = { language, q->rules->config.school.language, 0,
        body };

    return prompt_words_of(db, prompt, choose_words, &c);
}

static void
keep_prompt(void *user, const struct prompt *p)
{
    struct prompts_view *v = user;

    if (v->n == v->room) {
        int room = v->room ? 2 * v->room : 32;
        struct prompts_row *more = realloc(v->rows,
            (size_t)room * sizeof(*more));

        if (!more) {
            v->failed = true;
            return;
        }
        v->rows = more;
        v->room = room;
    }
    v->rows[v->n] = (struct prompts_row){ .body = "" };
    v->rows[v->n++].prompt = *p;
}

static void
keep_asked(void *user, const struct card_asked *a)
{
    struct prompts_view *v = user;

    if (v->n_asked < PROMPTS_ASKED)
        v->asked[v->n_asked++] = *a;
}

static void
keep_copy(void *user, const struct send_copy *c)
{
    struct prompts_view *v = user;
    struct prompts_copy *to = &v->copies[v->n_copies];

    if (v->n_copies == PROMPTS_COPIES)
        return;
    if (!(to->text = strdup(c->text))) {
        v->failed = true;
        return;
    }
    snprintf(to->who, sizeof(to->who), "%s%s%s", c->guardian,
        *c->guardian ? ", " : "", c->number);
    to->parts = c->parts;
    to->monday = c->monday;
    v->n_copies++;
}

/* The prompt that is looked at, as it would go. */
static enum err
read_look(struct db *db, const struct request *q, struct prompts_view *v)
{
    struct prompt_wish wish = { .prompt = v->chosen,
        .class_name = v->class_name,
        .holidays = params_flag(&q->query, "holidays"), .again = true };
    struct send with = { 0 };
    enum err e;

    talk_settings(q, &with);
    e = prompt_home_look(db, &wish, &with, &v->look, keep_copy, v, &v->why);
    if (reason_given(&v->why))
        e = OK;                 /* nobody can get it */
    if (e)
        return e;
    compose_price(db, v->look.parts, v->price, sizeof(v->price));
    v->approval = send_needs_approval(&v->look.send, q->rules->config.alone,
        v->look.phones, q->caller.role == ROLE_ADMIN);
    return OK;
}

static void
read_wish(const struct request *q, struct prompts_view *v)
{
    const char *place = params_get(&q->query, "place");
    const char *grade = params_get(&q->query, "grade");
    const char *name = params_get(&q->query, "class");
    enum prompt_place p;
    enum prompt_grade g;

    v->place = place && prompt_place_of(place, &p) ? (int)p : -1;
    v->grade = grade && prompt_grade_of(grade, &g) ? (int)g : -1;
    snprintf(v->class_name, sizeof(v->class_name), "%s", name ? name : "");
    v->chosen = params_int(&q->query, "prompt", INT64_MAX, 0);
    v->may_write = q->caller.role >= ROLE_STAFF;
    v->may_set = q->caller.role == ROLE_ADMIN;
}

static bool
is_class(const struct prompts_view *v)
{
    for (int i = 0; i < v->classes.n; i++)
        if (!strcmp(v->classes.name[i], v->class_name))
            return true;
    return !*v->class_name;
}

enum err
prompts_view_read(struct db *db, const struct request *q,
    const char *language, struct prompts_view *out)
{
    enum err e;

    read_wish(q, out);
    if ((e = class_list_read(db, &out->classes)))
        return e;
    if (!is_class(out))
        return ERR_NOT_FOUND;
    if ((e = prompt_list(db, out->class_name, keep_prompt, out))
        || (e = card_asks(db, out->class_name, PROMPTS_ASKED, keep_asked,
                out)))
        return e;
    for (int i = 0; !e && i < out->n; i++)
        e = read_body(db, q, language, out->rows[i].prompt.id,
            out->rows[i].body);
    if (!e && out->chosen && *out->class_name)
        e = read_look(db, q, out);
    return e ? e : out->failed ? ERR_MEMORY : OK;
}

void
prompts_view_clear(struct prompts_view *v)
{
    for (int i = 0; i < v->n_copies; i++)
        free(v->copies[i].text);
    free(v->rows);
}

const char *
prompts_question(const struct prompts_view *v, const struct card_asked *a)
{
    for (int i = 0; i < v->n; i++)
        if (!strcmp(v->rows[i].prompt.name, a->name))
            return v->rows[i].body;
    return a->name;
}

bool
prompts_shown(const struct prompts_view *v, const struct prompts_row *r)
{
    const struct prompt *p = &r->prompt;

    return (!p->hidden || v->may_set)
        && (v->place < 0 || (int)p->place == v->place)
        && (v->grade < 0 || p->grade == PROMPT_ANY
            || (int)p->grade == v->grade);
}

/* --- cards ---------------------------------------------------------------- */

static void
keep_answer(void *user, const struct card_answer *a)
{
    struct cards_view *v = user;

    if (v->n == v->room) {
        int room = v->room ? 2 * v->room : 16;
        struct card_answer *more = realloc(v->answers,
            (size_t)room * sizeof(*more));

        if (!more) {
            v->failed = true;
            return;
        }
        v->answers = more;
        v->room = room;
    }
    v->answers[v->n++] = *a;
}

static void
keep_card(void *user, const struct card *c)
{
    struct cards_view *v = user;

    if (v->n_cards == v->cards_room) {
        int room = v->cards_room ? 2 * v->cards_room : 16;
        struct card *more = realloc(v->cards, (size_t)room * sizeof(*more));

        if (!more) {
            v->failed = true;
            return;
        }
        v->cards = more;
        v->cards_room = room;
    }
    v->cards[v->n_cards++] = *c;
}

enum err
cards_view_read(struct db *db, const struct request *q, const char *language,
    struct cards_view *out)
{
    struct prompt p;
    enum err e = card_asked(db, q->id, &out->asked);

    if (e)
        return e;
    out->may_write = q->caller.role >= ROLE_STAFF;
    e = prompt_get(db, 0, out->asked.name, "", &p);
    if (!e)
        e = read_body(db, q, language, p.id, out->body);
    if (e && e != ERR_NOT_FOUND)
        return e;
    if ((e = card_answers(db, q->id, false, keep_answer, out))
        || (e = card_answers(db, q->id, true, keep_answer, out))
        || (e = card_list(db, q->id, keep_card, out)))
        return e;
    return out->failed ? ERR_MEMORY : OK;
}

void
cards_view_clear(struct cards_view *v)
{
    free(v->answers);
    free(v->cards);
}

const char *
cards_first(const struct card *c, char out[120])
{
    name_first(c->name, out, 120);
    return out;
}
