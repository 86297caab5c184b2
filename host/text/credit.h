/* credit.h - how much credit a SIM has left, read out of its operator's words:
 * the answer to a balance code, or a notice. It never guesses: what can be
 * read in two ways is not read. The words are data: credit/.
 * Reads the local zone for dates, else pure; any thread. */
#ifndef NOTEHOME_CREDIT_H
#define NOTEHOME_CREDIT_H

#include <stdbool.h>
#include <stdint.h>

struct credit {
    int64_t amount;         /* in hundredths of the money */
    bool has_amount;
    char currency[4];       /* ISO 4217, of the amount; "" not known */
    int64_t expires;        /* UTC ms, the end of the day on which the credit
                             * is lost, or so many days from now as it says;
                             * 0: not said */
    int64_t bundle_ends;    /* the same of a bundle; the moment of the notice
                             * when it is over; 0: not said */
    bool low;               /* it says that little is left */
    bool exhausted;         /* nothing is left, by word or amount */
    bool in_words;          /* ... by word */
    bool topped_up;         /* it says that some was added */
    bool bundle;            /* it speaks of texts, megabytes or minutes */
};

/* text is UTF-8 of any length and content; now (UTC ms) is when it came, for
 * "valid for 7 days". imsi is that of the SIM: its country has an order of
 * dates, a money, and a way to write it; "" where it is not known, and then
 * less is read. Every field is set. */
void credit_read(const char *imsi, const char *text, int64_t now,
    struct credit *out);

#endif
