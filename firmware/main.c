/* main.c - the companion board: start, then the loop. */
#include "app.h"
#include "hal.h"

/* A host that sends without end must stop neither time nor the watchdog. */
enum { BYTES_A_TURN = 32 };

int
main(void)
{
    if (!hal_image_is_whole())
        hal_park();             /* half of an update must switch nothing */
    hal_start();
    app_start();
    for (;;) {
        uint8_t byte, n = 0;

        while (n < BYTES_A_TURN && hal_uart_read(&byte)) {
            app_byte(byte);
            n++;
        }
        if (app_tick(hal_millis()))
            hal_watchdog_kick();
        if (n < BYTES_A_TURN)
            hal_sleep();
    }
}
