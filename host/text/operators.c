#include "text/operators.h"

#include <stddef.h>
#include <string.h>

#include "text/operators_data.h"

const struct operator_profile *
operators_find(const char *imsi)
{
    const struct operator_profile *best = NULL;

    for (size_t i = 0; i < sizeof(profiles) / sizeof(*profiles); i++) {
        size_t n = strlen(profiles[i].network);

        if (!strncmp(imsi, profiles[i].network, n)
            && (!best || n > strlen(best->network)))
            best = &profiles[i];
    }
    return best;
}
