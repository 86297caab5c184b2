/* linktool - plays the daemon's end of a worker's link, for the system tests.
 *
 *   linktool WORKER
 *
 * Starts WORKER with the link as descriptor 3. Each line on standard input is
 * a packet as JSON, {"kind":"send",...}, and goes to the worker; each packet of
 * the worker comes out as a line with "t", milliseconds since the start. A
 * part is stored (LINK_STORED) at once unless --keep was given. {"kind":"kill"}
 * ends the worker with SIGKILL. The last line is {"kind":"exit","status":n}. */
#include "base/clock.h"
#include "link/link.h"

#include <fcntl.h>
#include <jansson.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int64_t began;
static int keep_parts;

static const char *
text_of(json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key));

    return s ? s : "";
}

static int
number_of(json_t *o, const char *key)
{
    return (int)json_integer_value(json_object_get(o, key));
}

#define PUT(array, o, key) \
    snprintf((array), sizeof(array), "%.*s", (int)sizeof(array) - 1, \
        text_of((o), (key)))

static void
fill_send(struct link_send *s, json_t *o)
{
    json_t *units = json_object_get(o, "units");
    const char *udh = text_of(o, "udh"), *text = text_of(o, "text");

    s->attempt = json_integer_value(json_object_get(o, "attempt"));
    PUT(s->number, o, "number");
    s->ucs2 = number_of(o, "ucs2");
    s->report = number_of(o, "report");
    s->validity = json_object_get(o, "validity") ? number_of(o, "validity")
                                                 : 167;
    for (; udh[0] && udh[1] && s->udh_bytes < 16; udh += 2) {
        unsigned value = 0;
        sscanf(udh, "%2x", &value);
        s->udh[s->udh_bytes++] = (uint8_t)value;
    }
    for (size_t i = 0; i < json_array_size(units) && s->units < 160; i++)
        s->text[s->units++] =
            (uint16_t)json_integer_value(json_array_get(units, i));
    for (; *text && s->units < 160; text++)
        s->text[s->units++] = (unsigned char)*text;
}

/* Makes a packet of one line; false: it is none for the link. */
static int
packet_of(json_t *o, struct link_message *m)
{
    static const struct { const char *name; int kind; } kinds[] = {
        { "start", LINK_START }, { "send", LINK_SEND },
        { "stored", LINK_STORED }, { "ussd", LINK_USSD },
        { "poll", LINK_POLL }, { "reset", LINK_RESET }, { "stop", LINK_STOP },
        { "record", LINK_RECORD },
    };

    memset(m, 0, sizeof(*m));
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (!strcmp(text_of(o, "kind"), kinds[i].name))
            m->kind = kinds[i].kind;
    if (m->kind == LINK_START) {
        m->u.start.version = LINK_VERSION;
        PUT(m->u.start.name, o, "name");
        PUT(m->u.start.device, o, "device");
        PUT(m->u.start.pin, o, "pin");
        PUT(m->u.start.connection, o, "connection");
        m->u.start.pin_again = number_of(o, "pin_again");
        m->u.start.slow = number_of(o, "slow");
        m->u.start.poll_ms = number_of(o, "poll_ms");
        m->u.start.probe = number_of(o, "probe");
        m->u.start.record = number_of(o, "record");
    } else if (m->kind == LINK_SEND) {
        fill_send(&m->u.send, o);
    } else if (m->kind == LINK_STORED) {
        m->u.stored.store = number_of(o, "store");
        m->u.stored.index = number_of(o, "index");
        PUT(m->u.stored.pdu, o, "pdu");
    } else if (m->kind == LINK_RECORD) {
        m->u.record.on = number_of(o, "on");
    } else if (m->kind == LINK_USSD) {
        m->u.ussd.id = number_of(o, "id");
        PUT(m->u.ussd.text, o, "text");
    }
    return m->kind != 0;
}

static json_t *
json_of_health(const struct link_health *h)
{
    return json_pack("{ss si si si ss ss si si si si si si}", "kind",
        "health", "signal", h->signal_percent, "dbm",
        h->signal_dbm, "registered", h->registered,
        "operator", h->operator_name, "code",
        h->operator_code, "sm_used", h->sm_used,
        "sm_size", h->sm_size, "me_used", h->me_used,
        "me_size", h->me_size, "listed", h->listed, "locked", h->locked);
}

