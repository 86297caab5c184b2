#include "web/view/facts_words.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* No verb and no count of things in words: "1" is right as "2" is. */
static const struct {
    const char *name, *field, *language, *text;
} ours[] = {
    { "Missing work", "missing", "en",
        "{child}: work still to hand in: {missing}." },
    { "Missing work", "missing", "fr",
        "{child} : travaux à rendre : {missing}." },
    { "Missing work", "missing", "sw",
        "{child}: kazi ambazo bado hazijaletwa: {missing}." },
    { "Missing work", "missing", "ar",
        "{child}: واجبات لم تسلم بعد: {missing}." },
    { "Missing work", "missing", "pt",
        "{child}: trabalhos por entregar: {missing}." },
    { "Missing work", "missing", "es",
        "{child}: trabajos por entregar: {missing}." },
    { "Missing work", "missing", "am", "{child}፦ ያልቀረበ ሥራ፦ {missing}።" },
    { "Missing work", "missing", "hi", "{child}: बाकी काम: {missing}।" },
    { "Mark", "mark", "en", "{child}, {subject|last test}: {mark}." },
    { "Mark", "mark", "fr", "{child}, {subject|dernier devoir} : {mark}." },
    { "Mark", "mark", "sw", "{child}, {subject|mtihani uliopita}: {mark}." },
    { "Mark", "mark", "ar", "{child}، {subject|آخر اختبار}: {mark}." },
    { "Mark", "mark", "pt", "{child}, {subject|último teste}: {mark}." },
    { "Mark", "mark", "es", "{child}, {subject|última prueba}: {mark}." },
    { "Mark", "mark", "am", "{child}፣ {subject|የመጨረሻ ፈተና}፦ {mark}።" },
    { "Mark", "mark", "hi", "{child}, {subject|पिछली परीक्षा}: {mark}।" },
    { "Next date", "date", "en", "{child}: next date: {date}." },
    { "Next date", "date", "fr", "{child} : prochaine date : {date}." },
    { "Next date", "date", "sw", "{child}: tarehe inayofuata: {date}." },
    { "Next date", "date", "ar", "{child}: الموعد القادم: {date}." },
    { "Next date", "date", "pt", "{child}: próxima data: {date}." },
    { "Next date", "date", "es", "{child}: próxima fecha: {date}." },
    { "Next date", "date", "am", "{child}፦ ቀጣይ ቀን፦ {date}።" },
    { "Next date", "date", "hi", "{child}: अगली तारीख: {date}।" },
    { "Days away", "days", "en", "{child}: days not at school: {days}." },
    { "Days away", "days", "fr", "{child} : jours d'absence : {days}." },
    { "Days away", "days", "sw", "{child}: siku bila kufika shuleni: {days}." },
    { "Days away", "days", "ar", "{child}: أيام الغياب: {days}." },
    { "Days away", "days", "pt", "{child}: dias de ausência: {days}." },
    { "Days away", "days", "es", "{child}: días de ausencia: {days}." },
    { "Days away", "days", "am", "{child}፦ ያልመጣባቸው ቀናት፦ {days}።" },
    { "Days away", "days", "hi", "{child}: अनुपस्थित दिन: {days}।" },
};
enum { OURS = sizeof(ours) / sizeof(*ours) };

struct reading {
    struct facts_words *out;
    const char *name;
};

static void
add_name(struct facts_words *w, const char *name)
{
    for (int i = 0; i < w->n; i++)
        if (!strcasecmp(w->names[i], name))
            return;
    if (w->n < FACTS_CHOICES)
        snprintf(w->names[w->n++], sizeof(w->names[0]), "%s", name);
}

static void
add_variant(struct facts_words *w, const struct template *t)
{
    struct variants *v = &w->chosen;
    struct template *to = &v->one[v->count];

    if (v->count == VARIANTS_MAX)
        return;
    *to = *t;
    v->list[v->count++] = (struct send_variant){ to->language, to->body };
}

static void
on_template(void *user, const struct template *t)
{
    struct reading *r = user;

    add_name(r->out, t->name);
    if (!strcasecmp(t->name, r->name))
        add_variant(r->out, t);
}

/* What the sheet tells of first, among those that have words. */
static const char *
name_for(const struct fact_sheet *f)
{
    for (int i = 0; i < f->n_fields; i++)
        for (int k = 0; k < OURS; k++)
            if (!strcmp(ours[k].field, f->field[i]))
                return ours[k].name;
    return "";
}

enum err
facts_words_read(struct db *db, const char *name, const struct fact_sheet *f,
    struct facts_words *out)
{
    struct reading r = { out, *name ? name : name_for(f) };
    enum err e;

    memset(out, 0, sizeof(*out));
    for (int i = 0; i < OURS; i++)
        add_name(out, ours[i].name);
    out->n_ours = out->n;
    if (!*r.name)
        return OK;
    if ((e = template_list(db, on_template, &r)))
        return e;
    for (int i = 0; !out->chosen.count && i < OURS; i++)
        if (!strcasecmp(ours[i].name, r.name)) {
            for (; i < OURS && !strcasecmp(ours[i].name, r.name); i++) {
                struct template t = { .tone = TONE_INFORMATION };

                snprintf(t.name, sizeof(t.name), "%s", ours[i].name);
                snprintf(t.language, sizeof(t.language), "%s",
                    ours[i].language);
                snprintf(t.body, sizeof(t.body), "%s", ours[i].text);
                add_variant(out, &t);
            }
        }
    return OK;
}

const char *
facts_words_first(const struct facts_words *w, const char *language)
{
    const struct variants *v = &w->chosen;

    for (int i = 0; i < v->count; i++)
        if (send_fits(v->one[i].language, language))
            return v->one[i].body;
    return v->count ? v->one[0].body : "";
}
