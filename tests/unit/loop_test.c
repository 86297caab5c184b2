#include "base/clock.h"
#include "base/loop.h"
#include "test.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

static struct loop *loop;
static char seen[32];

static void
note(void *user)
{
    strcat(seen, user);
}

static void
note_and_stop(void *user)
{
    strcat(seen, user);
    loop_stop(loop);
}

TEST(timers_fire_in_the_order_of_their_time)
{
    struct loop_timer a = { 0 }, b = { 0 }, c = { 0 };

    seen[0] = 0;
    CHECK(loop_open(&loop) == OK);
    loop_after(loop, &a, 20, note_and_stop, "a");
    loop_after(loop, &b, 5, note, "b");
    loop_after(loop, &c, 1, note, "c");
    loop_cancel(loop, &c);
    loop_run(loop);
    CHECK_TEXT(seen, "ba");
    loop_close(loop);
}

static int ends[2];

static void
one_byte(void *user, unsigned events)
{
    char byte;

    (void)user;
    CHECK(events & EPOLLIN);
    CHECK(read(ends[0], &byte, 1) == 1);
    strncat(seen, &byte, 1);
    if (byte == '.')
        loop_stop(loop);
}

TEST(a_descriptor_is_told_of_until_it_is_forgotten)
{
    struct loop_timer end = { 0 };

    seen[0] = 0;
    CHECK(loop_open(&loop) == OK);
    CHECK(pipe(ends) == 0);
    CHECK(loop_watch(loop, ends[0], EPOLLIN, one_byte, NULL) == OK);
    CHECK(write(ends[1], "hi.", 3) == 3);
    loop_run(loop);
    CHECK_TEXT(seen, "hi.");
    loop_close(loop);
    CHECK(loop_open(&loop) == OK);
    CHECK(loop_watch(loop, ends[0], EPOLLIN, one_byte, NULL) == OK);
    loop_forget(loop, ends[0]);
    CHECK(write(ends[1], "x", 1) == 1);
    loop_after(loop, &end, 5, note_and_stop, "!");
    loop_run(loop);
    CHECK_TEXT(seen, "hi.!");
    loop_close(loop);
    close(ends[0]);
    close(ends[1]);
}

static void
later_by_a_minute(int sig)
{
    (void)sig;
    clock_fake(2 * MINUTE);
}

static void
fail_and_write(void *user)
{
    (void)user;
    errno = ENOENT;             /* as any call in a timer may leave it */
    CHECK(write(ends[1], ".", 1) == 1);
}

TEST(a_signal_while_it_waits_does_not_end_it)
{
    struct loop_timer t = { 0 };
    struct sigaction act = { .sa_handler = later_by_a_minute }, old;
    struct itimerval soon = { .it_value = { 0, 20000 } };

    seen[0] = 0;
    clock_fake(MINUTE);
    CHECK(loop_open(&loop) == OK && pipe(ends) == 0);
    CHECK(loop_watch(loop, ends[0], EPOLLIN, one_byte, NULL) == OK);
    loop_after(loop, &t, MINUTE, fail_and_write, NULL);
    CHECK(sigaction(SIGALRM, &act, &old) == 0);
    CHECK(setitimer(ITIMER_REAL, &soon, NULL) == 0);
    loop_run(loop);
    CHECK_TEXT(seen, ".");
    CHECK(sigaction(SIGALRM, &old, NULL) == 0);
    clock_fake(0);
    close(ends[0]);
    close(ends[1]);
    loop_close(loop);
}
