#include "integration/traced.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CANNOT_TRACE = 125, SYSCALL_STOP = SIGTRAP | 0x80 };

static void start_traced(const char *const *arguments, const char *output)
{
    char path[PATH_MAX];
    int nowhere = open("/dev/null", O_RDWR);
    int out = output ? open(output, O_WRONLY | O_CREAT | O_APPEND, 0600) : nowhere;

    snprintf(path, sizeof path, "%s/%s", getenv("TIP_BIN"), arguments[0]);
    dup2(nowhere, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0 || raise(SIGSTOP) != 0)
        _exit(CANNOT_TRACE);
    execv(path, (char *const *)arguments);
    _exit(CANNOT_TRACE);
}

static bool changes_files(const struct __ptrace_syscall_info *call, bool counts_output)
{
    switch (call->entry.nr) {
    case SYS_openat:
        return (call->entry.args[2] & O_CREAT) != 0;
    case SYS_write:
    case SYS_pwrite64:
        return call->entry.args[0] > STDERR_FILENO ||
               (counts_output && call->entry.args[0] == STDOUT_FILENO);
    case SYS_fsync:
    case SYS_fdatasync:
    case SYS_ftruncate:
    case SYS_copy_file_range:
    case SYS_renameat:
    case SYS_renameat2:
    case SYS_unlinkat:
    case SYS_mkdirat:
#ifdef SYS_rename
    case SYS_rename:
    case SYS_unlink:
    case SYS_rmdir:
    case SYS_mkdir:
#endif
        return true;
    default:
        return false;
    }
}

/* Lets the process go on to its next stop; the signal that it stopped for is passed on. */
static bool next_stop(pid_t pid, int signal, int *state)
{
    return ptrace(PTRACE_SYSCALL, pid, NULL, (void *)(intptr_t)signal) == 0 &&
           waitpid(pid, state, 0) == pid && WIFSTOPPED(*state);
}

int traced_run(const char *const *arguments, const char *output, int point, int *status)
{
    int state = 0, calls = 0, signal = 0;
    pid_t pid = fork();

    *status = TRACED_KILLED;
    cr_assert_geq(pid, 0);
    if (pid == 0) {
        start_traced(arguments, output);
    }
    cr_assert_eq(waitpid(pid, &state, 0), pid);
    if (!WIFSTOPPED(state)) {
        return -1;
    }
    ptrace(PTRACE_SETOPTIONS, pid, NULL, (void *)(PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL));
    while (calls < point && next_stop(pid, signal, &state)) {
        struct __ptrace_syscall_info call;
        signal =
            WSTOPSIG(state) == SYSCALL_STOP || WSTOPSIG(state) == SIGTRAP ? 0 : WSTOPSIG(state);
        if (WSTOPSIG(state) == SYSCALL_STOP &&
            ptrace(PTRACE_GET_SYSCALL_INFO, pid, (void *)sizeof call, &call) > 0 &&
            call.op == PTRACE_SYSCALL_INFO_ENTRY) {
            calls += changes_files(&call, output != NULL);
        }
    }
    if (WIFSTOPPED(state)) {
        kill(pid, SIGKILL);
        waitpid(pid, &state, 0);
    } else {
        cr_assert(WIFEXITED(state), "%s crashed", arguments[0]);
        *status = WEXITSTATUS(state);
    }
    return calls;
}
