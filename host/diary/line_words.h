/* line_words.h - what modems say that tells of nobody: their words, and which
 * lines carry what. Pure. */
#ifndef NOTEHOME_LINE_WORDS_H
#define NOTEHOME_LINE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

enum line_of {
    LINE_OF_OTHERS,             /* not known: may tell anything */
    LINE_OF_SETTINGS,           /* small numbers, names of stores */
    LINE_OF_PLACE,              /* area and cell */
    LINE_OF_NAMES,              /* maker, model, firmware */
    LINE_OF_USSD
};

/* A word of modems, whatever its case: "SM", "READY", "UCS2". */
bool line_word(const char *word, size_t n);
/* The bytes of "+NAME:" with its colon, less it; 0: line is no such. */
size_t line_name(const char *line, size_t n);
enum line_of line_kind(const char *line, size_t name);

bool line_final_result(const char *line, size_t n);  /* OK, ERROR, prompt */
bool line_is_error(const char *line, size_t n);      /* +CMS ERROR: 500 */
bool line_asks_identity(const char *line, size_t n); /* ATI, AT+CGMM */
bool line_tells_serial(const char *line, size_t n);  /* "SN: ..." */
bool line_has_secret(const char *line, size_t n);    /* AT+CPIN= */
bool line_dials(const char *line, size_t n);         /* ATD... */
bool line_is_ussd(const char *line, size_t n);       /* AT+CUSD= */

#endif
