#include "web/kit/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char json_mime[] = "application/json; charset=utf-8";

void
reply_json(struct response *r, int status, json_t *j)
{
    char *text = j ? json_dumps(j, JSON_COMPACT) : NULL;

    json_decref(j);
    reply_text(r, status, json_mime, text);
}

void
reply_list(struct response *r, enum err e, json_t *list)
{
    if (!e) {
        reply_json(r, 200, list);
        return;
    }
    json_decref(list);
    reply_failure(r, e, NULL);
}

void
reply_error(struct response *r, int status, const char *fmt, ...)
{
    char text[400];
    va_list ap;
    json_t *j;

    va_start(ap, fmt);
    vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    if ((j = json_object()))
        json_object_set_new(j, "error", json_text(text));
    reply_json(r, status, j);
}

int
reply_status(enum err e)
{
    switch (e) {
    case OK:
        return 200;
    case ERR_INPUT:
        return 400;
    case ERR_NOT_FOUND:
    case ERR_EMPTY:
        return 404;
    case ERR_EXISTS:
    case ERR_REFUSED:
        return 409;
    case ERR_BUSY:
    case ERR_TIMEOUT:
    case ERR_GONE:
        return 503;
    case ERR_DISK_FULL:
        return 507;
    case ERR_MEMORY:
    case ERR_IO:
    case ERR_CORRUPT:
    case ERR_UNSURE:
    case ERR_COUNT:
        break;
    }
    return 500;
}

void
reply_failure(struct response *r, enum err e, const char *why)
{
    reply_error(r, reply_status(e), "%s", why && *why ? why : e == ERR_IO
        ? "The disk cannot be used: nothing was changed." : err_text(e));
}

void
reply_refused(struct response *r, enum err e, const struct reason *why)
{
    char said[REASON_SAID];

    reply_failure(r, e, why ? reason_english(why, said) : NULL);
}

bool
list_sent(const struct request *q, struct response *r, struct list_sent *out)
{
    const char *text = params_get(&q->form, "list");

    *out = (struct list_sent){ q->body ? q->body : "", q->bytes, &q->query };
    if (!q->parts)
        return true;
    *out = (struct list_sent){ q->file.bytes, q->file.n, &q->form };
    if (!out->bytes && text)    /* as text rather than a file */
        *out = (struct list_sent){ text, strlen(text), &q->form };
    if (q->query.count)
        reply_error(r, 400, "What is said of a list stands in its form, or in"
            " the query: not in both.");
    else if (!out->n)
        reply_error(r, 400, "The form brought no list: its field \"list\" is"
            " the file.");
    return !q->query.count && out->n;
}

/* The first member whose name is none of these; NULL: each is. */
static const char *
stranger_in(const json_t *j, const char *names)
{
    const char *name, *at;
    size_t bytes;
    json_t *member;

    json_object_foreach((json_t *)(uintptr_t)j, name, member) {
        bytes = strlen(name);
        if (!bytes || strchr(name, ' '))
            return name;
        for (at = names; (at = strstr(at, name)); at += bytes)
            if ((at == names || at[-1] == ' ')
                && (at[bytes] == ' ' || !at[bytes]))
                break;
        if (!at)
            return name;
    }
    return NULL;
}

json_t *
json_body(const struct request *q, struct response *r, const char *names)
{
    const char *stranger = NULL;
    json_error_t bad;
    json_t *j = json_loadb(q->body ? q->body : "", q->bytes,
        JSON_REJECT_DUPLICATES, &bad);

    if (!j)
        reply_error(r, 400, "The body is no JSON: %s (line %d).", bad.text,
            bad.line);
    else if (!json_is_object(j)) {
        reply_error(r, 400, "The body must be a JSON object.");
        json_decref(j);
        j = NULL;
    } else if ((stranger = stranger_in(j, names))) {
        reply_error(r, 400, "There is no field \"%.40s\" here. There are: %s.",
            stranger, names);
        json_decref(j);
        j = NULL;
    }
    return j;
}

const char *
json_string_of(const json_t *j, const char *name, bool *bad)
{
    const json_t *m = json_object_get(j, name);

    if (m && !json_is_null(m) && !json_is_string(m))
        *bad = true;
    return json_is_string(m) ? json_string_value(m) : "";
}

int64_t
json_int_of(const json_t *j, const char *name, bool *bad)
{
    const json_t *m = json_object_get(j, name);

    if (m && !json_is_null(m) && !json_is_integer(m))
        *bad = true;
    return json_integer_value(m);
}

bool
json_flag_of(const json_t *j, const char *name, bool *bad)
{
    const json_t *m = json_object_get(j, name);

    if (m && !json_is_null(m) && !json_is_boolean(m))
        *bad = true;
    return json_is_true(m);
}
