#include "store/figures/export.h"

#include "base/clock.h"
#include "mapping/mapping.h"
#include "store/db/reason_row.h"
#include "store/people/people.h"
#include "store/people/rejects.h"
#include "store/staff/staff.h"
#include "store/thread/behaviour.h"
#include "store/thread/calendar.h"
#include "store/thread/message.h"
#include "store/thread/plan.h"
#include "store/thread/thread.h"
#include "store/thread/tone.h"
#include "text/unicode.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { COLUMNS = 20, CELL = 64 };

/* A table: its columns, each with how it is read (below), and its rows. */
struct table {
    const char *name, *columns, *sql;
};

/* A child's families, as :child has them. */
#define THEIRS "(SELECT family FROM family_child WHERE child = :child)"
#define THREADS "(SELECT id FROM thread WHERE family IN " THEIRS ")"
/* What names a child of the family is that child's alone; what was handed to
 * named staff stays with them, also where the family was shown it before. */
#define OF_CHILD(m)                                                            \
    "(NOT EXISTS (SELECT 1 FROM message_child mc WHERE mc.message = " m ")"    \
    " OR EXISTS (SELECT 1 FROM message_child mc WHERE mc.message = " m         \
    "  AND mc.child = :child))"
#define MESSAGE_HEAD "id# at@ direction:d kind:k state:s reason:r number"      \
    " family# to_many# author answer seen_at@ text"
#define MESSAGE_ROWS "m.id, m.at, m.direction, m.kind, m.state,"         \
    " m.reason, m.reason_code, m.number, t.family, m.batch, m.author,"         \
    " m.answer, m.handled, m.body FROM message m"                              \
    " JOIN thread t ON t.id = m.thread"

