#include "daemon/check.h"

#include "web/kit/tls.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char user[] = "notehome";

/* Becomes the daemon's user and opens path: 0 or errno. */
static int
open_as(const struct passwd *p, const char *path)
{
    if (initgroups(user, p->pw_gid) || setgid(p->pw_gid) || setuid(p->pw_uid))
        return errno;
    return open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) < 0 ? errno
                                                                       : 0;
}

/* In a process of its own, for it does not come back to root. */
static enum err
may_read(const char *path, char *why)
{
    const struct passwd *p = geteuid() == 0 ? getpwnam(user) : NULL;
    int status = 0;
    pid_t pid;

    if (!p)
        return OK;              /* tls_check() asked for ourselves */
    if ((pid = fork()) == 0)
        _exit(open_as(p, path));
    if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
        return ERR_IO;
    if (!WEXITSTATUS(status))
        return OK;
    snprintf(why, TLS_WHY, "%s cannot be read by the user %s: %s (chown"
        " root:%s, chmod 640?)", path, user, strerror(WEXITSTATUS(status)),
        user);
    return ERR_INPUT;
}

enum err
check_tls(const struct config *c, char *why)
{
    enum err e = tls_check(c, why);

    if (e || !*c->web.cert)
        return e;
    if ((e = may_read(c->web.cert, why)))
        return e;
    return may_read(c->web.key, why);
}
