/* The life of a dongle as a table: each state with each event, and the ways
 * through it; then a long walk on which any deed may fail. */
#include "test.h"

#include "base/clock.h"
#include "dongle/dongle_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOW (1000 * HOUR)
enum { MINE = 7, OTHER = 8 };   /* attempts */

static const char *const deeds[DEEDS] = {
    [DEED_SPAWN] = "spawn", [DEED_TELL_START] = "tell start",
    [DEED_LISTEN] = "listen", [DEED_TELL_SEND] = "tell send",
    [DEED_TELL_POLL] = "tell poll", [DEED_TELL_RESET] = "tell reset",
    [DEED_RELIST] = "relist", [DEED_HUSH] = "hush",
    [DEED_HEAR_LAST] = "hear last", [DEED_KILL] = "kill",
    [DEED_LOOK] = "look", [DEED_TIMER] = "timer",
    [DEED_DUE_AFTER] = "due after", [DEED_RELIST_AFTER] = "relist after",
    [DEED_REGISTER] = "register", [DEED_SETTLE] = "settle",
    [DEED_CLAIM] = "claim", [DEED_STORE_PART] = "store part",
    [DEED_TELL_STORED] = "tell stored", [DEED_KEEP_REMOVED] = "keep removed",
    [DEED_KEEP_CALL] = "keep call", [DEED_KEEP_USSD] = "keep ussd",
    [DEED_ASK_USSD] = "ask ussd", [DEED_READ_NAME] = "read name",
    [DEED_NOTE_PIN] = "note pin", [DEED_LOSE_SIM] = "lose sim",
    [DEED_BEGIN_RUNG] = "begin rung", [DEED_END_RUNG] = "end rung",
    [DEED_COUNT_LOSSES] = "count losses", [DEED_RESET_PORT] = "reset port",
    [DEED_CUT] = "cut", [DEED_PARK] = "park",
    [DEED_KEEP_HEALTH] = "keep health", [DEED_SHOW] = "show",
    [DEED_SHOW_HEALTH] = "show health", [DEED_SAY_WORKING] = "say working",
    [DEED_SAY_HANGS] = "say hangs", [DEED_SAY_TROUBLE] = "say trouble",
    [DEED_SAY_CUT] = "say cut", [DEED_SAY_ODD] = "say odd",
    [DEED_RELEASE] = "release",
};

/* "starting: spawn, tell start, listen, show 1, timer 120000": the state, then
 * each deed with its number and its ms. */
static const char *
in_words(const struct dongle_life *l, const struct dongle_plan *p)
{
    static char out[400];
    char *to = out;

    to += sprintf(to, "%s:", dongle_state_name(l->state));
    for (int i = 0; i < p->count; i++) {
        const struct dongle_deed *d = &p->deed[i];

        to += sprintf(to, "%s %s", i ? "," : "", deeds[d->kind]);
        if (d->what)
            to += sprintf(to, " %d", d->what);
        if (d->ms)
            to += sprintf(to, " %lld", (long long)d->ms);
    }
    return out;
}

static const char *
turn(struct dongle_life *l, struct dongle_event ev)
{
    struct dongle_plan p = dongle_next(l, &ev);

    return in_words(l, &p);
}

#define EV(...) { .now = NOW, .kind = __VA_ARGS__ }
#define TURN(l, ...) turn(l, (struct dongle_event)EV(__VA_ARGS__))
#define TROUBLE(t) EVENT_TROUBLE, .trouble = LINK_TROUBLE_##t
#define RESULT(n, o) EVENT_RESULT, .result = { .attempt = n, .outcome = o }
#define CMS(c) EVENT_RESULT, .result = { .attempt = MINE,                      \
    .outcome = LINK_REFUSED, .error = LINK_ERROR_CMS, .code = c }

/* A life that has come to this state, with a part in hand if it has one. */
static struct dongle_life
life_at(enum dongle_state s)
{
    struct dongle_life l = { .state = s, .from = DONGLE_SENDING,
        .trouble = LINK_TROUBLE_SILENT };

    if (s == DONGLE_SENDING || s == DONGLE_HANDED || s == DONGLE_ENDING)
        l.attempt = MINE;
    if (s == DONGLE_CUT)
        l.ours = true;
    if (s == DONGLE_PARKED)
        l.parked_until = NOW + 1;
    return l;
}

/* --- each pair ------------------------------------------------------------ */

