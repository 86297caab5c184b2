/* reason_row.h - a reason (text/reason.h) in its two columns. */
#ifndef NOTEHOME_REASON_ROW_H
#define NOTEHOME_REASON_ROW_H

#include "store/db/db.h"
#include "text/reason.h"

/* Binds both; r must live until the query ends. */
void reason_bind(struct query *q, const char *args, const char *code,
    const struct reason *r);
/* Reads the arguments at column, and the code at the next one. */
void reason_read(struct query *q, int column, struct reason *out);

#endif
