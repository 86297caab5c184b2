/* compose.h - a text while it is being written: its fields as a form and as a
 * draft, and what it would cost. */
#ifndef NOTEHOME_COMPOSE_H
#define NOTEHOME_COMPOSE_H

#include "send/send.h"
#include "store/thread/about.h"
#include "text/text.h"
#include "web/kit/params.h"
#include "web/kit/request.h"
#include "text/reason.h"

enum { COMPOSE_TEXT = 4100, COMPOSE_CLASSES = 40, COMPOSE_FAMILIES = 40,
    COMPOSE_GROUPS = 20 };

struct compose {
    char text[COMPOSE_TEXT];
    char tone[16], to[64], ask[200], at[32], expires[8];
    bool sure;                  /* also to phones that asked for none */
    bool no_answer;             /* it ends with "No answer needed." */
    int64_t about[ABOUT_MAX];   /* children whom it is about */
    int n_about;
    char base[64];              /* template that the text began as; "" none */
    /* a text to many only */
    bool all, representatives;
    int n_classes, n_families, n_groups;
    char classes[COMPOSE_CLASSES][40];
    int64_t families[COMPOSE_FAMILIES], groups[COMPOSE_GROUPS];
    int64_t silent;
};

/* From a form; what does not fit is cut. */
void compose_read(const struct params *form, struct compose *out);
/* As a draft keeps it: owned JSON, "" when there is nothing; NULL: memory. */
char *compose_keep(const struct compose *c);
/* The reverse; what it does not know is left out. */
void compose_load(const char *kept, struct compose *out);

/* Whether the child is ticked. */
bool compose_is_about(const struct compose *c, int64_t child);

/* Fills s with what the form says; false: why says what is wrong. s borrows
 * from c and from classes (COMPOSE_CLASSES). */
bool compose_send(const struct compose *c, struct send *s,
    const char *classes[], struct reason *why);

/* What the text would cost one phone. */
struct compose_count {
    bool empty;
    struct reason bad;          /* why it cannot be sent; none: it can */
    int characters, parts, left;
    bool ucs2;
    char dear[120];             /* letters that make it dearer, with blanks */
    char *plain;                /* owned: in plain letters, where that helps */
    int plain_parts;
    char price[40];             /* "3.60 KES"; "" where no price is set */
    char private_word[64];      /* of the kind not for a shared phone; "" */
    bool shared;                /* the phone is */
};
/* text: as it would arrive. */
void compose_measure(struct db *db, const char *text,
    struct compose_count *out);
/* What so many parts cost; "" where no price is set. */
void compose_price(struct db *db, int parts, char *out, size_t room);
void compose_count_clear(struct compose_count *c);

#endif
