/* report.c - what the rules of harm make of the corpora beside this file:
 * report [--errors] FILE.tsv... A line of a corpus is label, the meaning's name,
 * text; the file's name begins with the language. --errors prints what was not
 * judged as its label says: never of the texts kept apart. */
#include "mapping/concern.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct sum {
    int harm, everyday;         /* texts */
    int sure, perhaps;          /* of harm */
    int hidden, marked;         /* of everyday */
    double seconds, longest;    /* of the processor, for all texts; for one */
};

static void
count(struct sum *s, const char *label, enum concern c)
{
    if (!strcmp(label, "harm")) {
        s->harm++;
        s->sure += c == CONCERN_SURE;
        s->perhaps += c == CONCERN_PERHAPS;
    } else {
        s->everyday++;
        s->hidden += c == CONCERN_SURE;
        s->marked += c == CONCERN_PERHAPS;
    }
}

static double
percent(int part, int whole)
{
    return whole ? 100.0 * part / whole : 0;
}

static void
print(const char *name, const struct sum *s)
{
    printf("%-15s %4d harm: %5.1f sure %5.1f perhaps = %5.1f heard   "
           "%4d everyday: %4.1f hidden %5.1f marked\n",
        name, s->harm, percent(s->sure, s->harm),
        percent(s->perhaps, s->harm), percent(s->sure + s->perhaps, s->harm),
        s->everyday, percent(s->hidden, s->everyday),
        percent(s->marked, s->everyday));
}

static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Memory of this process in KiB, shared pages by their share; 0: not known. */
static long
memory(void)
{
    FILE *f = fopen("/proc/self/smaps_rollup", "r");
    char line[200];
    long kib = 0;

    while (f && !kib && fgets(line, sizeof(line), f))
        if (sscanf(line, "Pss: %ld", &kib) != 1)
            kib = 0;
    if (f)
        fclose(f);
    return kib;
}

static enum concern
judge(const char *text, char *reason, struct sum *s)
{
    double from = now(), took;
    enum concern c = concern_of(concern_words_built_in(), text, NULL, reason);

    took = now() - from;
    s->seconds += took;
    if (took > s->longest)
        s->longest = took;
    return c;
}

static void
read_file(const char *path, bool errors, struct sum *s)
{
    FILE *f = fopen(path, "r");
    char line[4096];
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    char language[3] = { name[0], name[1], 0 };

    if (!f) {
        perror(path);
        exit(1);
    }
    while (fgets(line, sizeof(line), f)) {
        char *rest = line, reason[CONCERN_REASON_MAX];
        char *label = strsep(&rest, "\t"), *group = strsep(&rest, "\t");
        enum concern c;
        bool harm;

        if (!rest)
            continue;
        rest[strcspn(rest, "\n")] = '\0';
        c = judge(rest, reason, s);
        harm = !strcmp(label, "harm");
        count(s, label, c);
        if (errors && (harm ? c < CONCERN_SURE : c > CONCERN_NONE))
            printf("%s %-8s %-8s %-14.14s %s  [%s]\n", language, label,
                concern_name(c), group, rest, reason);
    }
    fclose(f);
}

int
main(int argc, char **argv)
{
    bool errors = argc > 1 && !strcmp(argv[1], "--errors");
    struct sum all = { 0 };
    long before = memory();

    for (int i = 1 + errors; i < argc; i++) {
        const char *name = strrchr(argv[i], '/');
        struct sum s = { 0 };

        read_file(argv[i], errors, &s);
        print(name ? name + 1 : argv[i], &s);
        all.harm += s.harm, all.everyday += s.everyday;
        all.sure += s.sure, all.perhaps += s.perhaps;
        all.hidden += s.hidden, all.marked += s.marked;
        all.seconds += s.seconds;
        if (s.longest > all.longest)
            all.longest = s.longest;
    }
    print("all", &all);
    if (all.harm + all.everyday)
        printf("a text is judged in %.0f us (the longest in %.0f); the first"
               " made lists of all languages; memory grew by %ld KiB\n",
            1e6 * (all.seconds - all.longest) / (all.harm + all.everyday),
            1e6 * all.longest, memory() - before);
    return 0;
}
