#include "text/money.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define DMY MONEY_DMY
#define MDY MONEY_MDY
#define YMD MONEY_YMD

static const struct money_country countries[] = {
    /* Africa */
    { "602", "EGP", 2, '.', DMY, false }, { "603", "DZD", 2, ',', DMY, false },
    { "604", "MAD", 2, ',', DMY, false }, { "605", "TND", 3, ',', DMY, false },
    { "606", "LYD", 3, '.', DMY, false }, { "607", "GMD", 2, '.', DMY, false },
    { "608", "XOF", 0, ',', DMY, false }, { "609", "MRU", 2, ',', DMY, false },
    { "610", "XOF", 0, ',', DMY, false }, { "611", "GNF", 0, ',', DMY, false },
    { "612", "XOF", 0, ',', DMY, false }, { "613", "XOF", 0, ',', DMY, false },
    { "614", "XOF", 0, ',', DMY, false }, { "615", "XOF", 0, ',', DMY, false },
    { "616", "XOF", 0, ',', DMY, false }, { "617", "MUR", 2, '.', DMY, false },
    { "618", "LRD", 2, '.', DMY, true }, { "619", "SLE", 2, '.', DMY, false },
    { "620", "GHS", 2, '.', DMY, false }, { "621", "NGN", 2, '.', DMY, false },
    { "622", "XAF", 0, ',', DMY, false }, { "623", "XAF", 0, ',', DMY, false },
    { "624", "XAF", 0, ',', DMY, false }, { "625", "CVE", 2, ',', DMY, false },
    { "626", "STN", 2, ',', DMY, false }, { "627", "XAF", 0, ',', DMY, false },
    { "628", "XAF", 0, ',', DMY, false }, { "629", "XAF", 0, ',', DMY, false },
    { "630", "CDF", 2, ',', DMY, true }, { "631", "AOA", 2, ',', DMY, false },
    { "632", "XOF", 0, ',', DMY, false }, { "633", "SCR", 2, '.', DMY, false },
    { "634", "SDG", 2, '.', DMY, false }, { "635", "RWF", 0, '.', DMY, false },
    { "636", "ETB", 2, '.', DMY, false }, { "637", "SOS", 2, '.', DMY, true },
    { "638", "DJF", 0, ',', DMY, false }, { "639", "KES", 2, '.', DMY, false },
    { "640", "TZS", 2, '.', DMY, false }, { "641", "UGX", 0, '.', DMY, false },
    { "642", "BIF", 0, ',', DMY, false }, { "643", "MZN", 2, ',', DMY, false },
    { "645", "ZMW", 2, '.', DMY, false }, { "646", "MGA", 0, ',', DMY, false },
    { "647", "EUR", 2, ',', DMY, false }, { "648", "ZWG", 2, '.', DMY, true },
    { "649", "NAD", 2, '.', DMY, false }, { "650", "MWK", 2, '.', DMY, false },
    { "651", "LSL", 2, '.', DMY, false }, { "652", "BWP", 2, '.', DMY, false },
    { "653", "SZL", 2, '.', DMY, false }, { "654", "KMF", 0, ',', DMY, false },
    { "655", "ZAR", 2, '.', YMD, false }, { "657", "ERN", 2, '.', DMY, false },
    { "659", "SSP", 2, '.', DMY, true },
    /* Asia */
    { "401", "KZT", 2, '.', DMY, false },
    { "402", "BTN", 2, '.', DMY, false }, { "404", "INR", 2, '.', DMY, false },
    { "405", "INR", 2, '.', DMY, false }, { "406", "INR", 2, '.', DMY, false },
    { "410", "PKR", 2, '.', DMY, false }, { "412", "AFN", 2, '.', DMY, false },
    { "413", "LKR", 2, '.', DMY, false }, { "414", "MMK", 2, '.', DMY, false },
    { "415", "LBP", 2, '.', DMY, true }, { "416", "JOD", 3, '.', DMY, false },
    { "417", "SYP", 2, '.', DMY, false }, { "418", "IQD", 0, '.', DMY, false },
    { "419", "KWD", 3, '.', DMY, false }, { "420", "SAR", 2, '.', DMY, false },
    { "421", "YER", 2, '.', DMY, false }, { "422", "OMR", 3, '.', DMY, false },
    { "424", "AED", 2, '.', DMY, false }, { "425", "ILS", 2, '.', DMY, false },
    { "426", "BHD", 3, '.', DMY, false }, { "427", "QAR", 2, '.', DMY, false },
    { "428", "MNT", 2, '.', YMD, false }, { "429", "NPR", 2, '.', DMY, false },
    { "432", "IRR", 0, '.', YMD, false },
    { "434", "UZS", 2, '.', DMY, false }, { "436", "TJS", 2, '.', DMY, false },
    { "437", "KGS", 2, '.', DMY, false }, { "438", "TMT", 2, '.', DMY, false },
    { "452", "VND", 0, ',', DMY, false },
    { "456", "KHR", 2, '.', DMY, true }, { "457", "LAK", 2, '.', DMY, false },
    { "460", "CNY", 2, '.', YMD, false }, { "470", "BDT", 2, '.', DMY, false },
    { "472", "MVR", 2, '.', DMY, false }, { "502", "MYR", 2, '.', DMY, false },
    { "510", "IDR", 0, ',', DMY, false }, { "514", "USD", 2, '.', DMY, false },
    { "515", "PHP", 2, '.', MDY, false }, { "520", "THB", 2, '.', DMY, false },
    { "286", "TRY", 2, ',', DMY, false },
    /* the Pacific */
    { "537", "PGK", 2, '.', DMY, false }, { "539", "TOP", 2, '.', DMY, false },
    { "540", "SBD", 2, '.', DMY, false }, { "541", "VUV", 0, '.', DMY, false },
    { "542", "FJD", 2, '.', DMY, false }, { "549", "WST", 2, '.', DMY, false },
    /* America */
    { "310", "USD", 2, '.', MDY, false }, { "311", "USD", 2, '.', MDY, false },
    { "334", "MXN", 2, '.', DMY, false }, { "338", "JMD", 2, '.', DMY, false },
    { "370", "DOP", 2, '.', DMY, false }, { "372", "HTG", 2, '.', DMY, false },
    { "374", "TTD", 2, '.', DMY, false }, { "702", "BZD", 2, '.', DMY, false },
    { "704", "GTQ", 2, '.', DMY, false }, { "706", "USD", 2, '.', DMY, false },
    { "708", "HNL", 2, '.', DMY, false }, { "710", "NIO", 2, '.', DMY, false },
    { "712", "CRC", 2, ',', DMY, false }, { "714", "PAB", 2, '.', DMY, true },
    { "716", "PEN", 2, '.', DMY, false }, { "722", "ARS", 2, ',', DMY, false },
    { "724", "BRL", 2, ',', DMY, false }, { "730", "CLP", 0, ',', DMY, false },
    { "732", "COP", 2, ',', DMY, false }, { "734", "VES", 2, ',', DMY, true },
    { "736", "BOB", 2, ',', DMY, false }, { "738", "GYD", 2, '.', DMY, false },
    { "740", "USD", 2, '.', DMY, false }, { "744", "PYG", 0, ',', DMY, false },
    { "748", "UYU", 2, ',', DMY, false },
    /* Europe, as far as its money is met elsewhere */
    { "208", "EUR", 2, ',', DMY, false }, { "214", "EUR", 2, ',', DMY, false },
    { "234", "GBP", 2, '.', DMY, false }, { "268", "EUR", 2, ',', DMY, false },
};

