#include "sim.h"

#include <simavr/sim_avr.h>
#include <simavr/avr_adc.h>
#include <simavr/avr_eeprom.h>
#include <simavr/avr_uart.h>

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Addresses of the ATmega328P's registers in its data space. */
enum { PINB = 0x23, PINC = 0x26, PIND = 0x29, DDR = 1, PORT = 2, EECR = 0x3F,
       EEPE = 2, EEDR = 0x40, EEARL = 0x41, MCUSR = 0x54, SPMCSR = 0x57,
       SELFPRGEN = 1, BLBSET = 8, EICRA = 0x69, UCSR0A = 0xC0, U2X = 2,
       UBRR0L = 0xC4, UDR0 = 0xC6 };
enum { MHZ = 16, BYTE_CYCLES = 4160, SDA = 4, SCL = 5, BLEED_US = 220900,
       FLASH = 32768, RAM = 0x100, RX_VECTOR = 18 };

static const struct {
    const char *name;
    int port, bit;
    bool pull;                  /* what the board's resistor says */
} outs[SIM_OUTS] = {
    [SIM_MODEM_EN]    = { "MODEM_EN", PIND, 3, true },
    [SIM_HOST_RST]    = { "HOST_RST", PIND, 4, false },
    [SIM_HOST_CUT]    = { "HOST_CUT", PIND, 5, false },
    [SIM_LED_POWER]   = { "LED_POWER", PIND, 6, false },
    [SIM_LED_NETWORK] = { "LED_NETWORK", PINB, 0, false },
    [SIM_LED_UNREAD]  = { "LED_UNREAD", PINB, 2, false },
    [SIM_LED_BEAT]    = { "LED_BEAT", PINB, 5, false },
    [SIM_BUZZER]      = { "BUZZER", PINB, 1, false },
};

const char *
sim_out_name(enum sim_out out)
{
    return outs[out].name;
}

uint64_t
sim_us(const struct sim *s)
{
    return s->avr->cycle / MHZ;
}

/* --- pins --------------------------------------------------------------- */

/* 470 uF through 470 ohm: after the switch went off, e^(-t/RC). */
int
sim_vbus(const struct sim *s)
{
    double t = (double)((int64_t)sim_us(s) - s->fell_us);

    if (s->out[SIM_MODEM_EN])
        return s->full;
    return s->leak + (int)((s->fell_from - s->leak) * exp(-t / BLEED_US));
}

void
sim_look(struct sim *s)
{
    for (int i = 0; i < SIM_OUTS; i++) {
        uint8_t mask = (uint8_t)(1 << outs[i].bit);
        const uint8_t *port = s->avr->data + outs[i].port;
        bool pull = outs[i].pull || (s->relays && (i == SIM_HOST_RST
                                                   || i == SIM_HOST_CUT));
        bool level = port[DDR] & mask ? port[PORT] & mask : pull;

        if (level == s->out[i])
            continue;
        if (i == SIM_MODEM_EN && !level) {
            s->fell_from = sim_vbus(s);
            s->fell_us = (int64_t)sim_us(s);
        }
        s->out[i] = level;
        s->changed[i] = sim_us(s);
        s->rises[i] += level;
        if (s->watch)
            s->watch(s, (enum sim_out)i, level, s->watch_param);
    }
}

/* SDA and SCL: low when driven, else high; the chip may pull SDA. */
static uint8_t
look_at_bus(struct sim *s)
{
    uint8_t ddr = s->avr->data[PINC + DDR];
    bool sda = !(ddr & 1 << SDA), scl = !(ddr & 1 << SCL);
    bool pull = ds3231_lines(&s->clock, sda, scl, sim_us(s));

    return (uint8_t)((sda && !pull) << SDA | scl << SCL);
}

static uint8_t
read_pins(struct avr_t *avr, avr_io_addr_t addr, void *param)
{
    struct sim *s = param;

    (void)avr;
    switch (addr) {
    case PINB:
        return (uint8_t)(s->host_vbus << 4);
    case PINC:
        return look_at_bus(s);
    default:
        return (uint8_t)(!s->fault << 2 | !s->button << 7);
    }
}

