/* answer.h - is this text an answer to a question with numbered options? */
#ifndef NOTEHOME_ANSWER_H
#define NOTEHOME_ANSWER_H

#include "base/err.h"
#include "mapping/mapping.h"
#include "text/words.h"

/* Takes the newest of in's questions, those of another family than family left
 * out (0: all count), and reads in's text as its answer. The first word behind
 * greetings and names decides: a digit of any script, a number word, yes or
 * no, or the option's own words; what follows must not speak against it. Then
 * question and option are set. Whatever is less clear, also where two
 * questions are open or the question has closed, gives question with
 * ask_staff, and option 0 where none is likely. No answer at all: question 0.
 * languages: those that people there speak; no other is guessed at. */
MUST_CHECK enum err answer_read(const struct mapping_input *in,
    words_set languages, int64_t family, struct mapping_answer *out);

#endif
