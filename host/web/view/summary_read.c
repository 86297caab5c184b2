/* The facts that summary_say() puts into words. */
#include "web/view/summary.h"

#include "base/clock.h"
#include "store/db/setting.h"
#include "web/kit/guess.h"
#include "web/kit/inside.h"
#include "web/kit/request.h"
#include "web/kit/tls.h"

#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>

static void
keep_sim(void *user, const struct sim_credit *s)
{
    struct summary_facts *f = user;

    if (f->n_sims < STATUS_MODEMS_MAX)
        f->sims[f->n_sims++] = *s;
}

void
summary_read_board(struct web *w, struct status_board *out)
{
    memset(out, 0, sizeof(*out));
    if (w->hooks.board)
        w->hooks.board(w->hooks.user, out);
}

static void
read_disk(struct web *w, const struct request *q, struct summary_facts *f)
{
    struct statvfs v;

    f->disk_fault = db_fault(w->db);
    if (statvfs(q->rules->config.data, &v))
        return;
    f->disk_free = (int64_t)v.f_bavail * (int64_t)v.f_frsize;
    f->disk_size = (int64_t)v.f_blocks * (int64_t)v.f_frsize;
}

static enum err
read_backup(struct db *db, struct summary_facts *f)
{
    char at[24];
    enum err e = setting_get(db, "backup.at", at, sizeof(at));

    f->backup_at = e ? 0 : atoll(at);
    if (e || (e = setting_get_reason(db, "backup.trouble",
                 &f->backup_trouble)))
        f->backup_trouble = reason_none;
    return e;
}

enum err
summary_read(struct web *w, const struct request *q,
    struct summary_facts *out)
{
    enum err counts, sims, backup, import;
    struct tls_facts tls;

    memset(out, 0, sizeof(*out));
    out->now = clock_now();
    out->started = out->now - (clock_mono() - w->started);
    out->n_modems = status_list(out->modems);
    out->clock_unsure = w->hooks.clock_unsure
        && w->hooks.clock_unsure(w->hooks.user);
    summary_read_board(w, &out->board);
    read_disk(w, q, out);
    out->tls_until = tls_facts(&tls) ? tls.until : 0;
    out->guesses = guess_recent(out->guesser);
    counts = overview_read(w->db, &out->counts);
    if ((sims = sim_credit_list(w->db, keep_sim, out)))
        out->n_sims = 0;
    backup = read_backup(w->db, out);
    if ((import = import_state(w->db, &out->import)))
        out->import.rows = 0;
    return counts ? counts : sims ? sims : backup ? backup : import;
}
