/* main.c - the companion board: start, then the loop. */
#include "app.h"
#include "hal.h"

int
main(void)
{
    hal_start();
    app_start();
    for (;;) {
        uint8_t byte;

        while (hal_uart_read(&byte))
            app_byte(byte);
        if (app_tick(hal_millis()))
            hal_watchdog_kick();
        hal_sleep();
    }
}
