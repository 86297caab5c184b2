#include "settings/settings.h"

#include "base/log.h"
#include "store/db/audit.h"
#include "store/db/setting.h"
#include "text/clean.h"
#include "text/phone.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum kind { TEXT, LINES, NUMBER, SWITCH, TIME, DAYS, COUNTRY, ZONE, LANGUAGE,
    PIN };

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
    { "web.lock_minutes", NUMBER, AT(web.lock_minutes), 720, false },
    { "words.stop", LINES, AT(stop_words), 0, false },
    { "answer.on", SWITCH, AT(answer_on), 0, false },
    { "answer.text", TEXT, AT(answer_text), 0, false },
    { "modem.pin", PIN, AT(pin), 0, true },
};
enum { SETTINGS = sizeof(settings) / sizeof(*settings), VALUE = 600 };

static enum err
refuse(char *why, size_t room, const char *what)
{
    snprintf(why, room, "%s", what);
    return ERR_INPUT;
}

static enum err
read_text(const char *value, char *out, size_t n, char *why, size_t room)
{
    const char *fault = "";
    enum err e = clean_line(value, out, n, &fault);

    if (e == ERR_INPUT)
        snprintf(why, room, "This %s.", fault);
    return e;
}

/* One word a line; clean_line() of each, empty lines gone. */
static enum err
read_lines(const char *value, char *out, size_t n, char *why, size_t room)
{
    char line[80], *to = out;

    *to = '\0';
    while (*value) {
        size_t bytes = strcspn(value, "\r\n");
        char raw[200], clean[80];
        const char *fault = "";

        if (bytes >= sizeof(raw))
            return refuse(why, room, "A line is too long.");
        memcpy(raw, value, bytes);
        raw[bytes] = '\0';
        value += bytes + strspn(value + bytes, "\r\n");
        if (clean_line(raw, clean, sizeof(clean), &fault)) {
            snprintf(why, room, "A line %s.", fault);
            return ERR_INPUT;
        }
        if (!*clean)
            continue;
        snprintf(line, sizeof(line), "%s", clean);
        if (strlen(out) + strlen(line) + 2 > n)
            return refuse(why, room, "These are too many words.");
        to += sprintf(to, "%s%s", to == out ? "" : "\n", line);
    }
    return OK;
}

static enum err
read_time(const char *value, int *out, char *why, size_t room)
{
    int h, m, end = 0;

    if (sscanf(value, "%2d:%2d%n", &h, &m, &end) != 2 || value[end] || h < 0
        || h > 23 || m < 0 || m > 59)
        return refuse(why, room, "Write a time such as 21:00.");
    *out = h * 60 + m;
    return OK;
}

/* "06": Sunday and Saturday are without texts. */
static enum err
read_days(const char *value, int *out, char *why, size_t room)
{
    int days = 0;

    for (const char *p = value; *p; p++) {
        if (*p == '-')          /* none */
            continue;
        if (*p < '0' || *p > '6')
            return refuse(why, room, "Days are numbers from 0, Sunday.");
        days |= 1 << (*p - '0');
    }
    if (days == 0x7f)
        return refuse(why, room, "One day at least must be left for texts.");
    *out = days;
    return OK;
}

static enum err
read_number(const char *value, int most, int *out, char *why, size_t room)
{
    char *end;
    long n = strtol(value, &end, 10);

    if (!*value || *end || n < 0 || n > most) {
        snprintf(why, room, "Write a number from 0 to %d.", most);
        return ERR_INPUT;
    }
    *out = (int)n;
    return OK;
}

static enum err
read_country(const char *value, char out[3], char *why, size_t room)
{
    if (strlen(value) != 2 || !isalpha((unsigned char)value[0])
        || !isalpha((unsigned char)value[1]) || !phone_country_known(value))
        return refuse(why, room, "Choose a country from the list.");
    out[0] = (char)toupper((unsigned char)value[0]);
    out[1] = (char)toupper((unsigned char)value[1]);
    out[2] = '\0';
    return OK;
}

static enum err
read_zone(const char *value, char *out, size_t n, char *why, size_t room)
{
    char path[128];

    snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", value);
    if (!*value || strlen(value) >= n || *value == '/' || strstr(value, "..")
        || strlen(path) + 1 >= sizeof(path) || access(path, R_OK) != 0)
        return refuse(why, room, "Choose a time zone from the list, such as"
            " Africa/Nairobi.");
    snprintf(out, n, "%s", value);
    return OK;
}

static enum err
read_pin(const char *value, char *out, size_t n, char *why, size_t room)
{
    size_t digits = strspn(value, "0123456789");

    if (value[digits] || digits < 4 || digits > 8 || digits >= n)
        return refuse(why, room, "A PIN has 4 to 8 digits.");
    snprintf(out, n, "%s", value);
    return OK;
}

static enum err
read_value(const struct setting *s, const char *value, struct config *c,
    char *why, size_t room)
{
    void *at = (char *)c + s->offset;

    switch (s->kind) {
    case TEXT:
        return read_text(value, at, s->room, why, room);
    case LINES:
        return read_lines(value, at, s->room, why, room);
    case NUMBER:
        return read_number(value, s->most, at, why, room);
    case SWITCH:
        *(bool *)at = !strcmp(value, "1");
        return OK;
    case TIME:
        return read_time(value, at, why, room);
    case DAYS:
        return read_days(value, at, why, room);
    case COUNTRY:
        return read_country(value, at, why, room);
    case ZONE:
        return read_zone(value, at, s->room, why, room);
    case LANGUAGE:
        if (strlen(value) < 2 || strlen(value) >= s->room)
            return refuse(why, room, "Choose a language from the list.");
        return read_text(value, at, s->room, why, room);
    case PIN:
        break;
    }
    return read_pin(value, at, s->room, why, room);
}

enum err
settings_read(struct db *db, struct config *c)
{
    char value[VALUE], why[120];
    enum err e = OK;

    for (size_t i = 0; i < SETTINGS && !e; i++) {
        struct config trial = *c;

        if ((e = setting_get(db, settings[i].name, value, sizeof(value)))
            || !*value)
            continue;
        if (read_value(&settings[i], value, &trial, why, sizeof(why)))
            log_warn("settings", "%s is not used: %s", settings[i].name, why);
        else
            *c = trial;
    }
    return e;
}

enum err
settings_save(struct db *db, const char *name, const char *value,
    const char *who, char *why, size_t room)
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
        return refuse(why, room, "This is too long.");
    if (*value && (e = read_value(s, value, &trial, why, room)))
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
