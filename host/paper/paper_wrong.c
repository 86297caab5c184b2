/* One page beside the box: what one sees, and what to do about it. */
#include "paper/paper_own.h"

#include <stddef.h>

static const char *const signs[][2] = {
    { "No light at all",
      "Is there power in the room? Are both ends of the cable in? When the"
      " power is back it starts by itself. Give it three minutes." },
    { "The page is not found",
      "Use the address on the case sheet, on the school's own network. If it"
      " opens on no other phone either: pull the power plug, wait ten seconds,"
      " plug it in." },
    { "The browser warns",
      "Compare the fingerprint with the one on the case sheet. If it is the"
      " same, go on. If not, close the page and call who looks after the"
      " box." },
    { "No dongle, or no network",
      "Pull the dongle out, wait ten seconds, plug it in. Try it near a window,"
      " on a longer cable. The page Dongles says what is being done." },
    { "No credit",
      "Top up the number on the case sheet. What waits then goes by itself: do"
      " not write it again." },
    { "Texts wait",
      "The reason stands beside each. Quiet hours and limits end by themselves."
      " Cancel only what shall not go any more." },
    { "may have arrived",
      "Nobody knows whether it went. Wait for an answer, or ask the family."
      " Sent again, they may have it twice." },
    { "Somebody forgot the password",
      "An admin gives a new one: Settings, Staff and access. If no admin can"
      " sign in, call who looks after the box." },
    { "A board with three lights is there",
      "Green flashes: no mains, or the battery is low. Yellow flashes or is"
      " dark: no network. Red: somebody wrote and is not read yet." },
};

static const char *const spare[] = {
    "Fetch the spare box, the stick with the copies, and the paper with the"
    " passphrase. The case sheet says where they are.",
    "Give the spare box power, a screen and a keyboard. Notehome is installed"
    " on it already, and nobody has written with it.",
    "Plug the stick in, and list the copies on it:",
};
static const char *const after[] = {
    "Choose the newest of the old box, by its date and size. Type its name,"
    " then the passphrase. It says how many messages and families came back.",
    "Switch the old box off. Put its dongles and its network cable into the new"
    " one.",
    "Open the page by its new address, and sign in as before. What waited in"
    " the copy is shown as unsure: it may have gone since.",
    "Write the new address and fingerprint on the case sheet, or print it"
    " anew.",
};
#define COUNT(list) (int)(sizeof(list) / sizeof(*(list)))

void
paper_write_wrong(const struct writer *w)
{
    write_text(w, PAPER_TITLE, "When something is wrong");
    write_text(w, PAPER_LEAD, "A power cut loses nothing: texts wait, and go"
        " when the power is back. Do one thing at a time, and wait two minutes"
        " after it.");
    for (int i = 0; i < COUNT(signs); i++)
        write_row(w, signs[i][0], signs[i][1]);
    write_text(w, PAPER_HEAD, "Last night's copy on a spare box, in ten"
        " minutes");
    for (int i = 0; i < COUNT(spare); i++)
        write_text(w, PAPER_STEP, spare[i]);
    write_fact(w, PAPER_CODE, NULL,
        "sudo find /run/media/notehome -name '*.nhb' -ls");
    for (int i = 0; i < COUNT(after); i++) {
        write_text(w, PAPER_STEP, after[i]);
        if (!i)
            write_fact(w, PAPER_CODE, NULL, "sudo notehome restore FILE");
    }
    write_text(w, PAPER_HEAD, "It does not help?");
    write_fact(w, PAPER_FACT, "Who looks after this box", w->facts->keeper);
}
