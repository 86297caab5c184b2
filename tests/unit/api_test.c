/* Handlers of the API and of pages, called as their routes call them. */
#include "store_world.h"

#include "web/api.h"
#include "web/page.h"

static struct response
call(struct db *db, handler *run, enum staff_role role, const char *segment,
    int64_t id, char *body)
{
    struct web w = { .db = db };
    struct request q = { .method = METHOD_POST, .body = body, .id = id,
        .bytes = body ? strlen(body) : 0, .caller = { .role = role } };
    struct response r = { 0 };

    snprintf(q.segment, sizeof(q.segment), "%s", segment);
    snprintf(q.caller.who, sizeof(q.caller.who), "%s", staff_role_name(role));
    run(&w, &q, &r);
    return r;
}

static int
status_of(struct db *db, handler *run, enum staff_role role,
    const char *segment, int64_t id, const char *body)
{
    char copy[200];
    struct response r;
    int status;

    snprintf(copy, sizeof(copy), "%s", body);
    r = call(db, run, role, segment, id, *copy ? copy : NULL);
    status = r.status;
    response_clear(&r);
    return status;
}

TEST(staff_ask_for_the_balance_but_only_an_admin_says_by_which_code)
{
    struct db *db = world_open();
    const char *given = "{\"code\": \"*140*500*0722000000#\"}";

    CHECK_INT(status_of(db, api_balance, ROLE_STAFF, "-", 0, given), 403);
    CHECK_INT(status_of(db, api_balance, ROLE_SAFEGUARDING, "-", 0, given),
        403);
    CHECK_INT(world_number(db, "SELECT count(*) FROM ussd"), 0);
    CHECK_INT(status_of(db, api_balance, ROLE_STAFF, "-", 0, ""), 409);
    CHECK_INT(status_of(db, api_balance, ROLE_ADMIN, "-", 0,
        "{\"code\": \"*144#\"}"), 202);
    CHECK_TEXT(world_text(db, "SELECT code FROM ussd"), "*144#");
    world_sql(db, "DELETE FROM ussd");
    CHECK_INT(status_of(db, api_balance, ROLE_STAFF, "-", 0, "{}"), 202);
    CHECK_TEXT(world_text(db, "SELECT code FROM ussd"), "*144#");
    db_close(db);
}
