/* avr.h - what the files of this folder know of each other. */
#ifndef NOTEHOME_AVR_H
#define NOTEHOME_AVR_H

void gpio_start(void);
void timer_start(void);
void uart_start(void);
void adc_start(void);

/* A loop that has been stuck for so many ticks has hung; see reset.c. */
void reset_tick(void);

#endif
