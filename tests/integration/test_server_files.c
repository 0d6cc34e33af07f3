/* A server that runs out of files: it waits, and recovers by itself.
 *
 * While it has none the tests ask only what needs no index: UndefinedBehaviorSanitizer itself needs
 * a file to look at an object of Xapian, and ends the server without. */
#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "server_fixture.h"

enum { CLIENTS = 30, ROOM = 10, QUIET_MS = 300 };

static struct server_fixture fixture;

static void start(void)
{
    server_fixture_start(&fixture, "linger_s = 1\n");
}

static void stop(void)
{
    server_fixture_stop(&fixture);
}

TestSuite(files, .init = start, .fini = stop, .timeout = 60);

static unsigned count_open_files(void)
{
    char path[64];
    unsigned count = 0;
    DIR *folder;

    snprintf(path, sizeof path, "/proc/%d/fd", (int)fixture.daemon.pid);
    folder = opendir(path);
    cr_assert_not_null(folder, "%s: %s", path, strerror(errno));
    while (readdir(folder) != NULL)
        count++;
    closedir(folder);
    return count - 2; /* . and .. */
}

/* Lets the running server open so many files and no more. It raised its limit when it started, and
 * does not look again. */
static void limit_files(unsigned count)
{
    struct rlimit limit;

    cr_assert_eq(prlimit(fixture.daemon.pid, RLIMIT_NOFILE, NULL, &limit), 0);
    limit.rlim_cur = count;
    cr_assert_eq(prlimit(fixture.daemon.pid, RLIMIT_NOFILE, &limit, NULL), 0, "%s",
                 strerror(errno));
}

static bool is_answered(int fd)
{
    struct pollfd watched = {.fd = fd, .events = POLLIN};

    return poll(&watched, 1, QUIET_MS) > 0;
}

Test(files, clients_wait_for_their_turn_and_all_are_answered)
{
    int fds[CLIENTS];

    limit_files(count_open_files() + ROOM);
    for (int i = 0; i < CLIENTS; i++) {
        fds[i] = tip_daemon_connect(&fixture.daemon);
        tip_send(fds[i], "PING\n", strlen("PING\n"));
    }
    server_await_log(&fixture, "accepting pauses: Too many open files");
    cr_expect_not(is_answered(fds[CLIENTS - 1]), "more connections than files");
    for (int i = 0; i < CLIENTS; i++) {
        server_expect_reply(fds[i], "pong");
        close(fds[i]); /* makes room for one that waits */
    }
}

static void start_for_two(void)
{
    server_fixture_start(&fixture, "linger_s = 1\nmax_connections = 2\n");
}

TestSuite(two, .init = start_for_two, .fini = stop, .timeout = 60);

Test(two, one_more_than_may_be_waits_until_one_closes)
{
    int fds[3];

    for (int i = 0; i < 3; i++) {
        fds[i] = tip_daemon_connect(&fixture.daemon);
        tip_send(fds[i], "PING\n", strlen("PING\n"));
    }
    server_expect_reply(fds[0], "pong");
    server_expect_reply(fds[1], "pong");
    cr_expect_not(is_answered(fds[2]), "three are served at once");
    close(fds[0]);
    server_expect_reply(fds[2], "pong");
    close(fds[1]);
    close(fds[2]);
}

static unsigned count_in_log(const char *part)
{
    char *log = tip_test_read(fixture.daemon.error_file, NULL);
    unsigned count = 0;

    for (const char *at = strstr(log, part); at != NULL; at = strstr(at + 1, part))
        count++;
    free(log);
    return count;
}

/* Opens a connection that is answered. */
static int open_answered(void)
{
    int fd = tip_daemon_connect(&fixture.daemon);

    server_expect(fd, "PING", "pong");
    return fd;
}

enum { MANY = 16 };

static void start_for_many(void)
{
    server_fixture_start(&fixture, "linger_s = 1\nmax_connections = 16\n");
}

TestSuite(many, .init = start_for_many, .fini = stop, .timeout = 60);

static void open_many(int fds[MANY])
{
    for (int i = 0; i < MANY; i++)
        fds[i] = open_answered();
}

/* One that takes another's place is no end of it. */
Test(many, that_no_more_may_be_is_logged_once_until_there_was_room)
{
    static const char full[] =
        "event=connections_full msg=\"16 connections are open, the most that "
        "may be (max_connections)";
    int fds[MANY], waiting;

    open_many(fds);
    server_await_log(&fixture, full);
    for (int i = 0; i < MANY; i++) {
        waiting = tip_daemon_connect(&fixture.daemon);
        close(fds[i]);
        server_expect(waiting, "PING", "pong");
        fds[i] = waiting;
    }
    cr_expect_eq(count_in_log("event=connections_full"), 1);
    for (int i = 0; i < MANY; i++)
        close(fds[i]);
    server_await_answer(&fixture, "PING", "pong");
    open_many(fds);
    for (int waited = 0; count_in_log(full) < 2 && waited < 20000; waited += 20)
        poll(NULL, 0, 20);
    cr_expect_eq(count_in_log("event=connections_full"), 2);
    for (int i = 0; i < MANY; i++)
        close(fds[i]);
}

/* The limit of this process is the daemon's, too. */
static void start_with_few_files(void)
{
    struct rlimit limit = {.rlim_cur = 200, .rlim_max = 200};

    cr_assert_eq(setrlimit(RLIMIT_NOFILE, &limit), 0, "%s", strerror(errno));
    server_fixture_start(&fixture, "workers = 2\n");
}

TestSuite(few, .init = start_with_few_files, .fini = stop, .timeout = 60);

Test(few, a_ceiling_that_the_files_lower_is_told_at_the_start)
{
    server_await_log(&fixture, "event=connections_limited msg=\"max_connections is 1024, but with "
                               "200 open files there is room for 120 connections: raise the hard "
                               "limit of open files (LimitNOFILE=, ulimit -Hn) to 1104\"");
}

Test(files, a_shortage_is_logged_once_and_its_end_is_noticed)
{
    int fds[CLIENTS];
    char *log;
    const char *first;

    limit_files(count_open_files() + ROOM);
    for (int i = 0; i < CLIENTS; i++)
        fds[i] = tip_daemon_connect(&fixture.daemon);
    server_await_log(&fixture, "accepting pauses");
    server_expect(fds[0], "PING", "pong");
    cr_expect_not(is_answered(fds[CLIENTS - 1])); /* it tried again meanwhile */
    log = tip_test_read(fixture.daemon.error_file, NULL);
    first = strstr(log, "accepting pauses");
    cr_expect_null(strstr(first + 1, "accepting pauses"), "%s", log);
    free(log);
    limit_files(256);
    server_expect(fds[CLIENTS - 1], "PING", "pong"); /* though none has left */
    for (int i = 0; i < CLIENTS; i++)
        close(fds[i]);
}

Test(files, a_generation_that_could_not_be_opened_for_want_of_files_is_tried_again)
{
    int fd = tip_daemon_connect(&fixture.daemon);

    server_expect(fd, "STATS", "\"generation\":1,");
    limit_files(count_open_files() + 1);
    server_fixture_rebuild(&fixture);
    server_await_log(&fixture, "the new generation is refused");
    server_expect(fd, "PING", "pong");
    limit_files(256);
    server_await_stats(&fixture, "\"generation\":2,");
    server_expect(fd, "SEARCH scam", "\"generation\":2,");
    close(fd);
}
