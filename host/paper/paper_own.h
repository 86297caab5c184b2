/* paper_own.h - what the files of one paper each share. */
#ifndef NOTEHOME_PAPER_OWN_H
#define NOTEHOME_PAPER_OWN_H

#include "paper/paper.h"

struct writer {
    const struct paper_facts *facts;
    const char *language;
    paper_emit *emit;
    void *user;
};

/* A block that is a sentence alone. */
void write_text(const struct writer *w, enum paper_kind kind, const char *text);
/* A sign and what to do, a line of a table. */
void write_row(const struct writer *w, const char *text, const char *more);
/* What is known as kind, else a line to write it on. */
void write_fact(const struct writer *w, enum paper_kind kind, const char *text,
    const char *value);

void paper_write_case(const struct writer *w);
void paper_write_wrong(const struct writer *w);
void paper_write_teacher(const struct writer *w);
void paper_write_parents(const struct writer *w);

#endif
