#include "web/gate.h"

#include "settings/rules.h"
#include "web/kit/cookie.h"
#include "web/kit/inside.h"
#include "web/kit/languages.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

void
head_start(struct head *h)
{
    memset(h, 0, sizeof(*h));
    h->length = -1;
}

static void
keep(struct head *h, char *out, size_t room, const char *value, size_t n)
{
    if (n >= room) {
        h->bad = true;
        return;
    }
    memcpy(out, value, n);
    out[n] = '\0';
}

/* Our cookie among others: "a=b; notehome_session=...; c=d". */
static void
keep_cookie(const char *value, const char *name, char *out, size_t room)
{
    size_t n = strlen(name), length;

    for (const char *p = value; p; p = strchr(p, ';')) {
        p += strspn(p, "; ");
        if (strncmp(p, name, n) != 0 || p[n] != '=')
            continue;
        p += n + 1;
        length = strcspn(p, "; ");
        if (length < room)
            snprintf(out, room, "%.*s", (int)length, p);
        return;
    }
}

/* "gzip, deflate;q=0.5": whether gzip is among them and not refused. */
static bool
takes_gzip(const char *value)
{
    const char *p = strcasestr(value, "gzip");

    if (!p)
        return false;
    p += 4;
    p += strspn(p, " ");
    return strncmp(p, ";q=0", 4) != 0 || p[4] == '.';
}

static void
keep_bearer(struct head *h, const char *value)
{
    if (strncasecmp(value, "Bearer ", 7))
        return;
    value += 7;
    value += strspn(value, " ");
    if (strlen(value) < sizeof(h->bearer))
        keep(h, h->bearer, sizeof(h->bearer), value, strlen(value));
}

void
head_add(struct head *h, const char *name, const char *value)
{
    if (!value)
        value = "";
#define IS(x) (!strcasecmp(name, x))
#define KEEP(field) keep(h, h->field, sizeof(h->field), value, strlen(value))
    if (IS("Host")) {
        h->hosts++;
        KEEP(host);
    } else if (IS("Content-Length")) {
        h->lengths++;
        if (!params_digits(value, INT64_MAX, &h->length))
            h->bad = true;
    } else if (IS("Transfer-Encoding")) {
        h->codings++;
        KEEP(coding);
    } else if (IS("Content-Encoding"))
        h->encoded = h->encoded || strcasecmp(value, "identity") != 0;
    else if (IS("Origin"))
        KEEP(origin);
    else if (IS("Content-Type"))
        KEEP(content_type);
    else if (IS("X-CSRF-Token"))
        KEEP(csrf);
    else if (IS("Authorization"))
        keep_bearer(h, value);
    else if (IS("Cookie")) {
        keep_cookie(value, COOKIE_SESSION, h->cookie, sizeof(h->cookie));
        keep_cookie(value, COOKIE_LANGUAGE, h->chosen, sizeof(h->chosen));
        keep_cookie(value, COOKIE_KNOWN, h->known, sizeof(h->known));
    } else if (IS("Accept-Encoding"))
        h->gzip = takes_gzip(value);
    else if (IS("Accept-Language"))
        snprintf(h->language, sizeof(h->language), "%s", value);
    else if (IS("HX-Request"))
        h->fragment = true;
    else if (IS("X-By-Itself")
        || (IS("Accept") && strstr(value, "text/event-stream")))
        h->by_itself = true;
#undef IS
#undef KEEP
}

/* RFC 9110 5.6.2. */
static bool
is_token(const char *name, size_t n)
{
    static const char signs[] = "!#$%&'*+-.^_`|~";

    for (size_t i = 0; i < n; i++)
        if (!((name[i] >= 'a' && name[i] <= 'z')
                || (name[i] >= 'A' && name[i] <= 'Z')
                || (name[i] >= '0' && name[i] <= '9')
                || (name[i] && strchr(signs, name[i]))))
            return false;
    return n > 0;
}

static bool
is_plain(const char *value, size_t m)
{
    for (size_t i = 0; i < m; i++)
        if (((unsigned char)value[i] < ' ' && value[i] != '\t')
            || value[i] == 0x7f)
            return false;
    return true;
}

void
head_line(struct head *h, const char *name, size_t n, size_t gap,
    const char *value, size_t m)
{
    value = value ? value : "";
    if (!is_token(name, n) || !is_plain(value, m) || gap < 1 || gap > 2)
        h->malformed = true;
    else {
        h->bytes += n + gap + m + 2;
        head_add(h, name, value);
    }
}

bool
head_is_whole(const struct head *h, const char *method, const char *target,
    const char *version, size_t size)
{
    return size == strlen(method) + 1 + strlen(target) + 1 + strlen(version) + 2
        + h->bytes + 2;
}

