/* What family a dongle is of, by its diary. */
#include "practice/replay.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STARTS(text, word) (!strncmp((text), (word), sizeof(word) - 1))

/* --- one talk ------------------------------------------------------------- */

/* The last of that command that ended so; NULL. */
static const struct replay_talk *
last_talk(const struct replay *r, const char *command, enum replay_end end)
{
    const struct replay_talk *last = NULL;

    for (int i = 0; i < r->talks; i++)
        if (r->talk[i].command && r->talk[i].answer
            && !strcmp(r->talk[i].command, command) && r->talk[i].end == end)
            last = &r->talk[i];
    return last;
}

/* Behind "+NAME:" and blanks in an answer; NULL. */
static const char *
info(const struct replay_talk *t, const char *name)
{
    const char *p = t && t->answer ? strstr(t->answer, name) : NULL;

    if (!p)
        return NULL;
    p += strlen(name);
    return p + strspn(p, ": ");
}

/* The first line of an answer that is one, without tag; into out. */
static bool
first_line(const struct replay_talk *t, const char *tag, char *out, size_t room)
{
    const char *p = t ? t->answer : NULL;
    size_t n;

    if (!p)
        return false;
    p += strspn(p, "\r\n");
    if (!strncmp(p, tag, strlen(tag)))
        p += strlen(tag) + strspn(p + strlen(tag), ": ");
    n = strcspn(p, "\r\n");
    if (!n || n >= 64 || n >= room)
        return false;
    snprintf(out, room, "%.*s", (int)n, p);
    for (char *c = out; *c; c++)
        if (*c < ' ' || *c > '~')
            *c = '?';
    return true;
}

/* --- who it is ------------------------------------------------------------ */

static const char *
name_of(struct replay *r, int word, const char *command, const char *label)
{
    const struct replay_talk *t = last_talk(r, command, REPLAY_OK);
    char *out = r->words[word], tag[16];
    const char *p;

    snprintf(tag, sizeof(tag), "%s:", command);
    if (first_line(t, tag, out, sizeof(r->words[word]))) {
        if (t->answer && strstr(t->answer, tag))
            r->model.habits |= MODEL_TAGGED;
        return out;
    }
    if ((p = info(last_talk(r, "I", REPLAY_OK), label)))
        snprintf(out, sizeof(r->words[word]), "%.*s",
            (int)(strcspn(p, "\r\n") < 63 ? strcspn(p, "\r\n") : 63), p);
    return *out ? out : "unknown";
}

static void
learn_stores(struct replay *r)
{
    const char *p = info(last_talk(r, "+CPMS=?", REPLAY_OK), "+CPMS");
    const char *set = info(last_talk(r, "+CPMS?", REPLAY_OK), "+CPMS");
    size_t n = p ? strcspn(p, "\r\n") : 0;

    if (n && n < sizeof(r->words[3])
        && strspn(p, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_\"(), ") >= n)
        snprintf(r->words[3], sizeof(r->words[3]), "%.*s", (int)n, p);
    r->model.stores = *r->words[3] ? r->words[3]
                                   : "(\"SM\"),(\"SM\"),(\"SM\")";
    r->model.get = set && STARTS(set, "\"ME\"") ? "ME" : "SM";
    for (int i = 0; i < r->talks; i++)  /* where texts come to */
        if (!r->talk[i].command && r->talk[i].answer
            && STARTS(r->talk[i].answer, "+CMTI: \""))
            r->model.get = STARTS(r->talk[i].answer + 8, "ME") ? "ME" : "SM";
    if (!model_has_store(&r->model, r->model.get))
        r->model.get = model_has_store(&r->model, "SM") ? "SM" : "ME";
}

/* "(0,1,2),(0-3),..." into bits; a place that is not said takes 0. */
static void
learn_notices(struct replay *r)
{
    const char *p = info(last_talk(r, "+CNMI=?", REPLAY_OK), "+CNMI");
    int place = 0, before = -1;
    bool range = false;

    if (!p) {
        static const unsigned char full[5] = { 7, 15, 13, 7, 3 };

        memcpy(r->model.cnmi, full, sizeof(full));
        return;
    }
    for (int depth = 0; *p && *p != '\r' && place < 5; p++) {
        depth += (*p == '(') - (*p == ')');
        if (*p >= '0' && *p <= '3') {
            for (int v = range && before >= 0 ? before : *p - '0';
                 v <= *p - '0'; v++)
                r->model.cnmi[place] |= (unsigned char)(1 << v);
            before = *p - '0';
        }
        range = *p == '-';
        if (*p == ')' || (depth == 0 && isdigit((unsigned char)*p))) {
            place++;
            before = -1;
        }
    }
    for (int i = 0; i < 5; i++)
        if (!r->model.cnmi[i])
            r->model.cnmi[i] = 1;
}

/* --- network -------------------------------------------------------------- */

