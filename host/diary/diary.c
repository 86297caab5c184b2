#include "diary/diary.h"

#include "diary/line_fake.h"

#include <sodium.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_ROOM = 1024, SECRETS = 4096, TRIES = 12, CTRL_Z = 0x1a,
    ESC = 0x1b };

struct port {
    char path[128];
    int vendor, product, protocol, interface;
};

/* In the bytes of a diary, one behind the other; its own bytes follow. */
struct said {
    int64_t at;
    uint16_t n;
    uint8_t port, way;
};

struct diary {
    int64_t began;
    struct port port[DIARY_PORTS];
    int ports;
    char secret[SECRETS];       /* each with its end */
    size_t secrets;
    char bytes[DIARY_BYTES_MAX];
    size_t used;
    bool full;
};

struct diary *
diary_new(int64_t began)
{
    struct diary *d = calloc(1, sizeof(*d));

    if (d)
        d->began = began;
    return d;
}

void
diary_free(struct diary *d)
{
    if (d)
        sodium_memzero(d, sizeof(*d));
    free(d);
}

int
diary_find_port(const struct diary *d, const char *path)
{
    for (int i = 0; i < d->ports; i++)
        if (!strcmp(d->port[i].path, path))
            return i;
    return -1;
}

int
diary_port(struct diary *d, const char *path, int vendor, int product,
    int protocol, int interface)
{
    struct port *p = d->port + d->ports;
    int known = diary_find_port(d, path);

    if (known >= 0 || d->ports == DIARY_PORTS)
        return known;
    snprintf(p->path, sizeof(p->path), "%s", path);
    p->vendor = vendor;
    p->product = product;
    p->protocol = protocol;
    p->interface = interface;
    return d->ports++;
}

bool
diary_add(struct diary *d, int64_t at, int port, enum diary_way way,
    const char *bytes, size_t n)
{
    struct said s = { at, (uint16_t)n, (uint8_t)port, (uint8_t)way };

    if (d->full || n > UINT16_MAX || sizeof(s) + n > sizeof(d->bytes) - d->used)
        d->full = true;
    if (d->full || port < 0)
        return !d->full;
    memcpy(d->bytes + d->used, &s, sizeof(s));
    if (n)
        memcpy(d->bytes + d->used + sizeof(s), bytes, n);
    d->used += sizeof(s) + n;
    return true;
}

void
diary_secret(struct diary *d, const char *text)
{
    size_t n = strlen(text) + 1;

    if (n > 1 && n <= sizeof(d->secret) - d->secrets) {
        memcpy(d->secret + d->secrets, text, n);
        d->secrets += n;
    }
}

/* --- writing -------------------------------------------------------------- */

/* What one side said at one port, up to the end of a line. */
struct open_line {
    char text[LINE_ROOM];
    size_t n;
};

struct writer {
    const struct diary *d;
    struct fake fake;
    FILE *out;
    struct line_before before[DIARY_PORTS];
    struct open_line open[DIARY_PORTS][2];
    bool last;                  /* what shows real digits goes */
    int told;                   /* lines that do */
};

static bool
ends_line(char c)
{
    return c == '\r' || c == '\n' || c == CTRL_Z || c == ESC;
}

/* One byte as it is written. */
static size_t
escape(unsigned char c, char *out)
{
    const char *known = c == '\r' ? "\\r" : c == '\n' ? "\\n"
        : c == '\t' ? "\\t" : NULL;

    if (known)
        return (size_t)sprintf(out, "%s", known);
    if (c < ' ' || c > '~' || c == '\\')
        return (size_t)sprintf(out, "\\x%02X", c);
    *out = (char)c;
    return 1;
}

static void
put_line(struct writer *w, const struct said *s, const char *text, size_t n)
{
    static const char signs[] = { '<', '>', '=' };
    char line[4 * LINE_ROOM + 1];
    long long ms = s->at - w->d->began;
    size_t len = 0;

    for (size_t i = 0; i < n; i++)
        len += escape((unsigned char)text[i], line + len);
    line[len] = '\0';
    if (fake_tells(&w->fake, line)) {
        w->told++;
        for (size_t i = 0; w->last && i < len; i++)
            if (line[i] >= '0' && line[i] <= '9')
                line[i] = '0';
    }
    ms = ms < 0 ? 0 : ms;
    fprintf(w->out, "%lld.%03lld %d %c%s%s\n", ms / 1000, ms % 1000, s->port,
        signs[s->way], len ? " " : "", line);
}

