/* Translations of any bytes, any plural expression, and sentences put together
 * anew: reasons hold names and texts from the air. */
#include "web/kit/languages.h"
#include "web/kit/plural.h"
#include "text/reason.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static const char *
tr(const void *words, const char *one, const char *many, int64_t n)
{
    return many ? catalogue_plural(words, one, many, n)
                : catalogue_find(words, one);
}

/* The first letter says how much room there is, and which reason it is; the
 * rest are its arguments, however damaged. */
static void
say_it(const char *text)
{
    size_t room = (unsigned char)*text * 4u + 1;
    struct reason r = reason_words(*text ? text + 1 : "");
    char *out = malloc(room);
    const struct language *l;

    r.code = reason_at((unsigned char)*text);
    for (int i = 0; out && (l = languages_at(i)); i++)
        if (strlen(reason_say(&r, tr, l->words, out, room)) >= room)
            abort();
    free(out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    char *text = malloc(n + 1), field[40];
    struct catalogue c;

    if (!text)
        return 0;
    memcpy(text, bytes, n);
    text[n] = '\0';
    plural_form(text, 3);
    say_it(text);
    if (catalogue_read(bytes, n, &c) == OK) {
        catalogue_find(&c, "Inbox");
        for (int64_t i = 0; i < 120; i += 7)
            catalogue_plural(&c, "%d file", "%d files", i);
        catalogue_field(&c, "X-Direction", field, sizeof(field));
    }
    free(text);
    return 0;
}
