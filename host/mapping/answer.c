/* answer.c - the first word decides, the rest may only speak against it. To
 * look at is cheap, a wrong count is not. */
#include "mapping/answer.h"

#include "mapping/answer_own.h"

#include <stddef.h>

enum {
    REST_MAX = 14,      /* more words than this say more than the answer */
    GUESS_MAX = 12,     /* and in a text longer than this none is guessed */
    SHORT_MAX = 4       /* "I will see": so few words are about nothing else */
};

/* --- the first word ------------------------------------------------------- */

/* An option that is said, by number or by word; 0: none. */
static int
option_at(const struct reading *r, int i)
{
    const struct said_piece *p = &r->said.piece[i];

    if (p->kinds & SAID_OPTION)
        return p->value;
    if (p->number)
        return p->number <= r->q->option_count ? p->number : 0;
    if ((p->kinds & SAID(YES)) && !(p->kinds & SAID(NO)))
        return r->yes;
    if ((p->kinds & SAID(NO)) && !(p->kinds & SAID(YES)))
        return r->no;
    return 0;
}

/* Nothing follows that could belong to piece i: a comma or the end, perhaps
 * behind a courtesy. "No teacher came" goes on. */
static bool
stands_alone(const struct reading *r, int i)
{
    while (i + 1 < r->to && !r->said.piece[i].apart
        && reading_is_polite(r, i + 1))
        i++;
    return i + 1 >= r->to || r->said.piece[i].apart;
}

/* "tuesday is fine": nothing else is said of it. */
static bool
rest_is_small(const struct reading *r, int i)
{
    while (++i < r->to)
        if (!reading_is(r, i, SAID(POLITE) | SAID(AROUND) | SAID(OKAY)
                    | SAID(COMING) | SAID(YES) | SAID_NAME))
            return false;
    return true;
}

/* Whether the answer at piece i is one however the text goes on: "1 child" and
 * "no money" are none. */
static bool
is_clear(const struct reading *r, int i, int option)
{
    const struct said_piece *p = &r->said.piece[i];

    if (reading_is(r, i + 1, SAID_OPTION) || reading_has_digits(r, i + 1))
        return option_at(r, i + 1) == option;
    if (reading_is(r, i - 1, SAID(LABEL)) || stands_alone(r, i))
        return true;
    if (reading_answers(r, i + 1) && option_at(r, i + 1) == option)
        return true;
    if (p->kinds & SAID_OPTION)
        return rest_is_small(r, i);
    if (option == r->yes && (p->digits || (p->kinds & SAID(UNSURE))))
        return reading_is(r, i + 1, SAID(COMING) | SAID(OKAY));
    if (option == r->no && p->digits)
        return reading_is(r, i + 1, SAID(CANNOT));
    return !p->number && p->bytes > 1
        && !(p->kinds & (SAID(NOT) | SAID(UNSURE)));
}

/* The answer that the text begins with: its option, 0 for none; *at is its
 * place. */
static int
read_head(const struct reading *r, int *at, bool *clear)
{
    int i = r->from, option;

    while (i < r->to && reading_is(r, i, SAID(LABEL)))
        i++;
    *at = i;
    *clear = false;
    if (i >= r->to)
        return 0;
    if (!reading_answers(r, i)) {       /* "sawa nitakuja" */
        *clear = r->okay && reading_is(r, i, SAID(COMING));
        return *clear ? r->yes : 0;
    }
    option = option_at(r, i);
    *clear = option && is_clear(r, i, option);
    if (r->said.piece[i].number && !r->said.piece[i].digits && !*clear)
        return 0;                       /* "one moment" */
    return option;
}

/* --- the rest ------------------------------------------------------------- */

/* A number behind the answer is one too, unless it counts something. */
static bool
is_second_number(const struct reading *r, int head, int i)
{
    const struct said_piece *p = &r->said.piece[i];

    if (!p->number || p->number > r->q->option_count)
        return false;
    if (i == head + 1)
        return p->digits || stands_alone(r, i);
    return p->digits && (stands_alone(r, i) || r->said.piece[i - 1].apart);
}

/* Whether piece i speaks against the option. */
static bool
is_against(const struct reading *r, int head, int i, int option)
{
    if (is_second_number(r, head, i) || reading_is(r, i, SAID_OPTION))
        return option_at(r, i) != option;
    if (option == r->no && option)
        return reading_is(r, i, SAID(YES)) && !reading_is(r, i, SAID(NO));
    if (reading_is(r, i, SAID(NO) | SAID(NOT) | SAID(CANNOT)))
        return true;
    return r->yes && option != r->yes && reading_is(r, i, SAID(YES));
}

static bool
rest_has(const struct reading *r, int head, unsigned kinds)
{
    for (int i = head + 1; i < r->said.count; i++)
        if (reading_is(r, i, kinds))
            return true;
    return false;
}

/* Whether anything behind the answer speaks against it: "yes ... but no", "no,
 * he is coming", a thumb that points the other way. */
