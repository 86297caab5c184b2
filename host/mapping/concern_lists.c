/* concern_lists.c - the lists as files: those in the program, and a school's
 * own. */
#include "base/embed.h"
#include "base/log.h"
#include "mapping/concern_own.h"

#include <malloc.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Where the lists of harm are. */
#define HARM "mapping/words/"

/* The section that lines belong to. */
struct section {
    int class, language;
    bool shared;                /* read only what every judgement has */
    bool skip;                  /* and this is not of it */
};

static enum err
begin_section(struct concern_words *w, const char *name, size_t n,
    struct section *s)
{
    s->skip = s->shared && (n != 6 || memcmp(name, "common", n) != 0)
        && (n != 5 || memcmp(name, "child", n) != 0);
    if (!s->skip)
        s->class = concern_class(w, name, n);
    return s->class < 0 ? ERR_INPUT : OK;
}

static enum err
add_line(struct concern_words *w, char *line, struct section *s)
{
    char *rest = NULL;
    size_t n = strlen(line);
    enum err e = OK;

    while (n && strchr(" \t\r", line[n - 1]))
        line[--n] = '\0';
    if (*line == '#' || !n)
        return OK;
    if (*line == '[' && line[n - 1] == ']')
        return begin_section(w, line + 1, n - 2, s);
    if (s->skip)
        return OK;
    for (char *p = strtok_r(line, ",", &rest); p && !e;
        p = strtok_r(NULL, ",", &rest))
        if (p[strspn(p, " \t")])
            e = s->class < 0 ? ERR_INPUT
                : concern_item_add(w, p, s->class, s->language);
    return e;
}

static int
language_of(struct concern_words *w, const char *tag)
{
    for (int i = 0; i < w->language_count; i++)
        if (!strcmp(w->languages[i], tag))
            return i;
    if (w->language_count == LANGUAGES_MAX
        || strlen(tag) >= sizeof(w->languages[0]))
        return -1;
    strcpy(w->languages[w->language_count], tag);
    return w->language_count++;
}

static enum err
add_lines(struct concern_words *w, const char *text, const char *language,
    bool shared)
{
    struct section s = { .class = CLASS_SURE, .shared = shared,
        .language = language_of(w, language) };
    char *copy = strdup(text), *rest = copy, *line;
    int number = 0;
    enum err e = copy ? OK : ERR_MEMORY;

    if (!e && s.language < 0)
        e = ERR_INPUT;
    while (!e && (line = strsep(&rest, "\n"))) {
        number++;
        e = add_line(w, line, &s);
        if (e == ERR_INPUT) {
            log_warn("concern", "list=%s line=%d cannot be read",
                *language ? language : "all", number);
            e = OK;
        }
    }
    free(copy);
    return e;
}

enum err
concern_words_add(
    struct concern_words *w, const char *text, const char *language)
{
    return add_lines(w, text, language, false);
}

/* The lists of a folder; keep: these classes alone, 0 all. */
static enum err
add_folder(struct concern_words *w, const char *folder, bool shared)
{
    size_t place = strlen(folder);
    enum err e = OK;

    for (const struct embed *f = embed_files; !e && f->name; f++) {
        const char *end = strrchr(f->name, '.');
        char tag[4] = "";

        if (strncmp(f->name, folder, place) != 0 || !end
            || strcmp(end, ".words") != 0)
            continue;
        if (end - f->name == (ptrdiff_t)place + 2)
            memcpy(tag, f->name + place, 2);
        e = add_lines(w, (const char *)f->bytes, tag, shared);
    }
    return e;
}

static enum err
open_words(const char *folder, const char *own, struct concern_words **out)
{
    struct concern_words *w = calloc(1, sizeof(*w));
    enum err e = w ? concern_words_start(w) : ERR_MEMORY;

    if (!e && folder)
        e = add_folder(w, folder, false);
    if (!e && folder && strcmp(folder, HARM) != 0)
        e = add_folder(w, HARM, true);
    if (!e && own)
        e = concern_words_add(w, own, "");
    if (!e)
        concern_words_shrink(w);
    if (e)
        concern_words_close(w);
    else
        *out = w;
    return e;
}

enum err
concern_words_of(const char *folder, struct concern_words **out)
{
    return open_words(folder, NULL, out);
}

enum err
concern_words_open(const char *own, struct concern_words **out)
{
    return open_words(HARM, own, out);
}

enum err
concern_words_only(const char *own, struct concern_words **out)
{
    return open_words(NULL, own, out);
}

void
concern_words_close(struct concern_words *w)
{
    if (!w)
        return;
    free(w->letters);
    free(w->patterns);
    free(w->uses);
    free(w->runs);
    free(w->terms);
    free(w->items);
    free(w->by_class);
    free(w->buckets);
    free(w);
}

static struct concern_words *built;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
load(void)
{
    enum err e = concern_words_open(NULL, &built);

    if (e)
        log_error("concern", "the words of harm cannot be read: %s",
            err_text(e));
    malloc_trim(0);             /* what the arrays left behind as they grew */
}

const struct concern_words *
concern_words_built_in(void)
{
    pthread_once(&once, load);
    return built;
}
