/* commands.h - the commands of notehome: what each takes, and which is
 * meant. */
#ifndef NOTEHOME_COMMANDS_H
#define NOTEHOME_COMMANDS_H

#include "cli/cli.h"

#include <stdint.h>

enum { ARGS_MAX = 16 };

/* Options without a letter of their own. */
enum long_option {
    O_TO = 256, O_FAMILY, O_CLASS, O_ALL, O_TEXT, O_ASK, O_PRIORITY, O_AT,
    O_EXPIRES, O_UNREAD, O_TRAY, O_DRY, O_ROLE, O_CODE, O_PASSPHRASE,
    O_REPLACE, O_NETWORK, O_KIND, O_STEPS, O_READS, O_YES, O_REPS, O_SURE,
    O_MAP, O_NONE, O_WAITING, O_THREAD, O_SAME, O_ONE, O_YEAR, O_GUARDIAN,
    O_NAME, O_RELATION, O_COLLECT, O_CONFIRMED, O_CHILD, O_FROM, O_UNTIL, O_WHO,
    O_CSV, O_SECONDS, O_NOW, O_SCHOOL, O_TELL, O_LANGUAGE, O_PAPER,
    O_OUTPUT, O_END
};
#define BIT(o) (UINT64_C(1) << ((o) - O_TO))
_Static_assert(O_END - O_TO <= 64, "a bit for each");

/* What each command takes: arguments, at least and at most, and options. */
struct entry {
    const char *name, *args, *does;
    int least, most;
    uint64_t options;           /* BIT() of each that it takes */
    command *run;
};

/* All of them, in the order of the help; ends with a NULL name. */
extern const struct entry commands[];
/* NULL: there is none of that name. */
const struct entry *command_find(const char *name);
/* The name of the command that was meant, perhaps; NULL: none is near. */
const char *command_near(const char *name);

#endif
