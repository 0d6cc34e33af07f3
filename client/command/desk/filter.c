/* Another program as a filter. Both ends are files in memory, so neither program waits for the
 * other one, and nothing of a dossier lies in a folder.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/filter.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command/failure.h"

enum { NOT_STARTED = 127, KILLED = 128 };

static bool write_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, bytes, length);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

static char *read_all(int fd, size_t *length)
{
    struct stat info;
    char *bytes = fstat(fd, &info) == 0 ? malloc((size_t)info.st_size + 1) : NULL;

    for (*length = 0; bytes && *length < (size_t)info.st_size;) {
        ssize_t got = pread(fd, bytes + *length, (size_t)info.st_size - *length, (off_t)*length);

        if (got <= 0)
            break;
        *length += (size_t)got;
    }
    if (bytes)
        bytes[*length] = '\0';
    return bytes;
}

/* Port 9 discards (RFC 863), and hardly any machine serves it: what is asked for fails at once. */
static void close_network(void)
{
    static const char *const names[] = {"http_proxy", "https_proxy", "ftp_proxy",
                                        "HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        setenv(names[i], "http://127.0.0.1:9", 1);
    unsetenv("no_proxy");
    unsetenv("NO_PROXY");
}

/* In the child. */
static void become(const char *const *arguments, int in, int out, bool is_quiet)
{
    int nowhere = is_quiet ? open("/dev/null", O_WRONLY | O_CLOEXEC) : -1;

    if (nowhere >= 0)
        dup2(nowhere, STDERR_FILENO);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    dup2(in, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    close_network();
    execvp(arguments[0], (char *const *)(uintptr_t)arguments);
    _exit(NOT_STARTED);
}

static bool run(const char *const *arguments, int in, int out, bool is_quiet, int *status)
{
    int ended;
    pid_t pid = fork();

    if (pid == 0)
        become(arguments, in, out, is_quiet);
    if (pid < 0)
        return false;
    while (waitpid(pid, &ended, 0) < 0)
        if (errno != EINTR)
            return false;
    *status = WIFEXITED(ended) ? WEXITSTATUS(ended) : KILLED + WTERMSIG(ended);
    return true;
}

static enum tipsearch_code run_on(const char *const *arguments, int input, bool is_quiet,
                                  char **out, size_t *out_length, int *status,
                                  struct tipsearch_error *error)
{
    int result = memfd_create("output", MFD_CLOEXEC);
    bool is_run = result >= 0 && run(arguments, input, result, is_quiet, status);
    int reason = errno;

    *out = is_run ? read_all(result, out_length) : NULL;
    if (result >= 0)
        close(result);
    if (!is_run)
        return failure_set(error, TIPSEARCH_INVALID, "%s cannot be run: %s", arguments[0],
                           strerror(reason));
    return *out ? TIPSEARCH_OK
                : failure_set(error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
}

enum tipsearch_code filter_run_on(const char *const *arguments, int input, char **out,
                                  size_t *out_length, int *status, struct tipsearch_error *error)
{
    return run_on(arguments, input, true, out, out_length, status, error);
}

enum tipsearch_code filter_run(const char *const *arguments, const char *input, size_t length,
                               char **out, size_t *out_length, int *status,
                               struct tipsearch_error *error)
{
    int in = memfd_create("input", MFD_CLOEXEC);
    bool is_ready = in >= 0 && write_all(in, input, length) && lseek(in, 0, SEEK_SET) == 0;
    enum tipsearch_code code;

    *out = NULL;
    code = is_ready ? run_on(arguments, in, false, out, out_length, status, error)
                    : failure_set(error, TIPSEARCH_INVALID, "%s cannot be run: %s", arguments[0],
                                  strerror(errno));
    if (in >= 0)
        close(in);
    return code;
}
