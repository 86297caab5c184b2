#include "daemon/answers.h"

#include "base/clock.h"
#include "base/log.h"
#include "send/send_alert.h"

static const int64_t every = SECOND;

static void
look(void *user)
{
    struct answers *a = user;
    enum err e = send_alert_answers(a->db, rules_current());

    if (e)
        log_warn("answers", "not sent yet: %s", err_text(e));
    loop_after(a->loop, &a->timer, every, look, a);
}

void
answers_start(struct answers *a, struct loop *loop, struct db *db)
{
    a->loop = loop;
    a->db = db;
    look(a);
}

void
answers_stop(struct answers *a)
{
    if (a->loop)
        loop_cancel(a->loop, &a->timer);
}
