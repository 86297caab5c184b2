/* ring.h - bytes from one writer to one reader, of which one may be an
 * interrupt. Indices are single bytes, so no lock is needed. */
#ifndef NOTEHOME_RING_H
#define NOTEHOME_RING_H

#include <stdbool.h>
#include <stdint.h>

#define RING_SIZE 128u          /* a power of two, at most 128 */

struct ring {
    volatile uint8_t in, out;   /* run freely; their difference is the fill */
    volatile uint8_t byte[RING_SIZE];
};

static inline uint8_t
ring_room(const struct ring *r)
{
    return (uint8_t)(RING_SIZE - (uint8_t)(r->in - r->out));
}

/* Writer's side. Full: the byte is lost. */
static inline void
ring_put(struct ring *r, uint8_t byte)
{
    if (ring_room(r) == 0)
        return;
    r->byte[r->in % RING_SIZE] = byte;
    r->in = (uint8_t)(r->in + 1);
}

/* Reader's side. False: empty. */
static inline bool
ring_get(struct ring *r, uint8_t *byte)
{
    if (r->in == r->out)
        return false;
    *byte = r->byte[r->out % RING_SIZE];
    r->out = (uint8_t)(r->out + 1);
    return true;
}

#endif
