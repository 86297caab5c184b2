/* concern_lists.c - the lists as files: those in the program, and a school's
 * own. */
#include "base/embed.h"
#include "base/log.h"
#include "mapping/concern_own.h"

#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { PLACE = sizeof("mapping/words/") - 1 };

static enum err
add_line(struct concern_words *w, char *line, int *class, int language)
{
    char *rest = NULL;
    size_t n = strlen(line);
    enum err e = OK;

    while (n && strchr(" \t\r", line[n - 1]))
        line[--n] = '\0';
    if (*line == '#' || !n)
        return OK;
    if (*line == '[' && line[n - 1] == ']') {
        *class = concern_class(w, line + 1, n - 2);
        return *class < 0 ? ERR_INPUT : OK;
    }
    for (char *p = strtok_r(line, ",", &rest); p && !e;
        p = strtok_r(NULL, ",", &rest))
        if (p[strspn(p, " \t")])
            e = *class < 0 ? ERR_INPUT
                : concern_item_add(w, p, *class, language);
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

enum err
concern_words_add(
    struct concern_words *w, const char *text, const char *language)
{
    int class = CLASS_SURE, tag = language_of(w, language), number = 0;
    char *copy = strdup(text), *rest = copy, *line;
    enum err e = copy ? OK : ERR_MEMORY;

    if (!e && tag < 0)
        e = ERR_INPUT;
    while (!e && (line = strsep(&rest, "\n"))) {
        number++;
        e = add_line(w, line, &class, tag);
        if (e == ERR_INPUT) {
            log_warn("concern", "list=%s line=%d cannot be read",
                *language ? language : "all", number);
            e = OK;
        }
    }
    free(copy);
    return e;
}

static enum err
add_built_in(struct concern_words *w)
{
    enum err e = OK;

    for (const struct embed *f = embed_files; !e && f->name; f++) {
        const char *end = strrchr(f->name, '.');
        char tag[4] = "";

        if (strncmp(f->name, "mapping/words/", PLACE) || !end
            || strcmp(end, ".words"))
            continue;
        if (end - f->name - PLACE == 2)
            memcpy(tag, f->name + PLACE, 2);
        e = concern_words_add(w, (const char *)f->bytes, tag);
    }
    return e;
}

static enum err
open_words(bool built, const char *own, struct concern_words **out)
{
    struct concern_words *w = calloc(1, sizeof(*w));
    enum err e = w ? concern_words_start(w) : ERR_MEMORY;

    if (!e && built)
        e = add_built_in(w);
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
concern_words_open(const char *own, struct concern_words **out)
{
    return open_words(true, own, out);
}

enum err
concern_words_only(const char *own, struct concern_words **out)
{
    return open_words(false, own, out);
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
