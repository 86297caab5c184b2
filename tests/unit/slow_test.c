#include "test.h"

#include "web/kit/jobs.h"
#include "web/slow.h"

#include <poll.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

struct counted {
    struct job job;
    _Atomic int *runs;
};

static void
count(struct job *j)
{
    atomic_fetch_add(((struct counted *)j)->runs, 1);
}

TEST(every_job_that_is_taken_is_run_and_none_after_the_stop)
{
    struct counted many[100], late;
    _Atomic int runs = 0;
    struct jobs *j;

    CHECK_INT(jobs_start(&j), OK);
    for (int i = 0; i < 100; i++) {
        many[i].job.run = count;
        many[i].runs = &runs;
        CHECK(jobs_give(j, i % 2 ? LANE_WRITE : LANE_SLOW, &many[i].job));
    }
    jobs_stop(j);
    CHECK_INT(runs, 100);
    late = many[0];
    CHECK(!jobs_give(j, LANE_WRITE, &late.job));
    jobs_free(j);
    CHECK_INT(runs, 100);
}

static bool
closed(int fd, int wait_ms)
{
    struct pollfd p = { .fd = fd, .events = POLLIN };

    return poll(&p, 1, wait_ms) == 1 && (p.revents & (POLLIN | POLLHUP));
}

/* A pair that was paused before its time was over, however busy the machine. */
static void
open_paused(struct slow *s, int pair[2])
{
    for (;;) {
        CHECK_INT(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
        slow_open(s, pair[0], "");
        slow_pause(s, pair[0]);
        if (!closed(pair[1], 0))
            return;
        slow_close(s, pair[0]);
        close(pair[0]);
        close(pair[1]);
    }
}

TEST(who_never_finishes_asking_is_cut_off)
{
    struct slow *s;
    int drips[2], waits[2];

    CHECK_INT(slow_start(50, &s), OK);
    CHECK_INT(socketpair(AF_UNIX, SOCK_STREAM, 0, drips), 0);
    slow_open(s, drips[0], "");
    open_paused(s, waits);              /* we take our time with this one */
    CHECK(closed(drips[1], 60000));
    CHECK(!closed(waits[1], 0));
    slow_resume(s, waits[0]);
    CHECK(closed(waits[1], 60000));
    slow_close(s, drips[0]);
    slow_close(s, waits[0]);
    slow_stop(s);
    close(drips[0]);
    close(drips[1]);
    close(waits[0]);
    close(waits[1]);
}

TEST(the_newest_of_one_address_gets_in_at_the_cost_of_its_oldest)
{
    enum { N = SLOW_OF_ONE + 5 };
    struct slow *s;
    int pair[N][2], other[2], busy[2];

    CHECK_INT(slow_start(60000, &s), OK);
    CHECK_INT(socketpair(AF_UNIX, SOCK_STREAM, 0, other), 0);
    CHECK_INT(socketpair(AF_UNIX, SOCK_STREAM, 0, busy), 0);
    slow_open(s, other[0], "10.0.0.2");
    slow_open(s, busy[0], "10.0.0.1");
    slow_pause(s, busy[0]);             /* it has asked: it is left alone */
    for (int i = 0; i < N; i++) {
        CHECK_INT(socketpair(AF_UNIX, SOCK_STREAM, 0, pair[i]), 0);
        slow_open(s, pair[i][0], "10.0.0.1");
    }
    for (int i = 0; i < N; i++)
        CHECK_INT(closed(pair[i][1], 0), i < N - SLOW_OF_ONE);
    CHECK(!closed(other[1], 0));
    CHECK(!closed(busy[1], 0));
    slow_stop(s);
    for (int i = 0; i < N; i++) {
        close(pair[i][0]);
        close(pair[i][1]);
    }
    close(other[0]);
    close(other[1]);
    close(busy[0]);
    close(busy[1]);
}
