/* board_proto.h - what the companion board and its host say to each other.
 * The only place where commands, events, errors, settings and limits stand;
 * both compilers read it. C99, needs <stdint.h> alone.
 *
 * A sentence is one line of printable ASCII, at most 80 bytes with its end:
 *     $SS,CC,field,field*XXXX<CR><LF>
 * SS  sequence number, two hex digits, chosen by the host; the reply carries
 *     the same. '!' and one hex digit: the board speaks unasked.
 * CC  command, two capital letters. Fields are unsigned decimal numbers, save
 *     the names of settings and the types of events.
 * XXXX CRC-16/CCITT-FALSE in capital hex over all between '$' and '*'.
 * CR or LF alone ends a sentence too. '$' always begins a new one.
 *
 * Numbers and letters below are on the wire or in the EEPROM: they are
 * written out, new ones go to the end, and none is ever used again. New
 * fields go to the end of a sentence; a reader ignores fields it knows not. */
#ifndef NOTEHOME_BOARD_PROTO_H
#define NOTEHOME_BOARD_PROTO_H

#include <stdint.h>

/* The major number changes when old and new cannot work together. Whoever
 * finds another major may only use what is FROZEN below: so an older or a
 * newer board is still watched, but no power is switched. */
#define BOARD_MAJOR 1
#define BOARD_MINOR 0

#define BOARD_BAUD 38400u           /* 0.16 % off at 16 MHz; 8N1 */
#define BOARD_SENTENCE_MAX 80u      /* '$' to LF, both counted */
#define BOARD_FIELDS_MAX 12u        /* after the command */

/* Two letters as one number, to switch on. */
#define BOARD_CODE(a, b) ((uint16_t)(((uint16_t)(a) << 8) | (uint16_t)(b)))

/* X(name, first letter, second letter, frozen for ever)
 *
 * HI,major,minor,build    HI,major,minor,firmware,hardware,id,cause,
 *                            uptime s,caps,bootloader,fuses: see
 *                            BOARD_BOOTLOADERS, BOARD_FUSE. Opens a session:
 *                            the board forgets the last reply. Comes unasked
 *                            at boot.
 * HB[,grace s]            arms or renews the host watchdog; answers ST
 * ST                      ST,uptime s,battery mV,adaptor mV,rail mV,vbus mV,
 *                            flags,unix (0: not known)
 * TM / TM,unix            TM,unix,unsure; with a number sets the clock
 * CT                      CT,boots,watchdog resets,host resets,cycles proved,
 *                            cycles not proved,outages,longest s,latest s,
 *                            latest began (unix)
 * MO,0 / MO,1 / MO,C[,ms] MO,0|1|C; dongle off, on, or off for ms and on.
 *                            Off by MO,0 ends by itself after 60 s.
 * LD,led,mode             the same back; see BOARD_LEDS, BOARD_LED_MODES
 * BZ,pattern              the same back; see BOARD_BUZZES
 * SD,seconds,why          the same back: the host needs that long to halt;
 *                            see BOARD_WHYS. Disarms the watchdog.
 * DA                      DA; disarms the watchdog: the daemon ends. A host
 *                            that beat before and does not beat again is fed
 *                            anew after "rescue" minutes. For work on a host
 *                            hold the button (service), or set rescue to 0.
 * SV,1 / SV,0             the same back; service begins for an hour, or ends.
 *                            What SV began no heartbeat ends.
 * CF,name / CF,name,value CF,name,value; the answer to a write comes once it
 *                            is in the EEPROM
 * EA,n                    EA,n; event n has been dealt with
 * EV,n,type[,argument...] board to host, every 2 s until EA,n
 * ER,code                 board to host; see BOARD_ERRORS */
