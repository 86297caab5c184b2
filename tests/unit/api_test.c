/* Handlers of the API and of pages, called as their routes call them. */
#include "store_world.h"

#include "send/send.h"
#include "settings/rules.h"
#include "store/backup/backup.h"
#include "store/people/people.h"
#include "store/queue/batch.h"
#include "store/staff/staff.h"
#include "web/api/api.h"
#include "web/health.h"
#include "web/kit/throttle.h"
#include "web/page/handlers.h"
#include "web/view/backups_view.h"

#include <pthread.h>
#include <semaphore.h>
#include <sodium.h>
#include <stdatomic.h>
#include <unistd.h>

/* The settings in force, those of a small school when there were none. */
static const struct rules *
hold_settings(void)
{
    const struct config c = { .school = { .country = "KE", .language = "en" },
        .validity_hours = 48 };

    if (!rules_snapshots())
        CHECK_INT(rules_publish(&c), OK);
    return rules_take();
}

static struct response
call(struct db *db, handler *run, enum staff_role role, const char *segment,
    int64_t id, char *body)
{
    struct web w = { .db = db };
    struct request q = { .method = METHOD_POST, .body = body, .id = id,
        .bytes = body ? strlen(body) : 0, .caller = { .role = role },
        .rules = hold_settings() };
    struct response r = { 0 };

    snprintf(q.segment, sizeof(q.segment), "%s", segment);
    snprintf(q.caller.who, sizeof(q.caller.who), "%s", staff_role_name(role));
    run(&w, &q, &r);
    rules_release(q.rules);
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
        "{\"code\": \"call\"}"), 400);
    CHECK_INT(status_of(db, api_balance, ROLE_STAFF, "-", 0, ""), 409);
    CHECK_INT(status_of(db, api_balance, ROLE_ADMIN, "-", 0,
        "{\"code\": \"*144#\"}"), 202);
    CHECK_TEXT(world_text(db, "SELECT code FROM ussd"), "*144#");
    world_sql(db, "DELETE FROM ussd");
    CHECK_INT(status_of(db, api_balance, ROLE_STAFF, "-", 0, "{}"), 202);
    CHECK_TEXT(world_text(db, "SELECT code FROM ussd"), "*144#");
    db_close(db);
}

static int
sign_in(struct db *db, const char *form, const char *peer)
{
    struct web w = { .db = db };
    struct request q = { .method = METHOD_POST, .path = "/sign-in" };
    struct response r = { 0 };
    int status;

    CHECK_INT(params_read(form, strlen(form), &q.form), OK);
    snprintf(q.peer, sizeof(q.peer), "%s", peer);
    page_sign_in_check(&w, &q, &r);
    status = r.status;
    response_clear(&r);
    request_clear(&q);
    return status;
}

TEST(guesses_for_one_account_are_counted_together_however_its_name_is_typed)
{
    static const char *const typed[] = { "Salma", "salma", "SALMA", "s%C3%A1lma",
        "sALm%C3%A4" };
    struct db *db = world_open();
    char form[80], peer[16];

    CHECK_INT(staff_add(db, "Salma", ROLE_ADMIN, "a long password", "head"),
        OK);
    for (int i = 0; i < THROTTLE_FREE; i++) {
        snprintf(form, sizeof(form), "name=%s&password=guess%d", typed[i], i);
        snprintf(peer, sizeof(peer), "10.0.0.%d", i);
        CHECK_INT(sign_in(db, form, peer), 403);
    }
    CHECK_INT(sign_in(db, "name=S%C3%A0lma&password=guess", "10.0.0.9"), 429);
    world_later(HOUR);
    CHECK_INT(sign_in(db, "name=salma&password=a+long+password", "10.0.0.9"),
        303);
    db_close(db);
}

TEST(who_asks_for_health_writes_nothing)
{
    struct db *db = world_open();
    struct web w = { .db = db };
    struct rules rules = { .config = { .data = "/tmp" } };
    struct request q = { .method = METHOD_GET, .rules = &rules };
    int64_t before = db_commits(db);

    for (int i = 0; i < 100; i++) {
        struct response r = { 0 };

        web_healthz(&w, &q, &r);
        CHECK(r.body && !strncmp(r.body, "ok store", 8));
        response_clear(&r);
        world_later(SECOND / 10);
    }
    CHECK_INT(db_commits(db) - before, 0);
    db_close(db);
}

/* A class of so many families, each with a phone. */
static void
add_class(struct db *db, const char *name, int families)
{
    struct reason refused;
    char child[20], phone[20];
    struct people_row r = { .child = child, .class_name = name,
        .guardian = child, .phone = phone };
    bool changed;

    CHECK(db_begin(db) == OK);
    for (int i = 0; i < families; i++) {
        snprintf(child, sizeof(child), "%s%d", name, i);
        snprintf(phone, sizeof(phone), "07120%05d", i);
        CHECK_INT(people_add_row(db, &r, "KE", &changed, &refused),
            OK);
    }
    CHECK(db_commit(db) == OK);
}

/* The state of the batch that this account (0: a machine) sends. */
static int64_t
tell_class(struct db *db, int64_t staff, char *body)
{
    struct web w = { .db = db };
    struct request q = { .method = METHOD_POST, .body = body,
        .bytes = strlen(body), .caller = { .role = ROLE_STAFF,
            .staff = staff, .who = "amina" }, .rules = hold_settings() };
    struct response r = { 0 };

    api_send(&w, &q, &r);
    CHECK_INT(r.status, 201);
    rules_release(q.rules);
    response_clear(&r);
    return world_number(db, "SELECT state FROM batch ORDER BY id DESC LIMIT 1");
}

