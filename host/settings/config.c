#include "settings/config.h"

#include <ctype.h>
#include <libconfig.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum kind { TEXT, NUMBER, SWITCH, TIME, DAYS };

/* One setting: where it stands in the file and in the struct. */
struct field {
    const char *path;
    enum kind kind;
    size_t offset, room;
    int least, most;            /* NUMBER; of TEXT the least length */
    const char *hint;           /* what to write, for the message */
};

#define TEXT_AT(path, member, least, hint)                                    \
    { path, TEXT, offsetof(struct config, member),                            \
        sizeof(((struct config *)0)->member), least, 0, hint }
#define NUMBER_AT(path, member, least, most)                                  \
    { path, NUMBER, offsetof(struct config, member), 0, least, most, NULL }

static const struct field fields[] = {
    TEXT_AT("school.name", school.name, 0, NULL),
    TEXT_AT("school.country", school.country, 2,
        "two letters as in ISO 3166, like \"KE\""),
    TEXT_AT("school.timezone", school.timezone, 1,
        "a name like \"Africa/Nairobi\""),
    TEXT_AT("school.language", school.language, 2, "a code like \"en\""),
    TEXT_AT("school.helpline", school.helpline, 0, NULL),
    TEXT_AT("data", data, 1, "a folder, like \"/var/lib/notehome\""),
    TEXT_AT("control", control, 1,
        "a path, like \"/run/notehome/control.sock\""),
    TEXT_AT("web.listen", web.listen, 1, "an address, like \"0.0.0.0\""),
    NUMBER_AT("web.port", web.port, 0, 65535),
    TEXT_AT("web.hosts", web.hosts, 0, NULL),
    NUMBER_AT("web.patience_seconds", web.patience_seconds, 1, 600),
    NUMBER_AT("web.lock_minutes", web.lock_minutes, 0, 720),
    NUMBER_AT("web.tls.port", web.tls_port, 0, 65535),
    { "web.tls.lead", SWITCH, offsetof(struct config, web.lead), 0, 0, 0,
        NULL },
    { "web.tls.hsts", SWITCH, offsetof(struct config, web.hsts), 0, 0, 0,
        NULL },
    TEXT_AT("web.tls.cert", web.cert, 1, "the path of a certificate"),
    TEXT_AT("web.tls.key", web.key, 1, "the path of its key"),
    TEXT_AT("board.device", board, 1, "\"auto\", \"none\" or a path"),
    TEXT_AT("board.modem", board_modem, 0, "the name of a modem"),
    TEXT_AT("board.shutdown", shutdown, 0,
        "a command, like \"/usr/bin/systemctl poweroff\""),
    TEXT_AT("keeper", keeper, 0, "a number like \"+254712345678\""),
    { "keeper_weekly", SWITCH, offsetof(struct config, keeper_weekly), 0, 0, 0,
        NULL },
    TEXT_AT("safeguarding.lead", safeguarding.lead, 0, NULL),
    TEXT_AT("safeguarding.lead_phone", safeguarding.lead_phone, 0,
        "a number like \"+254712345678\""),
    TEXT_AT("safeguarding.deputy", safeguarding.deputy, 0, NULL),
    TEXT_AT("safeguarding.deputy_phone", safeguarding.deputy_phone, 0,
        "a number like \"+254712345678\""),
    TEXT_AT("practice", practice, 1, "the control socket of notehome-sim"),
    { "quiet.from", TIME, offsetof(struct config, quiet_from), 0, 0, 0, NULL },
    { "quiet.to", TIME, offsetof(struct config, quiet_to), 0, 0, 0, NULL },
    { "quiet.days", DAYS, offsetof(struct config, quiet_days), 0, 0, 0, NULL },
    NUMBER_AT("caps.per_minute", caps.per_minute, 0, 1000),
    NUMBER_AT("caps.per_15_minutes", caps.per_15_minutes, 0, 10000),
    NUMBER_AT("caps.per_day", caps.per_day, 0, 100000),
    NUMBER_AT("caps.numbers_per_day", caps.numbers_per_day, 0, 100000),
    NUMBER_AT("caps.numbers_per_month", caps.numbers_per_month, 0, 100000),
    NUMBER_AT("caps.same_per_15_minutes", caps.same_per_15_minutes, 0, 10000),
    NUMBER_AT("caps.same_per_day", caps.same_per_day, 0, 100000),
    NUMBER_AT("automatic.per_hour", automatic.per_hour, 0, 1000),
    NUMBER_AT("automatic.per_day", automatic.per_day, 0, 10000),
    NUMBER_AT("automatic.credit", automatic.credit, 0, 1000000),
    { "urgent.to_stopped", SWITCH,
        offsetof(struct config, urgent_to_stopped), 0, 0, 0, NULL },
    { "alerts.words", SWITCH, offsetof(struct config, alert_words), 0, 0, 0,
        NULL },
    { "reports", SWITCH, offsetof(struct config, reports), 0, 0, 0, NULL },
    NUMBER_AT("validity_hours", validity_hours, 1, 24 * 7),
    NUMBER_AT("keep_months", keep_months, 0, 240),
    TEXT_AT("backup.folder", backup.folder, 1, "a folder"),
    TEXT_AT("backup.passphrase_file", backup.passphrase_file, 1,
        "the path of a file with one line"),
    TEXT_AT("backup.sticks", backup.sticks, 0, NULL),
    NUMBER_AT("backup.days", backup.days, 1, 366),
    NUMBER_AT("backup.weeks", backup.weeks, 0, 520),
    NUMBER_AT("backup.look_seconds", backup.look_seconds, 1, 3600),
    { NULL, TEXT, 0, 0, 0, 0, NULL }
};

