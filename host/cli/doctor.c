#include "cli/doctor.h"

#include "cli/show.h"

#include <stdio.h>
#include <string.h>

enum { DAY_S = 24 * 3600, BACKUP_DAYS = 3, LINE = 700 };
#define ROOM_BAD (100LL * 1000 * 1000)
#define ROOM_LOW (500LL * 1000 * 1000)

void
doctor_add(json_t *checks, const char *check, const char *level,
    const char *text, const char *todo)
{
    bool none = !todo || !*todo;

    json_array_append_new(checks, json_pack("{s:s, s:s, s:s, s:o}", "check",
        check, "level", level, "text", text, "do",
        none ? json_null() : json_string(todo)));
}

int
doctor_count(const json_t *checks, const char *level)
{
    const json_t *c;
    size_t i;
    int n = 0;

    json_array_foreach(checks, i, c)
        n += !strcmp(show_text(c, "level"), level);
    return n;
}

enum lines { LINES_BAD, LINES_NOT_GOOD, LINES_ALL };

/* Adds those of the daemon's own lines on this subject; false: there is
 * none. */
static bool
add_lines(json_t *checks, const json_t *status, const char *subject,
    const char *check, const char *todo, enum lines which)
{
    const json_t *w;
    bool any = false;
    size_t i;

    json_array_foreach(json_object_get(status, "words"), i, w) {
        bool good = !strcmp(show_text(w, "level"), "ok");
        bool bad = !strcmp(show_text(w, "level"), "bad");

        if (strcmp(show_text(w, "subject"), subject) != 0
            || (good && which != LINES_ALL) || (!bad && which == LINES_BAD))
            continue;
        doctor_add(checks, check, show_text(w, "level"), show_text(w, "text"),
            good ? NULL : todo);
        any = true;
    }
    return any;
}

static void
read_disk(json_t *checks, const json_t *status)
{
    const json_t *disk = json_object_get(status, "disk");
    long long room = show_int(disk, "free");
    bool low = json_is_object(disk) && room < ROOM_LOW;
    bool full = json_is_object(disk) && room < ROOM_BAD;
    char text[LINE];

    /* What is bad about the disk although there is room: no write gets
     * there. */
    if (full || !add_lines(checks, status, "disk", "database", "Look at the"
            " card or disk: sudo dmesg | tail. Take a backup to a stick, and"
            " put in another.", LINES_BAD))
        doctor_add(checks, "database", "ok", "opens and answers", NULL);
    if (!json_is_object(disk)) {
        doctor_add(checks, "disk", "warn", "its free room is not known", "See"
            " whether the data folder (data in the settings) is there: df -h");
        return;
    }
    snprintf(text, sizeof(text), "%.1f GB left", (double)room / 1e9);
    doctor_add(checks, "disk", full ? "bad" : low ? "warn" : "ok", text,
        low ? "Make room: old logs (sudo journalctl --vacuum-time=7d), old"
              " backups, other people's files." : NULL);
}

static void
read_clock(json_t *checks, const json_t *status)
{
    const json_t *clock = json_object_get(status, "clock");
    bool sure = json_is_true(json_object_get(clock, "sure"));
    char text[LINE];

    snprintf(text, sizeof(text), sure ? "%s" : "%s is perhaps wrong",
        show_time(show_text(clock, "now")));
    doctor_add(checks, "clock", sure ? "ok" : "bad", text, sure ? NULL
        : "Set it: sudo timedatectl set-time '2026-11-29 14:05'. A board with a"
          " clock, or the internet, keeps it.");
}

static void
read_dongles(json_t *checks, const json_t *status)
{
    const json_t *m;
    char text[LINE];
    size_t i;

    if (!json_array_size(json_object_get(status, "modems")))
        doctor_add(checks, "dongle", "bad", "none is known", "Plug one in, into"
            " a port that gives enough current; wait a minute. The page Dongles"
            " says which ones work.");
    json_array_foreach(json_object_get(status, "modems"), i, m) {
        bool works = !strcmp(show_text(m, "state"), "working");
        bool heard = json_is_true(json_object_get(m, "registered"));
        bool locked = json_is_true(json_object_get(m, "locked"));

        snprintf(text, sizeof(text), "%s is %s%s%s", show_text(m, "name"),
            works && !heard ? locked
                ? "without a network, and locked to one operator"
                : "without a network" : show_text(m, "state"),
            *show_text(m, "trouble") ? ": " : "", show_text(m, "trouble"));
        doctor_add(checks, "dongle", !works ? "bad" : heard ? "ok" : "warn",
            text, !works ? "Take it out, wait ten seconds, plug it in again;"
                           " then notehome modems says what was tried."
            : heard ? NULL
            : locked ? "Use a SIM of that operator, or a dongle that is sold"
                       " without a lock."
                     : "Move it to a window or use a longer cable; is the"
                             " SIM in, and not barred?");
    }
}

