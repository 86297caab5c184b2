/* wait.h - what takes the daemon a while: it is asked again until it ends. */
#ifndef NOTEHOME_CLI_WAIT_H
#define NOTEHOME_CLI_WAIT_H

#include "cli/cli.h"

/* GET /api/v1/PATH twice a second until its state is done or failed, for so
 * many seconds. Shows its answer in words, or silent when it failed without
 * any; late when it takes longer. EXIT_REFUSED: it failed, or is not over. */
int wait_for(const struct cli *c, const char *path, int seconds,
    const char *silent, const char *late);

#endif
