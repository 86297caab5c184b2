/* golden_avr - the readers of include/board_frame.h as avr-gcc compiles them,
 * alone on the chip: bytes in by the UART, what they were taken for out, in
 * the words of golden.txt. 0x04 asks for the end of the line. */
#include <avr/io.h>
#include <util/setbaud.h>

#include "board_frame.h"

static struct board_reader reader;

static void
out(char c)
{
    while (!(UCSR0A & 1 << UDRE0))
        ;
    UDR0 = (uint8_t)c;
}

static void
text(const char *t)
{
    while (*t)
        out(*t++);
}

static void
tell(const struct board_frame *f)
{
    text(" frame ");
    out(f->unasked ? '!' : board_hex((uint8_t)(f->seq >> 4)));
    out(board_hex(f->seq & 15));
    out(' ');
    out((char)(f->command >> 8));
    out((char)f->command);
    for (uint8_t i = 0; i < f->fields; i++) {
        out(' ');
        text(*f->field[i] ? f->field[i] : "-");
    }
}

/* Sentences hold no 0x04, and it ends one as any byte out of range does. */
static void
byte(uint8_t b)
{
    struct board_frame f;

    if (b == 0x04) {
        reader.length = 0;
        out('\n');
        return;
    }
    switch (board_read(&reader, b, &f)) {
    case BOARD_READ_MORE:
        break;
    case BOARD_READ_FRAME:
        tell(&f);
        break;
    case BOARD_READ_BAD:
        text(" bad");
        break;
    }
}

int
main(void)
{
    MCUSR = 0;                  /* "it boots", to sim.c */
    UBRR0 = UBRR_VALUE;
    UCSR0B = 1 << RXEN0 | 1 << TXEN0;
    out('\n');
    for (;;)
        if (UCSR0A & 1 << RXC0)
            byte(UDR0);
}
