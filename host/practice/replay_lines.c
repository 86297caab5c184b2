/* How a dongle starts, and what it says by itself. */
#include "practice/replay.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define STARTS(text, word) (!strncmp((text), (word), sizeof(word) - 1))

enum { IDLE_LEAST_MS = 500, IDLE_MOST_MS = 60000, READY_MOST_MS = 30000,
    SOON_MS = 20000 };

/* A line that comes for a reason, which the practice dongle gives itself. */
static bool
has_reason(const char *line)
{
    static const char *const known[] = { "+CMT", "+CMG", "+CDS", "+CUSD",
        "+CLIP",
        "+CRING", "+CREG", "+CGREG", "+CEREG", "+CBM", "RING", "NO CARRIER",
        "+CME ERROR", "+CMS ERROR", "AT" };

    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
        if (!strncmp(line, known[i], strlen(known[i])))
            return true;
    return !strchr("+^*%$#", *line) && !isalpha((unsigned char)*line);
}

static void
add_line(char *list, size_t room, const char *line)
{
    size_t had = strlen(list), n = strlen(line);

    if (n < 120 && had + n + 2 <= room)
        snprintf(list + had, room - had, "%s%s", had ? "\n" : "", line);
}

static bool
is_of_name(const struct replay_talk *t, const char *line)
{
    size_t name = strcspn(line, ":");

    return !t->command && t->answer && !strncmp(t->answer, line, name)
        && strcspn(t->answer, ":") == name;
}

/* How often a line of that name comes while the dongle works; *every is the
 * time between two. */
static int
count_idle(const struct replay *r, const char *line, int *every)
{
    int64_t first = 0, last = 0;
    int n = 0;

    for (int i = 0; i < r->talks; i++)
        if (is_of_name(&r->talk[i], line) && !r->talk[i].starting) {
            last = r->talk[i].at;
            first = n++ ? first : last;
        }
    *every = n > 1 ? (int)((last - first) / (n - 1)) : 0;
    return n;
}

static bool
is_listed(const char *list, const char *line)
{
    size_t name = strcspn(line, ":");

    for (const char *p = list; *p; p += p[strcspn(p, "\n")] != '\0') {
        if (!strncmp(p, line, name) && strcspn(p, ":\n") == name)
            return true;
        p += strcspn(p, "\n");
    }
    return false;
}

/* From the opening until the SIM answers. */
static void
mark_start(struct replay *r)
{
    bool starting = false;

    for (int i = 0; i < r->talks; i++) {
        struct replay_talk *t = &r->talk[i];

        if (t->opened)
            starting = true;
        if (t->command && !strcmp(t->command, "+CPIN?")
            && t->end != REPLAY_REFUSED)
            starting = false;
        t->starting = starting;
    }
}

/* What comes again and again while it works has no reason; what comes at the
 * start alone, or soon after, is of the start. */
static void
learn_lines(struct replay *r)
{
    int64_t opened = -1;
    int most = 0;

    mark_start(r);
    for (int i = 0; i < r->talks; i++) {
        const struct replay_talk *t = &r->talk[i];
        int every, n;

        if (t->opened)
            opened = t->at;
        if (t->command || t->opened || !t->answer || has_reason(t->answer)
            || is_listed(r->start, t->answer) || is_listed(r->idle, t->answer))
            continue;
        n = count_idle(r, t->answer, &every);
        if (n < 2 && opened >= 0 && t->at - opened < SOON_MS)
            add_line(r->start, sizeof(r->start), t->answer);
        if (n < 2)
            continue;
        add_line(r->idle, sizeof(r->idle), t->answer);
        if (n > most)
            r->model.idle_ms = every;
        most = n > most ? n : most;
    }
    r->model.start = *r->start ? r->start : NULL;
    r->model.idle = *r->idle ? r->idle : NULL;
    if (r->model.idle_ms < IDLE_LEAST_MS)
        r->model.idle_ms = IDLE_LEAST_MS;
    if (r->model.idle_ms > IDLE_MOST_MS)
        r->model.idle_ms = IDLE_MOST_MS;
}

/* From the opening to a SIM that answers, and what was said until then. */
static void
learn_start(struct replay *r)
{
    struct model *m = &r->model;
    int64_t opened = -1, refused = -1;

    for (int i = 0; i < r->talks; i++) {
        const struct replay_talk *t = &r->talk[i];
        bool sim = t->command && !strcmp(t->command, "+CPIN?");

        if (t->opened || opened < 0)
            opened = t->at;
        if (t->opened)
            refused = -1;
        if (sim && t->end == REPLAY_REFUSED) {
            refused = t->at;
            m->sim_busy = t->cme > 0 ? t->cme : 0;
            if (t->answer && strstr(t->answer, "SIM failure"))
                m->habits |= MODEL_WORDS;
        } else if (sim && t->answer && strstr(t->answer, "READY")) {
            if (refused >= 0)
                m->ready_ms = (int)(t->at - opened < READY_MOST_MS
                    ? t->at - opened : READY_MOST_MS);
            if (t->end == REPLAY_OPEN)
                m->habits |= MODEL_READY_NO_OK;
            refused = -1;
        }
        if (t->command && (STARTS(t->command, "+CMGF=")
                || STARTS(t->command, "+CPMS=")) && t->cms > 300)
            m->text_busy = t->cms;
    }
    if (m->start && m->ready_ms < 500)
        m->ready_ms = 500;
}

void
replay_learn_lines(struct replay *r)
{
    learn_lines(r);
    learn_start(r);
}
