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
#include "web/kit/guess.h"
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

/* What the last sign-in left in the browser: "notehome_known=...". */
static char browser[GUESS_KNOWN];

/* As sign_in(), from a browser that keeps this, or from a session of who that
 * is locked. */
static int
sign_in_from(struct db *db, const char *form, const char *peer,
    const char *known, const char *locked)
{
    struct web w = { .db = db };
    struct request q = { .method = METHOD_POST, .path = "/sign-in" };
    struct response r = { 0 };
    const char *cookie;
    int status;

    CHECK_INT(params_read(form, strlen(form), &q.form), OK);
    snprintf(q.peer, sizeof(q.peer), "%s", peer);
    snprintf(q.known, sizeof(q.known), "%s", known);
    if (*locked) {
        q.locked.role = ROLE_ADMIN;
        snprintf(q.locked.who, sizeof(q.locked.who), "%s", locked);
        memset(q.secret, 'a', 64);
    }
    page_sign_in_check(&w, &q, &r);
    status = r.status;
    if ((cookie = strchr(r.known, '=')))
        snprintf(browser, sizeof(browser), "%.*s",
            (int)strcspn(cookie + 1, ";"), cookie + 1);
    response_clear(&r);
    request_clear(&q);
    return status;
}

static int
sign_in(struct db *db, const char *form, const char *peer)
{
    return sign_in_from(db, form, peer, "", "");
}

#define RIGHT "name=salma&password=a+long+password"
#define WRONG "name=salma&password=guess"

static struct db *
open_with_salma(void)
{
    struct db *db = world_open();

    throttle_forgive("");
    browser[0] = '\0';
    CHECK_INT(staff_add(db, "Salma", ROLE_ADMIN, "a long password", "head"),
        OK);
    return db;
}

TEST(guesses_for_one_account_are_counted_together_however_its_name_is_typed)
{
    static const char *const typed[] = { "Salma", "salma", "SALMA", "s%C3%A1lma",
        "sALm%C3%A4" };
    struct db *db = open_with_salma();
    char form[80];

    for (int i = 0; i < THROTTLE_FREE; i++) {
        snprintf(form, sizeof(form), "name=%s&password=guess%d", typed[i], i);
        CHECK_INT(sign_in(db, form, "10.0.0.8"), 403);
    }
    CHECK_INT(sign_in(db, "name=S%C3%A0lma&password=guess", "10.0.0.8"), 429);
    CHECK_INT(sign_in(db, RIGHT, "10.0.0.8"), 429);
    world_later(HOUR);
    CHECK_INT(sign_in(db, RIGHT, "10.0.0.8"), 303);
    db_close(db);
}

TEST(guessing_a_name_from_many_addresses_never_keeps_its_owner_out)
{
    struct db *db = open_with_salma();
    char peer[20];

    for (int i = 0; i < 2 * GUESS_HOT; i++) {
        snprintf(peer, sizeof(peer), "10.0.1.%d", i);
        CHECK_INT(sign_in(db, WRONG, peer), 403);
    }
    /* Each new address has one try that costs nothing, no more. */
    CHECK_INT(sign_in(db, WRONG, "10.0.2.1"), 403);
    CHECK_INT(sign_in(db, WRONG, "10.0.2.1"), 429);
    CHECK_INT(sign_in(db, RIGHT, "10.0.2.2"), 303);
    db_close(db);
}

