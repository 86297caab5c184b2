/* operators.h - what is known of each operator: dated drafts, kept as data in
 * operators.txt and built in. Pure; any thread. */
#ifndef NOTEHOME_OPERATORS_H
#define NOTEHOME_OPERATORS_H

struct operator_profile {
    const char *network;        /* MCC and MNC */
    const char *name;
    const char *balance_code;   /* "*144#"; "" not known */
    const char *checked;        /* "2026-11-21" */
    const char *note;
};

/* The operator of a SIM by its IMSI (TS 23.003 §2.2: MCC, then an MNC of two
 * or three digits); the longest match. NULL: not known. Static. */
const struct operator_profile *operators_find(const char *imsi);

#endif
