#include "modem/confine.h"

#include "base/log.h"

#include <asm/termbits.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum {
    FILES_MAX = 32,             /* descriptors; a worker has about ten */
    DATA_MAX = 64 << 20         /* bytes of memory; it uses about fifteen */
};

#ifdef SANITIZED
/* Their runtimes open files, and start programs, just when it counts. */
enum { SANITIZERS = 1 };
#else
enum { SANITIZERS = 0 };
#endif

/* --- what the process may use ------------------------------------------- */
static void
limit(int what, rlim_t most)
{
    struct rlimit r;

    if (getrlimit(what, &r) == 0 && r.rlim_max < most)
        most = r.rlim_max;
    r.rlim_cur = r.rlim_max = most;
    if (setrlimit(what, &r))
        log_warn("confine", "limit=%d: %s", what, strerror(errno));
}

static void
limit_all(void)
{
    limit(RLIMIT_CORE, 0);      /* it would hold texts and the PIN */
    limit(RLIMIT_NOFILE, FILES_MAX);
    limit(RLIMIT_MEMLOCK, 0);
    limit(RLIMIT_MSGQUEUE, 0);
    if (!SANITIZERS)
        limit(RLIMIT_DATA, DATA_MAX);
}

static bool
has_capabilities(void)
{
    struct __user_cap_header_struct head = {
        .version = _LINUX_CAPABILITY_VERSION_3
    };
    struct __user_cap_data_struct have[2] = { { 0 } };

    return syscall(SYS_capget, &head, have) || have[0].permitted
           || have[1].permitted || have[0].inheritable || have[1].inheritable;
}

/* For good: what stays in no set cannot come back without a new program, and
 * a new program gains nothing (no_new_privs). */
static void
drop_capabilities(void)
{
    struct __user_cap_header_struct head = {
        .version = _LINUX_CAPABILITY_VERSION_3
    };
    struct __user_cap_data_struct none[2] = { { 0 } };

    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        log_warn("confine", "no_new_privs: %s", strerror(errno));
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    for (int c = 0; prctl(PR_CAPBSET_READ, c, 0, 0, 0) >= 0; c++)
        prctl(PR_CAPBSET_DROP, c, 0, 0, 0);     /* only root may */
    if (has_capabilities() && syscall(SYS_capset, &head, none))
        log_warn("confine", "capabilities: %s", strerror(errno));
}

/* --- files: Landlock ------------------------------------------------------ */
/* As in newer kernels than the headers may know; an older kernel is given as
 * much of it as it has. */
struct ruleset {
    uint64_t files, net, scoped;
};

/* All that Landlock can refuse in its version abi. */
static size_t
all_of(long abi, struct ruleset *r)
{
    static const int bits[] = { 13, 14, 15, 15, 16 };  /* files, by version */

    r->files = (1ULL << bits[abi > 5 ? 4 : abi - 1]) - 1;
    r->net = abi >= 4 ? 3 : 0;          /* bind, connect */
    r->scoped = abi >= 6 ? 3 : 0;       /* abstract sockets, signals */
    return abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
}

static bool
allow_file(int rules, const char *path, long abi)
{
    struct landlock_path_beneath_attr one = {
        .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE
                          | LANDLOCK_ACCESS_FS_WRITE_FILE
                          | (abi >= 5 ? 1ULL << 15 : 0),    /* its ioctls */
        .parent_fd = open(path, O_PATH | O_CLOEXEC),
    };
    bool well = one.parent_fd >= 0
                && syscall(SYS_landlock_add_rule, rules,
                       LANDLOCK_RULE_PATH_BENEATH, &one, 0) == 0;

    if (one.parent_fd >= 0)
        close(one.parent_fd);
    return well;
}

static void
close_files(const char *but)
{
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0,
        LANDLOCK_CREATE_RULESET_VERSION);
    struct ruleset all;
    int rules;

    if (abi < 1) {
        log_warn("confine", "this kernel has no Landlock (Linux 5.13, with "
            "landlock among its lsm=): %s; the worker can open files until its "
            "dongle has answered", strerror(errno));
        return;
    }
    rules = (int)syscall(SYS_landlock_create_ruleset, &all, all_of(abi, &all),
        0);
    if (rules < 0 || !allow_file(rules, but, abi)
        || syscall(SYS_landlock_restrict_self, rules, 0))
        log_warn("confine", "Landlock: %s", strerror(errno));
    if (rules >= 0)
        close(rules);
}

/* --- calls to the kernel: seccomp ----------------------------------------- */
/* What a running worker asks of the kernel, on each processor and with each
 * size of time_t. What is not here "does not exist" (ENOSYS): for that
 * libraries have another way. */
