/* doctor.h - checks of a Notehome, each with what to do: what "notehome doctor"
 * says of the daemon's answer to GET status. Pure. */
#ifndef NOTEHOME_DOCTOR_H
#define NOTEHOME_DOCTOR_H

#include <jansson.h>
#include <stdbool.h>
#include <time.h>

/* Adds {check, level, text, do} to checks; level is "ok", "warn" or "bad"; todo
 * NULL or "": nothing is to be done. */
void doctor_add(json_t *checks, const char *check, const char *level,
    const char *text, const char *todo);
/* Adds database, disk, clock, dongle, SIM, credit, encryption, backup, board,
 * queue, set-up and e-mail, in this order, from status; now: for ages. */
void doctor_read(json_t *checks, const json_t *status, time_t now);
/* How many are of this level. */
int doctor_count(const json_t *checks, const char *level);

#endif