#define IN(s) (1u << DONGLE_##s)
#define ASLEEP (IN(WAITING) | IN(ABSENT) | IN(CUT) | IN(PARKED))
#define UNKNOWN (IN(STARTING) | IN(RESETTING))
#define FREE (IN(LISTING) | IN(IDLE))
#define BUSY (IN(SENDING) | IN(HANDED))
#define KNOWN (FREE | BUSY)
#define AWAKE (UNKNOWN | KNOWN)

/* follows: "=:" stands for the state it was in. */
static const struct row {
    unsigned states;
    struct dongle_event ev;
    const char *follows;
} rows[] = {
    /* no worker */
    { ASLEEP & ~IN(PARKED), EV(EVENT_TIME, .present = true),
        "starting: spawn, tell start, listen, show 1, timer 120000" },
    { IN(WAITING) | IN(CUT), EV(EVENT_TIME), "absent: show, timer 500" },
    { IN(ABSENT), EV(EVENT_TIME), "absent: timer 500" },
    { IN(PARKED), EV(EVENT_TIME, .present = true), "parked: timer 2000" },
    { IN(PARKED), EV(EVENT_TIME, .present = true, .replugged = true),
        "starting: spawn, tell start, listen, show 1, timer 120000" },
    { IN(PARKED), EV(EVENT_TIME, .replugged = true),
        "absent: show, timer 500" },
    { ASLEEP, EV(EVENT_WAKE), "=:" },
    { ASLEEP, EV(EVENT_DUE), "=:" },
    { ASLEEP, EV(EVENT_RELIST), "=:" },
    { IN(CUT), EV(EVENT_CUT_ENDED, .proved = true),
        "waiting: say cut 1, timer" },
    { IN(CUT), EV(EVENT_CUT_ENDED), "waiting: say cut, timer 60000" },
    { IN(CUT), EV(EVENT_UNCUT), "waiting: say cut, timer 60000" },
    { ASLEEP & ~IN(CUT), EV(EVENT_CUT_ENDED, .proved = true), "=:" },
    /* a worker that has not said who it is */
    { IN(STARTING), EV(EVENT_READY), "starting: register" },
    { IN(STARTING), EV(EVENT_REGISTERED), "listing: show 1, timer 150000" },
    { IN(STARTING), EV(EVENT_UNSTARTED), "ending: hush, hear last" },
    { IN(RESETTING), EV(EVENT_READY), "resetting:" },
    { UNKNOWN, EV(EVENT_TIME), "ending: say hangs, hush, hear last" },
    { UNKNOWN, EV(EVENT_WAKE), "=:" },
    { UNKNOWN, EV(EVENT_DUE), "=:" },
    { UNKNOWN, EV(EVENT_RELIST), "=:" },
    { UNKNOWN, EV(EVENT_HANDED, .attempt = MINE), "=:" },
    { UNKNOWN, EV(RESULT(MINE, LINK_SENT)), "=:" },
    { UNKNOWN, EV(EVENT_PART), "=:" },
    { UNKNOWN, EV(EVENT_CALL), "=:" },
    { UNKNOWN, EV(EVENT_USSD), "=:" },
    { UNKNOWN, EV(EVENT_HEALTH, .listed = true), "=:" },
    { UNKNOWN, EV(EVENT_REMOVED), "=:" },
    /* any worker */
    { AWAKE, EV(EVENT_CUT_ENDED, .proved = true), "=:" },
    { AWAKE & ~BUSY, EV(EVENT_NONSENSE), "=:" },
    { AWAKE, EV(TROUBLE(SILENT)), "ending: hush, hear last" },
    { AWAKE & ~IN(RESETTING), EV(TROUBLE(PIN_WRONG)),
        "ending: note pin, hush, hear last" },
    { AWAKE, EV(EVENT_GONE), "ending: hush, hear last" },
    { ASLEEP | AWAKE, EV(EVENT_CLOSE), "ending: hush, hear last" },
    { IN(RESETTING) | IN(SENDING), EV(EVENT_UNTOLD),
        "ending: hush, hear last" },
    /* what could not be written down at first */
    { ASLEEP | UNKNOWN | FREE, EV(EVENT_SETTLED), "=:" },
    { ASLEEP | UNKNOWN | FREE, EV(EVENT_UNSETTLED, .ms = 1000),
        "=: due after 1000" },
    /* nothing in hand */
    { FREE, EV(EVENT_TIME), "=: tell poll, timer 60000" },
    { FREE, EV(EVENT_UNASKED), "ending: say hangs, hush, hear last" },
    { FREE, EV(EVENT_HANDED, .attempt = MINE), "=: timer 150000" },
    { FREE, EV(EVENT_HANDED), "=: timer 150000" },
    { FREE, EV(RESULT(MINE, LINK_SENT)), "=: timer 150000" },
    { FREE, EV(RESULT(0, LINK_SENT)), "=: timer 150000" },
    { FREE, EV(EVENT_READY), "=: timer 150000" },
    { FREE, EV(EVENT_PART), "=: timer 150000, store part, tell stored" },
    { FREE, EV(EVENT_CALL), "=: timer 150000, keep call" },
    { FREE, EV(EVENT_USSD), "=: timer 150000, keep ussd, ask ussd" },
    { FREE, EV(EVENT_REMOVED), "=: timer 150000, keep removed" },
    { IN(LISTING), EV(EVENT_HEALTH),
        "listing: timer 150000, keep health, show health" },
    { IN(LISTING), EV(EVENT_HEALTH, .listed = true),
        "idle: timer 150000, keep health, say working, end rung 1,"
        " count losses 1, show 2, read name, ask ussd, claim" },
    { IN(IDLE), EV(EVENT_HEALTH), "idle: timer 150000, keep health,"
        " show health, read name, ask ussd, claim" },
    { IN(IDLE), EV(EVENT_HEALTH, .listed = true), "idle: timer 150000,"
        " keep health, end rung 1, count losses 1, show 2, read name, ask ussd,"
        " claim" },
    { IN(LISTING), EV(EVENT_WAKE), "listing:" },
    { IN(LISTING), EV(EVENT_DUE), "listing:" },
    { IN(IDLE), EV(EVENT_WAKE), "idle: read name, ask ussd, claim" },
    { IN(IDLE), EV(EVENT_DUE), "idle: claim" },
    { IN(IDLE), EV(EVENT_CLAIMED, .attempt = MINE),
        "sending: timer 150000, tell send" },
    { IN(IDLE), EV(EVENT_NOTHING_DUE), "idle:" },
    { IN(IDLE), EV(EVENT_NOTHING_DUE, .ms = 500), "idle: due after 500" },
    { IN(IDLE), EV(EVENT_UNCLAIMED), "idle: due after 5000" },
    /* a part in hand: its deadline stays */
    { BUSY, EV(EVENT_TIME), "ending: say hangs, hush, hear last" },
    { BUSY, EV(EVENT_HANDED, .attempt = MINE), "handed:" },
    { BUSY, EV(EVENT_NONSENSE), "handed:" }, /* it may have been that */
    { BUSY, EV(EVENT_HANDED, .attempt = OTHER), "=:" },
    { BUSY, EV(EVENT_HANDED), "=:" },
    { BUSY, EV(RESULT(MINE, LINK_SENT)), "idle: timer 150000, claim" },
    { BUSY, EV(RESULT(OTHER, LINK_SENT)), "=:" },
    { BUSY, EV(RESULT(0, LINK_SENT)), "=:" },
    { BUSY, EV(CMS(322)), "idle: timer 150000, relist, claim" },
    { BUSY, EV(EVENT_READY), "=:" },
    { BUSY, EV(EVENT_PART), "=: store part, tell stored" },
    { BUSY, EV(EVENT_CALL), "=: keep call" },
    { BUSY, EV(EVENT_USSD), "=: keep ussd, ask ussd" },
    { BUSY, EV(EVENT_REMOVED), "=: keep removed" },
    { BUSY, EV(EVENT_HEALTH),
        "=: keep health, show health, read name, ask ussd" },
    { BUSY, EV(EVENT_HEALTH, .listed = true), "=: keep health, end rung 1,"
        " count losses 1, show 2, read name, ask ussd" },
    { BUSY, EV(EVENT_WAKE), "=: read name, ask ussd" },
    { BUSY, EV(EVENT_DUE), "=:" },
    { KNOWN, EV(EVENT_RELIST), "=: relist" },
    { KNOWN, EV(EVENT_UNSTORED), "=: relist after 10000" },
    /* its last words */
    { IN(ENDING), EV(EVENT_READY), "ending: hear last" },
    { IN(ENDING), EV(TROUBLE(SILENT)), "ending: hear last" },
    { IN(ENDING), EV(EVENT_HANDED, .attempt = MINE), "ending: hear last" },
    { IN(ENDING), EV(RESULT(MINE, LINK_SENT)), "ending: hear last" },
    { IN(ENDING), EV(EVENT_PART),
        "ending: store part, tell stored, hear last" },
    { IN(ENDING), EV(EVENT_UNSTORED),
        "ending: relist after 10000, hear last" },
    { IN(ENDING), EV(EVENT_CALL), "ending: keep call, hear last" },
    { IN(ENDING), EV(EVENT_USSD), "ending: keep ussd, hear last" },
    { IN(ENDING), EV(EVENT_HEALTH, .listed = true), "ending: hear last" },
    { IN(ENDING), EV(EVENT_REMOVED), "ending: hear last" },
    { IN(ENDING), EV(EVENT_NONSENSE), "ending: hear last" },
    { IN(ENDING), EV(EVENT_SILENCE), "ending: kill, settle 1000" },
    { IN(ENDING), EV(EVENT_SETTLED), "ending: lose sim, look" },
    { IN(ENDING), EV(EVENT_UNSETTLED, .ms = 1000),
        "ending: due after 1000, lose sim, look" },
    { IN(ENDING), EV(EVENT_ENDED),
        "waiting: end rung 2, say trouble, begin rung 1, show, timer" },
};
enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