static const struct table of_child[] = {
    { "child", "id# child_id name class left_at@",
        "SELECT id, key, name, class, left_at FROM child WHERE id = :child" },
    { "families", "id# family name created@",
        "SELECT id, key, label, created FROM family WHERE id IN " THEIRS },
    { "guardians", "id# family# name relation language consent consent_at@"
        " consent_by may_collect:c reads:g",
        "SELECT g.id, fg.family, g.name, fg.relation, g.language, g.consent,"
        " g.consent_at, g.consent_by, fg.collect, g.reads FROM guardian g"
        " JOIN family_guardian fg ON fg.guardian = g.id WHERE fg.family IN "
        THEIRS " ORDER BY g.id" },
    { "phones", "guardian# number state:p since@",
        "SELECT DISTINCT gp.guardian, p.number, p.state, p.since FROM phone p"
        " JOIN guardian_phone gp ON gp.phone = p.id JOIN family_guardian fg"
        "  ON fg.guardian = gp.guardian WHERE fg.family IN " THEIRS
        " ORDER BY gp.guardian, gp.rank" },
    { "groups", "name family#",
        "SELECT g.name, gf.family FROM family_group g JOIN group_family gf"
        " ON gf.family_group = g.id WHERE gf.family IN " THEIRS },
    { "messages", MESSAGE_HEAD, "SELECT " MESSAGE_ROWS
        " WHERE (m.thread IN " THREADS " OR m.id IN (SELECT message"
        "  FROM message_also WHERE family IN " THEIRS "))"
        " AND NOT t." TRAY_IS_SAFEGUARDING " AND " OF_CHILD("m.id")
        " ORDER BY m.id" },
    { "absences", "day noted_at@ who", "SELECT day, at, who FROM absence"
        " WHERE child = :child ORDER BY day" },
    { "events", "at@ event kind:b who told_in_person@ home:h decided@"
        " decided_by", "SELECT at, name, good, who, spoke, state, decided,"
        " decided_by FROM behaviour WHERE child = :child ORDER BY id" },
    { "plans", "id# aim review:v lead at@ who closed_at@ closed_by outcome",
        "SELECT p.id, p.aim, p.review, coalesce(s.name, ''), p.at, p.who,"
        " p.closed, p.closed_by, p.outcome FROM plan p LEFT JOIN staff s"
        " ON s.id = p.lead WHERE p.child = :child ORDER BY p.id" },
    { "plan_steps", "plan# step how:w for by:v result:x tried_at@ tried_by"
        " message#", "SELECT s.plan, s.words, s.way, a.name, s.due, s.result,"
        " s.tried, s.tried_by, s.message FROM plan_step s JOIN plan p"
        " ON p.id = s.plan JOIN staff a ON a.id = s.staff"
        " WHERE p.child = :child ORDER BY s.plan, s.due, s.id" },
    { "plan_conversations", "plan# day:v who listen agree do review",
        "SELECT t.plan, t.day, t.who, t.listen, t.agree, t.act, t.review"
        " FROM plan_talk t JOIN plan p ON p.id = t.plan"
        " WHERE p.child = :child ORDER BY t.plan, t.day, t.id" },
    { "sentences", "at@ author tone:t text sent@",
        "SELECT at, author, tone, body, sent FROM sentence"
        " WHERE child = :child ORDER BY id" },
    { "cards", "at@ who text", "SELECT at, who, body FROM card"
        " WHERE child = :child ORDER BY id" },
    { "notes", "at@ author for note", "SELECT at, author, coalesce((SELECT"
        " name FROM staff WHERE id = only_for), ''), body FROM note"
        " WHERE thread IN " THREADS " ORDER BY id" },
    { "calls", "at@ number done_at@ done_by outcome",
        "SELECT k.at, k.number, k.done, k.done_by, k.outcome FROM task k"
        " JOIN message m ON m.id = k.message WHERE m.thread IN " THREADS
        " ORDER BY k.id" },
    { "calls_about_texts", "to_many# guardian# done_at@ done_by",
        "SELECT batch, guardian, done, done_by FROM batch_call"
        " WHERE family IN " THEIRS " ORDER BY batch, guardian" },
    { "represents", "family# class", "SELECT family, class"
        " FROM representative WHERE family IN " THEIRS },
    /* That something was given to named staff is theirs to tell. */
    { "records", "at@ who action object",
        "SELECT at, who, action, object FROM audit WHERE (object ="
        " 'child ' || :child OR object IN (SELECT 'family ' || family"
        "  FROM family_child WHERE child = :child"
        "  UNION SELECT 'guardian ' || guardian FROM family_guardian"
        "   WHERE family IN " THEIRS
        "  UNION SELECT 'thread ' || id FROM thread WHERE family IN " THEIRS
        "  UNION SELECT 'message ' || m.id FROM message m WHERE m.thread IN "
        THREADS " AND " OF_CHILD("m.id") "))"
        " AND action NOT IN ('message.hand', 'message.no_concern')"
        " ORDER BY id" },
};
static const struct table of_school[] = {
    { "whom_to_ask", "id# what who how",
        "SELECT id, what, who, how FROM duty ORDER BY id" },
    { "children", "id# child_id name class left_at@",
        "SELECT id, key, name, class, left_at FROM child ORDER BY id" },
    { "families", "id# family name created@", "SELECT id, key, label, created"
        " FROM family WHERE erased = 0 AND merged_into IS NULL ORDER BY id" },
    { "family_children", "family# child#",
        "SELECT family, child FROM family_child ORDER BY family, child" },
    { "guardians", "id# family# name relation language consent consent_at@"
        " consent_by may_collect:c reads:g",
        "SELECT g.id, fg.family, g.name, fg.relation, g.language, g.consent,"
        " g.consent_at, g.consent_by, fg.collect, g.reads FROM guardian g"
        " JOIN family_guardian fg ON fg.guardian = g.id ORDER BY g.id" },
    { "phones", "guardian# number state:p since@",
        "SELECT gp.guardian, p.number, p.state, p.since FROM phone p"
        " LEFT JOIN guardian_phone gp ON gp.phone = p.id ORDER BY p.id" },
    { "groups", "name family#",
        "SELECT g.name, gf.family FROM family_group g LEFT JOIN group_family gf"
        " ON gf.family_group = g.id ORDER BY g.id" },
    { "messages", "tray:y " MESSAGE_HEAD, "SELECT t.tray, " MESSAGE_ROWS
        " ORDER BY m.id" },
    { "messages_about", "message# child#",
        "SELECT message, child FROM message_child ORDER BY message, child" },
    { "absences", "child# day noted_at@ who",
        "SELECT child, day, at, who FROM absence ORDER BY day, child" },
    { "events", "child# at@ event kind:b who told_in_person@ home:h decided@"
        " decided_by", "SELECT child, at, name, good, who, spoke, state,"
        " decided, decided_by FROM behaviour ORDER BY id" },
    { "plans", "id# child# aim review:v lead at@ who closed_at@ closed_by"
        " outcome", "SELECT p.id, p.child, p.aim, p.review,"
        " coalesce(s.name, ''), p.at, p.who, p.closed, p.closed_by, p.outcome"
        " FROM plan p LEFT JOIN staff s ON s.id = p.lead ORDER BY p.id" },
    { "plan_steps", "plan# step how:w for by:v result:x tried_at@ tried_by"
        " message#", "SELECT s.plan, s.words, s.way, a.name, s.due, s.result,"
        " s.tried, s.tried_by, s.message FROM plan_step s"
        " JOIN staff a ON a.id = s.staff ORDER BY s.plan, s.due, s.id" },
    { "plan_conversations", "plan# day:v who listen agree do review",
        "SELECT plan, day, who, listen, agree, act, review FROM plan_talk"
        " ORDER BY plan, day, id" },
    { "event_list", "event kind:b language text",
        "SELECT k.name, k.good, w.language, w.body FROM behaviour_kind k"
        " JOIN behaviour_words w ON w.kind = k.id ORDER BY k.id, w.language" },
    { "prompts", "prompt language text",
        "SELECT p.name, w.language, w.body FROM prompt p"
        " JOIN prompt_words w ON w.prompt = p.id WHERE p.own = 1"
        " ORDER BY p.id, w.language" },
    { "prompts_used", "at@ prompt class who to_many#",
        "SELECT at, name, class, who, batch FROM prompt_use ORDER BY id" },
    { "cards", "child# message# at@ who text",
        "SELECT child, message, at, who, body FROM card"
        " WHERE child IS NOT NULL ORDER BY id" },
    { "sentences", "child# at@ author tone:t text sent@",
        "SELECT child, at, author, tone, body, sent FROM sentence"
        " ORDER BY id" },
    { "texts_to_many", "id# at@ author for:r approved_by text",
        "SELECT id, at, author, target, target_code, approved_by, body"
        " FROM batch ORDER BY id" },
    { "questions", "id# at@ closes@ text options",
        "SELECT id, at, closes, text, options FROM question ORDER BY id" },
    { "notes", "at@ author for family# note",
        "SELECT n.at, n.author, coalesce((SELECT name FROM staff"
        "  WHERE id = n.only_for), ''), t.family, n.body FROM note n"
        " JOIN thread t ON t.id = n.thread ORDER BY n.id" },
    { "calls", "at@ number done_at@ done_by outcome",
        "SELECT at, number, done, done_by, outcome FROM task ORDER BY id" },
    { "calls_about_texts", "to_many# guardian# done_at@ done_by",
        "SELECT batch, guardian, done, done_by FROM batch_call"
        " ORDER BY batch, guardian" },
    { "represents", "family# class",
        "SELECT family, class FROM representative ORDER BY class, family" },
    { "matters", "number taken_at@ taken_by closed_at@ closed_by outcome",
        "SELECT t.number, x.taken_at, x.taken_by, x.closed_at, x.closed_by,"
        " x.outcome FROM matter x JOIN thread t ON t.id = x.thread"
        " ORDER BY x.thread" },
    { "templates", "name language text",
        "SELECT name, language, body FROM template ORDER BY id" },
    { "accounts", "name role:l created@ closed@",
        "SELECT name, role, created, closed FROM staff ORDER BY id" },
    { "sims", "name operator number",
        "SELECT name, operator, number FROM sim ORDER BY name" },
    { "records", "at@ who action object",
        "SELECT at, who, action, object FROM audit ORDER BY id" },
};

