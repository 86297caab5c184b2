#include "modem/mailbox.h"
#include "test.h"

#include <string.h>

struct world {
    struct mailbox *box;
    struct link_part given[16];
    struct link_stored gone[16];
    int parts, removed;
    bool full;
};

static bool
give(void *self, const struct link_part *p)
{
    struct world *w = self;

    if (w->full)
        return false;
    w->given[w->parts++] = *p;
    return true;
}

static void
gone(void *self, const struct link_stored *s)
{
    struct world *w = self;

    w->gone[w->removed++] = *s;
}

static const struct mailbox_calls calls = { give, gone };

static void
open_world(struct world *w)
{
    memset(w, 0, sizeof(*w));
    w->box = mailbox_new(&calls, w);
}

static void
saw(struct world *w, int index, const char *pdu, int damaged)
{
    struct link_part p = { .store = LINK_STORE_SM, .index = index,
        .damaged = damaged };

    strcpy(p.pdu, pdu);
    mailbox_saw(w->box, &p);
}

static void
stored(struct world *w, int index, const char *pdu)
{
    struct link_stored s = { .store = LINK_STORE_SM, .index = index };

    strcpy(s.pdu, pdu);
    mailbox_stored(w->box, &s);
}

TEST(a_message_is_given_once_and_removed_after_it_was_stored)
{
    struct link_stored s;
    struct world w;
    int location;

    open_world(&w);
    saw(&w, 0, "0001", 0);
    mailbox_listed(w.box, LINK_STORE_SM, true);
    mailbox_located(w.box, LINK_STORE_SM, 0, 1);
    CHECK(mailbox_report(w.box));
    saw(&w, 0, "0001", 0);
    mailbox_listed(w.box, LINK_STORE_SM, true);
    CHECK(mailbox_report(w.box));
    CHECK_INT(w.parts, 1);
    CHECK(!mailbox_next_removal(w.box, 0, &s, &location));
    stored(&w, 0, "0001");
    CHECK(mailbox_next_removal(w.box, 0, &s, &location));
    CHECK_INT(location, 1);
    mailbox_freed(w.box, &s, true, 0);
    CHECK_INT(w.removed, 1);
    CHECK_INT(mailbox_count(w.box), 0);
    mailbox_free(w.box);
}

TEST(a_full_queue_to_the_daemon_loses_nothing)
{
    struct world w;

    open_world(&w);
    w.full = true;
    saw(&w, 0, "0001", 0);
    saw(&w, 1, "0002", 0);
    CHECK(!mailbox_report(w.box));
    w.full = false;
    CHECK(mailbox_report(w.box));
    CHECK_INT(w.parts, 2);
    mailbox_free(w.box);
}

TEST(an_unusable_line_is_believed_when_it_was_seen_three_times)
{
    struct world w;

    open_world(&w);
    for (int i = 0; i < 2; i++) {
        saw(&w, 0, "00?1", 1);
        mailbox_listed(w.box, LINK_STORE_SM, true);
        CHECK(mailbox_report(w.box));
        CHECK(mailbox_doubts(w.box));
    }
    CHECK_INT(w.parts, 0);
    saw(&w, 0, "00?1", 1);
    CHECK(mailbox_report(w.box));
    CHECK_INT(w.parts, 1);
    CHECK_INT(w.given[0].damaged, 1);
    mailbox_free(w.box);
}

TEST(noise_that_goes_away_is_not_given)
{
    struct world w;

    open_world(&w);
    saw(&w, 0, "00?1", 1);
    saw(&w, 0, "0001", 0);
    CHECK(mailbox_report(w.box));
    CHECK_INT(w.parts, 1);
    CHECK_TEXT(w.given[0].pdu, "0001");
    saw(&w, 0, "0!01", 1);      /* later noise does not unmake it */
    stored(&w, 0, "0001");
    CHECK_INT(w.removed, 0);
    mailbox_free(w.box);
}

TEST(a_message_in_a_slot_that_was_freed_is_a_new_one)
{
    struct world w;

    open_world(&w);
    saw(&w, 0, "0001", 0);
    CHECK(mailbox_report(w.box));
    saw(&w, 0, "0002", 0);
    CHECK(mailbox_report(w.box));
    CHECK_INT(w.parts, 2);
    stored(&w, 0, "0001");      /* gone already: said at once */
    CHECK_INT(w.removed, 1);
    CHECK_TEXT(w.gone[0].pdu, "0001");
    mailbox_free(w.box);
}

TEST(a_removal_asked_for_before_the_listing_is_not_forgotten)
{
    struct link_stored s;
    struct world w;
    int location;

    open_world(&w);
    stored(&w, 3, "0001");
    CHECK(!mailbox_next_removal(w.box, 0, &s, &location));
    mailbox_listed(w.box, LINK_STORE_SM, false);
    CHECK_INT(w.removed, 0);    /* not a whole listing: proves nothing */
    mailbox_listed(w.box, LINK_STORE_SM, true);
    CHECK_INT(w.removed, 1);
    mailbox_free(w.box);
}

TEST(a_removal_that_fails_is_tried_ever_more_rarely)
{
    struct link_stored s;
    struct world w;
    int location;

    open_world(&w);
    saw(&w, 0, "0001", 0);
    mailbox_located(w.box, LINK_STORE_SM, 0, 1);
    CHECK(mailbox_report(w.box));
    stored(&w, 0, "0001");
    for (int i = 0; i < 3; i++) {
        CHECK(mailbox_next_removal(w.box, 1000, &s, &location));
        mailbox_freed(w.box, &s, false, 1000);
    }
    CHECK(!mailbox_next_removal(w.box, 1000, &s, &location));
    CHECK_INT(mailbox_due(w.box), 6000);
    CHECK(mailbox_next_removal(w.box, 6000, &s, &location));
    mailbox_free(w.box);
}
