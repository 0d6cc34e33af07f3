/* A daemon of a test's own, and talking with it over its Unix socket. */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/string_builder.h"
#include "harness/harness.h"
#include "harness/program.h"

enum {
    ARGUMENT_LIMIT = 64,
    START_LIMIT_MS = 20 * 1000,
    START_LOOK_MS = 10,
    STOP_LIMIT_MS = 20 * 1000,
    RECEIVE_LIMIT_S = 30,
    PEEK_SIZE = 16 * 1024
};

static pid_t start_process(const struct tip_daemon *daemon, const char *index,
                           const char *const *further)
{
    char address[256];
    snprintf(address, sizeof(address), "unix:%s", daemon->socket);
    const char *arguments[ARGUMENT_LIMIT] = {"tipsearchd", "-f", "-i", index, "-l", address};
    size_t count = 6;
    for (; further != NULL && *further != NULL; further++) {
        cr_assert_lt(count, ARGUMENT_LIMIT - 1, "too many arguments for the daemon");
        arguments[count++] = *further;
    }
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    int errors = open(daemon->error_file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    cr_assert(nowhere >= 0 && errors >= 0, "%s: cannot open: %s", daemon->error_file,
              strerror(errno));
    pid_t pid = tip_program_start(arguments, nowhere, nowhere, errors);
    close(nowhere);
    close(errors);
    return pid;
}

/* A connected socket, or -1: while a daemon starts there may be none. */
static int try_connect(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    cr_assert_lt(strlen(path), sizeof(address.sun_path), "%s: too long for a socket's name", path);
    memcpy(address.sun_path, path, strlen(path) + 1);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    cr_assert_geq(fd, 0, "cannot make a socket: %s", strerror(errno));
    if (connect(fd, (const struct sockaddr *)&address, sizeof(address)) != 0) {
        close(fd);
        return -1;
    }
    struct timeval limit = {.tv_sec = RECEIVE_LIMIT_S};
    cr_assert_eq(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit)), 0);
    return fd;
}

static bool answers_ping(const char *path)
{
    int fd = try_connect(path);
    if (fd < 0)
        return false;
    char *reply = tip_ask(fd, "PING");
    bool is_pong = strstr(reply, "\"pong\":true") != NULL;
    free(reply);
    close(fd);
    return is_pong;
}

static void fail_with_errors(const struct tip_daemon *daemon, const char *what)
{
    char *errors = tip_test_read(daemon->error_file, NULL);
    cr_assert_fail("tipsearchd %s; it said: %s", what, errors);
}

void tip_daemon_start(struct tip_daemon *daemon, const char *index, const char *const *arguments)
{
    daemon->folder = tip_test_folder();
    daemon->socket = tip_test_path(daemon->folder, "socket");
    daemon->error_file = tip_test_path(daemon->folder, "stderr");
    daemon->pid = start_process(daemon, index, arguments);
    int status;
    for (int waited = 0; waited < START_LIMIT_MS; waited += START_LOOK_MS) {
        if (answers_ping(daemon->socket))
            return;
        if (tip_program_wait(daemon->pid, START_LOOK_MS, &status))
            fail_with_errors(daemon, "ended while it was starting");
    }
    kill(daemon->pid, SIGKILL);
    fail_with_errors(daemon, "did not answer PING in time");
}

void tip_daemon_stop(struct tip_daemon *daemon)
{
    int status = 0;
    cr_assert_eq(kill(daemon->pid, SIGTERM), 0, "cannot signal tipsearchd: %s", strerror(errno));
    if (!tip_program_wait(daemon->pid, STOP_LIMIT_MS, &status)) {
        kill(daemon->pid, SIGKILL);
        fail_with_errors(daemon, "did not end after SIGTERM");
    }
    char *errors = tip_test_read(daemon->error_file, NULL);
    cr_assert_eq(status, 0, "tipsearchd ended with status %d; it said: %s", status, errors);
    cr_assert(strstr(errors, "Sanitizer") == NULL && strstr(errors, "runtime error:") == NULL,
              "a sanitizer spoke: %s", errors);
    free(errors);
    free(daemon->socket);
    free(daemon->error_file);
    tip_test_folder_remove(daemon->folder);
    *daemon = (struct tip_daemon){0};
}

int tip_daemon_connect(const struct tip_daemon *daemon)
{
    int fd = try_connect(daemon->socket);
    cr_assert_geq(fd, 0, "%s: cannot connect: %s", daemon->socket, strerror(errno));
    return fd;
}

void tip_send(int fd, const void *bytes, size_t length)
{
    const char *at = bytes;
    while (length > 0) {
        ssize_t sent = send(fd, at, length, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        cr_assert_gt(sent, 0, "cannot send: %s", strerror(errno));
        at += sent;
        length -= (size_t)sent;
    }
}

/* Takes the next bytes up to and with LF, at most PEEK_SIZE of them: looks at what has come first,
 * so that nothing behind the LF is taken. 0 at the end of the stream. */
static size_t receive_part(int fd, char part[PEEK_SIZE])
{
    ssize_t got;
    do
        got = recv(fd, part, PEEK_SIZE, MSG_PEEK);
    while (got < 0 && errno == EINTR);
    if (got < 0 && errno == ECONNRESET)
        return 0;
    cr_assert_geq(got, 0, "no reply: %s", strerror(errno));
    if (got == 0)
        return 0;
    const char *lf = memchr(part, '\n', (size_t)got);
    size_t wanted = lf != NULL ? (size_t)(lf - part) + 1 : (size_t)got;
    cr_assert_eq(recv(fd, part, wanted, 0), (ssize_t)wanted);
    return wanted;
}

char *tip_receive_line(int fd)
{
    struct tip_string line = {0};
    char part[PEEK_SIZE];
    size_t got;
    while ((got = receive_part(fd, part)) > 0) {
        bool is_last = part[got - 1] == '\n';
        tip_string_append(&line, part, is_last ? got - 1 : got);
        if (is_last) {
            char *text = tip_string_release(&line);
            cr_assert_not_null(text, "out of memory");
            return text;
        }
    }
    cr_assert_eq(line.length, 0, "the stream ended inside a line: %s", line.data);
    tip_string_free(&line);
    return NULL;
}

char *tip_ask(int fd, const char *line)
{
    tip_send(fd, line, strlen(line));
    tip_send(fd, "\n", 1);
    char *reply = tip_receive_line(fd);
    cr_assert_not_null(reply, "the stream ended instead of a reply to: %s", line);
    return reply;
}
