/* talk.h - what the inbox and its threads show, for pages/; read by talk.c,
 * borrowed by the pages. */
#ifndef NOTEHOME_TALK_H
#define NOTEHOME_TALK_H

#include "mapping/mapping.h"
#include "store/alert/alert.h"
#include "store/figures/overview.h"
#include "store/inbox/filing_many.h"
#include "store/inbox/sender.h"
#include "store/people/people.h"
#include "store/people/phone_doubt.h"
#include "store/staff/profile.h"
#include "store/thread/matter.h"
#include "store/thread/note.h"
#include "store/thread/question.h"
#include "store/thread/task.h"
#include "store/thread/template.h"
#include "store/thread/thread.h"
#include "web/view/hold.h"
#include "web/kit/page.h"
#include "web/view/compose.h"

struct web;

/* A page of the list, and how it is filtered. */
/* Who may be given a conversation to answer. */
enum { PAGE_STAFF = 60 };
struct page_staff {
    int n;
    struct {
        int64_t id;
        char name[64];
        char does[160];         /* "4B, 5A; Mathematics"; "" not known */
    } one[PAGE_STAFF];
};
MUST_CHECK enum err page_staff_read(struct db *db, struct page_staff *out);

struct page_list {
    struct thread *threads;     /* owned */
    int count;
    struct thread *now;         /* owned; what cannot wait, of all; in the list
                                 * of who waits alone, where it is left out */
    int n_now;
    int tray;                   /* enum mapping_tray */
    char view[16];              /* "waiting", "unread", "mine", "all", or a
                                 * tray's name */
    char class_name[40];        /* "": all */
    bool teaches;               /* it may be of the reader's classes alone */
    bool mine;                  /* and is */
    int64_t mine_wait;          /* families of them that wait */
    char next[200];             /* address of the next page; "": none */
    char keep[120];             /* "?view=waiting&class=4B" for links */
    int64_t here;               /* the thread that is open; 0: none */
    char (*classes)[40];        /* owned; to choose from */
    int n_classes;
    bool many;                  /* several may be chosen at once; then staff */
    struct page_staff staff;
    struct overview counts;
};

/* Somebody of the family, with one phone ("": none). */
struct page_phone {
    char guardian[120], relation[40], language[16], number[64];
    enum phone_state state;
    bool shared;                /* other people have it too */
    bool usable;                /* may get texts */
    bool answerable;            /* those, and one that is not confirmed yet */
    bool refused;               /* opted out or wrong: only who is sure
                                 * writes */
    bool asked, doubted;        /* phone_doubt.h */
    bool tried;                 /* how texts fared (people.h) */
    int64_t arrived;
};

/* Where a message may be filed. */
struct page_candidate {
    struct family family;
    char children[200];
    bool suggested;
};

/* Whose number is this? What the panel on an unknown sender shows. */
enum { PAGE_GUARDIANS = 16, PAGE_SENDERS = 6 };
struct page_whose {
    struct page_candidate family; /* chosen; its id 0: none yet */
    struct guardian guardians[PAGE_GUARDIANS]; /* of it */
    int n_guardians;
    struct page_old {           /* a number of theirs that can be asked */
        char guardian[120], number[64];
    } old[PAGE_GUARDIANS];
    int n_old;
};

enum { PAGE_PHONES = 24, PAGE_CANDIDATES = 16, PAGE_TASKS = 8,
    PAGE_ASKED = 8, PAGE_DOUBTS = 8,
    PAGE_TEMPLATES = 60, PAGE_ABOUT = 60 };

/* One thread as its page shows it. */
struct page_conversation {
    struct thread thread;
    struct child *children;     /* owned */
    int n_children;
    struct message *messages;   /* owned, in order of arrival */
    int n_messages;
    int *same;                  /* owned; of each how many in a row it stands
                                 * for: it is the last of them */
    int64_t older;              /* older ones end before this id; 0: none */
    bool past;                  /* the latest are not among them */
    int64_t at;                 /* the message that a search found; 0: none */
    const char *marked;         /* words in it that were looked for; borrowed;
                                 * "" none */
    struct page_phone phones[PAGE_PHONES];
    int n_phones;
    struct question asked[PAGE_ASKED]; /* that texts here were held against */
    int n_asked;
    struct phone_doubt doubts[PAGE_DOUBTS]; /* what texts here ask of staff */
    int n_doubts;
    struct alert_about about[PAGE_ABOUT]; /* of staff's phones: which family
                                 * a text was about */
    int n_about;
    struct matter matter;       /* of the safeguarding tray; thread 0: none */
    struct note *notes;         /* owned */
    int n_notes;
    struct task tasks[PAGE_TASKS];
    int n_tasks;
    struct page_candidate candidates[PAGE_CANDIDATES];
    int n_candidates;
    struct template *templates; /* owned */
    int n_templates;
    struct page_staff staff;
    char presence[80];          /* who else is answering; "" nobody */
    bool asks_whose;            /* the panel is there */
    struct page_whose whose;
    const struct params *typed; /* what was typed into it; borrowed */
    struct reason whose_trouble; /* why that could not be; none */
    struct sender senders[PAGE_SENDERS]; /* said of numbers here */
    int n_senders;
    char wrote[64];             /* the number that wrote last; "" nobody */
    bool wrote_takes;           /* it may be answered */
    bool wrote_here;            /* it is one of phones */
    char find[80];              /* words that families were looked for with */
    struct compose draft;
    char signature[PROFILE_LINE]; /* the reader's; "" none */
    struct compose_count count;
    struct reason trouble;      /* why the draft could not be sent */
    char from[120];             /* see talk_from(); and the view in it, "" */
    char from_view[16];
    bool blocked;               /* a tray's sender is */
    struct hold_view hold;      /* the holding answer */
    int alike;                  /* others in the tray say the same, unseen */
    int64_t filed[FILING_MANY]; /* what the caller just filed here together */
    int n_filed;
    bool refused;               /* a tray's sender asked for no texts */
    bool can_reply, may_write;  /* the thread takes answers; so does the role */
};

