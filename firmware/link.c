#include "link.h"

#include "hal.h"

static struct board_reader reader;
static struct board_writer answer;
static uint8_t  seq;            /* of the latest request */
static uint16_t crc;
static uint32_t asked_at;
static bool     asked;          /* there is a latest request ... */
static bool     answered;       /* ... and its answer */
static uint32_t complained_at;
static bool     complained;

void
link_start(void)
{
    reader.length = 0;
    asked = answered = complained = false;
}

bool
link_send(struct board_writer *w)
{
    uint8_t length = board_end(w);

    return length == 0 || hal_uart_write(w->text, length);
}

/* Once a second at most: noise must not make the board shout. */
static void
complain(uint32_t now)
{
    struct board_writer w;

    if (complained && now - complained_at < 1000)
        return;
    complained = true;
    complained_at = now;
    board_begin(&w, true, 0, BOARD_ERROR);
    board_add(&w, BOARD_ERROR_NO_SENTENCE);
    link_send(&w);
}

static bool
is_repeated(const struct board_frame *f, uint32_t now)
{
    return asked && f->seq == seq && f->crc == crc
           && now - asked_at < BOARD_REPEAT_MS && f->command != BOARD_HELLO;
}

bool
link_feed(uint8_t byte, uint32_t now, struct board_frame *out)
{
    switch (board_read(&reader, byte, out)) {
    case BOARD_READ_MORE:
        return false;
    case BOARD_READ_BAD:
        complain(now);
        return false;
    case BOARD_READ_FRAME:
        break;
    }
    /* What only a board says is our own echo: an answer to it would be
     * echoed again. */
    if (out->unasked || out->command == BOARD_EVENT
        || out->command == BOARD_ERROR)
        return false;
    if (is_repeated(out, now)) {
        if (answered)
            hal_uart_write(answer.text, answer.length);
        return false;
    }
    seq = out->seq;
    crc = out->crc;
    asked_at = now;
    asked = true;
    answered = false;
    return true;
}

struct board_writer *
link_answer(uint16_t command)
{
    board_begin(&answer, false, seq, command);
    return &answer;
}

void
link_answer_end(void)
{
    link_send(&answer);         /* no room: the host asks again */
    answered = true;
}

uint32_t
link_request(void)
{
    return (uint32_t)seq << 16 | crc;
}

void
link_forget(void)
{
    asked = false;
}
