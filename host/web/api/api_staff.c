/* api_staff.c - accounts and access tokens. */
#include "base/clock.h"
#include "store/db/audit.h"
#include "web/api/api.h"
#include "web/kit/guess.h"

static void
add_staff(void *user, const struct staff *s)
{
    json_array_append_new(user, json_pack("{s:I, s:o, s:s, s:o}", "id",
        (json_int_t)s->id, "name", json_text(s->name), "role",
        staff_role_name(s->role), "created", json_time(s->created)));
}

void
api_staff(struct web *w, const struct request *q, struct response *r)
{
    json_t *list = json_array();
    enum err e = staff_list(w->db, add_staff, list);

    (void)q;
    if (!e)
        reply_json(r, 200, list);
    else {
        json_decref(list);
        reply_failure(r, e, NULL);
    }
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
    if (!e)
        reply_json(r, 200, list);
    else {
        json_decref(list);
        reply_failure(r, e, NULL);
    }
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
