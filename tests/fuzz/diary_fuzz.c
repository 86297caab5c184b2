#include "diary/diary.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Both sides and all ports are hostile. Each chunk of input is a byte that says
 * whose it is and where, a length, and so many bytes. What must hold: the diary
 * stays within its bound, is printable, line by line of its form, and the number
 * that is known to be real stands nowhere in it. */
static void
check(const char *text)
{
    const char *line = strchr(text, '\n') + 1;

    if (strlen(text) > DIARY_TEXT_MAX || strncmp(text, "notehome-diary 1\n", 17)
        || strstr(text, "712345678"))
        abort();
    for (; *line; line = strchr(line, '\n') + 1) {
        size_t n = strcspn(line, "\n");

        if (!line[n])
            abort();
        for (size_t i = 0; i < n; i++)
            if (line[i] < ' ' || line[i] > '~')
                abort();
        if (strncmp(line, "port ", 5) && strncmp(line, "# full", 6)
            && (*line < '0' || *line > '9'))
            abort();
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct diary *d = diary_new(0);
    char path[2] = "a", *text = NULL;

    if (!d)
        abort();
    diary_secret(d, "+254712345678");
    for (size_t i = 0; i + 2 <= size;) {
        size_t n = data[i + 1] < size - i - 2 ? data[i + 1] : size - i - 2;

        path[0] = (char)('a' + (data[i] >> 4));
        diary_add(d, (int64_t)i, diary_port(d, path, -1, 0x1506, i & 1, -1),
            (enum diary_way)(data[i] % 3), (const char *)data + i + 2,
            data[i] % 3 == DIARY_OPENED ? 0 : n);
        i += n + 2;
    }
    if (diary_write(d, &text))
        abort();
    check(text);
    free(text);
    diary_free(d);
    return 0;
}
