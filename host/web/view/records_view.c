#include "web/view/records_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *action, *words;
} words[] = {
    { "message.send", "Sent a text" },
    { "message.file", "Filed a message into a thread" },
    { "message.unfile", "Put a message back into its tray" },
    { "message.cancel", "Cancelled a message" },
    { "message.resend", "Sent a message again" },
    { "message.seen", "Marked a message as seen" },
    { "thread.seen", "Marked a thread as seen" },
    { "thread.assign", "Gave a thread to somebody" },
    { "thread.close", "Closed a thread" },
    { "task.done", "Did a call-back" },
    { "family.rename", "Renamed a family" },
    { "family.merge", "Merged two families" },
    { "family.unmerge", "Took a merge back" },
    { "family.split", "Split a family" },
    { "family.erase", "Erased a family" },
    { "people.import", "Imported a list" },
    { "phone.opted_out", "A phone opted out" },
    { "message.hand", "Handed a text to the safeguarding staff" },
    { "message.no_concern", "Found a marked text to be no safeguarding"
        " matter" },
    { "message.also", "Put a text into a second family's thread too" },
    { "message.not_also", "Took a text out of a second family's thread" },
    { "message.ease", "Said that a text can wait" },
    { "message.unease", "Said that a text cannot wait after all" },
    { "phone.block", "Blocked a number" },
    { "phone.unblock", "Unblocked a number" },
    { "matter.take", "Took a safeguarding matter" },
    { "matter.close", "Closed a safeguarding matter" },
    { "duty.set", "Set whom families ask for something" },
    { "duty.remove", "Removed a line of whom families ask" },
    { "calendar.set", "The school's calendar was changed" },
    { "term.set", "The term, or the hour of the week's round, was set" },
    { "child.absent", "Noted that a child is not at school" },
    { "child.came", "Noted that a child came after all" },
    { "child.event", "Noted an event of a child" },
    { "child.event_undo", "Took back an event of a child" },
    { "child.event_spoke", "Told home of an event in person" },
    { "child.event_ask", "Asked for a text about a concern" },
    { "child.event_tell", "Told home of an event by text" },
    { "child.event_drop", "Decided that no text goes about a concern" },
    { "plan.start", "Began a plan for a child" },
    { "plan.change", "Changed a plan for a child" },
    { "plan.close", "Closed a plan for a child" },
    { "plan.step", "Added a step to a plan" },
    { "plan.step_move", "Changed a step of a plan" },
    { "plan.step_remove", "Took a step out of a plan" },
    { "plan.tried", "Noted how a step of a plan went" },
    { "plan.untried", "Took back how a step of a plan went" },
    { "plan.talk", "Noted a conversation of a plan" },
    { "prompt.set", "Changed the prompts to talk at home" },
    { "prompt.hide", "Changed the prompts to talk at home" },
    { "prompt.show", "Changed the prompts to talk at home" },
    { "prompt.remove", "Changed the prompts to talk at home" },
    { "card.put", "Put an answer on a card" },
    { "card.leave", "Left an answer off the cards" },
    { "card.again", "Put an answer back to look at" },
    { "event.set", "Changed the list of events" },
    { "event.remove", "Took an event out of the list" },
    { "message.good", "Marked a text as good news from home" },
    { "message.not_good", "Marked a text as no good news from home" },
    { "message.sure", "Texted a phone that asked for none, or a wrong number" },
    { "phone.keep", "A phone goes on getting texts" },
    { "phone.right", "A number was found right" },
    { "phone.working", "A phone takes texts again" },
    { "phone.failing", "Texts do not reach a phone" },
    { "phone.wrong", "A number was found wrong" },
    { "phone.pending", "A number is to be confirmed" },
    { "staff.add", "Made an account" },
    { "staff.password", "Changed a password" },
    { "staff.wall", "Changed which classes an account sees" },
    { "staff.profile", "Changed classes, signature or language" },
    { "staff.close", "Closed an account" },
    { "staff.sign_in", "Signed in" },
    { "staff.wrong_password", "A wrong password was tried" },
    { "staff.sign_out_all", "Signed out everywhere" },
    { "staff.unlock", "Forgave wrong passwords" },
    { "alert.save", "Changed what a person's own phone is texted" },
    { "alert.prove", "Proved that a phone is a person's own" },
    { "alert.answers", "Changed whether a person may answer from their phone" },
    { "staff.restored", "An account is as in the copy again" },
    { "token.add", "Made an access token" },
    { "webhook.add", "Had a program told of messages" },
    { "webhook.remove", "Has a program told of messages no more" },
    { "webhook.try", "Tried whether a program takes what it is told" },
    { "token.wake", "Woke an access token" },
    { "ussd.ask", "Asked the network with a code" },
    { "diary.ask", "Had a dongle's diary kept" },
    { "ussd.service", "Set a service of the SIM with a code" },
    { "tree.set", "Made a family represent a class" },
    { "tree.remove", "Ended that a family represents a class" },
    { "sim.change", "Changed what is set for a SIM" },
    { "sim.keep_alive", "Sent a text that keeps a SIM alive" },
    { "sim.prove", "A SIM texted itself" },
    { "menu.ask", "Asked the network through a menu" },
    { "menu.buy", "Bought from the network through a menu" },
    { "menu.set", "Changed a network menu" },
    { "menu.remove", "Removed a network menu" },
    { "board.asked", "Asked something of the board" },
    { "board.power_cycle", "The board cut a dongle's power" },
    { "board.shut_down", "Ended because the battery was empty" },
    { "board.update", "Asked for new firmware of the board" },
    { "clock.set", "The clock was set" },
    { "template.set", "Changed a template" },
    { "template.remove", "Removed a template" },
    { "batch.approve", "Approved a text to many" },
    { "batch.pause", "Paused a text to many" },
    { "batch.resume", "Let a text to many go on" },
    { "batch.cancel", "Cancelled a text to many" },
    { "backup.make", "Made a copy of everything" },
    { "backup.download", "Saved a copy elsewhere" },
    { "backup.forget", "Removed what a copy had taken the place of" },
    { "backup.restore", "Went back to a copy" },
    { "child.add", "Added a child" },
    { "child.edit", "Changed a child" },
    { "people.undo", "Took a class list back" },
    { "child.remove", "Took a child out of a family" },
    { "child.leave", "Noted that a child left the school" },
    { "child.return", "Noted that a child is at the school again" },
    { "child.forget", "Forgot children who left long ago" },
    { "family.add", "Added a family" },
    { "family.export", "Took out all about a family" },
    { "people.export", "Exported all families" },
    { "group.add", "Made a group" },
    { "group.rename", "Renamed a group" },
    { "group.remove", "Removed a group" },
    { "group.in", "Put a family into a group" },
    { "group.out", "Took a family out of a group" },
    { "guardian.add", "Added a guardian" },
    { "guardian.edit", "Changed a guardian" },
    { "guardian.remove", "Took a guardian out of a family" },
    { "guardian.phone_add", "Added a phone" },
    { "guardian.phone_first", "Chose which phone is tried first" },
    { "guardian.phone_remove", "Removed a phone" },
    { "setting.change", "Changed a setting" },
    { "sim.rename", "Renamed a SIM" },
    { "staff.role", "Changed what an account may do" },
    { "token.revoke", "Revoked an access token" },
    { "sender.family", "Said which family a number is of" },
    { "sender.new_family", "Made a family of an unknown number" },
    { "sender.supplier", "Said that a number is of no parent" },
    { "sender.mistake", "Said that a number wanted somebody else" },
    { "sender.undo", "Took back what was said of a number" },
    { "guardian.asked", "Asked a guardian whether they can read texts" },
    { "guardian.reads", "A guardian can read texts" },
    { "guardian.call", "A guardian cannot read texts, and is to be called" },
    { "batch.called", "Called a guardian for a text to many" },
    { "message.answer", "Counted a text as an answer, or as none" },
    { "child.export", "Took out all about a child" },
    { "school.export", "Took out all about the school" },
    { "register.export", "Took out the register of sent texts" },
    { "tls.renew", "Made a new certificate of the encrypted page" },
};

