/* identity.c - room for the identity of board_image.h; firmware/stamp fills
 * it once the image is known. */
#include <stdint.h>

extern const uint8_t identity[32];
const uint8_t identity[32]
    __attribute__((used, section(".identity"))) = { 0 };
