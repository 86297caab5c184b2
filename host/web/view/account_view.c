#include "web/view/account_view.h"

#include "store/thread/desk.h"
#include "text/lines.h"
#include "web/kit/inside.h"
#include "web/kit/languages.h"
#include "web/kit/request.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct account_page account_pages[ACCOUNT_PAGES] = {
    { "/", "Today" }, { "/inbox", "Inbox" }, { "/week", "This week" },
    { "/absent", "Absent today" }, { "/families", "Families" },
    { "/dashboard", "Dashboard" } };

static void
keep_session(void *user, const struct session *s)
{
    struct account_view *v = user;

    if (v->count < ACCOUNT_SESSIONS)
        v->session[v->count++] = *s;
}

static void
keep_class(void *user, const char *name, int children)
{
    struct account_view *v = user;

    (void)children;
    if (v->n_classes < ACCOUNT_CLASSES)
        snprintf(v->classes[v->n_classes++], sizeof(v->classes[0]), "%s",
            name);
}

static bool
has_box(const struct account_view *v, const char *name)
{
    for (int i = 0; i < v->n_classes; i++)
        if (!strcmp(v->classes[i], name))
            return true;
    return false;
}

/* A class without a box would be lost when the form is saved. */
static void
add_own(struct account_view *v)
{
    const char *at = v->profile.classes, *line;
    size_t n;

    while ((line = lines_next(&at, &n))) {
        char name[CLASS_NAME_MAX];

        snprintf(name, sizeof(name), "%.*s", (int)n, line);
        if (*name && !has_box(v, name) && v->n_classes < ACCOUNT_BOXES)
            memcpy(v->classes[v->n_classes++], name, sizeof(name));
    }
}

enum err
account_read(struct web *w, const struct request *q, struct account_view *out)
{
    enum err e = staff_sessions(w->db, q->secret, keep_session, out);

    if (!e)
        e = profile_get(w->db, q->caller.staff, &out->profile);
    if (e || (e = desk_classes(w->db, keep_class, out)))
        return e;
    out->subjects = out->profile.subjects;
    out->signature = out->profile.signature;
    add_own(out);
    return OK;
}

static const char *
field(const struct request *q, const char *name)
{
    const char *v = params_get(&q->form, name);

    return v ? v : "";
}

/* The classes that are ticked; without the boxes they stay as they are. */
static enum err
read_boxes(const struct request *q, struct profile *p)
{
    enum err e = OK;

    if (params_flag(&q->form, "classes"))
        *p->classes = '\0';
    for (int i = 0; i < q->form.count; i++)
        if (!strcmp(q->form.item[i].name, "class")
            && account_add_class(p, q->form.item[i].value))
            e = ERR_INPUT;
    return e;
}

enum err
account_form(const struct request *q, struct account_view *v,
    struct reason *why)
{
    struct profile *p = &v->profile;
    bool full = read_boxes(q, p) != OK;
    bool known = !account_set_language(p, field(q, "language"));
    enum err e;

    v->subjects = field(q, "subjects");
    v->signature = field(q, "signature");
    if ((e = profile_line(v->subjects, p->subjects, why))
        || (e = profile_line(v->signature, p->signature, why)))
        return e;
    if (full)
        return reason_refuse(why, ERR_INPUT, reason_of(REASON_THIS_TOO_LONG));
    return known ? OK : reason_refuse(why, ERR_INPUT,
        reason_words("There is no such language here."));
}

enum err
account_signature(struct web *w, const struct request *q,
    char out[PROFILE_LINE])
{
    struct profile p = { .signature = "" };
    enum err e = q->caller.staff ? profile_get(w->db, q->caller.staff, &p)
                                 : OK;

    memcpy(out, p.signature, sizeof(p.signature));
    return e;
}

enum err
account_sign(struct web *w, const struct request *q, char *text, size_t room)
{
    struct profile p = { .signature = "" };
    enum err e = account_signature(w, q, p.signature);
    char *whole;

    if (e || !*p.signature)
        return e;
    if (!(whole = profile_sign(&p, text)))
        return ERR_MEMORY;
    if (strlen(whole) < room)
        snprintf(text, room, "%s", whole);
    free(whole);
    return OK;
}

enum err
account_set_opens(struct profile *p, const char *path)
{
    for (int i = 0; i < ACCOUNT_PAGES; i++)
        if (!strcmp(account_pages[i].path, path)) {
            snprintf(p->opens, sizeof(p->opens), "%s", i ? path : "");
            return OK;
        }
    return ERR_INPUT;
}

enum err
account_set_language(struct profile *p, const char *code)
{
    const struct language *l = *code ? languages_find(code) : NULL;

    if (*code && !l)
        return ERR_INPUT;
    snprintf(p->language, sizeof(p->language), "%s", l ? l->code : "");
    return OK;
}

static enum err
add(struct profile *p, const char *name, size_t n)
{
    size_t used = strlen(p->classes);

    if (used + n + 2 > sizeof(p->classes))
        return ERR_INPUT;
    snprintf(p->classes + used, sizeof(p->classes) - used, "%s%.*s",
        used ? "\n" : "", (int)n, name);
    return OK;
}

enum err
account_add_class(struct profile *p, const char *name)
{
    size_t n = strcspn(name, "\n");

    return n ? add(p, name, n) : OK;
}

enum err
account_set_classes(struct profile *p, const char *commas)
{
    enum err e = OK;

    *p->classes = '\0';
    while (!e && *commas) {
        size_t n;

        commas += strspn(commas, ", \n");
        n = strcspn(commas, ",\n");
        while (n && commas[n - 1] == ' ')
            n--;
        if (n)
            e = add(p, commas, n);
        commas += strcspn(commas, ",\n");
    }
    return e;
}

const char *
account_classes(const struct profile *p, char out[PROFILE_CLASSES * 2])
{
    char *to = out;

    for (const char *from = p->classes; *from; from++) {
        *to++ = *from == '\n' ? ',' : *from;
        if (*from == '\n')
            *to++ = ' ';
    }
    *to = '\0';
    return out;
}

const char *
account_does(const struct profile *p, char out[ACCOUNT_DOES])
{
    char classes[PROFILE_CLASSES * 2];

    snprintf(out, ACCOUNT_DOES, "%s%s%s", account_classes(p, classes),
        *p->classes && *p->subjects ? "; " : "", p->subjects);
    return out;
}
