/* Starting and ending programs: fork and exec, no shell. */
#include "bench/program.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CANNOT_START = 127 };

static bool redirect(int stream, const char *path)
{
    int file = path == NULL ? stream : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    return file >= 0 && dup2(file, stream) >= 0;
}

static void run_child(const char *const *arguments, const struct bench_streams *streams,
                      pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent || !redirect(STDOUT_FILENO, streams->output) ||
        !redirect(STDERR_FILENO, streams->errors)) {
        _exit(CANNOT_START);
    }
    execv(arguments[0], (char *const *)(uintptr_t)arguments);
    dprintf(STDERR_FILENO, "%s: cannot run: %s\n", arguments[0], strerror(errno));
    _exit(CANNOT_START);
}

tip_status bench_program_start(pid_t *pid, const char *const *arguments, struct tip_error *error)
{
    return bench_program_start_into(pid, arguments, &(struct bench_streams){"/dev/null", NULL},
                                    error);
}

tip_status bench_program_start_into(pid_t *pid, const char *const *arguments,
                                    const struct bench_streams *streams, struct tip_error *error)
{
    pid_t parent = getpid();
    fflush(stdout);
    pid_t child = fork();
    if (child < 0) {
        return tip_error_errno(error, "cannot start %s", arguments[0]);
    }
    if (child == 0) {
        run_child(arguments, streams, parent);
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
