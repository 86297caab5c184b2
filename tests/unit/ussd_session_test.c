#include "modem/ussd_session.h"
#include "test.h"

TEST(a_session_has_a_minute_from_its_first_code_however_many_screens_it_has)
{
    struct ussd_session s;
    struct link_ussd u;

    ussd_session_start(&s);
    ussd_session_dialled(&s, true, 1000);
    CHECK_INT(s.due, 61000);
    CHECK(ussd_session_heard(&s, "+CUSD: 1,\"1 More\",15", &u));
    ussd_session_dialled(&s, true, 40000);
    CHECK_INT(s.due, 61000);
    CHECK(ussd_session_heard(&s, "+CUSD: 0,\"Bye\",15", &u));
    CHECK(!s.open && s.due == INT64_MAX);
    ussd_session_dialled(&s, true, 90000);
    CHECK_INT(s.due, 150000);
}

TEST(nonsense_in_a_session_closes_it_at_once)
{
    struct ussd_session s;
    struct link_ussd u;

    ussd_session_start(&s);
    CHECK(!ussd_session_heard(&s, "+CUSD: 9,\"?\"", &u));
    CHECK(s.due == INT64_MAX);
    ussd_session_dialled(&s, true, 1000);
    CHECK(!ussd_session_heard(&s, "+CUSD: 9,\"?\"", &u));
    CHECK_INT(s.due, 0);
}

TEST(a_choice_that_the_modem_refuses_closes_the_session)
{
    struct ussd_session s;
    struct link_ussd u;

    ussd_session_start(&s);
    ussd_session_dialled(&s, false, 1000);
    CHECK(s.due == INT64_MAX);
    ussd_session_dialled(&s, true, 1000);
    CHECK(ussd_session_heard(&s, "+CUSD: 1,\"1 More\",15", &u));
    ussd_session_dialled(&s, false, 2000);
    CHECK_INT(s.due, 2000);
}

TEST(what_the_modem_did_not_take_is_tried_in_the_next_way)
{
    struct ussd_session s;
    struct link_ussd u;

    ussd_session_start(&s);
    CHECK(!ussd_session_not_taken(&s, "+CUSD: 4"));
    s.first = true;
    ussd_session_dialled(&s, true, 1000);
    CHECK(ussd_session_not_taken(&s, "+CUSD: 4"));
    CHECK(ussd_session_not_taken(&s, "+CME ERROR: 258"));
    CHECK(!ussd_session_not_taken(&s, "+CUSD: 0,\"5.00\",15"));
    CHECK(!ussd_session_not_taken(&s, "+CUSD: 2"));
    CHECK(ussd_session_heard(&s, "+CUSD: 1,\"1 More\",15", &u));
    CHECK(!ussd_session_not_taken(&s, "+CUSD: 4"));
}

TEST(a_code_that_was_to_go_again_does_not_when_the_session_was_ended)
{
    struct ussd_session s;

    ussd_session_start(&s);
    ussd_session_dialled(&s, true, 1000);
    s.again = true;
    ussd_session_closed(&s);
    CHECK(!s.again);
}

TEST(an_error_behind_the_ok_ends_the_session_at_once)
{
    struct ussd_session s;
    struct link_ussd u;

    ussd_session_start(&s);
    CHECK(!ussd_session_heard(&s, "+CME ERROR: 132", &u));
    ussd_session_dialled(&s, true, 1000);
    CHECK(ussd_session_heard(&s, "+CME ERROR: 132", &u));
    CHECK_INT(u.status, -1);
    CHECK(!s.open && s.due == INT64_MAX);
}
