#include "test.h"

#include "web/lock.h"

#include <string.h>

TEST(after_the_sign_in_one_lands_on_a_page_of_this_site)
{
    static const char *const good[] = { "/", "/threads/5#compose",
        "/inbox?view=waiting&page=2", "/search?q=%C3%A9%2F%2F" };
    static const char *const bad[] = { "", "threads/5", "//else.example/",
        "https://else.example/", "/\\else.example", "\\\\else.example",
        "/\t/else.example", "/\n/else.example", "/ /else.example",
        "/\xc3\xa9", "javascript:alert(1)", "/threads/5\r\nSet-Cookie: a=b" };
    char longest[400];

    for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
        CHECK_TEXT(request_next(good[i]), good[i]);
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        CHECK_TEXT(request_next(bad[i]), "/");
    CHECK_TEXT(request_next(NULL), "/");
    memset(longest, '/', sizeof(longest));
    longest[1] = 'a';
    longest[sizeof(longest) - 1] = '\0';
    CHECK_TEXT(request_next(longest), "/");
}

TEST(the_way_to_the_sign_in_page_leads_back)
{
    struct request q = { .path = "/inbox" };
    struct response r = { 0 };

    CHECK_INT(params_read("view=waiting&q=a+b%26", 21, &q.query), OK);
    lock_redirect(&q, &r);
    CHECK_INT(r.status, 303);
    CHECK_TEXT(r.location,
        "/sign-in?next=/inbox%3Fview%3Dwaiting%26q%3Da%2520b%2526");
    params_clear(&q.query);
    strcpy(q.path, "/");
    lock_redirect(&q, &r);
    CHECK_TEXT(r.location, "/sign-in");
}
