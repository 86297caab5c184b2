#include "web/view/groups_view.h"

#include <stdio.h>

const char *
groups_size(struct page *p, int families)
{
    snprintf(p->time, sizeof(p->time), page_trn(p, "%d family", "%d families",
        families), families);
    return p->time;
}
