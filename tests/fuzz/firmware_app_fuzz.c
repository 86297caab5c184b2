/* Whole sentences with any words, raw bytes, and a world that changes, into
 * the firmware over a fake hal.h. It must not crash, and the dongle must be
 * on again a minute after the last word. */
#include "app.h"
#include "fake_hal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
say(const uint8_t *data, size_t n)
{
    char body[100];
    size_t length = (size_t)sprintf(body, "%02X,", (unsigned)n & 255);

    for (size_t i = 0; i < n && length < 90; i++)
        body[length++] = (char)data[i];
    body[length] = '\0';
    fake_say(body);
}

/* The first byte says what the next ones are: 0x00 to 0x3F a sentence of so
 * many bytes, to 0x7F raw bytes, to 0xBF time, the rest a change outside. */
static size_t
one(const uint8_t *data, size_t size)
{
    size_t n = data[0] & 63;

    if (n > size - 1)
        n = size - 1;
    switch (data[0] >> 6) {
    case 0:
        say(data + 1, n);
        return n + 1;
    case 1:
        for (size_t i = 0; i < n; i++)
            app_byte(data[1 + i]);
        return n + 1;
    case 2:
        fake_run((uint32_t)(data[0] & 63) * 100);
        return 1;
    default:
        fake.in[data[0] % 3] ^= true;
        fake.adc[data[0] & 7] = (uint16_t)(data[0] * 5);
        return 1;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fake_start();
    app_start();
    fake_say("01,HI,1,0,1");
    for (size_t at = 0; at < size; )
        at += one(data + at, size - at);
    fake.in[HAL_MODEM_FAULT] = false;
    fake.in[HAL_HOST_VBUS] = true;
    fake_run_long(63000);
    if (!fake.out[HAL_MODEM])
        abort();
    return 0;
}