#define BOARD_COMMANDS(X)                                                     \
    X(HELLO, 'H', 'I', 1)                                                     \
    X(HEARTBEAT, 'H', 'B', 1)                                                 \
    X(STATUS, 'S', 'T', 1)                                                    \
    X(TIME, 'T', 'M', 1)                                                      \
    X(COUNTERS, 'C', 'T', 0)                                                  \
    X(MODEM, 'M', 'O', 0)                                                     \
    X(LED, 'L', 'D', 0)                                                       \
    X(BUZZER, 'B', 'Z', 0)                                                    \
    X(GOING_DOWN, 'S', 'D', 0)                                                \
    X(DISARM, 'D', 'A', 0)                                                    \
    X(SETTING, 'C', 'F', 0)                                                   \
    X(ACKNOWLEDGE, 'E', 'A', 0)                                               \
    X(EVENT, 'E', 'V', 0)                                                     \
    X(ERROR, 'E', 'R', 0)                                                     \
    X(SERVICE, 'S', 'V', 0)

/* X(name, number, what it means). NO_SENTENCE comes unasked, once a second
 * at most; the others carry the sequence number of the request. */
#define BOARD_ERRORS(X)                                                       \
    X(NO_SENTENCE, 1, "no valid sentence")                                    \
    X(UNKNOWN, 2, "unknown command")                                          \
    X(FIELD, 3, "bad field")                                                  \
    X(RANGE, 4, "out of range")                                               \
    X(BUSY, 5, "busy")                                                        \
    X(NO_CLOCK, 6, "clock chip does not answer")                              \
    X(REFUSED, 7, "refused by an interlock")                                  \
    X(EEPROM, 8, "EEPROM cannot be written now")

/* X(name, number, why the host was reset or its feed cut). A silent host is
 * told without the number: HR has two arguments then. */
#define BOARD_HITS(X)                                                         \
    X(SILENT, 0, "its heartbeats stopped")                                    \
    X(MAINS, 1, "it halted on an empty battery, and mains is back")           \
    X(BATTERY, 2, "it halted on an empty battery that is good again")         \
    X(NOT_UP, 3, "it beat before and has not come up")

/* X(name, first letter, second letter, arguments)
 * Changes are told once they have lasted: mains 2 s, battery 30 s. */
#define BOARD_EVENTS(X)                                                       \
    X(MAINS_LOST, 'M', 'L', "battery mV")                                     \
    X(MAINS_BACK, 'M', 'B', "battery mV")                                     \
    X(BATTERY_GOOD, 'B', 'G', "battery mV")                                   \
    X(BATTERY_LOW, 'B', 'L', "battery mV")                                    \
    X(BATTERY_CRITICAL, 'B', 'C', "battery mV")                               \
    X(BUTTON, 'B', 'T', "0 short, 1 held for 3 s: service")                   \
    X(MODEM_CYCLED, 'M', 'C', "1 proved 0 not, lowest vbus mV, off ms")       \
    X(MODEM_FAULT, 'M', 'F', "vbus mV")                                       \
    X(MODEM_NO_POWER, 'M', 'N', "vbus mV")                                    \
    X(WATCHDOG, 'W', 'D', "own watchdog resets so far")                       \
    X(HOST_RESET, 'H', 'R', "resets in this row, 1 pulse 2 feed, why")             \
    X(CLOCK_UNSURE, 'C', 'U', "0 stood still once, 1 does not answer")        \
    X(OUTAGE, 'O', 'U', "seconds, unix of its beginning")                     \
    X(RAIL_LOW, 'R', 'L', "5 V rail mV")                                      \
    X(EEPROM, 'E', 'E', "1 settings, 2 counters, 3 last-alive")               \
    X(REFERENCE, 'R', 'F', "5 V rail mV as it reads: nothing measured is true")

