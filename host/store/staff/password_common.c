/* password_common.c - passwords that anybody would guess; declared in
 * password.h. Such a password is made of a few pieces and nothing else: words
 * of the list (common.txt), the names that belong to the account, keys in a
 * row, years, a few figures, marks. Each way through it is followed at once,
 * from piece to piece (dynamic programming). */
#include "store/staff/password.h"

#include "text/unicode.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "store/staff/common_data.h"

enum {
    LONGEST = 64,       /* bytes; a longer one is no guess, unless it repeats */
    WORDS = 2,          /* of the list, that one may have */
    ODD = 1,            /* letters that belong to nothing */
    FIGURES = 4,        /* figures that belong to nothing */
    RUN = 3,            /* the shortest run of keys */
    NAMES = 24,         /* parts of names */
    NAME_LEAST = 2
};

#define N_LISTED (sizeof(listed) / sizeof(*listed))

/* They join words, and add nothing. */
static const char *const glue[] = { "i", "my", "me", "we", "you", "our", "the",
    "is", "am", "are", "of", "and", "to", "for", "in", "mon", "ma", "mes", "je",
    "le", "la", "les", "de", "du", "des", "un", "une", "et", "ya", "wa", "na",
    "ni", "yangu", "wangu", "langu", "yetu", "kwa", "al", "el", "abu", "umm",
    "bin", "ibn" };

/* Keys beside each other, and what else is counted up; also backwards. */
static const char *const runs[] = { "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm",
    "qwertzuiop", "yxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "qazwsxedcrfvtgbyhnujmikolp",
    "1qazxsw23edcvfr45tgbnhy67ujm", "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0", "1a2z3e4r5t6y7u8i9o0p", "a1z2e3r4t5y6u7i8o9p0",
    "1a2b3c4d5e6f7g8h9i", "a1b2c3d4e5f6g7h8i9", "11223344556677889900",
    "aabbccddeeffgghh", "10203040506070809000", "13579", "24680",
    "147258369", "159357", "753951", "741852963", "789456123",
    "314159265358979",
    "q2w3e4r5t6y7u8i9o0" };

/* For each place of s the fewest odd figures with which it is reached, by how
 * many words and odd letters; -1: not. */
struct cover {
    const char *s;
    size_t n;
    signed char figures[LONGEST + 1][WORDS + 1][ODD + 1];
};

/* Names in pieces; all is what they point into. */
struct names {
    char *all[2];
    const char *part[NAMES];
    size_t count;
};

