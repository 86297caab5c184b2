#include "web/view/search_view.h"

#include "base/clock.h"
#include "mapping/mapping.h"
#include "store/figures/term.h"
#include "store/people/named.h"
#include "store/thread/desk.h"
#include "text/phone.h"
#include "text/unicode.h"
#include "web/kit/inside.h"
#include "web/kit/when.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct reading {
    struct search_view *v;
    enum err e;
};

static const struct {
    const char *name, *words;
} periods[SEARCH_PERIODS] = {
    [SEARCH_ANY_TIME] = { "", "Any time" },
    [SEARCH_TODAY] = { "today", "Today" },
    [SEARCH_WEEK] = { "week", "The last 7 days" },
    [SEARCH_MONTH] = { "month", "The last 30 days" },
    [SEARCH_TERM] = { "term", "This term" },
    [SEARCH_BEFORE_TERM] = { "before", "Before this term" },
};

const char *
search_period_name(enum search_period p)
{
    return periods[p].name;
}

const char *
search_period_words(enum search_period p)
{
    return periods[p].words;
}

bool
search_is_narrow(const struct search_view *v)
{
    return *v->class_typed || v->only.family.id || *v->from || *v->until || v->period;
}

bool
search_is_empty(const struct search_view *v)
{
    return (*v->words || search_is_narrow(v)) && !v->n_families && !v->n_senders
        && !v->n_hits && !*v->found_class && !*v->found_day;
}

static void
keep_class(void *user, const char *name, int children)
{
    struct search_view *v = user;

    if (!strcmp(name, v->found_class))
        v->class_children = children;
    if (v->n_classes < SEARCH_CLASSES)
        snprintf(v->classes[v->n_classes++], CLASS_NAME_MAX, "%s", name);
}

static void
keep_family(void *user, const struct family *f)
{
    struct search_view *v = user;

    v->all_families++;
    if (v->n_families < SEARCH_FAMILIES)
        v->families[v->n_families++].family = *f;
}

static void
keep_sender(void *user, const struct thread *t)
{
    struct search_view *v = user;

    if (v->n_senders < SEARCH_SENDERS)
        v->senders[v->n_senders++] = *t;
    else
        v->more_senders = true;
}

/* Of fewer digits than three nearly every number would be. */
static enum err
read_senders(struct web *w, const struct request *q, struct search_view *v)
{
    bool all = caller_sees_all(&q->caller);
    char digits[32], *folded = NULL;
    enum err e = unicode_fold(v->words, &folded);

    if (e)
        return e;
    phone_digits(folded, digits, sizeof(digits));
    free(folded);
    if (!*digits)
        return thread_senders_named(w->db, v->words, all,
            caller_sees_tray(&q->caller, MAPPING_MONEY), SEARCH_SENDERS + 1,
            keep_sender, v);
    return strlen(digits) < 3 ? OK : thread_senders(w->db, digits, all,
        SEARCH_SENDERS + 1, keep_sender, v);
}

static enum err
read_people(struct web *w, const struct request *q, struct search_view *v)
{
    enum err e = family_list(w->db, v->words, FAMILIES_BY_CLASS, INT32_MAX,
        keep_family, v);

    if (!e)
        e = family_lines_read(w->db, v->families, v->n_families);
    return e ? e : read_senders(w, q, v);
}

/* --- messages ------------------------------------------------------------- */

/* The number in canonical form that the words are; "" they are none. */
static enum err
read_number(const struct request *q, const char *words, char out[PHONE_MAX])
{
    char digits[32], *folded = NULL;
    struct phone_number read;
    enum err e = unicode_fold(words, &folded);

    *out = '\0';
    if (e)
        return e;
    phone_digits(folded, digits, sizeof(digits));
    if (*digits) {
        phone_read(folded, q->rules->config.school.country, &read);
        if (read.kind == PHONE_NUMBER)
            snprintf(out, PHONE_MAX, "%s", read.text);
    }
    free(folded);
    return OK;
}

