/* wall.h - what an account sees that sees its own classes alone: the families
 * with a child at school in one of them (staff.classes), and those that
 * somebody gave it to answer. What lies in a tray is no family's yet and lies
 * behind the wall. Any thread may call. */
#ifndef NOTEHOME_WALL_H
#define NOTEHOME_WALL_H

#include "store/db/db.h"

/* In SQL: whether the account `staff` sees the family f. Both are an
 * expression; f may be NULL, which nobody sees. */
#define WALL_SEES_FAMILY(staff, f)                                             \
    "(EXISTS (SELECT 1 FROM thread wt WHERE wt.family = " f                    \
    "  AND wt.tray = 0 AND wt.assigned = " staff ")"                           \
    " OR EXISTS (SELECT 1 FROM staff ws"                                       \
    "  JOIN family_child wf ON wf.family = " f                                 \
    "  JOIN child wc ON wc.id = wf.child AND wc.left_at = 0"                   \
    "  WHERE ws.id = " staff                                                   \
    "  AND instr(ws.classes, char(10) || wc.class || char(10)) > 0))"

/* Whose it is that an id names. */
enum wall_thing { WALL_A_THREAD, WALL_A_FAMILY, WALL_A_CHILD, WALL_A_MESSAGE,
    WALL_A_TASK };

/* *sees: whether the account sees the thing with this id; false where there is
 * none. A message that is shown in a second family's thread is seen there
 * alone: what is done with it is done in its own. */
MUST_CHECK enum err wall_sees(struct db *db, int64_t staff,
    enum wall_thing thing, int64_t id, bool *sees);
/* What is new and what waits, of the families that it sees. */
struct wall_news {
    int64_t messages;           /* unread */
    int64_t unread, waiting;    /* families: with unread messages; for a
                                 * person's answer */
};
MUST_CHECK enum err wall_news(struct db *db, int64_t staff,
    struct wall_news *out);
/* Puts the account behind the wall, or takes the wall away; its sessions end,
 * so that it counts at once. Its classes are an admin's from then on. Audited.
 * ERR_NOT_FOUND: no open account; ERR_REFUSED: to build it for an account
 * that sees all by its role. */
MUST_CHECK enum err wall_set(struct db *db, int64_t staff, bool walled,
    const char *who);

#endif
