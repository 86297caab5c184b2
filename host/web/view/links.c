#include "web/view/links.h"

#include "settings/rules.h"
#include "web/kit/walled.h"

#include <string.h>

static const struct {
    const char *label, *icon;
} places[LINKS_PLACES] = {
    [LINKS_TODAY] = { "Today", "today" },
    [LINKS_INBOX] = { "Inbox", "inbox" },
    [LINKS_WRITE] = { "Write", "write" },
    [LINKS_FAMILIES] = { "Families", "families" },
    [LINKS_REPORTS] = { "Reports", "reports" },
};

static const struct {
    const char *path, *label;
    enum staff_role role;       /* who has a use for it */
    enum links_place place;
} links[] = {
    { "/", "Today", ROLE_READER, LINKS_TODAY },
    { "/inbox", "Inbox", ROLE_READER, LINKS_INBOX },
    { "/write", "One child", ROLE_STAFF, LINKS_WRITE },
    { "/tell", "Tell a class", ROLE_STAFF, LINKS_WRITE },
    { "/week", "This week", ROLE_STAFF, LINKS_WRITE },
    { "/prompts", "Talk at home", ROLE_STAFF, LINKS_WRITE },
    { "/absent", "Absent today", ROLE_STAFF, LINKS_WRITE },
    { "/behaviour", "Events", ROLE_STAFF, LINKS_WRITE },
    { "/families", "Families", ROLE_READER, LINKS_FAMILIES },
    { "/groups", "Groups", ROLE_STAFF, LINKS_FAMILIES },
    { "/dashboard", "Dashboard", ROLE_READER, LINKS_REPORTS },
    { "/review", "Term review", ROLE_READER, LINKS_REPORTS },
    { "/sent", "Sent texts", ROLE_READER, LINKS_REPORTS },
    { "/whom", "Whom to ask", ROLE_READER, LINKS_BOX },
    { "/dongles", "Dongles", ROLE_READER, LINKS_BOX },
    { "/records", "Records", ROLE_ADMIN, LINKS_BOX },
    { "/settings", "Settings", ROLE_ADMIN, LINKS_BOX },
    { "/practice", "Practice phones", ROLE_STAFF, LINKS_BOX },
    { "/account", "Your account", ROLE_READER, LINKS_BOX },
    { "/help", "Help", ROLE_READER, LINKS_BOX },
};
enum { LINKS = sizeof(links) / sizeof(links[0]) };

/* Whether the page at path belongs to the link. */
static bool
belongs(const char *link, const char *path)
{
    static const struct {
        const char *prefix, *link;
    } more[] = { { "/threads/", "/inbox" }, { "/children/", "/families" },
        { "/cards/", "/prompts" } };
    size_t n = strlen(link);

    if (n == 1)
        return !strcmp(path, "/");
    for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++)
        if (!strcmp(link, more[i].link)
            && !strncmp(path, more[i].prefix, strlen(more[i].prefix)))
            return true;
    return !strncmp(path, link, n) && (!path[n] || path[n] == '/');
}

/* Whether there are phones to practise with. */
static bool
is_practice(const struct page *p)
{
    return p->rules && *p->rules->config.practice;
}

bool
links_opens(const struct page *p, const char *path)
{
    enum wall wall = wall_of(METHOD_GET, path);

    return !p->caller->walled || (wall != WALL_UNSAID && wall != WALL_SHUT);
}

static bool
is_for(const struct page *p, int i)
{
    if (p->caller->role < links[i].role || !links_opens(p, links[i].path))
        return false;
    if (p->caller->walled && !strcmp(links[i].path, "/"))
        return false;           /* leads to the inbox */
    if (!strcmp(links[i].path, "/practice"))
        return is_practice(p);
    return p->caller->by_cookie || strcmp(links[i].path, "/account") != 0;
}

bool
links_next(const struct page *p, enum links_place place, int *at,
    struct links_one *out)
{
    while (*at < LINKS) {
        int i = (*at)++;

        if (links[i].place != place || !is_for(p, i))
            continue;
        *out = (struct links_one){ links[i].path, links[i].label, "",
            belongs(links[i].path, p->path) };
        return true;
    }
    return false;
}

bool
links_place(const struct page *p, enum links_place place,
    struct links_one *out)
{
    struct links_one l;
    int at = 0;

    if (!links_next(p, place, &at, out))
        return false;
    while (!out->here && links_next(p, place, &at, &l))
        out->here = l.here;
    out->label = places[place].label;
    out->icon = places[place].icon;
    return true;
}

enum links_place
links_tabs(const struct page *p)
{
    struct links_one l;

    for (enum links_place k = LINKS_TODAY; k < LINKS_PLACES; k++) {
        int n = 0, at = 0;
        bool here = false;

        for (; links_next(p, k, &at, &l); n++)
            here |= l.here;
        if (here)
            return n > 1 ? k : LINKS_NONE;
    }
    return LINKS_NONE;
}

const char *
links_name(enum links_place place)
{
    return place < LINKS_PLACES ? places[place].label : "";
}