/* Words and signs, folded, and the money they may mean. */
static const struct {
    const char *word, *codes;
} words[] = {
    { "$", "USD MXN ARS CLP COP DOP UYU CVE NAD LRD ZWG FJD SBD JMD TTD BZD" },
    { "us$", "USD" }, { "usd$", "USD" }, { "dollars", "USD LRD NAD" },
    { "dollar", "USD LRD NAD" }, { "n$", "NAD" }, { "l$", "LRD" },
    { "ld", "LRD" }, { "r$", "BRL" }, { "rd$", "DOP" }, { "c$", "NIO" },
    { "s/", "PEN" }, { "soles", "PEN" }, { "sol", "PEN" }, { "b/", "PAB" },
    { "q", "GTQ" }, { "l", "HNL LSL" }, { "lps", "HNL" }, { "bs", "BOB VES" },
    { "pesos", "MXN ARS CLP COP DOP UYU PHP" }, { "mxn$", "MXN" },
    { "quetzales", "GTQ" }, { "lempiras", "HNL" }, { "₲", "PYG" },
    { "gs", "PYG" }, { "colones", "CRC" }, { "₡", "CRC" }, { "g", "HTG" },
    { "gourdes", "HTG" }, { "zwl$", "ZWG" }, { "zwl", "ZWG" },
    { "$zwg", "ZWG" }, { "zig", "ZWG" }, { "zwg$", "ZWG" }, { "€", "EUR" },
    { "euros", "EUR" }, { "£", "GBP EGP SDG SSP SYP LBP" },
    { "sh", "KES TZS UGX SOS" }, { "shs", "KES TZS UGX SOS" },
    { "shilling", "KES TZS UGX SOS" }, { "shillings", "KES TZS UGX SOS" },
    { "shilingi", "KES TZS" }, { "ksh", "KES" }, { "kshs", "KES" },
    { "tsh", "TZS" }, { "tshs", "TZS" }, { "ush", "UGX" }, { "ushs", "UGX" },
    { "shsos", "SOS" }, { "slsh", "SOS" }, { "birr", "ETB" }, { "br", "ETB" },
    { "ብር", "ETB" }, { "nakfa", "ERN" }, { "nkf", "ERN" }, { "frw", "RWF" },
    { "amafaranga", "RWF" }, { "fbu", "BIF" }, { "fdj", "DJF" },
    { "fd", "DJF" }, { "fc", "CDF KMF" },
    { "f", "XOF XAF GNF CDF KMF DJF BIF RWF" },
    { "fr", "XOF XAF GNF CDF KMF DJF BIF RWF" },
    { "frs", "XOF XAF GNF CDF KMF DJF BIF RWF" },
    { "francs", "XOF XAF GNF CDF KMF DJF BIF RWF" },
    { "franc", "XOF XAF GNF CDF KMF DJF BIF RWF" }, { "cfa", "XOF XAF" },
    { "fcfa", "XOF XAF" }, { "f cfa", "XOF XAF" }, { "fg", "GNF" },
    { "ar", "MGA" }, { "ariary", "MGA" }, { "da", "DZD" }, { "dh", "MAD AED" },
    { "dhs", "MAD AED" }, { "dt", "TND" }, { "um", "MRU" }, { "₦", "NGN" },
    { "naira", "NGN" }, { "n", "NGN" }, { "₵", "GHS" }, { "gh₵", "GHS" },
    { "ghc", "GHS" }, { "ghc$", "GHS" }, { "cedis", "GHS" }, { "cedi", "GHS" },
    { "gh¢", "GHS" }, { "gh", "GHS" }, { "¢", "GHS" }, { "le", "SLE EGP" },
    { "nle", "SLE" }, { "leones", "SLE" }, { "d", "GMD" }, { "dalasi", "GMD" },
    { "dalasis", "GMD" }, { "mk", "MWK" }, { "kwacha", "MWK ZMW" },
    { "k", "ZMW MWK PGK LAK" }, { "zk", "ZMW" }, { "mt", "MZN" },
    { "mts", "MZN" }, { "meticais", "MZN" }, { "metical", "MZN" },
    { "kz", "AOA" }, { "kwanzas", "AOA" }, { "r", "ZAR" }, { "rand", "ZAR" },
    { "rands", "ZAR" }, { "p", "BWP PHP" }, { "pula", "BWP" }, { "₱", "PHP" },
    { "e", "SZL" }, { "emalangeni", "SZL" }, { "m", "LSL" },
    { "maloti", "LSL" }, { "rs", "INR PKR LKR NPR MUR SCR" },
    { "rupees", "INR PKR LKR NPR MUR SCR" },
    { "rupee", "INR PKR LKR NPR MUR SCR" }, { "₨", "INR PKR LKR NPR MUR SCR" },
    { "₹", "INR" }, { "रुपये", "INR NPR" }, { "रुपए", "INR NPR" },
    { "रुपया", "INR NPR" }, { "रुपयों", "INR" }, { "रु", "INR NPR" },
    { "रू", "INR NPR" }, { "रुपैयाँ", "NPR" }, { "रुपैंयाँ", "NPR" },
    { "रुपैया", "NPR" }, { "nrs", "NPR" }, { "nr", "NPR" }, { "روپے", "PKR" },
    { "slr", "LKR" }, { "tk", "BDT" }, { "taka", "BDT" }, { "৳", "BDT" },
    { "টাকা", "BDT" }, { "rf", "MVR" }, { "ks", "MMK" }, { "kyat", "MMK" },
    { "kyats", "MMK" }, { "rp", "IDR" }, { "rupiah", "IDR" }, { "rm", "MYR" },
    { "ringgit", "MYR" }, { "baht", "THB" }, { "฿", "THB" }, { "₫", "VND" },
    { "dong", "VND" }, { "៛", "KHR" }, { "riel", "KHR" }, { "kip", "LAK" },
    { "tl", "TRY" }, { "₺", "TRY" }, { "lira", "TRY SYP LBP" },
    { "جنيه", "EGP SDG" }, { "جنيها", "EGP SDG" }, { "جنيهات", "EGP SDG" },
    { "جم", "EGP" }, { "جنيه سوداني", "SDG" }, { "ريال", "SAR YER OMR QAR" },
    { "ريالات", "SAR YER OMR QAR" }, { "رس", "SAR" }, { "رق", "QAR" },
    { "دينار", "JOD KWD IQD DZD TND LYD BHD" },
    { "دنانير", "JOD KWD IQD DZD TND LYD BHD" }, { "دع", "IQD" },
    { "دك", "KWD" }, { "دت", "TND" }, { "دج", "DZD" }, { "دا", "JOD" },
    { "درهم", "MAD AED" }, { "دراهم", "MAD AED" }, { "jd", "JOD" },
    { "kd", "KWD" }, { "bd", "BHD" }, { "ليره", "SYP LBP" },
    { "ليرة", "SYP LBP" }, { "شيكل", "ILS" }, { "₪", "ILS" },
    { "اوقيه", "MRU" }, { "vt", "VUV" }, { "vatu", "VUV" }, { "kina", "PGK" },
    { "dinar", "JOD KWD IQD DZD TND LYD BHD" },
    { "dinars", "JOD KWD IQD DZD TND LYD BHD" }, { "dirham", "MAD AED" },
    { "dirhams", "MAD AED" }, { "riyal", "SAR YER OMR QAR" },
    { "riyals", "SAR YER OMR QAR" }, { "rial", "YER OMR IRR" },
    { "rials", "YER OMR IRR" }, { "pound", "GBP EGP SDG SSP SYP LBP" },
    { "pounds", "GBP EGP SDG SSP SYP LBP" },
    { "livres", "EGP SDG SSP SYP LBP" },
    { "peso", "MXN ARS CLP COP DOP UYU PHP" }, { "lempira", "HNL" },
    { "quetzal", "GTQ" }, { "gourde", "HTG" }, { "goud", "HTG" },
    { "j$", "JMD" }, { "sr", "SCR SAR" }, { "دل", "LYD" }, { "tugrik", "MNT" },
    { "tugriks", "MNT" }, { "₮", "MNT" },
};

