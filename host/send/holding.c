#include "send/holding.h"

#include "base/clock.h"
#include "store/thread/template.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { THURSDAY = 4, WEEK = 7 };

/* Drafts, for speakers to check. The days begin with Sunday. */
static const struct {
    const char *language, *finding, *head;
    const char *days[WEEK];
} words[] = {
    { "en", "We are finding out; you hear from us by {day}.",
        "We are asking the head; you hear from us by {day}.",
        { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
            "Saturday" } },
    { "sw", "Tunafuatilia; utapata jibu kufikia {day}.",
        "Tunamuuliza mwalimu mkuu; utapata jibu kufikia {day}.",
        { "Jumapili", "Jumatatu", "Jumanne", "Jumatano", "Alhamisi", "Ijumaa",
            "Jumamosi" } },
    { "fr", "Nous nous renseignons ; vous aurez notre réponse d'ici {day}.",
        "Nous demandons à la direction ; vous aurez notre réponse d'ici"
        " {day}.",
        { "dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi",
            "samedi" } },
    { "ar", "نتحقق من الأمر، وسيصلكم الجواب قبل نهاية يوم {day}.",
        "نسأل المدير، وسيصلكم الجواب قبل نهاية يوم {day}.",
        { "الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة",
            "السبت" } },
    { "es", "Estamos averiguando; le respondemos el {day} o antes.",
        "Preguntamos al director; le respondemos el {day} o antes.",
        { "domingo", "lunes", "martes", "miércoles", "jueves", "viernes",
            "sábado" } },
    { "pt", "Estamos a verificar; respondemos até {day}.",
        "Perguntamos ao diretor; respondemos até {day}.",
        { "domingo", "segunda-feira", "terça-feira", "quarta-feira",
            "quinta-feira", "sexta-feira", "sábado" } },
    { "hi", "हम पता कर रहे हैं; {day} तक आपको जवाब मिलेगा।",
        "हम प्रधानाध्यापक से पूछ रहे हैं; {day} तक आपको जवाब मिलेगा।",
        { "रविवार", "सोमवार", "मंगलवार", "बुधवार", "गुरुवार", "शुक्रवार",
            "शनिवार" } },
    { "am", "እያጣራን ነው፤ እስከ {day} መልስ ይደርስዎታል።",
        "ርዕሰ መምህሩን እየጠየቅን ነው፤ እስከ {day} መልስ ይደርስዎታል።",
        { "እሑድ", "ሰኞ", "ማክሰኞ", "ረቡዕ", "ሐሙስ", "ዓርብ", "ቅዳሜ" } },
    { "tr", "Araştırıyoruz; en geç {day} günü size yanıt vereceğiz.",
        "Müdüre soruyoruz; en geç {day} günü size yanıt vereceğiz.",
        { "pazar", "pazartesi", "salı", "çarşamba", "perşembe", "cuma",
            "cumartesi" } },
};
enum { WORDS = sizeof(words) / sizeof(*words) };

const char *
holding_name(enum holding what)
{
    return what == HOLDING_HEAD ? "head" : "finding";
}

bool
holding_read(const char *name, enum holding *out)
{
    *out = !strcmp(name, "head") ? HOLDING_HEAD : HOLDING_FINDING;
    return *out == HOLDING_HEAD || !*name || !strcmp(name, "finding");
}

struct making {
    enum holding what;
    int day;
    char date[16];              /* " 10/12"; "" the name is enough */
    struct holding_words *out;
};

/* The day's name in a language, in English where it is not ours. */
static const char *
name_of(const char *language, int day)
{
    const char *const *days = words[0].days;
    int fit = 0;

    for (int i = 0; i < WORDS; i++)
        if (send_fits(words[i].language, language) > fit) {
            fit = send_fits(words[i].language, language);
            days = words[i].days;
        }
    return days[(day + THURSDAY) % WEEK];
}

/* One variant more; the first of a language stays. */
static void
add(struct making *m, const char *language, const char *text)
{
    struct holding_words *w = m->out;
    const char *at = strstr(text, "{day}");

    if (w->n >= HOLDING_LANGUAGES)
        return;
    for (int i = 0; i < w->n; i++)
        if (!strcasecmp(w->variants[i].language, language))
            return;
    if (at)
        snprintf(w->texts[w->n], HOLDING_TEXT, "%.*s%s%s%s",
            (int)(at - text), text, name_of(language, m->day), m->date,
            at + strlen("{day}"));
    else
        snprintf(w->texts[w->n], HOLDING_TEXT, "%s", text);
    w->variants[w->n] = (struct send_variant){ .text = w->texts[w->n],
        .language = language };
    w->n++;
}

/* The school's own, in a language of ours; another's has no name for the day. */
static void
add_own(void *user, const struct template *t)
{
    static const char *const names[] = { [HOLDING_FINDING] = "Holding answer",
        [HOLDING_HEAD] = "Asking the head" };
    struct making *m = user;

    if (strcasecmp(t->name, names[m->what]) != 0)
        return;
    for (int i = 0; i < WORDS; i++)
        if (send_fits(words[i].language, t->language)) {
            add(m, words[i].language, t->body);
            return;
        }
}

enum err
holding_words(struct db *db, enum holding what, int day, bool month_first,
    struct holding_words *out)
{
    struct making m = { .what = what, .day = day, .out = out };
    int year, month, date;
    char text[12];
    enum err e;

    out->n = 0;
    calendar_text(day, text);
    if (day - calendar_day(clock_now()) >= WEEK
        && sscanf(text, "%4d-%2d-%2d", &year, &month, &date) == 3)
        snprintf(m.date, sizeof(m.date), " %d/%d", month_first ? month : date,
            month_first ? date : month);
    if ((e = template_list(db, add_own, &m)))
        return e;
    for (int i = 0; i < WORDS; i++)
        add(&m, words[i].language, what == HOLDING_HEAD ? words[i].head
                                                        : words[i].finding);
    return OK;
}

const char *
holding_for(const struct holding_words *w, const char *language,
    const char *school)
{
    const char *best = "";
    int fit = -1;

    for (int i = 0; i < w->n; i++) {
        const char *mine = w->variants[i].language;
        int fits = send_fits(mine, language) ? 2
            : send_fits(mine, school) ? 1 : strcmp(mine, "en") == 0 ? 0 : -1;

        if (fits > fit) {
            fit = fits;
            best = w->variants[i].text;
        }
    }
    return best;
}

int
holding_days(const struct calendar *c, int today, int days[HOLDING_DAYS],
    int *usual)
{
    int wanted = c->promise ? c->promise : CALENDAR_PROMISE, n = 0;

    for (int day = today + 1; day <= today + HOLDING_AHEAD
        && n < HOLDING_DAYS; day++)
        if (calendar_is_school(c, day))
            days[n++] = day;
    *usual = wanted > n ? n - 1 : wanted - 1;
    return n;
}