TEST(a_browser_that_signed_in_before_counts_for_itself)
{
    struct db *db = open_with_salma();
    char mine[GUESS_KNOWN], forged[GUESS_KNOWN];

    CHECK_INT(staff_add(db, "Juma", ROLE_STAFF, "a long password", "head"), OK);
    CHECK_INT(sign_in(db, RIGHT, "10.0.3.1"), 303);
    memcpy(mine, browser, sizeof(mine));
    CHECK(*mine);
    for (int i = 0; i < THROTTLE_FREE; i++)
        CHECK_INT(sign_in(db, WRONG, "10.0.3.1"), 403);
    CHECK_INT(sign_in(db, RIGHT, "10.0.3.1"), 429);
    CHECK_INT(sign_in_from(db, RIGHT, "10.0.3.1", mine, ""), 303);
    /* What is made up, or of another name, is not believed. */
    memcpy(forged, mine, sizeof(forged));
    forged[20] = forged[20] == '0' ? '1' : '0';
    CHECK_INT(sign_in_from(db, RIGHT, "10.0.3.1", forged, ""), 429);
    for (int i = 0; i < THROTTLE_FREE; i++)
        CHECK_INT(sign_in_from(db, "name=juma&password=guess", "10.0.3.1", mine,
            ""), 403);
    CHECK_INT(sign_in_from(db, "name=juma&password=a+long+password",
        "10.0.3.1", mine, ""), 429);
    /* A guesser at the owner's own browser is slowed there too. */
    for (int i = 0; i < THROTTLE_FREE; i++)
        CHECK_INT(sign_in_from(db, WRONG, "10.0.3.1", mine, ""), 403);
    CHECK_INT(sign_in_from(db, RIGHT, "10.0.3.1", mine, ""), 429);
    db_close(db);
}

TEST(one_persons_slips_do_not_stop_the_computer_that_many_use)
{
    struct db *db = open_with_salma();
    char form[80];

    CHECK_INT(staff_add(db, "Juma", ROLE_STAFF, "a long password", "head"), OK);
    for (int i = 0; i < 2 * THROTTLE_FREE; i++)
        sign_in(db, WRONG, "10.0.4.1");
    CHECK_INT(sign_in(db, "name=juma&password=a+long+password", "10.0.4.1"),
        303);
    /* Who goes through all names is stopped, whoever they are. */
    for (int i = 0; i <= GUESS_ADDRESS; i++) {
        snprintf(form, sizeof(form), "name=nobody%d&password=guess", i);
        sign_in(db, form, "10.0.4.1");
    }
    CHECK_INT(sign_in(db, "name=juma&password=guess", "10.0.4.1"), 429);
    db_close(db);
}

TEST(good_and_failed_sign_ins_stand_in_the_records_without_what_was_typed)
{
    struct db *db = open_with_salma();

    CHECK_INT(sign_in(db, RIGHT, "10.0.9.1"), 303);
    CHECK_INT(sign_in(db, WRONG, "10.0.9.2"), 403);
    CHECK_INT(sign_in(db, "name=my+secret+word&password=guess", "10.0.9.3"),
        403);
    CHECK_TEXT(world_text(db, "SELECT group_concat(who || ' ' || action || ' '"
        " || object || ' ' || detail, '; ') FROM (SELECT * FROM audit"
        " WHERE action IN ('staff.sign_in', 'staff.wrong_password')"
        " ORDER BY id)"),
        "Salma staff.sign_in staff Salma 10.0.9.1;"
        " notehome staff.wrong_password staff Salma 10.0.9.2;"
        " notehome staff.wrong_password staff ? 10.0.9.3");
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"
        " WHERE object LIKE '%secret%' OR detail LIKE '%secret%'"), 0);
    db_close(db);
}

TEST(a_locked_page_is_opened_again_whatever_others_guess)
{
    struct db *db = open_with_salma();

    for (int i = 0; i < THROTTLE_FREE; i++)
        CHECK_INT(sign_in(db, WRONG, "10.0.5.1"), 403);
    CHECK_INT(sign_in(db, RIGHT, "10.0.5.1"), 429);
    for (int i = 0; i < THROTTLE_FREE - 1; i++)
        CHECK_INT(sign_in_from(db, "name=Salma&password=guess", "10.0.5.1", "",
            "Salma"), 403);
    CHECK_INT(sign_in_from(db, "name=Salma&password=a+long+password",
        "10.0.5.1", "", "Salma"), 303);
    db_close(db);
}

TEST(an_admin_forgives_the_wrong_passwords_of_a_name)
{
    struct db *db = open_with_salma();

    for (int i = 0; i < THROTTLE_FREE; i++)
        CHECK_INT(sign_in(db, WRONG, "10.0.6.1"), 403);
    CHECK_INT(sign_in(db, RIGHT, "10.0.6.1"), 429);
    CHECK_INT(status_of(db, api_staff_unlock, ROLE_ADMIN, "nobody", 0, "{}"),
        404);
    CHECK_INT(status_of(db, api_staff_unlock, ROLE_ADMIN, "SALMA", 0, "{}"),
        200);
    CHECK_INT(sign_in(db, RIGHT, "10.0.6.1"), 303);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"
        " WHERE action = 'staff.unlock' AND object = 'staff Salma'"), 1);
    db_close(db);
}

