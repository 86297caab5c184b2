/* air.h - the log of everything that went on the air, one JSON line per
 * event, written at once. Tests count loss and doubles from it.
 *
 * Every line has "t" (the network's date, UTC ms), "n" (counts from 1) and
 * "ev":
 *   submit    a text left a dongle: id, dongle, mr, to, number (canonical),
 *             report, validity, dcs, ref/part/total/width (0: not a part),
 *             text (this part alone), pdu; error (CMS code) when refused.
 *             Every line with error 0 reached the network.
 *   deliver   the network hands a text to a dongle, one line per attempt:
 *             id (unique per delivery), copy (2: doubled by the network),
 *             dongle, from, ref/part/total/width, text, pdu; outcome
 *             "stored" (mem, slot), "direct" (+CMT or +CDS), "dropped"
 *             (a report, with AT+CNMI=,,,0), "full" or "away" (waits).
 *   report    the same for a status report: also of (id of the submit), mr,
 *             status (TP-ST).
 *   erase     a slot was emptied: dongle, mem, slot, id, seen (its content
 *             was read out by somebody before). Loss is an erase of an id
 *             that nobody had seen.
 *   kept      AT+CMGD was answered OK and the slot was kept (fault).
 *   display   a phone shows a joined text: phone, from, text, parts.
 *   call      a phone rings a dongle: dongle, from, state (ring, ended,
 * refused).
 *   ussd      dongle, code, answer.
 *   ussd_closed  the dongle ended an open session: dongle, code.
 *   at        with trace=on, each AT command as it is begun: dongle, command.
 *   port      dongle, state (plugged, unplugged), path. */
#ifndef NOTEHOME_PRACTICE_AIR_H
#define NOTEHOME_PRACTICE_AIR_H

#include "practice/jsonl.h"
#include "practice/loop.h"

struct air;

/* path NULL: kept in memory only. The file is appended to. told, if given,
 * sees every line as well. */
MUST_CHECK enum err air_open(struct loop *l, const char *path,
    struct air **out);
void air_close(struct air *a);
void air_follow(struct air *a, void (*told)(void *owner, const char *line),
    void *owner);

/* Starts an event; the caller adds fields and calls air_end() at once. */
struct jsonl *air_start(struct air *a, const char *event);
void air_end(struct air *a);

/* Gives every line of this run to line(). */
void air_replay(struct air *a, void (*line)(void *owner, const char *line),
    void *owner);

#endif
