/* welcome.h - the first text to a family: who writes from this number about what,
 * that a missed call is free, by when the school answers, and how to end it. */
#ifndef NOTEHOME_WELCOME_H
#define NOTEHOME_WELCOME_H

#include "send/send.h"

enum { WELCOME_TEXT = 1400 };

/* Who would get it: phones that had none yet (or none that went), as far as they
 * take texts. */
struct welcome {
    int phones;
    int most;                   /* parts of the longest */
    int parts;                  /* of all together */
    char text[WELCOME_TEXT];    /* as the first of them would read it */
};

/* with: settings and author, as for any text; class_name "": all families. A
 * template of the school's called "Welcome" takes the place of our words; {days}
 * in it is the promise. No phone: OK, and phones 0. */
MUST_CHECK enum err welcome_look(struct db *db, const struct send *with,
    const char *class_name, struct welcome *out, struct reason *why);
/* Sends it, as any text to many (approval, undo and once are with's). Sets *out as
 * send_text(). ERR_REFUSED: no phone is left that had none. */
MUST_CHECK enum err welcome_send(struct db *db, const struct send *with,
    const char *class_name, struct sent *out, struct reason *why);

#endif
