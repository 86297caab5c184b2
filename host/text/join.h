/* join.h - the parts of one message become one UTF-8 text. UTF-16 units are
 * put together first and converted then, so a letter that was cut between two
 * parts is whole again. Pure; any thread. */
#ifndef NOTEHOME_JOIN_H
#define NOTEHOME_JOIN_H

#include "base/err.h"

#include <stdint.h>

enum { JOIN_PARTS_MAX = 255, JOIN_UNITS_MAX = 160 };

/* A part in its place; text NULL: it has not come. */
struct join_part {
    const uint16_t *text;   /* borrowed; host byte order */
    int units;              /* 0..JOIN_UNITS_MAX */
};

/* Joins count parts in the order given. A missing part shows as
 * "[part 2 of 3 missing]" on its own. Half a surrogate pair becomes U+FFFD.
 * CR LF and CR become LF, a tab or form feed a blank; NUL, other control
 * characters and non-characters go. An escape (0x1B) at the end of a part makes
 * the next part's first letter that of the extension table. *out is owned by
 * the caller, valid UTF-8 without NUL, at most 3 bytes a unit. ERR_INPUT: a
 * count is out of bounds. */
MUST_CHECK enum err join_text(
    const struct join_part *parts, int count, char **out);

#endif
