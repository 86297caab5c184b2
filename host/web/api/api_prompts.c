/* api_prompts.c - talk at home: the bank, a prompt for a class, and the cards of
 * what families answered. */
#include "web/api/api.h"
#include "web/view/prompts_view.h"
#include "web/view/talk.h"

#include <stdlib.h>
#include <string.h>

static const char no_prompt[] = "There is no such class or prompt.";
static const char no_card[] = "There is no such question or answer.";
enum { ASKED_SHOWN = 100 };

/* --- the bank ------------------------------------------------------------- */

static void
add_words(void *user, const struct prompt_words *w)
{
    json_object_set_new(user, w->language, json_text(w->body));
}

static json_t *
row_json(struct db *db, const struct prompts_row *row, enum err *e)
{
    const struct prompt *p = &row->prompt;
    json_t *words = json_object();

    if (!*e)
        *e = prompt_words_of(db, p->id, add_words, words);
    return json_pack("{s:I, s:o, s:s, s:s, s:b, s:b, s:b, s:o, s:o, s:o}", "id",
        (json_int_t)p->id, "prompt", json_text(p->name), "place",
        prompt_place_name(p->place), "grade", prompt_grade_name(p->grade),
        "asks", p->asks, "hidden", p->hidden, "own", p->own, "used",
        json_time(p->used), "text", json_text(row->body), "texts", words);
}

static json_t *
asked_json(const struct card_asked *a)
{
    return json_pack("{s:I, s:o, s:o, s:o, s:o, s:I, s:i, s:i, s:i}", "id",
        (json_int_t)a->id, "prompt", json_text(a->name), "class",
        json_text(a->class_name), "at", json_time(a->at), "who",
        json_text(a->who), "batch", (json_int_t)a->batch, "open", a->open,
        "cards", a->cards, "left_out", a->left);
}

void
api_prompts(struct web *w, const struct request *q, struct response *r)
{
    struct prompts_view *v = calloc(1, sizeof(*v));
    json_t *rows = json_array(), *asked = json_array();
    enum err e = v ? prompts_view_read(w->db, q,
        q->rules->config.school.language, v) : ERR_MEMORY;

    for (int i = 0; !e && i < v->n; i++)
        if (prompts_shown(v, &v->rows[i]))
            json_array_append_new(rows, row_json(w->db, &v->rows[i], &e));
    for (int i = 0; !e && i < v->n_asked; i++)
        json_array_append_new(asked, asked_json(&v->asked[i]));
    if (!e)
        reply_json(r, 200, json_pack("{s:o, s:o, s:o}", "class",
            json_text_or_null(v->class_name), "prompts", rows, "asked",
            asked));
    else {
        json_decref(rows);
        json_decref(asked);
        reply_failure(r, e, e == ERR_NOT_FOUND ? no_prompt : NULL);
    }
    if (v)
        prompts_view_clear(v);
    free(v);
}

/* --- sending -------------------------------------------------------------- */

static void
add_copy(void *user, const struct send_copy *c)
{
    json_array_append_new(user, json_pack("{s:o, s:o, s:o, s:i, s:b}", "number",
        json_text(c->number), "guardian", json_text(c->guardian), "text",
        json_text(c->text), "parts", c->parts, "monday", c->monday));
}

/* The prompt that a member names, by its number or its name. */
static enum err
find_prompt(struct web *w, const json_t *named, struct prompt *out)
{
    const char *name = json_string_value(named);

    if (!name && !json_is_integer(named))
        return ERR_INPUT;
    return prompt_get(w->db, name ? 0 : json_integer_value(named),
        name ? name : "", "", out);
}

