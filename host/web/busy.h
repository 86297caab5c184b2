/* busy.h - what is under way, counted, so that an end can wait for the last of
 * it. Any thread. */
#ifndef NOTEHOME_BUSY_H
#define NOTEHOME_BUSY_H

#include <pthread.h>

struct busy {
    pthread_mutex_t lock;
    pthread_cond_t less;
    int count;
};

void busy_start(struct busy *b);
void busy_stop(struct busy *b);

/* One more is under way; one of them ended. */
void busy_more(struct busy *b);
void busy_less(struct busy *b);

/* Waits until none is under way, and at most ms milliseconds. */
void busy_wait(struct busy *b, int ms);

#endif
