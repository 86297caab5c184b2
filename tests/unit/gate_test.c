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

static void
line(struct head *h, const char *name, size_t gap, const char *value, size_t m)
{
    head_line(h, name, strlen(name), gap, value, m);
}

TEST(a_line_that_is_not_written_as_http_has_it_is_refused)
{
    static const char *const bad[] = { "X ", " X", "X\t", "", "X Y", "X(",
        "X\xc3\xa9", "X\r", "X:" };
    static const char *const values[] = { "y\rz", "y\nz", "\x01", "\x7f" };

    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        struct head h = HEAD({ "Accept", "x" });

        line(&h, bad[i], 2, "y", 1);
        CHECK_INT(status_of(h, "/"), 400);
    }
    for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
        struct head h = HEAD({ "Accept", "x" });

        line(&h, "X", 2, values[i], strlen(values[i]));
        CHECK_INT(status_of(h, "/"), 400);
    }
    for (size_t gap = 0; gap < 6; gap++) {
        struct head h = HEAD({ "Accept", "x" });

        line(&h, "X", gap, "y\tz \xe9", 5);
        CHECK_INT(status_of(h, "/"), gap == 1 || gap == 2 ? 0 : 400);
    }
    {
        struct head h = HEAD({ "Accept", "x" });

        line(&h, "X", 2, "y\0z", 3);
        CHECK_INT(status_of(h, "/"), 400);
    }
}

TEST(what_came_and_was_not_understood_shows_in_its_length)
{
    struct head h;
    const char *const came = "GET /a?b HTTP/1.1\r\nHost: pi\r\nX:y\r\n\r\n";

    head_start(&h);
    line(&h, "Host", 2, "pi", 2);
    line(&h, "X", 1, "y", 1);
    CHECK(head_is_whole(&h, "GET", "/a?b", "HTTP/1.1", strlen(came)));
    CHECK(!head_is_whole(&h, "GET", "/a?b", "HTTP/1.1", strlen(came) + 1));
    CHECK(!head_is_whole(&h, "GET", "/a?b", "HTTP/1.1", strlen(came) - 1));
    CHECK(!head_is_whole(&h, "GET", "/a", "HTTP/1.1", strlen(came)));
}

TEST(a_coding_that_is_not_known_is_not_taken)
{
    CHECK_INT(status_of(HEAD({ "Transfer-Encoding", "Chunked" }), "/"), 0);
    CHECK_INT(status_of(HEAD({ "Transfer-Encoding", "gzip, chunked" }), "/"),
        501);
    CHECK_INT(status_of(HEAD({ "Transfer-Encoding", "identity" }), "/"), 501);
    CHECK_INT(status_of(HEAD({ "Transfer-Encoding", "" }), "/"), 501);
    CHECK_INT(status_of(HEAD({ "Transfer-Encoding", "chunked" },
        { "transfer-encoding", "chunked" }), "/"), 400);
    CHECK_INT(status_of(HEAD({ "Content-Encoding", "gzip" }), "/"), 400);
    CHECK_INT(status_of(HEAD({ "Content-Encoding", "Identity" }), "/"), 0);
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
