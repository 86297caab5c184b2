#include "settings/settings.h"

#include "base/log.h"
#include "store/db/audit.h"
#include "store/db/setting.h"
#include "store/thread/tone.h"
#include "text/clean.h"
#include "text/phone.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum kind { TEXT, LINES, NUMBER, SWITCH, TIME, DAYS, TONES_SET, COUNTRY, ZONE,
    LANGUAGE, PIN, PHONE };

static const struct setting {
    const char *name;
    enum kind kind;
    size_t offset, room;
    int most;                   /* NUMBER */
    bool secret;                /* not for the audit log */
} settings[] = {
#define AT(member) offsetof(struct config, member),                           \
        sizeof(((struct config *)0)->member)
    { "school.name", TEXT, AT(school.name), 0, false },
    { "school.country", COUNTRY, AT(school.country), 0, false },
    { "school.timezone", ZONE, AT(school.timezone), 0, false },
    { "school.language", LANGUAGE, AT(school.language), 0, false },
    { "school.helpline", TEXT, AT(school.helpline), 0, false },
    { "safeguarding.lead", TEXT, AT(safeguarding.lead), 0, false },
    { "safeguarding.lead_phone", PHONE, AT(safeguarding.lead_phone), 0, true },
    { "safeguarding.deputy", TEXT, AT(safeguarding.deputy), 0, false },
    { "safeguarding.deputy_phone", PHONE, AT(safeguarding.deputy_phone), 0,
        true },
    { "quiet.from", TIME, AT(quiet_from), 0, false },
    { "quiet.to", TIME, AT(quiet_to), 0, false },
    { "quiet.days", DAYS, AT(quiet_days), 0, false },
    { "caps.per_minute", NUMBER, AT(caps.per_minute), 1000, false },
    { "caps.per_15_minutes", NUMBER, AT(caps.per_15_minutes), 10000, false },
    { "caps.per_day", NUMBER, AT(caps.per_day), 100000, false },
    { "caps.numbers_per_day", NUMBER, AT(caps.numbers_per_day), 100000,
        false },
    { "caps.numbers_per_month", NUMBER, AT(caps.numbers_per_month), 100000,
        false },
    { "caps.same_per_15_minutes", NUMBER, AT(caps.same_per_15_minutes), 10000,
        false },
    { "caps.same_per_day", NUMBER, AT(caps.same_per_day), 100000, false },
    { "automatic.per_hour", NUMBER, AT(automatic.per_hour), 1000, false },
    { "automatic.per_day", NUMBER, AT(automatic.per_day), 10000, false },
    { "automatic.credit", NUMBER, AT(automatic.credit), 1000000, false },
    { "urgent.to_stopped", SWITCH, AT(urgent_to_stopped), 0, false },
    { "tell.approval", TONES_SET, AT(alone), 0, false },
    { "alerts.words", SWITCH, AT(alert_words), 0, false },
    { "web.lock_minutes", NUMBER, AT(web.lock_minutes), 720, false },
    { "words.stop", LINES, AT(stop_words), 0, false },
    { "words.harm", LINES, AT(harm_words), 0, true },
    { "answer.on", SWITCH, AT(answer_on), 0, false },
    { "answer.text", TEXT, AT(answer_text), 0, false },
    { "modem.pin", PIN, AT(pin), 0, true },
};
enum { SETTINGS = sizeof(settings) / sizeof(*settings), VALUE = 600 };

static enum err
refuse(struct reason *why, enum reason_code because)
{
    return reason_refuse(why, ERR_INPUT, reason_of(because));
}

static enum err
refuse_fault(struct reason *why, enum reason_code because,
    enum reason_code fault)
{
    struct reason r = reason_of(because), what = reason_of(fault);

    reason_add_reason(&r, &what);
    return reason_refuse(why, ERR_INPUT, r);
}

static enum err
read_text(const char *value, char *out, size_t n, struct reason *why)
{
    enum reason_code fault;
    enum err e = clean_line(value, out, n, &fault);

    return e == ERR_INPUT ? refuse_fault(why, REASON_THIS_FAULT, fault) : e;
}

/* One word a line; clean_line() of each, empty lines gone. */
static enum err
read_lines(const char *value, char *out, size_t n, struct reason *why)
{
    char line[80], *to = out;

    *to = '\0';
    while (*value) {
        size_t bytes = strcspn(value, "\r\n");
        char raw[200], clean[80];
        enum reason_code fault;

        if (bytes >= sizeof(raw))
            return refuse(why, REASON_LINE_TOO_LONG);
        memcpy(raw, value, bytes);
        raw[bytes] = '\0';
        value += bytes + strspn(value + bytes, "\r\n");
        if (clean_line(raw, clean, sizeof(clean), &fault))
            return refuse_fault(why, REASON_LINE_FAULT, fault);
        if (!*clean)
            continue;
        snprintf(line, sizeof(line), "%s", clean);
        if (strlen(out) + strlen(line) + 2 > n)
            return refuse(why, REASON_MANY_WORDS);
        to += sprintf(to, "%s%s", to == out ? "" : "\n", line);
    }
    return OK;
}

static enum err
read_time(const char *value, int *out, struct reason *why)
{
    int h, m, end = 0;

    if (sscanf(value, "%2d:%2d%n", &h, &m, &end) != 2 || value[end] || h < 0
        || h > 23 || m < 0 || m > 59)
        return refuse(why, REASON_TIME_AS);
    *out = h * 60 + m;
    return OK;
}