/* Codes that are words of other languages too: money where they are used. */
static const char common[] = " all cup mad pen sos top try lak mop ";

const struct money_country *
money_country(const char *imsi)
{
    for (size_t i = 0; i < sizeof(countries) / sizeof(*countries); i++)
        if (!strncmp(countries[i].mcc, imsi, 3))
            return &countries[i];
    return NULL;
}

const struct money_country *
money_style(const char *currency)
{
    for (size_t i = 0; i < sizeof(countries) / sizeof(*countries); i++)
        if (!strcmp(countries[i].currency, currency))
            return &countries[i];
    return NULL;
}

/* Of several, the country's own; none of them its own: "" unless it is the
 * dollar, which is used far from home. */
static const char *
choose(const char *codes, const struct money_country *in)
{
    static const char *const dollar = "USD";

    if (in && strstr(codes, in->currency))
        return in->currency;
    if (!codes[3])
        return codes;
    return in && !strncmp(codes, dollar, 3) ? dollar : "";
}

static const char *
iso(const char *word, const struct money_country *in)
{
    char spaced[8];

    snprintf(spaced, sizeof(spaced), " %.4s ", word);
    if (strstr(common, spaced) && (!in || strcasecmp(in->currency, word) != 0))
        return NULL;
    for (size_t i = 0; i < sizeof(countries) / sizeof(*countries); i++)
        if (!strcasecmp(countries[i].currency, word))
            return countries[i].currency;
    return NULL;
}

/* "le", "da" and "n" are words of many languages. */
static bool
is_doubtful(const char *word)
{
    static const char known[] = " rs tk rp rm sh mk mt ";
    char spaced[8];

    if (strlen(word) > 2 || strspn(word, "abcdefghijklmnopqrstuvwxyz")
            != strlen(word))
        return false;
    snprintf(spaced, sizeof(spaced), " %s ", word);
    return !strstr(known, spaced);
}

const char *
money_word(const char *word, const struct money_country *in, bool touching)
{
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (*words[i].word == *word && !strcmp(words[i].word, word))
            return is_doubtful(word) && !touching
                    && !(in && strstr(words[i].codes, in->currency))
                ? NULL : choose(words[i].codes, in);
    return strlen(word) == 3 ? iso(word, in) : NULL;
}
