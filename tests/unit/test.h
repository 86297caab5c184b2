/* test.h - TEST(the_sentence_that_should_stay_true) { ... CHECK(...); }
 * Tests register themselves and run in the order they are written. */
#ifndef NOTEHOME_TEST_H
#define NOTEHOME_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

void test_register(const char *name, CMUnitTestFunction f);

/* Returns once the thread of this process (gettid) waits for something, or has
 * ended; 0 is no thread yet. */
void test_until_asleep(const atomic_int *thread);

#define TEST(name)                                                            \
    static void name(void **);                                                \
    __attribute__((constructor)) static void register_##name(void)            \
    {                                                                         \
        test_register(#name, name);                                           \
    }                                                                         \
    static void name(void **test_state __attribute__((unused)))

#define CHECK(condition) assert_true(condition)
#define CHECK_TEXT(got, want) assert_string_equal(got, want)
#define CHECK_INT(got, want) assert_int_equal(got, want)

#endif
