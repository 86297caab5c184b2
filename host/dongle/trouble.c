#include "dongle/trouble.h"

#include "base/clock.h"
#include "base/log.h"
#include "store/db/setting.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

struct meaning {
    enum status_phase phase;
    int64_t pause;              /* 0: as the ladder says */
    const char *words;          /* %s: the detail */
};

static struct meaning
meaning_of(enum link_trouble t)
{
    switch (t) {
    case LINK_TROUBLE_NO_DEVICE:
        return (struct meaning){ STATUS_ABSENT, 500,
            "The dongle is not plugged in. Plug it in; it is found by"
            " itself.%.0s" };
    case LINK_TROUBLE_BUSY:
        return (struct meaning){ STATUS_RECOVERING, 10 * SECOND,
            "Another program holds the dongle (%s). Stop that program;"
            " ModemManager leaves it alone once Notehome's udev rule is"
            " installed." };
    case LINK_TROUBLE_NO_ANSWER:
        return (struct meaning){ STATUS_RECOVERING, 0,
            "This port does not answer. If it goes on, pull the dongle out"
            " and plug it in again. %s" };
    case LINK_TROUBLE_SILENT:
        return (struct meaning){ STATUS_RECOVERING, 0,
            "The dongle fell silent and is being restarted. %s" };
    case LINK_TROUBLE_NO_SIM:
        return (struct meaning){ STATUS_STOPPED, MINUTE,
            "There is no SIM in the dongle, or it sits badly. Put one in."
            "%.0s" };
    case LINK_TROUBLE_PIN_NEEDED:
        return (struct meaning){ STATUS_STOPPED, HOUR,
            "The SIM asks for its PIN. Write it in the configuration (pin ="
            " \"...\") and reload.%.0s" };
    case LINK_TROUBLE_PIN_WRONG:
        return (struct meaning){ STATUS_STOPPED, HOUR,
            "The SIM refused the PIN; it is not tried again, for three wrong"
            " tries block the SIM. Write the right PIN in the configuration"
            " and reload.%.0s" };
    case LINK_TROUBLE_PUK:
        return (struct meaning){ STATUS_STOPPED, HOUR,
            "The SIM is blocked and asks for its PUK. Put it in a phone and"
            " type the PUK from its card.%.0s" };
    case LINK_TROUBLE_NOT_A_MODEM:
        return (struct meaning){ STATUS_STOPPED, MINUTE,
            "This device cannot keep or send texts (%s). Use another model;"
            " the manual lists those that work." };
    case LINK_TROUBLE_OTHER:
        break;
    }
    return (struct meaning){ STATUS_RECOVERING, 0,
        "The dongle is being restarted: %s." };
}

struct trouble_plan
trouble_plan(enum link_trouble t, const char *detail)
{
    struct meaning m = meaning_of(t);
    struct trouble_plan p = { m.phase, m.pause, "" };

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(p.words, sizeof(p.words), m.words, detail);
#pragma GCC diagnostic pop
    return p;
}

/* --- PINs ----------------------------------------------------------------- */

/* The setting's name, and the PIN in a form that does not show it. */
static void
name_and_hash(const char *modem, const char *pin, char key[64], char hash[33])
{
    unsigned char h[16];

    snprintf(key, 64, "pin_refused.%s", modem);
    crypto_generichash(h, sizeof(h), (const unsigned char *)pin, strlen(pin),
        (const unsigned char *)key, strlen(key));
    sodium_bin2hex(hash, 33, h, sizeof(h));
}

void
trouble_pin_refused(struct db *db, const char *modem, const char *pin)
{
    char key[64], hash[33];
    enum err e;

    name_and_hash(modem, pin, key, hash);
    if ((e = setting_set(db, key, hash)))
        log_error("dongle", "modem=%s refused PIN not noted (%s): take it out"
            " of the configuration", modem, err_text(e));
}

bool
trouble_pin_is_refused(struct db *db, const char *modem, const char *pin)
{
    char key[64], hash[33], stored[40];

    if (!pin[0])
        return false;
    name_and_hash(modem, pin, key, hash);
    /* A store that cannot be read must not cost a SIM. */
    return setting_get(db, key, stored, sizeof(stored)) != OK
        || !strcmp(stored, hash);
}

bool
trouble_pin_is_another(struct db *db, const char *modem)
{
    char key[64], hash[33], stored[40];

    name_and_hash(modem, "", key, hash);
    return setting_get(db, key, stored, sizeof(stored)) == OK && stored[0];
}