/* What it says while it is registered; none: of a command it does not know. */
static int
registration(const struct replay *r, const char *command, int none)
{
    const struct replay_talk *t = last_talk(r, command, REPLAY_OK);
    const char *p = info(t, "REG");
    int n, stat;

    if (!t)
        return last_talk(r, command, REPLAY_REFUSED) ? -1 : none;
    if (!p || sscanf(p, "%2d,%2d", &n, &stat) != 2 || stat < 0 || stat > 10)
        return none;
    return stat;
}

static void
learn_network(struct replay *r)
{
    struct model *m = &r->model;
    const char *csq = info(last_talk(r, "+CSQ", REPLAY_OK), "+CSQ");
    bool extended = last_talk(r, "+CESQ", REPLAY_OK) != NULL;

    m->creg = registration(r, "+CREG?", 1);
    m->cgreg = registration(r, "+CGREG?", 1);
    m->cereg = registration(r, "+CEREG?", -1);
    if (m->creg <= 0 && m->cgreg <= 0 && m->cereg <= 0)
        m->creg = 1;            /* it was out of reach then */
    if (extended || m->cereg >= 0)
        m->habits |= MODEL_LTE;
    if (csq && STARTS(csq, "99") && extended)
        m->habits |= MODEL_NO_SIGNAL;
}

/* --- codes ---------------------------------------------------------------- */

enum way { LETTERS, CODED, PACKED, WAYS, NO_CODE };

/* How the code in +CUSD=1,"..." is written. */
static enum way
way_of(const char *command)
{
    const char *p = strchr(command, '"'), *end = p ? strchr(p + 1, '"') : NULL;
    size_t n = end ? (size_t)(end - p - 1) : 0;

    if (!STARTS(command, "+CUSD=1,") || !n)
        return NO_CODE;
    if (memchr(p, '*', n + 1) || memchr(p, '#', n + 1))
        return LETTERS;
    if (n % 2 || strspn(p + 1, "0123456789ABCDEFabcdef") < n)
        return NO_CODE;
    return n % 4 == 0 && STARTS(p + 1, "00") ? CODED : PACKED;
}

static bool
is_hex(const char *p, size_t n)
{
    return n >= 4 && n % 2 == 0
        && strspn(p, "0123456789ABCDEFabcdef") >= n;
}

/* How the answer is written: p is behind "+CUSD: m,". */
static void
learn_answer(struct model *m, const char *p, enum way asked)
{
    const char *text = p + strspn(p, " ");
    size_t n;

    if (*text != '"') {
        m->habits |= *text ? MODEL_USSD_BARE : 0;
        return;
    }
    n = strcspn(++text, "\"\r\n");
    if (*p == ' ')
        m->habits |= MODEL_USSD_BLANK;
    if (!is_hex(text, n) || asked == PACKED)
        return;
    if (n % 4 == 0 && STARTS(text, "00"))
        m->habits |= asked == LETTERS ? MODEL_USSD_UCS2 : 0;
    else
        m->habits |= MODEL_USSD_OCTETS;
}

static void
learn_codes(struct replay *r)
{
    struct model *m = &r->model;
    enum way asked = NO_CODE;
    int tried[WAYS] = { 0 }, works[WAYS] = { 0 };

    for (int i = 0; i < r->talks; i++) {
        const struct replay_talk *t = &r->talk[i];
        enum way way = t->command ? way_of(t->command) : NO_CODE;

        if (way < WAYS) {
            tried[way]++;
            asked = t->end == REPLAY_OK ? way : NO_CODE;
        } else if (!t->command && t->answer && STARTS(t->answer, "+CUSD:")
            && asked < WAYS) {
            const char *p = t->answer + 6 + strspn(t->answer + 6, " ");

            works[asked] += *p >= '0' && *p <= '2';
            if (*p >= '0' && *p <= '2' && p[1] == ',')
                learn_answer(m, p + 2, asked);
            asked = NO_CODE;
        }
    }
    m->ussd = works[PACKED]                      ? MODEL_USSD_PACKED
        : works[CODED]                           ? MODEL_USSD_CHARSET
        : works[LETTERS] && tried[CODED]         ? MODEL_USSD_LETTERS
        : works[LETTERS]                         ? MODEL_USSD_CHARSET
        : tried[LETTERS] && tried[CODED] && tried[PACKED] ? MODEL_USSD_NONE
                                                 : MODEL_USSD_ANY;
    if (last_talk(r, "+CUSD=2", REPLAY_REFUSED)
        && !last_talk(r, "+CUSD=2", REPLAY_OK))
        m->habits |= MODEL_NO_CLOSE;
}

/* --- listings ------------------------------------------------------------- */

