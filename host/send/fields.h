/* fields.h - {child}, {guardian}, {class} and {school} in a text, filled in
 * for one recipient. {child|your child} says what to write where nothing is
 * known. Pure. */
#ifndef NOTEHOME_FIELDS_H
#define NOTEHOME_FIELDS_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

/* What is known; "" or NULL is not. */
struct fields {
    const char *child, *guardian, *class_name, *school;
    const char *nameless;       /* in the place of an unknown child; NULL: "your
                                 * child" */
    const char *const *names;   /* more fields, as "missing"; n_more of them */
    const char *const *values;  /* what each stands for; "" is not known */
    int n_more;
};

/* Whether text has a field at all. */
bool fields_used(const char *text);
/* The first {word} of letters that is no field ("{chlid}"), copied into out;
 * false when there is none. */
bool fields_unknown(const char *text, char *out, size_t room);

/* The same, where these names are fields too. */
bool fields_unknown_but(const char *text, const char *const *names, int n,
    char *out, size_t room);
/* Whether the text would have a hole: one of the further fields has no value
 * and no words behind a bar. */
bool fields_hole(const char *text, const struct fields *f);

/* Writes text with its fields filled in to *out, the caller's (free). Other
 * braces stay as they are. */
MUST_CHECK enum err fields_fill(const char *text, const struct fields *f,
    char **out);

#endif
