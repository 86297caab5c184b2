#include "web/page/list_wait.h"

#include "base/clock.h"
#include "web/page/handlers.h"

#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 4 };
#define PATIENCE (30 * MINUTE)

/* A list that waits for its yes, or had it. */
struct waiting {
    char key[LIST_KEY];         /* its address; "" free */
    char who[80];               /* only they may see it */
    char *bytes;                /* owned; NULL: it is done, or free */
    size_t n;
    char to[80];                /* once it is done: where it is seen */
    int64_t since;              /* clock_mono() */
};

static struct waiting slots[SLOTS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void
drop(struct waiting *s)
{
    if (s->bytes)
        sodium_memzero(s->bytes, s->n);
    free(s->bytes);
    memset(s, 0, sizeof(*s));
}

/* Forgets what is older than half an hour. */
static void
drop_old(void)
{
    for (int i = 0; i < SLOTS; i++)
        if (*slots[i].key && clock_mono() - slots[i].since > PATIENCE)
            drop(&slots[i]);
}

static struct waiting *
find(const struct request *q)
{
    for (int i = 0; i < SLOTS; i++)
        if (*slots[i].key && !strcmp(slots[i].key, q->segment)
            && !strcmp(slots[i].who, q->caller.who))
            return &slots[i];
    return NULL;
}

/* Keeps a copy, in place of the oldest if need be; its key in out. */
static enum err
keep(const char *who, const char *bytes, size_t n, char out[LIST_KEY])
{
    unsigned char random[LIST_KEY / 2];
    struct waiting *s = &slots[0];
    char *copy = malloc(n + 1);

    if (!copy)
        return ERR_MEMORY;
    memcpy(copy, bytes, n);
    copy[n] = '\0';
    randombytes_buf(random, sizeof(random));
    pthread_mutex_lock(&lock);
    drop_old();
    for (int i = 1; i < SLOTS; i++)
        if (!!slots[i].bytes == !!s->bytes ? slots[i].since < s->since
                                           : !slots[i].bytes)
            s = &slots[i];
    drop(s);
    s->bytes = copy;
    s->n = n;
    s->since = clock_mono();
    snprintf(s->who, sizeof(s->who), "%s", who);
    sodium_bin2hex(s->key, sizeof(s->key), random, sizeof(random));
    memcpy(out, s->key, LIST_KEY);
    pthread_mutex_unlock(&lock);
    return OK;
}

char *
list_wait_find(const struct request *q, size_t *n)
{
    struct waiting *s;
    char *copy = NULL;

    pthread_mutex_lock(&lock);
    drop_old();
    if ((s = find(q)) && s->bytes && (copy = malloc(s->n + 1))) {
        memcpy(copy, s->bytes, s->n + 1);
        *n = s->n;
    }
    pthread_mutex_unlock(&lock);
    return copy;
}

enum err
list_wait_keep(const struct request *q, char out[LIST_KEY],
    struct reason *why)
{
    const char *pasted = params_get(&q->form, "pasted");
    enum err e = q->file.bytes
        ? keep(q->caller.who, q->file.bytes, q->file.n, out)
        : pasted && *pasted
        ? keep(q->caller.who, pasted, strlen(pasted), out) : ERR_EMPTY;

    if (e)
        *why = reason_words(e == ERR_EMPTY
            ? "Choose a file, or paste the list." : err_text(e));
    return e;
}

void
list_wait_done(const struct request *q, const char *to)
{
    struct waiting *s;

    pthread_mutex_lock(&lock);
    if ((s = find(q))) {
        if (s->bytes)
            sodium_memzero(s->bytes, s->n);
        free(s->bytes);
        s->bytes = NULL;
        snprintf(s->to, sizeof(s->to), "%s", to);
    }
    pthread_mutex_unlock(&lock);
}

void
list_wait_gone(const struct request *q, struct response *r)
{
    const struct waiting *s;
    char to[80] = "";

    pthread_mutex_lock(&lock);
    if ((s = find(q)))
        snprintf(to, sizeof(to), "%s", s->to);
    pthread_mutex_unlock(&lock);
    if (*to)
        reply_redirect(r, to);
    else
        page_refusal(q, r, 404,
            "The list that was sent is gone: send it again.");
}
