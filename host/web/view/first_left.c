#include "web/view/first_left.h"

#include "store/db/setting.h"
#include "store/staff/staff.h"
#include "store/thread/message.h"
#include "web/kit/inside.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum err
first_left_read(struct db *db, const struct config *c,
    struct first_left *out)
{
    char zone[48] = "";
    struct query q;
    enum err e = setting_get(db, "school.timezone", zone, sizeof(zone));

    if (e)
        return e;
    out->school = !*c->school.name || !*c->school.country;
    out->zone = !*zone && !strcmp(c->school.timezone, "UTC");
    q = query_start(db,
        "SELECT EXISTS (SELECT 1 FROM message WHERE " MESSAGE_IS_OUT
        "  AND " MESSAGE_IS_TAKEN ")"
        " AND EXISTS (SELECT 1 FROM message WHERE " MESSAGE_IS_IN
        " AND " MESSAGE_IS_SAID "),"
        " EXISTS (SELECT 1 FROM family WHERE merged_into IS NULL"
        "  AND erased = 0)");
    if (query_row(&q)) {
        out->proof = !query_get_int(&q, 0);
        out->families = !query_get_int(&q, 1);
    }
    return query_end_one(&q);
}

bool
first_open(struct web *w)
{
    bool any = true;

    return !staff_any(w->db, &any) && !any;
}

void
first_start(struct web *w)
{
    if (first_open(w))
        snprintf(w->setup_code, sizeof(w->setup_code), "%04u%04u",
            randombytes_uniform(10000), randombytes_uniform(10000));
}