enum err
search_messages(struct web *w, const struct request *q,
    struct message_search *s,
    void (*fn)(void *user, const struct message *m), void *user, int *count)
{
    struct message_search all;
    char number[PHONE_MAX];
    struct named named = { 0 };
    enum err e;

    s->all = caller_sees_all(&q->caller);
    s->hides_money = !caller_sees_tray(&q->caller, MAPPING_MONEY);
    if (!s->words)
        s->words = "";
    if ((e = read_number(q, s->words, number))
        || (!s->family && (e = named_read(w->db, s->words, &named))))
        goto end;
    s->number = number;
    s->families = named.families;
    s->rest = named.rest;
    if ((e = thread_search(w->db, s, fn, user)) || !count)
        goto end;
    all = *s;
    all.before = 0;
    e = thread_search_count(w->db, &all, SEARCH_COUNTED, count);
end:
    s->number = s->families = s->rest = NULL;
    named_clear(&named);
    return e;
}

/* One more than is shown says that there are more. */
static void
keep_hit(void *user, const struct message *m)
{
    struct reading *r = user;
    struct search_hit *h = &r->v->hits[r->v->n_hits];

    if (r->v->n_hits == SEARCH_MESSAGES) {
        r->v->older = h[-1].id;
        return;
    }
    *h = (struct search_hit){ .id = m->id, .thread = m->thread, .at = m->at,
        .in = m->direction == MESSAGE_IN, .tray = m->tray,
        .call = m->kind == MESSAGE_MISSED_CALL,
        .family.family.id = m->family };
    if (!r->e)
        r->e = excerpt_read(m->body, r->v->in_texts, &h->excerpt);
    r->v->n_hits++;
}

/* Whose they are, after the messages were read. */
static enum err
name_hits(struct web *w, struct search_view *v)
{
    struct thread t;
    enum err e = OK;

    for (int i = 0; i < v->n_hits && !e; i++) {
        struct family_line *f = &v->hits[i].family;

        if (f->family.id)
            e = family_get(w->db, f->family.id, &f->family);
        else if (!(e = thread_get(w->db, v->hits[i].thread, &t)))
            snprintf(f->family.label, sizeof(f->family.label), "%s", t.label);
        if (!e && f->family.id)
            e = family_lines_read(w->db, f, 1);
    }
    return e;
}

/* When a period begins and ends, UTC ms; 0: it does not. */
static enum err
read_period(struct db *db, const struct search_view *v, int64_t *from,
    int64_t *until)
{
    const int64_t now = clock_now();
    time_t seconds = (time_t)(now / 1000);
    struct term term;
    struct tm t;
    enum err e = OK;

    localtime_r(&seconds, &t);
    t.tm_hour = t.tm_min = t.tm_sec = 0;
    t.tm_isdst = -1;
    *from = when_day(v->from, false);
    *until = when_day(v->until, true);
    if (*v->from || *v->until || v->period == SEARCH_ANY_TIME)
        return OK;
    if (v->period == SEARCH_TERM || v->period == SEARCH_BEFORE_TERM) {
        if ((e = term_read(db, &term)))
            return e;
        *(v->period == SEARCH_TERM ? from : until) = term.began;
        return OK;
    }
    t.tm_mday -= v->period == SEARCH_WEEK ? 6
        : v->period == SEARCH_MONTH ? 29 : 0;
    *from = (int64_t)mktime(&t) * 1000;
    return OK;
}

static enum err
read_messages(struct web *w, const struct request *q, struct search_view *v)
{
    struct reading r = { .v = v };
    struct message_search s = { .words = v->in_texts,
        .class_name = v->class_name, .family = v->only.family.id,
        .before = params_int(&q->query, "before", INT64_MAX, 0),
        .limit = SEARCH_MESSAGES + 1 };
    enum err e = read_period(w->db, v, &s.from, &s.until);

    v->bad_day = (*v->from && !s.from) || (*v->until && !s.until);
    if (e || v->bad_day || (*v->class_typed && !*v->class_name))
        return e;
    e = search_messages(w, q, &s, keep_hit, &r, &v->all_hits);
    return e || (e = r.e) ? e : name_hits(w, v);
}

/* The day that was typed, and how many messages it has. */
static enum err
read_day(struct web *w, const struct request *q, struct search_view *v)
{
    struct message_search s = { .words = "",
        .all = caller_sees_all(&q->caller),
        .hides_money = !caller_sees_tray(&q->caller, MAPPING_MONEY) };
    char *folded = NULL;
    enum err e = unicode_fold(v->words, &folded);

    if (e)
        return e;
    if (when_written(folded, clock_now(), v->found_day)) {
        s.from = when_day(v->found_day, false);
        s.until = when_day(v->found_day, true);
        e = thread_search_count(w->db, &s, SEARCH_COUNTED, &v->day_messages);
    }
    free(folded);
    return e;
}

