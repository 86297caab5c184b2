#include "link/link.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define HEAD ((long)offsetof(struct link_message, u))
#define MEMBER(m) (HEAD + (long)sizeof(((struct link_message *)0)->u.m))
#define ENDED(array) (memchr((array), 0, sizeof(array)) != NULL)

long
link_bytes(enum link_kind kind)
{
    switch (kind) {
    case LINK_START:
        return MEMBER(start);
    case LINK_SEND:
        return MEMBER(send);
    case LINK_STORED:
    case LINK_REMOVED:
        return MEMBER(stored);
    case LINK_USSD:
    case LINK_USSD_REPLY:
        return MEMBER(ussd);
    case LINK_POLL:
    case LINK_RESET:
    case LINK_STOP:
        return HEAD;
    case LINK_READY:
        return MEMBER(ready);
    case LINK_TROUBLE:
        return MEMBER(trouble);
    case LINK_HANDED:
        return MEMBER(handed);
    case LINK_RESULT:
        return MEMBER(result);
    case LINK_PART:
        return MEMBER(part);
    case LINK_CALL:
        return MEMBER(call);
    case LINK_HEALTH:
        return MEMBER(health);
    case LINK_RECORD:
        return MEMBER(record);
    case LINK_SAID:
        return MEMBER(said);
    }
    return 0;
}

static bool
within(int32_t value, int32_t least, int32_t most)
{
    return value >= least && value <= most;
}

int
link_utf8_bytes(const unsigned char *s)
{
    int more = s[0] < 0x80                       ? 0
               : s[0] >= 0xc2 && s[0] <= 0xdf    ? 1
               : (s[0] & 0xf0) == 0xe0           ? 2
               : s[0] >= 0xf0 && s[0] <= 0xf4    ? 3
                                                 : -1;

    for (int i = 1; i <= more; i++)
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f)
        || (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
        return 0;
    return more + 1;
}

/* Ends the text and makes it printable UTF-8; line feeds may stay. */
static void
mend_text(char *text, size_t room)
{
    unsigned char *s = (unsigned char *)text;
    int n;

    text[room - 1] = '\0';
    while (*s) {
        n = link_utf8_bytes(s);
        if (n == 0 || (n == 1 && (*s < 0x20 || *s == 0x7f) && *s != '\n')) {
            *s = '?';
            n = 1;
        }
        s += n;
    }
}

static void
mend_reason(struct reason *r)
{
    mend_text(r->args, sizeof(r->args));
    if (r->code != REASON_WORDS && !*reason_sentence(r->code))
        *r = reason_none;
}

static bool
good_number(const char *number)
{
    return number[strspn(number, "+0123456789*#abcABC")] == '\0';
}

static bool
good_hex(const char *pdu)
{
    size_t n = strlen(pdu);

    return n >= 4 && n % 2 == 0 && strspn(pdu, "0123456789ABCDEF") == n;
}

static bool
good_send(const struct link_send *s)
{
    return ENDED(s->number) && good_number(s->number) && ENDED(s->smsc)
           && (!s->smsc[0] || good_number(s->smsc))
           && within(s->ucs2, 0, 1) && within(s->report, 0, 1)
           && within(s->validity, 0, 255)
           && within(s->udh_bytes, 0, (int32_t)sizeof(s->udh))
           && (s->udh_bytes == 0 || s->udh[0] == s->udh_bytes - 1)
           && within(s->units, 0,
               (int32_t)(sizeof(s->text) / sizeof(s->text[0])));
}

static bool
good_part(struct link_part *p)
{
    if (!ENDED(p->pdu) || !within(p->store, LINK_STORE_NONE, LINK_STORE_SR)
        || !within(p->status, 0, 4) || !within(p->damaged, 0, 1))
        return false;
    if (!p->damaged)
        return good_hex(p->pdu);
    mend_text(p->pdu, sizeof(p->pdu));
    return true;
}

static bool
good_ready(struct link_ready *r)
{
    mend_text(r->maker, sizeof(r->maker));
    mend_text(r->model, sizeof(r->model));
    mend_text(r->firmware, sizeof(r->firmware));
    return ENDED(r->imei) && ENDED(r->imsi) && ENDED(r->smsc)
           && ENDED(r->number) && good_number(r->number)
           && good_number(r->imei) && good_number(r->imsi)
           && good_number(r->smsc);
}