#define MODEM_TEXT(path, member, hint)                                        \
    { path, TEXT, offsetof(struct config_modem, member),                      \
        sizeof(((struct config_modem *)0)->member), 1, 0, hint }

static const struct field modem_fields[] = {
    MODEM_TEXT("name", name, "a short name, like \"sim1\""),
    MODEM_TEXT("device", device, "a path, like \"/dev/ttyUSB0\""),
    MODEM_TEXT("pin", pin, "4 to 8 digits in quotes"),
    MODEM_TEXT("connection", connection, "\"dku2at\" or \"at115200\""),
    { "slow", SWITCH, offsetof(struct config_modem, slow), 0, 0, 0, NULL },
    { "poll_seconds", NUMBER, offsetof(struct config_modem, poll_ms), 0, 1,
        3600, NULL },
    { NULL, TEXT, 0, 0, 0, 0, NULL }
};

/* What reading carries along: where to say what is wrong. */
struct reading {
    const char *path;
    char *why;
    size_t room;
};

static enum err
complain(struct reading *r, const config_setting_t *s, const char *what,
    const char *detail)
{
    const char *file = s ? config_setting_source_file(s) : NULL;

    snprintf(r->why, r->room, "%s:%d: %s%s%s", file ? file : r->path,
        s ? (int)config_setting_source_line(s) : 1, what,
        detail ? ": " : "", detail ? detail : "");
    return ERR_INPUT;
}

static enum err
read_text(struct reading *r, const config_setting_t *s, const char *path,
    const struct field *f, char *out)
{
    const char *value = config_setting_get_string(s);
    char what[200];

    snprintf(what, sizeof(what), "%s must be text in quotes%s%s", path,
        f->hint ? ", " : "", f->hint ? f->hint : "");
    if (!value)
        return complain(r, s, what, NULL);
    if (strlen(value) >= f->room || (int)strlen(value) < f->least) {
        snprintf(what, sizeof(what), "%s is too %s%s%s", path,
            strlen(value) >= f->room ? "long" : "short",
            f->hint ? "; write " : "", f->hint ? f->hint : "");
        return complain(r, s, what, NULL);
    }
    for (const char *p = value; *p; p++)
        if (iscntrl((unsigned char)*p))
            return complain(r, s, path, "holds a control character");
    strcpy(out, value);
    return OK;
}

static enum err
read_time(struct reading *r, const config_setting_t *s, const char *path,
    int *minutes)
{
    const char *value = config_setting_get_string(s);
    int h, m, end = 0;

    if (!value || sscanf(value, "%2d:%2d%n", &h, &m, &end) != 2 || value[end]
        || h < 0 || h > 23 || m < 0 || m > 59)
        return complain(r, s, path, "write a time in quotes, like \"21:00\"");
    *minutes = h * 60 + m;
    return OK;
}

/* "06": Sunday and Saturday. */
static enum err
read_days(struct reading *r, const config_setting_t *s, const char *path,
    int *days)
{
    const char *value = config_setting_get_string(s);
    int all = 0;

    if (!value || value[strspn(value, "0123456")])
        return complain(r, s, path, "write days in quotes, from 0, Sunday, to"
            " 6, like \"06\"");
    for (; *value; value++)
        all |= 1 << (*value - '0');
    if (all == 0x7f)
        return complain(r, s, path, "one day at least must be left for texts");
    *days = all;
    return OK;
}