static void
on_adc(struct avr_irq_t *irq, uint32_t value, void *param)
{
    struct sim *s = param;
    avr_adc_mux_t mux;
    uint32_t mv = 0;

    (void)irq;
    memset(&mux, 0, sizeof mux);
    memcpy(&mux, &value, sizeof value);
    switch (mux.src) {
    case 0:
        mv = (uint32_t)(s->battery * 15 / 115);
        break;
    case 1:
        mv = (uint32_t)(s->adaptor * 15 / 115);
        break;
    case 2:
        mv = (uint32_t)(s->rail * 10 / 25);
        break;
    case 6:
        mv = (uint32_t)(sim_vbus(s) * 10 / 25);
        break;
    case 7:
        mv = (uint32_t)s->revision;
        break;
    }
    avr_raise_irq(s->adc + mux.src, mv * 2500u / (uint32_t)s->reference);
}

/* --- hooks into the chip ------------------------------------------------ */

static void
hook(struct sim *s, int addr, avr_io_read_t r, avr_io_write_t w)
{
    int io = AVR_DATA_TO_IO(addr);

    s->hooks[addr] = (struct sim_hook){
        (void *)(intptr_t)s->avr->io[io].r.c, s->avr->io[io].r.param,
        (void *)(intptr_t)s->avr->io[io].w.c, s->avr->io[io].w.param };
    if (r) {
        s->avr->io[io].r.c = r;
        s->avr->io[io].r.param = s;
    }
    if (w) {
        s->avr->io[io].w.c = w;
        s->avr->io[io].w.param = s;
    }
}

static void
write_on(struct sim *s, avr_io_addr_t addr, uint8_t v)
{
    const struct sim_hook *h = &s->hooks[addr];
    avr_io_write_t c = (avr_io_write_t)(intptr_t)h->write;

    if (c)
        c(s->avr, addr, v, h->write_param);
    else
        s->avr->data[addr] = v;
}

static void
write_pins(struct avr_t *avr, avr_io_addr_t addr, uint8_t v, void *param)
{
    struct sim *s = param;

    (void)avr;
    write_on(s, addr, v);
    sim_look(s);
    look_at_bus(s);
}

static uint8_t
read_mcusr(struct avr_t *avr, avr_io_addr_t addr, void *param)
{
    struct sim *s = param;

    return s->hide_cause ? 0 : avr->data[addr];
}

static uint8_t
read_udr(struct avr_t *avr, avr_io_addr_t addr, void *param)
{
    struct sim *s = param;
    const struct sim_hook *h = &s->hooks[addr];

    if (s->arrived) {
        uint64_t waited = avr->cycle - s->arrived;

        if (waited > s->latest_take)
            s->latest_take = waited;
    }
    s->arrived = 0;
    s->takes++;
    return ((avr_io_read_t)(intptr_t)h->read)(avr, addr, h->read_param);
}

static void
write_spmcsr(struct avr_t *avr, avr_io_addr_t addr, uint8_t v, void *param)
{
    struct sim *s = param;

    (void)avr;
    write_on(s, addr, v);
    if ((v & (BLBSET | SELFPRGEN)) == (BLBSET | SELFPRGEN))
        sim_show_fuses(s);
}

/* The supply fails in the middle of a write. */
static void
tear(struct sim *s)
{
    uint8_t *ee, value = s->avr->data[EEDR];
    uint16_t at = (uint16_t)(s->avr->data[EEARL]
                             | s->avr->data[EEARL + 1] << 8);
    avr_eeprom_desc_t d = { .ee = NULL, .offset = 0, .size = 0 };

    avr_ioctl(s->avr, AVR_IOCTL_EEPROM_GET, &d);
    ee = d.ee + at;
    if (s->ee_torn == SIM_NEW)
        *ee = value;
    else if (s->ee_torn == SIM_ERASED)
        *ee = 0xFF;
    else if (s->ee_torn == SIM_GARBLED)
        *ee = (uint8_t)(value ^ 0x5A);
    s->dead = true;
}

static void
write_eecr(struct avr_t *avr, avr_io_addr_t addr, uint8_t v, void *param)
{
    struct sim *s = param;

    (void)avr;
    if (v & EEPE && ++s->ee_writes == s->ee_cut) {
        tear(s);
        return;
    }
    write_on(s, addr, v);
}

