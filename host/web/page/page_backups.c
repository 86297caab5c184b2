/* page_backups.c - copies of everything, on the settings page. */
#include "base/log.h"
#include "store/db/audit.h"
#include "store/db/setting.h"
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/backups_view.h"
#include "web/view/settings_view.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char path_here[] = "/settings/backups";

/* --- which there are ------------------------------------------------------ */

struct listing {
    struct backups_view *v;
    struct db *db;
    enum err e;
};

static void
keep_file(void *user, const char *name, int64_t bytes)
{
    struct listing *l = user;
    struct backups_view *v = l->v;
    struct backup_row *r = &v->rows[v->n_rows];
    char path[BACKUP_PATH];
    enum err e;

    if (v->n_rows == BACKUPS_ROWS)
        return;
    snprintf(path, sizeof(path), "%s/%s", v->c.backup.folder, name);
    e = backup_log_get(l->db, path, r);
    if (e == ERR_NOT_FOUND) {
        *r = (struct backup_row){ .at = backup_time_of(name) };
        memcpy(r->path, path, sizeof(path));
    } else if (e)
        l->e = e;
    r->bytes = bytes;
    v->n_rows++;
}

static void
keep_stick(void *user, const struct backup_row *r)
{
    struct backups_view *v = user;

    v->stick_here[v->n_sticks] = access(r->path, F_OK) == 0;
    v->sticks[v->n_sticks++] = *r;
}

static enum err
read_view(struct web *w, struct backups_view *v)
{
    struct listing l = { v, w->db, OK };
    char at[32] = "";
    enum err e = settings_now(w, &v->c);

    if (e || (e = setting_get(w->db, "backup.at", at, sizeof(at)))
        || (e = setting_get_reason(w->db, "backup.trouble",
                &v->trouble))
        || (e = backup_list(v->c.backup.folder, keep_file, &l)) || (e = l.e))
        return e;
    v->at = atoll(at);
    return backup_log_sticks(w->db, BACKUPS_STICKS, keep_stick, v);
}

static void
show(struct web *w, const struct request *q, struct response *r,
    enum err failed, struct reason why)
{
    struct backups_view *v = calloc(1, sizeof(*v));
    enum err e = v ? read_view(w, v) : ERR_MEMORY;
    struct page p;

    if (e)
        page_refusal(q, r, reply_status(e), err_text(e));
    else {
        why = reason_or_error(&why, failed);
        settings_start(&p, w, q, path_here, &why);
        pages_backups(&p, v);
        page_finish(&p, r, failed ? reply_status(failed) : 200);
    }
    free(v);
}

void
page_backups(struct web *w, const struct request *q, struct response *r)
{
    show(w, q, r, OK, reason_none);
}

/* --- a new one ------------------------------------------------------------ */

static const char *
field(const struct request *q, const char *name)
{
    const char *v = params_get(&q->form, name);

    return v ? v : "";
}

static enum err
make(struct web *w, const struct request *q, struct reason *why)
{
    char passphrase[SEALED_PASSPHRASE];
    struct backup_facts made;
    const struct config *c = &q->rules->config;
    struct backup b = { w->db, c->data, c->backup.folder, passphrase, false,
        -1, false };
    enum err e;

    if (strcmp(field(q, "passphrase"), field(q, "again")) != 0) {
        *why = reason_words("The two passphrases differ; nothing was done.");
        return ERR_INPUT;
    }
    if (mkdir(b.folder, 0750) != 0 && errno != EEXIST)
        return ERR_IO;
    if ((e = backups_passphrase(c, field(q, "passphrase"), passphrase)))
        *why = reason_words("The passphrase cannot be read.");
    else if (!(e = backup_make(&b, &made, why)))
        e = audit_add(w->db, q->caller.who, "backup.make", made.path, "");
    sodium_memzero(passphrase, sizeof(passphrase));
    return e;
}

void
page_backup_make(struct web *w, const struct request *q, struct response *r)
{
    struct reason why = { 0 };
    enum err e = make(w, q, &why);

    if (e)
        show(w, q, r, e, why);
    else
        page_go(r, path_here, "copied");
}

/* --- one of them ---------------------------------------------------------- */

/* The path of the one that the address names; false after answering. */
static bool
find(const struct config *c, const struct request *q, struct response *r,
    char path[BACKUP_PATH])
{
    snprintf(path, BACKUP_PATH, "%s/%s", c->backup.folder, q->segment);
    if (backup_is_name(q->segment) && access(path, R_OK) == 0)
        return true;
    page_refusal(q, r, 404, "There is no such copy.");
    return false;
}

