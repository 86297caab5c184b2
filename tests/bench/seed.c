/* seed FILE N - a database with N messages in 1,000 families' threads, for the
 * bench. */
#include "base/clock.h"
#include "store/people/people.h"
#include "store/thread/message.h"
#include "store/thread/thread.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const bodies[] = {
    "Amina read aloud today and helped her neighbour with the long words.",
    "Thank you teacher", "Is there football on Saturday?", "1",
    "He was sick and slept until noon, he comes tomorrow.",
    "Please bring the green book back on Friday.", "asante sana mwalimu",
    "The bus did not come.",
};

static enum err
add_families(struct db *db, int64_t *threads, int n)
{
    char child[32], guardian[32], phone[32];
    struct reason why = { 0 };
    bool changed;
    enum err e = db_begin(db);

    for (int i = 0; !e && i < n; i++) {
        struct people_row row = { .child = child, .class_name = "4B",
            .guardian = guardian, .phone = phone };
        snprintf(child, sizeof(child), "Child %d", i);
        snprintf(guardian, sizeof(guardian), "Guardian %d", i);
        snprintf(phone, sizeof(phone), "+2547120%05d", i);
        if (!(e = people_add_row(db, &row, "KE", &changed, &why)))
            e = thread_of_family(db, i + 1, &threads[i]);
    }
    return db_end(db, e);
}

static enum err
add_messages(struct db *db, const int64_t *threads, int families, int n)
{
    enum err e = db_begin(db);

    for (int i = 0; !e && i < n; i++) {
        struct message m = { .thread = threads[i * 7 % families],
            .direction = i % 3 ? MESSAGE_OUT : MESSAGE_IN,
            .kind = MESSAGE_TEXT,
            .state = i % 3 ? MESSAGE_DELIVERED : MESSAGE_RECEIVED,
            .priority = PRIORITY_NORMAL,
            .body = (char *)bodies[(i * 31 + i / 7) % 8],
            .at = clock_now() - (int64_t)(n - i) * MINUTE };
        snprintf(m.number, sizeof(m.number), "+2547120%05d", i % families);
        e = message_add(db, &m);
        if (!e && i % 5000 == 4999 && !(e = db_commit(db)))
            e = db_begin(db);
    }
    return db_end(db, e);
}

int
main(int argc, char **argv)
{
    static int64_t threads[1000];
    struct db *db;
    char why[300];
    enum err e;

    if (argc != 3 || db_open(argv[1], &db, why, sizeof(why)))
        return 2;
    e = add_families(db, threads, 1000);
    if (!e)
        e = add_messages(db, threads, 1000, atoi(argv[2]));
    db_close(db);
    if (e)
        fprintf(stderr, "seed: %s\n", err_text(e));
    return e ? 1 : 0;
}
