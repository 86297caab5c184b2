/* class_fold.h - the name of a class, for comparing: "4B", "4 b", "Class 4B"
 * and "4-B" are one. Pure; any thread. */
#ifndef NOTEHOME_CLASS_FOLD_H
#define NOTEHOME_CLASS_FOLD_H

#include "base/err.h"

/* name folded (text/unicode.h), without blanks and signs, and without the word
 * for class in the languages of schools where something else is left. Form and
 * grade stay: one school may have a Form 2 and a Grade 2. *out is the caller's
 * (free). ERR_INPUT: not UTF-8. */
MUST_CHECK enum err class_fold(const char *name, char **out);

/* What two classes have in common that may be one: the same also without words
 * such as grade or form, signs of order and zeros in front. "Grade 4B", "4th B"
 * and "04 b" are "4B". For a question to a person, not for deciding. */
MUST_CHECK enum err class_core(const char *name, char **out);

#endif