/* X(name, bit, what ST's flag says when it is set) */
#define BOARD_FLAGS(X)                                                        \
    X(MAINS, 0, "mains is there")                                             \
    X(BATTERY_LOW, 1, "battery is low")                                       \
    X(BATTERY_CRITICAL, 2, "battery is critical")                             \
    X(MODEM_ON, 3, "the dongle's switch is on")                               \
    X(MODEM_CYCLING, 4, "a power cycle is running")                           \
    X(MODEM_FAULT, 5, "the dongle's switch limits the current")               \
    X(ARMED, 6, "the host watchdog is armed")                                 \
    X(FEED_CUT, 7, "the host's feed is cut at this moment")                   \
    X(CLOCK, 8, "the clock chip answers")                                     \
    X(CLOCK_UNSURE, 9, "the clock has stood still since it was set")          \
    X(EEPROM_FAULT, 10, "an EEPROM record could not be read or written")      \
    X(RAIL_LOW, 11, "the 5 V rail is under 4.5 V: nothing is stored")         \
    X(HOST_VBUS, 12, "the host's USB gives power")                            \
    X(EVENTS, 13, "events wait to be acknowledged")                           \
    X(BUTTON, 14, "the button is down")                                       \
    X(GOING_DOWN, 15, "the host has said SD and not HB since")                \
    X(SERVICE, 16, "somebody works on the host: it is left alone")            \
    X(REFERENCE, 17, "the reference is lost: no voltage here is to be believed")

/* X(name, bit, what this board has) */
#define BOARD_CAPS(X)                                                         \
    X(MODEM, 0, "switches the dongle's power")                                \
    X(RESET, 1, "presses the host's reset")                                   \
    X(FEED, 2, "cuts the host's feed")                                        \
    X(CLOCK, 3, "has a clock chip that answered at boot")                     \
    X(PANEL, 4, "has LEDs, buzzer and button")

/* X(name, bit, cause of the latest reset): the bits of MCUSR. 0: not known, the
 * bootloader does not tell: the port was opened, or the supply dipped */
#define BOARD_CAUSES(X)                                                       \
    X(POWER_ON, 0, "power came on")                                           \
    X(EXTERNAL, 1, "the host opened the port, or the reset key")              \
    X(BROWN_OUT, 2, "supply dipped")                                          \
    X(WATCHDOG, 3, "own watchdog: the firmware hung")

/* X(name, number, what starts the chip) */
#define BOARD_BOOTLOADERS(X)                                                  \
    X(UNKNOWN, 0, "one that cannot be read")                                  \
    X(NONE, 1, "none: only an ISP writes its firmware")                       \
    X(OPTIBOOT, 2, "optiboot")                                                \
    X(OLD, 3, "an old one, at 57600 baud: hangs after a watchdog reset")

/* The fuses in one number, 0: not told. FUSE(f, byte): 0 low, 1 lock bits,
 * 2 extended, 3 high, as the chip numbers them. Brown-out is in three bits of
 * the extended one. */
#define BOARD_FUSE(f, byte) ((uint8_t)((f) >> 8 * (byte)))
#define BOARD_BROWN_OUT(f) (BOARD_FUSE(f, 2) & 7u)
#define BOARD_BROWN_OUT_4V3 4u
#define BOARD_BROWN_OUT_2V7 5u

/* X(name, number, sentence) */
#define BOARD_WHYS(X)                                                         \
    X(BATTERY, 0, "battery empty: feed the host again when there is power")   \
    X(PERSON, 1, "somebody wants it off: leave it off")                       \
    X(RESTART, 2, "it restarts by itself: leave it alone")

/* X(name, number) */
#define BOARD_LEDS(X) X(POWER, 0) X(NETWORK, 1) X(UNREAD, 2)

/* X(name, number, what it looks like) */
#define BOARD_LED_MODES(X)                                                    \
    X(OFF, 0, "off")                                                          \
    X(ON, 1, "on")                                                            \
    X(SLOW, 2, "one second on, one off")                                      \
    X(FAST, 3, "four times a second")                                         \
    X(BLIP, 4, "a short flash every two seconds")                             \
    X(BOARD, 5, "the board's own meaning; so until the host speaks")