TEST(a_person_alone_tells_no_more_phones_by_the_api_than_on_the_page)
{
    char few[] = "{\"class\": \"4A\", \"text\": \"x\"}";
    char many[] = "{\"class\": \"4B\", \"text\": \"x\"}";
    struct db *db = world_open();

    add_class(db, "4A", SEND_ALONE);
    add_class(db, "4B", SEND_ALONE + 1);
    CHECK_INT(tell_class(db, 1, few), BATCH_GOING);
    CHECK_INT(tell_class(db, 1, many), BATCH_WAITS);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message WHERE batch = 2"
        " AND wait = 6"), SEND_ALONE + 1);
    CHECK_INT(tell_class(db, 0, many), BATCH_GOING);
    db_close(db);
}

TEST(what_is_taken_out_by_the_api_is_noted_as_on_the_page)
{
    struct db *db = world_open();

    add_class(db, "4A", 1);
    CHECK_INT(status_of(db, api_family_export, ROLE_ADMIN, "", 1, ""), 200);
    CHECK_TEXT(world_text(db, "SELECT action || ' ' || object || ' ' || who"
        " FROM audit WHERE action = 'family.export'"),
        "family.export family 1 admin");
    CHECK_INT(status_of(db, page_family_file, ROLE_ADMIN, "", 1, ""), 200);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"
        " WHERE action = 'family.export'"), 2);
    CHECK_INT(status_of(db, api_family_export, ROLE_ADMIN, "", 9, ""), 404);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"
        " WHERE action = 'family.export'"), 2);
    db_close(db);
}

TEST(a_copy_that_lies_ready_is_never_told_as_refused)
{
    char folder[] = "/tmp/notehome-apiXXXXXX", path[80], copy[BACKUP_PATH],
        command[80], form[] = "sure=1&passphrase=open+sesame",
        body[] = "{\"passphrase\": \"open sesame\"}";
    struct web w = { .db = NULL };
    struct config c = { .modems = 0 };
    struct request q = { .method = METHOD_POST, .path = "/settings/backups" };
    struct response r = { 0 };
    struct db *db;

    CHECK(sodium_init() >= 0 && mkdtemp(folder) != NULL);
    snprintf(path, sizeof(path), "%s/notehome.db", folder);
    w.db = db = world_open_at(path);
    snprintf(c.data, sizeof(c.data), "%s", folder);
    snprintf(c.backup.folder, sizeof(c.backup.folder), "%s", folder);
    CHECK_INT(rules_publish(&c), OK);
    q.rules = rules_take();
    q.body = body;
    q.bytes = strlen(body);
    q.caller.role = ROLE_ADMIN;
    api_backup(&w, &q, &r);
    CHECK_INT(r.status, 201);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"
        " WHERE action = 'backup.make'"), 1);
    response_clear(&r);
    q.body = NULL;
    CHECK_INT(backup_newest(folder, copy), OK);
    snprintf(q.segment, sizeof(q.segment), "%s", backups_name(copy));
    CHECK_INT(params_read(form, strlen(form), &q.form), OK);
    world_sql(db, "CREATE TRIGGER full BEFORE INSERT ON audit"
        " BEGIN SELECT RAISE(ABORT, 'no room'); END");
    log_set_level(LOG_ERROR);
    page_backup_restore_do(&w, &q, &r);
    CHECK(backup_is_staged(folder));
    CHECK_INT(r.status, 202);
    CHECK(r.start_again);
    response_clear(&r);
    request_clear(&q);
    db_close(db);
    snprintf(command, sizeof(command), "rm -rf %s", folder);
    CHECK_INT(system(command), 0);
}

static sem_t saved;
static atomic_bool others_know;

static void
note_settings(void *user, unsigned topics)
{
    (void)user;
    if (!(topics & DB_SETTINGS))
        return;
    rules_changed();
    sem_post(&saved);
}

/* As the main thread does, which tells dongles their names. */
static void *
take_up(void *db)
{
    const struct timespec a_while = { .tv_nsec = 20 * 1000 * 1000 };
    const struct config file = { .school = { .country = "KE",
        .language = "en", .timezone = "UTC" } };

    sem_wait(&saved);
    CHECK_INT(rules_apply(&file, db), OK);
    nanosleep(&a_while, NULL);
    others_know = true;
    rules_told();
    return NULL;
}

TEST(a_sim_is_called_saved_once_its_dongle_knows_the_name)
{
    char form[] = "imsi=" NORTH "&name=Blue";
    struct db *db = world_open();
    struct web w = { .db = db };
    struct request q = { .method = METHOD_POST, .path = "/settings/sims",
        .caller = { .role = ROLE_ADMIN, .who = "head" },
        .rules = hold_settings() };
    struct response r = { 0 };
    pthread_t main_thread;

    CHECK_INT(sem_init(&saved, 0, 0), 0);
    db_watch(db, note_settings, NULL);
    CHECK_INT(params_read(form, strlen(form), &q.form), OK);
    CHECK_INT(pthread_create(&main_thread, NULL, take_up, db), 0);
    page_sim_save(&w, &q, &r);
    CHECK_INT(r.status, 303);
    CHECK(others_know);
    pthread_join(main_thread, NULL);
    CHECK_TEXT(world_text(db, "SELECT name FROM sim"), "Blue");
    response_clear(&r);
    request_clear(&q);
    db_close(db);
}