static void
check_row(const struct row *r, enum dongle_state s)
{
    struct dongle_life l = life_at(s);
    const char *got = turn(&l, r->ev);
    char want[400];

    if (r->follows[0] == '=')
        snprintf(want, sizeof(want), "%s%s", dongle_state_name(s),
            r->follows + 1);
    else
        snprintf(want, sizeof(want), "%s", r->follows);
    if (strcmp(got, want) != 0)
        fail_msg("%s, %s: \"%s\", not \"%s\"", dongle_state_name(s),
            dongle_event_name(r->ev.kind), got, want);
}

TEST(each_state_answers_each_event_as_the_table_says)
{
    for (int i = 0; i < ROWS; i++)
        for (int s = 0; s < DONGLE_STATES; s++)
            if (rows[i].states & 1u << s)
                check_row(&rows[i], (enum dongle_state)s);
}

static bool
has_row(int s, int e)
{
    for (int i = 0; i < ROWS; i++)
        if ((rows[i].states & 1u << s) && (int)rows[i].ev.kind == e)
            return true;
    return false;
}

TEST(a_pair_that_cannot_be_is_named_and_changes_nothing)
{
    int odd = 0;

    for (int s = 0; s < DONGLE_STATES; s++)
        for (int e = 0; e < EVENTS; e++) {
            struct dongle_life l = life_at((enum dongle_state)s), before = l;
            char want[40];

            if (has_row(s, e) != dongle_expects((enum dongle_state)s,
                    (enum dongle_event_kind)e))
                fail_msg("%s, %s", dongle_state_name((enum dongle_state)s),
                    dongle_event_name((enum dongle_event_kind)e));
            if (has_row(s, e))
                continue;
            snprintf(want, sizeof(want), e ? "%s: say odd %d" : "%s: say odd",
                dongle_state_name((enum dongle_state)s), e);
            CHECK_TEXT(TURN(&l, (enum dongle_event_kind)e), want);
            CHECK(!memcmp(&l, &before, sizeof(l)));
            odd++;
        }
    CHECK(odd > 100);
}

