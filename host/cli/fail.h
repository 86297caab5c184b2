/* fail.h - how a command ends when it cannot do what was typed. */
#ifndef NOTEHOME_FAIL_H
#define NOTEHOME_FAIL_H

#include <stdbool.h>

enum exit_code {
    EXIT_DONE = 0,
    EXIT_REFUSED = 1,           /* refused, or it failed */
    EXIT_USAGE = 2,
    EXIT_NO_DAEMON = 3
};

/* Says on standard error what was typed wrong; returns EXIT_USAGE. */
int cli_usage(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Says on standard error what failed; returns EXIT_REFUSED. */
int cli_failed(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* A whole number above 0; false after saying that it is none. */
bool cli_number(const char *text, const char *what, long long *out);

#endif
