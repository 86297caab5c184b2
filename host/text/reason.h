/* reason.h - why something is as it is: a code and its arguments, which are
 * what is stored. The sentence is made where it is shown, in the reader's
 * language (i18n). Pure; any thread may call. */
#ifndef NOTEHOME_REASON_H
#define NOTEHOME_REASON_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* On disk. WORDS: the arguments are the sentence itself: as a person typed it,
 * as an older version put it together, or one of ours from a table, which is
 * translated as a whole where a reader's language has it (err_text()). */
enum reason_code {
    REASON_WORDS = 0,
#define REASON(number, name, sentence) REASON_##name = number,
#define REASON_N(number, name, one, many) REASON_##name = number,
#include "text/reason.def"
#undef REASON
#undef REASON_N
};

enum { REASON_ARGS = 640, REASON_SAID = 1000, REASON_NAME = 32 };

/* All zero: no reason. args: one argument a line, which begins with its kind:
 * "=" words, "#" a number, "@" the number of another reason whose own arguments
 * follow. What does not fit is cut at a whole letter. */
struct reason {
    enum reason_code code;
    char args[REASON_ARGS];
};

extern const struct reason reason_none;

struct reason reason_of(enum reason_code code);
struct reason reason_words(const char *words);
/* One whose sentence has one argument: a number, words. */
struct reason reason_number(enum reason_code code, int64_t n);
struct reason reason_text(enum reason_code code, const char *text);
/* Adds the next argument. */
void reason_add_text(struct reason *r, const char *text);
void reason_add_number(struct reason *r, int64_t n);
void reason_add_reason(struct reason *r, const struct reason *other);
/* A word of ours from a table: the same as a reason of these WORDS. */
void reason_add_words(struct reason *r, const char *words);
/* Makes "r; other" of both; other alone where r was none. */
void reason_join(struct reason *r, const struct reason *other);

/* Also false for NULL. */
bool reason_given(const struct reason *r);
/* *why, or the words of e where it says nothing. */
struct reason reason_or_error(const struct reason *why, enum err e);
/* The way out of a function that refuses: sets *why, where it is not NULL, and
 * returns e. */
enum err reason_refuse(struct reason *why, enum err e, struct reason because);
/* "only_family", for programs; "" for WORDS and what is unknown; out. */
const char *reason_name(enum reason_code code, char out[REASON_NAME]);
/* The code that says what it is about: of "the SIM is busy (CMS 314)" SIM_BUSY,
 * of two that are joined the first one's. */
enum reason_code reason_about(const struct reason *r);
/* The English sentence with its placeholders, the gettext msgid; "" when
 * unknown. Static. */
const char *reason_sentence(enum reason_code code);
/* The same where its first argument is a number other than 1; NULL: it has no
 * such form. */
const char *reason_many(enum reason_code code);
/* The code at place i of the list; REASON_WORDS behind its end. */
enum reason_code reason_at(size_t i);

/* Gives a sentence's translation, or the sentence; many (NULL: none) where n of
 * something are told. */
typedef const char *reason_tr(const void *user, const char *one,
    const char *many, int64_t n);
/* The whole sentence into out (room bytes, REASON_SAID is enough for most), cut
 * at a whole letter; tr NULL: in English. Returns out. */
const char *reason_say(const struct reason *r, reason_tr *tr,
    const void *user, char *out, size_t room);
/* In English, for logs and programs. Returns out. */
const char *reason_english(const struct reason *r, char out[REASON_SAID]);

#endif
