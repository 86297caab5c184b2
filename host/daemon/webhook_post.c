#include "daemon/webhook_post.h"

#include "base/clock.h"

#include <curl/curl.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CONNECT_S = 10, ANSWER_S = 20, ANSWER_MAX = 64 * 1024 };

struct webhook_poster {
    CURL *curl;
    const _Atomic bool *stop;
    size_t answered;            /* bytes of this answer */
};

/* Of an answer without an end the beginning is enough. */
static size_t
throw_away(char *bytes, size_t one, size_t n, void *user)
{
    struct webhook_poster *p = user;

    (void)bytes;
    p->answered += one * n;
    return p->answered > ANSWER_MAX ? 0 : one * n;
}

static int
look_whether_to_stop(void *user, curl_off_t a, curl_off_t b, curl_off_t c,
    curl_off_t d)
{
    const struct webhook_poster *p = user;

    (void)a, (void)b, (void)c, (void)d;
    return atomic_load(p->stop);
}

enum err
webhook_poster_open(struct webhook_poster **out)
{
    struct webhook_poster *p = calloc(1, sizeof(*p));

    *out = p;
    if (!p || curl_global_init(CURL_GLOBAL_DEFAULT)
        || !(p->curl = curl_easy_init())) {
        free(p);
        *out = NULL;
        return ERR_MEMORY;
    }
    return OK;
}

void
webhook_poster_close(struct webhook_poster *p)
{
    if (!p)
        return;
    curl_easy_cleanup(p->curl);
    free(p);
}

void
webhook_sign(const char *secret, const char *body, long long seconds,
    char out[WEBHOOK_SIGNATURE])
{
    crypto_auth_hmacsha256_state s;
    unsigned char hash[crypto_auth_hmacsha256_BYTES];
    char hex[2 * sizeof(hash) + 1], time[24];
    int n = snprintf(time, sizeof(time), "%lld.", seconds);

    crypto_auth_hmacsha256_init(&s, (const unsigned char *)secret,
        strlen(secret));
    crypto_auth_hmacsha256_update(&s, (const unsigned char *)time,
        (unsigned long long)n);
    crypto_auth_hmacsha256_update(&s, (const unsigned char *)body,
        strlen(body));
    crypto_auth_hmacsha256_final(&s, hash);
    sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
    snprintf(out, WEBHOOK_SIGNATURE, "t=%lld,v1=%s", seconds, hex);
}

static void
set_up(struct webhook_poster *p, const char *url, const char *body,
    struct curl_slist *headers)
{
    curl_easy_reset(p->curl);   /* connections stay */
    curl_easy_setopt(p->curl, CURLOPT_URL, url);
    curl_easy_setopt(p->curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(p->curl, CURLOPT_NOSIGNAL, 1L);
    /* No name server that does not answer holds the end of the program up. */
    curl_easy_setopt(p->curl, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(p->curl, CURLOPT_PROXY, "");
    curl_easy_setopt(p->curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
    curl_easy_setopt(p->curl, CURLOPT_TIMEOUT, (long)ANSWER_S);
    curl_easy_setopt(p->curl, CURLOPT_USERAGENT, "Notehome");
    curl_easy_setopt(p->curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(p->curl, CURLOPT_POSTFIELDS, body);
    curl_easy_setopt(p->curl, CURLOPT_WRITEFUNCTION, throw_away);
    curl_easy_setopt(p->curl, CURLOPT_WRITEDATA, p);
    curl_easy_setopt(p->curl, CURLOPT_HEADERFUNCTION, throw_away);
    curl_easy_setopt(p->curl, CURLOPT_HEADERDATA, p);
    curl_easy_setopt(p->curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(p->curl, CURLOPT_XFERINFOFUNCTION, look_whether_to_stop);
    curl_easy_setopt(p->curl, CURLOPT_XFERINFODATA, p);
}

int
webhook_post(struct webhook_poster *p, const char *url, const char *secret,
    const char *body, const _Atomic bool *stop)
{
    struct curl_slist *first, *headers = NULL;
    char signature[WEBHOOK_SIGNATURE], line[WEBHOOK_SIGNATURE + 40];
    long status = 0;

    webhook_sign(secret, body, clock_now() / SECOND, signature);
    snprintf(line, sizeof(line), "Notehome-Signature: %s", signature);
    p->stop = stop;
    p->answered = 0;
    if ((first = curl_slist_append(NULL, "Content-Type: application/json")))
        headers = curl_slist_append(first, line);
    if (headers) {
        set_up(p, url, body, headers);
        if (!curl_easy_perform(p->curl) || p->answered > ANSWER_MAX)
            curl_easy_getinfo(p->curl, CURLINFO_RESPONSE_CODE, &status);
    }
    curl_slist_free_all(first);
    return (int)status;
}