/* --- cells ---------------------------------------------------------------- */

static const char *
word_of(char kind, int64_t n)
{
    switch (kind) {
    case 'b':
        return n ? "good" : "concern";
    case 'h':
        return behaviour_state_name((enum behaviour_state)n);
    case 'w':
        return plan_way_name((enum plan_way)n);
    case 'x':
        return plan_result_name((enum plan_result)n);
    case 'd':
        return n == MESSAGE_IN ? "in" : "out";
    case 'k':
        return message_kind_name((enum message_kind)n);
    case 's':
        return message_state_name((enum message_state)n);
    case 't':
        return tone_name((enum tone)n);
    case 'p':
        return phone_state_name((enum phone_state)n);
    case 'c':
        return collect_name((enum may_collect)n);
    case 'g':
        return reads_name((enum guardian_reads)n);
    case 'l':
        return staff_role_name((enum staff_role)n);
    default:
        return mapping_tray_name((enum mapping_tray)n);
    }
}

/* One cell: its text goes to out (REASON_SAID), and its value to the row. *at
 * moves behind the columns of the statement that it took. */
static const char *
read_cell(struct query *q, int *at, const char *name, size_t n, char *out,
    json_t *row)
{
    char key[CELL], kind = name[n - 1];
    bool plain = kind != '#' && kind != '@' && !(n > 2 && name[n - 2] == ':');
    const char *text = query_get_text(q, *at);
    int64_t number = query_get_int(q, *at);
    struct reason r;

    snprintf(key, sizeof(key), "%.*s", (int)(plain ? n
        : kind == '#' || kind == '@' ? n - 1 : n - 2), name);
    if (kind == '#' && !plain) {
        snprintf(out, REASON_SAID, "%lld", (long long)number);
        if (!number)
            out[0] = '\0';
        json_object_set_new(row, key, number ? json_integer(number)
                                             : json_null());
        text = out;
    } else if (!plain && kind == '@') {
        text = number ? clock_text(number, out) : "";
    } else if (!plain && kind == 'v') {
        text = number ? calendar_text((int)number, out) : "";
    } else if (!plain && kind == 'r') {
        reason_read(q, (*at)++, &r);
        text = reason_english(&r, out);
    } else if (!plain) {
        text = word_of(kind, number);
    }
    if (plain || kind != '#')
        json_object_set_new(row, key, json_string(text));
    ++*at;
    return text;
}

