/* money.h - the money of each country, as operators write it. Pure; any
 * thread; what is returned is static. */
#ifndef NOTEHOME_MONEY_H
#define NOTEHOME_MONEY_H

#include <stdbool.h>

enum money_order { MONEY_DMY, MONEY_MDY, MONEY_YMD };

struct money_country {
    const char *mcc;            /* of its networks; some countries have more */
    const char *currency;       /* ISO 4217: "KES" */
    int places;                 /* decimals that are in use: 0, 2 or 3 */
    char point;                 /* '.' or ',' before the decimals */
    enum money_order order;     /* of a date with its year behind; in YMD one
                                 * with a year of two digits is not read */
    bool several;               /* another money is in use beside it */
};

/* The country of a SIM by its IMSI; NULL: not known. */
const struct money_country *money_country(const char *imsi);

/* The first country with this currency; NULL: none. */
const struct money_country *money_style(const char *currency);

/* What a folded word or sign ("ksh", "$", "rs") means in the country (NULL:
 * not known): the ISO code, "" when it is money but of several countries; NULL
 * when it is none. A short word that has another meaning is money only when it
 * is the country's own, or touches the number behind it ("K12.50"). */
const char *money_word(const char *word, const struct money_country *in,
    bool touching);

#endif
