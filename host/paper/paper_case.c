/* What hangs on the case: where the page is, which SIMs, where to find what,
 * whom to call. Never a secret itself, only the place where it is kept. */
#include "paper/paper_own.h"

#include <stdio.h>
#include <string.h>

enum { HALF = 16 * 3 };         /* of a fingerprint: 16 pairs, each with ':' */

/* On two lines of as many pairs, to be compared by eye. */
static void
write_fingerprint(const struct writer *w)
{
    const char *whole = w->facts->fingerprint;
    char half[HALF];

    snprintf(half, sizeof(half), "%.*s", HALF - 1, whole);
    write_fact(w, PAPER_CODE, "Fingerprint (SHA-256)", half);
    if (strlen(whole) > HALF)
        write_fact(w, PAPER_CODE, NULL, whole + HALF);
}

static void
write_page(const struct writer *w)
{
    const struct paper_facts *f = w->facts;

    write_text(w, PAPER_HEAD, "The page for staff");
    if (f->addresses)
        w->emit(w->user, &(struct paper_block){ .kind = PAPER_QR,
            .text = "For a phone's camera", .value = f->address[0] });
    write_text(w, PAPER_TEXT, "In a browser, on the school's own network:");
    for (int i = 0; i < f->addresses; i++)
        write_fact(w, PAPER_CODE, NULL, f->address[i]);
    if (!f->addresses)
        write_text(w, PAPER_LINE, "Its address");
    write_text(w, PAPER_TEXT, "The browser warns once where the address begins"
        " with https. Compare this fingerprint, then go on.");
    write_fingerprint(w);
}

static void
write_sims(const struct writer *w)
{
    const struct paper_facts *f = w->facts;

    write_text(w, PAPER_HEAD, "The SIMs and the dongles");
    w->emit(w->user, &(struct paper_block){ .kind = PAPER_COLUMNS,
        .cell = { "Name", "Number", "Where it is plugged in" } });
    for (int i = 0; i <= f->sims || i < 2; i++) { /* for the next SIM */
        bool known = i < f->sims;
        const struct paper_sim *s = &f->sim[known ? i : 0];

        w->emit(w->user, &(struct paper_block){ .kind = PAPER_CELLS,
            .cell = { known ? s->name : "", known ? s->number : "",
                known ? s->device : "" } });
    }
}

void
paper_write_case(const struct writer *w)
{
    write_text(w, PAPER_TITLE, "The box that sends notes home");
    write_text(w, PAPER_LEAD, "It works day and night. Please leave it switched"
        " on, and leave its cables and dongles as they are.");
    write_page(w);
    write_sims(w);
    write_text(w, PAPER_HEAD, "Where it is kept, and who knows");
    write_text(w, PAPER_TEXT, "Write the place and a name. The secret itself"
        " never stands on this paper.");
    write_text(w, PAPER_LINE, "An admin's password");
    write_text(w, PAPER_LINE, "The passphrase of the copies");
    write_text(w, PAPER_LINE, "The stick with the copies");
    write_text(w, PAPER_LINE, "The PIN and PUK of each SIM");
    write_text(w, PAPER_LINE, "The spare box");
    write_text(w, PAPER_HEAD, "Whom to call");
    write_fact(w, PAPER_FACT, "Who looks after this box", w->facts->keeper);
    write_text(w, PAPER_LINE, "Who stands in for them");
    write_text(w, PAPER_LINE, "The operator of the SIMs");
    write_text(w, PAPER_LINE, "For the electricity");
}
