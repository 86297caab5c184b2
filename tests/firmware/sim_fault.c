/* sim_fault.c - the image, and what can befall a board from outside. */
#include "sim.h"

#include <simavr/sim_avr.h>
#include <simavr/avr_eeprom.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "board_image.h"

enum { MHZ = 16, RAM_START = 0x100, MCUSR = 0x54, TIMSK2 = 0x70, FLASH = 32768 };

const char *
sim_image_path(void)
{
    const char *path = getenv("BOARD_HEX");

    return path ? path : FW_DIR "/notehome-board.hex";
}

void
sim_image(uint8_t *flash)
{
    static char hex[1 << 18];
    static struct board_image image;
    FILE *file = fopen(sim_image_path(), "r");
    size_t n = file ? fread(hex, 1, sizeof hex, file) : 0;
    enum board_image_result r = board_image_check(hex, n, &image);

    if (file)
        fclose(file);
    if (r != BOARD_IMAGE_GOOD) {
        fprintf(stderr, "%s: %s (make firmware)\n", sim_image_path(),
                file ? board_image_text(r) : "cannot be read");
        exit(1);
    }
    memset(flash, 0xFF, FLASH);
    memcpy(flash, image.bytes, sizeof image.bytes);
}

void
sim_blank(struct sim *s)
{
    memset(s->avr->flash, 0xFF, BOARD_IMAGE_SIZE);
}

/* It lies above what board_image_read() takes. */
void
sim_bootloader(uint8_t *flash, const char *path)
{
    FILE *file = fopen(path, "rb");
    char line[600];

    if (!file) {
        perror(path);
        exit(1);
    }
    while (fgets(line, sizeof line, file)) {
        uint8_t record[260];

        if (!board_image_record(line, strcspn(line, "\r\n"), record)
            || record[3])
            continue;
        memcpy(flash + (record[1] << 8 | record[2]), record + 4, record[0]);
    }
    fclose(file);
}

/* simavr has no reset pin: the chip's reset, and the flag it leaves. */
static void
reset_by(struct sim *s, enum board_cause cause)
{
    static uint8_t ram[2048];

    memcpy(ram, s->avr->data + RAM_START, sizeof ram);
    avr_reset(s->avr);
    memcpy(s->avr->data + RAM_START, ram, sizeof ram);
    s->avr->data[MCUSR] = (uint8_t)cause;
    s->avr->pc = s->reset_pc;
    s->in_head = s->in_tail;
    sim_look(s);
    s->avr->cycle += 100000 * MHZ;
}

void
sim_reset(struct sim *s)
{
    reset_by(s, BOARD_CAUSE_EXTERNAL);
}

void
sim_dip(struct sim *s)
{
    reset_by(s, BOARD_CAUSE_BROWN_OUT);
}

void
sim_hang(struct sim *s, bool interrupts)
{
    static const uint16_t here = 0xCFFF;        /* rjmp .-2 */

    while (s->avr->state != cpu_Running || !s->avr->sreg[S_I])
        avr_run(s->avr);
    s->hung_at = s->avr->pc;
    memcpy(&s->hung_word, s->avr->flash + s->hung_at, 2);
    memcpy(s->avr->flash + s->hung_at, &here, 2);
    s->avr->sreg[S_I] = interrupts;
    s->hung = true;
}

void
sim_skip_hang(struct sim *s, uint64_t until)
{
    const struct avr_cycle_timer_slot_t *next = s->avr->cycle_timers.timer;

    if (next && next->when < until)
        until = next->when;
    if (s->avr->pc == s->hung_at && until > s->avr->cycle)
        s->avr->cycle = until;
}

void
sim_steps(struct sim *s, int n)
{
    while (s->avr->state == cpu_Running)
        avr_run(s->avr);
    while (s->avr->state != cpu_Running)
        avr_run(s->avr);
    while (n--)
        avr_run(s->avr);
}

void
sim_stop_timer(struct sim *s)
{
    s->avr->data[TIMSK2] = 0;
}

void
sim_poke(struct sim *s, int address, uint8_t value)
{
    s->avr->data[address] = value;
}

uint8_t
sim_peek(const struct sim *s, int address)
{
    return s->avr->data[address];
}

void
sim_flash(const struct sim *s, uint8_t *out, size_t n)
{
    memcpy(out, s->avr->flash, n);
}

void
sim_eeprom(struct sim *s, uint8_t *out)
{
    avr_eeprom_desc_t d = { .ee = out, .offset = 0, .size = 1024 };

    avr_ioctl(s->avr, AVR_IOCTL_EEPROM_GET, &d);
}

uint8_t
sim_noise(int address)
{
    return (uint8_t)((uint32_t)address * 2654435761u >> 13);
}

int
sim_stack_left(const struct sim *s)
{
    int longest = 0, run = 0;

    for (int i = RAM_START; i <= s->avr->ramend; i++) {
        run = s->avr->data[i] == sim_noise(i) ? run + 1 : 0;
        if (run > longest)
            longest = run;
    }
    return longest;
}

/* They lie over the flash, where LPM looks for them. */
static avr_cycle_count_t
fuses_read(struct avr_t *avr, avr_cycle_count_t when, void *param)
{
    struct sim *s = param;

    (void)when;
    memcpy(avr->flash, s->under_fuses, sizeof s->under_fuses);
    return 0;
}

void
sim_show_fuses(struct sim *s)
{
    memcpy(s->under_fuses, s->avr->flash, sizeof s->under_fuses);
    memcpy(s->avr->flash, s->fuses, sizeof s->fuses);
    avr_cycle_timer_register(s->avr, 5, fuses_read, s);
}