const char *
record_words(const char *action)
{
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (!strcmp(words[i].action, action))
            return words[i].words;
    return action;
}

static const struct {
    const char *kind;
    enum reason_code code;
} kinds[] = {
    { "message ", REASON_OF_MESSAGE }, { "thread ", REASON_OF_THREAD },
    { "batch ", REASON_OF_BATCH }, { "group ", REASON_OF_GROUP },
    { "child ", REASON_OF_CHILD }, { "guardian ", REASON_OF_GUARDIAN },
    { "family ", REASON_FAMILY }, { "phone ", REASON_OF_PHONE },
    { "sim ", REASON_OF_SIM },
};

struct reason
record_object(const char *object)
{
    int rows;

    if (!strcmp(object, "school"))
        return reason_of(REASON_OF_SCHOOL);
    if (!strcmp(object, "texts out"))
        return reason_of(REASON_OF_REGISTER);
    if (!strcmp(object, "all families"))
        return reason_of(REASON_OF_ALL);
    if (sscanf(object, "list of %d rows", &rows) == 1)
        return reason_number(REASON_OF_LIST, rows);
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        size_t n = strlen(kinds[i].kind);

        if (!strncmp(object, kinds[i].kind, n))
            return strstr(reason_sentence(kinds[i].code), "%d")
                ? reason_number(kinds[i].code, atoll(object + n))
                : reason_text(kinds[i].code, object + n);
    }
    return reason_words(object);
}
