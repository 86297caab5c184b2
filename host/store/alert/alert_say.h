/* alert_say.h - the words of texts to staff's own phones, in the school's
 * language. Short: each is one part where the alphabet allows. Pure. */
#ifndef NOTEHOME_ALERT_SAY_H
#define NOTEHOME_ALERT_SAY_H

#include <stdbool.h>
#include <stddef.h>

enum { ALERT_SAY = 400 };       /* bytes that hold each of them */

/* "Notehome: your code is 48213." */
void alert_say_proof(const char *language, const char *code, char *out,
    size_t room);

/* Who waits, as far as a lost phone may tell it. */
struct alert_who {
    const char *class_name;     /* "" none */
    bool stranger;              /* no family, or one of several */
    bool urgent;
    const char *code;           /* to reply with; "" none */
    const char *words;          /* of the parent, where they may stand there */
};
/* "Notehome 4B: a family waits. Reply K7 and your words." */
void alert_say_waits(const char *language, const struct alert_who *who,
    char *out, size_t room);
/* "Notehome: 12 more wait." */
void alert_say_more(const char *language, int more, char *out, size_t room);
/* "Notehome: 5 families wait, the oldest 2 days." */
void alert_say_digest(const char *language, int families, int days, char *out,
    size_t room);

/* Why what a person wrote from their phone did not go to the family. */
enum alert_not {
    ALERT_NOT_LATE,             /* the code has expired */
    ALERT_NOT_TWICE,            /* it was answered */
    ALERT_NOT_ALONE,            /* somebody else answered the family */
    ALERT_NOT_SENT              /* something else: the page says what */
};
void alert_say_not(const char *language, enum alert_not why, const char *code,
    char *out, size_t room);

#endif
