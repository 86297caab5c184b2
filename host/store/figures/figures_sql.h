/* figures_sql.h - what the figures' queries have in common. For the files of
 * this folder. */
#ifndef NOTEHOME_FIGURES_SQL_H
#define NOTEHOME_FIGURES_SQL_H

#include "store/figures/figures.h"

/* A family that stands for itself and has a child of :class, by the alias f. */
#define FIGURES_STANDS                                                         \
    "f.merged_into IS NULL AND f.erased = 0 AND EXISTS (SELECT 1"              \
    " FROM family_child fc JOIN child c ON c.id = fc.child"                    \
    " AND c.left_at = 0"                                                       \
    " WHERE fc.family = f.id AND (:class = '' OR c.class = :class))"

/* m, a text out about the child of mc that got home, or still may. */
#define FIGURES_SAID                                                           \
    "m.id = mc.message AND m." MESSAGE_IS_OUT " AND NOT m." MESSAGE_IS_LOST

/* Tells each row of q (family, thread, at, name, detail) and ends q. */
MUST_CHECK enum err figures_tell_names(struct query *q, figures_fn *fn,
    void *user);

#endif
