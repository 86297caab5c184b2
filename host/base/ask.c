#include "base/ask.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

bool
ask_secret(const char *prompt, char *out, size_t room)
{
    struct termios before, silent;
    bool terminal = !tcgetattr(STDIN_FILENO, &before);
    bool good;

    *out = '\0';
    if (terminal) {
        fprintf(stderr, "%s: ", prompt);
        silent = before;
        silent.c_lflag &= ~(tcflag_t)ECHO;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    good = fgets(out, (int)room, stdin) != NULL;
    if (terminal) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        fputc('\n', stderr);
    }
    if (good)
        out[strcspn(out, "\r\n")] = '\0';
    return good && *out;
}
