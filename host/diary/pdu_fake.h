/* pdu_fake.h - a stored or sent text as the modem shows it: its numbers and
 * words replaced, its shape as it was. */
#ifndef NOTEHOME_PDU_FAKE_H
#define NOTEHOME_PDU_FAKE_H

#include "diary/fake.h"

/* hex: service centre address and TPDU (TS 23.040 §9.2), in place. What is no
 * whole PDU becomes zeros; false then. */
bool pdu_fake(struct fake *f, char *hex, size_t n);

#endif
