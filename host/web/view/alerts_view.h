/* alerts_view.h - what pages/alerts.html shows: what a person's own phone is
 * texted; and how forms and programs write it. */
#ifndef NOTEHOME_ALERTS_VIEW_H
#define NOTEHOME_ALERTS_VIEW_H

#include "store/alert/alert.h"

enum { ALERTS_CLASSES = 40, ALERTS_CLASS = 40 };

struct alerts_view {
    struct reason why;          /* nothing was changed */
    struct alert_person person;
    char typed[64];             /* its number, as people of the country write
                                 * it */
    char classes[ALERTS_CLASSES][ALERTS_CLASS]; /* of the school */
    int n_classes;
};

/* ERR_NOT_FOUND: no such open account. */
MUST_CHECK enum err alerts_read(struct db *db, int64_t staff,
    const char *country, struct alerts_view *out);

/* "16:30"; "" for a time before 0. out takes 8 bytes. */
const char *alerts_time(int minutes, char *out);
/* The other way round; "" is none. ERR_INPUT. */
MUST_CHECK enum err alerts_parse_time(const char *text, int none, int *out);
/* "20:00-06:30", or "" for none. ERR_INPUT. */
MUST_CHECK enum err alerts_parse_hours(const char *text, int *from, int *to);
/* What is true of a person's phone, for staff: "gets alerts"; static. */
const char *alerts_state(const struct alert_person *p);

#endif
