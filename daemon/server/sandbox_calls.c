/* The calls that may still be made: a seccomp filter.
 *
 * What a call meets is chosen by who makes it.
 *
 * Allowed is what serving takes, as strace(1) shows it over all tests, and what the C library does
 * by itself: memory, threads, locks, time. Calls whose arguments matter are allowed with some:
 * files are opened for reading only, memory is never made executable, a clone is a thread, a signal
 * goes to the process itself.
 *
 * EPERM meets everything that is not named. A library that asks for something in passing (syslog(3)
 * a new socket, a stream whether it is a terminal) takes no for an answer, and the server goes on.
 *
 * ENOSYS meets calls whose arguments lie in memory, where a filter cannot see them, and for which
 * the C library has an older one that it then takes.
 *
 * The end meets what no library of ours ever calls and what someone who has taken the process over
 * wants first: other programs, other processes' memory, namespaces, the kernel's own machinery.
 * SIGSYS ends the process, with a line in the audit log, before a second try.
 *
 * With sanitizers (TIP_SANITIZED) what they do is allowed as well: at the end LeakSanitizer stops
 * the threads by ptrace(2), from a process that shares their memory; UndefinedBehaviorSanitizer
 * writes to a pipe to learn whether memory is there. No such build serves users. */
#include <asm/ioctls.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "server/sandbox.h"

/* By name: libseccomp knows which ones an architecture has. */
static const char *const allowed[] = {
    /* bytes */
    "read", "readv", "pread64", "preadv", "write", "writev", "sendto", "sendmsg", "recvfrom",
    "recvmsg", "lseek", "close",
    /* connections: accepted ones only */
    "accept", "accept4", "shutdown", "getsockopt", "setsockopt", "getsockname", "getpeername",
    /* waiting */
    "epoll_ctl", "epoll_wait", "epoll_pwait", "epoll_pwait2", "poll", "ppoll", "select", "pselect6",
    "timerfd_settime",
    /* files: what is open, facts, and removing (the socket and its lock, by Landlock's leave) */
    "fstat", "stat", "lstat", "newfstatat", "fstatat64", "statx", "access", "faccessat",
    "faccessat2", "readlink", "readlinkat", "getdents", "getdents64", "fstatfs", "statfs", "getcwd",
    "flock", "fadvise64", "unlink", "unlinkat",
    /* memory */
    "brk", "munmap", "mremap", "madvise",
    /* threads and signals */
    "futex", "futex_waitv", "set_robust_list", "rseq", "membarrier", "gettid", "getpid", "getppid",
    "exit", "exit_group", "sched_yield", "sched_getaffinity", "sched_getparam",
    "sched_getscheduler", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "rt_sigtimedwait",
    "rt_sigpending", "sigaltstack", "restart_syscall",
    /* time, chance, and who and where we are */
    "clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time",
    "times", "getrandom", "getrusage", "getrlimit", "sysinfo", "uname", "getuid", "geteuid",
    "getgid", "getegid"};

static const char *const not_there[] = {"clone3", "openat2"};

static const char *const deadly[] = {
    /* programs, processes */
    "execve", "execveat", "fork", "vfork", "process_vm_writev", "process_madvise", "pidfd_getfd",
    "kcmp",
    /* namespaces and mounts */
    "unshare", "setns", "mount", "umount2", "pivot_root", "chroot", "move_mount", "open_tree",
    "fsopen", "fsmount", "fspick", "mount_setattr",
    /* identities */
    "setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid", "setgroups", "setfsuid",
    "setfsgid", "capset",
    /* the kernel's machinery */
    "bpf", "perf_event_open", "userfaultfd", "io_uring_setup", "io_uring_enter",
    "io_uring_register", "keyctl", "add_key", "request_key", "init_module", "finit_module",
    "delete_module", "kexec_load", "kexec_file_load", "reboot", "swapon", "swapoff", "modify_ldt",
    "iopl", "ioperm", "open_by_handle_at", "acct", "quotactl", "settimeofday", "clock_settime",
    "adjtimex", "clock_adjtime"};

/* What reaches into other processes: deadly, but to LeakSanitizer. */
static const char *const of_sanitizers[] = {"ptrace", "process_vm_readv"};

/* A call that is allowed when (argument & mask) == value. */
struct condition {
    const char *name;
    unsigned argument;
    uint64_t mask, value;
};

/* What makes a file, or makes it writable. O_TMPFILE is nothing without the latter. */
enum { WRITING = O_ACCMODE | O_CREAT | O_TRUNC };

/* Of an int: the upper half of its register may hold anything. */
static const uint64_t whole = UINT32_MAX;

