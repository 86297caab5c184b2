/* api_backup.c - a backup now, and the way back. Folders and files of this
 * computer are for those who are on it. */
#include "base/log.h"
#include "store/backup/backup.h"
#include "store/db/audit.h"
#include "store/db/setting.h"
#include "store/figures/overview.h"
#include "web/api/api.h"
#include "web/view/backups_view.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void
add_file(void *user, const char *name, int64_t bytes)
{
    char whole[BACKUP_NAME];

    json_array_append_new(user, json_pack("{s:o, s:I, s:o}", "name",
        json_text(name), "bytes", (json_int_t)bytes, "since",
        backup_since(name, whole) ? json_text(whole) : json_null()));
}

void
api_backups(struct web *w, const struct request *q, struct response *r)
{
    json_t *files = json_array();
    const struct config *c = &q->rules->config;
    struct reason trouble = { 0 };
    char at[32];
    enum err e;

    (void)q;
    if (!(e = setting_get(w->db, "backup.at", at, sizeof(at)))
        && !(e = setting_get_reason(w->db, "backup.trouble",
                 &trouble)))
        e = backup_list(c->backup.folder, add_file, files);
    if (e) {
        json_decref(files);
        reply_failure(r, e, NULL);
        return;
    }
    reply_json(r, 200, json_pack("{s:o, s:o, s:o, s:b, s:o}", "folder",
        json_text(c->backup.folder), "at", json_time(atoll(at)), "trouble",
        json_reason(&trouble), "staged", backup_is_staged(c->data), "files",
        files));
}

/* It is done already: what cannot be noted is no failure. */
static void
note(struct web *w, const struct request *q, const char *action,
    const char *path)
{
    enum err e = audit_add(w->db, q->caller.who, action, path, "");

    if (e)
        log_warn("web", "%s by %s was not noted: %s", action, q->caller.who,
            err_text(e));
}

static json_t *
facts_json(const struct backup_facts *f)
{
    return json_pack("{s:o, s:I, s:I, s:I}", "file", json_text(f->path),
        "bytes", (json_int_t)f->bytes, "messages", (json_int_t)f->messages,
        "families", (json_int_t)f->families);
}

void
api_backup(struct web *w, const struct request *q, struct response *r)
{
    struct reason why = { 0 };
    char passphrase[SEALED_PASSPHRASE];
    struct backup b = { .db = w->db, .passphrase = passphrase };
    struct backup_facts made;
    bool bad = false;
    json_t *j = json_body(q, r, "folder passphrase");
    const char *folder, *given;
    const struct config *c = &q->rules->config;
    enum err e;

    if (!j)
        return;
    b.data = c->data;
    folder = json_string_of(j, "folder", &bad);
    given = json_string_of(j, "passphrase", &bad);
    b.folder = *folder ? folder : c->backup.folder;
    if (bad || (*folder && *folder != '/'))
        reply_error(r, 400, "folder is a whole path, passphrase a text.");
    else if (*folder && !q->local)
        reply_error(r, 403, "A folder is named on the computer itself.");
    else if (!*folder && mkdir(b.folder, 0750) != 0 && errno != EEXIST)
        reply_error(r, 500, "%s: %s.", b.folder, strerror(errno));
    else if ((e = backups_passphrase(c, given, passphrase)))
        reply_failure(r, e, "The passphrase cannot be read, or is longer than"
            " 255 bytes.");
    else if ((e = backup_make(&b, &made, &why)))
        reply_refused(r, e, &why);
    else {
        note(w, q, "backup.make", made.path);
        reply_json(r, 201, facts_json(&made));
    }
    sodium_memzero(passphrase, sizeof(passphrase));
    json_decref(j);
}

/* Nothing may be lost by a restore that nobody meant. */
static bool
may_replace(struct web *w, struct response *r, bool replace)
{
    int64_t last = 0;
    enum err e = replace ? OK : overview_last(w->db, &last);

    if (e)
        reply_failure(r, e, NULL);
    else if (last)
        reply_error(r, 409, "Nothing was changed. There are messages here"
            " already: a restore with --replace puts the backup in their"
            " place and keeps them in a file beside it.");
    return !e && !last;
}

static void
restore(struct web *w, const struct request *q, const char *file,
    const char *given, struct response *r)
{
    struct reason why = { 0 };
    char passphrase[SEALED_PASSPHRASE];
    struct backup_facts back;
    const struct config *c = &q->rules->config;
    enum err e;

    if ((e = backups_passphrase(c, given, passphrase)))
        reply_failure(r, e, "The passphrase cannot be read, or is longer than"
            " 255 bytes.");
    else if ((e = backup_stage(c->data, file, passphrase, &back, &why)))
        reply_refused(r, e == ERR_IO || e == ERR_CORRUPT ? ERR_INPUT : e,
            &why);
    else {
        note(w, q, "backup.restore", file);
        reply_json(r, 202, facts_json(&back));
        r->start_again = true;
    }
    sodium_memzero(passphrase, sizeof(passphrase));
}

void
api_restore(struct web *w, const struct request *q, struct response *r)
{
    bool bad = false;
    json_t *j;
    const char *file, *given;

    if (!q->local) {
        reply_error(r, 403, "Restore on the computer itself: sudo notehome"
            " restore FILE");
        return;
    }
    if (!(j = json_body(q, r, "file passphrase replace")))
        return;
    file = json_string_of(j, "file", &bad);
    given = json_string_of(j, "passphrase", &bad);
    if (bad || *file != '/')
        reply_error(r, 400, "file is a whole path, passphrase a text.");
    else if (may_replace(w, r, json_is_true(json_object_get(j, "replace"))))
        restore(w, q, file, given, r);
    json_decref(j);
}
