/* The first day with it, on one page. Most of its sentences are those of
 * Help. */
#include "paper/paper_own.h"

static const char *const begin[] = {
    "Open the page, and sign in with the name and the password that you were"
    " given. Then choose a password of your own: Your account.",
    "Today shows what waits for a person, the longest first. Look at it each"
    " morning, and before you go home.",
    "On a computer that others use too, sign out when you leave it.",
};

static const char *const deeds[][2] = {
    { "Answer a parent", "Open Today or the inbox, choose the family, write"
      " below the messages, and press Send." },
    { "Write about one child", "Press the pencil that stands on every page,"
      " type a few letters of the name, the class or a parent, and choose the"
      " child."
      " Write the sentence and press Send." },
    { "Tell home that a child is not there", "Open Absent today, choose the"
      " class, tap who is missing, and press Tell their families. The answer"
      " stands beside the name." },
    { "Write to a class", "Open Tell a class, choose whom, write, and look at"
      " the number of phones and the cost before you send. For a minute it can"
      " be undone." },
    { "Call back", "A missed call stands on Today until somebody marks it as"
      " done." },
};

static const char *const states[][2] = {
    { "sent", "The network took every part of it. The phone may still be"
      " off." },
    { "arrived", "The phone confirmed that it has it." },
    { "may have arrived", "It was handed over, but nobody knows whether the"
      " network took it: the power or the dongle failed at that moment." },
    { "not delivered", "The network refused it. The reason stands beside it." },
};

static const char *const harm[] = {
    "Tell the person whom your school has named for it, today, and nobody"
    " else.",
    "Write nothing about it to the phone: the person it is about may hold it."
    " Ask for a call, or meet the child.",
    "Promise no secrecy, ask no leading questions, and write down the child's"
    " own words.",
    "If the danger is now, call the police or a doctor first.",
};
#define COUNT(list) (int)(sizeof(list) / sizeof(*(list)))

void
paper_write_teacher(const struct writer *w)
{
    const struct paper_facts *f = w->facts;

    write_text(w, PAPER_TITLE, "Your first day with Notehome");
    write_text(w, PAPER_LEAD, "You write one sentence about a child. It reaches"
        " the family's phone as a text, and the answer comes back to the same"
        " place.");
    if (f->addresses)
        w->emit(w->user, &(struct paper_block){ .kind = PAPER_QR,
            .text = "For a phone's camera", .value = f->address[0] });
    write_fact(w, PAPER_CODE, "Its address", f->addresses ? f->address[0] : "");
    for (int i = 0; i < COUNT(begin); i++)
        write_text(w, PAPER_STEP, begin[i]);
    write_text(w, PAPER_HEAD, "How to do the usual things");
    for (int i = 0; i < COUNT(deeds); i++)
        write_row(w, deeds[i][0], deeds[i][1]);
    write_text(w, PAPER_HEAD, "What the states of a message mean");
    for (int i = 0; i < COUNT(states); i++)
        write_row(w, states[i][0], states[i][1]);
    write_text(w, PAPER_HEAD, "Who sees what");
    write_text(w, PAPER_TEXT, "A text can be read by everybody who holds the"
        " phone. Write nothing about health, fees, discipline or custody to a"
        " phone that is shared.");
    write_text(w, PAPER_HEAD, "If a child may be in danger");
    for (int i = 0; i < COUNT(harm); i++)
        write_text(w, PAPER_STEP, harm[i]);
    write_fact(w, PAPER_FACT, "Who helps:", f->helpline);
}
