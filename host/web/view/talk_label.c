/* talk_label.c - what the inbox and its threads call things. */
#include "web/view/talk.h"

#include "store/thread/calendar.h"
#include "text/excerpt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *
page_weekday(struct page *p, int day, char *out)
{
    static const char *const names[] = { "Thursday", "Friday", "Saturday",
        "Sunday", "Monday", "Tuesday", "Wednesday" };

    snprintf(out, 80, "%s %s", page_tr(p, names[day % 7]),
        page_day(p, calendar_starts(day)));
    return out;
}

const char *
page_talk_title(const struct thread *t)
{
    return *t->children ? t->children : t->label;
}

const char *
page_tray_title(int tray)
{
    switch ((enum mapping_tray)tray) {
    case MAPPING_NO_TRAY:
        return "Families";
    case MAPPING_NOTICES:
    case MAPPING_MONEY:
        return "Notices";
    case MAPPING_UNKNOWN:
        return "Unknown numbers";
    case MAPPING_SHARED:
        return "Shared phones";
    case MAPPING_SAFEGUARDING:
        return "Safeguarding";
    case MAPPING_STAFF:
        return "Staff's phones";
    case MAPPING_QUARANTINE:
        break;
    }
    return "Unreadable";
}

const char *
page_tray_help(int tray)
{
    switch ((enum mapping_tray)tray) {
    case MAPPING_NOTICES:
    case MAPPING_MONEY:
        return "from services and networks. Nobody there reads answers.";
    case MAPPING_UNKNOWN:
        return "no family has this number. File it if you know whose it is.";
    case MAPPING_SHARED:
        return "several families have this number. Choose whose text it is.";
    case MAPPING_SAFEGUARDING:
        return "only named staff see this. Nothing was answered by itself.";
    case MAPPING_QUARANTINE:
        return "this could not be read; it is kept as it came.";
    case MAPPING_STAFF:
        return "alerts to staff's own phones, and what came from there and went"
            " to no family.";
    case MAPPING_NO_TRAY:
        break;
    }
    return "";
}

const char *
page_urgent_label(enum urgent u)
{
    switch (u) {
    case URGENT_MISSING:
        return "a child is missing";
    case URGENT_FETCH:
        return "somebody unknown fetches a child";
    case URGENT_THREAT:
        return "a threat";
    case URGENT_ACCIDENT:
        return "an accident or emergency";
    case URGENT_CALLS:
        return "rings again and again";
    case URGENT_MONEY:
        return "money asked for in the school's name";
    case URGENT_ILLNESS:
        return "illness";
    case URGENT_NONE:
        break;
    }
    return "";
}

const char *
page_urgent_advice(enum urgent u)
{
    switch (u) {
    case URGENT_MISSING:
        return "Call the family now, and ask who saw the child last.";
    case URGENT_FETCH:
        return "Do not act on this text: call the number that we know.";
    case URGENT_THREAT:
        return "Do not answer alone: tell the head of the school.";
    case URGENT_ACCIDENT:
        return "Call the family.";
    case URGENT_CALLS:
        return "Call back.";
    case URGENT_MONEY:
        return "Nobody should pay: call the number that we know, and warn the"
               " families.";
    case URGENT_ILLNESS:
    case URGENT_NONE:
        break;
    }
    return "";
}

const char *
page_state_label(enum message_state s)
{
    switch (s) {
    case MESSAGE_QUEUED:
        return "waiting to go";
    case MESSAGE_SENDING:
        return "being sent";
    case MESSAGE_SENT:
        return "sent";
    case MESSAGE_DELIVERED:
        return "arrived";
    case MESSAGE_FAILED:
        return "not delivered";
    case MESSAGE_UNSURE:
        return "may have arrived";
    case MESSAGE_EXPIRED:
        return "too late, not sent";
    case MESSAGE_CANCELLED:
        return "cancelled";
    case MESSAGE_RECEIVED:
    case MESSAGE_STATES:
        break;
    }
    return "received";
}

const char *
page_state_class(enum message_state s)
{
    if (s == MESSAGE_DELIVERED)
        return "good";
    if (s == MESSAGE_FAILED || s == MESSAGE_EXPIRED)
        return "bad";
    return s == MESSAGE_UNSURE ? "warn" : "";
}