/* The names of the columns, as cells. */
static void
write_head(const char *columns, FILE *csv)
{
    for (size_t n; *columns; columns += n + (columns[n] == ' ')) {
        char name[CELL];

        n = strcspn(columns, " ");
        snprintf(name, sizeof(name), "%.*s", (int)strcspn(columns, " #@:"),
            columns);
        rejects_cell(csv, name);
        fputs(columns[n] ? "," : "\r\n", csv);
    }
}

static enum err
write_row(struct query *q, const char *columns, FILE *csv, FILE *json,
    bool first)
{
    json_t *row = json_object();
    char said[REASON_SAID];
    int at = 0;

    for (size_t n; row && *columns; columns += n + (columns[n] == ' ')) {
        n = strcspn(columns, " ");
        rejects_cell(csv, read_cell(q, &at, columns, n, said, row));
        fputs(columns[n] ? "," : "\r\n", csv);
    }
    fputs(first ? "" : ",\n", json);
    if (row)
        json_dumpf(row, json, JSON_COMPACT);
    json_decref(row);
    return !row ? ERR_MEMORY : ferror(csv) || ferror(json)
        ? errno == ENOSPC ? ERR_DISK_FULL : ERR_IO : OK;
}

/* --- files ---------------------------------------------------------------- */

/* A file in the folder that has no name there any more. */
static FILE *
open_nameless(const char *folder)
{
    char path[300];
    FILE *f;
    int fd;

    snprintf(path, sizeof(path), "%s/export-XXXXXX", folder);
    if ((fd = mkostemp(path, O_CLOEXEC)) < 0)
        return NULL;
    unlink(path);
    if (!(f = fdopen(fd, "w+")))
        close(fd);
    return f;
}

