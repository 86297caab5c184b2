/* walled.h - the wall around an account that sees its own classes alone
 * (store/thread/wall.h): what each address shows of families, and so whether
 * such an account reaches it. What the table does not name is shut. */
#ifndef NOTEHOME_WALLED_H
#define NOTEHOME_WALLED_H

#include "web/kit/request.h"

struct db;

enum wall {
    WALL_UNSAID = 0,            /* nobody thought of it: shut */
    WALL_SHUT,
    WALL_OPEN,                  /* holds nothing of a family */
    WALL_LIST,                  /* its handler asks caller_wall() and leaves out
                                 * what the caller does not see */
    WALL_THREAD, WALL_MESSAGE, WALL_FAMILY, WALL_CHILD, WALL_TASK
                                /* '#' in its path is one, which has to be of
                                 * the caller's families */
};

/* path as the table of routes has it, "/threads/#". */
enum wall wall_of(enum method method, const char *path);
/* Whether the caller may go on to the address with this id: OK for whoever
 * has no wall. ERR_NOT_FOUND: nothing there that the caller sees; ERR_REFUSED:
 * shut. */
MUST_CHECK enum err wall_check(struct db *db, const struct caller *c,
    enum method method, const char *path, int64_t id);

#endif
