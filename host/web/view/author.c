#include "web/view/author.h"

#include <stdio.h>
#include <string.h>

const char *
author_label(struct page *p, const char *author)
{
    static const char cli[] = "cli:", token[] = "token:";

    if (!*author)
        return page_tr(p, "Notehome");
    if (!strncmp(author, cli, sizeof(cli) - 1))
        snprintf(p->author, sizeof(p->author),
            page_tr(p, "%s, at the computer"), author + sizeof(cli) - 1);
    else if (!strncmp(author, token, sizeof(token) - 1))
        snprintf(p->author, sizeof(p->author), page_tr(p, "%s, a program"),
            author + sizeof(token) - 1);
    else
        return author;
    return p->author;
}
