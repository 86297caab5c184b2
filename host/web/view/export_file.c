#include "web/view/export_file.h"

#include "base/clock.h"
#include "settings/rules.h"
#include "store/db/audit.h"
#include "store/figures/export.h"
#include "web/kit/archive.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static const char about_child[] =
    "All that Notehome keeps of one child, its families and what was written\r\n"
    "with them, each table twice: CSV for a spreadsheet, JSON for programs.\r\n"
    "\r\n"
    "Look through it before you give it away: it names parents and staff, notes\r\n"
    "are words of staff among each other, and a text may tell of somebody else.\r\n"
    "Texts about a brother or a sister are not in it. Nor is what lies with the\r\n"
    "safeguarding staff: they decide about that.\r\n";
static const char about_school[] =
    "All that Notehome keeps of the school, each table twice: CSV for a\r\n"
    "spreadsheet, JSON for programs. Passwords, PINs and access tokens are not in\r\n"
    "it. It holds what parents wrote, safeguarding matters too: keep it as you\r\n"
    "keep the computer. Words that were forgotten or erased are empty.\r\n"
    "To go on with another Notehome use a backup: this is no backup.\r\n";

static enum err
take(void *user, const char *name, FILE *whole)
{
    return archive_add(user, name, whole);
}

static enum err
fill(struct web *w, const struct request *q, int64_t child,
    struct archive *a)
{
    enum err e = archive_add_text(a, "README.txt",
        child ? about_child : about_school);

    return e ? e : export_tables(w->db, q->rules->config.data, child, take, a);
}

static enum err
note(struct web *w, const struct request *q, int64_t child)
{
    char object[40] = "school";

    if (child)
        snprintf(object, sizeof(object), "child %lld", (long long)child);
    return audit_add(w->db, q->caller.who,
        child ? "child.export" : "school.export", object, "");
}

static void
name_file(char out[64], int64_t child)
{
    time_t now = (time_t)(clock_now() / SECOND);
    char day[16];
    struct tm tm;

    localtime_r(&now, &tm);
    strftime(day, sizeof(day), "%Y%m%d", &tm);
    if (child)
        snprintf(out, 64, "child-%lld-%s.zip", (long long)child, day);
    else
        snprintf(out, 64, "school-%s.zip", day);
}

enum err
export_file_reply(struct web *w, const struct request *q, const char *child,
    struct response *r, const char **why)
{
    struct archive *a = NULL;
    char *bytes = NULL;
    int64_t id = 0;
    size_t n = 0;
    enum err e = OK;

    *why = NULL;
    if (child && *child && (e = export_child(w->db, child, &id)))
        *why = e == ERR_EXISTS ? "Several children have that name: say which by"
            " its number." : "There is no such child.";
    if (e || (e = archive_open(&a)))
        return e;
    if (!(e = fill(w, q, id, a)) && !(e = note(w, q, id)))
        e = archive_take(a, &bytes, &n);
    archive_close(a);
    if (e)
        return e;
    r->status = 200;
    r->type = "application/zip";
    r->body = bytes;
    r->bytes = n;
    name_file(r->file, id);
    return OK;
}
