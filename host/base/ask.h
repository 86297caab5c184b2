/* ask.h - what is typed and not shown. */
#ifndef NOTEHOME_ASK_H
#define NOTEHOME_ASK_H

#include <stdbool.h>
#include <stddef.h>

/* Asks with a prompt on standard error for one line of standard input, not
 * shown on a terminal; false when it is empty. */
bool ask_secret(const char *prompt, char *out, size_t room);

#endif
