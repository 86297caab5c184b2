#include "test.h"

#include "web/kit/pack.h"

#include <stdlib.h>
#include <string.h>

static void
answer(struct response *r, const char *type, size_t n)
{
    char *text = malloc(n + 1);

    memset(text, 'a', n);
    text[n] = '\0';
    reply_text(r, 200, type, text);
}

TEST(a_page_is_packed_for_who_takes_it)
{
    struct request q = { .packed = true };
    struct response r = { 0 };

    answer(&r, "text/html; charset=utf-8", 9000);
    pack_response(&q, &r);
    CHECK_TEXT(r.encoding, "gzip");
    CHECK(r.bytes < 100);
    CHECK_INT((unsigned char)r.body[0], 0x1f);
    CHECK_INT((unsigned char)r.body[1], 0x8b);
    response_clear(&r);
}

TEST(what_would_not_gain_stays_as_it_is)
{
    struct request q = { .packed = false };
    struct response r = { 0 };

    answer(&r, "text/html; charset=utf-8", 9000);
    pack_response(&q, &r);
    CHECK(!r.encoding && r.bytes == 9000);
    response_clear(&r);
    q.packed = true;
    answer(&r, "text/html; charset=utf-8", 100);
    pack_response(&q, &r);
    CHECK(!r.encoding && r.bytes == 100);
    response_clear(&r);
    answer(&r, "application/octet-stream", 9000);
    pack_response(&q, &r);
    CHECK(!r.encoding && r.bytes == 9000);
    response_clear(&r);
}
