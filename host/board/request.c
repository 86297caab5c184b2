#include "board/request.h"

#include <string.h>

void
requests_start(struct requests *r,
    void (*send)(void *user, const char *bytes, size_t n),
    void (*unasked)(void *user, const struct board_frame *f), void *user)
{
    memset(r, 0, sizeof(*r));
    r->send = send;
    r->unasked = unasked;
    r->user = user;
    r->until = INT64_MAX;
}

/* The fields, one by one: a comma in board_add_text() would not survive. */
static void
add_fields(struct board_writer *w, const char *fields)
{
    char field[BOARD_SENTENCE_MAX];

    while (*fields) {
        size_t n = strcspn(fields, ",");

        if (n >= sizeof(field)) {
            w->full = true;
            return;
        }
        memcpy(field, fields, n);
        field[n] = '\0';
        board_add_text(w, field);
        fields += n + (fields[n] == ',');
    }
}

enum err
requests_ask(struct requests *r, uint16_t command, const char *fields,
    request_done *done, void *user)
{
    struct board_request *q = &r->waiting[(r->first + r->count) % REQUESTS_MAX];

    if (r->count == REQUESTS_MAX)
        return ERR_BUSY;
    board_begin(&q->sentence, false, r->seq, command);
    add_fields(&q->sentence, fields);
    if (!board_end(&q->sentence))
        return ERR_INPUT;
    q->command = command;
    q->seq = r->seq++;
    q->done = done;
    q->user = user;
    if (r->count++ == 0)
        r->until = 0;
    return OK;
}

/* Takes the first off, then tells: its owner may ask again at once. */
static void
finish(struct requests *r, enum err e, const struct board_frame *f)
{
    struct board_request q = r->waiting[r->first];

    r->first = (r->first + 1) % REQUESTS_MAX;
    r->count--;
    r->tries = 0;
    r->until = r->count ? 0 : INT64_MAX;
    if (q.done)
        q.done(q.user, e, f);
}

/* HB is answered by ST; the others by themselves. */
static bool
answers(const struct board_request *q, const struct board_frame *f)
{
    uint16_t wanted = q->command == BOARD_HEARTBEAT ? (uint16_t)BOARD_STATUS
                                                    : q->command;

    return f->seq == q->seq && (f->command == wanted
        || f->command == BOARD_ERROR);
}

static void
hear(struct requests *r, const struct board_frame *f)
{
    if (f->unasked)
        r->unasked(r->user, f);
    else if (r->count && r->tries && answers(&r->waiting[r->first], f))
        finish(r, f->command == BOARD_ERROR ? ERR_REFUSED : OK, f);
}

void
requests_feed(struct requests *r, const void *bytes, size_t n)
{
    const uint8_t *at = bytes;
    struct board_frame f;

    for (size_t i = 0; i < n; i++)
        switch (board_read(&r->reader, at[i], &f)) {
        case BOARD_READ_FRAME:
            hear(r, &f);
            break;
        case BOARD_READ_BAD:
            r->bad++;
            break;
        case BOARD_READ_MORE:
            break;
        }
}

int64_t
requests_tick(struct requests *r, int64_t now)
{
    while (r->count && now >= r->until) {
        const struct board_request *q = &r->waiting[r->first];

        if (r->tries == BOARD_TRIES) {
            finish(r, ERR_TIMEOUT, NULL);
            continue;
        }
        r->tries++;
        r->until = now + BOARD_REPLY_MS;
        r->send(r->user, q->sentence.text, q->sentence.length);
    }
    return r->count ? r->until : INT64_MAX;
}

void
requests_drop(struct requests *r)
{
    int n = r->count;           /* not those that are asked meanwhile */

    r->reader.length = 0;
    while (n-- > 0 && r->count)
        finish(r, ERR_GONE, NULL);
}
