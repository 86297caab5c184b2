#include "test.h"

#include "mapping/mapping.h"
#include "store/staff/staff.h"
#include "store/thread/message.h"
#include "store/thread/thread.h"
#include "web/events.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* Connections that sleep on a condition instead of a socket. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t woken = PTHREAD_COND_INITIALIZER;
struct conn {
    bool asleep, gone;
    char heard[8192];
};

static void
set_asleep(struct conn *c, bool asleep)
{
    pthread_mutex_lock(&lock);
    c->asleep = asleep;
    pthread_cond_broadcast(&woken);
    pthread_mutex_unlock(&lock);
}

static void
go_to_sleep(void *conn)
{
    set_asleep(conn, true);
}

static void
wake_up(void *conn)
{
    set_asleep(conn, false);
}

static bool
is_gone(void *conn)
{
    return ((struct conn *)conn)->gone;
}

static const struct events_hooks hooks = { go_to_sleep, wake_up, is_gone };

/* Reads until the client has heard text; false after a minute without. Of
 * what was heard long ago the beginning is forgotten. */
static bool
hears(struct events_client *client, struct conn *c, const char *text)
{
    struct timespec until;
    bool late = false;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 60;
    while (!strstr(c->heard, text) && !late) {
        size_t used = strlen(c->heard);
        long n = 0;

        if (used > sizeof(c->heard) / 2) {
            memmove(c->heard, c->heard + used - 200, 201);
            used = 200;
        }
        pthread_mutex_lock(&lock);
        while (c->asleep && !late)
            late = pthread_cond_timedwait(&woken, &lock, &until) != 0;
        pthread_mutex_unlock(&lock);
        if (!late)
            n = events_read(client, c->heard + used, 100);
        if (n < 0)
            return false;
        c->heard[used + (size_t)n] = '\0';
    }
    return !late;
}

static int64_t
add_message(struct db *db, enum mapping_tray tray)
{
    struct message m = { .direction = MESSAGE_IN, .kind = MESSAGE_TEXT,
        .state = MESSAGE_RECEIVED, .number = "+254700000001", .at = 1,
        .body = (char[]){ "secret words" } };

    CHECK_INT(db_begin(db), OK);
    CHECK_INT(thread_of_sender(db, (int)tray, m.number, &m.thread), OK);
    CHECK_INT(message_add(db, &m), OK);
    CHECK_INT(db_commit(db), OK);
    return m.id;
}

struct world {
    struct db *db;
    struct events *events;
    struct conn open, limited;
    struct events_client *c_open, *c_limited;
};

static const struct events_right local;  /* of this computer: for ever */

static void
world_start(struct world *w)
{
    char why[200];

    memset(w, 0, sizeof(*w));
    CHECK_INT(db_open(":memory:", &w->db, why, sizeof(why)), OK);
    CHECK_INT(events_start(w->db, &hooks, &w->events), OK);
    CHECK_INT(events_join(w->events, &w->open, true, &local, &w->c_open), OK);
    CHECK_INT(events_join(w->events, &w->limited, false, &local,
        &w->c_limited), OK);
}

static void
world_end(struct world *w)
{
    events_leave(w->c_open);
    events_leave(w->c_limited);
    events_stop(w->events);
    db_close(w->db);
}

TEST(a_new_message_is_told_with_its_number_and_never_its_words)
{
    struct world w;
    char want[64];

    world_start(&w);
    CHECK(hears(w.c_limited, &w.limited, "event: hello"));
    snprintf(want, sizeof(want), "event: message\ndata: {\"id\":%lld,",
        (long long)add_message(w.db, MAPPING_UNKNOWN));
    CHECK(hears(w.c_limited, &w.limited, want));
    CHECK(hears(w.c_limited, &w.limited, "\"tray\":\"unknown\""));
    CHECK(hears(w.c_limited, &w.limited, "event: threads"));
    CHECK(strstr(w.limited.heard, "secret") == NULL);
    world_end(&w);
}

TEST(the_safeguarding_tray_is_told_to_its_staff_alone)
{
    struct world w;

    world_start(&w);
    add_message(w.db, MAPPING_SAFEGUARDING);
    CHECK(hears(w.c_open, &w.open, "\"tray\":\"safeguarding\""));
    add_message(w.db, MAPPING_NOTICES);
    CHECK(hears(w.c_limited, &w.limited, "\"tray\":\"notices\""));
    CHECK(strstr(w.limited.heard, "safeguarding") == NULL);
    world_end(&w);
}

TEST(who_sees_own_classes_alone_hears_that_something_came_and_not_what)
{
    static const struct events_right topics = { .topics = true };
    struct events_client *client = NULL;
    struct conn c = { .asleep = false };
    struct world w;

    world_start(&w);
    CHECK_INT(events_join(w.events, &c, false, &topics, &client), OK);
    CHECK(hears(client, &c, "event: hello"));
    add_message(w.db, MAPPING_UNKNOWN);
    CHECK(hears(w.c_limited, &w.limited, "\"tray\":\"unknown\""));
    CHECK(hears(client, &c, "event: threads"));
    CHECK(strstr(c.heard, "event: message") == NULL);
    events_leave(client);
    world_end(&w);
}

