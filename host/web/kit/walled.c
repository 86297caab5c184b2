#include "web/kit/walled.h"

#include "store/thread/wall.h"

#include <string.h>

#define GET METHOD_GET
#define POST METHOD_POST
#define API "/api/v1"
static const struct {
    enum method method;
    const char *path;           /* as in web/routes.c */
    enum wall wall;
} rows[] = {
    /* holds nothing of a family, or what is the caller's own */
    { GET, "/sign-in", WALL_OPEN },
    { POST, "/sign-in", WALL_OPEN },
    { POST, "/sign-out", WALL_OPEN },
    { GET, "/first", WALL_OPEN },
    { POST, "/first", WALL_OPEN },
    { POST, "/language", WALL_OPEN },
    { GET, "/static/*", WALL_OPEN },
    { GET, "/healthz", WALL_OPEN },
    { GET, "/here", WALL_OPEN },
    { GET, "/help", WALL_OPEN },
    { GET, "/help/data", WALL_OPEN },
    { GET, "/help/tls", WALL_OPEN },
    { GET, "/whom", WALL_OPEN },
    { GET, "/account", WALL_OPEN },
    { POST, "/account/password", WALL_OPEN },
    { GET, "/account/alerts", WALL_OPEN },
    { POST, "/account/alerts/*", WALL_OPEN },
    { POST, "/account/opens", WALL_OPEN },
    { POST, "/account/work", WALL_OPEN },
    { POST, "/account/out", WALL_OPEN },
    { GET, API "/tls", WALL_OPEN },
    { GET, API "/import/template", WALL_OPEN },
    { GET, API "/duties", WALL_OPEN },
    { GET, API "/calendar", WALL_OPEN },
    { GET, API "/events", WALL_OPEN },

    /* the handler leaves out what lies behind the wall */
    { GET, "/", WALL_LIST },
    { GET, "/news", WALL_LIST },
    { GET, "/inbox", WALL_LIST },
    { POST, "/inbox/many", WALL_LIST },
    { GET, "/write", WALL_LIST },
    { POST, "/write", WALL_LIST },
    { GET, API "/threads", WALL_LIST },
    { GET, "/children/#/plan", WALL_LIST },     /* PLAN_READS */
    { GET, "/children/#/plan/sheet", WALL_LIST },
    { POST, "/children/#/plan", WALL_LIST },
    { POST, "/children/#/plan/*", WALL_LIST },
    { GET, API "/plans", WALL_LIST },
    { GET, API "/children/#/plan", WALL_LIST },
    { POST, API "/children/#/plan", WALL_LIST },
    { POST, API "/children/#/plan/*", WALL_LIST },

    /* '#' is a thread */
    { GET, "/threads/#", WALL_THREAD },
    { POST, "/threads/#/read", WALL_THREAD },
    { POST, "/threads/#/close", WALL_THREAD },
    { POST, "/threads/#/hold", WALL_THREAD },
    { POST, "/threads/#/assign", WALL_THREAD },
    { POST, "/threads/#/note", WALL_THREAD },
    { POST, "/threads/#/draft", WALL_THREAD },
    { POST, "/threads/#/send", WALL_THREAD },
    { POST, "/threads/#/hand", WALL_THREAD },
    { GET, API "/threads/#", WALL_THREAD },
    { POST, API "/threads/#/seen", WALL_THREAD },
    { POST, API "/threads/#/close", WALL_THREAD },
    { POST, API "/threads/#/hold", WALL_THREAD },
    { POST, API "/threads/#/assign", WALL_THREAD },
    { POST, API "/threads/#/hand", WALL_THREAD },

    /* '#' is a message */
    { POST, "/messages/#/good", WALL_MESSAGE },
    { POST, "/messages/#/answer", WALL_MESSAGE },
    { POST, "/messages/#/decide", WALL_MESSAGE },
    { POST, "/messages/#/hand", WALL_MESSAGE },
    { POST, "/messages/#/ease", WALL_MESSAGE },
    { POST, "/messages/#/cancel", WALL_MESSAGE },
    { POST, "/messages/#/resend", WALL_MESSAGE },
    { GET, API "/messages/#", WALL_MESSAGE },
    { POST, API "/messages/#/good", WALL_MESSAGE },
    { POST, API "/messages/#/answer", WALL_MESSAGE },
    { POST, API "/messages/#/decide", WALL_MESSAGE },
    { POST, API "/messages/#/hand", WALL_MESSAGE },
    { POST, API "/messages/#/ease", WALL_MESSAGE },
    { POST, API "/messages/#/cancel", WALL_MESSAGE },
    { POST, API "/messages/#/resend", WALL_MESSAGE },
    { POST, API "/messages/#/seen", WALL_MESSAGE },

    /* '#' is a family */
    { GET, "/families/#", WALL_FAMILY },
    { GET, API "/families/#", WALL_FAMILY },

    /* '#' is a child */
    { GET, "/children/#", WALL_CHILD },
    { GET, "/children/#/certificate", WALL_CHILD },
    { GET, API "/children/#", WALL_CHILD },

    /* '#' is a call to make */
    { POST, "/tasks/#/done", WALL_TASK },
    { POST, API "/tasks/#/done", WALL_TASK },

    /* shows or changes other classes too, or the whole school, or the box */
    { GET, "/tell", WALL_SHUT },
    { POST, "/tell", WALL_SHUT },
    { POST, "/tell/draft", WALL_SHUT },
    { GET, "/tell/look", WALL_SHUT },
    { POST, "/tell/send", WALL_SHUT },
    { GET, "/tell/sheet", WALL_SHUT },
    { POST, "/tell/sheet", WALL_SHUT },
    { GET, "/tell/sheet/*", WALL_SHUT },
    { POST, "/tell/sheet/*", WALL_SHUT },
    { POST, "/tell/sheet/#/undo", WALL_SHUT },
    { GET, "/tell/#", WALL_SHUT },
    { GET, "/tell/#/answers.csv", WALL_SHUT },
    { POST, "/tell/#/remind", WALL_SHUT },
    { POST, "/tell/#/*", WALL_SHUT },
    { POST, "/inbox/unfile", WALL_SHUT },
    { POST, API "/messages/file", WALL_SHUT },
    { POST, API "/messages/unfile", WALL_SHUT },
    { GET, "/search", WALL_SHUT },
    { GET, "/week", WALL_SHUT },
    { POST, "/week", WALL_SHUT },
    { POST, "/week/draft", WALL_SHUT },
    { POST, "/week/send", WALL_SHUT },
    { POST, "/threads/#/whose", WALL_SHUT },
    { GET, "/review", WALL_SHUT },
    { POST, "/whom/write", WALL_SHUT },
    { POST, "/messages/#/file", WALL_SHUT },
    { GET, "/prompts", WALL_SHUT },
    { POST, "/prompts", WALL_SHUT },
    { GET, "/cards/#", WALL_SHUT },
    { POST, "/cards/#", WALL_SHUT },
    { GET, "/cards/#/print", WALL_SHUT },
    { GET, API "/prompts", WALL_SHUT },
    { POST, API "/prompts", WALL_SHUT },
    { GET, API "/cards", WALL_SHUT },
    { GET, API "/cards/#", WALL_SHUT },
    { POST, API "/cards/#", WALL_SHUT },
    { GET, "/absent", WALL_SHUT },
    { POST, "/absent", WALL_SHUT },
    { GET, "/behaviour", WALL_SHUT },
    { POST, "/behaviour", WALL_SHUT },
    { GET, "/behaviour/#", WALL_SHUT },
    { POST, "/behaviour/#/*", WALL_SHUT },
    { POST, "/messages/#/also", WALL_SHUT },
    { POST, "/threads/#/flood", WALL_SHUT },
    { POST, "/messages/#/unfile", WALL_SHUT },
    { GET, "/families", WALL_SHUT },
    { GET, "/families/check", WALL_SHUT },
    { GET, "/families/new", WALL_SHUT },
    { POST, "/families/new", WALL_SHUT },
    { GET, "/families/unreached", WALL_SHUT },
    { GET, "/families/#/merge", WALL_SHUT },
    { POST, "/families/#/merge", WALL_SHUT },
    { POST, "/families/#/unmerge", WALL_SHUT },
    { POST, "/families/#/split", WALL_SHUT },
    { POST, "/families/#/*", WALL_SHUT },
    { GET, "/groups", WALL_SHUT },
    { POST, "/groups", WALL_SHUT },
    { GET, "/groups/#", WALL_SHUT },
    { POST, "/groups/#/*", WALL_SHUT },
    { GET, "/dashboard", WALL_SHUT },
    { GET, "/dongles", WALL_SHUT },
    { GET, "/sent", WALL_SHUT },
    { GET, "/sent/check", WALL_SHUT },
    { POST, "/sent/check", WALL_SHUT },
    { GET, "/practice", WALL_SHUT },
    { GET, "/practice/*", WALL_SHUT },
    { POST, "/practice/*", WALL_SHUT },
    { GET, "/tell/welcome", WALL_SHUT },
    { POST, "/tell/welcome", WALL_SHUT },
    { GET, "/tell/tree", WALL_SHUT },
    { GET, API "/status", WALL_SHUT },
    { GET, API "/board", WALL_SHUT },
    { GET, API "/board/log", WALL_SHUT },
    { GET, API "/messages", WALL_SHUT },
    { GET, API "/search", WALL_SHUT },
    { GET, API "/find", WALL_SHUT },
    { GET, API "/queue", WALL_SHUT },
    { GET, API "/register", WALL_SHUT },
    { POST, API "/register/check", WALL_SHUT },
    { POST, API "/messages", WALL_SHUT },
    { POST, API "/messages/#/file", WALL_SHUT },
    { GET, API "/tasks", WALL_SHUT },
    { POST, API "/messages/#/also", WALL_SHUT },
    { POST, API "/threads/#/aside", WALL_SHUT },
    { POST, API "/threads/#/block", WALL_SHUT },
    { GET, API "/questions", WALL_SHUT },
    { POST, API "/questions/#/remind", WALL_SHUT },
    { GET, API "/questions/#", WALL_SHUT },
    { POST, API "/messages/#/unfile", WALL_SHUT },
    { POST, API "/threads/#/whose", WALL_SHUT },
    { POST, API "/threads/#/whose/undo", WALL_SHUT },
    { POST, API "/threads/#/whose/confirm", WALL_SHUT },
    { GET, API "/week", WALL_SHUT },
    { POST, API "/week", WALL_SHUT },
    { POST, API "/week/send", WALL_SHUT },
    { GET, API "/welcome", WALL_SHUT },
    { POST, API "/welcome", WALL_SHUT },
    { GET, API "/review", WALL_SHUT },
    { GET, API "/numbers", WALL_SHUT },
    { GET, API "/number", WALL_SHUT },
    { GET, API "/absent", WALL_SHUT },
    { POST, API "/absent", WALL_SHUT },
    { POST, API "/facts", WALL_SHUT },
    { GET, API "/absences", WALL_SHUT },
    { POST, API "/absences", WALL_SHUT },
    { POST, API "/absences/#/undo", WALL_SHUT },
    { GET, API "/behaviour", WALL_SHUT },
    { POST, API "/behaviour", WALL_SHUT },
    { GET, API "/behaviour/#", WALL_SHUT },
    { POST, API "/behaviour/#", WALL_SHUT },
    { GET, API "/children", WALL_SHUT },
    { GET, API "/families", WALL_SHUT },
    { GET, API "/families/unreached", WALL_SHUT },
    { POST, API "/families/#/guardian", WALL_SHUT },
    { POST, API "/families/#/guardian/ask", WALL_SHUT },
    { GET, API "/batches/#/calls", WALL_SHUT },
    { POST, API "/batches/#/calls", WALL_SHUT },
    { POST, API "/families/#/name", WALL_SHUT },
    { POST, API "/families/#/merge", WALL_SHUT },
    { POST, API "/families/#/split", WALL_SHUT },
    { GET, API "/modems", WALL_SHUT },
    { POST, API "/modems/*/balance", WALL_SHUT },
    { GET, API "/tree", WALL_SHUT },
    { POST, API "/tree", WALL_SHUT },
    { GET, API "/menus", WALL_SHUT },
    { GET, API "/menu-runs/#", WALL_SHUT },
    { GET, API "/ussd/#", WALL_SHUT },
};

