#include "store/db/db.h"
#include "store/db/schema.h"
#include "store/thread/message.h"
#include "test.h"

#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char path[64];

static struct db *
on_disk(void)
{
    struct db *db = NULL;

    strcpy(path, "/tmp/notehome-db-XXXXXX");
    CHECK(mkdtemp(path) != NULL);
    strcat(path, "/n.db");
    CHECK(db_open(path, &db, NULL, 0) == OK);
    return db;
}

static void
clean_up(struct db *db)
{
    char command[96];

    db_close(db);
    *strrchr(path, '/') = 0;
    snprintf(command, sizeof(command), "rm -rf %s", path);
    CHECK(system(command) == 0);
}

static enum err
put(struct db *db, const char *key, const char *value)
{
    struct query q = query_start(db,
        "INSERT INTO setting (key, value) VALUES (:key, :value)");

    query_text(&q, ":key", key);
    query_text(&q, ":value", value);
    return query_end_changed(&q);
}

static int64_t
count(struct db *db)
{
    struct query q = query_start(db, "SELECT count(*) FROM setting");
    int64_t n = query_row(&q) ? query_get_int(&q, 0) : -1;

    CHECK(query_end(&q) == OK);
    return n;
}

TEST(what_is_committed_is_there_after_closing)
{
    struct db *db = on_disk();

    CHECK(db_begin(db) == OK);
    CHECK(put(db, "a", "1") == OK);
    CHECK(db_commit(db) == OK);
    db_close(db);
    CHECK(db_open(path, &db, NULL, 0) == OK);
    CHECK_INT(count(db), 1);
    clean_up(db);
}

TEST(readers_see_a_transaction_only_after_its_commit)
{
    struct db *db = on_disk();
    struct query q;

    CHECK(db_begin(db) == OK);
    CHECK(put(db, "a", "1") == OK);
    CHECK_INT(count(db), 1);    /* its own thread sees it */
    db_rollback(db);
    CHECK_INT(count(db), 0);
    CHECK(put(db, "a", "1") == OK);
    q = query_start(db, "SELECT value FROM setting");
    CHECK(query_row(&q));
    CHECK(put(db, "b", "2") == OK); /* while a reader is in the middle */
    CHECK(!query_row(&q));
    CHECK(query_end(&q) == OK);
    CHECK_INT(count(db), 2);
    clean_up(db);
}

TEST(an_inner_rollback_undoes_the_whole_transaction)
{
    struct db *db = on_disk();

    CHECK(db_begin(db) == OK);
    CHECK(put(db, "a", "1") == OK);
    CHECK(db_begin(db) == OK);
    CHECK(put(db, "b", "1") == OK);
    db_rollback(db);
    CHECK(db_commit(db) == ERR_REFUSED);
    CHECK_INT(count(db), 0);
    clean_up(db);
}

TEST(of_a_transaction_that_sqlite_undid_nothing_lasts)
{
    struct db *db = on_disk();
    struct query q = query_start(db,
        "CREATE TRIGGER full BEFORE INSERT ON setting WHEN NEW.key = 'b' BEGIN"
        " SELECT raise(ROLLBACK, 'no'); END");

    CHECK(query_end(&q) == OK);
    CHECK(db_begin(db) == OK);
    CHECK(put(db, "a", "1") == OK);
    CHECK(put(db, "b", "1") != OK);
    CHECK(put(db, "c", "1") == ERR_IO);
    CHECK(db_commit(db) == ERR_IO);
    CHECK_INT(count(db), 0);
    CHECK(put(db, "c", "1") == OK);
    CHECK_INT(count(db), 1);
    clean_up(db);
}

TEST(a_key_twice_is_refused_and_named)
{
    struct db *db = on_disk();

    CHECK(put(db, "a", "1") == OK);
    CHECK(put(db, "a", "2") == ERR_EXISTS);
    CHECK_INT(count(db), 1);
    clean_up(db);
}

static unsigned told;

static void
note(void *user, unsigned topics)
{
    (void)user;
    told |= topics;
}

TEST(watchers_hear_of_a_change_after_its_commit_only)
{
    struct db *db = on_disk();

    told = 0;
    db_watch(db, note, NULL);
    CHECK(db_begin(db) == OK);
    db_touch(db, DB_QUEUE);
    CHECK_INT(told, 0);
    CHECK(db_begin(db) == OK);
    db_touch(db, DB_THREADS);
    CHECK(db_commit(db) == OK);
    CHECK_INT(told, 0);
    CHECK(db_commit(db) == OK);
    CHECK_INT(told, DB_QUEUE | DB_THREADS);
    told = 0;
    CHECK(db_begin(db) == OK);
    db_touch(db, DB_QUEUE);
    db_rollback(db);
    CHECK_INT(told, 0);
    clean_up(db);
}

