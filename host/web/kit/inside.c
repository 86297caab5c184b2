#include "web/kit/inside.h"

void
web_config(struct web *w, struct config *out)
{
    pthread_mutex_lock(&w->lock);
    *out = w->config;
    pthread_mutex_unlock(&w->lock);
}
