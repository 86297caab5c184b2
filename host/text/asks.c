/* asks.c - what a text asks for the phone that it came from: no more texts,
 * texts again, or that the number is wrong. Declared in words.h. */
#include "text/said.h"
#include "text/words_own.h"

/* Longer than this nobody only says "wrong number". */
enum { WRONG_WORDS_MAX = 14 };
/* What goes on for longer is about something else too. */
enum { LEAVE_WORDS_MAX = 24 };

/* Whether each piece is of one of these kinds, and nothing was cut off. */
static bool
is_all(const struct said *s, unsigned kinds)
{
    for (int i = 0; i < s->count; i++)
        if (!(s->piece[i].kinds & kinds))
            return false;
    return s->count < SAID_MAX && !s->asks;
}

/* Whether one of the kinds stands in the text; an entry with "=" counts only
 * where all is said by the text, its courtesies apart. */
static bool
has(const struct said *s, unsigned kinds, bool all)
{
    for (int i = 0; i < s->count; i++)
        if ((s->piece[i].kinds & kinds) && (all || !s->piece[i].whole))
            return true;
    return false;
}

static bool
is_texts(const struct said_piece *p)
{
    return p->kinds & SAID(TEXTS) && !p->whole;
}

/* Whether a word may stand between "do not want" and "messages". */
static bool
leads(const struct said_piece *p)
{
    return p->kinds & (SAID(TEXTS) | SAID(ENOUGH) | SAID(AROUND)
        | SAID(POLITE));
}

/* Whether nothing but courtesies stands behind the piece at. */
static bool
is_end(const struct said *s, int at)
{
    for (int i = at + 1; i < s->count; i++)
        if (!leads(&s->piece[i]))
            return false;
    return true;
}

/* "I do not want your messages"; in other languages the verb comes last, and
 * then it ends the sentence. */
static bool
refuses_texts(const char *text)
{
    struct said s;
    int at;

    if (said_read(text, WORDS_ALL, SAID(ENOUGH) | SAID(TEXTS) | SAID(AROUND)
                | SAID(POLITE), NULL, 0, &s)
        || s.words > LEAVE_WORDS_MAX)
        return false;
    for (int i = 0; i < s.count; i++) {
        if (!(s.piece[i].kinds & SAID(ENOUGH)))
            continue;
        for (at = i; at < s.count - 1 && !s.piece[at].apart
             && leads(&s.piece[at + 1]); at++)
            if (is_texts(&s.piece[at + 1]))
                return true;
        for (at = i; is_end(&s, i) && at > 0 && !s.piece[at - 1].apart
             && leads(&s.piece[at - 1]); at--)
            if (is_texts(&s.piece[at - 1]))
                return true;
    }
    return false;
}

/* "Stop! I have no child there". */
static bool
begins_with_stop(const char *text)
{
    struct said s;

    return !said_read(text, words_language("en"), SAID(STOP), NULL, 0, &s)
        && s.count > 1 && s.piece[0].kinds & SAID(STOP) && s.piece[0].apart;
}

/* Sentences that are proper to their language, so all are looked for. */
static enum words_opt
asks_in_a_sentence(const char *text)
{
    struct said s;

    if (said_read(text, WORDS_ALL, SAID(LEAVE) | SAID(BACK), NULL, 0, &s))
        return WORDS_OPT_NONE;
    if (has(&s, SAID(LEAVE), false) || refuses_texts(text)
        || begins_with_stop(text))
        return WORDS_OPT_ASK;
    return has(&s, SAID(BACK), false) ? WORDS_OPT_ASK_START : WORDS_OPT_NONE;
}

enum words_opt
words_opt(words_set own, const char *text)
{
    const unsigned stop = SAID(STOP) | SAID(LEAVE);
    const unsigned polite = SAID(POLITE) | SAID(AROUND) | SAID(OKAY);
    struct said s;

    own |= words_language("en");
    if (words_are(WORDS_STOP, own, text) || words_is_more(WORDS_STOP, text))
        return WORDS_OPT_STOP;
    if (words_are(WORDS_START, own, text))
        return WORDS_OPT_START;
    if (said_read(text, own, stop | SAID(START) | polite, NULL, 0, &s))
        return WORDS_OPT_NONE;
    if (has(&s, stop, is_all(&s, polite | stop))
        || words_are(WORDS_STOP, WORDS_ALL, text))
        return WORDS_OPT_ASK;
    if (has(&s, SAID(START), true) && is_all(&s, polite | SAID(START)))
        return WORDS_OPT_ASK_START;
    return asks_in_a_sentence(text);
}

/* "No, wrong number": a no with a comma behind it takes nothing back. */
static bool
begins_with_no(const struct said *s)
{
    return s->count > 1 && (s->piece[0].kinds & SAID(NO))
        && s->piece[0].apart;
}

enum words_wrong
words_wrong(const char *text)
{
    const unsigned around = SAID(POLITE) | SAID(AROUND) | SAID(STOP)
        | SAID(LEAVE);
    struct said s;

    if (said_read(text, WORDS_ALL, SAID(WRONG) | SAID(DOUBT) | SAID(NO)
                | around, NULL, 0, &s)
        || !has(&s, SAID(WRONG) | SAID(DOUBT), true))
        return WORDS_WRONG_NONE;
    if (begins_with_no(&s))
        s.piece[0].kinds = SAID(POLITE);
    return has(&s, SAID(WRONG), s.count == 1) && s.words <= WRONG_WORDS_MAX
            && is_all(&s, around | SAID(WRONG) | SAID(DOUBT))
        ? WORDS_WRONG_SURE : WORDS_WRONG_PERHAPS;
}
