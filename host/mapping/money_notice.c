#include "mapping/money_notice.h"

#include "text/money.h"
#include "text/unicode.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Beginnings of words, folded when they are compared. */
static const char *const told[] = { "balance", "received", "confirmed",
    "withdraw", "withdrew", "transferred", "deposit", "credited", "debited",
    "airtime", "m-pesa", "mpesa", "loan", "salio", "umepokea", "imethibitishwa",
    "umetuma", "umelipa", "solde", "recu", "transfert", "depot", "retrait",
    "saldo", "recibio", "recibiste", "recebeu", "transferencia", "recarga",
    "levantamento", "رصيد", "استلمت", "تحويل", "ايداع", "سحب", "bakiye",
    "yuklendi", "yatirildi", "havale", "बैलेंस", "जमा", "निकाले", "balans",
    "ሒሳብ", "ሂሳብ", "ተቀብለዋል", "ልከዋል" };

static bool
tells(const char *folded)
{
    for (size_t i = 0; i < sizeof(told) / sizeof(*told); i++) {
        char *word;
        bool found;

        if (unicode_fold(told[i], &word))
            return false;
        found = strstr(folded, word) != NULL;
        free(word);
        if (found)
            return true;
    }
    return false;
}

/* An amount: a word for money beside a number, or touching it ("KSh500"). */
static bool
has_amount(const char *folded)
{
    bool number = false, money = false;

    while (*folded) {
        char word[16];
        size_t n = 0;
        bool digits = isdigit((unsigned char)*folded) != 0;

        while (folded[n] && !strchr(" \n\t.,:;/()-", folded[n])
            && (isdigit((unsigned char)folded[n]) != 0) == digits)
            n++;
        if (!n) {
            folded++;
            continue;
        }
        if (n < sizeof(word)) {
            memcpy(word, folded, n);
            word[n] = '\0';
        }
        folded += n;
        if (digits && money)
            return true;
        money = !digits && n < sizeof(word)
            && money_word(word, NULL, isdigit((unsigned char)*folded) != 0);
        if (money && number)
            return true;
        number = digits;
    }
    return false;
}

bool
money_notice(const char *text)
{
    char *folded;
    bool found;

    if (unicode_fold(text, &folded))
        return false;
    found = tells(folded) && has_amount(folded);
    free(folded);
    return found;
}
