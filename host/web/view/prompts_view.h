/* prompts_view.h - talk at home: the bank of prompts for a class, a look at one
 * before it goes, and the cards of what families answered. For the pages and
 * the API. */
#ifndef NOTEHOME_PROMPTS_VIEW_H
#define NOTEHOME_PROMPTS_VIEW_H

#include "send/prompt_home.h"
#include "store/thread/card.h"
#include "web/kit/page.h"
#include "web/view/class_list.h"

enum { PROMPTS_COPIES = 40, PROMPTS_ASKED = 20 };

struct prompts_row {
    struct prompt prompt;
    char body[PROMPT_BODY];     /* in the reader's language, if there is one */
};
struct prompts_copy {
    char *text;                 /* owned */
    char who[240];
    int parts;
    bool monday;
};
struct prompts_view {
    char class_name[40];        /* "": one is to be chosen */
    struct class_list classes;
    int place, grade;           /* only these; -1: all */
    struct prompts_row *rows;   /* owned */
    int n, room;
    struct card_asked asked[PROMPTS_ASKED]; /* of the class, newest first */
    int n_asked;
    int64_t chosen;             /* the prompt that is looked at; 0: none */
    struct prompt_look look;
    struct reason why;          /* it can go to nobody; none: it can */
    struct prompts_copy copies[PROMPTS_COPIES]; /* the first */
    int n_copies;
    char price[40];             /* "3.60 KES"; "" where no price is set */
    bool approval;              /* a second person has to approve it */
    bool may_write, may_set, failed;
};
/* Of the query: class, place, grade, prompt. language: of the texts that are
 * shown. prompts_view_clear() it whatever comes back. ERR_NOT_FOUND: there is
 * no such class or prompt. */
MUST_CHECK enum err prompts_view_read(struct db *db, const struct request *q,
    const char *language, struct prompts_view *out);
void prompts_view_clear(struct prompts_view *v);

/* The text of a question that a class had; its name where it is gone. */
const char *prompts_question(const struct prompts_view *v,
    const struct card_asked *a);
/* Whether the row is among those that are shown. */
bool prompts_shown(const struct prompts_view *v, const struct prompts_row *r);
/* "market" and "lower" in words for people, in English; static. */
const char *prompts_place(int place);
const char *prompts_grade(int grade);

/* A question that a class had: answers to look at, left out, and cards. */
struct cards_view {
    struct card_asked asked;
    char body[PROMPT_BODY];     /* the question; "" it is gone */
    struct card_answer *answers; /* owned; those left out last */
    int n, room;
    struct card *cards;         /* owned */
    int n_cards, cards_room;
    bool may_write, failed;
    struct reason why;          /* what was typed could be no card */
    int64_t message;            /* that text, and the words; 0: none */
    const char *typed;          /* borrowed */
    int64_t child;
};
/* cards_view_clear() it whatever comes back. ERR_NOT_FOUND. */
MUST_CHECK enum err cards_view_read(struct db *db, const struct request *q,
    const char *language, struct cards_view *out);
void cards_view_clear(struct cards_view *v);
/* The child's first name, in out; returns out. */
const char *cards_first(const struct card *c, char out[120]);

#endif
