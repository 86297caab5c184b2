/* credit_own.h - an operator's words cut into pieces, and what each says;
 * between the files named credit*.c alone. */
#ifndef NOTEHOME_CREDIT_OWN_H
#define NOTEHOME_CREDIT_OWN_H

#include "text/credit.h"
#include "text/money.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* --- the words: credit_words.c ------------------------------------------- */

/* The lists of credit/, as bits: a word may stand in several. */
enum credit_role {
    CREDIT_BALANCE = 1 << 0, CREDIT_CREDIT = 1 << 1, CREDIT_MAIN = 1 << 2,
    CREDIT_LEFT = 1 << 3, CREDIT_HAVE = 1 << 4, CREDIT_IS = 1 << 5,
    CREDIT_PLAIN = 1 << 6, CREDIT_AFTER = 1 << 7, CREDIT_ABOUT = 1 << 8,
    CREDIT_OTHER = 1 << 9, CREDIT_UNIT = 1 << 10, CREDIT_IF = 1 << 11,
    CREDIT_SPENT = 1 << 12, CREDIT_EMPTY = 1 << 13, CREDIT_LOW = 1 << 14,
    CREDIT_TOPUP = 1 << 15, CREDIT_EXPIRY = 1 << 16, CREDIT_DAYS = 1 << 17,
    CREDIT_TODAY = 1 << 18, CREDIT_TOMORROW = 1 << 19, CREDIT_GONE = 1 << 20,
    CREDIT_NAV = 1 << 21, CREDIT_BUNDLE = 1 << 22,
    CREDIT_CENTS = 1 << 23, CREDIT_PURSE = 1 << 24, CREDIT_WHICH = 1 << 25,
    CREDIT_OF = 1 << 26, CREDIT_THEIRS = 1 << 27
};
/* What the money is not on. */
#define CREDIT_ELSEWHERE (CREDIT_OTHER | CREDIT_BUNDLE | CREDIT_UNIT)
#define CREDIT_NAMES \
    (CREDIT_BALANCE | CREDIT_CREDIT | CREDIT_MAIN | CREDIT_LEFT)

enum { CREDIT_PHRASE = 5 };     /* words of the longest */

/* What a folded phrase, one blank between its words, says; 0: it is in no
 * list. Any thread. */
unsigned credit_roles(const char *phrase);

/* --- the pieces: credit_cut.c -------------------------------------------- */

enum credit_kind { CREDIT_WORD, CREDIT_NUMBER, CREDIT_DATE };
enum credit_gap {           /* what stands before a piece, the strongest */
    CREDIT_GAP_NONE,
    CREDIT_GAP_BLANK,
    CREDIT_GAP_SOFT,        /* : = - ( and such */
    CREDIT_GAP_LINE,        /* a new line */
    CREDIT_GAP_COMMA,
    CREDIT_GAP_POINT,       /* of "Rs. 12", or of a sentence */
    CREDIT_GAP_END          /* surely the end of a sentence */
};

enum { CREDIT_TOKENS = 240, CREDIT_WORD_MAX = 64 };

struct credit_token {
    enum credit_kind kind;
    enum credit_gap gap;
    char sign;              /* of the gap, where it is one of : ) > = @ */
    bool ask;               /* its sentence ends with a question mark */
    bool line;              /* a new line stands in the gap */
    bool bound;             /* < or > or ~ stands in the gap */
    char word[CREDIT_WORD_MAX]; /* folded; a number as written: "1,234.5" */
    unsigned roles;         /* of a word */
    bool minus;             /* of a number, as what follows but day */
    bool money;             /* "45/-": a sign says that it is money */
    bool code;              /* no amount: to dial, a phone's, glued to
                             * letters */
    bool item;              /* a code that is an entry of a menu */
    bool unit;              /* a unit that is no money follows */
    const char *currency;   /* ISO, "" of several countries, NULL none */
    int from, to;           /* its pieces: its currency and unit too */
    int owner;              /* of a word: the number it belongs to, or -1 */
    int64_t day;            /* of a date: UTC ms, its end; 0: read in two ways,
                             * or no such day */
};

struct credit_text {
    int count;
    bool cut;               /* there was more */
    bool purse;             /* a word says that it is about a purse or a bank */
    struct credit_token token[CREDIT_TOKENS];
};

/* Each line of text folded and cut; the words that are a phrase of the lists
 * are one piece. Codes such as *144# and the time of day are left out. */
void credit_cut(const char *text, enum money_order order, bool order_known,
    int64_t now, struct credit_text *out);

/* credit_date.c: reads a date at s, folded: its bytes, 0 when it is none. */
int credit_date(const char *s, enum money_order order, bool order_known,
    int64_t now, int64_t *day);

/* The end of the day of at, here; UTC ms. */
int64_t credit_day_end(int64_t at);

/* --- the amounts: credit_number.c, credit_roles.c ------------------------- */

/* Gives each number its currency and unit, and marks those that are no
 * amount: entries of menus, phones, codes. */
void credit_mark(struct credit_text *x, const struct money_country *in);

/* Hundredths of a marked number. False: it can be read in two ways. */
bool credit_value(const struct credit_token *t, const struct money_country *in,
    int64_t *value);

enum credit_meaning {
    CREDIT_NOTHING,
    CREDIT_LEFT_OVER,       /* what is left */
    CREDIT_LEFT_MAINLY      /* ... and surely of the main account */
};

/* What the marked number i is by the words near it. */
enum credit_meaning credit_meaning(const struct credit_text *x, int i);

/* Where the sentence, or the clause, of piece i starts, and the piece behind
 * its last. */
void credit_sentence(const struct credit_text *x, int i, int *from, int *to);
void credit_clause(const struct credit_text *x, int i, int *from, int *to);

/* All that the words of pieces from to to - 1 say. */
unsigned credit_said(const struct credit_text *x, int from, int to);

#endif
