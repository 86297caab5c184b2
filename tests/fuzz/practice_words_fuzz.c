#include "practice/control_own.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever line the control socket is given, its words stay inside it. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *line = malloc(size + 1);
    struct words w;

    if (!line)
        return 0;
    memcpy(line, data, size);
    line[size] = '\0';
    if (words_read(&w, line)) {
        for (int i = 0; i < w.count; i++)
            if (w.word[i] < line || w.word[i] + strlen(w.word[i]) > line + size)
                abort();
        for (int i = 0; i < w.options; i++)
            if (w.value[i] < line
                || w.value[i] + strlen(w.value[i]) > line + size)
                abort();
    }
    free(line);
    return 0;
}
