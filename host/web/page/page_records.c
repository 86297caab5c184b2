/* page_records.c - who did what, and what the program says about itself. */
#include "web/view/records_view.h"

#include "base/clock.h"
#include "web/pages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct {
    const char *action, *words;
} words[] = {
    { "message.file", "Filed a message into a thread" },
    { "message.unfile", "Put a message back into its tray" },
    { "message.cancel", "Cancelled a message" },
    { "message.resend", "Sent a message again" },
    { "message.seen", "Marked a message as seen" },
    { "thread.seen", "Marked a thread as seen" },
    { "thread.assign", "Gave a thread to somebody" },
    { "thread.close", "Closed a thread" },
    { "task.done", "Did a call-back" },
    { "family.rename", "Renamed a family" },
    { "family.merge", "Merged two families" },
    { "family.unmerge", "Took a merge back" },
    { "family.split", "Split a family" },
    { "family.erase", "Erased a family" },
    { "people.import", "Imported a list" },
    { "phone.opted_out", "A phone opted out" },
    { "phone.working", "A phone takes texts again" },
    { "phone.failing", "Texts do not reach a phone" },
    { "phone.wrong", "A number was found wrong" },
    { "phone.pending", "A number is to be confirmed" },
    { "staff.add", "Made an account" },
    { "staff.password", "Changed a password" },
    { "staff.close", "Closed an account" },
    { "token.add", "Made an access token" },
    { "ussd.ask", "Asked the network with a code" },
    { "tree.set", "Made a family represent a class" },
    { "tree.remove", "Ended that a family represents a class" },
    { "sim.change", "Changed what is set for a SIM" },
    { "sim.keep_alive", "Sent a text that keeps a SIM alive" },
    { "sim.prove", "A SIM texted itself" },
    { "menu.ask", "Asked the network through a menu" },
    { "menu.buy", "Bought from the network through a menu" },
    { "menu.set", "Changed a network menu" },
    { "menu.remove", "Removed a network menu" },
    { "board.power_cycle", "The board cut a dongle's power" },
    { "board.shut_down", "Ended because the battery was empty" },
    { "board.update", "Asked for new firmware of the board" },
    { "clock.set", "The clock was set" },
    { "template.set", "Changed a template" },
    { "template.remove", "Removed a template" },
    { "batch.approve", "Approved a text to many" },
    { "batch.pause", "Paused a text to many" },
    { "batch.resume", "Let a text to many go on" },
    { "batch.cancel", "Cancelled a text to many" },
    { "backup.make", "Made a copy of everything" },
    { "backup.download", "Saved a copy elsewhere" },
    { "backup.restore", "Went back to a copy" },
    { "child.add", "Added a child" },
    { "child.edit", "Changed a child" },
    { "child.remove", "Took a child out of a family" },
    { "family.add", "Added a family" },
    { "family.export", "Took out all about a family" },
    { "people.export", "Exported all families" },
    { "group.add", "Made a group" },
    { "group.rename", "Renamed a group" },
    { "group.remove", "Removed a group" },
    { "group.in", "Put a family into a group" },
    { "group.out", "Took a family out of a group" },
    { "guardian.add", "Added a guardian" },
    { "guardian.edit", "Changed a guardian" },
    { "guardian.remove", "Took a guardian out of a family" },
    { "guardian.phone_add", "Added a phone" },
    { "guardian.phone_first", "Chose which phone is tried first" },
    { "guardian.phone_remove", "Removed a phone" },
    { "setting.change", "Changed a setting" },
    { "sim.rename", "Renamed a SIM" },
    { "staff.role", "Changed what an account may do" },
    { "token.revoke", "Revoked an access token" },
};

const char *
record_words(const char *action)
{
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (!strcmp(words[i].action, action))
            return words[i].words;
    return action;
}

static void
keep_row(void *user, const struct audit_row *r)
{
    struct records *v = user;

    if (v->count < RECORDS_SHOWN)
        v->row[v->count++] = *r;
    else
        v->older = v->row[v->count - 1].id;
}

/* The end of a day "2026-11-23"; 0: it is none. */
static int64_t
end_of_day(const char *text)
{
    struct tm t = { .tm_isdst = -1 };

    if (sscanf(text, "%4d-%2d-%2d", &t.tm_year, &t.tm_mon, &t.tm_mday) != 3
        || t.tm_year < 1971 || t.tm_mon < 1 || t.tm_mon > 12 || t.tm_mday < 1
        || t.tm_mday > 31)
        return 0;
    t.tm_year -= 1900;
    t.tm_mon -= 1;
    t.tm_mday += 1;
    return (int64_t)mktime(&t) * 1000;
}

static void
read_filter(const struct request *q, struct records *v)
{
    const char *who = params_get(&q->query, "who");
    const char *action = params_get(&q->query, "action");
    const char *day = params_get(&q->query, "day");

    snprintf(v->filter.who, sizeof(v->filter.who), "%s", who ? who : "");
    snprintf(v->filter.action, sizeof(v->filter.action), "%s",
        action ? action : "");
    snprintf(v->day, sizeof(v->day), "%s", day ? day : "");
    v->filter.until = end_of_day(v->day);
    v->filter.before = params_int(&q->query, "before", INT64_MAX, 0);
    v->filter.limit = RECORDS_SHOWN + 1;
}

void
page_records(struct web *w, const struct request *q, struct response *r)
{
    struct records *v = calloc(1, sizeof(*v));
    enum err e = ERR_MEMORY;
    struct page p;

    if (v) {
        read_filter(q, v);
        v->lines = log_recent(v->line, RECORDS_LINES);
        e = audit_list(w->db, &v->filter, keep_row, v);
    }
    if (e)
        page_refusal(q, r, reply_status(e), err_text(e));
    else {
        page_start(&p, w, q, "Records");
        pages_records(&p, v);
        page_finish(&p, r, 200);
    }
    free(v);
}
