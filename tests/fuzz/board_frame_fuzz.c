/* Any bytes into the reader of both ends; what it takes for a sentence must
 * be written back with the same CRC, unless it carried more than we know. */
#include "board_frame.h"

#include <stddef.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
rewrite(const struct board_frame *f)
{
    struct board_writer w;
    uint32_t n;

    board_begin(&w, f->unasked, f->seq, f->command);
    for (uint8_t i = 0; i < f->fields; i++) {
        (void)board_number(f->field[i], &n);
        board_add_text(&w, f->field[i]);
    }
    if (board_end(&w) == 0
        || (f->fields < BOARD_FIELDS_MAX
            && f->crc != board_crc(w.text + 1, (uint16_t)(w.length - 8))))
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct board_reader r = { 0 };
    struct board_frame f;

    for (size_t i = 0; i < size; i++)
        if (board_read(&r, data[i], &f) == BOARD_READ_FRAME)
            rewrite(&f);
    return 0;
}
