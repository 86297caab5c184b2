/* api_tls.c - the certificate of the encrypted door. */
#include "store/db/audit.h"
#include "web/api/api.h"
#include "web/kit/tls.h"

#include <stdatomic.h>

json_t *
api_tls_json(struct web *w)
{
    struct tls_facts f;

    if (!tls_facts(&f))
        return json_null();
    return json_pack("{s:i, s:s, s:o, s:o, s:o, s:b, s:b}", "port",
        w->tls_port, "fingerprint", f.fingerprint, "names",
        json_text(f.names), "from", json_time(f.from), "until",
        json_time(f.until), "own", f.own, "seen",
        (int)atomic_load(&w->tls_seen));
}

void
api_tls(struct web *w, const struct request *q, struct response *r)
{
    (void)q;
    reply_json(r, 200, api_tls_json(w));
}

void
api_tls_renew(struct web *w, const struct request *q, struct response *r)
{
    char why[TLS_WHY] = "";
    enum err e = tls_renew(&q->rules->config, why);

    if (!e)
        e = audit_add(w->db, q->caller.who, "tls.renew", "certificate", "");
    if (e)
        reply_failure(r, e, *why ? why : NULL);
    else
        reply_json(r, 200, api_tls_json(w));
}
