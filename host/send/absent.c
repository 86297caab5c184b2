#include "send/absent.h"

#include "base/clock.h"
#include "store/figures/term.h"
#include "store/people/people.h"
#include "store/thread/about.h"
#include "store/thread/absence.h"
#include "store/thread/question.h"
#include "store/thread/template.h"
#include "text/clean.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { LANGUAGES = 12, WORDS = 1000, TEXT = 4000 };
#define TEMPLATE "Absent"       /* of the school, in place of these words */
#define ANSWERS_FOR (18 * HOUR) /* an answer tomorrow is about tomorrow */

/* The first day that is missed is told without figures. */
static const struct {
    const char *language, *first, *more;
} words[] = {
    { "en", "{child} is not at school today.",
        "{child} is not at school today. {days} days this term; most children"
        " missed {most}." },
    { "fr", "{child} n'est pas à l'école aujourd'hui.",
        "{child} n'est pas à l'école aujourd'hui. {days} jours ce trimestre ;"
        " la plupart des enfants : {most}." },
    { "sw", "{child} hayuko shuleni leo.",
        "{child} hayuko shuleni leo. Siku {days} muhula huu; watoto wengi"
        " {most}." },
    { "ar", "{child}: لم يحضر إلى المدرسة اليوم.",
        "{child}: لم يحضر إلى المدرسة اليوم. {days} من الأيام هذا الفصل؛ معظم"
        " الأطفال {most}." },
};

struct telling {
    struct db *db;
    struct send send;
    struct absent_sent *out;
    char day[ABSENCE_DAY], from[ABSENCE_DAY];
    struct template own[LANGUAGES]; /* the school's words */
    int n_own;
    struct family_done {
        int64_t family;
    } *done;                    /* owned: who was told */
    int n_done;
    const int64_t *children;
    int64_t *fresh;             /* owned: those not noted before */
    int n_fresh;
};

static void
keep_own(void *user, const struct template *t)
{
    struct telling *a = user;

    if (!strcasecmp(t->name, TEMPLATE) && a->n_own < LANGUAGES)
        a->own[a->n_own++] = *t;
}

/* --- the words ------------------------------------------------------------ */

/* Writes words with {child}, {days} and {most} filled in behind to. */
static void
fill(char *to, size_t room, const char *words_, const char *child, int days,
    int most)
{
    size_t n = strlen(to);
    char number[12];

    if (n && n + 1 < room)
        to[n++] = ' ';
    while (*words_ && n + 1 < room) {
        const char *put = NULL;
        size_t skip = 0;

        if (!strncmp(words_, "{child}", skip = 7))
            put = child;
        else if (!strncmp(words_, "{days}", skip = 6)
            || !strncmp(words_, "{most}", skip = 6)) {
            snprintf(number, sizeof(number), "%d",
                words_[1] == 'd' ? days : most);
            put = number;
        }
        if (!put) {
            to[n++] = *words_++;
            continue;
        }
        to[n] = '\0';
        n += strlen(put);
        snprintf(to + strlen(to), room - strlen(to), "%s", put);
        words_ += skip;
        if (n >= room)
            n = room - 1;
    }
    to[n] = '\0';
}

struct wanted {
    int64_t child;
    int days;
};

static void
find_days(void *user, const struct absent *a)
{
    struct wanted *w = user;

    if (a->child == w->child)
        w->days = a->days;
}

/* Adds the sentence about one child to the text of each language. */
static enum err
say_child(struct telling *a, const struct child *c, char text[][TEXT], int n)
{
    struct wanted w = { c->id, 1 };
    char first[80];
    int usual = 0;
    enum err e = absence_class(a->db, c->class_name, a->from, a->day,
        find_days, &w, &usual);

    name_first(c->name, first, sizeof(first));
    for (int i = 0; !e && i < n; i++)
        fill(text[i], TEXT, a->n_own ? a->own[i].body
            : w.days > 1 ? words[i].more : words[i].first, first, w.days,
            usual);
    return e;
}

/* --- a family ------------------------------------------------------------- */

struct gathered {
    struct telling *a;
    int64_t about[ABOUT_MAX];
    struct child child[ABOUT_MAX];
    int n;
};

static void
gather(void *user, const struct child *c)
{
    struct gathered *g = user;

    for (int i = 0; i < g->a->n_fresh; i++)
        if (g->a->fresh[i] == c->id && g->n < ABOUT_MAX) {
            g->child[g->n] = *c;
            g->about[g->n++] = c->id;
        }
}