/* X(name, number, what it sounds like); the button ends each */
#define BOARD_BUZZES(X)                                                       \
    X(SILENT, 0, "nothing")                                                   \
    X(SHORT, 1, "one short")                                                  \
    X(DOUBLE, 2, "two short")                                                 \
    X(ALARM, 3, "long ones for a minute")

/* X(name, number in the EEPROM, name on the wire, first, least, most, unit) */
#define BOARD_SETTINGS(X)                                                     \
    X(ID, 0, "id", 0, 0, 65535, "")                                           \
    X(BATTERY_LOW, 1, "batlow", 11800, 5000, 16000, "mV")                     \
    X(BATTERY_CRITICAL, 2, "batcrit", 11300, 5000, 16000, "mV")               \
    X(BATTERY_BACK, 3, "bathyst", 400, 100, 2000, "mV")                       \
    X(MAINS_ON, 4, "mains", 10000, 4000, 16000, "mV")                         \
    X(GRACE, 5, "grace", 120, 30, 900, "s")                                   \
    X(GRACE_AFTER, 6, "after", 300, 120, 1800, "s")                           \
    X(RESET_PULSE, 7, "pulse", 500, 100, 6000, "ms")                          \
    X(FEED_CUT, 8, "feedcut", 10, 3, 60, "s")                                 \
    X(OFF_TIME, 9, "offtime", 5000, 1000, 60000, "ms")                        \
    X(RESET_BY, 10, "resetby", 3, 0, 3, "bits: 1 pulse, 2 feed")              \
    X(HOST_VBUS, 11, "hostvbus", 1, 0, 1, "0: not wired")                     \
    X(CAL_BATTERY, 12, "calbat", 10000, 9000, 11000, "1/10000")               \
    X(CAL_ADAPTOR, 13, "caladp", 10000, 9000, 11000, "1/10000")               \
    X(CAL_RAIL, 14, "calrail", 10000, 9000, 11000, "1/10000")                 \
    X(SOUND, 15, "sound", 1, 0, 1, "0: the buzzer stays silent")             \
    X(BATTERY_WAIT, 16, "batwait", 10, 0, 240, "min; 0: mains alone feeds it")\
    X(RESCUE, 17, "rescue", 30, 0, 240, "min; 0: never")                      \
    X(LOW_ACTS, 18, "lowacts", 0, 0, 3, "bits: 1 reset, 2 feed: a low pin acts")
#define BOARD_SETTINGS_WIDE 16      /* two bytes each; all after them one */

/* Where the image's identity stands, and in it (board_image.h); the firmware
 * looks at its start whether the image is whole. */
#define BOARD_IMAGE_AT 0x6FE0u
#define BOARD_IMAGE_LENGTH_AT 20u
#define BOARD_IMAGE_CRC_AT 24u

/* Limits that the firmware keeps whatever the host says. */
#define BOARD_OFF_MIN_MS 1000u      /* the dongle is off for 1 s at least */
#define BOARD_OFF_MAX_MS 60000u     /* and for 60 s at most */
#define BOARD_OFF_APART_MS 30000u   /* from on again to the next off */
#define BOARD_OFF_PER_HOUR 6u       /* in any 60 minutes */
#define BOARD_RESETS_IN_ROW 3u      /* then only after ever longer pauses: */
#define BOARD_PAUSES_S { 900u, 3600u, 21600u }
#define BOARD_ROW_ENDS_MS 600000u   /* of heartbeats in time */
#define BOARD_RESCUES_S { 3600u, 21600u, 86400u }   /* after the first one */
#define BOARD_MAINS_STEADY_MS 300000u   /* before an empty battery trusts it */
#define BOARD_VBUS_DEAD_MV 700u     /* a power cycle counts only below */
#define BOARD_VBUS_GOOD_MV 4400u
#define BOARD_RAIL_MIN_MV 4500u     /* below: no EEPROM write */
/* A 5 V rail that reads under or over says that the reference is lost: such a
 * board would not run, so no voltage that it tells is true. */
