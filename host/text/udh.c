/* udh.c - one information element after the other. */
#include "text/udh.h"

static void
concat(struct udh *h, int width, int reference, int total, int n)
{
    if (total == 0 || n == 0 || n > total) {
        h->bad_numbers = true;  /* §9.2.3.24.1: to be ignored */
        return;
    }
    h->concat = (struct pdu_concat){ width, reference, total, n };
}

/* An element whose length is not the standard's is passed over. */
static void
element(struct udh *h, int id, int length, const uint8_t *d)
{
    if (id == 0x00 && length == 3)
        concat(h, 8, d[0], d[1], d[2]);
    else if (id == 0x08 && length == 4)
        concat(h, 16, d[0] << 8 | d[1], d[2], d[3]);
    else if (id == 0x01 && length == 2)
        h->waiting = true;
    else if (id == 0x04 && length == 2)
        h->port = d[0];
    else if (id == 0x05 && length == 4)
        h->port = d[0] << 8 | d[1];
    else if (id == 0x24 && length == 1)
        h->shift = d[0];
    else if (id == 0x25 && length == 1)
        h->locking = d[0];
}

enum err
udh_read(const uint8_t *ud, int octets, struct udh *out)
{
    struct udh h = { .port = -1 };
    int at = 1;

    if (octets < 1 || 1 + ud[0] > octets)
        return ERR_INPUT;
    h.octets = 1 + ud[0];
    while (at + 2 <= h.octets && at + 2 + ud[at + 1] <= h.octets) {
        element(&h, ud[at], ud[at + 1], ud + at + 2);
        at += 2 + ud[at + 1];
    }
    if (at != h.octets)         /* §9.2.3.24: ignore the whole header */
        h = (struct udh){ .octets = h.octets, .port = -1, .damaged = true };
    *out = h;
    return OK;
}
