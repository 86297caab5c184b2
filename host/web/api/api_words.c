/* api_words.c - the school's own words: those that end texts, and those that
 * tell of harm to a child. */
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

static void
answer(struct response *r, const struct config *c)
{
    reply_json(r, 200, json_pack("{s:o, s:o}", "stop", lines(c->stop_words),
        "harm", lines(c->harm_words)));
}

void
api_words(struct web *w, const struct request *q, struct response *r)
{
    (void)w;
    answer(r, &q->rules->config);
}

/* As they are saved: what is in force may still be of before, and the request's
 * own settings are of before it waited for its turn. */
static enum err
read_saved(struct web *w, struct config *out)
{
    const struct rules *now = rules_take();

    *out = now->config;
    rules_release(now);
    return settings_read(w->db, out);
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

static void
save(struct web *w, const struct request *q, struct response *r,
    const json_t *j)
{
    char list[WORDS_MAX], name[32];
    struct config c;
    struct reason why = { 0 };
    bool bad = false, add = json_object_get(j, "add") != NULL;
    const char *which = json_string_of(j, "list", &bad);
    const char *line = json_string_of(j, add ? "add" : "remove", &bad);
    bool harm = !strcmp(which, "harm");
    enum err e;

    if (bad || !*line || strchr(line, '\n')
        || (!harm && strcmp(which, "stop"))) {
        reply_error(r, 400, "Name the list and the words:"
            " {\"list\": \"harm\", \"add\": \"the old store\"}.");
        return;
    }
    snprintf(name, sizeof(name), "words.%s", which);
    e = read_saved(w, &c);
    if (!e && !change(harm ? c.harm_words : c.stop_words, line, add, list)) {
        reply_error(r, 400, "These are too many words.");
        return;
    }
    if (!e && !(e = settings_save(w->db, name, list, q->caller.who, &why))) {
        rules_wait(1000);
        e = read_saved(w, &c);
    }
    if (e)
        reply_refused(r, e, &why);
    else
        answer(r, &c);
}

void
api_words_set(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r, "list add remove");

    if (j)
        save(w, q, r, j);
    json_decref(j);
}
