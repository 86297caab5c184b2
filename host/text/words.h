/* words.h - the words that decide: stop, start, yes, no, numbers, wrong number.
 * They are data, one file per language in words/, built in. What tells of
 * harm to a child is mapping/concern.h.
 * Compared after unicode_fold(), so case, accents and digits of other scripts
 * do not matter. Pure; any thread. */
#ifndef NOTEHOME_WORDS_H
#define NOTEHOME_WORDS_H

#include "base/err.h"

#include <stdbool.h>

enum words_kind {
    WORDS_STOP,     /* no more texts to this phone */
    WORDS_START,    /* texts again */
    WORDS_LEAVE,    /* asks for no more texts in a sentence: staff decide */
    WORDS_ENOUGH,   /* "I do not want", "remove": such a sentence with ... */
    WORDS_TEXTS,    /* ... what is sent; "=word" only leads to that */
    WORDS_BACK,     /* asks for texts again in a sentence */
    WORDS_YES,
    WORDS_NO,
    WORDS_OKAY,     /* "sawa": heard, and a yes only with more */
    WORDS_COMING,   /* "we will come": a yes without the word */
    WORDS_CANNOT,   /* "we cannot come": a no without the word */
    WORDS_NOT,      /* turns what follows round; also a "no" that may do so */
    WORDS_UNSURE,   /* maybe, if, but, "I will see": what is said is not sure */
    WORDS_LABEL,    /* "option", "my answer is": an answer follows */
    WORDS_POLITE,   /* greetings, courtesies, titles: they change nothing */
    WORDS_AROUND,   /* small words that may stand around stop and wrong */
    WORDS_WRONG,    /* "wrong number" */
    WORDS_DOUBT,    /* "not my son": may mean that the number is wrong */
    WORDS_COMMON,   /* given names that are words too, as Grace */
    WORDS_EVERYDAY, /* and those that many a text has anyway, as Hope */
    WORDS_PRIVATE,  /* health, fees, discipline, custody: not for all who
                     * hold a shared phone */
    WORDS_KINDS
};

/* A set of languages; 0 is the empty set. */
typedef unsigned words_set;
#define WORDS_ALL (~0u)

/* The set holding the language of a tag ("sw", "sw-KE", "pt_BR"), empty when
 * there is no file for it or tag is NULL. Sets are joined with |. */
words_set words_language(const char *tag);

/* The whole text, but for punctuation around it, is one word or phrase of the
 * kind in one of these languages. */
bool words_are(enum words_kind kind, words_set in, const char *text);

/* The text contains one, as whole words. *which (may be NULL) is the entry as
 * the file has it; static. */
bool words_within(enum words_kind kind, words_set in, const char *text,
    const char **which);

/* What the whole text says as a number: digits of any script, alone or as in
 * "1." and "(1)", or a number word; 1..99; 0 when it is none. */
int words_number(words_set in, const char *text);

/* Takes words of the school's own beside the lists, one a line, in place of
 * those given before; they count in every language and for words_opt() alone.
 * Any thread may be reading meanwhile. */
MUST_CHECK enum err words_more(enum words_kind kind, const char *lines);

enum words_opt {
    WORDS_OPT_NONE = 0,
    WORDS_OPT_STOP = 1,     /* the whole text is a stop word */
    WORDS_OPT_START = 2,
    WORDS_OPT_ASK = 3,      /* one with a courtesy, or of a language that is
                             * not this family's, or a sentence that asks for
                             * no more texts: staff decide */
    WORDS_OPT_ASK_START = 4 /* the same, for texts again */
};

/* Does the text ask to be left alone, or to be written to again? own: the
 * languages of the family, school and country; English always counts. A stop
 * word in a text about something else ("the bus did not stop") is neither. */
enum words_opt words_opt(words_set own, const char *text);

enum words_wrong {
    WORDS_WRONG_NONE = 0,
    WORDS_WRONG_SURE = 1,   /* the text says that the number is wrong, in any
                             * language, and nothing but courtesies besides */
    WORDS_WRONG_PERHAPS = 2 /* says it among other words, or something like
                             * it: staff decide */
};
enum words_wrong words_wrong(const char *text);

#endif
