#include "practice/replay.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Any file: it is refused, or becomes a family whose every text ends and whose
 * answers can be asked for. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct replay *r = NULL;
    const struct model *m;

    if (replay_read((const char *)data, size, &r))
        return 0;
    m = &r->model;
    if (strlen(m->maker) > 63 || strlen(m->type) > 63
        || strlen(m->revision) > 63 || strlen(m->stores) > 255
        || (m->start && strlen(m->start) >= sizeof(r->start))
        || (m->idle && strlen(m->idle) >= sizeof(r->idle))
        || !model_ports(m) || m->ready_ms < 0 || m->idle_ms < 1
        || m->first > 1 || m->creg > 10)
        abort();
    for (int i = 0; i < r->talks && i < 50; i++)
        if (r->talk[i].command)
            (void)replay_answer(r, r->talk[i].command, i % 2);
    replay_free(r);
    return 0;
}
