#include "modem/tty.h"

#include "base/log.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <unistd.h>

/* True when one of the process's descriptors is the device. */
static bool
holds(const char *pid, dev_t device)
{
    char path[320];
    struct dirent *d;
    struct stat st;
    bool found = false;
    DIR *dir;

    snprintf(path, sizeof(path), "/proc/%s/fd", pid);
    if (!(dir = opendir(path)))
        return false;
    while (!found && (d = readdir(dir)))
        found = isdigit((unsigned char)d->d_name[0])
                && fstatat(dirfd(dir), d->d_name, &st, 0) == 0
                && S_ISCHR(st.st_mode) && st.st_rdev == device;
    closedir(dir);
    return found;
}

static void
name_of(const char *pid, char *name, size_t room)
{
    char path[320];
    FILE *file;

    snprintf(path, sizeof(path), "/proc/%s/comm", pid);
    if (!(file = fopen(path, "re")))
        return;
    if (fgets(name, (int)room, file))
        name[strcspn(name, "\n")] = '\0';
    fclose(file);
}

/* Programs that take any modem they see, and may not lock it. */
static bool
takes_modems(const char *name)
{
    return !strcmp(name, "ModemManager") || !strcmp(name, "gammu-smsd")
           || !strcmp(name, "smsd") || !strcmp(name, "pppd")
           || !strcmp(name, "wvdial");
}

/* Finds another process that has the device open, only one that takes modems
 * when greedy. Sees what this user may see. */
static bool
find_holder(dev_t device, bool greedy, char *pid, char *name, size_t room)
{
    struct dirent *d;
    bool found = false;
    DIR *dir = opendir("/proc");

    if (!dir)
        return false;
    while (!found && (d = readdir(dir))) {
        if (!isdigit((unsigned char)d->d_name[0])
            || atol(d->d_name) == (long)getpid())
            continue;
        name[0] = '\0';
        name_of(d->d_name, name, room);
        if ((!greedy || takes_modems(name)) && holds(d->d_name, device)) {
            snprintf(pid, 16, "%.15s", d->d_name);
            found = true;
        }
    }
    closedir(dir);
    return found;
}

/* Says who has it. */
static enum err
busy(const char *path, dev_t device, bool greedy, struct reason *why)
{
    char name[32] = "", pid[16] = "";

    if (find_holder(device, greedy, pid, name, sizeof(name))) {
        *why = reason_text(REASON_PORT_USED_BY, path);
        reason_add_text(why, name);
        reason_add_text(why, pid);
    } else if (greedy)
        return OK;
    else
        *why = reason_text(REASON_PORT_USED, path);
    return ERR_BUSY;
}

static enum err
explain(const char *path, struct reason *why)
{
    switch (errno) {
    case ENOENT:
    case ENXIO:
    case ENODEV:
        *why = reason_text(REASON_PORT_NOT_THERE, path);
        return ERR_NOT_FOUND;
    case EACCES:
    case EPERM:
        *why = reason_text(REASON_PORT_NOT_ALLOWED, path);
        return ERR_REFUSED;
    case ENOTTY:
        *why = reason_text(REASON_NO_SERIAL_PORT, path);
        return ERR_INPUT;
    default:
        *why = reason_text(REASON_OF, path);
        reason_add_text(why, strerror(errno));
        return errno == EIO ? ERR_NOT_FOUND : ERR_IO;
    }
}

static int
make_raw(int fd)
{
    struct termios t;

    if (tcgetattr(fd, &t))
        return -1;
    cfmakeraw(&t);
    t.c_cflag |= CLOCAL | CREAD;
    t.c_cflag &= ~(tcflag_t)(CRTSCTS | CSTOPB);
    t.c_cc[VMIN] = 1;
    t.c_cc[VTIME] = 0;
    cfsetspeed(&t, B115200);
    return tcsetattr(fd, TCSANOW, &t);
}

void
tty_speed(int fd, int n)
{
    static const speed_t speeds[] = { B115200, B9600, B57600, B19200, B38400 };
    struct termios t;

    if (tcgetattr(fd, &t))
        return;
    cfsetspeed(&t, speeds[(size_t)n % (sizeof(speeds) / sizeof(speeds[0]))]);
    if (tcsetattr(fd, TCSANOW, &t))
        log_debug("tty", "the speed stays");
}

/* The practice dongle's: a pty stays exclusive when its only user was killed,
 * until the other end closes. */
static bool
is_pty(dev_t device)
{
    return major(device) >= 136 && major(device) <= 143;
}

enum err
tty_open(const char *path, int *fd, struct reason *why)
{
    struct stat st;
    enum err e;
    int t;

    if (stat(path, &st))
        return explain(path, why);
    if (!S_ISCHR(st.st_mode)) {
        errno = ENOTTY;
        return explain(path, why);
    }
    t = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (t < 0)
        return errno == EBUSY ? busy(path, st.st_rdev, false, why)
                              : explain(path, why);
    if (!isatty(t)) {
        e = explain(path, why);
        close(t);
        return e;
    }
    if (flock(t, LOCK_EX | LOCK_NB)) {
        e = busy(path, st.st_rdev, false, why);
        close(t);
        return e;
    }
    if ((e = busy(path, st.st_rdev, true, why)) != OK) {
        close(t);
        return e;
    }
    if (make_raw(t)) {
        e = explain(path, why);
        close(t);
        return e;
    }
    if (!is_pty(st.st_rdev))
        ioctl(t, TIOCEXCL);
    tcflush(t, TCIOFLUSH);
    *fd = t;
    return OK;
}

enum err
tty_pair(int *master, int *slave, char *path, size_t room)
{
    int m = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC), s = -1;

    if (m < 0)
        return ERR_IO;
    if (grantpt(m) || unlockpt(m) || ptsname_r(m, path, room)
        || (s = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)) < 0 || make_raw(s)) {
        if (s >= 0)
            close(s);
        close(m);
        return ERR_IO;
    }
    *master = m;
    *slave = s;
    return OK;
}
