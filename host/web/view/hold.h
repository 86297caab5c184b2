/* hold.h - the holding answer, as pages offer it and the doors send it. */
#ifndef NOTEHOME_HOLD_H
#define NOTEHOME_HOLD_H

#include "send/holding.h"
#include "store/thread/thread.h"
#include "web/kit/inside.h"
#include "web/kit/request.h"

struct hold_view {
    int n, usual;               /* 0 days: none is offered */
    int days[HOLDING_DAYS];
    char head[HOLDING_TEXT];    /* as it would go by the usual day */
    char finding[HOLDING_TEXT];
};

/* What may be offered to whoever waits in t; language: in which it would go. */
MUST_CHECK enum err hold_read(struct web *w, const struct request *q,
    const struct thread *t, const char *language, struct hold_view *out);

/* Sends it to whom an answer there goes to. day 0: the usual one. *by is the
 * day that was named. ERR_INPUT: no such day; ERR_REFUSED: nobody waits there,
 * or the phone takes no texts: why says so. ERR_EXISTS: this form did it. */
MUST_CHECK enum err hold_send(struct web *w, const struct request *q,
    const struct thread *t, enum holding what, int day, const char *once,
    int *by, struct reason *why);

#endif
