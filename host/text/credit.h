/* credit.h - how much credit a SIM has left, read out of its operator's words:
 * the answer to a balance code, or a notice. It never guesses: what can be
 * read in two ways is not read. The words are data: words/, from [balance] on.
 * Reads the local zone for dates, else pure; any thread. */
#ifndef NOTEHOME_CREDIT_H
#define NOTEHOME_CREDIT_H

#include <stdbool.h>
#include <stdint.h>

struct credit {
    int64_t amount;         /* in hundredths of the money */
    bool has_amount;
    int64_t expires;        /* UTC ms, the end of that day; 0: not said */
    bool low;               /* it says that little is left */
    bool exhausted;         /* nothing is left, by word or amount */
    bool topped_up;         /* it says that some was added */
    bool bundle;            /* it speaks of texts, megabytes or minutes */
};

/* text is UTF-8 of any length and content; now (UTC ms) is when it came, for
 * "valid for 7 days". Every field is set. */
void credit_read(const char *text, int64_t now, struct credit *out);

#endif