static bool
is_figure(char c)
{
    return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* Whether c is this letter, or a figure or mark that is written for it. */
static bool
stands_for(char c, char letter)
{
    static const char *const masks[26] = { ['a' - 'a'] = "@4",
        ['b' - 'a'] = "8", ['e' - 'a'] = "3", ['g' - 'a'] = "96",
        ['i' - 'a'] = "1!|", ['l' - 'a'] = "1|!", ['o' - 'a'] = "0",
        ['s' - 'a'] = "$5", ['t' - 'a'] = "7+", ['z' - 'a'] = "2" };
    const char *m = letter >= 'a' && letter <= 'z' ? masks[letter - 'a'] : NULL;

    return c == letter || (m && c && strchr(m, c));
}

/* Takes out what only parts words; marks that stand for letters stay. */
static void
close_up(char *s)
{
    size_t n = 0;

    for (const char *at = s; *at; at++)
        if (is_letter(*at) || is_figure(*at) || strchr("@$!|+", *at))
            s[n++] = *at;
    s[n] = '\0';
}

static void
turn_round(char *s)
{
    size_t n = strlen(s);

    for (size_t i = 0; i < n / 2; i++) {
        char c = s[i];

        s[i] = s[n - 1 - i];
        s[n - 1 - i] = c;
    }
}

/* --- from piece to piece -------------------------------------------------- */

static void
reach(struct cover *c, size_t at, int words, int odd, int figures)
{
    signed char *f;

    if (at > c->n || words > WORDS || odd > ODD || figures > FIGURES)
        return;
    f = &c->figures[at][words][odd];
    if (*f < 0 || *f > figures)
        *f = (signed char)figures;
}

/* The bytes of s that spell word; 0: it does not. */
static size_t
spelt(const char *s, const char *word)
{
    size_t n = 0;

    while (word[n] && stands_for(s[n], word[n]))
        n++;
    return word[n] ? 0 : n;
}

/* How far s goes along the run from this key on, forwards or backwards. */
static size_t
along(const char *s, const char *run, size_t key, int step)
{
    size_t n = 0, length = strlen(run);

    while (s[n] && key < length && s[n] == run[key]) {
        n++;
        key += (size_t)step;    /* below 0 is beyond length */
    }
    return n;
}

/* The longest run of keys, or of one key, at s. */
static size_t
run_at(const char *s)
{
    size_t best = 1, n;

    while (s[best] && s[best] == s[0])
        best++;
    for (size_t i = 0; i < sizeof(runs) / sizeof(*runs); i++)
        for (size_t key = 0; runs[i][key]; key++)
            for (int step = -1; step <= 1; step += 2)
                if ((n = along(s, runs[i], key, step)) > best)
                    best = n;
    return best;
}

static bool
is_year(const char *s)
{
    return (!strncmp(s, "19", 2) || !strncmp(s, "20", 2)) && is_figure(s[2])
        && is_figure(s[3]);
}

/* Goes on by each piece that begins at this place. */
static void
go_on(struct cover *c, const struct names *names, size_t at, int words, int odd)
{
    const char *s = c->s + at;
    int figures = (int)c->figures[at][words][odd];
    size_t n, run = run_at(s);

    reach(c, at + 1, words, odd + ((*s >= 'a' && *s <= 'z') ? 1
        : is_letter(*s) ? ODD + 1 : 0), figures + is_figure(*s));
    for (n = RUN; n <= run; n++)
        reach(c, at + n, words, odd, figures);
    if (is_year(s))
        reach(c, at + 4, words, odd, figures);
    for (size_t i = 0; i < sizeof(glue) / sizeof(*glue); i++)
        if (!strncmp(s, glue[i], n = strlen(glue[i])))
            reach(c, at + n, words, odd, figures);
    for (size_t i = 0; i < names->count; i++)
        if ((n = spelt(s, names->part[i])))
            reach(c, at + n, words, odd, figures);
    for (size_t i = 0; i < N_LISTED; i++)
        if ((n = spelt(s, listed[i])))
            reach(c, at + n, words + 1, odd, figures);
}

/* Whether s is made of such pieces throughout. */
static bool
is_covered(const char *s, const struct names *names)
{
    struct cover c = { .s = s, .n = strlen(s) };

    if (c.n > LONGEST)
        return false;
    memset(c.figures, -1, sizeof(c.figures));
    c.figures[0][0][0] = 0;
    for (size_t at = 0; at < c.n; at++)
        for (int words = 0; words <= WORDS; words++)
            for (int odd = 0; odd <= ODD; odd++)
                if (c.figures[at][words][odd] >= 0)
                    go_on(&c, names, at, words, odd);
    for (int words = 0; words <= WORDS; words++)
        for (int odd = 0; odd <= ODD; odd++)
            if (c.figures[c.n][words][odd] >= 0)
                return true;
    return false;
}

/* --- the whole ------------------------------------------------------------ */

/* Cuts what is said over and over to what is said once. */
static void
say_once(char *s)
{
    size_t n = strlen(s), same;

    for (size_t unit = 1; 2 * unit <= n; unit++) {
        for (same = unit; same < n && s[same] == s[same - unit];)
            same++;
        if (same == n) {
            s[unit] = '\0';
            return;
        }
    }
}

static size_t
count_kinds(const char *s)
{
    size_t n = 0;

    for (size_t i = 0; s[i]; i++)
        n += memchr(s, s[i], i) == NULL;
    return n;
}

static size_t
count_characters(const char *s)
{
    size_t n = 0;

    for (; *s; s++)
        n += ((unsigned char)*s & 0xc0) != 0x80;
    return n;
}

static bool
has_letters(const char *s)
{
    while (*s && !is_letter(*s))
        s++;
    return *s != '\0';
}

/* The parts of a name, the short ones too: "Jo", "St". */
static void
add_name(struct names *to, char **all, const char *name)
{
    char *rest, *part;

    if (unicode_fold(name, all)) {
        *all = NULL;
        return;
    }
    rest = *all;
    while ((part = strsep(&rest, " -'.,_&/()")))
        if (strlen(part) >= NAME_LEAST && to->count < NAMES)
            to->part[to->count++] = part;
}

/* s is folded, and changed. */
static bool
is_weak(char *s, const struct names *names)
{
    size_t before = count_characters(s);
    bool weak;

    close_up(s);
    if (!before)
        return false;
    if (!has_letters(s) || count_kinds(s) <= 3)
        return true;            /* a date, a telephone number; "abbaabba" */
    before = strlen(s);
    say_once(s);
    weak = (strlen(s) < before && count_characters(s) < PASSWORD_LEAST)
        || is_covered(s, names);
    turn_round(s);
    return weak || is_covered(s, names);
}

bool
password_is_common(const char *password, const char *name, const char *school)
{
    struct names names = { .count = 0 };
    char *plain = NULL;
    bool weak;

    if (unicode_fold(password, &plain))
        return false;           /* password_hash() refuses it */
    add_name(&names, &names.all[0], name);
    add_name(&names, &names.all[1], school);
    weak = is_weak(plain, &names);
    sodium_memzero(plain, strlen(plain));
    free(plain);
    free(names.all[0]);
    free(names.all[1]);
    return weak;
}
