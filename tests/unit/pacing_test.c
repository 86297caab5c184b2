/* libgammu's pauses, by what is asked of the system: nobody sleeps here. */
#include "test.h"

#include "modem/pacing.h"

#include <pthread.h>
#include <time.h>
#include <unistd.h>

static int64_t asked;           /* us, of the last pause */

/* In the place of the C library's. */
int
nanosleep(const struct timespec *pause, struct timespec *left)
{
    (void)left;
    asked = (int64_t)pause->tv_sec * 1000000 + pause->tv_nsec / 1000;
    return 0;
}

static int64_t
pause_of(useconds_t us)
{
    asked = -1;
    CHECK_INT(usleep(us), 0);
    return asked;
}

static void *
pause_elsewhere(void *user)
{
    *(int64_t *)user = pause_of(500000);
    return NULL;
}

TEST(pauses_are_cut_on_the_thread_that_asked_for_it_alone)
{
    pthread_t other;
    int64_t there = 0;

    CHECK_INT(pause_of(500000), 500000);
    pacing_cut();
    CHECK_INT(pause_of(500000), 100);
    CHECK_INT(pause_of(3000000), 100);
    CHECK_INT(pause_of(50), 50);
    CHECK_INT(pthread_create(&other, NULL, pause_elsewhere, &there), 0);
    pthread_join(other, NULL);
    CHECK_INT(there, 500000);
}

TEST(a_dongle_that_needs_its_pauses_gets_them_whole)
{
    pacing_cut();
    pacing_slow(true);
    CHECK(pacing_is_slow());
    CHECK_INT(pause_of(3500000), 3500000);
    pacing_slow(false);
    CHECK_INT(pause_of(3500000), 100);
}
