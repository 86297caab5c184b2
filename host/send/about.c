/* about.c - which children of a family a text is about: those that its writer
 * named to us, else those that the text itself names. Declared in send_own.h. */
#include "send/send_own.h"

#include "store/people/left.h"
#include "text/clean.h"

#include <stdio.h>
#include <string.h>

struct families_of {
    int64_t family;             /* the first */
    int n;
};

static void
keep_family(void *user, int64_t family)
{
    struct families_of *f = user;

    if (!f->n++)
        f->family = family;
}

enum err
send_to_child(struct send_plan *p)
{
    const struct send *s = p->s;
    struct families_of f = { 0 };
    enum err e;

    if (!s->n_about || s->family || s->thread || send_to_number(s) || s->all
        || (s->class_name && *s->class_name) || s->n_classes || s->n_groups
        || s->n_families || s->silent || s->remind)
        return OK;
    if ((e = child_families(p->db, s->about[0], keep_family, &f)))
        return e;
    if (!f.n)
        return reason_refuse(p->why, ERR_NOT_FOUND,
            reason_of(REASON_NO_SUCH_CHILD));
    if (f.n > 1)
        return reason_refuse(p->why, ERR_INPUT,
            reason_of(REASON_ABOUT_FAMILIES));
    p->own = *s;
    p->own.family = f.family;
    p->s = &p->own;
    return OK;
}

static void
keep(void *user, const struct child *c)
{
    struct send_plan *p = user;

    if (p->n_about < ABOUT_MAX)
        p->about[p->n_about++] = *c;
}

static void
keep_wanted(void *user, const struct child *c)
{
    struct send_plan *p = user;

    for (int i = 0; i < p->s->n_about; i++)
        if (p->s->about[i] == c->id) {
            keep(p, c);
            return;
        }
}

/* How many different ones the writer said. */
static int
count_wanted(const struct send *s)
{
    int n = 0;

    for (int i = 0; i < s->n_about; i++) {
        bool twice = false;

        for (int k = 0; k < i; k++)
            twice |= s->about[k] == s->about[i];
        n += !twice;
    }
    return n;
}

/* Whether the text has the field {child}, which names all of them. */
static bool
has_field(const char *text)
{
    const char *at = strstr(text, "{child");

    return at && (at[6] == '}' || at[6] == '|');
}

enum err
send_about(struct send_plan *p)
{
    const struct send *s = p->s;
    /* What is said in a tray is nobody's but the tray's. */
    int64_t family = p->many || !p->count || s->thread ? 0
        : p->targets[0].family;
    enum err e;

    if (!s->n_about && (!family || !s->text))
        return OK;
    if (s->n_about) {
        if (family && ((e = family_children(p->db, family, keep_wanted, p))
                || (e = family_left(p->db, family, keep_wanted, p))))
            return e;
        return p->n_about == count_wanted(s) ? OK
            : reason_refuse(p->why, ERR_INPUT,
                reason_of(REASON_ABOUT_NOT_THEIRS));
    }
    if (has_field(s->text))
        return family_children(p->db, family, keep, p);
    return send_named(p->db, family, s->text, keep, p);
}

void
send_about_fields(const struct send_plan *p, char *names, size_t room,
    char *classes, size_t class_room)
{
    size_t n = 0, k = 0;

    for (int i = 0; p->s->n_about && i < p->n_about; i++) {
        const struct child *c = &p->about[i];
        char first[120];

        name_first(c->name, first, sizeof(first));
        if (n < room)
            n += (size_t)snprintf(names + n, room - n, "%s%s", n ? ", " : "",
                first);
        if (k < class_room && *c->class_name
            && !send_lists(classes, c->class_name))
            k += (size_t)snprintf(classes + k, class_room - k, "%s%s",
                k ? ", " : "", c->class_name);
    }
}
