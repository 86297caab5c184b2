#include "web/view/tell.h"

#include <string.h>

const char *
page_batch_label(enum batch_state s)
{
    switch (s) {
    case BATCH_GOING:
        return "going out";
    case BATCH_WAITS:
        return "waits for approval";
    case BATCH_PAUSED:
        return "paused";
    case BATCH_CANCELLED:
        break;
    }
    return "cancelled";
}

bool
page_child_shown(const struct tell_result *t, const struct tally_child *c)
{
    return !*t->class_name || !strcmp(t->class_name, c->class_name);
}

int
page_children_count(const struct tell_result *t, enum tally_state state,
    const char *answer)
{
    int n = 0;

    for (int i = 0; i < t->n_children; i++) {
        const struct tally_child *c = &t->children[i];

        n += c->state == state && page_child_shown(t, c)
            && (state != TALLY_ANSWERED || !strcmp(c->answer, answer));
    }
    return n;
}