static void
send_it(struct web *w, const struct request *q, struct response *r,
    const struct prompt_wish *wish, bool dry)
{
    json_t *texts = json_array();
    struct prompt_look look;
    struct reason why = { 0 };
    struct send with = { 0 };
    struct sent sent = { 0 };
    enum err e;

    talk_settings(q, &with);
    e = prompt_home_look(w->db, wish, &with, &look, add_copy, texts, &why);
    with.approval = !e && q->caller.staff && send_needs_approval(&look.send,
        q->rules->config.alone, look.phones, q->caller.role == ROLE_ADMIN);
    if (!e && !dry)
        e = prompt_home_send(w->db, wish, &with, &sent, &why);
    free(sent.ids);
    if (!e)
        reply_json(r, 200, json_pack("{s:o, s:o, s:i, s:i, s:i, s:i, s:o, s:o,"
            " s:o, s:b, s:o}", "prompt", json_text(look.prompt.name), "class",
            json_text(wish->class_name), "phones", look.phones, "parts",
            look.parts, "monday", look.monday, "skipped", look.skipped,
            "holiday", json_text_or_null(look.holiday ? look.day : ""),
            "used", look.before ? json_time(look.prompt.used) : json_null(),
            "batch", sent.batch ? json_integer(sent.batch) : json_null(),
            "approval", with.approval, "texts", texts));
    else {
        json_decref(texts);
        if (reason_given(&why))
            reply_refused(r, e, &why);
        else
            reply_failure(r, e, e == ERR_NOT_FOUND ? no_prompt : NULL);
    }
}

void
api_prompts_send(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r, "class prompt holidays again dry_run");
    struct prompt_wish wish = { 0 };
    struct prompt p = { 0 };
    bool bad = false, dry;
    enum err e;

    if (!j)
        return;
    wish.class_name = json_string_of(j, "class", &bad);
    wish.holidays = json_flag_of(j, "holidays", &bad);
    wish.again = json_flag_of(j, "again", &bad);
    dry = json_flag_of(j, "dry_run", &bad);
    e = bad || !*wish.class_name ? ERR_INPUT
        : find_prompt(w, json_object_get(j, "prompt"), &p);
    wish.prompt = p.id;
    if (e)
        reply_failure(r, e, e == ERR_NOT_FOUND ? no_prompt : e == ERR_INPUT
                ? "Say {\"class\": \"4B\", \"prompt\": \"market-change\"}."
                : NULL);
    else
        send_it(w, q, r, &wish, dry);
    json_decref(j);
}

/* --- the bank is changed -------------------------------------------------- */

/* A text of one: new, or another for it. */
static enum err
set_text(struct web *w, const struct request *q, const json_t *j,
    const char *text, struct reason *why)
{
    const char *name = json_string_value(json_object_get(j, "prompt"));
    struct prompt p = { 0 };
    bool bad = false;
    const char *place = json_string_of(j, "place", &bad);
    const char *grade = json_string_of(j, "grade", &bad);

    *why = reason_of(REASON_PROMPT_WORDS);
    if (!name || strlen(name) >= sizeof(p.name)
        || (*place && !prompt_place_of(place, &p.place))
        || (*grade && !prompt_grade_of(grade, &p.grade)))
        return ERR_INPUT;
    strcpy(p.name, name);
    p.asks = json_flag_of(j, "asks", &bad);
    return bad ? ERR_INPUT : prompt_set(w->db, &p,
        json_string_of(j, "language", &bad), text, q->caller.who, why);
}

static enum err
change(struct web *w, const struct request *q, const json_t *j,
    struct reason *why)
{
    bool bad = false, remove = json_flag_of(j, "remove", &bad);
    bool hidden = json_flag_of(j, "hidden", &bad);
    const char *text = json_string_of(j, "text", &bad);
    struct prompt p;
    enum err e = OK;

    if (bad)
        return ERR_INPUT;
    if (*text)
        return set_text(w, q, j, text, why);
    if ((e = find_prompt(w, json_object_get(j, "prompt"), &p)))
        return e;
    if (remove)
        return prompt_remove(w->db, p.id, q->caller.who);
    return json_object_get(j, "hidden")
        ? prompt_hide(w->db, p.id, hidden, q->caller.who) : ERR_INPUT;
}

