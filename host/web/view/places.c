#include "web/view/places.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER "/usr/share/zoneinfo/"
enum { LINE = 256, COUNTRIES = 300 };

/* Cuts a line at its tabs; how many cells, at most room. */
static int
cut(char *line, char *cells[], int room)
{
    int n = 0;

    line[strcspn(line, "\r\n")] = '\0';
    if (*line == '#')
        return 0;
    for (char *at = line, *cell; n < room && (cell = strsep(&at, "\t"));)
        cells[n++] = cell;
    return n;
}

struct country {
    char code[3], name[80];
};

static int
by_name(const void *a, const void *b)
{
    return strcmp(((const struct country *)a)->name,
        ((const struct country *)b)->name);
}

void
places_countries(void (*fn)(void *user, const char *code, const char *name),
    void *user)
{
    struct country *all = calloc(COUNTRIES, sizeof(*all));
    FILE *f = fopen(FOLDER "iso3166.tab", "re");
    char line[LINE], *cells[2];
    int n = 0;

    while (all && f && n < COUNTRIES && fgets(line, sizeof(line), f))
        if (cut(line, cells, 2) == 2 && strlen(cells[0]) == 2) {
            memcpy(all[n].code, cells[0], 3);
            snprintf(all[n].name, sizeof(all[n].name), "%s", cells[1]);
            n++;
        }
    if (f)
        fclose(f);
    if (all)
        qsort(all, (size_t)n, sizeof(*all), by_name);
    for (int i = 0; i < n; i++)
        fn(user, all[i].code, all[i].name);
    free(all);
}

void
places_zones(void (*fn)(void *user, const char *country, const char *zone),
    void *user)
{
    FILE *f = fopen(FOLDER "zone.tab", "re");
    char line[LINE], *cells[3];

    while (f && fgets(line, sizeof(line), f))
        if (cut(line, cells, 3) == 3)
            fn(user, cells[0], cells[2]);
    if (f)
        fclose(f);
}
