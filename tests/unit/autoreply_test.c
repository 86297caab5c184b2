#include "mapping/autoreply.h"

#include "base/clock.h"
#include "test.h"

static const char *const own[] = { "+254700000001" };

static struct autoreply_input
guardian(void)
{
    return (struct autoreply_input){ .sender = "+254712345678",
        .kind = PHONE_NUMBER, .own = own, .own_count = 1, .now = 100 * DAY,
        .received = 100 * DAY - MINUTE, .same_in_hour = 1 };
}

static bool
allowed(const struct autoreply_input *in)
{
    const char *reason = NULL;
    bool yes = autoreply_allowed(in, &reason);

    CHECK(reason && *reason);
    CHECK_INT(autoreply_allowed(in, NULL), yes);
    return yes;
}

TEST(a_person_may_be_answered)
{
    struct autoreply_input in = guardian();

    CHECK(allowed(&in));
    in.missed_call = true;
    CHECK(allowed(&in));
    in.missed_call = false;
    in.tray = MAPPING_UNKNOWN;
    CHECK(allowed(&in));
}

TEST(a_service_is_never_answered)
{
    struct autoreply_input in = guardian();

    in.kind = PHONE_LETTERS;
    CHECK(!allowed(&in));
    in.kind = PHONE_SHORT;
    CHECK(!allowed(&in));
    in.kind = PHONE_WITHHELD;
    CHECK(!allowed(&in));
}

TEST(we_do_not_answer_ourselves)
{
    struct autoreply_input in = guardian();

    in.sender = "+254700000001";
    CHECK(!allowed(&in));
}

TEST(some_trays_are_never_answered)
{
    struct autoreply_input in = guardian();

    in.tray = MAPPING_NOTICES;
    CHECK(!allowed(&in));
    in.tray = MAPPING_SAFEGUARDING;
    CHECK(!allowed(&in));
    in.tray = MAPPING_QUARANTINE;
    CHECK(!allowed(&in));
    in.tray = MAPPING_UNKNOWN;
    in.missed_call = true;
    CHECK(!allowed(&in));
}

TEST(a_number_is_answered_once_a_day)
{
    struct autoreply_input in = guardian();

    in.last_answer = in.now - DAY + 1;
    CHECK(!allowed(&in));
    in.last_answer = in.now - DAY;
    CHECK(allowed(&in));
    in.last_answer = in.now + HOUR;     /* the clock went back */
    CHECK(!allowed(&in));
    in.last_answer = in.now + 365 * DAY;        /* by a year */
    CHECK(allowed(&in));
}

TEST(the_same_text_again_and_again_is_a_machine)
{
    struct autoreply_input in = guardian();

    in.same_in_hour = 2;
    CHECK(allowed(&in));
    in.same_in_hour = 3;
    CHECK(!allowed(&in));
}

TEST(a_late_answer_is_not_sent)
{
    struct autoreply_input in = guardian();

    in.received = in.now - 2 * HOUR;
    CHECK(!allowed(&in));
}