static int
set_up_with(struct web *w, const char *code, const char *peer,
    const char *password)
{
    struct request q = { .method = METHOD_POST, .path = "/first" };
    struct response r = { 0 };
    char form[120];
    int status;

    snprintf(form, sizeof(form), "code=%s&name=Salma&password=%s", code,
        password);
    CHECK_INT(params_read(form, strlen(form), &q.form), OK);
    snprintf(q.peer, sizeof(q.peer), "%s", peer);
    page_first_account(w, &q, &r);
    status = r.status;
    response_clear(&r);
    request_clear(&q);
    return status;
}

static int
set_up(struct web *w, const char *code, const char *peer)
{
    return set_up_with(w, code, peer, "a+long+password");
}

TEST(the_set_up_code_slows_its_guesser_alone_and_is_void_once_used)
{
    struct db *db = world_open();
    struct web w = { .db = db, .setup_code = "12345678" };

    throttle_forgive("");
    for (int i = 0; i < THROTTLE_FREE; i++)
        CHECK_INT(set_up(&w, "11112222", "10.0.8.1"), 403);
    CHECK_INT(set_up(&w, "12345678", "10.0.8.1"), 429);
    CHECK_INT(set_up(&w, "12345678", "10.0.8.2"), 303);
    CHECK_INT(world_number(db, "SELECT count(*) FROM staff"), 1);
    world_sql(db, "DELETE FROM token");
    world_sql(db, "DELETE FROM staff");
    CHECK_INT(set_up(&w, "12345678", "10.0.8.3"), 403);
    CHECK_INT(set_up(&w, "", "10.0.8.3"), 403);
    db_close(db);
}

TEST(staff_hear_that_somebody_guesses)
{
    struct db *db = open_with_salma();
    char address[48];

    world_later(2 * HOUR);
    CHECK_INT(guess_recent(address), 0);
    for (int i = 0; i < THROTTLE_FREE; i++)
        sign_in(db, WRONG, "10.0.7.1");
    CHECK_INT(guess_recent(address), THROTTLE_FREE);
    CHECK_TEXT(address, "10.0.7.1");
    world_later(2 * HOUR);
    CHECK_INT(guess_recent(address), 0);
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

static void
keep_entry(void *user, const struct token_entry *t)
{
    *(struct token_entry *)user = *t;
}

TEST(after_a_restore_nobody_is_signed_in_and_a_token_sleeps_until_it_is_woken)
{
    struct db *db = world_open();
    struct token_entry entry = { .key = "" };
    char session[65], machine[65];
    struct token t;

    CHECK_INT(staff_add(db, "Amina", ROLE_ADMIN, "a long password", "x"), OK);
    CHECK_INT(staff_sign_in(db, "Amina", "a long password", session), OK);
    CHECK_INT(token_add(db, 0, "till", ROLE_ADMIN, 0, machine), OK);
    CHECK_INT(staff_restored(db), OK);
    CHECK_INT(token_check(db, session, 0, true, &t), ERR_NOT_FOUND);
    CHECK_INT(token_check(db, machine, 0, true, &t), ERR_NOT_FOUND);
    CHECK_INT(token_list(db, keep_entry, &entry), OK);
    CHECK(entry.asleep);
    CHECK_INT(token_wake(db, "0000000000000000", "Amina"), ERR_NOT_FOUND);
    CHECK_INT(token_wake(db, entry.key, "Amina"), OK);
    CHECK_INT(token_check(db, machine, 0, true, &t), OK);
    CHECK_INT(token_wake(db, entry.key, "Amina"), ERR_NOT_FOUND);
    CHECK_INT(staff_sign_in(db, "Amina", "a long password", session), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"
        " WHERE action = 'token.wake'"), 1);
    db_close(db);
}

