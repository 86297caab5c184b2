/* autoreply.c - every row is a loop that has happened to somebody. */
#include "mapping/autoreply.h"

#include "base/clock.h"

#include <stddef.h>
#include <string.h>

enum { SAME_TEXT_MAX = 3 };
#define STALE HOUR

static const char *
why_not(const struct autoreply_input *in)
{
    if (in->kind != PHONE_NUMBER)
        return "the sender is no phone that a person holds";
    for (int i = 0; i < in->own_count; i++)
        if (strcmp(in->own[i], in->sender) == 0)
            return "the sender is one of our own SIMs";
    if (in->tray == MAPPING_NOTICES || in->tray == MAPPING_SAFEGUARDING
        || in->tray == MAPPING_QUARANTINE)
        return "nothing in this tray is answered automatically";
    if (in->missed_call && in->tray == MAPPING_UNKNOWN)
        return "an unknown caller is never texted";
    if (in->stranger)
        return "no family has the number, and nobody here wrote to it";
    if (in->same_in_hour >= SAME_TEXT_MAX)
        return "the same text came three times within an hour";
    /* One further ahead was dated by a clock that was wrong. */
    if (in->last_answer && in->now - in->last_answer < DAY
        && in->last_answer - in->now < DAY)
        return "this number had an automatic answer within a day";
    if (in->now - in->received > STALE)
        return "the message is more than an hour old";
    return NULL;
}

bool
autoreply_allowed(const struct autoreply_input *in, const char **reason)
{
    const char *no = why_not(in);

    if (reason)
        *reason = no ? no : "allowed";
    return !no;
}
