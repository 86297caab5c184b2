/* practice.h - the phones of the practice network: talks with notehome-sim
 * over its control socket (the words are in notehome-sim(1)). For practice
 * only: refused wherever a dongle of ours is a real one. */
#ifndef NOTEHOME_PRACTICE_H
#define NOTEHOME_PRACTICE_H

#include "settings/config.h"

#include <stddef.h>
#include <stdint.h>

/* Whether the configuration names a practice network, it answers, and every
 * dongle configured is one of its own. Takes a moment: not for LANE_HERE. */
bool practice_is_on(const struct config *c);

struct practice_phone {
    char number[32];
    int texts;                  /* on its screen */
};
/* At most room of them; *n is how many. ERR_GONE: nobody answers. */
MUST_CHECK enum err practice_phones(const struct config *c,
    struct practice_phone *out, int room, int *n);

struct practice_text {
    int64_t at;                 /* UTC ms */
    char from[32];
    char text[1000];
};
/* The newest last; the older ones beyond room are left out. ERR_NOT_FOUND: no
 * such phone yet; ERR_INPUT: no number. */
MUST_CHECK enum err practice_inbox(const struct config *c, const char *number,
    struct practice_text *out, int room, int *n);

/* The phone sends a text to the school, or rings it once. ERR_INPUT: no
 * number, or an unusable text. */
MUST_CHECK enum err practice_text(const struct config *c, const char *number,
    const char *text);
MUST_CHECK enum err practice_ring(const struct config *c, const char *number);

/* What the keypad makes of text when a key is pressed: its next letter when
 * the same key was pressed just before (again), else its first one behind.
 * '<' takes the last letter away. Writes at most room bytes. */
void practice_key(const char *text, char key, bool again, char *out,
    size_t room);

#endif
