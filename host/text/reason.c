#include "text/reason.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ARGUMENTS = 4, DEEP = 5 };
enum { TEXT = '=', NUMBER = '#', OTHER = '@' };

const struct reason reason_none;

static const struct kind {
    enum reason_code code;
    const char *name, *sentence, *many;
} kinds[] = {
#define REASON(number, name, sentence)                                        \
    { REASON_##name, #name, sentence, NULL },
#define REASON_N(number, name, one, many) { REASON_##name, #name, one, many },
#include "text/reason.def"
#undef REASON
#undef REASON_N
};
enum { KINDS = sizeof(kinds) / sizeof(*kinds) };

static const struct kind *
find(enum reason_code code)
{
    for (size_t i = 0; i < KINDS; i++)
        if (kinds[i].code == code)
            return &kinds[i];
    return NULL;
}

enum reason_code
reason_at(size_t i)
{
    return i < KINDS ? kinds[i].code : REASON_WORDS;
}

const char *
reason_sentence(enum reason_code code)
{
    const struct kind *k = find(code);

    return k ? k->sentence : "";
}

const char *
reason_many(enum reason_code code)
{
    const struct kind *k = find(code);

    return k ? k->many : NULL;
}

const char *
reason_name(enum reason_code code, char out[REASON_NAME])
{
    const struct kind *k = find(code);
    size_t n = 0;

    for (const char *c = k ? k->name : ""; *c && n < REASON_NAME - 1; c++)
        out[n++] = (char)tolower((unsigned char)*c);
    out[n] = '\0';
    return out;
}

bool
reason_given(const struct reason *r)
{
    return r && (r->code != REASON_WORDS || *r->args);
}

struct reason
reason_or_error(const struct reason *why, enum err e)
{
    return reason_given(why) ? *why
        : e                  ? reason_words(err_text(e))
                             : reason_none;
}

enum err
reason_refuse(struct reason *why, enum err e, struct reason because)
{
    if (why)
        *why = because;
    return e;
}

enum reason_code
reason_about(const struct reason *r)
{
    enum reason_code code = r->code;
    const char *at = r->args;

    while ((code == REASON_BOTH || code == REASON_CMS || code == REASON_CME
               || code == REASON_REPORT) && *at == OTHER) {
        code = (enum reason_code)atoi(at + 1);
        at += strcspn(at, "\n");
        at += *at == '\n';
    }
    return code;
}

/* --- putting arguments together ------------------------------------------- */

/* Of text, at most room and no half letter. Not unicode.h: the worker has this
 * file and no library for letters. */
static size_t
whole_bytes(const char *text, size_t room)
{
    size_t n = strlen(text);

    if (n > room)
        for (n = room; n && ((unsigned char)text[n] & 0xc0) == 0x80;)
            n--;
    return n;
}

struct reason
reason_of(enum reason_code code)
{
    return (struct reason){ .code = code };
}

struct reason
reason_words(const char *words)
{
    struct reason r = { .code = REASON_WORDS };

    memcpy(r.args, words, whole_bytes(words, sizeof(r.args) - 1));
    return r;
}

struct reason
reason_number(enum reason_code code, int64_t n)
{
    struct reason r = { .code = code };

    reason_add_number(&r, n);
    return r;
}

struct reason
reason_text(enum reason_code code, const char *text)
{
    struct reason r = { .code = code };

    reason_add_text(&r, text);
    return r;
}

/* One line of the arguments. What must be whole and does not fit leaves an
 * empty one, so that those behind it keep their places. */
static void
put_line(struct reason *r, char kind, const char *text, size_t bytes,
    bool whole)
{
    size_t n = strlen(r->args);
    size_t room = sizeof(r->args) - n - (n > 0);
    char *at = r->args + n;

    if (room < 2)
        return;
    if (n > 0)
        *at++ = '\n';
    if (whole && bytes + 2 > room) {
        kind = TEXT;
        bytes = 0;
    }
    *at++ = kind;
    if (bytes > room - 2)
        bytes = whole_bytes(text, room - 2);
    for (size_t i = 0; i < bytes; i++)
        at[i] = text[i] == '\n' ? ' ' : text[i];
    at[bytes] = '\0';
}

void
reason_add_text(struct reason *r, const char *text)
{
    put_line(r, TEXT, text, strlen(text), false);
}

static void
put_number(struct reason *r, char kind, int64_t n)
{
    char text[24];

    put_line(r, kind, text, (size_t)snprintf(text, sizeof(text), "%lld",
        (long long)n), true);
}

void
reason_add_number(struct reason *r, int64_t n)
{
    put_number(r, NUMBER, n);
}

void
reason_add_reason(struct reason *r, const struct reason *other)
{
    put_number(r, OTHER, other->code);
    if (other->code == REASON_WORDS) {
        reason_add_text(r, other->args);
        return;
    }
    for (const char *at = other->args; *at; at += *at == '\n') {
        size_t n = strcspn(at, "\n");

        put_line(r, *at, at + 1, n - 1, *at != TEXT);
        at += n;
    }
}

void
reason_add_words(struct reason *r, const char *words)
{
    put_number(r, OTHER, REASON_WORDS);
    reason_add_text(r, words);
}

void
reason_join(struct reason *r, const struct reason *other)
{
    struct reason both = reason_of(REASON_BOTH);

    if (!reason_given(r)) {
        *r = *other;
        return;
    }
    reason_add_reason(&both, r);
    reason_add_reason(&both, other);
    *r = both;
}

/* --- the sentence --------------------------------------------------------- */

struct saying {
    reason_tr *tr;
    const void *user;
    char *out;
    size_t room, n;
};

static void
put(struct saying *s, const char *text, size_t bytes)
{
    if (s->n + bytes >= s->room)
        for (bytes = s->room - s->n - 1;
            bytes && ((unsigned char)text[bytes] & 0xc0) == 0x80;)
            bytes--;            /* no half letter */
    memcpy(s->out + s->n, text, bytes);
    s->n += bytes;
    s->out[s->n] = '\0';
}

static const char *
sentence_of(int code)
{
    return code == REASON_WORDS ? "%s" : reason_sentence(
        (enum reason_code)code);
}

static int
arguments_of(const char *sentence)
{
    int n = 0;

    for (const char *at = sentence; (at = strchr(at, '%')); at += 2)
        if (!at[1])
            break;
        else if (at[1] != '%')
            n++;
    return n;
}

/* Where the argument behind this one begins. */
static const char *
behind(const char *at)
{
    int within = *at == OTHER ? arguments_of(sentence_of(atoi(at + 1))) : 0;

    at += strcspn(at, "\n");
    at += *at == '\n';
    while (within-- > 0)
        at = behind(at);
    return at;
}

static void put_sentence(struct saying *s, int code, const char *args,
    int deep);

static void
put_argument(struct saying *s, const char *at, int deep)
{
    size_t n = strcspn(at, "\n");

    if (*at == OTHER && deep < DEEP)
        put_sentence(s, atoi(at + 1), at + n + (at[n] == '\n'), deep + 1);
    else if (*at == TEXT || *at == NUMBER)
        put(s, at + 1, n - 1);
}

/* A translation may turn its arguments round: "%2$s". */
static void
fill(struct saying *s, const char *to, const char *const *argument, int deep)
{
    int next = 0;

    while (*to) {
        size_t n = strcspn(to, "%");
        int which = next;

        put(s, to, n);
        to += n;
        if (!*to++)
            return;
        if (*to == '%') {
            put(s, to++, 1);
            continue;
        }
        if (isdigit((unsigned char)*to) && to[1] == '$') {
            which = *to - '1';
            to += 2;
        } else
            next++;
        to += *to != '\0';
        if (which >= 0 && which < ARGUMENTS)
            put_argument(s, argument[which], deep);
    }
}

/* Of the reader's language, where it knows them. */
static void
put_words(struct saying *s, const char *at, size_t n)
{
    char words[REASON_ARGS];
    const char *to = words;

    if (n >= sizeof(words))
        n = sizeof(words) - 1;
    memcpy(words, at, n);
    words[n] = '\0';
    if (s->tr)
        to = s->tr(s->user, words, NULL, 0);
    put(s, to, strlen(to));
}

static const char *
sentence_for(const struct saying *s, int code, const char *args)
{
    const char *one = sentence_of(code);
    const char *many = reason_many((enum reason_code)code);
    int64_t n = many && *args == NUMBER ? strtoll(args + 1, NULL, 10) : 1;

    if (s->tr)
        return s->tr(s->user, one, many, n);
    return many && n != 1 ? many : one;
}

static void
put_sentence(struct saying *s, int code, const char *args, int deep)
{
    const char *argument[ARGUMENTS], *at = args;

    if (code == REASON_WORDS) {
        if (*args == TEXT)
            put_words(s, args + 1, strcspn(args, "\n") - 1);
        return;
    }
    for (int i = 0; i < ARGUMENTS; i++, at = behind(at))
        argument[i] = at;
    fill(s, sentence_for(s, code, args), argument, deep);
}

const char *
reason_say(const struct reason *r, reason_tr *tr, const void *user, char *out,
    size_t room)
{
    struct saying s = { tr, user, out, room, 0 };

    *out = '\0';
    if (r->code == REASON_WORDS)
        put_words(&s, r->args, strlen(r->args));
    else
        put_sentence(&s, r->code, r->args, 0);
    return out;
}

const char *
reason_english(const struct reason *r, char out[REASON_SAID])
{
    return reason_say(r, NULL, NULL, out, REASON_SAID);
}
