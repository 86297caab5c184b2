#include "web/kit/jobs.h"

#include <pthread.h>
#include <stdlib.h>

struct lane_state {
    pthread_t thread;
    bool started;
    bool stop;
    pthread_mutex_t lock;
    pthread_cond_t some;
    struct job *first, **end;
};

struct jobs {
    struct lane_state lane[LANES];      /* LANE_HERE has none */
};

static void *
work(void *given)
{
    struct lane_state *l = given;
    struct job *j;

    pthread_mutex_lock(&l->lock);
    for (;;) {
        while (!l->first && !l->stop)
            pthread_cond_wait(&l->some, &l->lock);
        if (!(j = l->first))
            break;
        l->first = j->next;
        if (!l->first)
            l->end = &l->first;
        pthread_mutex_unlock(&l->lock);
        j->run(j);
        pthread_mutex_lock(&l->lock);
    }
    pthread_mutex_unlock(&l->lock);
    return NULL;
}

enum err
jobs_start(struct jobs **out)
{
    struct jobs *j = calloc(1, sizeof(*j));

    if (!j)
        return ERR_MEMORY;
    for (int i = LANE_WRITE; i < LANES; i++) {
        pthread_mutex_init(&j->lane[i].lock, NULL);
        pthread_cond_init(&j->lane[i].some, NULL);
        j->lane[i].end = &j->lane[i].first;
    }
    for (int i = LANE_WRITE; i < LANES; i++) {
        struct lane_state *l = &j->lane[i];

        if (pthread_create(&l->thread, NULL, work, l)) {
            jobs_stop(j);
            jobs_free(j);
            return ERR_MEMORY;
        }
        l->started = true;
    }
    *out = j;
    return OK;
}

bool
jobs_give(struct jobs *j, enum lane lane, struct job *job)
{
    struct lane_state *l = &j->lane[lane];
    bool taken;

    job->next = NULL;
    pthread_mutex_lock(&l->lock);
    taken = !l->stop;
    if (taken) {
        *l->end = job;
        l->end = &job->next;
        pthread_cond_signal(&l->some);
    }
    pthread_mutex_unlock(&l->lock);
    return taken;
}

void
jobs_stop(struct jobs *j)
{
    for (int i = LANE_WRITE; j && i < LANES; i++) {
        struct lane_state *l = &j->lane[i];

        if (!l->started)
            continue;
        pthread_mutex_lock(&l->lock);
        l->stop = true;
        pthread_cond_signal(&l->some);
        pthread_mutex_unlock(&l->lock);
        pthread_join(l->thread, NULL);
        l->started = false;
    }
}

void
jobs_free(struct jobs *j)
{
    for (int i = LANE_WRITE; j && i < LANES; i++) {
        pthread_cond_destroy(&j->lane[i].some);
        pthread_mutex_destroy(&j->lane[i].lock);
    }
    free(j);
}
