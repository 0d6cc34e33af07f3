/* What a service manager is told: that the daemon serves, reads again, lives, and ends. */
#include <criterion/criterion.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "server_fixture.h"

enum { MESSAGE_SIZE = 1024, LIMIT_MS = 20 * 1000 };

static struct server_fixture fixture;
static int manager = -1; /* the socket to which NOTIFY_SOCKET leads */

static void set_up(void)
{
    server_fixture_build(&fixture);
}

static void tear_down(void)
{
    if (manager >= 0)
        close(manager);
    server_fixture_stop(&fixture);
}

TestSuite(supervisor, .init = set_up, .fini = tear_down, .timeout = 60);

static void bind_manager(const struct sockaddr_un *name, size_t path_length)
{
    manager = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    cr_assert_eq(bind(manager, (const struct sockaddr *)name,
                      (socklen_t)(offsetof(struct sockaddr_un, sun_path) + path_length)),
                 0, "%s", strerror(errno));
}

/* A manager at a path of the fixture's folder. */
static void listen_at_path(void)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    char *path = tip_test_path(fixture.folder, "notify");

    cr_assert_lt(strlen(path), sizeof name.sun_path);
    memcpy(name.sun_path, path, strlen(path) + 1);
    bind_manager(&name, strlen(path) + 1);
    cr_assert_eq(setenv("NOTIFY_SOCKET", path, 1), 0);
    free(path);
}

/* The next message, NUL-terminated. */
static void receive(char message[MESSAGE_SIZE])
{
    ssize_t length;

    cr_assert_eq(poll(&(struct pollfd){.fd = manager, .events = POLLIN}, 1, LIMIT_MS), 1,
                 "nothing was said");
    length = recv(manager, message, MESSAGE_SIZE - 1, 0);
    cr_assert_geq(length, 0);
    message[length] = '\0';
}

/* The next message but WATCHDOG=1. */
static void receive_news(char message[MESSAGE_SIZE])
{
    do
        receive(message);
    while (strcmp(message, "WATCHDOG=1") == 0);
}

static void expect_news(const char *expected)
{
    char message[MESSAGE_SIZE];

    receive_news(message);
    cr_expect_str_eq(message, expected);
}

Test(supervisor, is_told_when_it_serves_reads_again_and_ends)
{
    char message[MESSAGE_SIZE];
    struct timespec now;
    long long told_us, now_us;
    siginfo_t facts;

    listen_at_path();
    tip_daemon_start(&fixture.daemon, fixture.index, NULL);
    expect_news("READY=1\nSTATUS=serving generation 1, 2 passages");
    cr_assert_eq(kill(fixture.daemon.pid, SIGHUP), 0);
    receive_news(message);
    cr_assert_eq(sscanf(message, "RELOADING=1\nMONOTONIC_USEC=%lld\nSTATUS=", &told_us), 1, "%s",
                 message);
    clock_gettime(CLOCK_MONOTONIC, &now);
    now_us = (long long)now.tv_sec * 1000000 + now.tv_nsec / 1000;
    cr_expect(told_us <= now_us && told_us > now_us - LIMIT_MS * 1000LL);
    expect_news("READY=1\nSTATUS=serving generation 1, 2 passages");
    cr_assert_eq(kill(fixture.daemon.pid, SIGTERM), 0);
    expect_news("STOPPING=1\nSTATUS=answering what was received");
    /* Its status is left to the fixture. */
    cr_assert_eq(waitid(P_PID, (id_t)fixture.daemon.pid, &facts, WEXITED | WNOWAIT), 0);
}

Test(supervisor, may_have_an_abstract_socket)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    char text[64];

    snprintf(text, sizeof text, "@tipsearch-test-%d", (int)getpid());
    memcpy(name.sun_path, text, strlen(text));
    name.sun_path[0] = '\0';
    bind_manager(&name, strlen(text));
    cr_assert_eq(setenv("NOTIFY_SOCKET", text, 1), 0);
    tip_daemon_start(&fixture.daemon, fixture.index, NULL);
    expect_news("READY=1\nSTATUS=serving generation 1, 2 passages");
}

Test(supervisor, hears_that_it_lives_and_of_a_new_generation)
{
    char message[MESSAGE_SIZE];

    listen_at_path();
    cr_assert_eq(setenv("WATCHDOG_USEC", "200000", 1), 0);
    tip_daemon_start(&fixture.daemon, fixture.index, NULL);
    expect_news("READY=1\nSTATUS=serving generation 1, 2 passages");
    for (int i = 0; i < 3; i++) {
        receive(message);
        cr_expect_str_eq(message, "WATCHDOG=1");
    }
    server_fixture_rebuild(&fixture);
    receive_news(message);
    cr_expect_eq(strncmp(message, "STATUS=serving generation 2, ", 29), 0, "%s", message);
}

Test(supervisor, hears_nothing_while_the_loop_stands_still)
{
    struct pollfd wanted = {.events = POLLIN};
    char message[MESSAGE_SIZE];

    listen_at_path();
    cr_assert_eq(setenv("WATCHDOG_USEC", "100000", 1), 0);
    tip_daemon_start(&fixture.daemon, fixture.index, NULL);
    cr_assert_eq(kill(fixture.daemon.pid, SIGSTOP), 0);
    wanted.fd = manager;
    while (poll(&wanted, 1, 500) == 1)
        receive(message);
    cr_assert_eq(kill(fixture.daemon.pid, SIGCONT), 0);
    receive(message);
    cr_expect_str_eq(message, "WATCHDOG=1");
}

Test(supervisor, anothers_watchdog_is_not_ours)
{
    listen_at_path();
    cr_assert_eq(setenv("WATCHDOG_USEC", "100000", 1), 0);
    cr_assert_eq(setenv("WATCHDOG_PID", "1", 1), 0);
    tip_daemon_start(&fixture.daemon, fixture.index, NULL);
    expect_news("READY=1\nSTATUS=serving generation 1, 2 passages");
    cr_expect_eq(poll(&(struct pollfd){.fd = manager, .events = POLLIN}, 1, 500), 0);
}

/* One that cannot be reached is told once, and serving goes on. */
static void serve_without(const char *name, const char *reason)
{
    char part[256];
    int fd;

    cr_assert_eq(setenv("NOTIFY_SOCKET", name, 1), 0);
    tip_daemon_start(&fixture.daemon, fixture.index, NULL);
    snprintf(part, sizeof part,
             "level=warning event=supervisor_unreachable msg=\"the service "
             "manager cannot be told that this serves, NOTIFY_SOCKET: %s\"",
             reason);
    server_await_log(&fixture, part);
    fd = tip_daemon_connect(&fixture.daemon);
    server_expect(fd, "SEARCH scam", "\"total\":1,");
    close(fd);
}

Test(supervisor, that_is_gone_is_a_warning)
{
    serve_without("/nowhere/notify", "No such file or directory");
}

Test(supervisor, whose_name_is_none_is_a_warning)
{
    serve_without("notify", "it is neither a path nor an abstract name of a socket");
}
