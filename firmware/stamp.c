/* stamp IMAGE VERSION - writes the identity of a binary image to standard
 * output; stamp --check FILE.hex says whether a file may be flashed; and stamp
 * --split makes of it the two files in which it is. */
#include "board_image.h"

#include <stdio.h>
#include <stdlib.h>

enum { FILE_MOST = 1 << 18 };

static size_t
read_file(const char *path, char *bytes)
{
    FILE *file = fopen(path, "rb");
    size_t n = file ? fread(bytes, 1, FILE_MOST, file) : 0;

    if (!file || ferror(file)) {
        perror(path);
        exit(2);
    }
    fclose(file);
    return n;
}

static int
check(const char *path)
{
    static char hex[FILE_MOST];
    static struct board_image image;
    size_t n = read_file(path, hex);
    enum board_image_result r = board_image_check(hex, n, &image);

    if (r == BOARD_IMAGE_GOOD)
        printf("%s: version %u.%u.%u, protocol %u.%u, %u bytes\n", path,
               image.version / 10000u, image.version / 100u % 100u,
               image.version % 100u, image.major, image.minor, image.length);
    else
        fprintf(stderr, "%s: %s\n", path, board_image_text(r));
    return r != BOARD_IMAGE_GOOD;
}

/* The two files in which an image is flashed. */
static int
split(const char *path, const char *parked, const char *first)
{
    static char hex[FILE_MOST];
    static struct board_image image;
    size_t n = read_file(path, hex);
    FILE *a = fopen(parked, "w"), *b = fopen(first, "w");

    if (board_image_check(hex, n, &image) != BOARD_IMAGE_GOOD)
        return check(path);
    if (!a || !b || !board_image_write(&image, BOARD_IMAGE_PARKED, a)
        || !board_image_write(&image, BOARD_IMAGE_FIRST_PAGE, b)) {
        perror("split");
        return 2;
    }
    fclose(a);
    fclose(b);
    return 0;
}

int
main(int argc, char **argv)
{
    static char image[FILE_MOST];
    uint8_t identity[BOARD_IMAGE_IDENTITY_SIZE];
    size_t n;

    if (argc == 5 && strcmp(argv[1], "--split") == 0)
        return split(argv[2], argv[3], argv[4]);
    if (argc != 3) {
        fputs("usage: stamp IMAGE VERSION | stamp --check FILE\n"
              "     | stamp --split FILE PARKED FIRST_PAGE\n", stderr);
        return 2;
    }
    if (strcmp(argv[1], "--check") == 0)
        return check(argv[2]);
    n = read_file(argv[1], image);
    if (n == 0 || n > BOARD_IMAGE_IDENTITY) {
        fprintf(stderr, "%s: %zu bytes are no image\n", argv[1], n);
        return 1;
    }
    board_image_stamp((const uint8_t *)image, (uint16_t)n,
                      (uint16_t)atoi(argv[2]), identity);
    return fwrite(identity, sizeof identity, 1, stdout) != 1;
}
