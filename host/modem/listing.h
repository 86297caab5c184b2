/* listing.h - the lines of a message listing in PDU mode, checked, and the
 * harmless PDU that libgammu is given instead. TS 27.005 §3.4. Pure. */
#ifndef NOTEHOME_LISTING_H
#define NOTEHOME_LISTING_H

#include <stdbool.h>

enum { LISTING_SUBSTITUTE = 64 };   /* bytes that a substitute needs */

/* Reads "+CMGL: index,stat,[alpha],length". False: not that. */
bool listing_cmgl(const char *line, int *index, int *status, int *octets);

/* Reads "+CMGR: stat,[alpha],length". */
bool listing_cmgr(const char *line, int *status, int *octets);

/* Reads the length at the end of "+CMT: [alpha],length" or "+CDS: length". */
bool listing_direct(const char *line, int *octets);

/* True when line is a PDU in hex: an SMSC address, then octets of TPDU. out
 * (LINK_PDU_MAX bytes) gets it in upper case. */
bool listing_pdu(const char *line, int octets, char *out);

/* Copies what can be shown of an unusable line to out (LINK_PDU_MAX). */
void listing_damaged(const char *line, char *out);

/* An empty SMS-DELIVER, LISTING_SUBSTITUTE bytes at out, whose sender is the
 * slot: six digits, the store and then the index. Returns its TPDU octets. */
int listing_substitute(int store, int index, char *out);

/* The slot that a substitute's sender names; false when it names none. */
bool listing_slot(const char *sender, int *store, int *index);

#endif
