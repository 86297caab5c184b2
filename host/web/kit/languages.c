#include "web/kit/languages.h"

#include "base/embed.h"
#include "base/log.h"

#include <ctype.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct language all[LANGUAGES_MAX];
static struct catalogue catalogues[LANGUAGES_MAX];
static int count;

static void
add(const char *code, size_t n, const struct embed *f)
{
    struct language *l = &all[count];
    struct catalogue *c = &catalogues[count];
    char dir[8];

    if (count == LANGUAGES_MAX || n >= sizeof(l->code))
        return;
    snprintf(l->code, sizeof(l->code), "%.*s", (int)n, code);
    if (catalogue_read(f->bytes, (size_t)(f->end - f->bytes), c)) {
        log_error("web", "language=%s: its texts are damaged", l->code);
        return;
    }
    catalogue_field(c, "X-Language-Name", l->name, sizeof(l->name));
    if (!*l->name)
        snprintf(l->name, sizeof(l->name), "%.*s", (int)n, code);
    catalogue_field(c, "X-Direction", dir, sizeof(dir));
    l->dir = strcmp(dir, "rtl") ? "ltr" : "rtl";
    l->words = c;
    count++;
}

static void
load(void)
{
    static const char folder[] = "web/po/";

    all[0] = (struct language){ "en", "English", "ltr", NULL };
    count = 1;
    for (const struct embed *f = embed_files; f->name; f++) {
        const char *name = f->name + sizeof(folder) - 1, *dot;

        if (!strncmp(f->name, folder, sizeof(folder) - 1)
            && (dot = strrchr(name, '.')) && !strcmp(dot, ".mo"))
            add(name, (size_t)(dot - name), f);
    }
}

const struct language *
languages_at(int i)
{
    pthread_once(&once, load);
    return i >= 0 && i < count ? &all[i] : NULL;
}

static const struct language *
exactly(const char *code, size_t n)
{
    const struct language *l;

    for (int i = 0; (l = languages_at(i)); i++)
        if (strlen(l->code) == n && !strncasecmp(l->code, code, n))
            return l;
    return NULL;
}

const struct language *
languages_find(const char *code)
{
    size_t n = strcspn(code, " ;,");
    const struct language *l = exactly(code, n);

    return l ? l : exactly(code, strcspn(code, " ;,-_"));
}

/* The weight of "sw;q=0.8" in thousandths. */
static int
weight(const char *range)
{
    const char *q = range + strcspn(range, ";,");
    int w = 0, digit = 100;

    if (*q != ';')
        return 1000;
    q++;
    q += strspn(q, " \t");
    if (strncasecmp(q, "q=", 2) != 0)
        return 1000;
    q += 2;
    if (*q == '1')
        return 1000;
    for (q += *q == '0', q += *q == '.'; digit && isdigit((unsigned char)*q);
        q++, digit /= 10)
        w += (*q - '0') * digit;
    return w;
}

const struct language *
languages_accept(const char *header)
{
    const struct language *best = NULL, *l;
    int most = 0, w;

    for (const char *at = header; *at;) {
        at += strspn(at, " \t,");
        w = weight(at);
        if (*at && w > most && (l = languages_find(at))) {
            best = l;
            most = w;
        }
        at += strcspn(at, ",");
    }
    return best;
}
