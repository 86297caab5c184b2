/* params.h - names and values of a query or of a form's body. Hostile input:
 * bounded, and what is no UTF-8 or holds a NUL is refused. Pure. */
#ifndef NOTEHOME_PARAMS_H
#define NOTEHOME_PARAMS_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PARAMS_MAX = 512 };

struct params {
    int count;
    struct {
        const char *name, *value; /* point into bytes */
    } item[PARAMS_MAX];
    char *bytes;                /* owned; params_clear() frees it */
};

/* Reads "a=1&b=two+words%21", n bytes. ERR_INPUT: more than PARAMS_MAX, a bad
 * escape, a NUL, or no UTF-8; *out is then empty. */
MUST_CHECK enum err params_read(const char *text, size_t n,
    struct params *out);
void params_clear(struct params *p);

/* Decodes the path of n bytes into out. False: it does not fit, or holds a bad
 * escape, an escaped slash, a control character, or no UTF-8. */
bool params_path(const char *text, size_t n, char *out, size_t room);

/* The first value of that name; NULL when there is none. */
const char *params_get(const struct params *p, const char *name);
/* "1", "true", "yes" and "on" are true; absent or other is false. */
bool params_flag(const struct params *p, const char *name);
/* A whole number of decimal digits up to max; otherwise fallback. */
int64_t params_int(const struct params *p, const char *name, int64_t max,
    int64_t fallback);

/* Reads decimal digits to the end of text. False: none, others, or over max. */
bool params_digits(const char *text, int64_t max, int64_t *out);

/* Reads two of them, as "12.345". False: text is NULL, or something else. */
bool params_pair(const char *text, int64_t *first, int64_t *second);

/* Appends name=value to an address, escaped, with ? or & before it. What does
 * not fit is cut between letters of the escape. */
void params_write(char *to, size_t room, const char *name,
    const char *value);

/* "/week?class=3C%20%26%203D": path, which may have parameters, and one more.
 * There is room for the 100 letters of a field in any script. Returns out. */
enum { PARAMS_ADDRESS = 1024 };
const char *params_address(const char *path, const char *name,
    const char *value, char out[PARAMS_ADDRESS]);

#endif
