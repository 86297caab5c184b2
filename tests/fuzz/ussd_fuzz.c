#include "modem/health.h"
#include "modem/line.h"
#include "modem/pin.h"
#include "modem/ussd.h"

#include <stdlib.h>
#include <string.h>

/* A line of a hostile network or modem: what comes out ends within its room. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char line[1200], text[LINK_TEXT_MAX], name[32], caller[LINK_NUMBER_MAX];
    int32_t status;
    int code;

    if (size >= sizeof(line))
        return 0;
    memcpy(line, data, size);
    line[size] = '\0';
    memset(text, 'x', sizeof(text));
    if (ussd_read(line, &status, text, sizeof(text)) == OK
        && (!memchr(text, 0, sizeof(text)) || status < 0 || status > 5))
        abort();
    if (health_operator(line, name, sizeof(name))
        && !memchr(name, 0, sizeof(name)))
        abort();
    line_caller(line, caller);
    if (strspn(caller, "+0123456789*#") != strlen(caller))
        abort();
    if (health_registered(line) < -1 || pin_tries(line) > 10
        || line_reference(line) > 255)
        abort();
    line_final(line, &code);
    line_notice(line);
    return 0;
}
