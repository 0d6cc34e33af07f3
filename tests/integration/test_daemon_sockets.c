/* Who reaches the daemon: the mode of its sockets, the users behind them, other machines. */
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server_fixture.h"

static struct server_fixture fixture;

static void start(void)
{
    server_fixture_build(&fixture);
}

static void stop(void)
{
    server_fixture_stop(&fixture);
}

TestSuite(sockets, .init = start, .fini = stop, .timeout = 60);

#define START(...)                                                                                 \
    tip_daemon_start(&fixture.daemon, fixture.index, (const char *const[]){__VA_ARGS__, NULL})

/* Runs tipsearchd, which must refuse and say `part`. */
static void expect_refusal(const char *part, const char *const *arguments)
{
    struct tip_run run;

    tip_test_run(&run, NULL, 0, arguments);
    cr_expect_eq(run.status, 2, "status %d: %s", run.status, run.err);
    cr_expect_not_null(strstr(run.err, part), "“%s” lacks “%s”", run.err, part);
    tip_run_free(&run);
}

#define EXPECT_REFUSAL(part, ...)                                                                  \
    expect_refusal(                                                                                \
        part, (const char *const[]){"tipsearchd", "-f", "-i", fixture.index, __VA_ARGS__, NULL})

/* ---- files ---- */

static void expect_mode(mode_t mode)
{
    struct stat facts;

    cr_assert_eq(stat(fixture.daemon.socket, &facts), 0);
    cr_expect_eq(facts.st_mode & 07777, mode, "mode %03o", (unsigned)facts.st_mode & 07777);
}

Test(sockets, a_socket_is_its_owner_s_alone)
{
    START(NULL);
    expect_mode(0600);
}

Test(sockets, a_socket_has_the_mode_that_is_asked_for)
{
    mode_t mask = umask(0077);

    START("--socket-mode", "0660");
    umask(mask);
    expect_mode(0660);
}

/* ---- users ---- */

enum { REFUSALS = 100 };

static unsigned count_in_log(const char *part)
{
    char *log = tip_test_read(fixture.daemon.error_file, NULL);
    unsigned count = 0;

    for (const char *at = strstr(log, part); at != NULL; at = strstr(at + 1, part))
        count++;
    free(log);
    return count;
}

/* Connects as another user, which only root can try; the socket remembers who it was. */
static int connect_as(uid_t user)
{
    int fd;

    cr_assert_eq(seteuid(user), 0);
    fd = tip_daemon_connect(&fixture.daemon);
    cr_assert_eq(seteuid(0), 0);
    cr_assert_eq(prctl(PR_SET_DUMPABLE, 1), 0); /* which the leak check at the end needs */
    return fd;
}

static bool is_root(void)
{
    if (geteuid() != 0)
        fprintf(stderr, "skipped: only root can be several users\n");
    return geteuid() == 0;
}

Test(sockets, a_user_who_is_not_named_is_told_so_and_no_more)
{
    int named, other;

    if (!is_root())
        return;
    START("--socket-mode", "0666", "--socket-users", "1234", "--socket-users", "nobody");
    cr_assert_eq(chmod(fixture.daemon.folder, 0755), 0);
    named = connect_as(1234);
    server_expect(named, "PING", "pong");
    other = connect_as(4321);
    server_expect_reply(other, "{\"error\":{\"code\":\"unauthorized\",\"message\":\"user 4321 may "
                               "not connect to this server: ask who runs it\"}}");
    server_expect_end(other);
    server_await_log(&fixture, "user 4321 may not connect");
    server_expect(named, "SEARCH scam", "\"total\":1,");
    close(other);
    /* What it sends unasked is never answered. */
    other = connect_as(4321);
    tip_send(other, "PING\nSEARCH scam\n", strlen("PING\nSEARCH scam\n"));
    server_expect_reply(other, "unauthorized");
    server_expect_end(other);
    close(other);
    /* However often it tries, the log has a line a second. */
    for (int i = 0; i < REFUSALS; i++) {
        other = connect_as(4321);
        server_expect_reply(other, "unauthorized");
        close(other);
    }
    cr_expect_leq(count_in_log("event=user_refused"), REFUSALS / 2);
    close(named);
    other = connect_as(65534);
    server_expect(other, "PING", "pong");
    close(other);
}

Test(sockets, a_user_that_there_is_not_ends_the_start)
{
    EXPECT_REFUSAL("socket_users: there is no user “no such user”", "-l", "unix:./unused",
                   "--socket-users", "no such user");
}

Test(sockets, a_mode_that_keeps_the_named_users_out_is_warned_of)
{
    START("--socket-users", "0");
    server_await_log(&fixture, "socket_users names users whom the sockets' mode 600 keeps out");
}

/* ---- other machines ---- */

Test(sockets, other_machines_are_refused_without_tokens_and_tls)
{
    static const char *const hosts[] = {"tcp:0.0.0.0:0", "tcp:[::]:0", "tcp:192.0.2.1:7700"};
    char *tokens = tip_test_path(fixture.folder, "tokens");

    tip_test_write(tokens, "", 0);
    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++) {
        EXPECT_REFUSAL("not a loopback address, and there is a lack of TLS (tls:, "
                       "--tls-certificate and --tls-key) and tokens (--tokens): give that, listen "
                       "at localhost, or say --insecure",
                       "-l", hosts[i]);
        EXPECT_REFUSAL("there is a lack of TLS (tls:, --tls-certificate and --tls-key): give", "-l",
                       hosts[i], "--tokens", tokens);
    }
    EXPECT_REFUSAL("tipsearchd: command line: tcp:[::]:0: not", "-l", "tcp:[::]:0");
    EXPECT_REFUSAL("tipsearchd: command line: 0.0.0.0:0: not", "--http", "0.0.0.0:0");
    EXPECT_REFUSAL("TLS needs a certificate: give --tls-certificate and --tls-key", "-l",
                   "tls:localhost:0");
    free(tokens);
}

/* The port behind “tcp:0.0.0.0:” in the log. */
static in_port_t port_in_log(void)
{
    char *log = tip_test_read(fixture.daemon.error_file, NULL);
    const char *at = strstr(log, "tcp:0.0.0.0:");
    in_port_t port;

    cr_assert_not_null(at, "%s", log);
    port = (in_port_t)strtoul(at + strlen("tcp:0.0.0.0:"), NULL, 10);
    free(log);
    return port;
}

Test(sockets, insecure_serves_them_all_the_same)
{
    struct sockaddr_in name = {.sin_family = AF_INET};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    START("-l", "tcp:0.0.0.0:0", "--insecure");
    server_await_log(&fixture, "serving generation");
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    name.sin_port = htons(port_in_log());
    cr_assert_eq(connect(fd, (struct sockaddr *)&name, sizeof name), 0);
    server_expect(fd, "PING", "pong");
    close(fd);
}