TEST(accounts_whose_password_or_end_a_restore_undid_are_named)
{
    struct db *back = world_open(), *before = world_open();

    for (int i = 0; i < 2; i++) {
        struct db *db = i ? before : back;

        CHECK_INT(staff_add(db, "Amina", ROLE_ADMIN, "a long password", "x"),
            OK);
        CHECK_INT(staff_add(db, "Juma", ROLE_STAFF, "a long password", "x"),
            OK);
        CHECK_INT(staff_add(db, "Rose", ROLE_STAFF, "a long password", "x"),
            OK);
        world_sql(db, "UPDATE staff SET password = 'same'");
    }
    CHECK_INT(staff_password(before, "Juma", "another password", "x"), OK);
    CHECK_INT(staff_close(before, "Rose", "x"), OK);
    CHECK_INT(staff_name_changed(back, before), OK);
    CHECK_TEXT(world_text(back, "SELECT group_concat(object, ', ') FROM audit"
        " WHERE action = 'staff.restored'"), "staff Juma, staff Rose");
    db_close(back);
    db_close(before);
}

TEST(neither_the_first_page_nor_the_api_takes_a_password_that_is_guessed)
{
    static const char *const weak[] = { "password1", "Salma2026", "12345678",
        "qwertyuiop", "nenosiri1", "motdepasse", "0722415893" };
    struct db *db = world_open();
    struct web w = { .db = db, .setup_code = "12345678" };
    char body[120];

    throttle_forgive("");
    for (size_t i = 0; i < sizeof(weak) / sizeof(*weak); i++) {
        CHECK_INT(set_up_with(&w, "12345678", "10.0.9.1", weak[i]), 400);
        snprintf(body, sizeof(body), "{\"name\": \"Salma\", \"role\":"
            " \"staff\", \"password\": \"%s\"}", weak[i]);
        CHECK_INT(status_of(db, api_staff_add, ROLE_ADMIN, "-", 0, body), 400);
    }
    CHECK_INT(set_up(&w, "12345678", "10.0.9.1"), 303);
    for (size_t i = 0; i < sizeof(weak) / sizeof(*weak); i++) {
        snprintf(body, sizeof(body), "{\"password\": \"%s\"}", weak[i]);
        CHECK_INT(status_of(db, api_staff_password, ROLE_ADMIN, "Salma", 0,
            body), 400);
    }
    CHECK_INT(world_number(db, "SELECT count(*) FROM staff"), 1);
    db_close(db);
}

TEST(the_last_admin_stays_whoever_asks)
{
    struct db *db = open_with_salma();

    CHECK_INT(staff_add(db, "Juma", ROLE_STAFF, "a long password", "head"), OK);
    CHECK_INT(status_of(db, api_staff_close, ROLE_ADMIN, "salma", 0, "{}"),
        409);
    CHECK_INT(staff_retire(db, "Salma", ROLE_READER, "head"), ERR_REFUSED);
    CHECK_INT(staff_retire(db, "Salma", ROLE_ADMIN, "head"), OK);
    CHECK_INT(staff_retire(db, "Juma", ROLE_ADMIN, "head"), OK);
    CHECK_INT(status_of(db, api_staff_close, ROLE_ADMIN, "salma", 0, "{}"),
        200);
    CHECK_INT(staff_retire(db, "Juma", ROLE_NONE, "head"), ERR_REFUSED);
    CHECK_INT(world_number(db, "SELECT count(*) FROM staff WHERE closed = 0"),
        1);
    db_close(db);
}

static void
count_session(void *user, const struct session *s)
{
    int *n = user;

    n[0]++;
    n[1] += s->here;
}

