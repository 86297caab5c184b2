#include "web/view/board_errand.h"

#include "board_proto.h"
#include "store/db/audit.h"

#include <stdio.h>
#include <string.h>

enum { OFF_MOST = BOARD_OFF_MAX_MS, VOLTS_MOST = 25000 };

#define SETTING_NAME(n, number, wire, first, least, most, unit) wire,
static const char *const settings[] = { BOARD_SETTINGS(SETTING_NAME) };

int
board_settings(void)
{
    return BOARD_SETTING_COUNT;
}

const char *
board_setting(int i)
{
    return settings[i];
}

static bool
is_setting(const char *name)
{
    for (int i = 0; i < BOARD_SETTING_COUNT; i++)
        if (!strcmp(settings[i], name))
            return true;
    return false;
}

/* What a person calls what is measured. */
static const char *
calibration(const char *name)
{
    return !strcmp(name, "battery") ? "calbat"
        : !strcmp(name, "adaptor")  ? "caladp"
        : !strcmp(name, "rail")     ? "calrail"
                                    : "";
}

/* NULL: it can be asked. */
static const char *
fault_of_errand(struct errand *what, const char *name)
{
    bool all = what->kind == ERRAND_GET && !*name;

    if (what->kind == ERRAND_CALIBRATE)
        name = calibration(name);
    snprintf(what->name, sizeof(what->name), "%s", name);
    switch (what->kind) {
    case ERRAND_GET:
    case ERRAND_SET:
        return all || is_setting(name) ? NULL
                                       : "The board has no such setting.";
    case ERRAND_CALIBRATE:
        return *name && what->value && what->value <= VOLTS_MOST ? NULL
            : "Say battery, adaptor or rail, and what a meter shows there.";
    case ERRAND_CUT:
        return what->value <= OFF_MOST && (!what->value
                || what->value >= BOARD_OFF_MIN_MS) ? NULL
            : "The dongle is off for 1 to 60 seconds.";
    case ERRAND_SERVICE:
    case ERRAND_TEST:
        return NULL;
    case ERRAND_KINDS:
        break;
    }
    return "The board does no such thing.";
}

enum err
board_errand(struct db *db, const char *who, struct errand *what,
    const char *name, int64_t *id, const char **fault)
{
    char detail[40];
    enum err e;

    if ((*fault = fault_of_errand(what, name)))
        return ERR_INPUT;
    snprintf(detail, sizeof(detail), "%s %u", what->name,
        (unsigned)what->value);
    e = errand_ask(what, id);
    *fault = e == ERR_BUSY ? "The board is busy with what was asked before."
                           : NULL;
    if (!e && what->kind != ERRAND_GET)
        e = audit_add(db, who, "board.asked", errand_name(what->kind),
            detail);
    return e;
}
