/* interview.h - what is asked of a dongle that works, for its diary: who it is,
 * what it can, how it stands. Questions alone: none changes anything. */
#ifndef NOTEHOME_INTERVIEW_H
#define NOTEHOME_INTERVIEW_H

#include "modem/relay.h"

/* Asks the next question; *next starts at 0. False: there is none any more. */
bool interview_ask(struct relay *r, int *next);

#endif
