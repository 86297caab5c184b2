#include "modem/send.h"

#include "base/log.h"

static void
refuse_part(struct dongle *d, const struct link_send *s, int code)
{
    struct link_message m = { .kind = LINK_RESULT };

    m.u.result.attempt = s->attempt;
    m.u.result.outcome = LINK_NOT_SENT;
    m.u.result.reference = -1;
    m.u.result.error = LINK_ERROR_CMS;
    m.u.result.code = code;
    to_daemon_put(d->out, &m);
}

bool
send_by(struct dongle *d, const struct link_send *s)
{
    const char *smsc = d->ready.smsc[0] ? d->ready.smsc : s->smsc;
    struct tpdu t;
    bool went;

    if (tpdu_build(s, &t) != OK) {
        log_error("worker", "modem=%s attempt=%lld the text does not fit the "
            "alphabet or the part", d->start.name, (long long)s->attempt);
        refuse_part(d, s, 304);
        return false;
    }
    if (!smsc[0]) {
        refuse_part(d, s, 330); /* no service centre */
        return false;
    }
    relay_arm(d->relay, s->attempt, &t);
    if (gammu_send(d->gammu, s, smsc) != OK)
        log_debug("worker", "attempt=%lld not handed over",
            (long long)s->attempt);
    went = relay_finish_send(d->relay);
    gammu_pump(d->gammu);
    return went;
}
