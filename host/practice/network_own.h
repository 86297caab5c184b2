/* network_own.h - inside the network: seen by network*.c alone. */
#ifndef NOTEHOME_PRACTICE_NETWORK_OWN_H
#define NOTEHOME_PRACTICE_NETWORK_OWN_H

#include "practice/network.h"

struct phone {
    struct handset *handset;
    struct network_queue waiting;   /* texts it cannot take now */
    LIST_ENTRY(phone) others;
};

/* One part or report on its way, or waiting at its destination. */
struct network_item {
    TAILQ_ENTRY(network_item) next;
    LIST_ENTRY(network_item) all;
    struct network *network;
    struct loop_timer timer;
    struct network_queue *queue;    /* where it waits, NULL: on its way */
    struct network_line *line;      /* sender (to a phone) or receiver */
    int64_t id;

    struct phone *phone;            /* receiver, for texts to phones */
    struct pdu_submit submit;
    uint8_t mr;
    int64_t accepted_ms;            /* date of acceptance, its SCTS */

    struct network_mt mt;           /* to a line */
    char from[PDU_NUMBER_MAX];
    struct pdu_user user;
    int64_t message, of;            /* text's number; report: submit's id */
    int copy;
    uint8_t status;
    int told;                       /* last outcome in the log, -1: none */
};

struct call {
    LIST_ENTRY(call) others;
    struct network *network;
    struct network_line *to;
    struct loop_timer timer;
    char number[PDU_NUMBER_MAX];
    int64_t left_ms;
};

struct ussd_answer {
    LIST_ENTRY(ussd_answer) others;
    char *path, *answer;            /* owned */
    enum network_ussd kind;
};

struct network {
    struct loop *loop;
    struct air *air;
    struct network_habits habits;
    int64_t ids, messages;
    TAILQ_HEAD(network_lines, network_line) lines;
    LIST_HEAD(network_phones, phone) phones;
    LIST_HEAD(network_items, network_item) items;
    LIST_HEAD(network_calls, call) calls;
    LIST_HEAD(network_answers, ussd_answer) ussd;
};

/* An item with a new id, not on its way yet; NULL: out of memory. */
struct network_item *network_item_new(struct network *n,
    struct network_line *line);
void network_item_free(struct network_item *item);
/* Fires fire(item) after ms; without memory for it the item is lost, said
 * once in the log. */
void network_item_later(struct network_item *item, int64_t ms,
    void (*fire)(void *item));
void network_item_wait(struct network_item *item,
    struct network_queue *queue);

/* Fields every event about a text has. */
void network_air_part(struct jsonl *j, const struct pdu_user *u);

struct phone *network_phone_find(struct network *n, const char *number,
    bool make);
/* Sends item->mt to its line after ms. */
void network_mt_send(struct network_item *item, int64_t ms);
/* A status report about item, unless habits say otherwise. */
void network_report_send(const struct network_item *item, uint8_t status);
/* Turns a text from a line into one to another line. */
void network_mt_forward(const struct network_item *item,
    struct network_line *to);
void network_calls_free(struct network *n);

#endif
