/* behaviour_view.h - events of a class, of a child, and one of them with what
 * home would read, for the pages and the API. */
#ifndef NOTEHOME_BEHAVIOUR_VIEW_H
#define NOTEHOME_BEHAVIOUR_VIEW_H

#include "send/behaviour_home.h"
#include "store/figures/term.h"
#include "web/kit/page.h"
#include "web/view/class_list.h"

enum { BEHAVIOUR_PHONES = 12, BEHAVIOUR_WAITS = 60, BEHAVIOUR_ROWS = 60,
    BEHAVIOUR_TEXT = 1000 };

/* One event, and what home would read. */
struct behaviour_one {
    struct behaviour event;     /* id 0: none is shown */
    struct behaviour_phone {
        char guardian[120], text[BEHAVIOUR_TEXT];
        int parts;
        bool monday;            /* as in struct behaviour_copy */
        struct reason waits;
    } phones[BEHAVIOUR_PHONES];
    int n, parts;               /* once it is told: only whom to call; parts:
                                 * of those that go */
    bool goes;                  /* to one at least */
    struct reason why;          /* no text can go */
    char price[40];             /* "3.60 KES"; "" where no price is set */
    bool may_write, may_decide, may_undo;
    const char *from;           /* the page that its forms return to: "class",
                                 * "child", or "one", its own; static */
    char class_name[40];        /* of that page */
    int64_t chosen;
};
/* Of q's caller. ERR_NOT_FOUND: there is no such event. */
MUST_CHECK enum err behaviour_one_read(struct db *db, const struct request *q,
    int64_t id, struct behaviour_one *out);

/* The list that is tapped from. */
struct behaviour_list {
    struct behaviour_kind kinds[BEHAVIOUR_KINDS];
    int n;
};
MUST_CHECK enum err behaviour_list_read(struct db *db,
    struct behaviour_list *out);

struct behaviour_view {
    char class_name[40];        /* "": one is to be chosen */
    struct class_list classes;
    struct term term;
    struct behaviour_list list;
    int64_t chosen;             /* event of the next tap; 0: none */
    struct behaviour_child *rows; /* owned; none good first */
    int n, room;
    int good, concern;          /* of the class */
    struct behaviour waits[BEHAVIOUR_WAITS]; /* of all classes, for admins */
    int n_waits;
    struct behaviour_one one;   /* what was tapped just now */
    bool may_write, may_decide, failed;
};
/* Of the query: class, event, noted. behaviour_view_clear() it whatever comes
 * back. ERR_NOT_FOUND: no child is in such a class. */
MUST_CHECK enum err behaviour_view_read(struct db *db,
    const struct request *q, struct behaviour_view *out);
void behaviour_view_clear(struct behaviour_view *v);

/* The events of a child, for its page. */
struct behaviour_about {
    struct behaviour_list list;
    struct behaviour rows[BEHAVIOUR_ROWS];
    int n;
    int good, concern;          /* this term */
    struct behaviour_one one;   /* what was tapped just now */
};
MUST_CHECK enum err behaviour_about_read(struct db *db,
    const struct request *q, int64_t child, const struct term *term,
    struct behaviour_about *out);

/* A certificate: the good events of the term. */
struct behaviour_praise {
    char name[BEHAVIOUR_NAME];
    int times;
};
struct behaviour_paper {
    char child[120], class_name[40];
    struct behaviour_praise rows[BEHAVIOUR_KINDS];
    int n;
    struct term term;
};
/* ERR_NOT_FOUND: there is no such child. */
MUST_CHECK enum err behaviour_paper_read(struct db *db, int64_t child,
    struct behaviour_paper *out);

/* What the head sees in the settings: each sentence of each event. */
struct behaviour_sentence {
    struct behaviour_kind kind;
    struct behaviour_words words;
};
enum { BEHAVIOUR_SENTENCES = BEHAVIOUR_KINDS * 6 };
struct behaviour_words_view {
    struct behaviour_sentence rows[BEHAVIOUR_SENTENCES];
    int n;
    const char *language;       /* of the school */
    const char *typed[3];       /* name, language, sentence of a refused form */
    bool concern;
};
MUST_CHECK enum err behaviour_words_read(struct db *db,
    struct behaviour_words_view *out);

/* The class of a badge: fewer than three good to one concern, or none. */
const char *behaviour_badge(int good, int concern);
/* "noted", "told home", ...: English, for page_tr(). */
const char *behaviour_said(const struct behaviour *b);

#endif