#define BOARD_RAIL_LEAST_MV 4000u
#define BOARD_RAIL_MOST_MV 5600u
#define BOARD_SERVICE_MS 3600000u   /* the host is left alone; HB ends it */
#define BOARD_SETTINGS_PER_MINUTE 10u   /* written, in any minute */
#define BOARD_HALT_MAX_S 600u       /* longest time SD may ask for */
#define BOARD_EVENTS_KEPT 8u        /* the newest */

/* Times both ends rely on, in ms. */
#define BOARD_REPLY_MS 300u         /* a reply is there, or it never comes */
#define BOARD_TRIES 3u              /* with one sequence number */
#define BOARD_REPEAT_MS 10000u      /* so long a repeated request is known */
#define BOARD_EVENT_MS 2000u        /* between two tellings of one event */
#define BOARD_BOOT_MS 3000u         /* from opening the port to HI */
#define BOARD_HEARTBEAT_MS 10000u   /* how often the host sends HB */
#define BOARD_SILENT_MS 60000u      /* without HB: LEDs mean the board again */

#define BOARD_ENUM_COMMAND(n, a, b, frozen) BOARD_##n = BOARD_CODE(a, b),
enum board_command { BOARD_COMMANDS(BOARD_ENUM_COMMAND) };
#define BOARD_ENUM_ERROR(n, number, text) BOARD_ERROR_##n = number,
enum board_error { BOARD_NO_ERROR, BOARD_ERRORS(BOARD_ENUM_ERROR) };
#define BOARD_ENUM_EVENT(n, a, b, args) BOARD_EVENT_##n = BOARD_CODE(a, b),
enum board_event { BOARD_EVENTS(BOARD_ENUM_EVENT) };
#define BOARD_ENUM_FLAG(n, bit, text) BOARD_FLAG_##n = (int32_t)1 << bit,
enum board_flag { BOARD_FLAGS(BOARD_ENUM_FLAG) };
#define BOARD_ENUM_CAP(n, bit, text) BOARD_CAP_##n = 1 << bit,
enum board_cap { BOARD_CAPS(BOARD_ENUM_CAP) };
#define BOARD_ENUM_CAUSE(n, bit, text) BOARD_CAUSE_##n = 1 << bit,
enum board_cause { BOARD_CAUSES(BOARD_ENUM_CAUSE) };
#define BOARD_ENUM_BOOTLOADER(n, number, text) BOARD_BOOTLOADER_##n = number,
enum board_bootloader { BOARD_BOOTLOADERS(BOARD_ENUM_BOOTLOADER) };
#define BOARD_ENUM_WHY(n, number, text) BOARD_WHY_##n = number,
enum board_why { BOARD_WHYS(BOARD_ENUM_WHY) BOARD_WHY_COUNT };
#define BOARD_ENUM_HIT(n, number, text) BOARD_HIT_##n = number,
enum board_hit { BOARD_HITS(BOARD_ENUM_HIT) };
#define BOARD_ENUM_LED(n, number) BOARD_LED_##n = number,
enum board_led { BOARD_LEDS(BOARD_ENUM_LED) BOARD_LED_COUNT };
#define BOARD_ENUM_MODE(n, number, text) BOARD_MODE_##n = number,
enum board_led_mode { BOARD_LED_MODES(BOARD_ENUM_MODE) BOARD_MODE_COUNT };
#define BOARD_ENUM_BUZZ(n, number, text) BOARD_BUZZ_##n = number,
enum board_buzz { BOARD_BUZZES(BOARD_ENUM_BUZZ) BOARD_BUZZ_COUNT };
#define BOARD_ENUM_SETTING(n, number, wire, first, least, most, unit)         \
    BOARD_SETTING_##n = number,
enum board_setting { BOARD_SETTINGS(BOARD_ENUM_SETTING) BOARD_SETTING_COUNT };

#endif
