#include "web/view/alerts_view.h"

#include "text/phone.h"

#include <stdio.h>
#include <string.h>

static void
keep_class(void *user, const char *class_name)
{
    struct alerts_view *v = user;

    if (v->n_classes < ALERTS_CLASSES)
        snprintf(v->classes[v->n_classes++], ALERTS_CLASS, "%s", class_name);
}

enum err
alerts_read(struct db *db, int64_t staff, const char *country,
    struct alerts_view *out)
{
    enum err e = alert_get(db, staff, &out->person);

    if (e)
        return e;
    *out->typed = '\0';
    if (*out->person.number)
        phone_show(out->person.number, country, out->typed);
    out->n_classes = 0;
    return alert_classes(db, keep_class, out);
}

const char *
alerts_time(int minutes, char *out)
{
    *out = '\0';
    if (minutes >= 0 && minutes < 24 * 60)
        snprintf(out, 8, "%02d:%02d", minutes / 60, minutes % 60);
    return out;
}

enum err
alerts_parse_time(const char *text, int none, int *out)
{
    int hour = 0, minute = 0;
    char more;

    *out = none;
    if (!*text)
        return OK;
    if (sscanf(text, "%2d:%2d%c", &hour, &minute, &more) != 2 || hour < 0
        || hour > 23 || minute < 0 || minute > 59)
        return ERR_INPUT;
    *out = 60 * hour + minute;
    return OK;
}

enum err
alerts_parse_hours(const char *text, int *from, int *to)
{
    const char *dash = strchr(text, '-');
    char first[8];

    *from = *to = 0;
    if (!*text)
        return OK;
    if (!dash || dash == text || !dash[1]
        || (size_t)(dash - text) >= sizeof(first))
        return ERR_INPUT;
    snprintf(first, sizeof(first), "%.*s", (int)(dash - text), text);
    return alerts_parse_time(first, 0, from)
        || alerts_parse_time(dash + 1, 0, to) ? ERR_INPUT : OK;
}

const char *
alerts_state(const struct alert_person *p)
{
    if (!*p->number)
        return "no phone";
    if (!p->proved)
        return "the phone is not proved yet";
    if (p->refuses)
        return "the phone asked for no texts";
    return p->at_once || p->digest >= 0 ? "gets alerts" : "wants no alerts";
}
