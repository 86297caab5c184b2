/* What an interruption leaves of the queue, and the table of moves. */
#include "store_world.h"

#include <sys/wait.h>
#include <unistd.h>

#define PARENT "+254712000001"

/* Runs fn in a child that is gone without a word when it returns. */
static void
in_a_child(const char *file, void (*fn)(struct db *db))
{
    int status;
    pid_t pid = fork();

    if (pid == 0) {
        fn(world_open_at(file));
        kill(getpid(), SIGKILL);
    }
    CHECK(waitpid(pid, &status, 0) == pid);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void
claim_and_die(struct db *db)
{
    struct queue_part p;

    world_add(db, PARENT, "first");
    world_add(db, "+254712000002", "second");
    if (!world_claim(db, &p))
        _exit(1);
}

static void
settle_half_and_die(struct db *db)
{
    struct queue_part p;

    if (!world_claim(db, &p) || db_begin(db))
        _exit(1);
    world_sent(db, &p, 4);              /* and no commit */
}

static void
settle_and_die(struct db *db)
{
    struct queue_part p;

    world_add(db, "+254712000003", "third");
    if (!world_claim(db, &p))
        _exit(1);
    world_sent(db, &p, 4);
}

TEST(killed_at_any_step_nothing_is_lost_and_nothing_goes_twice)
{
    char path[] = "/tmp/notehome-queue-XXXXXX", file[64];
    struct queue_part p;
    struct db *db;
    int count = 0;

    CHECK(mkdtemp(path));
    snprintf(file, sizeof(file), "%s/t.db", path);
    in_a_child(file, claim_and_die);
    db = world_open_at(file);
    CHECK_INT(queue_recover(db, &count), OK);
    CHECK_INT(count, 1);
    CHECK(world_state(db, 1) == MESSAGE_UNSURE);
    CHECK(strstr(world_reason(db, 1), "interrupted"));
    CHECK(world_state(db, 2) == MESSAGE_QUEUED);
    CHECK_INT(queue_recover(db, &count), OK);
    CHECK_INT(count, 0);
    db_close(db);

    in_a_child(file, settle_half_and_die);
    db = world_open_at(file);
    CHECK_INT(queue_recover(db, NULL), OK);
    CHECK(world_state(db, 2) == MESSAGE_UNSURE);
    CHECK(world_claim(db, &p) == 0);
    db_close(db);

    in_a_child(file, settle_and_die);
    db = world_open_at(file);
    CHECK_INT(queue_recover(db, &count), OK);
    CHECK_INT(count, 0);
    CHECK(world_state(db, 3) == MESSAGE_SENT);
    CHECK(world_claim(db, &p) == 0);
    db_close(db);
    snprintf(file, sizeof(file), "rm -r %s", path);
    CHECK_INT(system(file), 0);
}

/* --- the table of moves --------------------------------------------------- */

TEST(only_the_moves_of_the_table_exist)
{
    static const struct {
        enum message_state from;
        const char *to;
    } table[] = {
        { MESSAGE_QUEUED, "2345678" }, { MESSAGE_SENDING, "13456" },
        { MESSAGE_SENT, "45" }, { MESSAGE_DELIVERED, "" },
        { MESSAGE_FAILED, "34" }, { MESSAGE_UNSURE, "1345" },
        { MESSAGE_EXPIRED, "345" }, { MESSAGE_CANCELLED, "" },
        { MESSAGE_RECEIVED, "" },
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
        for (int to = 0; to <= MESSAGE_STATES; to++)
            CHECK_INT(message_may_go(table[i].from, (enum message_state)to),
                to && to < 10 && strchr(table[i].to, '0' + to) != NULL);
}
