#include "web/view/kept.h"

#include <stdio.h>
#include <string.h>

#define PREFIX "kept."
enum { KEPT_BYTES = 48 * 1024, KEPT_FIELDS = PARAMS_MAX - 12, NAME = 80 };

void
kept_from(const struct request *q, struct kept *out)
{
    size_t bytes = 0;

    *out = (struct kept){ .to = "" };
    for (int i = 0; i < q->form.count; i++)
        bytes += strlen(q->form.item[i].name) + strlen(q->form.item[i].value);
    if (q->method == METHOD_POST && q->form.count && !q->file.bytes
        && q->form.count <= KEPT_FIELDS && bytes <= KEPT_BYTES)
        *out = (struct kept){ &q->form, q->path, true };
}

void
kept_along(const struct request *q, struct kept *out)
{
    const char *to = params_get(&q->form, "to");

    *out = (struct kept){ .to = "" };
    if (to && !strcmp(request_next(to), to))
        *out = (struct kept){ &q->form, to, false };
}

/* The field's name as its page wrote it; NULL: it is none of the page's. */
static const char *
own_name(const struct kept *k, int i)
{
    const char *name = k->form->item[i].name;

    if (!k->own) {
        if (strncmp(name, PREFIX, strlen(PREFIX)) != 0)
            return NULL;
        name += strlen(PREFIX);
    }
    return strcmp(name, "csrf") && strlen(name) < NAME ? name : NULL;
}

static const char *
value_of(const struct kept *k, const char *name)
{
    const char *own;

    for (int i = 0; k->form && i < k->form->count; i++)
        if ((own = own_name(k, i)) && !strcmp(own, name))
            return k->form->item[i].value;
    return "";
}

bool
kept_is_of(const struct kept *k, const char *name)
{
    return k->form && !strcmp(value_of(k, "by"), name);
}

void
kept_write(struct page *p, const struct kept *k, bool own)
{
    const char *name;

    for (int i = 0; k->form && i < k->form->count; i++) {
        if (!(name = own_name(k, i)) || (own && !strcmp(name, "by")))
            continue;
        html_raw(&p->out, "<input type=\"hidden\" name=\"");
        html_raw(&p->out, own ? "" : PREFIX);
        html_text(&p->out, name);
        html_raw(&p->out, "\" value=\"");
        html_text(&p->out, k->form->item[i].value);
        html_raw(&p->out, "\">\n");
    }
}

const char *
kept_words(const struct kept *k)
{
    static const char *const names[] = { "text", "note", "outcome" };
    const char *words = "";

    for (size_t i = 0; !*words && i < sizeof(names) / sizeof(*names); i++)
        words = value_of(k, names[i]);
    return words;
}
