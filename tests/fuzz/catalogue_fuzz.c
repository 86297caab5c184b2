/* Translations of any bytes, and any plural expression. */
#include "web/catalogue.h"
#include "web/plural.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

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
    if (catalogue_read(bytes, n, &c) == OK) {
        catalogue_find(&c, "Inbox");
        for (int64_t i = 0; i < 120; i += 7)
            catalogue_plural(&c, "%d file", "%d files", i);
        catalogue_field(&c, "X-Direction", field, sizeof(field));
    }
    free(text);
    return 0;
}
