/* api_words.c - the school's own words: those that end texts, and those that tell
 * of harm to a child. */
#include "settings/rules.h"
#include "settings/settings.h"
#include "web/api/api.h"

#include <stdio.h>
#include <string.h>

enum { WORDS_MAX = 500 };       /* bytes of a list, as in config.h */

static json_t *
lines(const char *text)
{
    json_t *all = json_array();

    while (*text) {
        size_t n = strcspn(text, "\n");

        json_array_append_new(all, json_stringn(text, n));
        text += n + (text[n] == '\n');
    }
    return all;
}

/* As they are now; the request's own settings are of before it. */
static void
answer(struct response *r)
{
    const struct rules *now = rules_take();

    reply_json(r, 200, json_pack("{s:o, s:o}",
        "stop", lines(now ? now->config.stop_words : ""),
        "harm", lines(now ? now->config.harm_words : "")));
    rules_release(now);
}

void
api_words(struct web *w, const struct request *q, struct response *r)
{
    (void)w;
    (void)q;
    answer(r);
}

/* before without the line, and with it at the end when it is to be added.
 * False: there is no room. */
static bool
change(const char *before, const char *line, bool add, char out[WORDS_MAX])
{
    size_t n = 0, m = strlen(line);

    *out = '\0';
    for (const char *p = before; *p; p += strcspn(p, "\n"), p += *p == '\n') {
        size_t bytes = strcspn(p, "\n");

        if (bytes != m || memcmp(p, line, m))
            n += (size_t)snprintf(out + n, WORDS_MAX - n, "%s%.*s",
                n ? "\n" : "", (int)bytes, p);
    }
    if (n + m + 2 > WORDS_MAX)
        return false;
    if (add)
        snprintf(out + n, WORDS_MAX - n, "%s%s", n ? "\n" : "", line);
    return true;
}

/* 0, or the status that was answered. */
static int
save(struct web *w, const struct request *q, struct response *r, json_t *j)
{
    const struct config *c = &q->rules->config;
    char list[WORDS_MAX], name[32];
    struct reason why = { 0 };
    bool bad = false, add = json_object_get(j, "add") != NULL;
    const char *which = json_string_of(j, "list", &bad);
    const char *line = json_string_of(j, add ? "add" : "remove", &bad);
    bool harm = !strcmp(which, "harm");
    enum err e;

    if (bad || !*line || strchr(line, '\n') || (!harm && strcmp(which, "stop")))
        return reply_error(r, 400, "Name the list and the words:"
            " {\"list\": \"harm\", \"add\": \"the old store\"}."), 400;
    if (!change(harm ? c->harm_words : c->stop_words, line, add, list))
        return reply_error(r, 400, "These are too many words."), 400;
    snprintf(name, sizeof(name), "words.%s", which);
    e = settings_save(w->db, name, list, q->caller.who, &why);
    if (e)
        return reply_refused(r, e, &why), 400;
    rules_wait(1000);
    return 0;
}

void
api_words_set(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r, "list add remove");

    if (j && !save(w, q, r, j))
        answer(r);
    json_decref(j);
}
