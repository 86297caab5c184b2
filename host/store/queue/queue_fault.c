/* What the network's error numbers mean: TS 27.005 §3.2.5 (CMS; 1..127 are
 * TS 24.011 Annex E, 128..255 TS 23.040 §9.2.3.22) and TS 27.007 §9.2 (CME). */
#include "store/queue/queue.h"

#include <stdio.h>

struct meaning {
    int code;
    enum queue_fault fault;
    const char *words;
};

static const struct meaning cms[] = {
    { 0, FAULT_UNKNOWN, "the network answered with an error without meaning" },
    { 1, FAULT_RECIPIENT, "the network does not know this number" },
    { 8, FAULT_ACCOUNT, "the operator bars this SIM from sending" },
    { 10, FAULT_ACCOUNT, "this SIM is barred from sending" },
    { 21, FAULT_UNCLEAR, "the network rejected the text" },
    { 27, FAULT_UNCLEAR, "the number is out of service" },
    { 28, FAULT_RECIPIENT, "the network does not know this number" },
    { 29, FAULT_UNCLEAR, "the network does not offer this" },
    { 30, FAULT_RECIPIENT, "the network does not know this number" },
    { 38, FAULT_NETWORK, "the network is out of order, or the phone's is" },
    { 41, FAULT_NETWORK, "the network failed for a moment" },
    { 42, FAULT_NETWORK, "the network is crowded" },
    { 47, FAULT_NETWORK, "the network has no room at the moment" },
    { 50, FAULT_ACCOUNT, "this SIM has no subscription for texts, or no"
                         " credit" },
    { 69, FAULT_ACCOUNT, "the network does not let this SIM send" },
    { 81, FAULT_UNCLEAR, "the network lost track of the text" },
    { 95, FAULT_RECIPIENT, "the network found the text malformed" },
    { 96, FAULT_RECIPIENT, "the network found the text malformed" },
    { 97, FAULT_RECIPIENT, "the network does not handle such texts" },
    { 98, FAULT_RECIPIENT, "the network found the text malformed" },
    { 99, FAULT_RECIPIENT, "the network does not handle such texts" },
    { 111, FAULT_UNCLEAR, "the network gave no clear reason" },
    { 127, FAULT_UNCLEAR, "the network gave no clear reason" },
    { 128, FAULT_RECIPIENT, "the network does not handle such texts" },
    { 129, FAULT_RECIPIENT, "the phone does not take such texts" },
    { 130, FAULT_RECIPIENT, "the phone does not take such texts" },
    { 143, FAULT_RECIPIENT, "the network does not handle such texts" },
    { 144, FAULT_RECIPIENT, "the network does not handle this alphabet" },
    { 145, FAULT_RECIPIENT, "the network does not handle this class" },
    { 159, FAULT_RECIPIENT, "the network does not handle such texts" },
    { 192, FAULT_NETWORK, "the message centre is busy" },
    { 193, FAULT_ACCOUNT, "the message centre has no contract with this SIM" },
    { 194, FAULT_NETWORK, "the message centre is out of order" },
    { 195, FAULT_RECIPIENT, "the network does not know this number" },
    { 196, FAULT_RECIPIENT, "the recipient bars texts" },
    { 197, FAULT_UNKNOWN, "the message centre says it has this text already" },
    { 198, FAULT_RECIPIENT, "the message centre does not take this text" },
    { 199, FAULT_RECIPIENT, "the message centre does not take this text" },
    { 255, FAULT_UNCLEAR, "the network gave no clear reason" },
    { 304, FAULT_RECIPIENT, "the dongle found the text malformed" },
    { 305, FAULT_RECIPIENT, "the dongle found the text malformed" },
    { 310, FAULT_SIM, "there is no SIM in the dongle" },
    { 311, FAULT_SIM, "the SIM asks for its PIN" },
    { 312, FAULT_SIM, "the dongle is locked to another SIM" },
    { 313, FAULT_SIM, "the SIM does not work" },
    { 314, FAULT_SIM, "the SIM is busy" },
    { 315, FAULT_SIM, "the SIM cannot be used" },
    { 316, FAULT_SIM, "the SIM is blocked and asks for its PUK" },
    { 317, FAULT_SIM, "the SIM asks for its second PIN" },
    { 318, FAULT_SIM, "the SIM is blocked and asks for its second PUK" },
    { 330, FAULT_SETUP, "the SIM does not know its message centre" },
    { 331, FAULT_NETWORK, "the dongle has no network" },
    { 332, FAULT_UNKNOWN, "the network did not answer in time" },
    { 500, FAULT_UNKNOWN, "the dongle gave no reason" },
};

static const struct meaning cme[] = {
    { 30, FAULT_NETWORK, "the dongle has no network" },
    { 31, FAULT_UNKNOWN, "the network did not answer in time" },
    { 32, FAULT_NETWORK, "the network allows emergency calls only" },
    { 100, FAULT_UNKNOWN, "the dongle gave no reason" },
};

/* The ranges that have no entry of their own. */
static struct meaning
cms_range(int code)
{
    if (code > 0 && code < 256)
        return (struct meaning){ code, FAULT_UNCLEAR,
            "the network gave an unusual reason" };
    if (code >= 300 && code < 500)
        return (struct meaning){ code,
            code >= 306 && code < 320 ? FAULT_SIM : FAULT_MODEM,
            "the dongle could not do it" };
    return (struct meaning){ code, FAULT_UNKNOWN,
        "the dongle gave a reason that only its maker knows" };
}

static struct meaning
cme_range(int code)
{
    if ((code >= 5 && code <= 18) || (code >= 40 && code <= 47))
        return (struct meaning){ code, FAULT_SIM, "the SIM cannot be used" };
    if (code >= 0 && code < 100)
        return (struct meaning){ code, FAULT_MODEM,
            "the dongle could not do it" };
    return (struct meaning){ code, FAULT_UNKNOWN,
        "the dongle gave a reason that only its maker knows" };
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
    return (struct meaning){ code, FAULT_UNKNOWN, "the dongle gave no reason" };
}

enum queue_fault
queue_fault_of(enum link_error error, int code)
{
    return meaning_of(error, code).fault;
}

const char *
queue_fault_text(enum link_error error, int code, char *out, size_t room)
{
    struct meaning m = meaning_of(error, code);

    if (error == LINK_ERROR_CMS || error == LINK_ERROR_CME)
        snprintf(out, room, "%s (%s %d)", m.words,
            error == LINK_ERROR_CMS ? "CMS" : "CME", code);
    else
        snprintf(out, room, "%s", m.words);
    return out;
}