/* Takes "name:port" apart; false when it is neither. */
static bool
split_host(const char *host, char *name, size_t room)
{
    const char *end, *port;
    size_t n;

    if (*host == '[') {
        host++;
        end = strchr(host, ']');
        if (!end)
            return false;
        port = end + 1;
    } else {
        end = host + strcspn(host, ":");
        port = end;
    }
    if (*port && (*port != ':' || strspn(port + 1, "0123456789")
            != strlen(port + 1)))
        return false;
    n = (size_t)(end - host);
    if (n && end[-1] == '.')
        n--;                    /* "name." is the same name */
    if (!n || n >= room)
        return false;
    memcpy(name, host, n);
    name[n] = '\0';
    return true;
}

static bool
is_loopback(const char *name)
{
    struct in_addr four;
    struct in6_addr six;

    if (inet_pton(AF_INET, name, &four) == 1)
        return ntohl(four.s_addr) >> 24 == 127;
    return inet_pton(AF_INET6, name, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

/* Whether name is one of the words in list. */
static bool
among(const char *name, const char *list)
{
    size_t n = strlen(name), word;

    for (; *list; list += word) {
        list += strspn(list, " ,");
        word = strcspn(list, " ,");
        if (word == n && !strncasecmp(list, name, n) && n)
            return true;
    }
    return false;
}

bool
gate_host(const char *host, const struct gate_names *names)
{
    char name[256], local[300];

    if (!split_host(host, name, sizeof(name)))
        return false;
    snprintf(local, sizeof(local), "%s.local", names->hostname);
    return !strcasecmp(name, "localhost") || is_loopback(name)
        || (*names->own && !strcasecmp(name, names->own))
        || (*names->listen && !strcasecmp(name, names->listen))
        || (*names->hostname && (!strcasecmp(name, names->hostname)
                || !strcasecmp(name, local)))
        || among(name, names->more);
}

int
gate_check(const struct head *h, const char *target,
    const struct gate_names *names, const char **why)
{
    for (const char *p = target; *p; p++)
        if ((unsigned char)*p <= ' ' || (unsigned char)*p >= 0x7f
            || *p == '\\') {
            *why = "The address holds a blank or an odd letter.";
            return 400;
        }
    if (*target != '/') {
        *why = "Only addresses that start with / are served here.";
        return 400;
    }
    if (h->malformed) {
        *why = "The request's headers are not written as HTTP has it.";
        return 400;
    }
    if (h->codings == 1 && strcasecmp(h->coding, "chunked") != 0) {
        *why = "That transfer coding is not known here.";
        return 501;
    }
    if (h->encoded) {
        *why = "Send it as it is, not packed.";
        return 400;
    }
    if (h->hosts != 1 || h->lengths > 1 || h->codings > 1
        || (h->lengths && h->codings) || h->bad) {
        *why = "The request's headers contradict each other, or are too long.";
        return 400;
    }
    if (!gate_host(h->host, names)) {
        *why = "This computer is not known by that name. Add it to web.hosts"
               " in the configuration, or use the address.";
        return 421;             /* RFC 9110 15.5.20 */
    }
    return 0;
}

void
gate_wishes(const struct head *h, struct request *q)
{
    snprintf(q->known, sizeof(q->known), "%s", h->known);
    q->fragment = h->fragment;
    q->packed = h->gzip;
    if (*h->chosen)
        q->language = languages_find(h->chosen);
    if (!q->language)
        q->language = languages_accept(h->language);
}

void
gate_caller(struct web *w, const struct head *h, struct request *q)
{
    const char *secret = *h->bearer ? h->bearer : h->cookie;
    const struct language *own;
    struct caller *c;
    struct token t;

    if (!*secret || token_check(w->db, secret, rules_lock_after(q->rules),
            !h->by_itself, &t))
        return;
    c = t.locked ? &q->locked : &q->caller;
    snprintf(q->secret, sizeof(q->secret), "%s", secret);
    c->role = t.role;
    c->staff = t.staff;
    snprintf(c->who, sizeof(c->who), "%s%s", t.staff ? "" : "token:", t.name);
    snprintf(c->csrf, sizeof(c->csrf), "%s", t.csrf);
    c->by_cookie = !*h->bearer;
    c->teaches = t.teaches;
    c->walled = t.walled;
    if (*t.language && (own = languages_find(t.language)))
        q->language = own;
}

bool
gate_same_site(const struct head *h)
{
    const char *after = strstr(h->origin, "://");

    return !*h->origin || (after && !strcasecmp(after + 3, h->host));
}

/* Takes the same time wherever they differ. */
static bool
same_secret(const char *a, const char *b)
{
    size_t n = strlen(a);
    unsigned char differ = 0;

    if (!n || strlen(b) != n)
        return false;
    for (size_t i = 0; i < n; i++)
        differ |= (unsigned char)(a[i] ^ b[i]);
    return !differ;
}

bool
gate_csrf(const struct head *h, const struct request *q)
{
    const char *sent = *h->csrf ? h->csrf : params_get(&q->form, "csrf");

    return !q->caller.by_cookie
        || (sent && same_secret(q->caller.csrf, sent));
}
