/* preload_escape.so - a worker in which something hostile runs. In the midst of
 * libgammu, and in the relay's thread, it tries what a program may not that has
 * a dongle and its link; each try is a line on standard error, "escape THREAD
 * NAME done" or with the error. ESCAPE names a folder that it may write to.
 *
 * ESCAPE_OLD takes kernel calls away, as an old kernel would: "landlock",
 * "landlock seccomp". */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static atomic_int open_by_now;  /* libgammu has its port */

static void
tell(const char *thread, const char *name, long result)
{
    int e = errno;

    dprintf(2, "escape %s %s %s\n", thread, name,
        result >= 0 ? "done" : strerrorname_np(e));
}

static const char *
in_folder(const char *name)
{
    static _Thread_local char path[400];

    snprintf(path, sizeof(path), "%s/%s", getenv("ESCAPE"), name);
    return path;
}

static void
try_files(const char *t)
{
    char other[400];
    struct stat st;

    snprintf(other, sizeof(other), "%s", in_folder("other"));
    tell(t, "read", open("/etc/passwd", O_RDONLY));
    tell(t, "read-self", open("/proc/self/environ", O_RDONLY));
    tell(t, "write", open(in_folder("new"), O_WRONLY | O_CREAT, 0600));
    tell(t, "write-old", open(in_folder("old"), O_WRONLY | O_TRUNC));
    tell(t, "device", open("/dev/ptmx", O_RDWR));
    tell(t, "list", open("/", O_RDONLY | O_DIRECTORY));
    tell(t, "path", open("/", O_PATH));
    tell(t, "open-how", syscall(SYS_openat2, -1, "/etc/passwd",
        (uint64_t[3]){ 0 }, (size_t)24));
    tell(t, "stat", stat(in_folder("old"), &st));
    tell(t, "access", access(in_folder("old"), F_OK));
    tell(t, "mkdir", mkdir(in_folder("folder"), 0700));
    tell(t, "symlink", symlink("/", in_folder("link")));
    tell(t, "chmod", chmod(in_folder("old"), 0777));
    tell(t, "chown", chown(in_folder("old"), getuid(), getgid()));
    tell(t, "truncate", truncate(in_folder("old"), 0));
    tell(t, "rename", rename(in_folder("old"), other));
    tell(t, "unlink", unlink(other));
    tell(t, "chdir", chdir("/"));
    tell(t, "chroot", chroot("/"));
    tell(t, "memfd", memfd_create("x", 0));
    tell(t, "handle", syscall(SYS_open_by_handle_at, -1, NULL, 0) < 0
        && (errno == ENOSYS || errno == EPERM) ? -1 : 0);
}

static void
try_network(const char *t)
{
    int pair[2];

    tell(t, "inet", socket(AF_INET, SOCK_STREAM, 0));
    tell(t, "inet6", socket(AF_INET6, SOCK_DGRAM, 0));
    tell(t, "unix", socket(AF_UNIX, SOCK_STREAM, 0));
    tell(t, "netlink", socket(AF_NETLINK, SOCK_RAW, 0));
    tell(t, "packet", socket(AF_PACKET, SOCK_RAW, 0));
    tell(t, "pair", socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
    tell(t, "uring", syscall(SYS_io_uring_setup, 1, (char[120]){ 0 }));
}

static void *
nothing(void *self)
{
    return self;
}

static void
try_processes(const char *t)
{
    char *argv[] = { "true", NULL };
    pthread_t thread;
    char byte = 0;
    pid_t pid = fork();

    if (pid == 0) {
        execv("/bin/true", argv);
        _exit(1);
    }
    tell(t, "fork", pid);
    if (pid > 0)
        waitpid(pid, NULL, 0);
    tell(t, "exec", execv("/nowhere", argv) < 0 && errno == ENOENT ? 0 : -1);
    errno = pthread_create(&thread, NULL, nothing, NULL);
    tell(t, "thread", errno ? -1 : 0);
    tell(t, "kill", kill(getppid(), 0));
    tell(t, "kill-all", kill(0, 0));
    tell(t, "queue", syscall(SYS_rt_sigqueueinfo, getppid(), 0,
        (char[128]){ 0 }) < 0 && errno == ENOSYS ? -1 : 0);
    tell(t, "pidfd", syscall(SYS_pidfd_open, getppid(), 0));
    tell(t, "ptrace", ptrace(PTRACE_SEIZE, getppid(), NULL, NULL));
    tell(t, "memory", syscall(SYS_process_vm_readv, getppid(), &byte, 0, &byte,
        0, 0));
    tell(t, "priority", setpriority(PRIO_PROCESS, (id_t)getppid(), 0));
}

/* Terminals that the worker has: to type on them for another program. */
static long
type_on_terminals(void)
{
    for (int fd = 0; fd < 40; fd++)
        if (isatty(fd) && ioctl(fd, TIOCSTI, "") == 0)
            return 0;
    return -1;
}

static void
try_powers(const char *t)
{
    struct rlimit more = { 64, 64 };
    void *m;

    m = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
        -1, 0);
    tell(t, "code", mprotect(m, 4096, PROT_READ | PROT_EXEC));
    m = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    tell(t, "code-new", m == MAP_FAILED ? -1 : 0);
    tell(t, "limits", setrlimit(RLIMIT_NOFILE, &more));
    tell(t, "prctl", prctl(PR_GET_DUMPABLE));
    tell(t, "unshare", unshare(CLONE_FS));
    tell(t, "user", setuid(getuid()));
    tell(t, "group", setgid(getgid()));
    tell(t, "host", sethostname("", 0) < 0 && errno == ENOSYS ? -1 : 0);
    tell(t, "keys", syscall(SYS_keyctl, 0, -3, 0));
    tell(t, "perf", syscall(SYS_perf_event_open, NULL, 0, -1, -1, 0) < 0
        && errno == ENOSYS ? -1 : 0);
    tell(t, "bpf", syscall(SYS_bpf, 0, NULL, 0) < 0 && errno == ENOSYS ? -1 : 0);
    tell(t, "fault", syscall(SYS_userfaultfd, 1));
    tell(t, "shared", syscall(SYS_shmget, 0, 4096, 01600));
    tell(t, "type", type_on_terminals());
}

static void
try_all(const char *thread)
{
    if (!getenv("ESCAPE"))
        return;
    try_files(thread);
    try_network(thread);
    try_processes(thread);
    try_powers(thread);
    dprintf(2, "escape %s ended\n", thread);
}

/* The first that the worker asks of an open libgammu. */
int GSM_GetManufacturer(void *machine, char *value);

int
GSM_GetManufacturer(void *machine, char *value)
{
    int r = REAL(GSM_GetManufacturer)(machine, value);

    if (!atomic_exchange(&open_by_now, 1))
        try_all("library");
    return r;
}

/* The relay alone waits for four descriptors. */
int
poll(struct pollfd *p, nfds_t n, int ms)
{
    static atomic_int tried;

    if (n == 4 && atomic_load(&open_by_now) && !atomic_exchange(&tried, 1))
        try_all("relay");
    return REAL(poll)(p, n, ms);
}

long
syscall(long number, ...)
{
    const char *old = getenv("ESCAPE_OLD");
    long a[6];
    va_list ap;

    va_start(ap, number);
    for (int i = 0; i < 6; i++)
        a[i] = va_arg(ap, long);
    va_end(ap);
    if (old && ((strstr(old, "landlock")
                 && number == SYS_landlock_create_ruleset)
                || (strstr(old, "seccomp") && number == SYS_seccomp))) {
        errno = ENOSYS;
        return -1;
    }
    return REAL(syscall)(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
