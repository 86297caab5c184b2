#include "modem/announce.h"

#include "base/log.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { ASK_MS = 5000, PLACES = 5 };

/* The values of one group, "(0-2,3)" or "(1)", as bits; moves *p behind it.
 * 0: there is no group. */
static unsigned
take_group(const char **p)
{
    unsigned bits = 0;
    int from = -1;

    *p += strcspn(*p, "(");
    if (**p != '(')
        return 0;
    for ((*p)++; **p && **p != ')'; (*p)++) {
        int v = **p - '0';

        if (!isdigit((unsigned char)**p) || (v > 3 && from < 0))
            continue;
        v = v > 3 ? 3 : v;      /* "(0-5)" */
        for (int i = from >= 0 ? from : v; i <= v; i++)
            bits |= 1u << i;
        from = (*p)[1] == '-' ? v : -1;
    }
    return bits;
}

/* The first of the wanted digits that is there, else the lowest. */
static int
pick(unsigned bits, const char *wanted)
{
    for (; *wanted; wanted++)
        if (bits & 1u << (*wanted - '0'))
            return *wanted - '0';
    for (int v = 0; v < 4; v++)
        if (bits & 1u << v)
            return v;
    return 0;
}

bool
announce_choose(const char *listed, bool direct, char *out, size_t room)
{
    static const char *const wanted[PLACES] = { "231", "12", "0", "21", "0" };
    int value[PLACES];
    const char *p = strstr(listed, "+CNMI:");

    for (int i = 0; p && i < PLACES; i++) {
        unsigned bits = take_group(&p);

        if (!bits && i < 2)
            return false;
        value[i] = pick(bits, i == 3 && direct ? "12" : wanted[i]);
    }
    if (p)
        snprintf(out, room, "AT+CNMI=%d,%d,%d,%d,%d", value[0], value[1],
            value[2], value[3], value[4]);
    return p != NULL;
}

bool
announce_has_store(const char *listed, const char *name)
{
    char quoted[8];

    snprintf(quoted, sizeof(quoted), "\"%.4s\"", name);
    return strstr(listed, "+CPMS:") && strstr(listed, quoted);
}

/* Some hand nothing over but in phase 2; some take no more than two values, or
 * not all that they list. */
static bool
set(struct relay *r, const char *command)
{
    struct relay_answer a;
    char two[32];
    size_t n = strcspn(command, ",") + 1;

    if (relay_ask(r, command, ASK_MS, &a) == OK)
        return true;
    if (relay_ask(r, "AT+CSMS=1", ASK_MS, &a) == OK
        && relay_ask(r, command, ASK_MS, &a) == OK)
        return true;
    snprintf(two, sizeof(two), "%.*s", (int)(n + strcspn(command + n, ",")),
        command);
    return relay_ask(r, two, ASK_MS, &a) == OK
           || relay_ask(r, "AT+CNMI=1,1", ASK_MS, &a) == OK;
}

bool
announce_set(struct relay *r, bool direct)
{
    char command[32] = "AT+CNMI=2,1,0,2,0";
    struct relay_answer a;
    int service;

    if (relay_ask(r, "AT+CNMI=?", ASK_MS, &a) == OK)
        announce_choose(a.text, direct, command, sizeof(command));
    if (!set(r, command))
        log_warn("announce", "%s refused: stores are listed by the clock",
            command);
    return relay_ask(r, "AT+CSMS?", ASK_MS, &a) == OK
           && sscanf(a.text, "+CSMS: %3d", &service) == 1 && service == 1;
}

void
announce_taken(struct relay *r)
{
    struct relay_answer a;

    if (relay_ask(r, "AT+CNMA=1", ASK_MS, &a) != OK
        && !(a.error == LINK_ERROR_CMS && a.code == 340)
        && relay_ask(r, "AT+CNMA", ASK_MS, &a) != OK)
        log_debug("announce", "no acknowledgement was expected");
}
