/* page_notice.c - the sentence that a page shows after a form was sent to it.
 * The address carries only a key, so that no other site can put words into our
 * mouth. */
#include "web/page/handlers.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *key, *sentence;
} notices[] = {
    { "saved", "Saved." },
    { "copied", "The copy is made and was read again: it is well." },
    { "checked", "The copy was read again: it is well." },
    { "removed", "Removed." },
    { "sent", "On its way." },
    { "eventundone", "Taken back: it does not count, and no text goes." },
    { "eventwent", "Taken back, but home has its text already: write to"
        " them." },
    { "nobodygot", "No text went: nothing waited, or no phone can get it." },
    { "added", "Added. Confirm the number once you know that it is theirs." },
    { "merged", "The two are one family now." },
    { "unmerged", "They are two families again." },
    { "split", "This is the new family." },
    { "erased", "The family is erased." },
    { "grouped", "The family is in the group." },
    { "unimported", "The list is taken back." },
    { "unimported-kept", "The list is taken back. Families that came with it"
        " and have written or been written to since stay." },
    { "turned", "The new school year has begun. It can be taken back below." },
    { "imported", "The list is imported." },
    { "closed", "Closed. The next message opens it again." },
    { "nonechosen", "Tick the conversations first, then say what to do." },
    { "someleft", "Some are left as they were: open them one by one." },
    { "stillopen", "A text came while you wrote. The outcome is kept, and the"
        " matter stays open: read the text." },
    { "call", "Noted." },
    { "noted", "Noted in the register. It can be taken back below." },
    { "notedleft", "Noted in the register. No text reaches some families of"
        " children who are away today: call, or visit." },
    { "notednone", "Nothing was new: all of it stands in the register." },
    { "filed", "Filed here. It can be put back below the message." },
    { "filednext", "Filed in its family's thread. This is the next one." },
    { "learnt", "All its texts are here now, and the next ones follow." },
    { "learntnext", "Its texts are among the notices. This is the next one." },
    { "unlearnt", "Taken back: its texts are among the unknown numbers"
        " again." },
    { "unfiled", "Put back where it was." },
    { "counted", "Counted. It can be taken back below the message." },
    { "notcounted", "It counts as no answer." },
    { "handed", "Handed over. The safeguarding staff see it now, and nobody"
        " else." },
    { "noconcern", "It is marked no more." },
    { "also", "It stands in both threads now." },
    { "notalso", "It stands in this thread alone." },
    { "eased", "It waits like the others now. That can be taken back below the"
        " text." },
    { "uneased", "It stands in Now again." },
    { "decided", "Decided. The family's page can set the phone otherwise." },
    { "board", "Asked. What the board says appears below." },
    { "asked", "Asked. The answer appears here within a minute." },
    { "cancelled", "It will not be sent." },
    { "changed", "The text was changed meanwhile: look at it again." },
};

const char *
page_notice(const char *key)
{
    for (size_t i = 0; key && i < sizeof(notices) / sizeof(notices[0]); i++)
        if (!strcmp(key, notices[i].key))
            return notices[i].sentence;
    return "";
}

void
page_go(struct response *r, const char *path, const char *done)
{
    char to[280];

    snprintf(to, sizeof(to), "%s%s%s", path,
        !*done ? "" : strchr(path, '?') ? "&done=" : "?done=", done);
    reply_redirect(r, to);
}
