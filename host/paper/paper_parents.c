/* For parents and guardians: whose texts these are, how to end them, and what
 * is kept of them. */
#include "paper/paper_own.h"

#include <stdio.h>
#include <string.h>

static void
write_numbers(const struct writer *w)
{
    const struct paper_facts *f = w->facts;
    bool any = false;

    for (int i = 0; i < f->sims; i++)
        if (*f->sim[i].number) {
            w->emit(w->user, &(struct paper_block){ .kind = PAPER_WORD,
                .text = any ? NULL : "Our texts come from this number",
                .value = f->sim[i].number });
            any = true;
        }
    if (!any)
        write_text(w, PAPER_LINE, "Our texts come from this number");
}

/* In the reader's language, and in English, which counts everywhere and can be
 * typed on each phone. */
static void
write_word(const struct writer *w, const char *text, const char *own,
    const char *english)
{
    w->emit(w->user, &(struct paper_block){ .kind = PAPER_WORD, .text = text,
        .value = own });
    if (strcmp(own, english) != 0)
        w->emit(w->user, &(struct paper_block){ .kind = PAPER_WORD,
            .value = english });
}

static void
write_kept(const struct writer *w)
{
    char months[12];

    write_text(w, PAPER_HEAD, "What the school keeps");
    write_text(w, PAPER_TEXT, "Your child's name and class; your name, number"
        " and language; the texts and missed calls; what you agreed to. So each"
        " note reaches the right family, and your answer the right teacher.");
    write_text(w, PAPER_TEXT, "It stays on one computer of the school. Nothing"
        " leaves that but texts, through the telephone network, and sealed"
        " copies.");
    write_text(w, PAPER_TEXT, "Staff of the school read your texts. What may"
        " tell of harm to a child is read by named staff alone.");
    if (!w->facts->known)
        write_text(w, PAPER_LINE, "The words of texts are kept for so many"
            " months");
    else if (!w->facts->keep_months)
        write_text(w, PAPER_TEXT, "The words of texts are kept until the school"
            " erases them.");
    else {
        snprintf(months, sizeof(months), "%d", w->facts->keep_months);
        write_fact(w, PAPER_FACT,
            "The words of texts are kept for so many months", months);
    }
    write_text(w, PAPER_TEXT, "You may see what is kept of you and your child,"
        " have it corrected, and have it erased. Ask at the school; we ask who"
        " you are first.");
}

void
paper_write_parents(const struct writer *w)
{
    const struct paper_facts *f = w->facts;

    write_text(w, PAPER_TITLE, "Texts from our school");
    write_text(w, PAPER_LEAD, "To parents and guardians. We write to your phone"
        " about your child: praise, absence, dates, and when the school must"
        " close.");
    write_numbers(w);
    write_text(w, PAPER_TEXT, "Keep it in your phone under the school's name."
        " We never ask for a PIN or a password. If you doubt a text, ask us.");
    write_text(w, PAPER_HEAD, "To answer");
    write_text(w, PAPER_TEXT, "Write back in your own language. Or ring once"
        " and hang up, which is free: then we call you.");
    write_text(w, PAPER_HEAD, "To get no more texts");
    write_word(w, "Answer with this one word, and that phone gets no more"
        " texts",
        paper_stop_word(w->language), paper_stop_word("en"));
    write_word(w, "To get them again, answer",
        paper_start_word(w->language), paper_start_word("en"));
    write_text(w, PAPER_TEXT, "Who holds your phone can read our texts. Tell us"
        " when others use it too, or when your number changes.");
    write_kept(w);
    write_text(w, PAPER_LINE, "Whom to ask at the school");
    write_fact(w, PAPER_FACT, "Who helps a child in danger", f->helpline);
}