static json_t *
json_of(const struct link_message *m)
{
    char said[REASON_SAID];

    switch ((enum link_kind)m->kind) {
    case LINK_READY:
        return json_pack("{ss ss ss ss ss ss ss ss}", "kind", "ready", "imei",
            m->u.ready.imei, "imsi", m->u.ready.imsi, "maker",
            m->u.ready.maker, "model", m->u.ready.model, "firmware",
            m->u.ready.firmware, "smsc", m->u.ready.smsc,
            "number", m->u.ready.number);
    case LINK_TROUBLE:
        return json_pack("{ss si ss}", "kind", "trouble", "trouble",
            m->u.trouble.trouble, "text",
            reason_english(&m->u.trouble.why, said));
    case LINK_HANDED:
        return json_pack("{ss sI}", "kind", "handed", "attempt",
            (json_int_t)m->u.handed.attempt);
    case LINK_RESULT:
        return json_pack("{ss sI si si si si}", "kind", "result", "attempt",
            (json_int_t)m->u.result.attempt, "outcome", m->u.result.outcome,
            "reference", m->u.result.reference, "error", m->u.result.error,
            "code", m->u.result.code);
    case LINK_PART:
        return json_pack("{ss si si si si ss}", "kind", "part", "store",
            m->u.part.store, "index", m->u.part.index, "status",
            m->u.part.status, "damaged", m->u.part.damaged, "pdu",
            m->u.part.pdu);
    case LINK_REMOVED:
        return json_pack("{ss si si ss}", "kind", "removed", "store",
            m->u.stored.store, "index", m->u.stored.index, "pdu",
            m->u.stored.pdu);
    case LINK_CALL:
        return json_pack("{ss si ss}", "kind", "call", "ended",
            m->u.call.ended, "number", m->u.call.number);
    case LINK_USSD_REPLY:
        return json_pack("{ss sI si ss}", "kind", "ussd_reply", "id",
            (json_int_t)m->u.ussd.id, "status", m->u.ussd.status, "text",
            m->u.ussd.text);
    case LINK_HEALTH:
        return json_of_health(&m->u.health);
    case LINK_SAID:
        return json_pack("{ss si sI si}", "kind", "said", "down",
            m->u.said.down, "at", (json_int_t)m->u.said.at, "bytes",
            m->u.said.bytes);
    case LINK_RECORD:
    case LINK_START:
    case LINK_SEND:
    case LINK_STORED:
    case LINK_USSD:
    case LINK_POLL:
    case LINK_RESET:
    case LINK_STOP:
        break;
    }
    return json_pack("{ss si}", "kind", "unknown", "number", m->kind);
}

static void
print(json_t *o)
{
    json_object_set_new(o, "t", json_integer(clock_mono() - began));
    json_dumpf(o, stdout, JSON_COMPACT);
    putchar('\n');
    fflush(stdout);
    json_decref(o);
}

/* False: the worker closed its end. */
static int
from_worker(int link)
{
    struct link_message m, stored = { .kind = LINK_STORED };
    enum err e;

    while ((e = link_read(link, &m)) == OK || e == ERR_CORRUPT) {
        if (e == ERR_CORRUPT) {
            print(json_pack("{ss}", "kind", "corrupt"));
            continue;
        }
        print(json_of(&m));
        if (m.kind != LINK_PART || !m.u.part.store || keep_parts)
            continue;
        stored.u.stored.store = m.u.part.store;
        stored.u.stored.index = m.u.part.index;
        strcpy(stored.u.stored.pdu, m.u.part.pdu);
        if (link_write(link, &stored) != OK)
            print(json_pack("{ss}", "kind", "refused"));
    }
    return e == ERR_EMPTY;
}

static void
from_test(int link, pid_t worker, const char *line)
{
    json_t *o = json_loads(line, 0, NULL);
    struct link_message m;

    if (!strcmp(text_of(o, "kind"), "kill"))
        kill(worker, SIGKILL);
    else if (!o || !packet_of(o, &m) || link_write(link, &m) != OK)
        print(json_pack("{ss}", "kind", "refused"));
    json_decref(o);
}

static pid_t
start(const char *program, int *link)
{
    int ours, theirs;
    pid_t pid;

    if (link_pair(&ours, &theirs) != OK)
        exit(1);
    if ((pid = fork()) == 0) {
        if (theirs == LINK_FD)
            fcntl(theirs, F_SETFD, 0);
        else
            dup2(theirs, LINK_FD);
        execl(program, program, (char *)NULL);
        _exit(127);
    }
    close(theirs);
    *link = ours;
    return pid;
}

int
main(int argc, char **argv)
{
    static char input[1 << 16];
    size_t held = 0;
    int link = -1, status = 0, open = 1;
    struct pollfd p[2];
    pid_t worker;
    ssize_t n;
    char *end;

    keep_parts = argc > 2 && !strcmp(argv[1], "--keep");
    if (argc != 2 + keep_parts) {
        fprintf(stderr, "usage: linktool [--keep] WORKER\n");
        return 2;
    }
    began = clock_mono();
    worker = start(argv[1 + keep_parts], &link);
    print(json_pack("{ss si}", "kind", "pid", "pid", (int)worker));
    for (;;) {
        p[0] = (struct pollfd){ .fd = link, .events = POLLIN };
        p[1] = (struct pollfd){ .fd = open ? 0 : -1, .events = POLLIN };
        if (poll(p, 2, -1) < 0)
            return 1;
        if (p[0].revents && !from_worker(link))
            break;
        if (!p[1].revents)
            continue;
        n = read(0, input + held, sizeof(input) - 1 - held);
        if (n <= 0) {
            open = 0;
            close(link);
            break;
        }
        held += (size_t)n;
        input[held] = '\0';
        while ((end = strchr(input, '\n'))) {
            *end = '\0';
            from_test(link, worker, input);
            held -= (size_t)(end + 1 - input);
            memmove(input, end + 1, held + 1);
        }
    }
    waitpid(worker, &status, 0);
    print(json_pack("{ss si si}", "kind", "exit", "status",
        WIFEXITED(status) ? WEXITSTATUS(status) : -1, "signal",
        WIFSIGNALED(status) ? WTERMSIG(status) : 0));
    return 0;
}
