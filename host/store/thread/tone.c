#include "store/thread/tone.h"

#include "store/thread/message.h"

#include <string.h>

const char *
tone_name(enum tone t)
{
    switch (t) {
    case TONE_PRAISE:
        return "praise";
    case TONE_INFORMATION:
        return "information";
    case TONE_QUESTION:
        return "question";
    case TONE_CONCERN:
        return "concern";
    case TONE_URGENT:
        return "urgent";
    case TONE_NONE:
    case TONES:
        break;
    }
    return "";
}

enum tone
tone_of(const char *name)
{
    for (int t = TONE_PRAISE; name && t < TONES; t++)
        if (!strcmp(name, tone_name((enum tone)t)))
            return (enum tone)t;
    return TONE_NONE;
}

enum err
tone_set(struct db *db, int64_t message, enum tone t)
{
    struct query q = query_start(db,
        "UPDATE message SET tone = :tone WHERE id = :id AND " MESSAGE_IS_OUT);

    query_int(&q, ":tone", t);
    query_int(&q, ":id", message);
    return query_end_changed(&q);
}
