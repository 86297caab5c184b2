/* control.h - the socket from which people and tests run the practice
 * network.
 *
 * A Unix stream socket. One command per line; the answer is any number of
 * lines that are JSON objects, then "ok" or "error TEXT". Commands of one
 * connection are answered in order.
 *
 * A line is words separated by blanks. A word in double quotes is read as a
 * JSON string (\n, \", \\, \uXXXX); a word name=value, not starting with a
 * quote, is an option and may stand anywhere. Times are milliseconds. DONGLE
 * is d1, d2, ... or its own number; MEM is SM, ME or SR.
 *
 *   help                      the names of all commands
 *   state                     dongles, their slots, what waits for them
 *   clock [skip MS | set RFC3339]
 *                             the network's time; skip lets timers run out
 *   habit [transit=MS] [reports=on|off] [interim=on|off] [reportafter=MS]
 *         [reportstatus=N|true] [canonical=on|off] [validity=MS]
 *         [zone=MINUTES] [country=CODE]
 *                             how the operator behaves; canonical: reports
 *                             name +254..., not the number as dialled
 *   air [follow]              the on-air log of this run (sim/air.h); follow
 *                             never ends
 *
 *   phone NUMBER [state=on|off|full|dead] [shows=ORIGINATOR] [toa=N]
 *         [refuse=CMS] [width=8|16]
 *                             makes or changes a phone; phones also come
 *                             into being when texted
 *   phones                    all of them
 *   inbox NUMBER              the texts it shows
 *   auto NUMBER [match=TEXT] [after=MS] [times=N] TEXT
 *   auto NUMBER clear         answers by itself what contains match
 *   text NUMBER TEXT [to=DONGLE] [alphabet=auto|gsm7|ucs2|turkish|spanish|
 *         portuguese] [locking=N] [single=N] [width=8|16] [ref=N]
 *         [order=3,1,2] [missing=2] [late=2:60000,3:500] [gap=MS] [delay=MS]
 *         [scts=RFC3339] [as=ORIGINATOR] [toa=N] [copies=N] [class=N] [pid=N]
 *                             a text from that phone, or from any name; what
 *                             order leaves out is lost like what is missing
 *   reply NUMBER TEXT [options as for text]
 *                             to whoever texted it last
 *   deliver HEX [to=DONGLE] [report=yes]
 *                             a raw TPDU, however broken
 *   ring NUMBER|withheld [to=DONGLE] [ms=MS]
 *                             rings once (1500 ms), or longer
 *   ussd PATH ANSWER [menu=yes] [raw=yes]
 *                             PATH *131#, for menus *131#/1
 *
 *   dongle DONGLE [coverage=on|off] [rssi=N] [storage=on|off] [card=in|out]
 *         [pin=CODE] [tries=N] [latency=MS] [boot=MS] [bootas=PATH]
 *         [noise=MS] [mr=N] [ussdafter=MS] [packed=on|off]
 *         [trace=on|off] [locked=on|off] [direct=on|off]
 *   slots DONGLE MEM          what is in them
 *   fill DONGLE MEM [N] [kind=old|orphan|sent]
 *                             stores N (default: all free) texts as if they
 *                             had come before; orphan: first parts alone
 *   empty DONGLE MEM
 *   say DONGLE LINE           an unsolicited line, any at all
 *   unplug DONGLE [back=MS] [as=PATH]
 *   plug DONGLE [as=PATH]
 *   power DONGLE [ms=MS]      off, and on after ms (1000)
 *   fault DONGLE KIND [match=PREFIX] [at=prompt] [count=N] [for=MS]
 *         [percent=N] [ms=MS] [error=cms:N|cme:N|plain]
 *         [garbage=line|middle|bytes] [seed=N] [until=power|reopen]
 *                             kinds: silent hang ignore mute delay refuse
 *                             garbage keep (sim/fault.h). silent without
 *                             match begins at once. match defaults to +CMGS,
 *                             for keep to +CMGD, for garbage to anything;
 *                             count to 1, with for=, for garbage to no end
 *   fault DONGLE clear [KIND]
 *   faults DONGLE             those that may still strike
 *   quit                      ends notehome-sim */
#ifndef NOTEHOME_PRACTICE_CONTROL_H
#define NOTEHOME_PRACTICE_CONTROL_H

#include "practice/dongle.h"

struct control_world {
    struct loop *loop;
    struct air *air;
    struct network *network;
    struct dongle *dongles[DONGLES_MAX];
    int count;
    volatile int *stop;     /* set by "quit" */
};

struct control;

/* Replaces a socket nobody listens on. ERR_EXISTS: somebody does, or the path
 * is no socket. */
MUST_CHECK enum err control_open(const char *path,
    const struct control_world *world, struct control **out);
void control_close(struct control *c);

#endif
