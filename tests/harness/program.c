/* Programs under test. Their streams are files in memory (memfd_create) and no pipes: a program can
 * then neither block on a full pipe nor be waited for through a pipe that its children hold. */
#include "harness/program.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/harness.h"

enum { RUN_LIMIT_MS = 60 * 1000, CANNOT_START = 127 };

/* A name with a slash is a path. */
static char *program_path(const char *name)
{
    if (strchr(name, '/') != NULL)
        return strdup(name);
    const char *folder = getenv("TIP_BIN");
    cr_assert_not_null(folder, "TIP_BIN does not name the folder of the programs: run ctest");
    return tip_test_path(folder, name);
}

/* In the child: nothing here may assert, as Criterion lives in the parent. */
static void run_child(const char *path, const char *const *arguments, pid_t parent,
                      const int streams[3])
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(CANNOT_START);
    for (int i = 0; i < 3; i++) {
        if (dup2(streams[i], i) < 0)
            _exit(CANNOT_START);
    }
    execv(path, (char *const *)(uintptr_t)arguments);
    dprintf(STDERR_FILENO, "%s: cannot run: %s\n", path, strerror(errno));
    _exit(CANNOT_START);
}

pid_t tip_program_start(const char *const *arguments, int in, int out, int err)
{
    char *path = program_path(arguments[0]);
    const int streams[3] = {in, out, err};
    pid_t parent = getpid();
    pid_t pid = fork();
    cr_assert_geq(pid, 0, "cannot fork: %s", strerror(errno));
    if (pid == 0)
        run_child(path, arguments, parent, streams);
    free(path);
    return pid;
}

bool tip_program_wait(pid_t pid, int limit_ms, int *status)
{
    int handle = pidfd_open(pid, 0);
    cr_assert_geq(handle, 0, "cannot watch process %d: %s", (int)pid, strerror(errno));
    struct pollfd watched = {.fd = handle, .events = POLLIN};
    int ready;
    do
        ready = poll(&watched, 1, limit_ms);
    while (ready < 0 && errno == EINTR);
    close(handle);
    if (ready <= 0)
        return false;
    int state;
    cr_assert_eq(waitpid(pid, &state, 0), pid, "cannot wait for process %d", (int)pid);
    *status = WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
    return true;
}

static int memory_file(const void *bytes, size_t length)
{
    int fd = memfd_create("tip-test", MFD_CLOEXEC);
    cr_assert_geq(fd, 0, "cannot make a file in memory: %s", strerror(errno));
    if (length > 0) {
        cr_assert_eq(write(fd, bytes, length), (ssize_t)length, "cannot fill a file in memory");
        cr_assert_eq(lseek(fd, 0, SEEK_SET), 0);
    }
    return fd;
}

/* All that was written to a memory file, for free(3), NUL-terminated; closes it. */
static char *memory_file_take(int fd, size_t *length)
{
    off_t size = lseek(fd, 0, SEEK_END);
    cr_assert_geq(size, 0);
    char *content = malloc((size_t)size + 1);
    cr_assert_not_null(content);
    cr_assert_eq(pread(fd, content, (size_t)size, 0), (ssize_t)size);
    content[size] = '\0';
    *length = (size_t)size;
    close(fd);
    return content;
}

void tip_test_run(struct tip_run *run, const char *input, size_t input_length,
                  const char *const *arguments)
{
    int in = memory_file(input, input_length);
    int out = memory_file(NULL, 0);
    int err = memory_file(NULL, 0);
    pid_t pid = tip_program_start(arguments, in, out, err);
    close(in);
    int status = 0;
    bool has_ended = tip_program_wait(pid, RUN_LIMIT_MS, &status);
    if (!has_ended) {
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
    }
    *run = (struct tip_run){.status = status};
    run->out = memory_file_take(out, &run->out_length);
    run->err = memory_file_take(err, &run->err_length);
    cr_assert(has_ended, "%s did not end within %d ms; it said: %s", arguments[0], RUN_LIMIT_MS,
              run->err);
}

void tip_run_free(struct tip_run *run)
{
    free(run->out);
    free(run->err);
    *run = (struct tip_run){0};
}

pid_t tip_test_spawn(const char *const *arguments)
{
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    cr_assert_geq(nowhere, 0, "cannot open /dev/null: %s", strerror(errno));
    pid_t pid = tip_program_start(arguments, nowhere, nowhere, nowhere);
    close(nowhere);
    return pid;
}
