/* answer.h - is this text an answer to a question with numbered options? */
#ifndef NOTEHOME_ANSWER_H
#define NOTEHOME_ANSWER_H

#include "base/err.h"
#include "mapping/mapping.h"
#include "text/words.h"

/* Takes the newest of the questions, those of another family than family left
 * out (0: all count), and reads text as its answer: a digit of any script, a
 * number word, yes or no, or the option's own words. More than that one word
 * gives the option of the first with ask_staff set, unless a second option is
 * named too. Two open questions set ask_staff as well. No answer: question
 * 0. */
MUST_CHECK enum err answer_read(const char *text, words_set languages,
    const struct mapping_question *questions, int count, int64_t family,
    struct mapping_answer *out);

#endif
