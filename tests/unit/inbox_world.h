/* inbox_world.h - the school of store_world.h, and what comes in to NORTH. */
#ifndef NOTEHOME_INBOX_WORLD_H
#define NOTEHOME_INBOX_WORLD_H

#include "store_world.h"

#include "air.h"
#include "store/inbox/inbox.h"

static UNUSED const struct inbox_rules rules = { .country = "KE",
    .language = "en", .school = "Hillside", .queue = &world_rules };

static UNUSED enum err
take_as(struct db *db, const struct link_part *p, bool *again)
{
    return inbox_receive(db, NORTH, "north", p, &rules, again);
}

static UNUSED void
take(struct db *db, const struct air *a)
{
    struct link_part p = air_deliver(a);

    CHECK_INT(take_as(db, &p, NULL), OK);
}

static UNUSED int64_t
messages(struct db *db)
{
    return world_number(db, "SELECT count(*) FROM message");
}

static UNUSED const char *
body(struct db *db, int64_t id)
{
    char sql[80];

    snprintf(sql, sizeof(sql), "SELECT body FROM message WHERE id = %lld",
        (long long)id);
    return world_text(db, sql);
}

#endif
