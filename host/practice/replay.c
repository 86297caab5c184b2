#include "practice/replay.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 8192 };

#define STARTS(text, word) (!strncmp((text), (word), sizeof(word) - 1))

/* --- texts ---------------------------------------------------------------- */

static int
hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0'
        : c >= 'A' && c <= 'F'  ? c - 'A' + 10
                                : -1;
}

/* \r, \n, \t, \xHH; a NUL cannot be said. Into out, which has n + 1 bytes. */
static bool
unescape(const char *p, size_t n, char *out)
{
    for (size_t i = 0; i < n; i++) {
        char c = p[i];

        if (c == '\\') {
            if (++i == n)
                return false;
            c = p[i] == 'r' ? '\r' : p[i] == 'n' ? '\n' : p[i] == 't' ? '\t'
                                                                       : '\0';
            if (p[i] == 'x' && i + 2 < n && hex_digit(p[i + 1]) >= 0
                && hex_digit(p[i + 2]) >= 0) {
                c = (char)(hex_digit(p[i + 1]) * 16 + hex_digit(p[i + 2]));
                i += 2;
            }
        }
        if (!c)
            return false;
        *out++ = c;
    }
    *out = '\0';
    return true;
}

/* Room for n more bytes and an end; the pool never moves. */
static char *
pool(struct replay *r, const char *text, size_t n)
{
    char *at = r->pool + r->pooled;

    if (n + 1 > r->room - r->pooled)
        return NULL;
    memcpy(at, text, n);
    at[n] = '\0';
    r->pooled += n + 1;
    return at;
}

/* --- talks ---------------------------------------------------------------- */

static struct replay_talk *
add(struct replay *r, int64_t at, int port)
{
    struct replay_talk *t;

    if (r->talks == REPLAY_TALKS_MAX)
        return NULL;
    t = &r->talk[r->talks++];
    *t = (struct replay_talk){ .at = at, .until = at, .port = port, .cms = -1,
        .cme = -1 };
    return t;
}

/* What is being answered at each port; -1: nothing. */
struct reader {
    struct replay *r;
    int open[REPLAY_PORTS_MAX];
    bool pdu[REPLAY_PORTS_MAX];     /* of a line that nobody asked for
                                     * follows */
};

static struct replay_talk *
open_talk(struct reader *rd, int port)
{
    return rd->open[port] < 0 ? NULL : &rd->r->talk[rd->open[port]];
}

/* What ends a command; the kind goes into t. */
static bool
is_final(struct replay_talk *t, const char *line, size_t n)
{
    if (n == 2 && !memcmp(line, "OK", 2))
        t->end = REPLAY_OK;
    else if (n >= 1 && n <= 2 && !memcmp(line, "> ", n))
        t->end = REPLAY_ASKED;
    else if ((n == 5 && !memcmp(line, "ERROR", 5))
        || STARTS(line, "+CMS ERROR:") || STARTS(line, "+CME ERROR:")
        || STARTS(line, "COMMAND NOT SUPPORT"))
        t->end = REPLAY_REFUSED;
    else
        return false;
    if (STARTS(line, "+CMS ERROR:"))
        t->cms = atoi(line + 11);
    if (STARTS(line, "+CME ERROR:"))
        t->cme = atoi(line + 11);
    return true;
}

/* Whether a line belongs to the answer: of its name, or without one where
 * such are answered. */
static bool
belongs(const struct replay_talk *t, const char *line, bool after_notice)
{
    static const char *const unasked[] = { "RING", "NO CARRIER", "RDY",
        "Call Ready", "SMS Ready", "SMS DONE", "PB DONE", "OPL DONE", "START",
        "NORMAL POWER", "UNDER-VOLTAGE", "OVER-VOLTAGE", "DST:" };
    size_t name = 1;

    if (after_notice || !t->command)
        return false;
    if (STARTS(line, "+CUSD:"))
        return STARTS(t->command, "+CUSD=?") || STARTS(t->command, "+CUSD?");
    for (size_t i = 0; i < sizeof(unasked) / sizeof(*unasked); i++)
        if (!strncmp(line, unasked[i], strlen(unasked[i])))
            return false;
    if (!strchr("+^*%$#", *line))
        return true;
    while (isalnum((unsigned char)line[name]) || line[name] == '_')
        name++;
    return !strncmp(line, t->command, name) || *t->command == 'I';
}

