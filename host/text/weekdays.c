#include "text/weekdays.h"

#include "text/words_own.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_MAX_BYTES = 64, DAYS = 7 };

/* Each as words_key() has it, several of a day with '|' between. Short forms
 * that are words of their own elsewhere ("mon", "sat", two in Arabic) are left
 * out. */
static const struct {
    const char *language;
    const char *when;           /* before a name: "on tuesday"; "" nothing */
    const char *names[DAYS];
} languages[] = {
    { "en", "on", { "monday", "tuesday|tues", "wednesday|weds",
        "thursday|thurs|thur", "friday", "saturday", "sunday" } },
    { "sw", "siku ya", { "jumatatu|juma tatu", "jumanne|juma nne",
        "jumatano|juma tano", "alhamisi|alhamis", "ijumaa|ijuma",
        "jumamosi|juma mosi", "jumapili|juma pili" } },
    { "fr", "le", { "lundi", "mardi", "mercredi", "jeudi", "vendredi",
        "samedi", "dimanche" } },
    { "ar", "يوم", { "الاثنين|الاتنين", "الثلاثاء|الثلاثا|التلات",
        "الاربعاء|الاربع", "الخميس", "الجمعه", "السبت", "الاحد" } },
    { "pt", "na", { "segunda|segunda feira|2a feira",
        "terca|terca feira|3a feira", "quarta|quarta feira|4a feira",
        "quinta|quinta feira|5a feira", "sexta|sexta feira|6a feira",
        "sabado", "domingo" } },
    { "es", "el", { "lunes", "martes", "miercoles", "jueves", "viernes",
        "sabado", "domingo" } },
    { "am", "", { "ሰኞ", "ማክሰኞ", "ረቡእ|ሮብ|እሮብ", "ሀሙስ", "አርብ",
        "ቅዳሜ", "እሁድ" } },
    { "hi", "", { "सोमवार|somvar|somwar|somvaar",
        "मंगलवार|mangalvar|mangalwar|mangalvaar",
        "बुधवार|budhvar|budhwar|budhvaar",
        "गुरुवार|बृहस्पतिवार|वीरवार|guruvar|guruwar|guruvaar|veervar",
        "शुक्रवार|shukravar|shukrawar|shukrvar|shukrwar",
        "शनिवार|shanivar|shaniwar|shanivaar",
        "रविवार|इतवार|ravivar|raviwar|itvar|itwar" } },
    { "tr", "", { "pazartesi|pazartesi gunu", "sali|sali gunu",
        "carsamba|carsamba gunu", "persembe|persembe gunu",
        "cuma|cuma gunu", "cumartesi|cumartesi gunu",
        "pazar|pazar gunu" } },
};
enum { LANGUAGES = sizeof(languages) / sizeof(*languages) };

/* The next of the names into out; false at their end. */
static bool
next_name(const char **at, char out[NAME_MAX_BYTES])
{
    size_t n = strcspn(*at, "|");

    if (!n)
        return false;
    snprintf(out, NAME_MAX_BYTES, "%.*s", (int)n, *at);
    *at += n + ((*at)[n] == '|');
    return true;
}

int
weekday_of(const char *phrase)
{
    char *key = words_key(phrase, false), name[NAME_MAX_BYTES];
    int found = 0;

    for (int l = 0; key && !found && l < LANGUAGES; l++)
        for (int day = 0; !found && day < DAYS; day++)
            for (const char *at = languages[l].names[day];
                 !found && next_name(&at, name);)
                found = strcmp(key, name) ? 0 : day + 1;
    free(key);
    return found;
}

void
weekday_names(int day, words_set in, bool (*fn)(void *user, const char *name),
    void *user)
{
    char name[NAME_MAX_BYTES], when[2 * NAME_MAX_BYTES];
    bool more = true;

    for (int l = 0; more && l < LANGUAGES; l++) {
        const char *at = languages[l].names[day - 1];

        if (!(in & words_language(languages[l].language)))
            continue;
        while (more && next_name(&at, name)) {
            snprintf(when, sizeof(when), "%s %s", languages[l].when, name);
            more = fn(user, name)
                && (!*languages[l].when || fn(user, when));
        }
    }
}