static bool
good_health(struct link_health *h)
{
    mend_text(h->operator_name, sizeof(h->operator_name));
    return within(h->signal_percent, -1, 100) && ENDED(h->operator_code)
           && good_number(h->operator_code) && within(h->listed, 0, 1)
           && within(h->locked, 0, 1);
}

static bool
good_member(struct link_message *m)
{
    switch ((enum link_kind)m->kind) {
    case LINK_START:
        return within(m->u.start.pin_again, 0, 1) && ENDED(m->u.start.name)
               && ENDED(m->u.start.device)
               && ENDED(m->u.start.pin) && ENDED(m->u.start.connection);
    case LINK_SEND:
        return good_send(&m->u.send);
    case LINK_STORED:
    case LINK_REMOVED:
        return ENDED(m->u.stored.pdu)
               && within(m->u.stored.store, LINK_STORE_NONE, LINK_STORE_SR);
    case LINK_USSD:
    case LINK_USSD_REPLY:
        mend_text(m->u.ussd.text, sizeof(m->u.ussd.text));
        return within(m->u.ussd.status, -1, 5)
               && within(m->u.ussd.way, 0, LINK_USSD_WAYS);
    case LINK_READY:
        return good_ready(&m->u.ready);
    case LINK_TROUBLE:
        mend_reason(&m->u.trouble.why);
        return within(m->u.trouble.trouble, LINK_TROUBLE_NO_DEVICE,
            LINK_TROUBLE_LOCKED);
    case LINK_RESULT:
        return within(m->u.result.outcome, LINK_SENT, LINK_UNKNOWN)
               && within(m->u.result.reference, -1, 255)
               && within(m->u.result.error, LINK_ERROR_NONE,
                   LINK_ERROR_PLAIN);
    case LINK_PART:
        return good_part(&m->u.part);
    case LINK_CALL:
        return ENDED(m->u.call.number) && good_number(m->u.call.number)
               && within(m->u.call.ended, 0, 1);
    case LINK_HEALTH:
        return good_health(&m->u.health);
    case LINK_RECORD:
        return within(m->u.record.on, 0, 1);
    case LINK_SAID:
        return within(m->u.said.down, 0, 1)
               && within(m->u.said.bytes, 1, LINK_SAID_MAX);
    case LINK_POLL:
    case LINK_RESET:
    case LINK_STOP:
    case LINK_HANDED:
        return true;
    }
    return false;
}

enum err
link_check(struct link_message *m, long bytes)
{
    if (bytes < HEAD || bytes != link_bytes((enum link_kind)m->kind))
        return ERR_CORRUPT;
    return good_member(m) ? OK : ERR_CORRUPT;
}

bool
link_registered(const struct link_health *h)
{
    switch (h->registered) {
    case 1:
    case 5:
    case 6:
    case 7:
    case 9:
    case 10:
        return true;
    default:
        return false;
    }
}

enum err
link_pair(int *daemon_end, int *worker_end)
{
    int fd[2];

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0,
            fd))
        return ERR_IO;
    *daemon_end = fd[0];
    *worker_end = fd[1];
    return OK;
}

enum err
link_write(int fd, const struct link_message *m)
{
    long bytes = link_bytes((enum link_kind)m->kind);
    ssize_t n;

    if (!bytes)
        return ERR_INPUT;
    do
        n = send(fd, m, (size_t)bytes, MSG_NOSIGNAL | MSG_DONTWAIT | MSG_EOR);
    while (n < 0 && errno == EINTR);
    if (n == bytes)
        return OK;
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS)
        return ERR_BUSY;
    return errno == EPIPE || errno == ECONNRESET || errno == ENOTCONN
               ? ERR_GONE
               : ERR_IO;
}

enum err
link_read(int fd, struct link_message *out)
{
    struct link_message m = { 0 };
    enum err e;
    ssize_t n;

    do
        n = recv(fd, &m, sizeof(m), MSG_DONTWAIT | MSG_TRUNC);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return errno == EAGAIN || errno == EWOULDBLOCK ? ERR_EMPTY
               : errno == ECONNRESET                   ? ERR_GONE
                                                       : ERR_IO;
    if (n == 0)
        return ERR_GONE;
    if ((e = link_check(&m, (long)n)) == OK)
        *out = m;
    return e;
}

void
link_deafen(int fd)
{
    if (fd >= 0 && shutdown(fd, SHUT_RD))
        errno = 0;              /* not connected: nobody speaks */
}
