/* test.c - runs the tests that registered themselves, in TAP. */
#include "test.h"

#include <string.h>
#include <stdio.h>
#include <sched.h>

enum { MOST = 400 };
static struct CMUnitTest tests[MOST];
static size_t count;

void
test_register(const char *name, CMUnitTestFunction f)
{
    if (count < MOST)
        tests[count++] = (struct CMUnitTest){ name, f, NULL, NULL, NULL };
}

int
main(void)
{
    cmocka_set_message_output(CM_OUTPUT_TAP);
    if (count == MOST) {
        print_error("too many tests in one file\n");
        return 1;
    }
    return _cmocka_run_group_tests("unit", tests, count, NULL, NULL);
}

void
test_until_asleep(const atomic_int *thread)
{
    char path[64], line[200] = "";
    const char *state;

    do {
        int id = atomic_load(thread);
        FILE *f;

        sched_yield();
        snprintf(path, sizeof(path), "/proc/self/task/%d/stat", id);
        if (!id)
            continue;
        if (!(f = fopen(path, "re")))
            return;             /* it has ended */
        if (!fgets(line, sizeof(line), f))
            *line = '\0';
        fclose(f);
    } while (!(state = strrchr(line, ')')) || state[2] != 'S');
}
