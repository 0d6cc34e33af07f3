/* Starting and ending programs: fork and exec, no shell. */
#include "bench/program.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CANNOT_START = 127 };

static void run_child(const char *const *arguments, const char *path, pid_t parent)
{
    int output = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent || output < 0 || dup2(output, STDOUT_FILENO) < 0) {
        _exit(CANNOT_START);
    }
    execv(arguments[0], (char *const *)(uintptr_t)arguments);
    dprintf(STDERR_FILENO, "%s: cannot run: %s\n", arguments[0], strerror(errno));
    _exit(CANNOT_START);
}

tip_status bench_program_start(pid_t *pid, const char *const *arguments, struct tip_error *error)
{
    return bench_program_start_into(pid, arguments, "/dev/null", error);
}

tip_status bench_program_start_into(pid_t *pid, const char *const *arguments, const char *path,
                                    struct tip_error *error)
{
    pid_t parent = getpid();
    fflush(stdout);
    pid_t child = fork();
    if (child < 0) {
        return tip_error_errno(error, "cannot start %s", arguments[0]);
    }
    if (child == 0) {
        run_child(arguments, path, parent);
    }
    *pid = child;
    return TIP_OK;
}

static tip_status judge(int state, const char *name, struct tip_error *error)
{
    if (WIFSIGNALED(state)) {
        return tip_error_set(error, TIP_INVALID, "%s was ended by signal %d", name,
                             WTERMSIG(state));
    }
    if (WEXITSTATUS(state) != 0) {
        return tip_error_set(error, TIP_INVALID, "%s ended with status %d: see what it said", name,
                             WEXITSTATUS(state));
    }
    return TIP_OK;
}

/* waitpid(2) again when a signal came between. */
static pid_t wait_for(pid_t pid, int *state, int flags)
{
    pid_t ended;
    do {
        ended = waitpid(pid, state, flags);
    } while (ended < 0 && errno == EINTR);
    return ended;
}

tip_status bench_program_wait(pid_t pid, const char *name, struct tip_error *error)
{
    int state;
    if (wait_for(pid, &state, 0) != pid) {
        return tip_error_errno(error, "cannot wait for %s", name);
    }
    return judge(state, name, error);
}

tip_status bench_program_lives(pid_t pid, const char *name, struct tip_error *error)
{
    int state;
    if (wait_for(pid, &state, WNOHANG) == 0) {
        return TIP_OK;
    }
    return tip_error_set(error, TIP_INVALID, "%s has ended: see what it said", name);
}

void bench_program_stop(pid_t pid)
{
    int state;
    if (pid > 0 && kill(pid, SIGTERM) == 0) {
        wait_for(pid, &state, 0);
    }
}