TEST(a_result_that_found_no_room_is_tried_again_until_it_is_settled)
{
    for (int s = 0; s < DONGLE_ENDING; s++) {
        struct dongle_life l = life_at((enum dongle_state)s);

        if (1u << s & BUSY)
            continue;
        l.result.attempt = OTHER;
        CHECK(strstr(TURN(&l, EVENT_DUE), s == DONGLE_IDLE ? ": claim"
            : ": settle 1000"));
        CHECK(strstr(TURN(&l, EVENT_UNSETTLED, .ms = 5), ": due after 5"));
        CHECK_INT(l.result.attempt, OTHER);
        TURN(&l, EVENT_CLOSE);
        CHECK_TEXT(TURN(&l, EVENT_SILENCE), "ending: kill, settle 1000");
        TURN(&l, EVENT_SETTLED);
        CHECK_INT(l.result.attempt, 0);
    }
}

TEST(a_claim_that_fails_is_tried_again_and_the_result_before_it_by_itself)
{
    struct dongle_life l = life_at(DONGLE_IDLE);

    l.result.attempt = OTHER;
    CHECK_TEXT(TURN(&l, EVENT_UNCLAIMED),
        "idle: due after 5000, settle 5000");
    CHECK_TEXT(TURN(&l, EVENT_SETTLED), "idle:");
    CHECK_TEXT(TURN(&l, EVENT_UNCLAIMED), "idle: due after 5000");
    l.result.attempt = OTHER;
    TURN(&l, EVENT_NOTHING_DUE);        /* both were in one commit */
    CHECK_INT(l.result.attempt, 0);
    l.result.attempt = OTHER;
    TURN(&l, EVENT_CLAIMED, .attempt = MINE);
    CHECK_INT(l.result.attempt, 0);
}

