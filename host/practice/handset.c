#include "practice/alphabet.h"
#include "practice/handset.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A text of which parts are still missing. */
struct handset_joining {
    struct handset_joining *next;
    char from[PDU_NUMBER_MAX];
    int width;
    unsigned ref, total, have;
    struct {
        uint16_t *units;        /* owned; NULL: not come yet */
        size_t n;
    } part[];                   /* total of them */
};

enum err
handset_new(const char *number, struct handset **out)
{
    struct handset *h = calloc(1, sizeof(*h));

    if (!h)
        return ERR_MEMORY;
    if (pdu_address_set(&h->shows, number, 0)) {
        free(h);
        return ERR_INPUT;
    }
    snprintf(h->number, sizeof(h->number), "%s", number);
    h->width = 8;
    *out = h;
    return OK;
}

static void
joining_free(struct handset_joining *j)
{
    for (unsigned i = 0; i < j->total; i++)
        free(j->part[i].units);
    free(j);
}

void
handset_free(struct handset *h)
{
    struct handset_joining *j, *next;

    if (!h)
        return;
    for (size_t i = 0; i < h->texts; i++)
        free(h->inbox[i].text);
    for (j = h->joining; j; j = next) {
        next = j->next;
        joining_free(j);
    }
    handset_rules_clear(h);
    free(h->inbox);
    free(h);
}

static enum err
show(struct handset *h, const char *from, const uint16_t *units, size_t n,
    unsigned parts, int64_t at, const struct handset_text **shown)
{
    struct handset_text *t;
    char *text = malloc(3 * n + 1);

    if (!text)
        return ERR_MEMORY;
    if (h->texts == h->texts_room) {
        size_t room = h->texts_room ? 2 * h->texts_room : 4;

        t = realloc(h->inbox, room * sizeof(*t));
        if (!t) {
            free(text);
            return ERR_MEMORY;
        }
        h->inbox = t;
        h->texts_room = room;
    }
    alphabet_utf8(units, n, text);
    t = &h->inbox[h->texts++];
    *t = (struct handset_text){ .at = at, .text = text, .parts = parts };
    snprintf(t->from, sizeof(t->from), "%s", from);
    snprintf(h->last_from, sizeof(h->last_from), "%s", from);
    *shown = t;
    return OK;
}

static struct handset_joining *
find_joining(struct handset *h, const char *from, const struct pdu_user *u)
{
    struct handset_joining *j;

    for (j = h->joining; j; j = j->next)
        if (j->width == u->width && j->ref == u->ref && j->total == u->total
            && !strcmp(j->from, from))
            return j;
    j = calloc(1, sizeof(*j) + u->total * sizeof(j->part[0]));
    if (!j)
        return NULL;
    snprintf(j->from, sizeof(j->from), "%s", from);
    j->width = u->width;
    j->ref = u->ref;
    j->total = u->total;
    j->next = h->joining;
    h->joining = j;
    return j;
}

static enum err
join(struct handset *h, struct handset_joining *j, int64_t at,
    const struct handset_text **shown)
{
    struct handset_joining **from = &h->joining;
    uint16_t *units = malloc(sizeof(*units) * PDU_UNITS_MAX * j->total);
    size_t n = 0;
    enum err e;

    if (!units)
        return ERR_MEMORY;
    /* Units are joined before they become letters: a surrogate pair may have
     * been cut by the sender. */
    for (unsigned i = 0; i < j->total; i++) {
        memcpy(units + n, j->part[i].units, j->part[i].n * sizeof(*units));
        n += j->part[i].n;
    }
    e = show(h, j->from, units, n, j->total, at, shown);
    while (*from != j)
        from = &(*from)->next;
    *from = j->next;
    joining_free(j);
    free(units);
    return e;
}

enum err
handset_take(struct handset *h, const char *from, const struct pdu_user *user,
    int64_t at, const struct handset_text **shown)
{
    uint16_t units[PDU_UNITS_MAX];
    size_t n = pdu_user_units(user, units);
    struct handset_joining *j;
    uint16_t *copy;

    *shown = NULL;
    if (!user->width)
        return show(h, from, units, n, 1, at, shown);
    j = find_joining(h, from, user);
    if (!j)
        return ERR_MEMORY;
    if (j->part[user->part - 1].units)
        return OK;
    copy = malloc((n + 1) * sizeof(*copy));
    if (!copy)
        return ERR_MEMORY;
    memcpy(copy, units, n * sizeof(*copy));
    j->part[user->part - 1].units = copy;
    j->part[user->part - 1].n = n;
    return ++j->have == j->total ? join(h, j, at, shown) : OK;
}

