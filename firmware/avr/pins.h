/* pins.h - where everything is wired, as in hardware/pins.csv;
 * tests/firmware/pins_check compares the two. */
#ifndef NOTEHOME_PINS_H
#define NOTEHOME_PINS_H

/* X(name, port, bit) */
#define PINS_OUT(X)                                                           \
    X(MODEM_EN, D, 3)                                                         \
    X(HOST_RST, D, 4)                                                         \
    X(HOST_CUT, D, 5)                                                         \
    X(LED_POWER, D, 6)                                                        \
    X(LED_NETWORK, B, 0)                                                      \
    X(BUZZER, B, 1)                                                           \
    X(LED_UNREAD, B, 2)                                                       \
    X(LED_BEAT, B, 5)

#define PINS_IN(X)                                                            \
    X(MODEM_FLT_N, D, 2)                                                      \
    X(BUTTON_N, D, 7)                                                         \
    X(HOST_VBUS, B, 4)

#define PINS_OPEN_DRAIN(X)                                                    \
    X(SDA, C, 4)                                                              \
    X(SCL, C, 5)

/* X(name, channel) */
#define PINS_ANALOG(X)                                                        \
    X(VBAT, 0)                                                                \
    X(VADAPT, 1)                                                              \
    X(V5, 2)                                                                  \
    X(NTC, 3)                                                                 \
    X(VBUS, 6)                                                                \
    X(HW_REV, 7)

#endif