/* The deeds that are followed by an event of their own when they fail. */
TEST(what_others_rest_on_is_told_when_it_fails)
{
    static const enum dongle_event_kind want[DEEDS] = {
        [DEED_SPAWN] = EVENT_UNSTARTED, [DEED_TELL_START] = EVENT_UNSTARTED,
        [DEED_LISTEN] = EVENT_UNSTARTED, [DEED_REGISTER] = EVENT_UNSTARTED,
        [DEED_TELL_SEND] = EVENT_UNTOLD, [DEED_TELL_RESET] = EVENT_UNTOLD,
        [DEED_TELL_POLL] = EVENT_UNASKED, [DEED_STORE_PART] = EVENT_UNSTORED,
        [DEED_SETTLE] = EVENT_UNSETTLED, [DEED_CLAIM] = EVENT_UNCLAIMED,
        [DEED_CUT] = EVENT_UNCUT,
    };

    for (int k = 0; k < DEEDS; k++)
        CHECK_INT(dongle_failure((enum dongle_deed_kind)k), want[k]);
}

/* --- ways ----------------------------------------------------------------- */

/* A worker ends in trouble; what is planned once it is gone. */
static const char *
after_trouble(struct dongle_life *l, enum link_trouble t,
    struct ladder_means means)
{
    l->state = DONGLE_STARTING;
    TURN(l, EVENT_TROUBLE, .trouble = t);
    CHECK_TEXT(TURN(l, EVENT_SILENCE), "ending: kill, look");
    return TURN(l, EVENT_ENDED, .means = means);
}

TEST(the_ladder_is_climbed_rung_by_rung)
{
    static const struct ladder_means all = { .usb = true, .power = true };
    static const char worker[] = "waiting: end rung 2, say trouble,"
        " begin rung 1, show 3, timer";
    struct dongle_life l = { .state = DONGLE_WAITING };

    CHECK_TEXT(after_trouble(&l, LINK_TROUBLE_SILENT, all), worker);
    CHECK(strstr(after_trouble(&l, LINK_TROUBLE_SILENT, all), " 1000"));
    CHECK(strstr(after_trouble(&l, LINK_TROUBLE_SILENT, all), " 2000"));
    CHECK_TEXT(after_trouble(&l, LINK_TROUBLE_SILENT, all), "waiting:"
        " end rung 2, say trouble, begin rung 2, show 3, timer");
    l.state = DONGLE_STARTING;
    CHECK_TEXT(TURN(&l, EVENT_READY), "resetting: timer 30000, tell reset");
    TURN(&l, EVENT_GONE);
    CHECK_TEXT(TURN(&l, EVENT_SILENCE), "ending: kill, look");
    CHECK_TEXT(TURN(&l, EVENT_ENDED), "waiting: timer 5000");
    CHECK(!l.ours);
    CHECK_TEXT(after_trouble(&l, LINK_TROUBLE_SILENT, all), "waiting:"
        " end rung 2, say trouble, begin rung 5, show 3, reset port,"
        " timer 5000");
    CHECK(l.ours);
    CHECK_TEXT(after_trouble(&l, LINK_TROUBLE_SILENT, all), "cut: end rung 2,"
        " say trouble, begin rung 3, show 3, show 3, timer 100000, cut");
    CHECK(l.ours);
    CHECK_TEXT(after_trouble(&l, LINK_TROUBLE_SILENT, all), "parked:"
        " end rung 2, say trouble, begin rung 4, show 3, show 3, timer 2000,"
        " park");
    CHECK_INT(l.parked_until, NOW + MINUTE);
}

TEST(what_a_person_must_do_is_waited_for)
{
    static const struct ladder_means all = { .usb = true, .power = true };
    struct dongle_life l = { .well_since = 1 };

    CHECK_TEXT(after_trouble(&l, LINK_TROUBLE_NO_SIM, all),
        "waiting: end rung 3, say trouble, show 4, timer 60000");
    CHECK_TEXT(after_trouble(&l, LINK_TROUBLE_BUSY, all),
        "waiting: end rung 3, say trouble, show 3, timer 10000");
    CHECK_TEXT(after_trouble(&l, LINK_TROUBLE_NO_DEVICE, all),
        "absent: end rung 3, say trouble, show, timer 500");
}