/* "06": Sunday and Saturday are without texts. */
static enum err
read_days(const char *value, int *out, struct reason *why)
{
    int days = 0;

    for (const char *p = value; *p; p++) {
        if (*p == '-')          /* none */
            continue;
        if (*p < '0' || *p > '6')
            return refuse(why, REASON_DAYS_FROM_0);
        days |= 1 << (*p - '0');
    }
    if (days == 0x7f)
        return refuse(why, REASON_ONE_DAY_LEFT);
    *out = days;
    return OK;
}

/* Which kinds wait, "04": texts without one, and concerns; "-" or, as before,
 * "off": none. *out: the others. */
static enum err
read_tones(const char *value, int *out, struct reason *why)
{
    int tones = 0;

    if (strcmp(value, "-") != 0 && strcmp(value, "off") != 0)
        for (const char *p = value; *p; p++) {
            if (*p < '0' || *p >= '0' + TONES)
                return refuse(why, REASON_KINDS_FROM_0);
            tones |= 1 << (*p - '0');
        }
    *out = ((1 << TONES) - 1) & ~tones;
    return OK;
}

static enum err
read_number(const char *value, int most, int *out, struct reason *why)
{
    char *end;
    long n = strtol(value, &end, 10);

    if (!*value || *end || n < 0 || n > most)
        return reason_refuse(why, ERR_INPUT,
            reason_number(REASON_NUMBER_UP_TO, most));
    *out = (int)n;
    return OK;
}

static enum err
read_country(const char *value, char out[3], struct reason *why)
{
    if (strlen(value) != 2 || !isalpha((unsigned char)value[0])
        || !isalpha((unsigned char)value[1]) || !phone_country_known(value))
        return refuse(why, REASON_COUNTRY_OF_LIST);
    out[0] = (char)toupper((unsigned char)value[0]);
    out[1] = (char)toupper((unsigned char)value[1]);
    out[2] = '\0';
    return OK;
}

static enum err
read_zone(const char *value, char *out, size_t n, struct reason *why)
{
    char path[128];

    snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", value);
    if (!*value || strlen(value) >= n || *value == '/' || strstr(value, "..")
        || strlen(path) + 1 >= sizeof(path) || access(path, R_OK) != 0)
        return refuse(why, REASON_ZONE_OF_LIST);
    snprintf(out, n, "%s", value);
    return OK;
}

static enum err
read_pin(const char *value, char *out, size_t n, struct reason *why)
{
    size_t digits = strspn(value, "0123456789");

    if (value[digits] || digits < 4 || digits > 8 || digits >= n)
        return refuse(why, REASON_PIN_DIGITS);
    snprintf(out, n, "%s", value);
    return OK;
}

/* As people of the school's country write it, or none. */
static enum err
read_phone(const char *value, const char *country, char *out, size_t n,
    struct reason *why)
{
    struct phone_number p;

    *out = '\0';
    if (!value[strspn(value, " ")])
        return OK;
    phone_read(value, country, &p);
    if (!p.international || strlen(p.text) >= n)
        return refuse(why, REASON_NO_PHONE_NUMBER);
    snprintf(out, n, "%s", p.text);
    return OK;
}

static enum err
read_value(const struct setting *s, const char *value, struct config *c,
    struct reason *why)
{
    void *at = (char *)c + s->offset;

    switch (s->kind) {
    case TEXT:
        return read_text(value, at, s->room, why);
    case LINES:
        return read_lines(value, at, s->room, why);
    case NUMBER:
        return read_number(value, s->most, at, why);
    case SWITCH:
        *(bool *)at = !strcmp(value, "1");
        return OK;
    case TIME:
        return read_time(value, at, why);
    case DAYS:
        return read_days(value, at, why);
    case TONES_SET:
        return read_tones(value, at, why);
    case COUNTRY:
        return read_country(value, at, why);
    case ZONE:
        return read_zone(value, at, s->room, why);
    case LANGUAGE:
        if (strlen(value) < 2 || strlen(value) >= s->room)
            return refuse(why, REASON_LANGUAGE_OF_LIST);
        return read_text(value, at, s->room, why);
    case PHONE:
        return read_phone(value, c->school.country, at, s->room, why);
    case PIN:
        break;
    }
    return read_pin(value, at, s->room, why);
}

enum err
settings_read(struct db *db, struct config *c)
{
    struct reason why = { 0 };
    char value[VALUE], said[REASON_SAID];
    enum err e = OK;

    for (size_t i = 0; i < SETTINGS && !e; i++) {
        struct config trial = *c;

        if ((e = setting_get(db, settings[i].name, value, sizeof(value)))
            || !*value)
            continue;
        if (read_value(&settings[i], value, &trial, &why))
            log_warn("settings", "%s is not used: %s", settings[i].name,
                reason_english(&why, said));
        else
            *c = trial;
    }
    return e;
}

enum err
settings_save(struct db *db, const char *name, const char *value,
    const char *who, struct reason *why)
{
    const struct setting *s = NULL;
    struct config trial = { 0 };
    char before[VALUE];
    enum err e;

    for (size_t i = 0; i < SETTINGS && !s; i++)
        if (!strcmp(settings[i].name, name))
            s = &settings[i];
    if (!s)
        return ERR_NOT_FOUND;
    if (strlen(value) >= VALUE)
        return refuse(why, REASON_THIS_TOO_LONG);
    if (*value && (e = read_value(s, value, &trial, why)))
        return e;
    if ((e = setting_get(db, name, before, sizeof(before)))
        || !strcmp(before, value) || (e = db_begin(db)))
        return e;
    if (!(e = setting_set(db, name, value)))
        e = audit_add(db, who, "setting.change", name,
            s->secret ? "" : value);
    db_touch(db, DB_SETTINGS);
    return db_end(db, e);
}
