#include "store/db/reason_row.h"

void
reason_bind(struct query *q, const char *args, const char *code,
    const struct reason *r)
{
    query_text(q, args, r->args);
    query_int(q, code, r->code);
}

void
reason_read(struct query *q, int column, struct reason *out)
{
    query_copy_text(q, column, out->args, sizeof(out->args));
    out->code = (enum reason_code)query_get_int(q, column + 1);
}