TEST(a_dongle_that_leaves_its_port_while_it_works_has_a_rung_for_it)
{
    struct dongle_life l = { .well_since = NOW - HOUR, .ladder = { .row = 4 } };

    CHECK_TEXT(after_trouble(&l, LINK_TROUBLE_NO_DEVICE,
        (struct ladder_means){ false, false }), "absent: end rung 3,"
        " say trouble, begin rung 6, show, timer 500");
    CHECK_INT(l.ladder.row, 0); /* it was well for long */
    l.state = DONGLE_LISTING;
    CHECK(strstr(TURN(&l, EVENT_HEALTH, .listed = true), "end rung 4"));
    CHECK(strstr(TURN(&l, EVENT_HEALTH, .listed = true), "end rung 1"));
}

TEST(a_dongle_in_somebodys_hand_begins_at_the_bottom_but_not_one_we_cut)
{
    struct dongle_life l = { .ladder = { .row = 4 }, .ours = true };

    TURN(&l, EVENT_TIME);
    CHECK_INT(l.ladder.row, 4);
    l.ours = false;
    TURN(&l, EVENT_TIME);
    CHECK_INT(l.ladder.row, 0);
    l = life_at(DONGLE_PARKED);
    l.ladder.row = 4;
    TURN(&l, EVENT_TIME, .present = true, .replugged = true);
    CHECK_INT(l.ladder.row, 0);
    l = life_at(DONGLE_PARKED);
    l.ladder.row = 4;
    l.parked_until = NOW;
    TURN(&l, EVENT_TIME, .present = true);
    CHECK_INT(l.ladder.row, 4);
}

TEST(a_refused_pin_is_noted_also_where_the_worker_got_none)
{
    struct dongle_life l = life_at(DONGLE_STARTING);

    TURN(&l, TROUBLE(PIN_NEEDED), .pin = true);
    CHECK_INT(l.trouble, LINK_TROUBLE_PIN_WRONG);
    l = life_at(DONGLE_STARTING);
    CHECK_TEXT(TURN(&l, TROUBLE(PIN_NEEDED)), "ending: hush, hear last");
    CHECK_INT(l.trouble, LINK_TROUBLE_PIN_NEEDED);
}

TEST(a_worker_of_ours_that_holds_the_device_is_no_other_program)
{
    struct dongle_life l = life_at(DONGLE_STARTING);

    TURN(&l, TROUBLE(BUSY), .hangs = true);
    CHECK_INT(l.trouble, LINK_TROUBLE_SILENT);
}

TEST(a_worker_that_is_quiet_is_asked_once_and_then_ended)
{
    struct dongle_life l = life_at(DONGLE_IDLE);

    CHECK_TEXT(TURN(&l, EVENT_TIME), "idle: tell poll, timer 60000");
    TURN(&l, EVENT_REMOVED);    /* it lives */
    CHECK_TEXT(TURN(&l, EVENT_TIME), "idle: tell poll, timer 60000");
    TURN(&l, EVENT_WAKE);       /* that is not from it */
    CHECK_TEXT(TURN(&l, EVENT_TIME), "ending: say hangs, hush, hear last");
}

TEST(three_refusals_without_a_reason_in_a_row_end_the_worker)
{
    struct dongle_life l = life_at(DONGLE_IDLE);

    for (int i = 0; i < 5; i++) {
        TURN(&l, EVENT_CLAIMED, .attempt = MINE);
        CHECK_TEXT(i == 1 ? TURN(&l, RESULT(MINE, LINK_SENT))
            : TURN(&l, CMS(500)), i < 4 ? "idle: timer 150000, claim"
            : "ending: timer 150000, hush, hear last");
    }
    CHECK_TEXT(TURN(&l, EVENT_SILENCE), "ending: kill, settle 1000");
    CHECK_INT(l.result.outcome, LINK_REFUSED);
}

/* How the part in hand of a worker ends that says this at last. */
static int
outcome(enum dongle_state s, struct dongle_event last)
{
    struct dongle_life l = life_at(s);

    TURN(&l, EVENT_GONE);
    turn(&l, last);
    CHECK_TEXT(TURN(&l, EVENT_SILENCE), "ending: kill, settle 1000");
    CHECK_INT(l.result.attempt, MINE);
    CHECK(!l.attempt);
    return l.result.outcome;
}

