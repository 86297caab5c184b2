/* api_staff.c - accounts and access tokens. */
#include "base/clock.h"
#include "store/db/audit.h"
#include "store/thread/wall.h"
#include "web/api/api.h"
#include "web/kit/guess.h"
#include "web/view/account_view.h"

#include <string.h>

static void
add_staff(void *user, const struct staff *s)
{
    json_array_append_new(user, json_pack("{s:I, s:o, s:s, s:o}", "id",
        (json_int_t)s->id, "name", json_text(s->name), "role",
        staff_role_name(s->role), "created", json_time(s->created)));
}

/* Adds what the person is at the school and wishes. */
static enum err
add_profile(struct web *w, int64_t id, json_t *to)
{
    struct profile p;
    enum err e = profile_get(w->db, id, &p);
    json_t *more;

    if (e)
        return e;
    more = json_pack("{s:o, s:b, s:s, s:o, s:o, s:s, s:s}",
        "classes", json_lines(p.classes), "classes_kept", p.kept, "sees",
        p.walled ? "own" : "all", "subjects",
        json_text(p.subjects), "signature", json_text(p.signature),
        "language", p.language, "opens", *p.opens ? p.opens : "/");
    if (!more || json_object_update(to, more))
        e = ERR_MEMORY;
    json_decref(more);
    return e;
}

void
api_staff(struct web *w, const struct request *q, struct response *r)
{
    json_t *list = json_array(), *one;
    enum err e = staff_list(w->db, add_staff, list);
    size_t i;

    (void)q;
    json_array_foreach(list, i, one)
        if (!e)
            e = add_profile(w, json_integer_value(json_object_get(one, "id")),
                one);
    reply_list(r, e, list);
}

/* Name and role of a new account or token; ROLE_NONE after answering. */
static enum staff_role
read_role(const json_t *j, struct response *r, const char **name)
{
    bool bad = false;
    enum staff_role role = staff_role_of(json_string_of(j, "role", &bad));

    *name = json_string_of(j, "name", &bad);
    if (role != ROLE_NONE && **name && !bad)
        return role;
    reply_error(r, 400, !**name || bad ? "Say whose: \"name\"."
        : "Roles are admin, staff, safeguarding and reader.");
    return ROLE_NONE;
}

static void
answer(struct response *r, enum err e, const char *name)
{
    struct reason why = staff_why(e);

    if (!e)
        reply_json(r, 200, json_pack("{s:o}", "name", json_text(name)));
    else
        reply_refused(r, e, &why);
}

void
api_staff_add(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r, "name role password");
    bool bad = false;
    const char *name, *password;
    enum staff_role role;

    if (!j)
        return;
    password = json_string_of(j, "password", &bad);
    if ((role = read_role(j, r, &name)) != ROLE_NONE)
        answer(r, staff_add(w->db, name, role, password, q->caller.who), name);
    json_decref(j);
}

void
api_staff_password(struct web *w, const struct request *q,
    struct response *r)
{
    json_t *j = json_body(q, r, "password");
    bool bad = false;
    const char *password;

    if (!j)
        return;
    password = json_string_of(j, "password", &bad);
    answer(r, staff_password(w->db, q->segment, password, q->caller.who),
        q->segment);
    json_decref(j);
}

/* "classes": ["4B", "5A"]; left as they are where it is not there. */
static bool
read_classes(const json_t *j, struct profile *p)
{
    json_t *list = json_object_get(j, "classes"), *one;
    size_t i;

    if (!list)
        return true;
    *p->classes = '\0';
    if (!json_is_array(list))
        return false;
    json_array_foreach(list, i, one)
        if (!json_is_string(one) || account_add_class(p,
                json_string_value(one)))
            return false;
    return true;
}

/* "sees": "own" or "all"; left as it is where it is not there. */
static bool
read_sees(const json_t *j, struct profile *p, bool *bad)
{
    const char *sees = json_string_of(j, "sees", bad);

    if (!json_object_get(j, "sees"))
        return true;
    p->walled = !strcmp(sees, "own");
    return p->walled || !strcmp(sees, "all");
}

/* A line that is there, over what is kept. */
static enum err
read_line(const json_t *j, const char *name, char out[PROFILE_LINE],
    bool *bad, struct reason *why)
{
    const char *text = json_string_of(j, name, bad);

    return json_object_get(j, name) ? profile_line(text, out, why) : OK;
}

