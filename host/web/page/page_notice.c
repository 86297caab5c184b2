/* page_notice.c - the links between the pages, and the sentence that a page
 * shows after a form was sent to it. The address carries only a key, so that
 * no other site can put words into our mouth. */
#include "settings/rules.h"
#include "web/page/handlers.h"
#include "web/pages.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *path, *label;
    enum staff_role role;       /* who has a use for it */
    bool second;                /* not needed daily: behind "More" on a phone */
} links[] = {
    { "/", "Today", ROLE_READER, false },
    { "/inbox", "Inbox", ROLE_READER, false },
    { "/tell", "Tell a class", ROLE_STAFF, false },
    { "/families", "Families", ROLE_READER, true },
    { "/dashboard", "Dashboard", ROLE_READER, true },
    { "/dongles", "Dongles", ROLE_READER, true },
    { "/records", "Records", ROLE_ADMIN, true },
    { "/settings", "Settings", ROLE_ADMIN, true },
    { "/practice", "Practice phones", ROLE_STAFF, true },
    { "/help", "Help", ROLE_READER, true },
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
is_practice(void)
{
    const struct rules *rules = rules_current();

    return rules && *rules->config.practice;
}

void
page_links(struct page *p, bool second)
{
    for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++)
        if (p->caller->role >= links[i].role && (!second || links[i].second)
            && (is_practice() || strcmp(links[i].path, "/practice") != 0))
            pages_link(p, links[i].path, page_tr(p, links[i].label),
                belongs(links[i].path, p->path), !second && links[i].second);
}

static const struct {
    const char *key, *sentence;
} notices[] = {
    { "saved", "Saved." },
    { "copied", "The copy is made and was read again: it is well." },
    { "checked", "The copy was read again: it is well." },
    { "removed", "Removed." },
    { "sent", "On its way." },
    { "added", "Added. Confirm the number once you know that it is theirs." },
    { "merged", "The two are one family now." },
    { "unmerged", "They are two families again." },
    { "split", "This is the new family." },
    { "erased", "The family is erased." },
    { "grouped", "The family is in the group." },
    { "imported", "The list is imported." },
    { "closed", "Closed. The next message opens it again." },
    { "call", "Noted." },
    { "filed", "Filed here. It can be put back below the message." },
    { "unfiled", "Put back where it was." },
    { "asked", "Asked. The answer appears here within a minute." },
    { "cancelled", "It will not be sent." },
    { "changed", "The text was changed meanwhile: look at it again." },
};

const char *
page_notice(const char *key)
{
    for (size_t i = 0; key && i < sizeof(notices) / sizeof(notices[0]); i++)
        if (!strcmp(key, notices[i].key))
            return notices[i].sentence;
    return "";
}

void
page_go(struct response *r, const char *path, const char *done)
{
    char to[280];

    snprintf(to, sizeof(to), "%s%s%s", path,
        !*done ? "" : strchr(path, '?') ? "&done=" : "?done=", done);
    reply_redirect(r, to);
}