static enum err
read_field(struct reading *r, const config_setting_t *s, const char *path,
    const struct field *f, char *base)
{
    void *at = base + f->offset;
    char what[120];

    switch (f->kind) {
    case TEXT:
        return read_text(r, s, path, f, at);
    case TIME:
        return read_time(r, s, path, at);
    case DAYS:
        return read_days(r, s, path, at);
    case SWITCH:
        if (config_setting_type(s) != CONFIG_TYPE_BOOL)
            return complain(r, s, path, "write true or false");
        *(bool *)at = config_setting_get_bool(s);
        return OK;
    case NUMBER:
        break;
    }
    snprintf(what, sizeof(what), "write a whole number from %d to %d",
        f->least, f->most);
    if (config_setting_type(s) != CONFIG_TYPE_INT
        || config_setting_get_int(s) < f->least
        || config_setting_get_int(s) > f->most)
        return complain(r, s, path, what);
    *(int *)at = config_setting_get_int(s);
    return OK;
}

static const struct field *
find_field(const struct field *table, const char *path)
{
    for (; table->path; table++)
        if (!strcmp(table->path, path))
            return table;
    return NULL;
}

/* Whether path is the start of a known one ("web" of "web.port"). */
static bool
is_group_name(const struct field *table, const char *path)
{
    size_t n = strlen(path);

    for (; table->path; table++)
        if (!strncmp(table->path, path, n) && table->path[n] == '.')
            return true;
    return false;
}

/* Reads all settings in a group; prefix is "" or "web." */
static enum err
read_group(struct reading *r, const config_setting_t *group,
    const struct field *table, const char *prefix, char *base)
{
    const struct field *f;
    char path[120], inner[124];
    enum err e = OK;

    for (int i = 0; !e && i < config_setting_length(group); i++) {
        const config_setting_t *s =
            config_setting_get_elem(group, (unsigned)i);
        const char *name = config_setting_name(s);
        snprintf(path, sizeof(path), "%s%s", prefix, name ? name : "");
        if ((f = find_field(table, path))) {
            e = read_field(r, s, path, f, base);
        } else if (is_group_name(table, path)) {
            snprintf(inner, sizeof(inner), "%s.", path);
            e = config_setting_is_group(s)
                ? read_group(r, s, table, inner, base)
                : complain(r, s, path, "write { ... } with its settings");
        } else if (strcmp(path, "modems") != 0 || table != fields) {
            e = complain(r, s, "there is no setting of this name", path);
        }
    }
    return e;
}

static enum err
check_modem(struct reading *r, const config_setting_t *s,
    const struct config *c, int i)
{
    const struct config_modem *m = &c->modem[i];
    size_t digits = strspn(m->pin, "0123456789");

    if (!m->device[0])
        return complain(r, s, "a modem needs a device", "\"/dev/ttyUSB0\"");
    if (m->device[0] != '/')
        return complain(r, s, "device", "write the whole path, from /");
    if (m->pin[0] && (m->pin[digits] || digits < 4 || digits > 8))
        return complain(r, s, "pin", "write 4 to 8 digits in quotes");
    for (int j = 0; j < i; j++)
        if (!strcmp(c->modem[j].name, m->name)
            || !strcmp(c->modem[j].device, m->device))
            return complain(r, s, "two modems with one name or device",
                m->name);
    return OK;
}

static enum err
read_modems(struct reading *r, const config_setting_t *list, struct config *c)
{
    enum err e = OK;

    if (!config_setting_is_list(list))
        return complain(r, list, "modems",
            "write ( { name = ...; device = ...; } )");
    for (int i = 0; !e && i < config_setting_length(list); i++) {
        const config_setting_t *s =
            config_setting_get_elem(list, (unsigned)i);
        struct config_modem *m = &c->modem[i];
        if (i == CONFIG_MODEMS_MAX)
            return complain(r, s, "too many modems; 8 at most", NULL);
        if (!config_setting_is_group(s))
            return complain(r, s, "modems", "write { ... } for each");
        if ((e = read_group(r, s, modem_fields, "", (char *)m)))
            return e;
        m->poll_ms *= 1000;
        if (!m->name[0])
            snprintf(m->name, sizeof(m->name), "sim%d", i + 1);
        c->modems = i + 1;
        e = check_modem(r, s, c, i);
    }
    return e;
}

