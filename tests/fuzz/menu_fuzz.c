/* The steps of a menu, as anybody may type them: few, bounded, and the first is
 * a code. */
#include "store/sims/menu.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct menu_step s[MENU_STEPS_MAX];
    char text[700];
    int n;

    if (size >= sizeof(text))
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    n = menu_steps(text, s);
    if (n < 0 || n > MENU_STEPS_MAX)
        abort();
    for (int i = 0; i < n; i++)
        if (!memchr(s[i].expect, 0, sizeof(s[i].expect))
            || !memchr(s[i].answer, 0, sizeof(s[i].answer)) || !*s[i].answer
            || !*s[i].expect != !i)
            abort();
    return 0;
}
