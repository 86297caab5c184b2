#include "modem/pending.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void
pending_add(struct pending *p, const char *bytes, size_t n)
{
    char *more;

    if (p->n + n > p->room) {
        if (!(more = realloc(p->bytes, 2 * (p->n + n))))
            return;
        p->bytes = more;
        p->room = 2 * (p->n + n);
    }
    memcpy(p->bytes + p->n, bytes, n);
    p->n += n;
}

bool
pending_write(int fd, struct pending *p)
{
    ssize_t n;

    while (p->n) {
        n = write(fd, p->bytes, p->n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno == EAGAIN;
        p->n -= (size_t)n;
        memmove(p->bytes, p->bytes + n, p->n);
    }
    return true;
}
