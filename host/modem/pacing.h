/* pacing.h - libgammu's fixed pauses, made for slow phones, cut short.
 * libgammu calls usleep() through the dynamic linker, so the one defined here
 * is the one it gets. It cuts pauses only on threads that asked for it. */
#ifndef NOTEHOME_PACING_H
#define NOTEHOME_PACING_H

#include <stdbool.h>

/* This thread's pauses are cut from now on, unless pacing is slow. */
void pacing_cut(void);

/* True: all pauses at their full length. Any thread. */
void pacing_slow(bool slow);
bool pacing_is_slow(void);

#endif
