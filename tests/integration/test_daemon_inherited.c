/* Sockets that are made by another and handed to the daemon, as systemd does. */
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/program.h"
#include "server_fixture.h"

enum { LIMIT_MS = 20 * 1000, ARGUMENT_LIMIT = 16, SAFE_FD = 40 };

static struct server_fixture fixture;
static char *log_path, *socket_path;
static pid_t daemon_pid;

static void set_up(void)
{
    server_fixture_build(&fixture);
    log_path = tip_test_path(fixture.folder, "log");
    socket_path = tip_test_path(fixture.folder, "handed");
}

static void tear_down(void)
{
    if (daemon_pid > 0) {
        kill(daemon_pid, SIGKILL);
        waitpid(daemon_pid, NULL, 0);
    }
    free(log_path);
    free(socket_path);
    server_fixture_stop(&fixture);
}

TestSuite(handed_over, .init = set_up, .fini = tear_down, .timeout = 60);

/* ---- sockets ---- */

static int listen_unix(void)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    cr_assert_lt(strlen(socket_path), sizeof name.sun_path);
    memcpy(name.sun_path, socket_path, strlen(socket_path) + 1);
    cr_assert_eq(bind(fd, (struct sockaddr *)&name, sizeof name), 0);
    cr_assert_eq(listen(fd, 16), 0);
    return fd;
}

static int listen_tcp(const char *host)
{
    struct sockaddr_in name = {.sin_family = AF_INET};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    cr_assert_eq(inet_pton(AF_INET, host, &name.sin_addr), 1);
    cr_assert_eq(bind(fd, (struct sockaddr *)&name, sizeof name), 0);
    cr_assert_eq(listen(fd, 16), 0);
    return fd;
}

/* Connects to where `listening` listens; connections wait there while no daemon runs. */
static int connect_to(int listening)
{
    struct sockaddr_storage name;
    struct timeval limit = {.tv_sec = 30};
    socklen_t size = sizeof name;
    int fd;

    cr_assert_eq(getsockname(listening, (struct sockaddr *)&name, &size), 0);
    fd = socket(name.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    cr_assert_eq(connect(fd, (struct sockaddr *)&name, size), 0);
    cr_assert_eq(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit), 0);
    return fd;
}

/* ---- the daemon ---- */

/* In the child: nothing here may assert. */
static void become_daemon(const char *path, const int *fds, int count, const char *names,
                          const char *const *further)
{
    const char *arguments[ARGUMENT_LIMIT] = {path, "-f", "-i", fixture.index};
    char number[16];
    int log = open(log_path, O_WRONLY | O_CREAT | O_TRUNC, 0600), kept[4];

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (int i = 0; further != NULL && further[i] != NULL && i < ARGUMENT_LIMIT - 5; i++)
        arguments[4 + i] = further[i];
    dup2(log, STDERR_FILENO);
    for (int i = 0; i < count; i++)
        kept[i] = fcntl(fds[i], F_DUPFD_CLOEXEC, SAFE_FD);
    for (int i = 0; i < count; i++)
        dup2(kept[i], 3 + i);
    snprintf(number, sizeof number, "%d", (int)getpid());
    setenv("LISTEN_PID", number, 1);
    snprintf(number, sizeof number, "%d", count);
    setenv("LISTEN_FDS", number, 1);
    setenv("LISTEN_FDNAMES", names, 1);
    setenv("XDG_RUNTIME_DIR", fixture.folder, 1);
    execv(path, (char *const *)(uintptr_t)arguments);
    _exit(127);
}

static void start(const int *fds, int count, const char *names, const char *const *further)
{
    char *path = tip_test_path(getenv("TIP_BIN"), "tipsearchd");

    daemon_pid = fork();
    cr_assert_geq(daemon_pid, 0);
    if (daemon_pid == 0)
        become_daemon(path, fds, count, names, further);
    free(path);
}

