/* urgent.c - the lists of urgent_words/ are held to a text: what is innocent
 * first, then what each kind says. Of several kinds the worst counts. */
#include "mapping/urgent.h"

#include "base/log.h"
#include "mapping/concern_own.h"

#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Those that have a class of words, in the order of harm. */
static const enum urgent kinds[] = { URGENT_MISSING, URGENT_FETCH,
    URGENT_THREAT, URGENT_ACCIDENT, URGENT_MONEY, URGENT_ILLNESS };
enum { KINDS = sizeof(kinds) / sizeof(*kinds) };

static struct concern_words *words;
static uint64_t class_of[KINDS], call_class, classes; /* bits; all of them */
static pthread_once_t once = PTHREAD_ONCE_INIT;

const char *
urgent_name(enum urgent u)
{
    switch (u) {
    case URGENT_MISSING:
        return "missing";
    case URGENT_FETCH:
        return "fetch";
    case URGENT_THREAT:
        return "threat";
    case URGENT_ACCIDENT:
        return "accident";
    case URGENT_CALLS:
        return "calls";
    case URGENT_MONEY:
        return "money";
    case URGENT_ILLNESS:
        return "illness";
    case URGENT_NONE:
        break;
    }
    return "";
}

bool
urgent_at_once(enum urgent u)
{
    return u != URGENT_NONE && u != URGENT_ILLNESS;
}

/* The class of this name as a bit. */
static uint64_t
bit_of(const char *name)
{
    int class = concern_class(words, name, strlen(name));

    return class < 0 ? 0 : (uint64_t)1 << class;
}

static void
load(void)
{
    enum err e = concern_words_of("mapping/urgent_words/", &words);

    if (e) {
        log_error("urgent", "the words of what cannot wait cannot be read: %s",
            err_text(e));
        return;
    }
    classes = call_class = bit_of("callme");
    for (int i = 0; i < KINDS; i++) {
        class_of[i] = bit_of(urgent_name(kinds[i]));
        classes |= class_of[i];
    }
    malloc_trim(0);             /* what the arrays left behind as they grew */
}

/* The classes that are found in text, of those that are looked for. */
static uint64_t
find(const char *text, const char *languages)
{
    struct tokens *t = malloc(sizeof(*t));
    uint64_t found = 0;
    char *folded = NULL;

    pthread_once(&once, load);
    if (!words || !t || concern_fold(text, &folded)) {
        free(t);
        return 0;
    }
    for (const char *at = folded; *at;) {
        concern_split(words, at, t);
        concern_first(words, t, languages, classes);
        concern_then(words, t, classes);
        found |= t->classes & classes;
        if (t->count < TOKENS_MAX)
            break;
        at = t->at[TOKENS_MAX - CONCERN_OVERLAP].at;
    }
    free(folded);
    free(t);
    return found;
}

enum urgent
urgent_of(const char *text, const char *languages)
{
    uint64_t found = find(text, languages);

    for (int i = 0; i < KINDS; i++)
        if (found & class_of[i])
            return kinds[i];
    return URGENT_NONE;
}

bool
urgent_asks_call(const char *text, const char *languages)
{
    return find(text, languages) & call_class;
}
