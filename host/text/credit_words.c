/* credit_words.c - the lists of credit/, sorted once; which a phrase is in. */
#include "text/credit_own.h"

#include "text/words_own.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct credit_entry {
    unsigned role;
    const char *text;
};

#include "text/credit_data.h"

enum { ENTRIES = sizeof(entries) / sizeof(*entries) };

struct key {
    char *text;             /* kept until the program ends */
    unsigned roles;
};

/* Starred ones without their star. */
static struct key whole[ENTRIES], starred[ENTRIES];
static size_t whole_count, starred_count;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static int
by_text(const void *a, const void *b)
{
    const struct key *x = a, *y = b;

    return strcmp(x->text, y->text);
}

/* One of each, with the roles of all that are alike. */
static void
sort(struct key *keys, size_t *count)
{
    size_t to = 0;

    qsort(keys, *count, sizeof(*keys), by_text);
    for (size_t i = 0; i < *count; i++) {
        if (to && !strcmp(keys[to - 1].text, keys[i].text)) {
            keys[to - 1].roles |= keys[i].roles;
            free(keys[i].text);
        } else {
            keys[to++] = keys[i];
        }
    }
    *count = to;
}

static void
load(void)
{
    for (size_t i = 0; i < ENTRIES; i++) {
        char *key = words_key(entries[i].text, true);
        size_t n = key ? strlen(key) : 0;

        if (n && key[n - 1] == '*') {
            key[n - 1] = '\0';
            starred[starred_count++] = (struct key){ key, entries[i].role };
        } else if (key) {
            whole[whole_count++] = (struct key){ key, entries[i].role };
        }
    }
    sort(whole, &whole_count);
    sort(starred, &starred_count);
}

unsigned
credit_roles(const char *phrase)
{
    const struct key wanted = { (char *)(uintptr_t)phrase, 0 };
    const struct key *found;
    unsigned roles = 0;

    pthread_once(&once, load);
    found = bsearch(&wanted, whole, whole_count, sizeof(*whole), by_text);
    if (found)
        roles = found->roles;
    for (size_t i = 0; i < starred_count && !strchr(phrase, ' '); i++)
        if (!strncmp(phrase, starred[i].text, strlen(starred[i].text)))
            roles |= starred[i].roles;
    return roles;
}