static void
read_sims(json_t *checks, const json_t *status)
{
    const json_t *s;
    char text[LINE];
    size_t i;

    json_array_foreach(json_object_get(status, "sims"), i, s) {
        const char *why = show_text(s, "paused_why");
        bool lost = !strcmp(show_text(json_object_get(s, "proof"), "state"),
            "lost");
        bool dies = *show_text(s, "dies") != '\0';

        snprintf(text, sizeof(text), "%s%s%s%s", show_text(s, "name"),
            *why ? " is paused: " : lost ? " sends and does not receive" : dies
                ? " is in order; unused it ends on " : " is in order",
            *why ? why : "", !*why && !lost ? show_text(s, "dies") : "");
        doctor_add(checks, "SIM", *why ? "bad" : lost ? "warn" : "ok", text,
            *why ? "Mend what is said; it goes on by itself. Its limits are on"
                   " the page Settings, SIMs."
            : lost ? "Ring its number: does the operator know it? Is its memory"
                     " full of texts of before?" : NULL);
    }
    if (!json_array_size(json_object_get(status, "sims")))
        doctor_add(checks, "SIM", "bad", "none was ever seen", "Put a SIM with"
            " credit into the dongle; its PIN goes into Settings, Connection.");
}

static void
read_credit(json_t *checks, const json_t *status)
{
    const json_t *s;
    bool known = false;
    char text[LINE];
    size_t i;

    if (add_lines(checks, status, "credit", "credit", "Top it up, then:"
            " notehome balance SIM", LINES_NOT_GOOD))
        return;
    json_array_foreach(json_object_get(status, "sims"), i, s)
        if (*show_text(s, "balance")) {
            snprintf(text, sizeof(text), "%s has %s %s",
                show_text(s, "name"), show_text(s, "balance"),
                show_text(s, "currency"));
            doctor_add(checks, "credit", "ok", text, NULL);
            known = true;
        }
    if (!known)
        doctor_add(checks, "credit", "warn", "not known", "Ask the operator:"
            " notehome balance [SIM] --code CODE (as *144#). Once asked it is"
            " watched.");
}

static void
read_backup(json_t *checks, const json_t *status, time_t now)
{
    const json_t *b = json_object_get(status, "backup");
    const char *trouble = show_text(b, "trouble"), *at = show_text(b, "at");
    struct tm t = { 0 };
    long days = -1;
    char text[LINE];

    if (sscanf(at, "%d-%d-%d", &t.tm_year, &t.tm_mon, &t.tm_mday) == 3) {
        t.tm_year -= 1900;
        t.tm_mon--;
        days = (long)((now - timegm(&t)) / DAY_S);
    }
    if (*trouble)
        snprintf(text, sizeof(text), "the last one failed: %s", trouble);
    else if (days < 0)
        snprintf(text, sizeof(text), "there is none");
    else
        snprintf(text, sizeof(text), "the last is of %s", show_time(at));
    doctor_add(checks, "backup", *trouble ? "bad"
        : days < 0 || days > BACKUP_DAYS ? "warn" : "ok", text,
        *trouble || days < 0 || days > BACKUP_DAYS
            ? "Plug in a USB stick with a folder notehome-backup at its top,"
              " or: sudo notehome backup DIR" : NULL);
}

static void
read_tls(json_t *checks, const json_t *status)
{
    if (!json_is_object(json_object_get(status, "tls")))
        doctor_add(checks, "TLS", "warn", "the page is not encrypted", "The log"
            " says why: sudo journalctl -u notehomed | grep tls");
    else if (!add_lines(checks, status, "tls", "TLS", "sudo notehome tls renew",
            true))
        doctor_add(checks, "TLS", "ok", "the page is encrypted", NULL);
}

void
doctor_read(json_t *checks, const json_t *status, time_t now)
{
    read_disk(checks, status);
    read_clock(checks, status);
    read_dongles(checks, status);
    read_sims(checks, status);
    read_credit(checks, status);
    read_tls(checks, status);
    read_backup(checks, status, now);
    if (!add_lines(checks, status, "board", "board", "See what it says:"
            " notehome board, notehome board log", LINES_ALL))
        doctor_add(checks, "board", "ok", "none, and none is needed", NULL);
    if (!add_lines(checks, status, "queue", "queue", "See what waits: notehome"
            " queue", LINES_NOT_GOOD))
        doctor_add(checks, "queue", "ok", "nothing waits for want of something",
            NULL);
    add_lines(checks, status, "import", "import", "Go on with the list, or take"
        " it back: notehome imports", LINES_NOT_GOOD);
    add_lines(checks, status, "sign-in", "sign-in", "Ask who it was; the page"
        " Records tells more.", LINES_NOT_GOOD);
    add_lines(checks, status, "setup", "set-up", "Open that address in a"
        " browser and follow it.", LINES_NOT_GOOD);
    doctor_add(checks, "e-mail", "ok", "none: Notehome sends no e-mail and"
        " needs no internet", NULL);
}