/* Puts more behind an answer; one that does not end the pool is copied
 * there. */
static bool
append(struct replay *r, struct replay_talk *t, const char *text, size_t n)
{
    size_t had = t->answer ? strlen(t->answer) : 0;
    char *end = r->pool + r->pooled;

    if (t->answer && t->answer + had + 1 == end)
        r->pooled -= had + 1;
    if (had + n + 1 > r->room - r->pooled)
        return false;
    end = r->pool + r->pooled;
    if (had)
        memmove(end, t->answer, had);
    memcpy(end + had, text, n);
    end[had + n] = '\0';
    r->pooled += had + n + 1;
    t->answer = end;
    return true;
}

static bool
take_down(struct reader *rd, int64_t at, int port, const char *text)
{
    size_t n = strcspn(text, "\r\x1a\x1b");
    struct replay_talk *t;

    rd->pdu[port] = false;
    if (!n)
        return true;
    if (!(t = add(rd->r, at, port)))
        return false;
    t->command = pool(rd->r, text + (STARTS(text, "AT") ? 2 : 0),
        n - (STARTS(text, "AT") ? 2 : 0));
    rd->open[port] = rd->r->talks - 1;
    return t->command != NULL;
}

/* Behind the echo of what was typed; NULL: it is none. */
static const char *
behind_echo(const struct replay_talk *t, const char *text)
{
    size_t n;

    text += strspn(text, "\r");
    if (STARTS(text, "AT"))
        text += 2;
    n = strlen(t->command);
    if (t->answer || strncmp(text, t->command, n)
        || !strchr("\r\x1a", text[n]))
        return NULL;
    return text + n + (text[n] != '\0');
}

static bool
take_up(struct reader *rd, int64_t at, int port, const char *text)
{
    struct replay_talk *t = open_talk(rd, port);
    const char *rest = t ? behind_echo(t, text) : NULL, *line;
    size_t n;

    rest = rest ? rest : text;
    line = rest + strspn(rest, "\r\n");
    n = strcspn(line, "\r\n");
    if (!n && (!t || !*rest))
        return true;
    if (t && t->answer == NULL && n && line == rest)
        t->close = true;
    if (t && (!n || is_final(t, line, n)
            || belongs(t, line, rd->pdu[port]))) {
        t->until = at;
        if (t->end != REPLAY_OPEN)
            rd->open[port] = -1;
        return append(rd->r, t, rest, strlen(rest));
    }
    rd->pdu[port] = STARTS(line, "+CMT:") || STARTS(line, "+CDS:");
    if (!(t = add(rd->r, at, port)))
        return false;
    return (t->answer = pool(rd->r, line, n)) != NULL;
}

/* --- the file ------------------------------------------------------------- */

static bool
take_port(struct replay *r, const char *line)
{
    char id[2][8], own[2][8];
    struct replay_port *p;
    int port;

    if (sscanf(line, "port %d %4[0-9a-f-]:%4[0-9a-f-] %2[0-9a-f-]"
               " %2[0-9a-f-]", &port, id[0], id[1], own[0], own[1]) != 5
        || port < 0 || port >= REPLAY_PORTS_MAX)
        return false;
    p = &r->port[port];
    p->listed = true;
    p->vendor = *id[0] == '-' ? -1 : (int)strtol(id[0], NULL, 16);
    p->product = *id[1] == '-' ? -1 : (int)strtol(id[1], NULL, 16);
    p->protocol = *own[0] == '-' ? -1 : (int)strtol(own[0], NULL, 16);
    p->number = *own[1] == '-' ? -1 : (int)strtol(own[1], NULL, 16);
    return true;
}

/* "12.345 0 < text" */
static bool
take_said(struct reader *rd, const char *line, size_t n)
{
    char text[LINE_MAX_BYTES];
    int seconds, ms, port, head = 0;
    char way;

    if (sscanf(line, "%7d.%3d %2d %c%n", &seconds, &ms, &port, &way, &head) != 4
        || seconds < 0 || ms < 0 || port < 0 || port >= REPLAY_PORTS_MAX
        || !rd->r->port[port].listed || !strchr("<>=", way))
        return false;
    if (way == '=') {
        struct replay_talk *t = add(rd->r, seconds * INT64_C(1000) + ms, port);

        rd->open[port] = -1;
        if (t)
            t->opened = true;
        return t != NULL;
    }
    head += line[head] == ' ';
    if (!unescape(line + head, n - (size_t)head, text))
        return false;
    return (way == '>' ? take_down : take_up)(rd,
        seconds * INT64_C(1000) + ms, port, text);
}

