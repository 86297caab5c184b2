#include "web/view/links.h"

#include "settings/rules.h"

#include <string.h>

static const struct {
    const char *path, *label;
    enum staff_role role;       /* who has a use for it */
    enum links_place place;
} links[] = {
    { "/", "Today", ROLE_READER, LINKS_FIRST },
    { "/inbox", "Inbox", ROLE_READER, LINKS_FIRST },
    { "/tell", "Tell a class", ROLE_STAFF, LINKS_FIRST },
    { "/week", "This week", ROLE_STAFF, LINKS_WIDE },
    { "/absent", "Absent today", ROLE_STAFF, LINKS_MORE },
    { "/families", "Families", ROLE_READER, LINKS_WIDE },
    { "/dashboard", "Dashboard", ROLE_READER, LINKS_WIDE },
    { "/sent", "Sent texts", ROLE_READER, LINKS_MORE },
    { "/whom", "Whom to ask", ROLE_READER, LINKS_MORE },
    { "/dongles", "Dongles", ROLE_READER, LINKS_MORE },
    { "/records", "Records", ROLE_ADMIN, LINKS_MORE },
    { "/settings", "Settings", ROLE_ADMIN, LINKS_MORE },
    { "/practice", "Practice phones", ROLE_STAFF, LINKS_MORE },
    { "/help", "Help", ROLE_READER, LINKS_MORE },
};

/* Whether the page at path belongs to the link. */
static bool
belongs(const char *link, const char *path)
{
    size_t n = strlen(link);

    if (n == 1)
        return !strcmp(path, "/");
    if (!strcmp(link, "/inbox") && !strncmp(path, "/threads/", 9))
        return true;
    if (!strcmp(link, "/families") && !strncmp(path, "/groups", 7))
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
links_next(const struct page *p, int *at, struct links_one *out)
{
    while (*at < (int)(sizeof(links) / sizeof(links[0]))) {
        int i = (*at)++;

        if (p->caller->role < links[i].role
            || (!is_practice(p) && !strcmp(links[i].path, "/practice")))
            continue;
        *out = (struct links_one){ links[i].path, links[i].label,
            belongs(links[i].path, p->path), links[i].place };
        return true;
    }
    return false;
}
