#include "dongle/trouble.h"

#include "base/clock.h"
#include "base/log.h"
#include "store/db/setting.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

static const struct meaning {
    enum status_phase phase;
    int64_t pause;              /* 0: as the ladder says */
    enum reason_code more;      /* with the detail; WORDS: it adds nothing */
    enum reason_code bare;      /* without one */
} meanings[] = {
    [LINK_TROUBLE_NO_DEVICE] = { STATUS_ABSENT, 500, REASON_WORDS,
        REASON_UNPLUGGED },
    [LINK_TROUBLE_BUSY] = { STATUS_RECOVERING, 10 * SECOND, REASON_HELD,
        REASON_WORDS },
    [LINK_TROUBLE_NO_ANSWER] = { STATUS_RECOVERING, 0, REASON_PORT_DEAF_MORE,
        REASON_PORT_DEAF },
    [LINK_TROUBLE_SILENT] = { STATUS_RECOVERING, 0, REASON_FELL_SILENT_MORE,
        REASON_FELL_SILENT },
    [LINK_TROUBLE_NO_SIM] = { STATUS_STOPPED, MINUTE, REASON_WORDS,
        REASON_PUT_SIM_IN },
    [LINK_TROUBLE_PIN_NEEDED] = { STATUS_STOPPED, HOUR, REASON_WORDS,
        REASON_WRITE_PIN },
    [LINK_TROUBLE_PIN_WRONG] = { STATUS_STOPPED, HOUR, REASON_WORDS,
        REASON_CORRECT_PIN },
    [LINK_TROUBLE_PUK] = { STATUS_STOPPED, HOUR, REASON_WORDS,
        REASON_TYPE_PUK },
    [LINK_TROUBLE_NOT_A_MODEM] = { STATUS_STOPPED, MINUTE, REASON_USE_ANOTHER,
        REASON_WORDS },
    [LINK_TROUBLE_LOCKED] = { STATUS_STOPPED, HOUR, REASON_WORDS,
        REASON_USE_ITS_SIM },
    [LINK_TROUBLE_OTHER] = { STATUS_RECOVERING, 0, REASON_BEING_RESTARTED,
        REASON_WORDS }
};

struct trouble_plan
trouble_plan(enum link_trouble t, const struct reason *detail)
{
    const struct meaning *m = &meanings[t];
    struct trouble_plan p = { m->phase, m->pause, reason_of(m->bare) };

    if (m->more && (reason_given(detail) || !m->bare)) {
        p.words = reason_of(m->more);
        reason_add_reason(&p.words, detail);
    }
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