static enum err
check_board(struct reading *r, const config_t *file, const struct config *c)
{
    if (c->keeper[0] && (c->keeper[0] != '+' || strlen(c->keeper) < 8
            || c->keeper[1 + strspn(c->keeper + 1, "0123456789")]))
        return complain(r, config_lookup(file, "keeper"), "keeper",
            "write a number like \"+254712345678\"");
    if (c->board[0] != '/' && strcmp(c->board, "auto") != 0
        && strcmp(c->board, "none") != 0)
        return complain(r, config_lookup(file, "board.device"), "device",
            "write \"auto\", \"none\" or the whole path, from /");
    for (int i = 0; i < c->modems; i++)
        if (!strcmp(c->board, c->modem[i].device))
            return complain(r, config_lookup(file, "board.device"), "device",
                "this is a modem's");
    return OK;
}

/* What only makes sense together, or must exist on this machine. */
static enum err
check_whole(struct reading *r, const config_t *file, struct config *c)
{
    char zone[128];
    enum err e;

    snprintf(zone, sizeof(zone), "/usr/share/zoneinfo/%s", c->school.timezone);
    if (strstr(c->school.timezone, "..") || access(zone, R_OK) != 0)
        return complain(r, config_lookup(file, "school.timezone"),
            "no such time zone", c->school.timezone);
    for (char *p = c->school.country; *p; p++) {
        if (!isalpha((unsigned char)*p))
            return complain(r, config_lookup(file, "school.country"),
                "country", "two letters as in ISO 3166, like \"KE\"");
        *p = (char)toupper((unsigned char)*p);
    }
    if ((e = check_board(r, file, c)))
        return e;
    if (!c->web.cert[0] != !c->web.key[0])
        return complain(r, config_lookup(file, "web.tls"),
            "tls needs both cert and key", NULL);
    if (c->data[0] != '/' || c->control[0] != '/')
        return complain(r, config_lookup(file, c->data[0] != '/' ? "data"
            : "control"), "write the whole path, from /", NULL);
    if (!c->backup.folder[0] && snprintf(c->backup.folder,
            sizeof(c->backup.folder), "%s/backups", c->data)
            >= (int)sizeof(c->backup.folder))
        return complain(r, NULL, "the path of data is too long", NULL);
    if (!c->backup.passphrase_file[0] && snprintf(c->backup.passphrase_file,
            sizeof(c->backup.passphrase_file), "%s/backup.passphrase", c->data)
            >= (int)sizeof(c->backup.passphrase_file))
        return complain(r, NULL, "the path of data is too long", NULL);
    return OK;
}

static const struct config defaults = {
    .school = { .timezone = "UTC", .language = "en" },
    .data = "/var/lib/notehome",
    .control = "/run/notehome/control.sock",
    .web = { .listen = "0.0.0.0", .port = 8080, .patience_seconds = 45,
        .lock_minutes = 5, .tls_port = -1, .lead = true },
    .board = "auto",
    .quiet_from = 21 * 60,
    .quiet_to = 6 * 60,
    .automatic = { .per_hour = 20, .per_day = 60 },
    .urgent_to_stopped = true,
    .reports = true,
    .validity_hours = 48,
    .keep_months = 12,
    .backup = { .sticks = "/media /run/media /mnt", .days = 7, .weeks = 4,
        .look_seconds = 60 },
};

enum err
config_load(const char *path, struct config *out, char *why,
    unsigned long room)
{
    struct reading r = { path, why, room };
    struct config c = defaults;
    const config_setting_t *modems;
    config_t file;
    enum err e;

    config_init(&file);
    if (access(path, R_OK) != 0) {
        snprintf(why, room, "%s: cannot be read. Give the file with -c.", path);
        e = ERR_INPUT;
    } else if (!config_read_file(&file, path)) {
        const char *named = config_error_file(&file);
        snprintf(why, room, "%s:%d: %s", named ? named : path,
            config_error_line(&file), config_error_text(&file));
        e = ERR_INPUT;
    } else if (!(e = read_group(&r, config_root_setting(&file), fields, "",
                     (char *)&c))
        && !((modems = config_lookup(&file, "modems"))
            && (e = read_modems(&r, modems, &c)))) {
        e = check_whole(&r, &file, &c);
    }
    config_destroy(&file);
    if (!e)
        *out = c;
    return e;
}