void
api_prompts_set(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r,
        "prompt language text place grade asks hidden remove");
    struct reason why = { 0 };
    enum err e;

    if (!j)
        return;
    e = change(w, q, j, &why);
    if (e && reason_given(&why))
        reply_refused(r, e, &why);
    else if (e)
        reply_failure(r, e, e == ERR_NOT_FOUND
            ? "There is no such prompt, or it came with the program: hide it."
            : e == ERR_INPUT ? "Say prompt, and language and text; or hidden;"
                               " or remove." : NULL);
    else
        reply_json(r, 200, json_pack("{s:O}", "prompt",
            json_object_get(j, "prompt")));
    json_decref(j);
}

/* --- cards ---------------------------------------------------------------- */

static void
add_asked(void *user, const struct card_asked *a)
{
    json_array_append_new(user, asked_json(a));
}

void
api_cards(struct web *w, const struct request *q, struct response *r)
{
    const char *name = params_get(&q->query, "class");
    json_t *all = json_array();

    reply_list(r, card_asks(w->db, name ? name : "", ASKED_SHOWN, add_asked,
        all), all);
}

static json_t *
answer_json(const struct card_answer *a)
{
    json_t *children = json_array();

    for (int i = 0; i < a->n; i++)
        json_array_append_new(children, json_pack("{s:I, s:o}", "id",
            (json_int_t)a->child[i].id, "child", json_text(a->child[i].name)));
    return json_pack("{s:I, s:I, s:o, s:o, s:b, s:o}", "message",
        (json_int_t)a->message, "thread", (json_int_t)a->thread, "at",
        json_time(a->at), "text", json_text(a->body), "left_out", a->left,
        "children", children);
}

static json_t *
card_json(const struct card *c)
{
    char first[120];

    return json_pack("{s:I, s:I, s:o, s:o, s:o, s:o, s:o}", "message",
        (json_int_t)c->message, "child_id", (json_int_t)c->child, "child",
        json_text(cards_first(c, first)), "class", json_text(c->class_name),
        "text", json_text(c->body), "at", json_time(c->at), "who",
        json_text(c->who));
}

/* Answers with the question as it is now. */
static void
show(struct web *w, const struct request *q, struct response *r)
{
    struct cards_view *v = calloc(1, sizeof(*v));
    enum err e = v ? cards_view_read(w->db, q,
        q->rules->config.school.language, v) : ERR_MEMORY;

    if (e)
        reply_failure(r, e, e == ERR_NOT_FOUND ? no_card : NULL);
    else {
        json_t *j = asked_json(&v->asked), *answers = json_array(),
            *cards = json_array();

        for (int i = 0; i < v->n; i++)
            json_array_append_new(answers, answer_json(&v->answers[i]));
        for (int i = 0; i < v->n_cards; i++)
            json_array_append_new(cards, card_json(&v->cards[i]));
        json_object_set_new(j, "text", json_text_or_null(v->body));
        json_object_set_new(j, "answers", answers);
        json_object_set_new(j, "cards", cards);
        reply_json(r, 200, j);
    }
    if (v)
        cards_view_clear(v);
    free(v);
}

void
api_cards_one(struct web *w, const struct request *q, struct response *r)
{
    show(w, q, r);
}

void
api_cards_do(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r, "message do child text");
    struct reason why = { 0 };
    bool bad = false;
    int64_t message, child;
    const char *what, *text;
    enum err e;

    if (!j)
        return;
    message = json_int_of(j, "message", &bad);
    child = json_int_of(j, "child", &bad);
    what = json_string_of(j, "do", &bad);
    text = json_string_of(j, "text", &bad);
    if (bad)
        e = ERR_INPUT;
    else if (!strcmp(what, "leave"))
        e = card_leave(w->db, q->id, message, q->caller.who);
    else if (!strcmp(what, "again"))
        e = card_again(w->db, q->id, message, q->caller.who);
    else
        e = strcmp(what, "put") != 0 ? ERR_INPUT : card_put(w->db, q->id,
            message, child, text, q->caller.who, &why);
    json_decref(j);
    if (e && reason_given(&why))
        reply_refused(r, e, &why);
    else if (e)
        reply_failure(r, e, e == ERR_NOT_FOUND ? no_card : e == ERR_INPUT
                ? "Say {\"message\": 12, \"do\": \"put\"}, with a child where"
                  " the family has several; or leave, or again." : NULL);
    else
        show(w, q, r);
}
