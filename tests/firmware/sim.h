/* sim.h - the real firmware on a simulated chip and board, in virtual time.
 * libsimavr runs the image that `make firmware` built; everything around the
 * chip is modelled at its pins: supplies, the dongle's voltage, clock chip,
 * button, serial line. Nothing sleeps, nothing is random: a run repeats
 * itself to the cycle. */
#ifndef NOTEHOME_SIM_H
#define NOTEHOME_SIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "board_frame.h"
#include "ds3231.h"

struct avr_t;

/* Outputs as the parts on the board see them, pulls included. */
enum sim_out {
    SIM_MODEM_EN, SIM_HOST_RST, SIM_HOST_CUT, SIM_LED_POWER, SIM_LED_NETWORK,
    SIM_LED_UNREAD, SIM_LED_BEAT, SIM_BUZZER, SIM_OUTS
};
const char *sim_out_name(enum sim_out out);

/* What happens to the byte that is being written when the supply fails. */
enum sim_torn { SIM_OLD, SIM_NEW, SIM_ERASED, SIM_GARBLED, SIM_TORN };

struct sim_hook {
    void *read, *read_param, *write, *write_param;
};

struct sim {
    struct avr_t *avr;

    /* The world: set by the tests. mV. */
    int  battery, adaptor, rail, revision;
    int  reference;             /* the ADC's */
    int  leak;                  /* left on the dongle's VBUS when off */
    int  full;                  /* on it when on */
    bool button, fault, host_vbus;
    bool relays;                /* pull the host's reset and feed up, not down */
    struct ds3231 clock;

    /* What came out. */
    bool     out[SIM_OUTS];
    uint64_t changed[SIM_OUTS];         /* us */
    long     rises[SIM_OUTS];
    void   (*watch)(struct sim *, enum sim_out, bool, void *);
    void    *watch_param;
    void   (*heard)(struct sim *, const char *text, void *);
    void    *heard_param;
    void   (*raw)(struct sim *, uint8_t byte, void *);  /* each byte out */
    void    *raw_param;
    char     said[128];         /* the latest sentence: "01,ST,..." */
    long     sentences;         /* so many so far */
    long     garbled;           /* what came out and was none */
    long     boots;

    /* Serial line in. */
    uint8_t  in[4096];
    unsigned in_head, in_tail;
    unsigned byte_cycles;       /* how long a byte is on the line */
    uint64_t arrived;           /* cycles; 0: no byte waits in the receiver */
    uint64_t latest_take;       /* longest any byte waited there, cycles */
    long     takes;
    uint8_t  seq;
    struct board_reader reader;

    uint8_t  fuses[4];          /* low, lock, extended, high */
    uint8_t  under_fuses[4];    /* of the flash, while the chip shows those */
    bool     hide_cause;        /* MCUSR reads 0, as behind a bootloader */

    /* EEPROM. */
    long     ee_writes, ee_cut; /* supply fails in write number ee_cut */
    enum sim_torn ee_torn;
    bool     dead;

    /* A place in the flash that hangs, and what was there. */
    uint32_t hung_at;
    uint16_t hung_word;
    bool     hung;

    uint16_t reset_pc;          /* bytes; the bootloader's, or 0 */
    int64_t  fell_us;           /* when the dongle's switch last went off */
    int      fell_from;         /* mV */
    struct avr_irq_t *adc;      /* the ADC's inputs */
    struct sim_hook hooks[256];
};

/* A board that has just got power. eeprom: 1024 bytes, NULL: erased. Exits
 * with a word when the image is not there. */
struct sim *sim_new(const uint8_t *eeprom);
/* One whose flash is given, 32 kB; it starts at reset_pc (bytes). */
struct sim *sim_new_flash(const uint8_t *flash, uint32_t reset_pc,
                          const uint8_t *eeprom);
void sim_free(struct sim *s);

/* The image into 32 kB of flash; where it came from. */
void sim_image(uint8_t *flash);
/* Nothing below the bootloader any more. */
void sim_blank(struct sim *s);
/* A bootloader out of an Intel HEX file, over the image's end. */
void sim_bootloader(uint8_t *flash, const char *path);
const char *sim_image_path(void);

/* Looks at the output pins anew. */
void sim_look(struct sim *s);

uint64_t sim_us(const struct sim *s);
void sim_run_us(struct sim *s, uint64_t us);
void sim_run_ms(struct sim *s, uint64_t ms);
/* Runs until a sentence with text in it comes, for ms at most; NULL: none
 * came. "01,ST,...", without '$' and CRC. */
const char *sim_wait(struct sim *s, const char *text, uint64_t ms);
/* Runs until an output is at level. False: not within ms. */
bool sim_wait_out(struct sim *s, enum sim_out out, bool level, uint64_t ms);

/* Puts bytes on the line, one byte time apart. */
void sim_bytes(struct sim *s, const void *bytes, size_t n);
/* Sends a sentence ("MO,C,3000") with the next sequence number. */
void sim_say(struct sim *s, const char *text);
/* The same again, with the same number. */
void sim_say_again(struct sim *s, const char *text);
/* Says it and gives the answer ("MO,C,3000"); "" when none comes in 300 ms. */
const char *sim_ask(struct sim *s, const char *text);
/* Field i of an answer as a number, its name being field 0; -1: not there. */
long sim_field(const char *answer, int i);
/* Is a flag of ST set? */
bool sim_flag(struct sim *s, enum board_flag flag);
/* HI, and all events acknowledged. */
void sim_greet(struct sim *s);
/* A new board that was greeted, ms ago. */
struct sim *sim_greeted(uint64_t ms);
/* Heartbeats every 10 s for so many seconds. False: one was not answered. */
bool sim_beat(struct sim *s, uint64_t seconds);
/* Is the next reset by out so many seconds after *at (us), when the last began,
 * and not a microsecond earlier? Moves *at. */
bool sim_next_reset(struct sim *s, enum sim_out out, uint64_t seconds,
                    uint64_t *at);
/* Waits for an event of a type; its arguments ("12480"), acknowledged.
 * NULL: none came. */
const char *sim_event(struct sim *s, const char *type, uint64_t ms);

/* Pulls the reset pin, as DTR does; pins float for 100 ms. */
void sim_reset(struct sim *s);
/* The supply dips for 100 ms: the brown-out fuse resets, RAM is kept. */
void sim_dip(struct sim *s);
/* The program counter stays where it is until the chip's watchdog bites: a
 * firmware that hangs, with interrupts served or not. */
void sim_hang(struct sim *s, bool interrupts);
/* A chip that hangs is taken to its next event at once, as one that sleeps;
 * until: a cycle, at most there. */
void sim_skip_hang(struct sim *s, uint64_t until);
/* From the next wake-up on, n instructions more. */
void sim_steps(struct sim *s, int n);
/* Timer 2 stands still from now on. */
void sim_stop_timer(struct sim *s);
/* A byte of the chip's memory, as a fault would change it. */
void sim_poke(struct sim *s, int address, uint8_t value);
uint8_t sim_peek(const struct sim *s, int address);
/* The flash's first n bytes. */
void sim_flash(const struct sim *s, uint8_t *out, size_t n);
/* 1024 bytes. */
void sim_eeprom(struct sim *s, uint8_t *out);
int sim_vbus(const struct sim *s);
/* The chip shows its fuses to the next instruction; simavr has none. */
void sim_show_fuses(struct sim *s);
/* What is in RAM at an address when power comes on. */
uint8_t sim_noise(int address);
/* Bytes of RAM that nothing has touched since power came on. */
int sim_stack_left(const struct sim *s);

#endif
