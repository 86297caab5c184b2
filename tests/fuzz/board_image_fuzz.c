/* Any file at all as a firmware: what is taken for one is one. */
#include "board_image.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct board_image image;
    enum board_image_result r
        = board_image_check((const char *)data, size, &image);

    if (r == BOARD_IMAGE_GOOD
        && (memcmp(image.bytes + BOARD_IMAGE_IDENTITY, BOARD_IMAGE_MAGIC, 14)
            || image.length > BOARD_IMAGE_IDENTITY))
        abort();
    return *board_image_text(r) == '\0';
}
