#include "print/facts.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { JSON_MAX = 1024 * 1024 };

/* text without control characters, cut between letters. jansson has made sure
 * that it is UTF-8. */
static void
take(const json_t *text, char *out, size_t room)
{
    const char *from = json_string_value(text);
    size_t n = from ? strlen(from) : 0;

    if (n >= room)
        for (n = room - 1; n && ((unsigned char)from[n] & 0xC0) == 0x80; n--)
            continue;
    for (size_t i = 0; i < n; i++)
        out[i] = (unsigned char)from[i] < ' ' || from[i] == 0x7F ? ' '
                                                                : from[i];
    out[n] = '\0';
}

#define TAKE(j, name, out) take(json_object_get(j, name), out, sizeof(out))

static void
take_sims(const json_t *sims, struct paper_facts *f)
{
    const json_t *s;
    size_t i;

    json_array_foreach(sims, i, s) {
        struct paper_sim *to = &f->sim[f->sims];

        if (f->sims == PAPER_SIMS)
            return;
        TAKE(s, "name", to->name);
        TAKE(s, "number", to->number);
        TAKE(s, "device", to->device);
        f->sims++;
    }
}

static void
take_addresses(const json_t *addresses, struct paper_facts *f)
{
    const json_t *a;
    size_t i;

    json_array_foreach(addresses, i, a)
        if (f->addresses < PAPER_ADDRESSES && json_is_string(a)) {
            take(a, f->address[f->addresses], sizeof(f->address[0]));
            f->addresses += *f->address[f->addresses] != '\0';
        }
}

bool
facts_read(FILE *from, struct facts_all *out)
{
    char *text = malloc(JSON_MAX);
    size_t n = text ? fread(text, 1, JSON_MAX, from) : 0;
    json_t *j = n && n < JSON_MAX ? json_loadb(text, n, 0, NULL) : NULL;
    struct paper_facts *f = &out->facts;
    const json_t *months = json_object_get(j, "keep_months");
    bool well = json_is_object(j);

    *out = (struct facts_all){ .day = "" };
    TAKE(j, "school", f->school);
    TAKE(j, "language", out->language);
    TAKE(j, "day", out->day);
    TAKE(j, "fingerprint", f->fingerprint);
    TAKE(j, "keeper", f->keeper);
    TAKE(j, "helpline", f->helpline);
    f->known = json_is_integer(months) && json_integer_value(months) >= 0
        && json_integer_value(months) < 1200;
    f->keep_months = f->known ? (int)json_integer_value(months) : 0;
    take_addresses(json_object_get(j, "addresses"), f);
    take_sims(json_object_get(j, "sims"), f);
    json_decref(j);
    free(text);
    return well;
}