/* Cleans what lies between line ends, and writes all of it. */
static void
end_line(struct writer *w, const struct said *s, bool whole)
{
    struct open_line *o = &w->open[s->port][s->way];
    char part[LINE_ROOM];

    for (size_t i = 0, n; i < o->n; i += n ? n : 1) {
        for (n = 0; i + n < o->n && !ends_line(o->text[i + n]);)
            n++;
        memcpy(part, o->text + i, n);
        part[n] = '\0';
        line_fake(&w->fake, &w->before[s->port], s->way == DIARY_DOWN, whole,
            part, n);
        memcpy(o->text + i, part, n);
    }
    if (o->n)
        put_line(w, s, o->text, o->n);
    o->n = 0;
}

static void
write_said(struct writer *w, const struct said *s, const char *bytes)
{
    struct open_line *o = &w->open[s->port][s->way];

    for (size_t i = 0; i < s->n; i++) {
        if (o->n == sizeof(o->text) - 1)
            end_line(w, s, false);
        o->text[o->n++] = bytes[i] ? bytes[i] : ' ';
        if (s->way == DIARY_DOWN ? ends_line(bytes[i]) : bytes[i] == '\n')
            end_line(w, s, true);
        else if (s->way == DIARY_UP && o->n == 2 && !memcmp(o->text, "> ", 2))
            end_line(w, s, true);
    }
}

static void
put_id(FILE *out, int digits, int value, char end)
{
    if (value < 0)
        fprintf(out, "-%c", end);
    else
        fprintf(out, "%0*x%c", digits, (unsigned)value, end);
}

static void
put_head(struct writer *w)
{
    fputs("notehome-diary 1\n", w->out);
    for (int i = 0; i < w->d->ports; i++) {
        const struct port *p = &w->d->port[i];

        fprintf(w->out, "port %d ", i);
        put_id(w->out, 4, p->vendor, ':');
        put_id(w->out, 4, p->product, ' ');
        put_id(w->out, 2, p->protocol, ' ');
        put_id(w->out, 2, p->interface, '\n');
    }
}

static void
note_secrets(struct writer *w)
{
    for (size_t i = 0; i < w->d->secrets;
         i += strlen(w->d->secret + i) + 1)
        for (const char *p = w->d->secret + i; *p;) {
            size_t n = strspn(p, "0123456789");

            fake_note(&w->fake, p, n);
            p += n + (p[n] != '\0');
        }
}

static void
put_all(struct writer *w)
{
    struct said s = { .at = w->d->began };

    memset(w->before, 0, sizeof(w->before));
    put_head(w);
    for (size_t i = 0; i < w->d->used; i += sizeof(s) + s.n) {
        memcpy(&s, w->d->bytes + i, sizeof(s));
        if (s.way == DIARY_OPENED)
            put_line(w, &s, "", 0);
        else
            write_said(w, &s, w->d->bytes + i + sizeof(s));
    }
    for (int i = 0; i < 2 * DIARY_PORTS; i++) {
        s.port = (uint8_t)(i / 2);
        s.way = (uint8_t)(i % 2);
        end_line(w, &s, false);
    }
    if (w->d->full)
        fputs("# full\n", w->out);
}

/* Once by that key; what later lines teach of real numbers is known to none
 * before them, so a second pass by the same key judges all. */
static enum err
write_once(struct writer *w, char **text, int *told)
{
    size_t bytes = 0;

    for (int pass = 0; pass < 2; pass++) {
        free(*text);
        *text = NULL;
        w->told = 0;
        if (!(w->out = open_memstream(text, &bytes)))
            return ERR_MEMORY;
        put_all(w);
        if (fclose(w->out))
            return ERR_MEMORY;
    }
    *told = w->told;
    return OK;
}

/* A fake may look like another number by chance: then all is written by another
 * key. */
enum err
diary_write(const struct diary *d, char **text)
{
    struct writer *w = calloc(1, sizeof(*w));
    uint8_t key[FAKE_KEY];
    char *made = NULL;
    enum err e = w ? OK : ERR_MEMORY;
    int told = 1;

    for (int i = 0; !e && told && i <= TRIES; i++) {
        randombytes_buf(key, sizeof(key));
        w->d = d;
        w->last = i == TRIES;
        if (!fake_start(&w->fake, key)) {
            e = ERR_MEMORY;
            break;
        }
        note_secrets(w);
        e = write_once(w, &made, &told);
        fake_end(&w->fake);
    }
    sodium_memzero(key, sizeof(key));
    if (w)
        sodium_memzero(w, sizeof(*w));
    free(w);
    if (e)
        free(made);
    else
        *text = made;
    return e;
}