TEST(people_change_their_own_password_and_end_their_own_sessions)
{
    struct db *db = open_with_salma();
    char here[65], there[65], machine[65];
    struct token t;
    int n[2] = { 0, 0 };

    CHECK_INT(staff_sign_in(db, "Salma", "a long password", here), OK);
    CHECK_INT(staff_sign_in(db, "Salma", "a long password", there), OK);
    CHECK_INT(token_add(db, 0, "till", ROLE_ADMIN, 0, machine), OK);
    CHECK_INT(staff_sessions(db, here, count_session, n), OK);
    CHECK_INT(n[0], 2);
    CHECK_INT(n[1], 1);
    CHECK_INT(staff_sessions(db, machine, count_session, n), ERR_NOT_FOUND);
    CHECK_INT(staff_own_password(db, here, "guess", "the cow eats grass"),
        ERR_REFUSED);
    CHECK_INT(staff_own_password(db, here, "a long password", "Salma123"),
        ERR_INPUT);
    CHECK_INT(staff_own_password(db, machine, "a long password",
        "the cow eats grass"), ERR_NOT_FOUND);
    CHECK_INT(token_check(db, there, 0, true, &t), OK);
    CHECK_INT(staff_own_password(db, here, "a long password",
        "the cow eats grass"), OK);
    CHECK_INT(token_check(db, here, 0, true, &t), OK);
    CHECK_INT(token_check(db, there, 0, true, &t), ERR_NOT_FOUND);
    CHECK_INT(staff_sign_in(db, "Salma", "a long password", there),
        ERR_REFUSED);
    CHECK_INT(staff_sign_in(db, "Salma", "the cow eats grass", there), OK);
    CHECK_INT(staff_sign_out_all(db, there), OK);
    CHECK_INT(token_check(db, here, 0, true, &t), ERR_NOT_FOUND);
    CHECK_INT(token_check(db, there, 0, true, &t), ERR_NOT_FOUND);
    CHECK_INT(token_check(db, machine, 0, true, &t), OK);
    CHECK_TEXT(world_text(db, "SELECT group_concat(who || ' ' || action, ', ')"
        " FROM (SELECT * FROM audit WHERE who = 'Salma' ORDER BY id)"),
        "Salma staff.password, Salma staff.sign_out_all");
    db_close(db);
}

TEST(a_guardian_who_is_named_by_no_number_is_never_a_new_one)
{
    static const char *const bad[] = { "\"1\"", "\"x\"", "1.5", "true",
        "[1]" };
    struct db *db = world_open();
    char body[80];

    add_class(db, "4A", 1);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        snprintf(body, sizeof(body), "{\"guardian\": %s, \"name\": \"Zuri\"}",
            bad[i]);
        CHECK_INT(status_of(db, api_guardian, ROLE_STAFF, "", 1, body), 400);
        snprintf(body, sizeof(body), "{\"guardian\": %s}", bad[i]);
        CHECK_INT(status_of(db, api_guardian_ask, ROLE_STAFF, "", 1, body),
            400);
        CHECK_INT(status_of(db, api_called, ROLE_STAFF, "", 1, body), 400);
    }
    CHECK_INT(world_number(db, "SELECT count(*) FROM guardian"), 1);
    CHECK_INT(status_of(db, api_guardian, ROLE_STAFF, "", 1,
        "{\"guardian\": 1, \"name\": \"Zuri\"}"), 200);
    CHECK_INT(status_of(db, api_guardian, ROLE_STAFF, "", 1,
        "{\"name\": \"Amina\"}"), 200);
    CHECK_INT(world_number(db, "SELECT count(*) FROM guardian"), 2);
    db_close(db);
}

/* What a person reads who asks for it. */
static void
says(struct db *db, handler *run, int64_t id, int status, const char *words)
{
    struct response r = call(db, run, ROLE_STAFF, "", id, NULL);

    CHECK_INT(r.status, status);
    if (!r.body || !strstr(r.body, words))
        fail_msg("\"%s\" is not in: %s", words, r.body ? r.body : "");
    response_clear(&r);
}

TEST(a_question_that_is_closed_is_not_asked_once_more_by_page_or_api)
{
    char asks[] = "{\"class\": \"4A\", \"text\": \"x\", \"ask\": \"yes,no\"}";
    char plain[] = "{\"class\": \"4A\", \"text\": \"x\"}";
    struct db *db = world_open();

    add_class(db, "4A", 2);
    tell_class(db, 0, asks);
    tell_class(db, 0, plain);
    says(db, page_batch_remind, 2, 404, "This text asked nothing.");
    says(db, page_batch_remind, 9, 404, "There is no such text.");
    says(db, api_remind, 9, 404, "There is no such question.");
    world_sql(db, "UPDATE question SET closes = 1");
    says(db, page_batch_remind, 1, 409, "The question is closed");
    says(db, api_remind, 1, 409, "The question is closed");
    CHECK_INT(world_number(db, "SELECT count(*) FROM batch"), 2);
    world_sql(db, "UPDATE question SET closes = 4102444800000");
    says(db, api_remind, 1, 201, "\"reminded\":2");
    db_close(db);
}