static avr_cycle_count_t feed(struct avr_t *avr, avr_cycle_count_t when,
                              void *param);

/* The firmware clears MCUSR first of all: so a boot is seen, and what a
 * reset has stopped is started again. */
static void
write_mcusr(struct avr_t *avr, avr_io_addr_t addr, uint8_t v, void *param)
{
    struct sim *s = param;

    write_on(s, addr, v);
    s->boots++;
    s->arrived = 0;
    if (s->hung)
        memcpy(avr->flash + s->hung_at, &s->hung_word, 2);
    s->hung = false;
    s->reader.length = 0;       /* a sentence that the reset cut off */
    /* Not by level: simavr would look at a low PD3 at every cycle. */
    s->avr->data[EICRA] = 0x0A;
    sim_look(s);
    if (s->in_head != s->in_tail)
        avr_cycle_timer_register(avr, s->byte_cycles, feed, s);
}

/* simavr takes a byte for 11 bits; on this line it has 10. */
static void
write_ubrr(struct avr_t *avr, avr_io_addr_t addr, uint8_t v, void *param)
{
    struct sim *s = param;
    const struct sim_hook *h = &s->hooks[addr];

    write_on(s, addr, v);
    s->byte_cycles = (unsigned)(v + 1)
                     * (avr->data[UCSR0A] & U2X ? 80 : 160);
    ((avr_uart_t *)h->write_param)->cycles_per_byte = s->byte_cycles;
}

/* A byte is complete in the receiver, and waits. */
static void
on_received(struct avr_irq_t *irq, uint32_t value, void *param)
{
    struct sim *s = param;

    (void)irq;
    if (value && !s->arrived)
        s->arrived = s->avr->cycle;
}

static void
no_sleep(struct avr_t *avr, avr_cycle_count_t cycles)
{
    (void)avr;
    (void)cycles;
}

/* --- serial line -------------------------------------------------------- */

static avr_cycle_count_t
feed(struct avr_t *avr, avr_cycle_count_t when, void *param)
{
    struct sim *s = param;

    if (s->in_head == s->in_tail)
        return 0;
    avr_raise_irq(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'),
                                UART_IRQ_INPUT),
                  s->in[s->in_head++ % sizeof s->in]);
    return when + s->byte_cycles;
}

void
sim_bytes(struct sim *s, const void *bytes, size_t n)
{
    const uint8_t *at = bytes;
    bool idle = s->in_head == s->in_tail;

    while (n-- && s->in_tail - s->in_head < sizeof s->in)
        s->in[s->in_tail++ % sizeof s->in] = *at++;
    if (idle && avr_cycle_timer_status(s->avr, feed, s) == 0)
        avr_cycle_timer_register(s->avr, s->byte_cycles, feed, s);
}

static void
on_byte(struct avr_irq_t *irq, uint32_t value, void *param)
{
    struct sim *s = param;
    struct board_frame f;
    size_t n;

    (void)irq;
    if (s->raw)
        s->raw(s, (uint8_t)value, s->raw_param);
    switch (board_read(&s->reader, (uint8_t)value, &f)) {
    case BOARD_READ_MORE:
        return;
    case BOARD_READ_BAD:
        s->garbled++;
        return;
    case BOARD_READ_FRAME:
        break;
    }
    n = (size_t)snprintf(s->said, sizeof s->said, f.unasked ? "!%X,%c%c"
                         : "%02X,%c%c", f.seq, f.command >> 8,
                         f.command & 0xFF);
    for (int i = 0; i < f.fields; i++)
        n += (size_t)snprintf(s->said + n, sizeof s->said - n, ",%s",
                              f.field[i]);
    s->sentences++;
    if (s->heard)
        s->heard(s, s->said, s->heard_param);
}

/* --- life and time ------------------------------------------------------ */

/* simavr tells its story on standard output; ours speaks TAP there. */
static struct avr_t *
make_quietly(void)
{
    struct avr_t *avr;
    int keep, null;

    fflush(stdout);
    keep = dup(1);
    null = open("/dev/null", O_WRONLY);
    dup2(null, 1);
    avr = avr_make_mcu_by_name("atmega328p");
    if (avr)
        avr_init(avr);
    fflush(stdout);
    dup2(keep, 1);
    close(null);
    close(keep);
    return avr;
}