/* --- what can be tried ---------------------------------------------------- */

struct trying {
    struct search_view *v;
    const char *before, *word;  /* of the words as typed */
    size_t bytes;
};

static struct search_try *
next_try(struct search_view *v, bool spelt)
{
    struct search_try *t = v->n_tries < SEARCH_TRIES
        ? &v->tries[v->n_tries++] : NULL;

    if (t)
        t->spelt = spelt;
    return t;
}

/* What was typed, with this name in the place of one word. */
static void
keep_near(void *user, const char *name)
{
    const struct trying *y = user;
    struct search_try *t = next_try(y->v, true);

    if (t)
        snprintf(t->words, sizeof(t->words), "%.*s%s%.200s",
            (int)(y->word - y->v->words), y->v->words, name,
            y->word + y->bytes);
}

static void
keep_nothing(void *user, const struct message *m)
{
    (void)user;
    (void)m;
}

/* One of several words alone, where messages have it. */
static enum err
try_alone(struct web *w, const struct request *q, const struct trying *y)
{
    char word[160];
    struct message_search s = { .words = word, .limit = 1 };
    struct search_try *t;
    int count = 0;
    enum err e;

    snprintf(word, sizeof(word), "%.*s", (int)y->bytes, y->word);
    if ((e = search_messages(w, q, &s, keep_nothing, NULL, &count)) || !count
        || !(t = next_try(y->v, false)))
        return e;
    snprintf(t->words, sizeof(t->words), "%s", word);
    return OK;
}

static enum err
read_tries(struct web *w, const struct request *q, struct search_view *v)
{
    const char *at = v->words, *word;
    struct trying y = { .v = v };
    int words = 0;
    enum err e = OK;
    char one[160];
    size_t n;

    while (!e && words < NAMED_WORDS && unicode_word(&at, &word, &n)) {
        y.word = word;
        y.bytes = n;
        snprintf(one, sizeof(one), "%.*s", (int)n, word);
        words++;
        e = named_near(w->db, one, 2, keep_near, &y);
    }
    for (at = v->words; !e && words > 1 && unicode_word(&at, &word, &n);) {
        y.word = word;
        y.bytes = n;
        if (n > 3 && v->n_tries < SEARCH_TRIES)
            e = try_alone(w, q, &y);
    }
    return e;
}

/* --- all of it ------------------------------------------------------------ */

static const char *
typed(const struct request *q, const char *name)
{
    const char *value = params_get(&q->query, name);

    return value ? value : "";
}

static enum err
read_asked(struct web *w, const struct request *q, struct search_view *v)
{
    int64_t family = params_int(&q->query, "family", INT64_MAX, 0);
    enum err e = OK;

    v->words = typed(q, "q");
    v->class_typed = typed(q, "class");
    v->from = typed(q, "from");
    v->until = typed(q, "until");
    for (int i = 0; i < SEARCH_PERIODS; i++)
        if (!strcmp(typed(q, "period"), periods[i].name))
            v->period = (enum search_period)i;
    if (family && ((e = family_get(w->db, family, &v->only.family))
            || (e = family_lines_read(w->db, &v->only, 1))))
        return e;
    return *v->class_typed ? class_find(w->db, v->class_typed, v->class_name)
                           : OK;
}

enum err
search_view_read(struct web *w, const struct request *q,
    struct search_view *out)
{
    enum err e;

    if ((e = read_asked(w, q, out))
        || (*out->words && (e = class_find(w->db, out->words, out->found_class)))
        || (e = desk_classes(w->db, keep_class, out)))
        return e;
    /* "4 b" is no text with a 4 and a word that begins with b */
    out->in_texts = *out->found_class ? out->found_class : out->words;
    if (!search_is_narrow(out)) {
        if (!*out->words)
            return OK;
        if ((e = read_people(w, q, out)) || (e = read_day(w, q, out)))
            return e;
    }
    if ((e = read_messages(w, q, out)) || !search_is_empty(out))
        return e;
    return out->bad_day || search_is_narrow(out) ? OK : read_tries(w, q, out);
}
