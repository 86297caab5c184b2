/* health.h - for machines that watch this one: /healthz says whether all is
 * well, /metrics gives figures (Prometheus text format 0.0.4). Neither tells a
 * name or a number. */
#ifndef NOTEHOME_HEALTH_H
#define NOTEHOME_HEALTH_H

#include "web/kit/route.h"

handler web_healthz, web_metrics;

#endif