static void
hook_all(struct sim *s)
{
    for (int port = PINB; port <= PIND; port += 3) {
        hook(s, port, read_pins, NULL);
        hook(s, port + DDR, NULL, write_pins);
        hook(s, port + PORT, NULL, write_pins);
    }
    hook(s, UDR0, read_udr, NULL);
    hook(s, EECR, NULL, write_eecr);
    hook(s, MCUSR, read_mcusr, write_mcusr);
    hook(s, SPMCSR, NULL, write_spmcsr);
    hook(s, UBRR0L, NULL, write_ubrr);
    avr_irq_register_notify(avr_get_interrupt_irq(s->avr, RX_VECTOR)
                            + AVR_INT_IRQ_PENDING, on_received, s);
    s->adc = avr_io_getirq(s->avr, AVR_IOCTL_ADC_GETIRQ, ADC_IRQ_ADC0);
    avr_irq_register_notify(s->adc + ADC_IRQ_OUT_TRIGGER, on_adc, s);
    avr_irq_register_notify(avr_io_getirq(s->avr, AVR_IOCTL_UART_GETIRQ('0'),
                                          UART_IRQ_OUTPUT), on_byte, s);
}

struct sim *
sim_new_flash(const uint8_t *flash, uint32_t reset_pc, const uint8_t *eeprom)
{
    struct sim *s = calloc(1, sizeof *s);
    uint32_t uart = 0;
    avr_eeprom_desc_t d = { .ee = (uint8_t *)(uintptr_t)eeprom, .offset = 0,
                            .size = 1024 };

    if (!s || !(s->avr = make_quietly())) {
        fputs("no simulated chip\n", stderr);
        exit(1);
    }
    s->avr->frequency = MHZ * 1000000;
    s->avr->vcc = s->avr->avcc = 5000;
    s->avr->aref = 2500;
    s->avr->sleep = no_sleep;
    s->avr->log = LOG_NONE;
    memcpy(s->avr->flash, flash, FLASH);
    s->avr->codeend = s->avr->flashend;
    s->avr->reset_pc = s->avr->pc = reset_pc;
    s->reset_pc = (uint16_t)reset_pc;
    avr_ioctl(s->avr, AVR_IOCTL_UART_SET_FLAGS('0'), &uart);
    if (eeprom)
        avr_ioctl(s->avr, AVR_IOCTL_EEPROM_SET, &d);
    hook_all(s);
    /* RAM holds anything when power comes on. */
    for (int i = RAM; i <= s->avr->ramend; i++)
        s->avr->data[i] = sim_noise(i);
    s->avr->data[MCUSR] = BOARD_CAUSE_POWER_ON;
    s->battery = 12700;
    s->adaptor = 13800;
    s->rail = 5000;
    s->reference = 2500;
    memcpy(s->fuses, (uint8_t[]){ 0xFF, 0x0F, 0xFC, 0xDE }, 4);
    s->revision = 325;
    s->leak = 60;
    s->full = 5020;
    s->host_vbus = true;
    s->clock.base_unix = 1795248000;
    s->byte_cycles = BYTE_CYCLES;
    s->out[SIM_MODEM_EN] = true;
    sim_look(s);
    return s;
}

struct sim *
sim_new(const uint8_t *eeprom)
{
    static uint8_t flash[FLASH];

    sim_image(flash);
    return sim_new_flash(flash, 0, eeprom);
}

void
sim_free(struct sim *s)
{
    if (!s)
        return;
    avr_terminate(s->avr);
    free(s->avr);
    free(s);
}

void
sim_run_us(struct sim *s, uint64_t us)
{
    uint64_t until = s->avr->cycle + us * MHZ;

    while (s->avr->cycle < until && !s->dead) {
        int state = avr_run(s->avr);

        if (s->hung)
            sim_skip_hang(s, until);
        if (state == cpu_Done || state == cpu_Crashed) {
            fprintf(stderr, "the firmware crashed at %#x\n", s->avr->pc);
            s->dead = true;
        }
    }
}