/* Opens the question that all are asked, with the first text that goes. */
static enum err
ask(struct telling *a)
{
    struct question q;
    char title[80];
    enum err e;

    if (a->out->question)
        return OK;
    snprintf(title, sizeof(title), ABSENCE_TITLE "%s", a->day);
    e = question_add(a->db, title, ABSENCE_ASK, clock_now() + ANSWERS_FOR, &q);
    a->out->question = e ? 0 : q.id;
    return e;
}

/* The phones of a family, but for those that get nothing. */
struct phones {
    struct telling *a;
    const struct gathered *g;
    const char **except;        /* owned, as its numbers */
    int n_except, copies;
    enum err e;
};

static void
leave_out(struct phones *p, const char *number)
{
    size_t n = (size_t)p->n_except + 1;
    const char **more = realloc(p->except, n * sizeof(*more));
    char *own = more ? strdup(number) : NULL;

    if (more)
        p->except = more;
    if (own)
        p->except[p->n_except++] = own;
    else
        p->e = ERR_MEMORY;
}

/* Whether texts may go to the phone before the day ends. */
static bool
goes_today(const struct telling *a, const struct recipient *r)
{
    struct queue_rules theirs = { .quiet_from = r->hours_to,
        .quiet_to = r->hours_from };
    int64_t at = clock_now(), until = at;

    for (int i = 0; i < 4 && until && at < a->send.expires; i++) {
        if ((until = queue_quiet_until(a->send.rules, at)))
            at = until;
        if (r->hours_from != r->hours_to
            && (until = queue_quiet_until(&theirs, at)))
            at = until;
    }
    return at < a->send.expires;
}

/* Whether the number was told of all these children by another family. */
static enum err
was_told(struct phones *p, const char *number, bool *told)
{
    enum err e = OK;

    *told = p->a->out->question != 0;
    for (int i = 0; !e && *told && i < p->g->n; i++) {
        struct query q = query_start(p->a->db, "SELECT 1 FROM message_child c"
            " JOIN message m ON m.id = c.message WHERE c.child = :child"
            " AND m.question = :question AND m.number = :number");

        query_int(&q, ":child", p->g->about[i]);
        query_int(&q, ":question", p->a->out->question);
        query_text(&q, ":number", number);
        *told = query_row(&q);
        e = query_end(&q);
    }
    return e;
}

static void
look_at(void *user, const struct recipient *r)
{
    struct phones *p = user;
    bool told = false;

    if (!p->e && !(p->e = was_told(p, r->number, &told))
        && (told || !goes_today(p->a, r)))
        leave_out(p, r->number);
}

static void
note_copy(void *user, const struct send_copy *c)
{
    struct phones *p = user;

    if (c->parts > QUEUE_PARTS_MAX)
        leave_out(p, c->number);
    else
        p->copies++;
}

/* Which phones get the text: first, for the queue's refusal of one would undo
 * what the others were told. */
static enum err
find_phones(struct phones *p, struct send *s)
{
    struct people_target home = { .family = s->family, .alone = true };
    struct reason why = { 0 };
    int skipped;
    enum err e = people_recipients(p->a->db, &home, look_at, p, NULL);

    if (e || (e = p->e))
        return e;
    s->ask = ABSENCE_ASK;       /* as it will be, to measure */
    s->except = p->except;
    s->n_except = p->n_except;
    e = send_preview(p->a->db, s, note_copy, p, &skipped, &why);
    s->ask = NULL;
    s->except = p->except;
    s->n_except = p->n_except;
    return e ? e : p->e;
}

static enum err
send_now(struct telling *a, struct send *s)
{
    struct sent sent = { 0 };
    struct reason why = { 0 };
    enum err e = ask(a);

    s->question = a->out->question;
    if (!e)
        e = send_text(a->db, s, &sent, &why);
    free(sent.ids);
    a->out->texts += sent.count;
    for (int i = 0; !e && i < s->n_about; i++)
        e = absence_asked(a->db, s->about[i], a->day, a->out->question);
    return e;
}

