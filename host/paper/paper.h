/* paper.h - the keeper's papers, as data: the case sheet, "When something is
 * wrong", a teacher's first day, the notice to parents. They stand here once,
 * for the PDF (print/) and for the page that a browser prints (web/pages/).
 * Sentences are English; who shows them translates. Pure; any thread. */
#ifndef NOTEHOME_PAPER_H
#define NOTEHOME_PAPER_H

#include <stdbool.h>

enum { PAPER_SIMS = 8, PAPER_ADDRESSES = 6, PAPER_COLUMNS_MAX = 3 };

enum paper { PAPER_CASE, PAPER_WRONG, PAPER_TEACHER, PAPER_PARENTS, PAPERS };

struct paper_sim {
    char name[64], number[40], device[160]; /* of the dongle that it is in */
};

/* What is known. "" or 0: not known, and a line to write by hand stands there.
 * UTF-8; what is hostile in it is for who shows it. */
struct paper_facts {
    char school[400];
    char address[PAPER_ADDRESSES][160]; /* of the page; the first is the one for
                                         * cameras */
    int addresses;
    char fingerprint[100];      /* of the certificate, SHA-256: "AB:CD:..." */
    struct paper_sim sim[PAPER_SIMS];
    int sims;
    char keeper[40];            /* phone of who looks after the box */
    char helpline[160];         /* who helps a child in danger */
    bool known;                 /* keep_months is */
    int keep_months;            /* the words of texts; 0: for ever */
};

enum paper_kind {
    PAPER_TITLE,                /* text; one, and first */
    PAPER_LEAD,                 /* text: the first paragraph */
    PAPER_HEAD,                 /* text: of a section */
    PAPER_TEXT,                 /* text: a paragraph */
    PAPER_STEP,                 /* text: numbered from 1 in each section */
    PAPER_ROW,                  /* text: a sign; more: what to do */
    PAPER_FACT,                 /* text: of what; value: as people write it */
    PAPER_CODE,                 /* text (NULL: none): of what; value: what
                                 * machines write, from left to right */
    PAPER_LINE,                 /* text: of what is to be written by hand */
    PAPER_QR,                   /* value: for a camera; text: of what */
    PAPER_COLUMNS,              /* cell: heads of a table, texts */
    PAPER_CELLS,                /* cell: a row, values; "" by hand */
    PAPER_WORD,                 /* text: of what (NULL: beside the one before);
                                 * value: a word or number to send to */
    PAPER_KINDS
};

/* One piece of a paper. Borrowed until emit() returns: text and more are
 * English and live for ever, value and cell are the facts' own. */
struct paper_block {
    enum paper_kind kind;
    const char *text, *more, *value;
    const char *cell[PAPER_COLUMNS_MAX];
};
typedef void paper_emit(void *user, const struct paper_block *b);

/* "case", "wrong", "teacher", "parents": as people name them. */
const char *paper_name(enum paper which);
/* The other way; PAPERS: none is called so. */
enum paper paper_find(const char *name);

/* Gives the paper to emit(), piece by piece. language: its code ("sw"), for the
 * words that parents send. */
void paper_write(enum paper which, const struct paper_facts *f,
    const char *language, paper_emit *emit, void *user);

/* The words that end the texts to a phone and bring them back, as a speaker of
 * the language types them; in English where the language has none of its own.
 * Static. */
const char *paper_stop_word(const char *language);
const char *paper_start_word(const char *language);

#endif