enum err
handset_rule_add(struct handset *h, const char *match, const char *text,
    int64_t after_ms, long times)
{
    struct handset_rule *r =
        realloc(h->rules, (h->rule_count + 1) * sizeof(*r));

    if (!r)
        return ERR_MEMORY;
    h->rules = r;
    r += h->rule_count;
    *r = (struct handset_rule){ strdup(match), strdup(text), after_ms, times };
    if (!r->match || !r->text) {
        free(r->match);
        free(r->text);
        return ERR_MEMORY;
    }
    h->rule_count++;
    return OK;
}

void
handset_rules_clear(struct handset *h)
{
    for (size_t i = 0; i < h->rule_count; i++) {
        free(h->rules[i].match);
        free(h->rules[i].text);
    }
    free(h->rules);
    h->rules = NULL;
    h->rule_count = 0;
}

const struct handset_rule *
handset_rule_use(struct handset *h, const char *text)
{
    for (size_t i = 0; i < h->rule_count; i++) {
        struct handset_rule *r = &h->rules[i];

        if (!r->left || !strstr(text, r->match))
            continue;
        if (r->left > 0)
            r->left--;
        return r;
    }
    return NULL;
}

/* Places a unit takes in a part: septets, or octets for UCS-2; 0: none. */
static size_t
cost(const struct pdu_user *u, bool ucs2, uint16_t unit)
{
    uint8_t septets[2];

    if (ucs2)
        return 2;
    return (size_t)alphabet_septets(unit, u->locking, u->single, septets);
}

/* How many of n units fit one part like u without cutting a pair. */
static size_t
fit(const struct pdu_user *u, bool ucs2, const uint16_t *units, size_t n)
{
    size_t room = pdu_user_room(u, ucs2), used = 0, i;

    for (i = 0; i < n; i++) {
        used += cost(u, ucs2, units[i]);
        if (used > room)
            break;
    }
    if (ucs2 && i && i < n && (units[i - 1] & 0xfc00) == 0xd800)
        i--;
    return i;
}

static bool
all_in_default(const uint16_t *units, size_t n)
{
    const struct pdu_user plain = { 0 };

    for (size_t i = 0; i < n; i++)
        if (!cost(&plain, false, units[i]))
            return false;
    return true;
}

/* Parts needed when each looks like u; 0: more than there may be. */
static unsigned
parts_needed(const struct pdu_user *u, bool ucs2, const uint16_t *units,
    size_t n)
{
    unsigned parts = 0;
    size_t at = 0;

    do {
        at += fit(u, ucs2, units + at, n - at);
        parts++;
    } while (at < n && parts <= HANDSET_PARTS_MAX);
    return parts > HANDSET_PARTS_MAX ? 0 : parts;
}

static enum err
split_units(const struct handset_typed *t, const uint16_t *units, size_t n,
    struct pdu_user **parts, size_t *count)
{
    bool ucs2 = t->alphabet == HANDSET_UCS2
        || (t->alphabet == HANDSET_AUTO && !all_in_default(units, n));
    struct pdu_user like = { .locking = ucs2 ? 0 : t->locking,
        .single = ucs2 ? 0 : t->single };
    size_t at = 0;
    enum err e = OK;

    if (t->message_class >= 0)
        like.dcs = (uint8_t)(0x10 | (t->message_class & 3));
    if (parts_needed(&like, ucs2, units, n) != 1) {
        like.width = t->width == 16 ? 16 : 8;
        like.ref = t->ref & (like.width == 16 ? 0xffffu : 0xffu);
    }
    like.total = parts_needed(&like, ucs2, units, n);
    if (!like.total)
        return ERR_INPUT;
    *parts = calloc(like.total, sizeof(**parts));
    if (!*parts)
        return ERR_MEMORY;
    for (unsigned i = 0; i < like.total && !e; i++) {
        size_t k = fit(&like, ucs2, units + at, n - at);

        like.part = i + 1;
        (*parts)[i] = like;
        e = pdu_user_write(&(*parts)[i], ucs2, units + at, k);
        at += k;
    }
    *count = like.total;
    if (e)
        free(*parts);
    return e;
}

enum err
handset_split(const struct handset_typed *t, struct pdu_user **parts,
    size_t *count)
{
    size_t room = strlen(t->text) + 1, n;
    uint16_t *units = malloc(room * sizeof(*units));
    enum err e = ERR_MEMORY;

    if (units) {
        n = alphabet_units(t->text, units, room);
        e = split_units(t, units, n, parts, count);
    }
    free(units);
    return e;
}