static enum err
send_family(struct telling *a, int64_t family, const struct gathered *g,
    char text[][TEXT], int n)
{
    struct send_variant variants[LANGUAGES];
    struct phones p = { .a = a, .g = g };
    struct send s = a->send;
    enum err e;

    for (int i = 0; i < n; i++)
        variants[i] = (struct send_variant){ a->n_own ? a->own[i].language
            : words[i].language, text[i] };
    s.family = family;
    s.text = text[0];
    s.variants = variants;
    s.n_variants = n;
    s.about = g->about;
    s.n_about = g->n;
    s.tone = TONE_INFORMATION;
    if (!(e = find_phones(&p, &s)) && p.copies)
        e = send_now(a, &s);
    for (int i = 0; i < p.n_except; i++)
        free((char *)p.except[i]);
    free(p.except);
    return e == ERR_REFUSED || e == ERR_NOT_FOUND || e == ERR_INPUT
        ? OK : e;               /* nobody to reach: told by the register */
}

static enum err
tell_family(struct telling *a, int64_t family)
{
    struct gathered g = { .a = a };
    int n = a->n_own ? a->n_own : (int)(sizeof(words) / sizeof(words[0]));
    char (*text)[TEXT] = calloc((size_t)n, sizeof(*text));
    enum err e = text ? family_children(a->db, family, gather, &g)
                      : ERR_MEMORY;

    for (int i = 0; !e && i < g.n; i++)
        e = say_child(a, &g.child[i], text, n);
    if (!e && g.n)
        e = send_family(a, family, &g, text, n);
    free(text);
    return e;
}

/* --- all of them ---------------------------------------------------------- */

struct families {
    struct telling *a;
    enum err e;
};

static void
on_family(void *user, int64_t family)
{
    struct families *f = user;
    struct telling *a = f->a;
    struct family_done *more;

    for (int i = 0; i < a->n_done; i++)
        if (a->done[i].family == family)
            return;
    more = realloc(a->done, ((size_t)a->n_done + 1) * sizeof(*more));
    if (!more) {
        f->e = ERR_MEMORY;
        return;
    }
    a->done = more;
    a->done[a->n_done++].family = family;
}

/* Those who are not noted yet, and their families. */
static enum err
note_all(struct telling *a, int n)
{
    struct families f = { a, OK };
    enum err e = OK;

    if (!(a->fresh = calloc((size_t)n + 1, sizeof(*a->fresh))))
        return ERR_MEMORY;
    for (int i = 0; !e && i < n; i++) {
        e = absence_add(a->db, a->children[i], a->day, a->send.author);
        if (e == ERR_EXISTS) {
            e = OK;
            continue;
        }
        if (!e) {
            a->fresh[a->n_fresh++] = a->children[i];
            e = child_families(a->db, a->children[i], on_family, &f);
        }
    }
    return e ? e : f.e;
}

static enum err
count_left(struct telling *a)
{
    struct query q;
    enum err e = OK;

    for (int i = 0; !e && i < a->n_fresh; i++) {
        q = query_start(a->db, "SELECT question IS NULL FROM absence"
            " WHERE child = :child AND day = :day");
        query_int(&q, ":child", a->fresh[i]);
        query_text(&q, ":day", a->day);
        if (query_row(&q))
            a->out->left += (int)query_get_int(&q, 0);
        e = query_end(&q);
    }
    return e;
}

enum err
absent_check_day(const struct send *with, struct reason *why)
{
    *why = reason_none;
    return !with->rules->clock_unsure ? OK
        : reason_refuse(why, ERR_REFUSED, reason_of(REASON_DAY_UNSURE));
}

enum err
absent_tell(struct db *db, const int64_t *children, int n,
    const struct send *with, struct absent_sent *out)
{
    struct absent_sent sent = { 0 };
    struct telling *a;
    struct term term;
    enum err e = absent_check_day(with, &out->why);

    if (e)
        return e;
    if (!(a = calloc(1, sizeof(*a))))
        return ERR_MEMORY;
    if ((e = term_read(db, &term)) || (e = template_list(db, keep_own, a)) || (e = db_begin(db))) {
        free(a);
        return e;
    }
    a->db = db;
    a->send = *with;
    a->send.expires = clock_parse("00:00");     /* "today" */
    a->out = &sent;
    a->children = children;
    absence_day(clock_now(), a->day);
    absence_day(term.began, a->from);
    e = note_all(a, n);
    for (int i = 0; !e && i < a->n_done; i++)
        e = tell_family(a, a->done[i].family);
    if (!e)
        e = count_left(a);
    if (!(e = db_end(db, e)))
        *out = sent;
    free(a->fresh);
    free(a->done);
    free(a);
    return e;
}