/* The members that are there, over what is kept; false after answering. */
static bool
read_profile(const json_t *j, struct response *r, struct profile *p)
{
    bool bad = false;
    const char *language = json_string_of(j, "language", &bad);
    const char *opens = json_string_of(j, "opens", &bad);
    struct reason why = { 0 };
    enum err e = read_line(j, "subjects", p->subjects, &bad, &why);

    if (!e)
        e = read_line(j, "signature", p->signature, &bad, &why);
    if (e)
        reply_refused(r, e, &why);
    else if (json_object_get(j, "language")
        && account_set_language(p, language))
        reply_error(r, 400, "The pages are not in that language.");
    else if (json_object_get(j, "opens") && account_set_opens(p, opens))
        reply_error(r, 400, "opens is /, /inbox, /week, /absent, /families or"
            " /dashboard.");
    else if (!read_classes(j, p))
        reply_error(r, 400, "classes are a list of their names.");
    else if (!read_sees(j, p, &bad))
        reply_error(r, 400, "sees is own (its classes alone) or all.");
    else if (bad)
        reply_error(r, 400, "All but classes is text.");
    else
        return true;
    return false;
}

/* Both or none. */
static enum err
save_profile(struct db *db, const struct profile *p, bool classes,
    const char *who, struct reason *why)
{
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = profile_save(db, p, classes, who, why))
        && (e = wall_set(db, p->staff, p->walled, who)) == ERR_REFUSED)
        *why = reason_words("Admins and safeguarding staff see all.");
    return db_end(db, e);
}

void
api_staff_profile(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r, "classes subjects signature language opens"
        " sees");
    struct reason why = { 0 };
    struct profile p;
    enum err e;

    if (!j)
        return;
    if ((e = profile_find(w->db, q->segment, &p)))
        why = staff_why(e);
    else if (!read_profile(j, r, &p)) {
        json_decref(j);
        return;
    } else
        e = save_profile(w->db, &p, json_object_get(j, "classes") != NULL,
            q->caller.who, &why);
    json_decref(j);
    j = json_pack("{s:o}", "name", json_text(e ? "" : p.name));
    if (!e && !(e = add_profile(w, p.staff, j)))
        reply_json(r, 200, j);
    else {
        json_decref(j);
        reply_refused(r, e, &why);
    }
}

void
api_staff_close(struct web *w, const struct request *q, struct response *r)
{
    answer(r, staff_retire(w->db, q->segment, ROLE_NONE, q->caller.who),
        q->segment);
}

void
api_staff_unlock(struct web *w, const struct request *q, struct response *r)
{
    enum err e = staff_unlock(w->db, q->segment, q->caller.who);

    if (!e)
        guess_forgive(q->segment);
    answer(r, e, q->segment);
}

/* A machine's token and its line in the audit log, both or none. */
static enum err
add_token(struct db *db, const char *name, enum staff_role role,
    int64_t expires, const char *who, char secret[65])
{
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = token_add(db, 0, name, role, expires, secret)))
        e = audit_add(db, who, "token.add", name, staff_role_name(role));
    return db_end(db, e);
}

static void
list_token(void *user, const struct token_entry *t)
{
    json_array_append_new(user, json_pack(
        "{s:s, s:o, s:s, s:o, s:o, s:o, s:b}", "key", t->key, "name",
        json_text(t->name), "role", staff_role_name(t->role), "created",
        json_time(t->created), "used", json_time(t->used), "expires",
        json_time(t->expires), "asleep", t->asleep));
}

void
api_tokens(struct web *w, const struct request *q, struct response *r)
{
    json_t *list = json_array();
    enum err e = token_list(w->db, list_token, list);

    (void)q;
    reply_list(r, e, list);
}

void
api_tokens_wake(struct web *w, const struct request *q, struct response *r)
{
    enum err e = token_wake(w->db, q->segment, q->caller.who);

    if (!e)
        reply_json(r, 200, json_object());
    else
        reply_failure(r, e, e == ERR_NOT_FOUND
                ? "No token of this key sleeps." : NULL);
}

void
api_tokens_add(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r, "name role days");
    char secret[65] = "";
    bool bad = false;
    const char *name;
    enum staff_role role;
    int64_t days;
    enum err e;

    if (!j)
        return;
    days = json_int_of(j, "days", &bad);
    if (days < 0 || days > 3650 || bad)
        reply_error(r, 400, "days is a number from 0 (for ever) to 3650.");
    else if ((role = read_role(j, r, &name)) != ROLE_NONE) {
        e = add_token(w->db, name, role, days ? clock_now() + days * DAY : 0,
            q->caller.who, secret);
        if (!e)
            reply_json(r, 201, json_pack("{s:o, s:s}", "name",
                json_text(name), "token", secret));
        else
            reply_failure(r, e, NULL);
    }
    json_decref(j);
}