TEST(what_a_worker_had_in_hand_is_unsent_only_if_it_surely_never_said_handed)
{
    struct dongle_event nothing = EV(EVENT_REMOVED),
        nonsense = EV(EVENT_NONSENSE),
        mine = EV(EVENT_HANDED, .attempt = MINE),
        other = EV(EVENT_HANDED, .attempt = OTHER),
        sent = EV(RESULT(MINE, LINK_SENT)),
        others = EV(RESULT(OTHER, LINK_SENT));

    CHECK_INT(outcome(DONGLE_SENDING, nothing), LINK_NOT_SENT);
    CHECK_INT(outcome(DONGLE_SENDING, other), LINK_NOT_SENT);
    CHECK_INT(outcome(DONGLE_SENDING, mine), LINK_UNKNOWN);
    CHECK_INT(outcome(DONGLE_SENDING, nonsense), LINK_UNKNOWN);
    CHECK_INT(outcome(DONGLE_SENDING, sent), LINK_SENT);
    CHECK_INT(outcome(DONGLE_HANDED, nothing), LINK_UNKNOWN);
    CHECK_INT(outcome(DONGLE_HANDED, others), LINK_UNKNOWN);
    CHECK_INT(outcome(DONGLE_HANDED, sent), LINK_SENT);
}

TEST(a_dongle_that_is_closed_leaves_nothing_behind)
{
    struct dongle_life l = life_at(DONGLE_HANDED);

    CHECK_TEXT(TURN(&l, EVENT_CLOSE), "ending: hush, hear last");
    CHECK_TEXT(TURN(&l, EVENT_SILENCE), "ending: kill, settle 1000");
    CHECK_TEXT(TURN(&l, EVENT_UNSETTLED, .ms = 1000),
        "closed: due after 1000, lose sim, end rung 3, release");
    l = life_at(DONGLE_PARKED);
    TURN(&l, EVENT_CLOSE);
    CHECK_TEXT(TURN(&l, EVENT_SILENCE), "closed: kill, end rung 3, release");
}

/* --- a long walk ---------------------------------------------------------- */

/* What the table is told of, and what it did. */
static struct {
    struct dongle_life l;
    uint32_t chance;
    int64_t now;
    bool worker, timer;
    int64_t attempt;            /* the last that was claimed */
    int64_t theirs;             /* the last that this worker got; 0: none */
    bool open;                  /* and not settled */
    bool handed, sent;          /* what the worker said of it */
    int settled, failed;
} walk;

static int
one_of(int n)
{
    walk.chance = walk.chance * 1664525 + 1013904223;
    return (int)((walk.chance >> 8) % (uint32_t)n);
}

/* Anything that a worker says; of its attempt, of none or of another. */
static struct dongle_event
said(void)
{
    struct dongle_event ev = { .kind = (enum dongle_event_kind)
        (EVENT_READY + one_of(EVENT_NONSENSE - EVENT_READY + 1)) };
    int64_t which[] = { walk.theirs, walk.theirs, 0, walk.attempt + 1 };

    ev.attempt = which[one_of(4)];
    ev.result = (struct link_result){ .attempt = ev.attempt,
        .outcome = 1 + one_of(4), .error = LINK_ERROR_CMS,
        .code = one_of(2) ? 500 : 322 };
    ev.listed = one_of(2);
    ev.trouble = (enum link_trouble)(1 + one_of(10));
    ev.pin = one_of(2);
    ev.hangs = one_of(2);
    return ev;
}

/* What the table hears of the attempt that is open. */
static void
note(const struct dongle_event *ev)
{
    if (ev->kind == EVENT_HANDED && ev->attempt == walk.attempt)
        walk.handed = true;
    if (ev->kind == EVENT_NONSENSE && walk.l.attempt)
        walk.handed = true;
    if (ev->kind == EVENT_RESULT && ev->result.attempt == walk.attempt
        && ev->result.outcome == LINK_SENT)
        walk.sent = true;
}

static void
settled(const struct link_result *r)
{
    CHECK(walk.open && r->attempt == walk.attempt);
    if (r->outcome == LINK_SENT)
        CHECK(walk.sent);
    if (r->outcome == LINK_NOT_SENT && r->error == LINK_ERROR_NONE)
        CHECK(!walk.handed);
    walk.open = false;
    walk.settled++;
}

