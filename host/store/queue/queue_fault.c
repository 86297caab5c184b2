/* What the network's error numbers mean: TS 27.005 §3.2.5 (CMS; 1..127 are
 * TS 24.011 Annex E, 128..255 TS 23.040 §9.2.3.22) and TS 27.007 §9.2 (CME). */
#include "store/queue/queue.h"

struct meaning {
    int code;
    enum queue_fault fault;
    enum reason_code why;
};

static const struct meaning cms[] = {
    { 0, FAULT_UNKNOWN, REASON_NO_MEANING },
    { 1, FAULT_RECIPIENT, REASON_UNKNOWN_NUMBER },
    { 8, FAULT_ACCOUNT, REASON_OPERATOR_BARS },
    { 10, FAULT_ACCOUNT, REASON_SIM_BARRED },
    { 21, FAULT_UNCLEAR, REASON_REJECTED },
    { 27, FAULT_UNCLEAR, REASON_OUT_OF_SERVICE },
    { 28, FAULT_RECIPIENT, REASON_UNKNOWN_NUMBER },
    { 29, FAULT_UNCLEAR, REASON_NOT_OFFERED },
    { 30, FAULT_RECIPIENT, REASON_UNKNOWN_NUMBER },
    { 38, FAULT_NETWORK, REASON_OUT_OF_ORDER },
    { 41, FAULT_NETWORK, REASON_FAILED_FOR_A_MOMENT },
    { 42, FAULT_NETWORK, REASON_CROWDED },
    { 47, FAULT_NETWORK, REASON_NO_ROOM },
    { 50, FAULT_ACCOUNT, REASON_NO_SUBSCRIPTION },
    { 69, FAULT_ACCOUNT, REASON_NOT_LET },
    { 81, FAULT_UNCLEAR, REASON_LOST_TRACK },
    { 95, FAULT_RECIPIENT, REASON_MALFORMED },
    { 96, FAULT_RECIPIENT, REASON_MALFORMED },
    { 97, FAULT_RECIPIENT, REASON_NO_SUCH_TEXTS },
    { 98, FAULT_RECIPIENT, REASON_MALFORMED },
    { 99, FAULT_RECIPIENT, REASON_NO_SUCH_TEXTS },
    { 111, FAULT_UNCLEAR, REASON_NOT_CLEAR },
    { 127, FAULT_UNCLEAR, REASON_NOT_CLEAR },
    { 128, FAULT_RECIPIENT, REASON_NO_SUCH_TEXTS },
    { 129, FAULT_RECIPIENT, REASON_PHONE_TAKES_NONE },
    { 130, FAULT_RECIPIENT, REASON_PHONE_TAKES_NONE },
    { 143, FAULT_RECIPIENT, REASON_NO_SUCH_TEXTS },
    { 144, FAULT_RECIPIENT, REASON_NO_ALPHABET },
    { 145, FAULT_RECIPIENT, REASON_NO_CLASS },
    { 159, FAULT_RECIPIENT, REASON_NO_SUCH_TEXTS },
    { 192, FAULT_NETWORK, REASON_CENTRE_BUSY },
    { 193, FAULT_ACCOUNT, REASON_NO_CONTRACT },
    { 194, FAULT_NETWORK, REASON_CENTRE_OUT_OF_ORDER },
    { 195, FAULT_RECIPIENT, REASON_UNKNOWN_NUMBER },
    { 196, FAULT_RECIPIENT, REASON_RECIPIENT_BARS },
    { 197, FAULT_UNKNOWN, REASON_CENTRE_HAS_IT },
    { 198, FAULT_RECIPIENT, REASON_CENTRE_TAKES_NOT },
    { 199, FAULT_RECIPIENT, REASON_CENTRE_TAKES_NOT },
    { 255, FAULT_UNCLEAR, REASON_NOT_CLEAR },
    { 304, FAULT_RECIPIENT, REASON_DONGLE_MALFORMED },
    { 305, FAULT_RECIPIENT, REASON_DONGLE_MALFORMED },
    { 310, FAULT_SIM, REASON_NO_SIM },
    { 311, FAULT_SIM, REASON_SIM_WANTS_PIN },
    { 312, FAULT_SIM, REASON_DONGLE_LOCKED },
    { 313, FAULT_SIM, REASON_SIM_BROKEN },
    { 314, FAULT_SIM, REASON_SIM_BUSY },
    { 315, FAULT_SIM, REASON_SIM_UNUSABLE },
    { 316, FAULT_SIM, REASON_SIM_WANTS_PUK },
    { 317, FAULT_SIM, REASON_SIM_WANTS_PIN2 },
    { 318, FAULT_SIM, REASON_SIM_WANTS_PUK2 },
    { 330, FAULT_SETUP, REASON_NO_CENTRE },
    { 331, FAULT_NETWORK, REASON_NO_NETWORK },
    { 332, FAULT_UNKNOWN, REASON_NO_ANSWER_IN_TIME },
    { 500, FAULT_UNKNOWN, REASON_NOT_SAID },
};

static const struct meaning cme[] = {
    { 30, FAULT_NETWORK, REASON_NO_NETWORK },
    { 31, FAULT_UNKNOWN, REASON_NO_ANSWER_IN_TIME },
    { 32, FAULT_NETWORK, REASON_EMERGENCY_ONLY },
    { 100, FAULT_UNKNOWN, REASON_NOT_SAID },
};

/* The ranges that have no entry of their own. */
static struct meaning
cms_range(int code)
{
    if (code > 0 && code < 256)
        return (struct meaning){ code, FAULT_UNCLEAR, REASON_UNUSUAL };
    if (code >= 300 && code < 500)
        return (struct meaning){ code,
            code >= 306 && code < 320 ? FAULT_SIM : FAULT_MODEM,
            REASON_DONGLE_COULD_NOT };
    return (struct meaning){ code, FAULT_UNKNOWN, REASON_MAKER_KNOWS };
}

static struct meaning
cme_range(int code)
{
    if ((code >= 5 && code <= 18) || (code >= 40 && code <= 47))
        return (struct meaning){ code, FAULT_SIM, REASON_SIM_UNUSABLE };
    if (code >= 0 && code < 100)
        return (struct meaning){ code, FAULT_MODEM, REASON_DONGLE_COULD_NOT };
    return (struct meaning){ code, FAULT_UNKNOWN, REASON_MAKER_KNOWS };
}

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static struct meaning
meaning_of(enum link_error error, int code)
{
    switch (error) {
    case LINK_ERROR_CMS:
        for (size_t i = 0; i < COUNT(cms); i++)
            if (cms[i].code == code)
                return cms[i];
        return cms_range(code);
    case LINK_ERROR_CME:
        for (size_t i = 0; i < COUNT(cme); i++)
            if (cme[i].code == code)
                return cme[i];
        return cme_range(code);
    case LINK_ERROR_NONE:
    case LINK_ERROR_PLAIN:
        break;
    }
    return (struct meaning){ code, FAULT_UNKNOWN, REASON_NOT_SAID };
}

enum queue_fault
queue_fault_of(enum link_error error, int code)
{
    return meaning_of(error, code).fault;
}

struct reason
queue_fault_reason(enum link_error error, int code)
{
    struct reason why = reason_of(meaning_of(error, code).why), r;

    if (error != LINK_ERROR_CMS && error != LINK_ERROR_CME)
        return why;
    r = reason_of(error == LINK_ERROR_CMS ? REASON_CMS : REASON_CME);
    reason_add_reason(&r, &why);
    reason_add_number(&r, code);
    return r;
}
