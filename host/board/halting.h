/* halting.h - whether this computer ends with us, and how. */
#ifndef NOTEHOME_HALTING_H
#define NOTEHOME_HALTING_H

enum halting {
    HALTING_NOT,                /* we end alone, or nobody can tell */
    HALTING_OFF,                /* somebody turns it off */
    HALTING_RESTART
};

/* Asks systemd for the jobs under way: blocks, for two seconds at most. Where
 * systemd is not or does not answer: HALTING_NOT. */
enum halting halting_now(void);

/* The same from what "systemctl list-jobs --no-legend" prints. Pure. */
enum halting halting_read(const char *jobs);

#endif
