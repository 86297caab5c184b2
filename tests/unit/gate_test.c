#include "test.h"

#include "web/gate.h"

#include <string.h>

static const struct gate_names names = { "192.168.1.5", "0.0.0.0", "pi",
    "school.lan, box" };

TEST(the_page_answers_to_its_own_names_only)
{
    static const char *const good[] = { "localhost", "localhost:8080",
        "LOCALHOST", "127.0.0.1:8080", "127.9.9.9", "[::1]:8080", "[::1]",
        "192.168.1.5", "192.168.1.5:8080", "pi", "pi.local:8080", "pi.local.",
        "school.lan", "box:80" };
    static const char *const bad[] = { "", "evil.example", "192.168.1.6",
        "pi.evil.example", "localhost.evil.example", "school.lan.evil",
        "school", "pi:80:80", "pi:x", "[::1", "[::2]", ":8080", "ox", "128.0.0.1",
        "pi/", "pi@evil" };

    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        CHECK(gate_host(good[i], &names));
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        CHECK(!gate_host(bad[i], &names));
}

static struct head
head_with(const char *const (*lines)[2], size_t n)
{
    struct head h;

    head_start(&h);
    head_add(&h, "Host", "pi:8080");
    for (size_t i = 0; i < n; i++)
        head_add(&h, lines[i][0], lines[i][1]);
    return h;
}
#define HEAD(...)                                                              \
    head_with((const char *const[][2]){ __VA_ARGS__ },                        \
        sizeof((const char *const[][2]){ __VA_ARGS__ }) / sizeof(char *[2]))

static int
status_of(struct head h, const char *target)
{
    const char *why = NULL;
    int status = gate_check(&h, target, &names, &why);

    CHECK((status == 0) == (why == NULL));
    return status;
}

TEST(contradicting_lengths_are_refused)
{
    CHECK_INT(status_of(HEAD({ "Accept", "x" }), "/"), 0);
    CHECK_INT(status_of(HEAD({ "Content-Length", "5" }), "/"), 0);
    CHECK_INT(status_of(HEAD({ "Content-Length", "5" },
        { "content-length", "5" }), "/"), 400);
    CHECK_INT(status_of(HEAD({ "Content-Length", "5" },
        { "Transfer-Encoding", "chunked" }), "/"), 400);
    CHECK_INT(status_of(HEAD({ "Content-Length", "5,5" }), "/"), 400);
    CHECK_INT(status_of(HEAD({ "Content-Length", "+5" }), "/"), 400);
    CHECK_INT(status_of(HEAD({ "Transfer-Encoding", "chunked" },
        { "Transfer-Encoding", "chunked" }), "/"), 400);
}

TEST(one_known_host_is_needed)
{
    struct head h;

    CHECK_INT(status_of(HEAD({ "Host", "pi" }), "/"), 400);
    head_start(&h);
    CHECK_INT(status_of(h, "/"), 400);
    head_add(&h, "Host", "evil.example");
    CHECK_INT(status_of(h, "/"), 421);
}

TEST(odd_bytes_in_the_address_are_refused)
{
    struct head h = HEAD({ "Accept", "x" });

    CHECK_INT(status_of(h, "/a b"), 400);
    CHECK_INT(status_of(h, "/a\tb"), 400);
    CHECK_INT(status_of(h, "/\xc3\xa9"), 400);
    CHECK_INT(status_of(h, "/a\\b"), 400);
    CHECK_INT(status_of(h, "http://pi/"), 400);
    CHECK_INT(status_of(h, "*"), 400);
    CHECK_INT(status_of(h, "/a%20b?c=d"), 0);
}

TEST(our_cookie_is_found_among_others)
{
    struct head h = HEAD({ "Cookie",
        "a=1; notehome_session=0123abcd; notehome_session2=x" });

    CHECK_TEXT(h.cookie, "0123abcd");
    h = HEAD({ "Cookie", "xnotehome_session=1" });
    CHECK_TEXT(h.cookie, "");
    h = HEAD({ "Authorization", "bearer  feed" });
    CHECK_TEXT(h.bearer, "feed");
    h = HEAD({ "Authorization", "Basic feed" });
    CHECK_TEXT(h.bearer, "");
}

TEST(another_sites_post_is_refused)
{
    struct head h = HEAD({ "Accept", "x" });

    CHECK(gate_same_site(&h));
    h = HEAD({ "Origin", "http://pi:8080" });
    CHECK(gate_same_site(&h));
    h = HEAD({ "Origin", "http://evil.example" });
    CHECK(!gate_same_site(&h));
    h = HEAD({ "Origin", "null" });
    CHECK(!gate_same_site(&h));
    h = HEAD({ "Origin", "http://pi" });
    CHECK(!gate_same_site(&h));
}

TEST(a_browsers_change_needs_its_sessions_token)
{
    struct request q = { .caller = { .by_cookie = true, .csrf = "feed" } };
    struct head h = HEAD({ "X-CSRF-Token", "feed" });

    CHECK(gate_csrf(&h, &q));
    h = HEAD({ "X-CSRF-Token", "fee" });
    CHECK(!gate_csrf(&h, &q));
    h = HEAD({ "Accept", "x" });
    CHECK(!gate_csrf(&h, &q));
    CHECK_INT(params_read("csrf=feed", 9, &q.form), OK);
    CHECK(gate_csrf(&h, &q));
    params_clear(&q.form);
    q.caller.csrf[0] = '\0';
    h = HEAD({ "X-CSRF-Token", "" });
    CHECK(!gate_csrf(&h, &q));
    q.caller.by_cookie = false;
    CHECK(gate_csrf(&h, &q));
}