static bool
is_contradicted(const struct reading *r, int head, int option)
{
    for (int i = head + 1; i < r->said.count; i++)
        if (is_against(r, head, i, option))
            return true;
    if (option == r->no && rest_has(r, head, SAID(COMING))
        && !rest_has(r, head, SAID(NOT) | SAID(CANNOT)))
        return true;
    return (r->said.thumb > 0 && option == r->no)
        || (r->said.thumb < 0 && option == r->yes);
}

/* Whether the text says more than the answer, or perhaps answers another. "No
 * problem, no" may be a yes. */
static bool
is_hedged(const struct reading *r, int head)
{
    int words = r->said.words;

    if (r->okay && reading_is(r, head, SAID(NO)))
        return true;
    if (r->q->overtaken && !reading_is(r, head, SAID_OPTION)
        && !reading_has_digits(r, head) && !reading_has_digits(r, head + 1))
        return true;
    for (int i = 0; i <= head; i++)
        words -= r->said.piece[i].words;
    return r->said.asks || words > REST_MAX || rest_has(r, head, SAID(UNSURE));
}

/* --- a suggestion --------------------------------------------------------- */

/* What the whole text points at where it does not begin with an answer. */
struct signs {
    bool yes, no, turned, unsure;
    int option, options;        /* the last one named, and how many */
};

static struct signs
read_signs(const struct reading *r)
{
    struct signs s = { .yes = r->said.thumb > 0, .no = r->said.thumb < 0,
        .unsure = reading_is(r, r->from, SAID(UNSURE))
            || (r->said.words <= SHORT_MAX && rest_has(r, -1, SAID(UNSURE))) };

    for (int i = r->from; i < r->said.count; i++) {
        const struct said_piece *p = &r->said.piece[i];

        s.yes = s.yes || (p->kinds & (SAID(YES) | SAID(COMING)));
        s.no = s.no || (p->kinds & SAID(CANNOT))
            || ((p->kinds & SAID(NO)) && !(p->kinds & SAID(NOT)));
        s.turned = s.turned || (p->kinds & SAID(NOT));
        if (!(p->kinds & SAID_OPTION) && !p->digits)
            continue;
        s.options++;
        s.option = option_at(r, i);
    }
    return s;
}

/* The likely option, 0 for none. *about: whether the text is about the question
 * at all. */
static int
suggest(const struct reading *r, bool *about)
{
    struct signs s = read_signs(r);
    bool okay = r->okay && r->from == r->said.count;

    *about = false;
    if (r->said.words > GUESS_MAX)
        return 0;
    *about = ((s.yes || s.no || okay) && r->yes) || s.unsure || r->said.asks
        || (s.options && (s.option || r->to - r->from == 1));
    if (s.options == 1 && !s.turned && !s.no && !s.unsure)
        return s.option;
    if (s.options || s.unsure || (s.yes && (s.no || s.turned)))
        return 0;
    if (s.yes || okay)
        return r->yes;
    return s.no ? r->no : 0;
}

/* --- all together --------------------------------------------------------- */

static struct mapping_answer
weigh(const struct reading *r)
{
    bool clear, about;
    int at, option = read_head(r, &at, &clear);

    if (!option) {
        option = suggest(r, &about);
        return about ? (struct mapping_answer){ r->q->id, option, true }
                     : (struct mapping_answer){ 0 };
    }
    if (is_contradicted(r, at, option))
        return (struct mapping_answer){ r->q->id, 0, true };
    if (!clear && reading_is(r, at, SAID(NOT))
        && !rest_has(r, at, SAID(CANNOT)))
        option = 0;                     /* "no one told me" */
    return (struct mapping_answer){ r->q->id, option,
        !clear || is_hedged(r, at) };
}

/* The newest question that may be meant; *open counts them. One that has
 * closed is meant only where none is open. */
static const struct mapping_question *
newest(const struct mapping_input *in, int64_t family, int *open)
{
    const struct mapping_question *found = NULL;

    *open = 0;
    for (int i = 0; i < in->question_count; i++) {
        const struct mapping_question *q = &in->questions[i];

        if (family && q->family && q->family != family)
            continue;
        if (!q->closed && (!found || found->closed || q->id != found->id))
            ++*open;
        if (!found || q->closed < found->closed
            || (q->closed == found->closed && q->asked > found->asked))
            found = q;
    }
    return found;
}

enum err
answer_read(const struct mapping_input *in, words_set languages,
    int64_t family, struct mapping_answer *out)
{
    struct reading r = { .from = 0 };
    int open;
    enum err e;

    *out = (struct mapping_answer){ 0 };
    if (!(r.q = newest(in, family, &open)))
        return OK;
    if ((e = reading_split(in, languages, &r)))
        return e;
    *out = weigh(&r);
    if (out->question && (open > 1 || r.q->closed))
        out->ask_staff = true;
    if (r.q->closed && !out->option)
        *out = (struct mapping_answer){ 0 };
    return OK;
}
