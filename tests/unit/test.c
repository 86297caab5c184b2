/* test.c - runs the tests that registered themselves, in TAP. */
#include "test.h"

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
