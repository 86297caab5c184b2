/* credit_own.h - an operator's words cut into pieces; between credit.c and
 * credit_cut.c alone. */
#ifndef NOTEHOME_CREDIT_OWN_H
#define NOTEHOME_CREDIT_OWN_H

#include <stdbool.h>
#include <stdint.h>

enum credit_kind { CREDIT_WORD, CREDIT_NUMBER, CREDIT_DATE };
enum credit_gap {           /* what stands before a piece */
    CREDIT_GAP_NONE,
    CREDIT_GAP_BLANK,
    CREDIT_GAP_SOFT,        /* : = - and such */
    CREDIT_GAP_POINT,       /* of "Rs. 12", or of a sentence */
    CREDIT_GAP_END          /* comma, or surely the end of a sentence */
};

enum { CREDIT_TOKENS = 200, CREDIT_WORD_MAX = 32 };

struct credit_token {
    enum credit_kind kind;
    enum credit_gap gap;
    char word[CREDIT_WORD_MAX]; /* folded; longer ones are cut */
    int64_t value;          /* number: hundredths; date: UTC ms, its end */
    bool clear;             /* the number can be read in one way only */
    bool three;             /* "1,234": a thousand, or thousandths */
    bool spaced;            /* "1 250": may be two numbers */
};

struct credit_text {
    int count;
    bool cut;               /* there was more */
    struct credit_token token[CREDIT_TOKENS];
};

/* folded: by unicode_fold(). Codes such as *144# and the time of day are
 * left out. */
void credit_cut(const char *folded, struct credit_text *out);

#endif
