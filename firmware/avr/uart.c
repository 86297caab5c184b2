/* uart.c - the line to the host: interrupts move single bytes. */
#include <avr/interrupt.h>
#include <avr/io.h>

#include "hal.h"
#include "ring.h"
#include "avr.h"
#include "board_proto.h"

static struct ring rx, tx;

ISR(USART_RX_vect)
{
    ring_put(&rx, UDR0);        /* full: the byte is lost, the CRC will tell */
}

ISR(USART_UDRE_vect)
{
    uint8_t byte;

    if (ring_get(&tx, &byte))
        UDR0 = byte;
    else
        UCSR0B &= (uint8_t)~(1 << UDRIE0);
}

void
uart_start(void)
{
    UBRR0 = (F_CPU / 8 / BOARD_BAUD + 1) / 2 - 1;
    UCSR0A = 0;
    UCSR0C = 1 << UCSZ01 | 1 << UCSZ00; /* 8N1 */
    UCSR0B = 1 << RXCIE0 | 1 << RXEN0 | 1 << TXEN0;
}

bool
hal_uart_read(uint8_t *byte)
{
    return ring_get(&rx, byte);
}

bool
hal_uart_write(const char *text, uint8_t length)
{
    if (length > ring_room(&tx))
        return false;
    while (length--)
        ring_put(&tx, (uint8_t)*text++);
    UCSR0B |= 1 << UDRIE0;      /* one instruction or, from here, harmless */
    return true;
}