TEST(a_client_that_does_not_keep_up_is_told_to_look_again)
{
    struct world w;
    int64_t last = 0;
    char want[40];

    world_start(&w);
    CHECK(hears(w.c_open, &w.open, "event: hello"));
    w.open.heard[0] = '\0';
    for (int i = 0; i < 6; i++) {       /* 30 kB; the other one keeps up */
        for (int k = 0; k < 50; k++)
            last = add_message(w.db, MAPPING_UNKNOWN);
        snprintf(want, sizeof(want), "\"id\":%lld,", (long long)last);
        CHECK(hears(w.c_limited, &w.limited, want));
    }
    CHECK(hears(w.c_open, &w.open, "event: hello"));
    world_end(&w);
}

TEST(closing_ends_every_stream_and_takes_no_more)
{
    struct events_client *late;
    struct world w;

    world_start(&w);
    CHECK(hears(w.c_open, &w.open, "event: hello"));
    events_close(w.events);
    CHECK(!hears(w.c_open, &w.open, "never"));
    CHECK_INT(events_join(w.events, &w.open, true, &local, &late), ERR_REFUSED);
    world_end(&w);
}

TEST(who_hung_up_is_let_go_when_the_next_one_comes)
{
    struct events_client *late;
    struct conn c = { .asleep = false };
    struct world w;

    world_start(&w);
    CHECK(hears(w.c_open, &w.open, "event: hello"));
    CHECK(hears(w.c_limited, &w.limited, "event: hello"));
    while (events_read(w.c_open, c.heard, 100) > 0)
        continue;               /* then it sleeps */
    w.open.gone = w.limited.gone = true;
    CHECK_INT(events_join(w.events, &c, true, &local, &late), OK);
    CHECK(!hears(w.c_open, &w.open, "never"));
    CHECK(hears(late, &c, "event: hello"));
    events_leave(late);
    world_end(&w);
}

/* A stream of Salma's, who is signed in by *secret. */
static void
join_salma(struct world *w, const char *secret, struct conn *conn,
    struct events_client **out, enum err expected)
{
    struct events_right right = { .staff = 1 };

    snprintf(right.secret, sizeof(right.secret), "%s", secret);
    CHECK_INT(events_join(w->events, conn, true, &right, out), expected);
}

/* Until the stream says that it is over. */
static bool
ends(struct events_client *client, struct conn *c)
{
    char some[4096];
    struct timespec until;
    bool late = false;
    long n = 0;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 60;
    while (!late && (n = events_read(client, some, sizeof(some))) >= 0) {
        pthread_mutex_lock(&lock);
        while (!n && c->asleep && !late)
            late = pthread_cond_timedwait(&woken, &lock, &until) != 0;
        pthread_mutex_unlock(&lock);
    }
    return n < 0;
}

TEST(the_stream_of_an_account_that_is_closed_or_lowered_or_signed_out_ends)
{
    struct world w;
    struct events_client *c;
    struct conn conn = { 0 };
    char secret[65];

    world_start(&w);
    CHECK_INT(staff_add(w.db, "Salma", ROLE_ADMIN, "a long password", "x"), OK);
    for (int i = 0; i < 4; i++) {
        CHECK_INT(staff_sign_in(w.db, "Salma", "a long password", secret), OK);
        join_salma(&w, secret, &conn, &c, OK);
        CHECK(hears(c, &conn, "hello"));
        if (i == 0)
            CHECK_INT(token_end(w.db, secret), OK);
        else if (i == 1)
            CHECK_INT(staff_set_role(w.db, "Salma", ROLE_STAFF, "x"), OK);
        else if (i == 2)
            CHECK_INT(staff_password(w.db, "Salma", "a long password", "x"),
                OK);
        else
            CHECK_INT(staff_close(w.db, "Salma", "x"), OK);
        CHECK(ends(c, &conn));
        events_leave(c);
        memset(&conn, 0, sizeof(conn));
    }
    /* Others listen on. */
    add_message(w.db, MAPPING_UNKNOWN);
    CHECK(hears(w.c_open, &w.open, "event: message"));
    world_end(&w);
}

TEST(an_account_has_at_most_twelve_streams)
{
    struct events_client *c[EVENTS_ACCOUNT_MAX + 1], *other;
    struct conn conn[EVENTS_ACCOUNT_MAX + 2] = { { 0 } };
    struct world w;
    char one[65], two[65];

    world_start(&w);
    CHECK_INT(staff_add(w.db, "Salma", ROLE_ADMIN, "a long password", "x"), OK);
    CHECK_INT(staff_sign_in(w.db, "Salma", "a long password", one), OK);
    CHECK_INT(staff_sign_in(w.db, "Salma", "a long password", two), OK);
    for (int i = 0; i < EVENTS_ACCOUNT_MAX; i++)
        join_salma(&w, i % 2 ? one : two, &conn[i], &c[i], OK);
    join_salma(&w, one, &conn[EVENTS_ACCOUNT_MAX], &other, ERR_REFUSED);
    events_leave(c[0]);
    join_salma(&w, one, &conn[EVENTS_ACCOUNT_MAX], &c[0], OK);
    for (int i = 0; i < EVENTS_ACCOUNT_MAX; i++)
        events_leave(c[i]);
    world_end(&w);
}
