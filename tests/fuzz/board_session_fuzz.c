/* Any bytes as what a board says to the host: a session takes them in pieces
 * while time passes, and nothing it says makes it more than a session. */
#include "base/log.h"
#include "board/session.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
nothing(void *user)
{
    (void)user;
}

static void
check_sentence(void *user, const char *bytes, size_t n)
{
    (void)user;
    if (n > BOARD_SENTENCE_MAX || bytes[0] != '$')
        abort();
}

static bool
well(void *user)
{
    (void)user;
    return true;
}

static enum err
note(void *user, const struct said_event *e)
{
    struct reason r = said_event_reason(e);
    char words[200];

    (void)user;
    reason_say(&r, NULL, NULL, words, sizeof(words));
    return e->n % 2 ? OK : ERR_IO;
}

static void
say_status(void *user)
{
    const struct session *s = user;
    char words[200];

    struct reason r = said_status_reason(&s->status);

    reason_say(&r, NULL, NULL, words, sizeof(words));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct session s;
    const struct session_hooks hooks = { &s, check_sentence, well, nothing,
        say_status, note };
    int64_t now = 1;

    log_set_level(LOG_ERROR);
    session_start(&s, &hooks, now);
    for (size_t at = 0; at < size; at += 16) {
        session_feed(&s, now, data + at, size - at < 16 ? size - at : 16);
        session_tick(&s, now += 100);
    }
    session_end(&s);
    return 0;
}
