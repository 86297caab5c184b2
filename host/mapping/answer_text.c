/* answer_text.c - the text of a possible answer in pieces: the lists' phrases,
 * options and names, without greetings and courtesies. */
#include "mapping/answer_own.h"

#include "mapping/names.h"
#include "text/weekdays.h"

#include <string.h>

#define KINDS                                                                 \
    (SAID(YES) | SAID(NO) | SAID(OKAY) | SAID(COMING) | SAID(CANNOT)          \
        | SAID(NOT) | SAID(UNSURE) | SAID(LABEL) | SAID(POLITE)               \
        | SAID(AROUND) | SAID_NUMBER)

/* The one option that is a yes (or no) in whatever language; 0: none or two. */
static int
option_like(const struct mapping_question *q, enum words_kind kind)
{
    int found = 0;

    for (int i = 0; i < q->option_count; i++) {
        if (!words_are(kind, WORDS_ALL, q->options[i]))
            continue;
        if (found)
            return 0;
        found = i + 1;
    }
    return found;
}

/* Each name of a child or guardian, word by word. */
static enum err
add_name(const char *name, struct said_own *own, int *count)
{
    struct names_text t;
    enum err e = names_split(name, &t);

    for (int i = 0; !e && i < t.count && *count < SAID_OWN_MAX; i++) {
        struct said_own *o = &own[*count];

        if (t.words[i].bytes < 3 || t.words[i].bytes >= sizeof(o->key))
            continue;
        *o = (struct said_own){ .kind = SAID_NAME };
        memcpy(o->key, t.words[i].at, t.words[i].bytes);
        ++*count;
    }
    names_clear(&t);
    return e;
}

struct naming {
    struct said_own *own;
    int *count, option;
};

static bool
add_option(void *user, const char *name)
{
    struct naming *n = user;

    if (*n->count < SAID_OWN_MAX
        && said_key(&n->own[*n->count], SAID_OPTION, n->option, name))
        ++*n->count;
    return *n->count < SAID_OWN_MAX;
}

/* What an option is called: as it stands there, and a day of the week in each
 * of the languages ("Tuesday" is answered with "Jumanne"). */
static void
add_options(const struct reading *r, words_set languages, struct naming *n)
{
    const char *const *names = r->q->options;
    int day;

    for (n->option = 1; n->option <= r->q->option_count; n->option++)
        if (n->option != r->yes && n->option != r->no)
            (void)add_option(n, names[n->option - 1]);
    for (n->option = 1; n->option <= r->q->option_count; n->option++)
        if ((day = weekday_of(names[n->option - 1])))
            weekday_names(day, languages, add_option, n);
}

static enum err
add_own(const struct mapping_input *in, const struct reading *r,
    words_set languages, struct said_own *own, int *count)
{
    struct naming n = { own, count, 0 };
    enum err e = OK;

    add_options(r, languages, &n);
    for (int i = 0; i < in->family_count; i++) {
        const struct mapping_family *f = &in->families[i];

        for (int k = 0; !e && k < f->child_count; k++)
            e = add_name(f->children[k], own, count);
        for (int k = 0; !e && k < f->guardian_count; k++)
            e = add_name(f->guardians[k], own, count);
    }
    return e;
}

bool
reading_is(const struct reading *r, int i, unsigned kinds)
{
    return i >= 0 && i < r->said.count && (r->said.piece[i].kinds & kinds);
}

bool
reading_has_digits(const struct reading *r, int i)
{
    return i >= 0 && i < r->said.count && r->said.piece[i].digits;
}

/* What answers: yes, no, a number, an option's words. */
bool
reading_answers(const struct reading *r, int i)
{
    if (i < 0 || i >= r->said.count
        || (r->said.piece[i].whole && r->said.count > 1))
        return false;
    return reading_is(r, i, SAID(YES) | SAID(NO) | SAID_OPTION)
        || r->said.piece[i].number;
}

bool
reading_is_polite(const struct reading *r, int i)
{
    return reading_is(r, i, SAID(POLITE) | SAID(OKAY) | SAID_NAME)
        && !reading_answers(r, i);
}

/* Leaves out greetings in front and courtesies at the end. */
static void
trim(struct reading *r)
{
    r->to = r->said.count;
    while (r->from < r->to && reading_is_polite(r, r->from)) {
        r->okay = r->okay || reading_is(r, r->from, SAID(OKAY));
        r->from++;
    }
    while (r->to > r->from && reading_is_polite(r, r->to - 1))
        r->to--;
}

enum err
reading_split(const struct mapping_input *in, words_set languages,
    struct reading *r)
{
    struct said_own own[SAID_OWN_MAX];
    int count = 0;
    enum err e;

    r->yes = option_like(r->q, WORDS_YES);
    r->no = option_like(r->q, WORDS_NO);
    if ((e = add_own(in, r, languages, own, &count))
        || (e = said_read(in->text, languages, KINDS, own, count, &r->said)))
        return e;
    trim(r);
    return OK;
}
