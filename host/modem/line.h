/* line.h - what a single line from the modem is.
 * Pure; a line comes without its line end. TS 27.005, TS 27.007, V.250. */
#ifndef NOTEHOME_LINE_H
#define NOTEHOME_LINE_H

#include "link/link.h"

#include <stdbool.h>
#include <stddef.h>

/* Final results that end a command. */
enum line_final {
    LINE_NOT_FINAL = 0,
    LINE_OK,
    LINE_ERROR,         /* "ERROR" and what vendors say instead */
    LINE_CMS_ERROR,     /* code set; -1 when the modem wrote words */
    LINE_CME_ERROR
};

/* What a modem says by itself. */
enum line_notice {
    LINE_NO_NOTICE = 0,
    LINE_ARRIVED,       /* +CMTI, +CDSI: something is in a store */
    LINE_DIRECT,        /* +CMT, +CDS: the PDU is the next line */
    LINE_BROADCAST,     /* +CBM: its page is the next line */
    LINE_RING,          /* +CLIP */
    LINE_RING_ENDED,    /* NO CARRIER */
    LINE_USSD,          /* +CUSD */
    LINE_CHATTER        /* anything else with a "+XXX:" or "^XXX:" shape, or
                         * one of the words modems say when they start */
};

/* The final result that line is; *code is its number, -1 without one. */
enum line_final line_final(const char *line, int *code);

/* What line is when no command asked for it. */
enum line_notice line_notice(const char *line);

/* True when all bytes are printable ASCII. */
bool line_printable(const char *line);

/* True when the modem answers this command with lines that carry no prefix
 * (AT+CGMM and its like). */
bool line_free_answer(const char *command);

/* True when line can be an information line that answers command: right
 * prefix, printable, and no letter where that command has only numbers. */
bool line_answers(const char *command, const char *line);

/* True when an answer to command without an information line is no answer. */
bool line_needs_info(const char *command);

/* True when nothing rests on command, which libgammu gives when it starts and
 * takes a refusal of for the end: a dongle that knows no AT+CFUN, say. */
bool line_may_be_refused(const char *command);

/* True when doing command twice is the same as doing it once. */
bool line_repeatable(const char *command);

/* True when a live modem may pause in the middle of the answer. */
bool line_slow(const char *command);

/* The caller in "+CLIP: number,type,...": digits, "+" put before an
 * international one (type 145); "" when withheld or unusable. out has
 * LINK_NUMBER_MAX bytes. */
void line_caller(const char *line, char *out);

/* The letters of the set of at the head of text ("262019..." of "262019...\r"),
 * as many as out (room bytes) has place for; "" when there are none. */
void line_head(const char *text, const char *of, char *out, size_t room);

/* The first run of digits in text, as line_head(): of "+CGSN: \"358...\"". */
void line_digits(const char *text, char *out, size_t room);

/* The number that <name> "+CMGS: n" announces, 0..255, or -1. */
int line_reference(const char *line);

#endif