void
page_backup_file(struct web *w, const struct request *q, struct response *r)
{
    char path[BACKUP_PATH];
    const struct config *c = &q->rules->config;
    struct stat st;
    int fd;

    if (!find(c, q, r, path))
        return;
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0
        || audit_add(w->db, q->caller.who, "backup.download", path, "")) {
        if (fd >= 0)
            close(fd);
        page_refusal(q, r, 500, err_text(ERR_IO));
        return;
    }
    r->stored = fd;
    r->bytes = (size_t)st.st_size;
    r->status = 200;
    r->type = "application/octet-stream";
    snprintf(r->file, sizeof(r->file), "%s", q->segment);
}

void
page_backup_check(struct web *w, const struct request *q, struct response *r)
{
    char path[BACKUP_PATH], passphrase[SEALED_PASSPHRASE];
    struct reason why = { 0 };
    const struct config *c = &q->rules->config;
    enum err e, noted = OK;

    if (!find(c, q, r, path))
        return;
    if (!(e = backups_passphrase(c, field(q, "passphrase"), passphrase))) {
        e = backup_check(path, passphrase, &why);
        /* Another passphrase says nothing about the copy. */
        if (e != ERR_REFUSED)
            noted = backup_log_checked(w->db, path, &why);
    }
    sodium_memzero(passphrase, sizeof(passphrase));
    if (e || noted)
        show(w, q, r, e ? e : noted, why);
    else
        page_go(r, path_here, "checked");
}

/* --- back to one ---------------------------------------------------------- */

static enum err
count_later(struct db *db, int64_t at, int64_t *out)
{
    struct query q = query_start(db,
        "SELECT count(*) FROM message WHERE at >= :at");

    query_int(&q, ":at", at);
    if (query_row(&q))
        *out = query_get_int(&q, 0);
    return query_end_one(&q);
}

static void
show_back(struct web *w, const struct request *q, struct response *r,
    const char *path, enum err failed, struct reason why)
{
    struct backup_back b = { .name = q->segment };
    struct page p;
    enum err e = backup_log_get(w->db, path, &b.row);

    if (e == ERR_NOT_FOUND) {
        b.row = (struct backup_row){ .at = backup_time_of(q->segment) };
        e = OK;
    }
    if (!e)
        e = count_later(w->db, b.row.at, &b.later);
    if (e)
        page_refusal(q, r, reply_status(e), err_text(e));
    else {
        settings_start(&p, w, q, path_here, &why);
        pages_backup_back(&p, &b);
        page_finish(&p, r, failed ? reply_status(failed) : 200);
    }
}

void
page_backup_restore(struct web *w, const struct request *q,
    struct response *r)
{
    char path[BACKUP_PATH];
    const struct config *c = &q->rules->config;

    if (find(c, q, r, path))
        show_back(w, q, r, path, OK, reason_none);
}

void
page_backup_restore_do(struct web *w, const struct request *q,
    struct response *r)
{
    char path[BACKUP_PATH], passphrase[SEALED_PASSPHRASE];
    struct reason why = { 0 };
    struct backup_facts back;
    const struct config *c = &q->rules->config;
    struct page p;
    enum err e;

    if (!find(c, q, r, path))
        return;
    if (!params_flag(&q->form, "sure")) {
        show_back(w, q, r, path, ERR_INPUT,
            reason_words("Nothing was changed. Say yes first."));
        return;
    }
    if (!(e = backups_passphrase(c, field(q, "passphrase"), passphrase)))
        e = backup_stage(c->data, path, passphrase, &back, &why);
    sodium_memzero(passphrase, sizeof(passphrase));
    if (e) {
        show_back(w, q, r, path, e == ERR_IO || e == ERR_CORRUPT ? ERR_INPUT
            : e, reason_or_error(&why, e));
        return;
    }
    /* It lies ready and will be taken: too late to be refused. */
    if ((e = audit_add(w->db, q->caller.who, "backup.restore", path, "")))
        log_warn("web", "backup.restore by %s was not noted: %s",
            q->caller.who, err_text(e));
    settings_start(&p, w, q, path_here, &reason_none);
    pages_backup_going(&p, &back);
    page_finish(&p, r, 202);
    r->start_again = true;
}