TEST(the_answers_of_a_text_are_a_list_that_leaves_nothing_behind)
{
    char asks[] = "{\"class\": \"4A\", \"text\": \"x\", \"ask\": \"yes,no\"}";
    struct db *db = world_open();

    add_class(db, "4A", 2);
    world_sql(db, "UPDATE guardian SET reads = 3 WHERE id = 1");
    tell_class(db, 0, asks);
    CHECK_INT(world_number(db, "SELECT count(*) FROM batch_call"), 1);
    says(db, page_batch_children, 1, 200, "4A1");
    db_close(db);
}

TEST(a_word_that_is_saved_stays_and_is_told_before_it_is_in_force)
{
    struct db *db = world_open();
    char one[] = "{\"list\": \"harm\", \"add\": \"the old store\"}";
    char two[] = "{\"list\": \"harm\", \"add\": \"gumba room\"}";
    char off[] = "{\"list\": \"harm\", \"remove\": \"the old store\"}";
    char *const said[] = { one, two, off };
    static const char *const told[] = { "[\"the old store\"]",
        "[\"the old store\",\"gumba room\"]", "[\"gumba room\"]" };

    for (int i = 0; i < 3; i++) {
        struct response r = call(db, api_words_set, ROLE_ADMIN, "", 0, said[i]);

        CHECK_INT(r.status, 200);
        if (!strstr(r.body, told[i]))
            fail_msg("%s", r.body);
        response_clear(&r);
    }
    CHECK_TEXT(world_text(db, "SELECT value FROM setting"
        " WHERE key = 'words.harm'"), "gumba room");
    db_close(db);
}

/* The same on a thread, with ?number= of another one. */
static int
of_number(struct db *db, handler *run, int64_t thread, const char *query)
{
    struct web w = { .db = db };
    struct request q = { .method = METHOD_POST, .id = thread,
        .caller = { .role = ROLE_STAFF, .who = "amina" },
        .rules = hold_settings() };
    struct response r = { 0 };
    int status;

    CHECK_INT(params_read(query, strlen(query), &q.query), OK);
    run(&w, &q, &r);
    params_clear(&q.query);
    rules_release(q.rules);
    status = r.status;
    response_clear(&r);
    return status;
}

TEST(a_thread_of_a_tray_takes_back_and_confirms_its_own_number_alone)
{
    const char *given = "{\"is\": \"supplier\", \"name\": \"Water\"}";
    struct db *db = world_open();

    world_sql(db, "INSERT INTO thread (id, tray, number) VALUES"
        " (1, 2, '+254712000001'), (2, 2, '+254712000002')");
    CHECK_INT(status_of(db, api_whose, ROLE_STAFF, "", 1, given), 201);
    CHECK_INT(of_number(db, api_whose_undo, 2, "number=%2B254712000001"), 404);
    CHECK_INT(of_number(db, api_whose_confirm, 2, "number=%2B254712000001"),
        404);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"
        " WHERE action = 'sender.undo'"), 0);
    CHECK_INT(of_number(db, api_whose_undo, 1, "number=%2B254712000001"), 200);
    db_close(db);
}

/* A form as a browser sends it. */
static int
typed(struct db *db, handler *run, const char *segment, int64_t id,
    const char *form, const char *words)
{
    struct web w = { .db = db };
    struct request q = { .method = METHOD_POST, .id = id,
        .caller = { .role = ROLE_STAFF, .who = "amina" },
        .rules = hold_settings() };
    struct response r = { 0 };
    int status;

    snprintf(q.segment, sizeof(q.segment), "%s", segment);
    CHECK_INT(params_read(form, strlen(form), &q.form), OK);
    run(&w, &q, &r);
    params_clear(&q.form);
    rules_release(q.rules);
    status = r.status;
    if (*words && (!r.body || !strstr(r.body, words)))
        fail_msg("\"%s\" is not in: %s", words, r.body ? r.body : "");
    response_clear(&r);
    return status;
}