static const char *const calls[] = {
    "read", "readv", "write", "writev", "close", "lseek", "_llseek",
    "poll", "ppoll", "ppoll_time64", "select", "_newselect", "pselect6",
    "pselect6_time64", "send", "sendto", "sendmsg", "recv", "recvfrom",
    "recvmsg", "getsockopt", "eventfd2", "fcntl", "fcntl64", "flock",
    "brk", "munmap", "mremap", "madvise", "futex", "futex_time64",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigreturn",
    "sigaltstack", "restart_syscall", "nanosleep", "clock_nanosleep",
    "clock_nanosleep_time64", "clock_gettime", "clock_gettime64",
    "clock_getres", "clock_getres_time64", "gettimeofday", "time", "times",
    "getpid", "getppid", "gettid", "getuid", "geteuid", "getgid", "getegid",
    "uname", "set_robust_list", "rseq", "membarrier", "sched_yield",
    "sched_getaffinity", "getrandom", "exit", "exit_group", "seccomp",
};

/* On a terminal: speed, lines, queues. Not TIOCSTI, which types for others. */
static const unsigned long requests[] = {
    TCGETS, TCSETS, TCSETSW, TCSETSF, TCGETS2, TCSETS2, TCSETSW2, TCSETSF2,
    TCFLSH, TCSBRK, TCSBRKP, TCXONC, TIOCMGET, TIOCMSET, TIOCMBIS, TIOCMBIC,
    TIOCEXCL, TIOCNXCL, TIOCOUTQ, FIONREAD,
};

static const char *const opening[] = {
    "open", "openat", "openat2", "creat", "clone", "clone3",
};

/* What a processor or the library does not know need not be allowed. */
static bool
rule(scmp_filter_ctx f, uint32_t action, const char *name, unsigned conditions,
     struct scmp_arg_cmp c)
{
    int number = seccomp_syscall_resolve_name(name);

    return number == __NR_SCMP_ERROR
           || seccomp_rule_add_array(f, action, number, conditions, &c) == 0;
}

/* With conditions: no memory that can be written becomes code, signals go to
 * nobody else, and what is started is a thread. */
static bool
allow_calls(scmp_filter_ctx f)
{
    const struct scmp_arg_cmp always = { 0 };
    scmp_datum_t self = (scmp_datum_t)getpid();
    bool well = true;

    for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
        well &= rule(f, SCMP_ACT_ALLOW, calls[i], 0, always);
    for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++)
        well &= rule(f, SCMP_ACT_ALLOW, "ioctl", 1,
            SCMP_A1(SCMP_CMP_EQ, requests[i], 0));
    for (size_t i = 0; i < 2; i++)      /* that is for confine_more() */
        well &= rule(f, SCMP_ACT_ALLOW, opening[i], 0, always);
    well &= rule(f, SCMP_ACT_ALLOW, "clone", 1,
        SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
    well &= rule(f, SCMP_ACT_ALLOW, "mmap", 1,
        SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    well &= rule(f, SCMP_ACT_ALLOW, "mmap2", 1,
        SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    well &= rule(f, SCMP_ACT_ALLOW, "mprotect", 1,
        SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    well &= rule(f, SCMP_ACT_ALLOW, "kill", 1, SCMP_A0(SCMP_CMP_EQ, self, 0));
    well &= rule(f, SCMP_ACT_ALLOW, "tgkill", 1, SCMP_A0(SCMP_CMP_EQ, self, 0));
    return well;
}

static bool
refuse_opening(scmp_filter_ctx f)
{
    const struct scmp_arg_cmp always = { 0 };
    bool well = true;

    for (size_t i = 0; i < sizeof(opening) / sizeof(opening[0]); i++)
        well &= rule(f, SCMP_ACT_ERRNO(ENOSYS), opening[i], 0, always);
    return well;
}

/* Puts a filter over the process that fill() has filled. */
static void
filter(uint32_t otherwise, bool (*fill)(scmp_filter_ctx f))
{
    scmp_filter_ctx f = seccomp_init(otherwise);
    int e = ENOMEM;

    if (f && (e = -seccomp_attr_set(f, SCMP_FLTATR_CTL_NNP, 0)) == 0
        && (e = -seccomp_attr_set(f, SCMP_FLTATR_CTL_TSYNC, 1)) == 0
        && (e = fill(f) ? 0 : EINVAL) == 0)
        e = -seccomp_load(f);
    if (f)
        seccomp_release(f);
    if (e)
        log_warn("confine", "this kernel does not filter calls (seccomp): %s; "
            "the worker is not kept from the network and from files",
            strerror(e));
}

void
confine(const char *pty)
{
    setenv("TZ", ":/etc/localtime", 0);     /* read once, not at each use */
    tzset();
    limit_all();
    drop_capabilities();
    if (SANITIZERS)
        return;
    close_files(pty);
    filter(SCMP_ACT_ERRNO(ENOSYS), allow_calls);
}

void
confine_more(void)
{
    if (!SANITIZERS)
        filter(SCMP_ACT_ALLOW, refuse_opening);
}