TEST(a_second_daemon_is_told_to_stop)
{
    struct db *db = on_disk(), *other = NULL;
    char why[200];

    CHECK(db_open(path, &other, why, sizeof(why)) == ERR_BUSY);
    CHECK(strstr(why, "another notehomed"));
    CHECK(other == NULL);
    clean_up(db);
}

static enum err
open_file_with(const char *text, char *why, size_t room)
{
    struct db *db = NULL;
    int fd;

    clean_up(on_disk());
    strcpy(path, "/tmp/notehome-db-XXXXXX");
    CHECK(mkdtemp(path) != NULL);
    strcat(path, "/n.db");
    fd = open(path, O_CREAT | O_WRONLY, 0600);
    CHECK(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
    return db_open(path, &db, why, room);
}

TEST(a_file_that_is_no_database_is_left_as_it_is)
{
    char why[300], text[1200];

    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = 0;
    CHECK(open_file_with(text, why, sizeof(why)) == ERR_CORRUPT);
    CHECK(strstr(why, "Restore the last backup"));
    clean_up(NULL);
}

TEST(a_database_of_a_newer_program_is_refused)
{
    struct db *db = on_disk();
    struct query q = query_start(db, "PRAGMA user_version = 9999");
    char why[300];

    CHECK(query_end(&q) == OK);
    db_close(db);
    CHECK(db_open(path, &db, why, sizeof(why)) == ERR_REFUSED);
    CHECK(strstr(why, "newer Notehome"));
    clean_up(NULL);
}

/* A child is killed in the middle of a transaction; the file is whole. */
TEST(a_kill_in_mid_transaction_leaves_the_last_commit)
{
    struct db *db = on_disk();
    pid_t pid;

    db_close(db);
    pid = fork();
    if (!pid) {
        CHECK(db_open(path, &db, NULL, 0) == OK);
        CHECK(put(db, "kept", "1") == OK);
        CHECK(db_begin(db) == OK);
        CHECK(put(db, "lost", "1") == OK);
        kill(getpid(), 9);
    }
    CHECK(waitpid(pid, NULL, 0) == pid);
    CHECK(db_open(path, &db, NULL, 0) == OK);
    CHECK_INT(count(db), 1);
    clean_up(db);
}

static void *
write_some(void *user)
{
    char key[32];

    for (int i = 0; i < 50; i++) {
        snprintf(key, sizeof(key), "%p-%d", (void *)&key, i);
        if (db_begin(user) || put(user, key, "x") || db_commit(user)
            || count(user) < 1)
            return "failed";
    }
    return NULL;
}

TEST(threads_take_turns_and_lose_nothing)
{
    struct db *db = on_disk();
    pthread_t t[4];
    void *trouble;

    for (int i = 0; i < 4; i++)
        CHECK(pthread_create(&t[i], NULL, write_some, db) == 0);
    for (int i = 0; i < 4; i++) {
        CHECK(pthread_join(t[i], &trouble) == 0);
        CHECK(trouble == NULL);
    }
    CHECK_INT(count(db), 200);
    clean_up(db);
}

TEST(a_copy_is_a_database_of_its_own)
{
    struct db *db = on_disk(), *copy = NULL;
    char to[96];

    CHECK(put(db, "a", "1") == OK);
    snprintf(to, sizeof(to), "%s-copy", path);
    CHECK(db_copy(db, to, NULL) == OK);
    CHECK(db_copy(db, to, NULL) == ERR_EXISTS);
    CHECK(db_open(to, &copy, NULL, 0) == OK);
    CHECK_INT(count(copy), 1);
    db_close(copy);
    clean_up(db);
}

TEST(every_step_of_the_tables_has_a_number)
{
    CHECK(schema_latest() >= 1);
    CHECK(schema_step(0) == NULL);
    CHECK(schema_step(schema_latest() + 1) == NULL);
}

TEST(a_call_without_the_transaction_it_needs_ends_the_program)
{
    int status;
    pid_t pid = fork();

    if (!pid) {
        struct message m = { .number = "+254712000001", .body = "x" };
        struct db *db = NULL;

        fclose(stderr);
        if (!db_open(":memory:", &db, NULL, 0) && !message_add(db, &m))
            _exit(0);
        _exit(1);
    }
    CHECK(waitpid(pid, &status, 0) == pid);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

static void *
commit_often(void *user)
{
    for (int i = 0; i < 200; i++) {
        struct query q = query_start(user,
            "INSERT INTO setting (key, value) VALUES (:n, '')");

        db_touch(user, DB_PEOPLE);
        query_int(&q, ":n", i);
        CHECK(query_end(&q) == OK);
    }
    return NULL;
}

static void
count_people(void *user, unsigned topics)
{
    if (topics & DB_PEOPLE)
        atomic_fetch_add((atomic_int *)user, 1);
}

TEST(who_watches_no_longer_is_not_told)
{
    struct db *db = NULL;
    atomic_int one = 0, two = 0;

    CHECK(db_open(":memory:", &db, NULL, 0) == OK);
    for (int i = 0; i < 100; i++) {     /* each time there is room again */
        db_watch(db, count_people, &one);
        db_watch(db, count_people, &two);
        db_unwatch(db, count_people, &one);
        db_touch(db, DB_PEOPLE);
        db_unwatch(db, count_people, &one);
        db_unwatch(db, count_people, &two);
        db_touch(db, DB_PEOPLE);
    }
    CHECK_INT(one, 0);
    CHECK_INT(two, 100);
    db_close(db);
}

static sem_t is_told, may_end;

static void
tell_slowly(void *user, unsigned topics)
{
    (void)topics;
    sem_post(&is_told);
    sem_wait(&may_end);
    ++*(int *)user;             /* what db_unwatch() waits for */
}

static void *
touch(void *db)
{
    db_touch(db, DB_PEOPLE);
    return NULL;
}

static atomic_bool unwatched;
static atomic_int leaves;       /* the thread that unwatches */

static void *
unwatch_slow(void *user)
{
    void **what = user;
    int *told_so_often = what[1];

    leaves = gettid();
    db_unwatch(what[0], tell_slowly, told_so_often);
    unwatched = true;
    CHECK_INT(*told_so_often, 1);
    free(told_so_often);
    return NULL;
}

TEST(who_leaves_while_it_is_told_is_waited_for)
{
    struct db *db = NULL;
    void *what[2];
    pthread_t teller, leaver;

    CHECK(sem_init(&is_told, 0, 0) == 0 && sem_init(&may_end, 0, 0) == 0);
    CHECK(db_open(":memory:", &db, NULL, 0) == OK);
    what[0] = db;
    CHECK((what[1] = calloc(1, sizeof(int))) != NULL);
    db_watch(db, tell_slowly, what[1]);
    CHECK_INT(pthread_create(&teller, NULL, touch, db), 0);
    sem_wait(&is_told);
    CHECK_INT(pthread_create(&leaver, NULL, unwatch_slow, what), 0);
    test_until_asleep(&leaves);
    CHECK(!unwatched);
    sem_post(&may_end);
    pthread_join(leaver, NULL);
    pthread_join(teller, NULL);
    CHECK(unwatched);
    db_close(db);
}

/* Meant for the sanitizers: watchers leave, and are freed, as others commit. */
TEST(a_watcher_may_leave_while_others_commit)
{
    struct db *db = NULL;
    pthread_t thread;

    CHECK(db_open(":memory:", &db, NULL, 0) == OK);
    CHECK(pthread_create(&thread, NULL, commit_often, db) == 0);
    for (int i = 0; i < 300; i++) {
        atomic_int *heard = calloc(1, sizeof(*heard));

        CHECK(heard != NULL);
        db_watch(db, count_people, heard);
        db_unwatch(db, count_people, heard);
        free(heard);
    }
    pthread_join(thread, NULL);
    db_close(db);
}

/* Meant for the thread sanitizer: the web serves before all watchers are in. */
TEST(a_watcher_may_come_while_others_commit)
{
    struct db *db = NULL;
    atomic_int heard = 0;
    pthread_t thread;
    char why[200];

    CHECK(db_open(":memory:", &db, why, sizeof(why)) == OK);
    CHECK(pthread_create(&thread, NULL, commit_often, db) == 0);
    for (int i = 0; i < 8; i++)
        db_watch(db, count_people, &heard);
    pthread_join(thread, NULL);
    db_touch(db, DB_PEOPLE);
    CHECK(atomic_load(&heard) >= 8);
    db_close(db);
}
