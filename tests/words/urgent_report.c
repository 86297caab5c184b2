/* urgent_report.c - what is made of the texts of urgent/: urgent_report
 * [--errors] FILE.tsv... A line is the kind or "everyday", the language, the
 * text. --errors prints what was not judged so: never of the texts kept apart. */
#include "mapping/urgent.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const enum urgent kinds[] = { URGENT_MISSING, URGENT_FETCH,
    URGENT_THREAT, URGENT_ACCIDENT, URGENT_MONEY, URGENT_ILLNESS,
    URGENT_NONE };
enum { KINDS = sizeof(kinds) / sizeof(*kinds) };

struct sum {
    int texts, right, other;    /* other: heard as another kind */
};

static const char *
name_of(enum urgent u)
{
    return u ? urgent_name(u) : "everyday";
}

static void
read_file(const char *path, bool errors, struct sum sums[KINDS])
{
    FILE *f = fopen(path, "r");
    char line[4096];

    if (!f) {
        perror(path);
        exit(1);
    }
    while (fgets(line, sizeof(line), f)) {
        char *text = line, *kind = strsep(&text, "\t");
        char *language = strsep(&text, "\t");
        enum urgent got;

        if (!text)
            continue;
        text[strcspn(text, "\n")] = '\0';
        got = urgent_of(text, NULL);
        for (int i = 0; i < KINDS; i++) {
            if (strcmp(kind, name_of(kinds[i])) != 0)
                continue;
            sums[i].texts++;
            sums[i].right += got == kinds[i];
            sums[i].other += got != kinds[i] && got;
        }
        if (errors && strcmp(kind, name_of(got)) != 0)
            printf("%-8s but %-8s %s %s\n", kind, name_of(got), language,
                text);
    }
    fclose(f);
}

int
main(int argc, char **argv)
{
    bool errors = argc > 1 && !strcmp(argv[1], "--errors");

    for (int i = 1 + errors; i < argc; i++) {
        struct sum sums[KINDS] = { { 0 } };

        read_file(argv[i], errors, sums);
        printf("%s\n", argv[i]);
        for (int k = 0; k < KINDS; k++)
            printf("  %-8s %4d: %5.1f right %5.1f as another\n",
                name_of(kinds[k]), sums[k].texts,
                sums[k].texts ? 100.0 * sums[k].right / sums[k].texts : 0,
                sums[k].texts ? 100.0 * sums[k].other / sums[k].texts : 0);
    }
    return 0;
}