static bool
take_line(struct reader *rd, const char *line, size_t n, int number)
{
    char copy[LINE_MAX_BYTES];

    if (n >= sizeof(copy) || memchr(line, 0, n))
        return false;
    memcpy(copy, line, n);
    copy[n] = '\0';
    if (number == 0)
        return !strcmp(copy, "notehome-diary 1");
    if (!*copy || *copy == '#')
        return true;
    return STARTS(copy, "port ") ? take_port(rd->r, copy)
                                 : take_said(rd, copy, n);
}

enum err
replay_read(const char *text, size_t n, struct replay **out)
{
    struct replay *r = calloc(1, sizeof(*r));
    struct reader rd = { .r = r };
    bool good = true;

    if (!r)
        return ERR_MEMORY;
    r->room = 2 * n + 4096;
    r->pool = malloc(r->room);
    r->talk = calloc(REPLAY_TALKS_MAX, sizeof(*r->talk));
    if (!r->pool || !r->talk) {
        replay_free(r);
        return ERR_MEMORY;
    }
    for (int i = 0; i < REPLAY_PORTS_MAX; i++)
        rd.open[i] = -1;
    for (int number = 0; good && n; number++) {
        const char *end = memchr(text, '\n', n);
        size_t len = end ? (size_t)(end - text) : n;

        good = take_line(&rd, text, len, number);
        len += end != NULL;
        text += len;
        n -= len;
    }
    if (!good || !replay_learn(r)) {
        replay_free(r);
        return ERR_INPUT;
    }
    *out = r;
    return OK;
}

enum err
replay_open(const char *path, struct replay **out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    char *text = malloc(REPLAY_BYTES_MAX + 1);
    struct stat st;
    size_t n = 0;
    ssize_t got = 1;
    enum err e = OK;

    if (fd < 0 || !text || fstat(fd, &st) || !S_ISREG(st.st_mode))
        e = ERR_IO;
    while (!e && got > 0 && n <= REPLAY_BYTES_MAX) {
        got = read(fd, text + n, REPLAY_BYTES_MAX + 1 - n);
        n += got > 0 ? (size_t)got : 0;
    }
    if (!e)
        e = got < 0 ? ERR_IO : n > REPLAY_BYTES_MAX ? ERR_INPUT
                                                    : replay_read(text, n, out);
    if (fd >= 0)
        close(fd);
    free(text);
    return e;
}

void
replay_free(struct replay *r)
{
    if (!r)
        return;
    free(r->pool);
    free(r->talk);
    free(r);
}

/* --- answers -------------------------------------------------------------- */

/* What this dongle takes at one time and not at another. */
static bool
depends(const char *command)
{
    static const char *const names[] = { "+CPIN", "+CMG", "+CMSS", "+CUSD",
        "+CPMS", "+CNMA", "+CFUN", "+COPS", "+CREG", "+CGREG", "+CEREG", "D" };

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (!strncmp(command, names[i], strlen(names[i])))
            return true;
    return false;
}

const char *
replay_answer(const struct replay *r, const char *command, bool known)
{
    const struct replay_talk *last = NULL;
    size_t n = strlen(command);
    bool took = false, tests = n > 2 && !strcmp(command + n - 2, "=?");

    for (int i = 0; i < r->talks; i++) {
        const struct replay_talk *t = &r->talk[i];

        if (!t->command || strcmp(t->command, command) || !t->answer
            || t->end == REPLAY_OPEN || t->end == REPLAY_ASKED)
            continue;
        took |= t->end == REPLAY_OK;
        if (!last || t->end == REPLAY_OK || last->end != REPLAY_OK)
            last = t;
    }
    if (!last || !known || tests || !strcmp(command, "I"))
        return last ? last->answer : NULL;
    return took || depends(command) ? NULL : last->answer;
}