TEST(what_is_no_time_of_the_day_is_refused_and_changes_nothing)
{
    static const char *const bad[] = { "from=7&until=19:00",
        "from=07:00&until=25:00", "from=07:00&until=19:60",
        "from=seven&until=19:00", "from=07:00&until=19:00pm",
        "from=-1:00&until=", "from=07.00&until=19.00" };
    static const char *const one[] = { "from=07:00&until=", "from=07:00",
        "from=&until=19:00", "until=00:00", "from=00:00" };
    const char *hours = "SELECT hours_from || ' ' || hours_to FROM guardian"
        " WHERE id = 1";
    struct db *db = world_open();
    char form[160];

    add_class(db, "4A", 1);
    CHECK_INT(typed(db, page_family_do, "guardian", 1,
        "guardian=1&name=Zuri&from=07:00&until=19:00", ""), 303);
    CHECK_TEXT(world_text(db, hours), "420 1140");
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        snprintf(form, sizeof(form), "guardian=1&name=Rose&%s", bad[i]);
        CHECK_INT(typed(db, page_family_do, "guardian", 1, form,
            "Write a time such as 21:00."), 400);
        snprintf(form, sizeof(form), "child=A&class=1&guardian=B"
            "&number=0712000009&%s", bad[i]);
        CHECK_INT(typed(db, page_family_add, "", 0, form,
            "Write a time such as 21:00."), 400);
    }
    for (size_t i = 0; i < sizeof(one) / sizeof(one[0]); i++) {
        snprintf(form, sizeof(form), "guardian=1&name=Rose&%s", one[i]);
        CHECK_INT(typed(db, page_family_do, "guardian", 1, form,
            "Say from when and until when"), 400);
    }
    CHECK_TEXT(world_text(db, hours), "420 1140");
    CHECK_INT(world_number(db, "SELECT count(*) FROM guardian"), 1);
    CHECK_INT(typed(db, page_family_do, "guardian", 1,
        "guardian=1&name=Zuri&from=&until=", ""), 303);
    CHECK_TEXT(world_text(db, hours), "0 0");
    db_close(db);
}

/* As the form of a call to make is sent; the status. */
static int
task_form(struct db *db, enum staff_role role, int64_t id, const char *form)
{
    struct web w = { .db = db };
    struct request q = { .method = METHOD_POST, .id = id,
        .caller = { .role = role, .who = "Grace" }, .rules = hold_settings() };
    struct response r = { 0 };
    int status;

    CHECK_INT(params_read(form, strlen(form), &q.form), OK);
    page_task_done(&w, &q, &r);
    status = r.status;
    params_clear(&q.form);
    response_clear(&r);
    rules_release(q.rules);
    return status;
}

TEST(a_call_to_make_is_settled_by_those_alone_who_may_see_it)
{
    static const char open[] = "SELECT count(*) FROM task WHERE done = 0";
    struct db *db = world_open();

    world_sql(db, "INSERT INTO thread (id, tray, number) VALUES"
        " (1, 4, '+254799000001'), (2, 2, '+254799000002')");
    world_sql(db, "INSERT INTO message (thread, direction, kind, state, number,"
        " body, at) VALUES (1, 1, 2, 9, '+254799000001', '', 5),"
        " (2, 1, 2, 9, '+254799000002', '', 5)");
    CHECK_INT(world_number(db, open), 2);
    task_form(db, ROLE_STAFF, 1, "outcome=spoke");
    CHECK_INT(status_of(db, api_task_done, ROLE_STAFF, "", 1,
        "{\"spoke\": true}"), 404);
    CHECK_INT(world_number(db, open), 2);
    CHECK_INT(task_form(db, ROLE_STAFF, 2, "outcome=dropped"), 400);
    CHECK_INT(task_form(db, ROLE_STAFF, 2, ""), 400);
    CHECK_INT(world_number(db, open), 2);
    CHECK_INT(task_form(db, ROLE_STAFF, 2, "outcome=no+answer"), 303);
    CHECK_INT(task_form(db, ROLE_SAFEGUARDING, 1, "outcome=spoke"), 303);
    CHECK_INT(world_number(db, open), 0);
    db_close(db);
}