static const struct condition conditions[] = {
    {"open", 1, WRITING, O_RDONLY},
    {"openat", 2, WRITING, O_RDONLY},
    {"mmap", 2, PROT_EXEC, 0},
    {"mprotect", 2, PROT_EXEC, 0},
    {"ioctl", 1, whole, FIONREAD}, /* libevent: how much there is to read */
    {"fcntl", 1, whole, F_GETFD},
    {"fcntl", 1, whole, F_SETFD},
    {"fcntl", 1, whole, F_GETFL},
    {"fcntl", 1, whole, F_SETFL},
    {"fcntl", 1, whole, F_DUPFD_CLOEXEC},
    {"prctl", 0, whole, PR_SET_NAME},
    {"prctl", 0, whole, PR_GET_NAME},
    {"prlimit64", 2, UINT64_MAX, 0} /* asking, not setting */
};

static int add_named(scmp_filter_ctx filter, uint32_t action, const char *const *names,
                     size_t count)
{
    int failed = 0;

    for (size_t i = 0; i < count && failed == 0; i++) {
        int number = seccomp_syscall_resolve_name(names[i]);

        if (number != __NR_SCMP_ERROR) /* a libseccomp older than the call: then it is EPERM */
            failed = seccomp_rule_add(filter, action, number, 0);
    }
    return failed;
}

static int add_condition(scmp_filter_ctx filter, const struct condition *condition)
{
    int number = seccomp_syscall_resolve_name(condition->name);

    if (number == __NR_SCMP_ERROR)
        return 0;
    return seccomp_rule_add(
        filter, SCMP_ACT_ALLOW, number, 1,
        SCMP_CMP(condition->argument, SCMP_CMP_MASKED_EQ, condition->mask, condition->value));
}

static int add_conditions(scmp_filter_ctx filter)
{
    int failed = 0;

    for (size_t i = 0; i < sizeof conditions / sizeof conditions[0] && failed == 0; i++)
        failed = add_condition(filter, &conditions[i]);
    /* abort(3) ends this process by a signal, and nobody else. */
    if (failed == 0)
        failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
                                  SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid()));
    /* A search thread steps back behind the loop (pool.c), and nobody else. */
    if (failed == 0)
        failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(setpriority), 2,
                                  SCMP_A0(SCMP_CMP_MASKED_EQ, whole, PRIO_PROCESS),
                                  SCMP_A1(SCMP_CMP_MASKED_EQ, whole, 0));
    return failed;
}

#define ADD(filter, action, names) add_named(filter, action, names, sizeof names / sizeof names[0])

#ifdef TIP_SANITIZED
static int add_processes(scmp_filter_ctx filter)
{
    static const char *const further[] = {"clone", "wait4", "prctl", "pipe2"};
    int failed = ADD(filter, SCMP_ACT_ALLOW, further);

    return failed == 0 ? ADD(filter, SCMP_ACT_ALLOW, of_sanitizers) : failed;
}
#else
/* A clone is a thread, in the namespaces that there are. */
static int add_processes(scmp_filter_ctx filter)
{
    static const uint64_t asked = CLONE_THREAD | CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS |
                                  CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;
    int failed = ADD(filter, SCMP_ACT_KILL_PROCESS, of_sanitizers);

    if (failed == 0)
        failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
                                  SCMP_A0(SCMP_CMP_MASKED_EQ, asked, CLONE_THREAD));
    if (failed == 0)
        failed = seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, SCMP_SYS(clone), 1,
                                  SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));
    return failed;
}
#endif

/* 0 or -errno, as libseccomp has it. */
static int fill(scmp_filter_ctx filter)
{
    int failed = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);

    if (failed == 0) /* of every thread there is */
        failed = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1);
    if (failed == 0) /* found by halving: what is called most costs no more than the rest */
        failed = seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
    if (failed == 0)
        failed = ADD(filter, SCMP_ACT_ALLOW, allowed);
    if (failed == 0)
        failed = ADD(filter, SCMP_ACT_ERRNO(ENOSYS), not_there);
    if (failed == 0)
        failed = ADD(filter, SCMP_ACT_KILL_PROCESS, deadly);
    if (failed == 0)
        failed = add_processes(filter);
    return failed == 0 ? add_conditions(filter) : failed;
}

tip_status tip_sandbox_limit_calls(struct tip_error *error)
{
    scmp_filter_ctx filter;
    int failed;

    if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0)
        return tip_error_set(error, TIP_UNSUPPORTED, "sandbox: the kernel cannot filter calls");
    filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (filter == NULL)
        return tip_error_memory(error, "making the sandbox");
    failed = fill(filter);
    if (failed == 0)
        failed = seccomp_load(filter);
    seccomp_release(filter);
    if (failed == 0)
        return TIP_OK;
    errno = -failed;
    return tip_error_errno(error, "sandbox: cannot filter calls; sandbox = no does without");
}
