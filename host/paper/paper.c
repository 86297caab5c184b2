#include "paper/paper_own.h"

#include <string.h>
#include <strings.h>

static const struct {
    const char *name;
    void (*write)(const struct writer *w);
} papers[PAPERS] = {
    [PAPER_CASE] = { "case", paper_write_case },
    [PAPER_WRONG] = { "wrong", paper_write_wrong },
    [PAPER_TEACHER] = { "teacher", paper_write_teacher },
    [PAPER_PARENTS] = { "parents", paper_write_parents },
};

const char *
paper_name(enum paper which)
{
    return papers[which].name;
}

enum paper
paper_find(const char *name)
{
    int i = 0;

    while (i < PAPERS && strcmp(papers[i].name, name) != 0)
        i++;
    return (enum paper)i;
}

void
write_text(const struct writer *w, enum paper_kind kind, const char *text)
{
    w->emit(w->user, &(struct paper_block){ .kind = kind, .text = text });
}

void
write_row(const struct writer *w, const char *text, const char *more)
{
    w->emit(w->user, &(struct paper_block){ .kind = PAPER_ROW, .text = text,
        .more = more });
}

void
write_fact(const struct writer *w, enum paper_kind kind, const char *text,
    const char *value)
{
    w->emit(w->user, &(struct paper_block){ .kind = *value ? kind : PAPER_LINE,
        .text = text, .value = value });
}

void
paper_write(enum paper which, const struct paper_facts *f, const char *language,
    paper_emit *emit, void *user)
{
    struct writer w = { f, language, emit, user };

    papers[which].write(&w);
}

/* Each is in text/words/, in the language's own file. */
static const char *const words[][3] = {
    { "am", "አቁም", "ጀምር" },
    { "ar", "توقف", "ابدأ" },
    { "es", "BAJA", "ALTA" },
    { "hi", "बंद", "शुरू" },
    { "pt", "PARAR", "INICIAR" },
    { "sw", "STOP", "ANZA" },
    { "tr", "DUR", "BAŞLA" },
};

static const char *
word(const char *language, int which, const char *english)
{
    size_t n = strcspn(language, "-_");

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (strlen(words[i][0]) == n && !strncasecmp(words[i][0], language, n))
            return words[i][which];
    return english;
}

const char *
paper_stop_word(const char *language)
{
    return word(language, 1, "STOP");
}

const char *
paper_start_word(const char *language)
{
    return word(language, 2, "START");
}