static enum err
give(FILE *f, const struct table *t, const char *more, export_take *fn,
    void *user)
{
    char name[CELL];

    snprintf(name, sizeof(name), "%s%s", t->name, more);
    if (fflush(f) || fseek(f, 0, SEEK_SET)) {
        fclose(f);
        return errno == ENOSPC ? ERR_DISK_FULL : ERR_IO;
    }
    return fn(user, name, f);
}

static enum err
write_table(struct db *db, const struct table *t, int64_t child, FILE *csv,
    FILE *json)
{
    struct query q = query_start(db, t->sql);
    bool first = true;
    enum err e = OK, ended;

    query_int_if(&q, ":child", child);
    fputs("\xef\xbb\xbf", csv);     /* else spreadsheets spoil the names */
    write_head(t->columns, csv);
    fputs("[", json);
    for (; !e && query_row(&q); first = false)
        e = write_row(&q, t->columns, csv, json, first);
    fputs("]\n", json);
    ended = query_end(&q);
    return e ? e : ended;
}

static enum err
export_table(struct db *db, const char *folder, const struct table *t,
    int64_t child, export_take *fn, void *user)
{
    FILE *csv = open_nameless(folder), *json = open_nameless(folder);
    enum err e = csv && json ? write_table(db, t, child, csv, json) : ERR_IO;

    if (!e) {
        e = give(csv, t, ".csv", fn, user);
        csv = NULL;
    }
    if (!e) {
        e = give(json, t, ".json", fn, user);
        json = NULL;
    }
    if (csv)
        fclose(csv);
    if (json)
        fclose(json);
    return e;
}

enum err
export_tables(struct db *db, const char *folder, int64_t child,
    export_take *fn, void *user)
{
    const struct table *tables = child ? of_child : of_school;
    size_t n = child ? sizeof(of_child) / sizeof(*of_child)
                     : sizeof(of_school) / sizeof(*of_school);
    char id[24];
    enum err e = OK;

    snprintf(id, sizeof(id), "%lld", (long long)child);
    if (child && (e = export_child(db, id, &child)))
        return e;
    for (size_t i = 0; !e && i < n; i++)
        e = export_table(db, folder, &tables[i], child, fn, user);
    return e;
}

enum err
export_child(struct db *db, const char *typed, int64_t *id)
{
    bool number = *typed && strspn(typed, "0123456789") == strlen(typed)
        && strlen(typed) < 18;
    char *folded = NULL;
    struct query q;
    int rows = 0;
    enum err e = unicode_fold(typed, &folded);

    if (e)
        return e;
    q = query_start(db, "SELECT id FROM child WHERE (:id > 0 AND id = :id)"
        " OR (:id = 0 AND folded = :name) LIMIT 2");
    query_int(&q, ":id", number ? atoll(typed) : 0);
    query_text(&q, ":name", folded);
    for (; query_row(&q); rows++)
        *id = query_get_int(&q, 0);
    e = query_end(&q);
    free(folded);
    return e ? e : !rows ? ERR_NOT_FOUND : rows > 1 ? ERR_EXISTS : OK;
}