const char *
page_phone_label(enum phone_state s)
{
    switch (s) {
    case PHONE_WORKING:
        return "in use";
    case PHONE_FAILING:
        return "texts do not arrive";
    case PHONE_OPTED_OUT:
        return "asked for no texts";
    case PHONE_PENDING:
        return "not confirmed yet";
    case PHONE_WRONG:
        break;
    }
    return "wrong number";
}

bool
page_was_moved(const struct message *m)
{
    static const char by_hand[] = "put here by";    /* a row of before */

    return m->match.code == REASON_PUT_HERE
        || (m->match.code == REASON_WORDS
            && !strncmp(m->match.args, by_hand, sizeof(by_hand) - 1));
}

int
page_same(const struct page_conversation *c, const struct message *m)
{
    return c && c->same ? c->same[m - c->messages] : 1;
}

const struct question *
page_asked(const struct page_conversation *c, const struct message *m)
{
    if (m->direction != MESSAGE_IN || !m->question)
        return NULL;
    for (int i = 0; c && i < c->n_asked; i++)
        if (c->asked[i].id == m->question)
            return &c->asked[i];
    return NULL;
}

const struct phone_doubt *
page_doubt(const struct page_conversation *c, const struct message *m)
{
    for (int i = 0; c && i < c->n_doubts; i++)
        if (c->doubts[i].message == m->id)
            return &c->doubts[i];
    return NULL;
}

bool
page_may_move(const struct page_conversation *c, const struct message *m)
{
    return c && c->may_write && m->direction == MESSAGE_IN
        && !page_was_moved(m) && c->thread.tray != MAPPING_NOTICES
        && c->thread.tray != MAPPING_MONEY;
}

const char *
page_typed(const struct page_conversation *c, const char *name)
{
    const char *v = c->typed ? params_get(c->typed, name) : NULL;

    return v ? v : "";
}

bool
page_is_unproved(const struct page_conversation *c, const struct sender *s)
{
    for (int i = 0; i < c->n_phones; i++)
        if (!strcmp(c->phones[i].number, s->number))
            return c->phones[i].state == PHONE_PENDING
                || c->phones[i].state == PHONE_WRONG;
    return false;
}

const char *
page_sender_label(const struct sender *s)
{
    switch (s->kind) {
    case SENDER_FAMILY:
    case SENDER_NEW_FAMILY:
        break;
    case SENDER_SUPPLIER:
        return "no parent: a supplier or somebody else";
    case SENDER_MISTAKE:
        return "no parent: wanted somebody else";
    }
    switch (s->proof) {
    case SENDER_ASKED:
        return "the family's other number was asked";
    case SENDER_VOUCHED:
        return "the family's other number said that it is theirs";
    case SENDER_DISOWNED:
        return "the family's other number said that it is not theirs";
    case SENDER_IN_PERSON:
        return "confirmed in person";
    case SENDER_UNPROVED:
        break;
    }
    return "nobody has confirmed it yet";
}

const char *
page_sender(const struct page_conversation *c, const char *number)
{
    const char *name = number;
    int found = 0;

    for (int i = 0; c && i < c->n_phones; i++)
        if (!strcmp(c->phones[i].number, number) && !found++)
            name = c->phones[i].guardian;
    return name;
}

const char *
page_snippet(struct page *p, const struct thread *t, bool *call)
{
    const char *words = *t->asks ? t->asks : t->snippet;

    struct reason calls = reason_number(REASON_MISSED_CALLS, t->calls);

    *call = !strcmp(words, MESSAGE_CALL_BODY);
    if (*call && t->calls > 1)
        return page_reason(p, &calls);
    return *call ? page_tr(p, MESSAGE_CALL_BODY)
        : words[strspn(words, " \n")] ? words : page_tr(p, "(empty message)");
}

static void
write_piece(void *user, const char *text, size_t bytes, bool hit)
{
    struct page *p = user;
    char *own = strndup(text, bytes);

    html_raw(&p->out, hit ? "<mark>" : "");
    html_text(&p->out, own ? own : "\xef\xbf\xbd");
    html_raw(&p->out, hit ? "</mark>" : "");
    free(own);
}

void
page_marked(struct page *p, const char *text, const char *words)
{
    /* the text comes whole in any case */
    (void)!excerpt_mark(text, words, write_piece, p);
}