enum wall
wall_of(enum method method, const char *path)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (rows[i].method == method && !strcmp(rows[i].path, path))
            return rows[i].wall;
    return WALL_UNSAID;
}

static enum err
look(struct db *db, int64_t staff, enum wall_thing thing, int64_t id)
{
    bool sees = false;
    enum err e = wall_sees(db, staff, thing, id, &sees);

    return e ? e : sees ? OK : ERR_NOT_FOUND;
}

enum err
wall_check(struct db *db, const struct caller *c, enum method method,
    const char *path, int64_t id)
{
    if (!c->walled)
        return OK;
    switch (wall_of(method, path)) {
    case WALL_OPEN:
    case WALL_LIST:
        return OK;
    case WALL_THREAD:
        return look(db, c->staff, WALL_A_THREAD, id);
    case WALL_MESSAGE:
        return look(db, c->staff, WALL_A_MESSAGE, id);
    case WALL_FAMILY:
        return look(db, c->staff, WALL_A_FAMILY, id);
    case WALL_CHILD:
        return look(db, c->staff, WALL_A_CHILD, id);
    case WALL_TASK:
        return look(db, c->staff, WALL_A_TASK, id);
    case WALL_UNSAID:
    case WALL_SHUT:
        break;
    }
    return ERR_REFUSED;
}
