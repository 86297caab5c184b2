#include "web/kit/multipart.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    char *body = malloc(n + 1); /* of the exact size, for the checker */
    struct params form;
    struct upload file;
    size_t read = 0;

    if (!body)
        return 0;
    memcpy(body, data, n);
    if (!multipart_read(body, n, "multipart/form-data; boundary=xYz", &form,
            &file)) {
        for (int i = 0; i < form.count; i++)
            read += strlen(form.item[i].name) + strlen(form.item[i].value);
        for (size_t i = 0; i < file.n; i++)
            read += (unsigned char)file.bytes[i];
        params_clear(&form);
    }
    free(body);
    return read == SIZE_MAX;
}
