/* ending.c - how a text ends that wants no answer. Declared in send_own.h. */
#include "send/send_own.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Drafts, for speakers to check. Letters outside of the GSM 7 bit alphabet are
 * avoided where readers will not mind, as in question.c. */
static const char *const endings[][2] = {
    { "en", "No answer needed." }, { "sw", "Si lazima kujibu." },
    { "fr", "Pas de réponse nécessaire." },
    { "es", "No hace falta responder." },
    { "pt", "Sem necessidade de resposta." }, { "ar", "لا حاجة إلى الرد." },
    { "am", "መልስ አያስፈልግም።" }, { "hi", "जवाब देने की ज़रूरत नहीं।" },
    { "tr", "Yanit gerekmez." },
};

static const char *
ending_in(const char *language)
{
    const char *best = endings[0][1];
    int fit = 0;

    for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
        if (send_fits(endings[i][0], language) > fit) {
            fit = send_fits(endings[i][0], language);
            best = endings[i][1];
        }
    return best;
}

enum err
send_end(const struct send *s, const char *language, char **text)
{
    const char *end = ending_in(language);
    size_t n = strlen(*text), m = strlen(end);
    char *more;

    if (!s->no_answer || (n >= m && !strcmp(*text + n - m, end)))
        return OK;
    if (!(more = realloc(*text, n + m + 2)))
        return ERR_MEMORY;
    *text = more;
    snprintf(more + n, m + 2, "%s%s", n ? " " : "", end);
    return OK;
}

enum err
send_check_ending(const struct send_plan *p)
{
    const struct send *s = p->s;

    return s->no_answer && ((s->ask && *s->ask) || s->question || s->remind)
        ? reason_refuse(p->why, ERR_INPUT, reason_of(REASON_ASKS_AND_NEEDS_NONE))
        : OK;
}