static struct dongle_event
claim(void)
{
    if (walk.l.result.attempt)
        settled(&walk.l.result);
    CHECK(!walk.l.attempt && !walk.open);
    if (one_of(3) == 0)
        return (struct dongle_event){ .kind = EVENT_NOTHING_DUE,
            .ms = one_of(2) };
    walk.open = true;
    walk.handed = walk.sent = false;
    return (struct dongle_event){ .kind = EVENT_CLAIMED,
        .attempt = ++walk.attempt };
}

static struct dongle_event
answer(enum dongle_deed_kind kind)
{
    struct dongle_event ev = { .kind = EVENT_NONE };

    if (kind == DEED_HEAR_LAST) {
        ev = said();
        if (!walk.worker || one_of(3) == 0)
            ev.kind = EVENT_SILENCE;
    } else if (kind == DEED_LOOK) {
        ev.kind = EVENT_ENDED;
        ev.means = (struct ladder_means){ one_of(2), one_of(2) };
    } else if (kind == DEED_REGISTER) {
        ev.kind = EVENT_REGISTERED;
    } else if (kind == DEED_SETTLE) {
        ev.kind = EVENT_SETTLED;
        settled(&walk.l.result);
    } else if (kind == DEED_CLAIM) {
        ev = claim();
    }
    return ev;
}

/* One deed in ten fails of those that can. */
static struct dongle_event
do_deed(const struct dongle_deed *d)
{
    enum dongle_event_kind failure = dongle_failure(d->kind);

    CHECK(d->kind != DEED_SAY_ODD);
    if (failure && one_of(10) == 0) {
        walk.failed++;
        return (struct dongle_event){ .kind = failure,
            .words = reason_words("it failed"), .ms = d->ms };
    }
    if (d->kind == DEED_SPAWN)
        CHECK(!walk.worker);
    if (d->kind == DEED_SPAWN || d->kind == DEED_KILL)
        walk.worker = d->kind == DEED_SPAWN;
    if (d->kind == DEED_TELL_SEND || d->kind == DEED_KILL)
        walk.theirs = d->kind == DEED_KILL ? 0 : walk.attempt;
    if (d->kind == DEED_TIMER || d->kind == DEED_RELEASE)
        walk.timer = d->kind == DEED_TIMER;
    return answer(d->kind);
}

/* One event, and all that follows from it. */
static void
step(struct dongle_event ev)
{
    while (ev.kind) {
        struct dongle_plan p;

        ev.now = walk.now;
        note(&ev);
        p = dongle_next(&walk.l, &ev);
        ev.kind = EVENT_NONE;
        for (int i = 0; i < p.count && !ev.kind; i++) {
            ev = do_deed(&p.deed[i]);
            if (dongle_answers(p.deed[i].kind))
                CHECK(i == p.count - 1);
        }
    }
}

/* Something from outside, or from the worker where there is one. */
static struct dongle_event
something(void)
{
    struct dongle_event ev = said();

    walk.now += one_of(HOUR / 10);
    if (walk.worker && one_of(3))
        return ev;
    ev.kind = (enum dongle_event_kind)(EVENT_TIME + one_of(5));
    if (walk.worker && one_of(20) == 0)
        ev.kind = EVENT_GONE;
    ev.present = one_of(4);
    ev.replugged = one_of(4) == 0;
    ev.proved = one_of(2);
    if (ev.kind == EVENT_TIME)
        walk.timer = false;
    return ev;
}

static void
check_rest(void)
{
    unsigned now = 1u << walk.l.state;

    CHECK(walk.timer);          /* it is tried again, or ended */
    CHECK((now & (ASLEEP | AWAKE)) != 0);
    CHECK(walk.worker == ((now & AWAKE) != 0));
    CHECK((walk.l.attempt != 0) == ((now & BUSY) != 0));
    CHECK(!walk.l.attempt || !walk.l.result.attempt);
    CHECK(walk.open == (walk.l.attempt || walk.l.result.attempt));
}

TEST(wherever_a_deed_fails_each_part_is_settled_once_and_truly)
{
    unsigned been = 0;

    memset(&walk, 0, sizeof(walk));
    walk.now = NOW;
    step((struct dongle_event)EV(EVENT_TIME, .present = true));
    for (int i = 0; i < 1000000; i++) {
        step(something());
        check_rest();
        been |= 1u << walk.l.state;
    }
    CHECK_INT(been, ASLEEP | AWAKE);
    CHECK(walk.settled > 1000 && walk.failed > 1000);
    step((struct dongle_event)EV(EVENT_CLOSE));
    CHECK_INT(walk.l.state, DONGLE_CLOSED);
    CHECK(!walk.worker && !walk.timer);
}
