/* known_view.c - what is known already of what somebody types. Declared in
 * family_view.h. */
#include "web/view/family_view.h"

#include "text/phone.h"
#include "web/kit/inside.h"

#include <string.h>

struct keeping {
    struct known_person *to;
    int *n;
};

static void
keep(void *user, const struct known_person *p)
{
    struct keeping *k = user;

    if (*k->n < KNOWN_SHOWN)
        k->to[(*k->n)++] = *p;
}

static enum err
read_number(struct db *db, const char *typed, const char *country,
    struct known_view *v)
{
    struct people_phone phone = { .id = 0 };
    struct phone_number read;
    struct keeping k = { v->holders, &v->n_holders };
    enum err e;

    if (!*typed)
        return OK;
    phone_read_typed(typed, country, &read);
    if (!read.international) {
        v->number_fault = reason_of(REASON_NO_PHONE_NUMBER);
        return OK;
    }
    if ((e = known_doubtful(db, read.text, &v->doubtful))
        || (e = known_holders(db, read.text, keep, &k)))
        return e;
    e = phone_get(db, read.text, &phone);
    if (!e)
        v->state = phone.state;
    return e == ERR_NOT_FOUND ? OK : e;
}

static const char *
field(const struct params *typed, const char *name)
{
    const char *v = params_get(typed, name);

    return v ? v : "";
}

enum err
known_view_read(struct db *db, const char *country,
    const struct params *typed, struct known_view *out)
{
    struct keeping children = { out->children, &out->n_children };
    struct keeping guardians = { out->guardians, &out->n_guardians };
    enum err e;

    memset(out, 0, sizeof(*out));
    if ((e = read_number(db, field(typed, "number"), country, out))
        || (e = known_children(db, field(typed, "child"),
                field(typed, "class"), keep, &children)))
        return e;
    return known_guardians(db, field(typed, "guardian"), keep, &guardians);
}
