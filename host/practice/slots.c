#include "practice/slots.h"

#include <stdlib.h>
#include <string.h>

enum err
slots_make(struct slots *s, int total)
{
    if (total < 0 || total > SLOTS_MAX)
        return ERR_INPUT;
    s->slot = calloc((size_t)total + 1, sizeof(*s->slot));
    if (!s->slot)
        return ERR_MEMORY;
    s->total = total;
    s->used = 0;
    return OK;
}

void
slots_clear(struct slots *s)
{
    free(s->slot);
    *s = (struct slots){ 0 };
}

int
slots_add(struct slots *s, enum slot_state state, int64_t id,
    const struct pdu_bytes *smsc, const struct pdu_bytes *tpdu)
{
    struct slot *to;
    int i = 0;

    while (i < s->total && s->slot[i].used)
        i++;
    if (i == s->total || smsc->len + tpdu->len > SLOTS_PDU_MAX)
        return -1;
    to = &s->slot[i];
    *to = (struct slot){ .used = true, .state = state, .id = id,
        .smsc_len = smsc->len, .len = smsc->len + tpdu->len };
    memcpy(to->pdu, smsc->data, smsc->len);
    memcpy(to->pdu + smsc->len, tpdu->data, tpdu->len);
    s->used++;
    return i;
}

struct slot *
slots_at(struct slots *s, int index)
{
    if (index < 0 || index >= s->total || !s->slot[index].used)
        return NULL;
    return &s->slot[index];
}

void
slots_erase(struct slots *s, int index)
{
    if (!slots_at(s, index))
        return;
    s->slot[index].used = false;
    s->used--;
}
