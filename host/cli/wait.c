#include "cli/wait.h"

#include "cli/client.h"
#include "cli/show.h"

#include <string.h>
#include <time.h>

/* Takes the answer over. */
static int
show_end(const struct cli *c, json_t *answer, bool failed, const char *silent)
{
    int code = failed ? EXIT_REFUSED : EXIT_DONE;

    if (client_print_json(c, answer))
        return code;
    if (failed && !*show_text(answer, "answer"))
        cli_failed("%s", silent);
    else
        show_wrapped(show_text(answer, "answer"), 0);
    json_decref(answer);
    return code;
}

int
wait_for(const struct cli *c, const char *path, int seconds,
    const char *silent, const char *late)
{
    const struct timespec half = { 0, 500000000 };

    for (int i = 0; i < 2 * seconds; i++) {
        json_t *j;
        const char *state;
        bool failed;
        int code = client_get(c, path, &j);

        if (code)
            return code;
        state = show_text(j, "state");
        failed = !strcmp(state, "failed");
        if (failed || !strcmp(state, "done"))
            return show_end(c, j, failed, silent);
        json_decref(j);
        nanosleep(&half, NULL);
    }
    return cli_failed("%s", late);
}