static void expect_end(int expected, const char *part)
{
    int status;
    char *log;

    cr_assert(tip_program_wait(daemon_pid, LIMIT_MS, &status), "it did not end");
    daemon_pid = 0;
    log = tip_test_read(log_path, NULL);
    cr_expect_eq(status, expected, "status %d: %s", status, log);
    cr_expect_not_null(strstr(log, part), "“%s” lacks “%s”", log, part);
    free(log);
}

static bool is_there(const char *path)
{
    struct stat facts;

    return lstat(path, &facts) == 0;
}

/* ---- the promises ---- */

Test(handed_over, a_unix_socket_is_served_and_stays_behind)
{
    int listening = listen_unix(), fd;
    char *own = tip_test_path(fixture.folder, "tipsearch.sock");

    start(&listening, 1, "tipsearchd.socket", NULL);
    fd = connect_to(listening);
    server_expect(fd, "SEARCH scam", "\"total\":1,");
    close(fd);
    cr_expect_not(is_there(own), "the default socket was made as well");
    kill(daemon_pid, SIGTERM);
    expect_end(0, "handed\"");
    cr_expect(is_there(socket_path), "the socket's file was removed");
    free(own);
    close(listening);
}

Test(handed_over, what_the_command_line_names_is_served_as_well)
{
    int listening = listen_tcp("127.0.0.1"), fd;
    char *named = tip_test_path(fixture.folder, "named"), address[256];

    snprintf(address, sizeof address, "unix:%s", named);
    start(&listening, 1, "line", (const char *const[]){"-l", address, NULL});
    fd = connect_to(listening);
    server_expect(fd, "PING", "pong");
    cr_expect(is_there(named));
    close(fd);
    kill(daemon_pid, SIGTERM);
    expect_end(0, "tcp:127.0.0.1:");
    cr_expect_not(is_there(named));
    free(named);
    close(listening);
}

Test(handed_over, who_connects_after_the_idle_exit_waits_for_the_next_start)
{
    static const char *const idle[] = {"--idle-exit-s", "1", NULL};
    int listening = listen_unix(), fd;

    start(&listening, 1, "line", idle);
    fd = connect_to(listening);
    server_expect(fd, "PING", "pong");
    close(fd);
    expect_end(0, "event=stopping");
    fd = connect_to(listening);
    tip_send(fd, "PING\n", 5);
    start(&listening, 1, "line", idle);
    server_expect_reply(fd, "pong");
    close(fd);
    expect_end(0, "event=stopping");
    close(listening);
}

Test(handed_over, http_is_spoken_where_the_name_says_so)
{
    static const char request[] =
        "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    const int listening[] = {listen_tcp("127.0.0.1"), listen_unix()};
    int fd;

    start(listening, 2, "http:line", NULL);
    fd = connect_to(listening[0]);
    tip_send(fd, request, sizeof request - 1);
    server_expect_reply(fd, "HTTP/1.1 200 ");
    close(fd);
    fd = connect_to(listening[1]);
    server_expect(fd, "PING", "pong");
    close(fd);
    kill(daemon_pid, SIGTERM);
    expect_end(0, "http://127.0.0.1:");
    close(listening[0]);
    close(listening[1]);
}

Test(handed_over, the_rules_for_hosts_hold)
{
    int everywhere = listen_tcp("0.0.0.0"), local = listen_tcp("127.0.0.1"), path = listen_unix();

    start(&everywhere, 1, "line", NULL);
    expect_end(2, "tcp:0.0.0.0:");
    start(&local, 1, "tls", NULL);
    expect_end(2, "TLS needs a certificate");
    start(&path, 1, "tls", NULL);
    expect_end(2, "is to speak TLS and is a Unix socket");
    close(everywhere);
    close(local);
    close(path);
}

Test(handed_over, what_is_no_listening_socket_is_refused)
{
    int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);

    start(&fd, 1, "line", NULL);
    expect_end(2, "descriptor 3 is no listening stream socket");
    close(fd);
}