/* "+CMGL: 1,0,,24\r\n0791...": head is behind the name. */
static void
learn_header(struct model *m, const char *head, int *least)
{
    size_t n = strcspn(head, "\r\n"), digits;
    const char *pdu = head + n + strspn(head + n, "\r\n"), *last = head + n;
    int commas = 0, index = atoi(head), centre = 0;

    for (size_t i = 0; i < n; i++)
        commas += head[i] == ',';
    if (n > 0 && head[n - 1] == ' ') {
        m->habits |= MODEL_LIST_BLANK;
        last--;
    }
    while (last > head && isdigit((unsigned char)last[-1]))
        last--;
    digits = strspn(pdu, "0123456789ABCDEFabcdef");
    if (commas == 2)
        m->habits |= MODEL_NO_ALPHA;
    if (digits > 4 && sscanf(pdu, "%2x", (unsigned *)&centre) == 1 && centre
        && atoi(last) == (int)digits / 2)
        m->habits |= MODEL_LIST_WRONG;
    if (index < *least)
        *least = index;
}

static void
learn_listings(struct replay *r)
{
    int least = 1000;

    for (int i = 0; i < r->talks; i++) {
        const struct replay_talk *t = &r->talk[i];
        const char *p = t->answer;

        if (!t->command && p && STARTS(p, "+CMTI: \"") && strlen(p) > 12) {
            int index = atoi(p + strcspn(p, ",") + (strchr(p, ',') ? 1 : 0));

            least = index < least ? index : least;
        }
        if (!t->command || !p || !STARTS(t->command, "+CMGL="))
            continue;
        if (t->close && strstr(p, "+CMGL:"))
            r->model.habits |= MODEL_LIST_CLOSE;
        for (; (p = strstr(p, "+CMGL:")); p++)
            learn_header(&r->model, p + 6 + strspn(p + 6, " "), &least);
    }
    r->model.first = least == 1;
}

/* --- ports ---------------------------------------------------------------- */

/* Those of the dongle that says most, in the order of USB. */
static void
learn_ports(struct replay *r, int best)
{
    const struct replay_port *b = &r->port[best];
    struct model *m = &r->model;
    int n = 0;

    m->vendor = b->vendor < 0 ? 0 : b->vendor;
    m->product = b->product < 0 ? 0 : b->product;
    for (int number = -1; number < 256 && n < MODEL_PORTS; number++)
        for (int i = 0; i < REPLAY_PORTS_MAX && n < MODEL_PORTS; i++) {
            const struct replay_port *p = &r->port[i];

            if (!p->listed || p->number != number
                || (i != best && (b->vendor < 0 || p->vendor != b->vendor
                        || p->product != b->product
                        || p->number == b->number)))
                continue;
            m->port[n].role = i == best ? MODEL_MAIN
                : p->answers ? MODEL_SECOND : MODEL_DEAF;
            m->port[n].protocol = p->protocol < 0 ? 0xff : p->protocol;
            m->port[n++].number = p->number < 0 ? 0 : p->number;
        }
}

/* The port that tells most by itself of those that answer; -1: none does. */
static int
count_ports(struct replay *r)
{
    int best = -1;

    for (int i = 0; i < r->talks; i++) {
        struct replay_port *p = &r->port[r->talk[i].port];

        if (r->talk[i].command)
            p->answers += r->talk[i].end != REPLAY_OPEN;
        else
            p->unasked += !r->talk[i].opened;
    }
    for (int i = 0; i < REPLAY_PORTS_MAX; i++)
        if (r->port[i].answers && (best < 0
                || (r->port[i].unasked > 0) > (r->port[best].unasked > 0)
                || ((r->port[i].unasked > 0) == (r->port[best].unasked > 0)
                    && r->port[i].answers > r->port[best].answers)))
            best = i;
    return best;
}

bool
replay_learn(struct replay *r)
{
    struct model *m = &r->model;
    const char *csms = NULL, *csms_now = NULL, *csca = NULL;
    int best = count_ports(r);

    if (best < 0)
        return false;
    learn_ports(r, best);
    m->maker = name_of(r, 0, "+CGMI", "Manufacturer");
    m->type = name_of(r, 1, "+CGMM", "Model");
    m->revision = name_of(r, 2, "+CGMR", "Revision");
    m->name = "replayed";
    snprintf(r->words[4], sizeof(r->words[4]), "%.60s %.60s of a diary",
        m->maker, m->type);
    m->title = r->words[4];
    learn_stores(r);
    learn_notices(r);
    learn_network(r);
    learn_codes(r);
    learn_listings(r);
    replay_learn_lines(r);
    csms = info(last_talk(r, "+CSMS=?", REPLAY_OK), "+CSMS");
    csms_now = info(last_talk(r, "+CSMS?", REPLAY_OK), "+CSMS");
    csca = info(last_talk(r, "+CSCS=?", REPLAY_OK), "+CSCS");
    m->csms = csms && memchr(csms, '1', strcspn(csms, "\r\n")) ? 1 : 0;
    if (csms_now && *csms_now == '1' && m->csms)
        m->habits |= MODEL_PHASE_2;
    if (csca && !strstr(csca, "UCS2"))
        m->habits |= MODEL_GSM_ONLY;
    if (last_talk(r, "+CLIP=1", REPLAY_REFUSED)
        && !last_talk(r, "+CLIP=1", REPLAY_OK))
        m->habits |= MODEL_NO_CALLS;
    return true;
}