/* Reads the list that the query asks for; talk_list_clear() it whatever comes
 * back. ERR_NOT_FOUND: no such view for this caller. */
MUST_CHECK enum err talk_list(struct web *w, const struct request *q,
    struct page_list *out);
void talk_list_clear(struct page_list *l);

/* The list that a thread was opened from, as "?view=waiting&class=4B"; "": from
 * elsewhere, or from the list of all, where nothing comes next. */
void talk_from(const struct request *q, char *to, size_t room);
/* Which thread comes after t in the list that the query names: t as it was
 * before it was answered. After the last comes the first; 0: there is no other.
 * ERR_NOT_FOUND: no such list for this caller. */
MUST_CHECK enum err talk_next(struct web *w, const struct request *q,
    const struct thread *t, int64_t *id);

/* Reads thread q->id with everything beside it. ERR_NOT_FOUND: there is none
 * for this caller. talk_clear() it whatever comes back. */
MUST_CHECK enum err talk_read(struct web *w, const struct request *q,
    struct page_conversation *out);
void talk_clear(struct page_conversation *c);

/* Reads the panel on an unknown sender, and what was said of numbers here; for
 * talk_read(), after its candidates. */
MUST_CHECK enum err talk_whose(struct web *w, const struct request *q,
    struct page_conversation *c);

/* The thread q->id, where the caller may see it. ERR_NOT_FOUND. */
MUST_CHECK enum err talk_thread(struct web *w, const struct request *q,
    struct thread *out);

/* Whether all staff see the thread. */
bool talk_is_open(const struct thread *t);
/* Whether a text can go into the thread: to a number, or to a phone of the
 * family that may get texts. */
bool talk_reachable(const struct page_conversation *c);
/* Whether a phone there asked for no texts, or is a wrong number. */
bool talk_refused(const struct page_conversation *c);
/* Whether its page has the composer. */
bool talk_writes(const struct page_conversation *c);

/* Whom an answer in a family's thread goes to when nobody has chosen: the
 * number that wrote last, whoever else the family has; "all" where nobody
 * wrote. "" where that number takes no texts: a person has to choose. */
MUST_CHECK enum err talk_answer_to(struct db *db, const struct thread *t,
    char to[64]);
/* Fills s with whom an answer in the thread goes to. */
void talk_address(const struct thread *t, const struct compose *c,
    struct send *s);
/* What the draft would cost, as it would arrive at the first phone. */
void talk_count(struct web *w, const struct request *q,
    const struct thread *t, const struct compose *c,
    struct compose_count *out);
/* What cannot wait, for the caller, at most TALK_NOW; *out is owned. */
enum { TALK_NOW = 100 };
MUST_CHECK enum err talk_now(struct web *w, const struct request *q,
    struct thread **out, int *count);
/* What its page is called: the children, else the label. */
const char *page_talk_title(const struct thread *t);
/* Headings and labels in English; static. What a kind is called, and what to do
 * about it first. */
const char *page_urgent_label(enum urgent u);
const char *page_urgent_advice(enum urgent u);
const char *page_tray_title(int tray);
/* A day (store/thread/calendar.h) as "Friday 4 Dec"; out takes 80 bytes. */
const char *page_weekday(struct page *p, int day, char *out);
/* What a tray is for, and what to do there. */
const char *page_tray_help(int tray);
const char *page_state_label(enum message_state s);
const char *page_state_class(enum message_state s); /* of a badge; "" plain */
const char *page_phone_label(enum phone_state s);
/* Whether staff put it here; whether the caller may put it elsewhere (c may be
 * NULL: no). */
bool page_was_moved(const struct message *m);
/* Writes text with the words in it that were looked for marked. */
void page_marked(struct page *p, const char *text, const char *words);
/* How many messages in a row m stands for, which all say the same. */
int page_same(const struct page_conversation *c, const struct message *m);
/* How many rows right after m are the same text to other phones: one text of
 * ours, shown once. */
int page_also(const struct page_conversation *c, const struct message *m);
/* Whether m begins a day, in the school's zone; and what that day is called:
 * "Today", "Yesterday", "Friday 4 Dec"; out takes 80 bytes. */
bool page_new_day(const struct page_conversation *c, const struct message *m);
const char *page_day_name(struct page *p, int64_t at, char *out);
/* The question that a text was held against, or NULL: then there is nothing to
 * count. */
const struct question *page_asked(const struct page_conversation *c,
    const struct message *m);
/* What the text asks staff to decide about its phone, or NULL. */
const struct phone_doubt *page_doubt(const struct page_conversation *c,
    const struct message *m);
bool page_may_move(const struct page_conversation *c,
    const struct message *m);
/* What was typed into the panel under this name; "" nothing. */
const char *page_typed(const struct page_conversation *c, const char *name);
/* Whether the number that was said to be the family's waits to be confirmed. */
bool page_is_unproved(const struct page_conversation *c,
    const struct sender *s);
/* "it is the family's", in English; static. */
const char *page_sender_label(const struct sender *s);
/* The guardian with that number, else the number; c may be NULL. */
const char *page_sender(const struct page_conversation *c,
    const char *number);
/* What a list shows of a thread: the words that wait, else its last message;
 * *call: it is a missed one. */
const char *page_snippet(struct page *p, const struct thread *t, bool *call);

/* Fills s with what stays the same for every text: settings and author,
 * borrowed from q. */
void talk_settings(const struct request *q, struct send *s);

#endif
