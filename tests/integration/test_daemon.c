/* Starting and stopping tipsearchd. */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "server_fixture.h"

enum { AWAIT_LIMIT_MS = 20000, AWAIT_LOOK_MS = 20 };

static struct server_fixture fixture;
static char *path; /* of a socket that the test names itself */
static char address[256];

static void start(void)
{
    server_fixture_build(&fixture);
    path = tip_test_path(fixture.folder, "named");
    snprintf(address, sizeof address, "unix:%s", path);
}

static void stop(void)
{
    free(path);
    server_fixture_stop(&fixture);
}

TestSuite(daemon, .init = start, .fini = stop, .timeout = 60);

/* Runs tipsearchd, which must end with `status` and say `part`. */
static void expect_refusal(int status, const char *part, const char *const *arguments)
{
    struct tip_run run;

    tip_test_run(&run, NULL, 0, arguments);
    cr_expect_eq(run.status, status, "status %d: %s", run.status, run.err);
    cr_expect_not_null(strstr(run.err, part), "“%s” lacks “%s”", run.err, part);
    cr_expect_str_eq(run.out, "");
    tip_run_free(&run);
}

#define EXPECT_REFUSAL(status, part, ...)                                                          \
    expect_refusal(status, part, (const char *const[]){"tipsearchd", __VA_ARGS__, NULL})

static void start_at_path(void)
{
    tip_daemon_start(&fixture.daemon, fixture.index, (const char *const[]){"-l", address, NULL});
}

/* A daemon that the harness did not start: only its socket is known. */
static int connect_path(void)
{
    struct tip_daemon at_path = {.socket = path};

    return tip_daemon_connect(&at_path);
}

static bool is_there(const char *name)
{
    return access(name, F_OK) == 0;
}

/* ---- sockets ---- */

Test(daemon, a_socket_is_the_owners_alone_and_goes_with_the_server)
{
    struct stat facts;
    char *lock = tip_test_path(fixture.folder, "named.lock");

    start_at_path();
    cr_assert_eq(stat(path, &facts), 0);
    cr_expect(S_ISSOCK(facts.st_mode));
    cr_expect_eq(facts.st_mode & 0777, 0600, "mode %o", facts.st_mode & 0777);
    cr_expect(is_there(lock));
    tip_daemon_stop(&fixture.daemon);
    cr_expect_not(is_there(path));
    cr_expect_not(is_there(lock));
    free(lock);
}

Test(daemon, a_stale_socket_is_replaced)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    snprintf(name.sun_path, sizeof name.sun_path, "%s", path);
    cr_assert_eq(bind(fd, (struct sockaddr *)&name, sizeof name), 0, "%s", strerror(errno));
    close(fd);
    start_at_path();
    fd = connect_path();
    server_expect(fd, "PING", "pong");
    close(fd);
}

Test(daemon, the_socket_of_a_killed_server_is_replaced)
{
    struct tip_daemon killed;
    int fd;

    start_at_path();
    killed = fixture.daemon;
    cr_assert_eq(kill(killed.pid, SIGKILL), 0);
    cr_assert_eq(waitpid(killed.pid, NULL, 0), killed.pid);
    cr_assert(is_there(path));
    start_at_path();
    fd = connect_path();
    server_expect(fd, "PING", "pong");
    close(fd);
    free(killed.socket);
    free(killed.error_file);
    tip_test_folder_remove(killed.folder);
}

Test(daemon, a_second_server_at_the_same_place_is_refused_with_3)
{
    int fd;

    start_at_path();
    EXPECT_REFUSAL(3, "already running", "-f", "-i", fixture.index, "-l", address);
    EXPECT_REFUSAL(3, "already running", "-i", fixture.index, "-l", address);
    fd = connect_path();
    server_expect(fd, "PING", "pong");
    close(fd);
}

Test(daemon, a_file_that_is_no_socket_is_left_alone)
{
    char *content;

    tip_test_write(path, "mine", 4);
    EXPECT_REFUSAL(2, "is no socket", "-f", "-i", fixture.index, "-l", address);
    content = tip_test_read(path, NULL);
    cr_expect_str_eq(content, "mine");
    free(content);
}

Test(daemon, what_is_no_address_is_named)
{
    static const char *const refused[] = {"",           "unix:",         "tcp:localhost",
                                          "tcp::7700",  "tls:localhost", "tcp:localhost:70000",
                                          "/run/socket"};

    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        EXPECT_REFUSAL(2, "tipsearchd: ", "-f", "-i", fixture.index, "-l", refused[i]);
}

/* ---- what it is started with ---- */

Test(daemon, without_an_index_the_message_says_how_to_make_one)
{
    char *nowhere = tip_test_path(fixture.folder, "nowhere");

    EXPECT_REFUSAL(2, "tipindex build", "-f", "-i", nowhere, "-l", address);
    EXPECT_REFUSAL(2, nowhere, "-i", nowhere, "-l", address);
    cr_expect_not(is_there(path), "the socket stayed");
    free(nowhere);
}

Test(daemon, options_that_this_version_lacks_are_refused)
{
    EXPECT_REFUSAL(2, "is no origin", "--cors", "https://cases.example.org/page");
    EXPECT_REFUSAL(2, "is not scheme and host", "--http-base", "https://search.example.org/tip");
    EXPECT_REFUSAL(2, "is not scheme and host", "--http-base", "search.example.org");
    EXPECT_REFUSAL(2, "is not scheme and host", "--http-base", "javascript://x");
    EXPECT_REFUSAL(2, "is not scheme and host", "--http-base", "https://a@b");
    EXPECT_REFUSAL(2, "--help shows the options", "--frob");
    EXPECT_REFUSAL(2, "unexpected argument “frob”", "-f", "frob");
    EXPECT_REFUSAL(2, "workers takes a whole number", "-f", "-w", "0");
    EXPECT_REFUSAL(2, "idle_exit_s takes a whole number", "-f", "--idle-exit-s", "soon");
}

Test(daemon, help_and_version_go_to_standard_output)
{
    struct tip_run run;

    TIP_RUN(&run, "tipsearchd", "--help");
    cr_expect_eq(run.status, 0);
    cr_expect_eq(strncmp(run.out, "usage: tipsearchd", strlen("usage: tipsearchd")), 0);
    tip_run_free(&run);
    TIP_RUN(&run, "tipsearchd", "--version");
    cr_expect_eq(run.status, 0);
    cr_expect_eq(strncmp(run.out, "tipsearchd ", strlen("tipsearchd ")), 0);
    cr_expect_not_null(strstr(run.out, "\nXapian 1."), "%s", run.out);
    cr_expect_not_null(strstr(run.out, "\nOpenSSL 3."), "%s", run.out);
    cr_expect_not_null(strstr(run.out, "\nlibseccomp 2."), "%s", run.out);
    tip_run_free(&run);
}

Test(daemon, an_error_in_the_configuration_names_file_and_line)
{
    static const char text[] = "[server]\nworkers = 2\nworker = 2\n";
    char *file = tip_test_path(fixture.folder, "bad.ini");
    char place[256];

    tip_test_write(file, text, sizeof text - 1);
    snprintf(place, sizeof place, "%s:3: unknown key “worker”", file);
    EXPECT_REFUSAL(2, place, "-f", "-i", fixture.index, "-l", address, "-c", file);
    free(file);
    EXPECT_REFUSAL(2, "/nowhere/tipsearchd.ini", "-f", "-c", "/nowhere/tipsearchd.ini");
}

/* Runs --check-config -c on a file that says `text`, and a flag. */
static void check_config(struct tip_run *run, const char *text)
{
    char *file = tip_test_path(fixture.folder, "checked.ini");

    tip_test_write(file, text, strlen(text));
    TIP_RUN(run, "tipsearchd", "--check-config", "-c", file, "-l", address, "--idle-s", "7");
    free(file);
}

Test(daemon, a_configuration_is_printed_with_its_sources)
{
    struct tip_run run;

    check_config(&run, "[server]\nindex = /nowhere\n\nworkers = 2\n");
    cr_expect_eq(run.status, 0, "%s", run.err);
    cr_expect_eq(strncmp(run.out, "[server]\nindex = /nowhere  ; ", 28), 0, "%s", run.out);
    cr_expect_not_null(strstr(run.out, "checked.ini:4\n"), "%s", run.out);
    cr_expect_not_null(strstr(run.out, "\nidle_s = 7  ; command line\n"), "%s", run.out);
    cr_expect_not_null(strstr(run.out, "\ndrain_s = 10  ; default\n"), "%s", run.out);
    tip_run_free(&run);
}

Test(daemon, every_fault_of_a_configuration_is_printed_with_its_place)
{
    struct tip_run run;

    check_config(&run, "[server]\nworker = 2\ndrain_s = soon\nidle_s = 5\n");
    cr_expect_eq(run.status, 1);
    cr_expect_not_null(strstr(run.out, "checked.ini:2: unknown key “worker”\n"), "%s", run.out);
    cr_expect_not_null(strstr(run.out, "checked.ini:3: drain_s takes"), "%s", run.out);
    tip_run_free(&run);
    TIP_RUN(&run, "tipsearchd", "--check-config", "-c", "/nowhere/conf", "-w", "0");
    cr_expect_eq(run.status, 2);
    cr_expect_not_null(strstr(run.err, "/nowhere/conf"), "%s", run.err);
    tip_run_free(&run);
    TIP_RUN(&run, "tipsearchd", "--check-config", "-i", "x", "-l", "tcp:7700", "-w", "0");
    cr_expect_eq(run.status, 1);
    cr_expect_not_null(strstr(run.out, "command line: workers takes"), "%s", run.out);
    cr_expect_not_null(strstr(run.out, "command line: tcp:7700: expected"), "%s", run.out);
    tip_run_free(&run);
}

/* Judging a configuration makes nothing, not even the folder of the default address. */
Test(daemon, a_check_leaves_no_trace)
{
    char name[64];
    struct tip_run run;
    bool was_there;

    snprintf(name, sizeof name, "/tmp/tipsearch-%lu", (unsigned long)geteuid());
    (void)rmdir(name); /* one that is in use is not empty */
    was_there = is_there(name);
    cr_assert_eq(unsetenv("XDG_RUNTIME_DIR"), 0);
    TIP_RUN(&run, "tipsearchd", "--check-config", "-i", "x");
    cr_expect_eq(run.status, 0, "%s", run.out);
    cr_expect_not_null(strstr(run.out, name), "%s", run.out);
    cr_expect_eq(is_there(name), was_there);
    tip_run_free(&run);
    TIP_RUN(&run, "tipsearchd", "--check-config", "-i", "x", "--http", "0.0.0.0:7399",
            "--socket-users", "nosuchuser");
    cr_expect_eq(run.status, 1);
    cr_expect_not_null(strstr(run.out, "command line: 0.0.0.0:7399: not a loopback"), "%s",
                       run.out);
    cr_expect_not_null(strstr(run.out, "command line: socket_users: there is no user"), "%s",
                       run.out);
    tip_run_free(&run);
}

Test(daemon, an_option_without_a_value_says_yes_and_no_may_be_said)
{
    struct tip_run run;

    TIP_RUN(&run, "tipsearchd", "--check-config", "-i", "x", "--log-queries");
    cr_expect_not_null(strstr(run.out, "\nlog_queries = yes  ; command line\n"), "%s", run.out);
    tip_run_free(&run);
    TIP_RUN(&run, "tipsearchd", "--check-config", "-i", "x", "--log-queries=no");
    cr_expect_not_null(strstr(run.out, "\nlog_queries = no  ; command line\n"), "%s", run.out);
    tip_run_free(&run);
}

Test(daemon, the_command_line_has_the_last_word)
{
    char *file = tip_test_path(fixture.folder, "good.ini");
    char text[512];
    int fd;

    snprintf(text, sizeof text, "[server]\nindex = /nowhere\nlisten = unix:/nowhere/socket\n");
    tip_test_write(file, text, strlen(text));
    tip_daemon_start(&fixture.daemon, fixture.index,
                     (const char *const[]){"-l", address, "-c", file, NULL});
    fd = connect_path();
    server_expect(fd, "SEARCH scam", "\"total\":1,");
    close(fd);
    free(file);
}

/* ---- what it writes down ---- */

/* Asks for something rare, and returns the whole log once the server has ended. */
static char *log_of_a_query(const char *flag)
{
    char *log;
    int fd, kept;

    tip_daemon_start(&fixture.daemon, fixture.index, (const char *const[]){flag, NULL});
    kept = open(fixture.daemon.error_file, O_RDONLY | O_CLOEXEC);
    fd = tip_daemon_connect(&fixture.daemon);
    server_expect(fd, "{\"cmd\":\"search\",\"query\":\"zebra\\nlevel=error\"}", "\"total\":0,");
    server_expect(fd, "SEARCH \"zebra", "bad_request");
    server_expect(fd, "SUGGEST zebra", "suggestions");
    close(fd);
    tip_daemon_stop(&fixture.daemon);
    log = calloc(1, 65536);
    cr_assert_gt(read(kept, log, 65535), 0);
    close(kept);
    return log;
}

Test(daemon, queries_are_not_logged)
{
    char *log = log_of_a_query(NULL);

    cr_expect_null(strstr(log, "zebra"), "%s", log);
    cr_expect_not_null(strstr(log, " level=info event=serving generation=1 passages="), "%s", log);
    cr_expect_not_null(strstr(log, " level=info event=stopping msg=stopping\n"), "%s", log);
    free(log);
}

Test(daemon, queries_are_logged_where_the_operator_says_so_and_stay_in_their_line)
{
    char *log = log_of_a_query("--log-queries");

    cr_expect_not_null(strstr(log, " level=info event=query command=SEARCH "
                                   "query=\"zebra\\nlevel=error\" found=0 msg="),
                       "%s", log);
    free(log);
}

/* ---- background and end ---- */

static void await_no_socket(void)
{
    for (int waited = 0; waited < AWAIT_LIMIT_MS && is_there(path); waited += AWAIT_LOOK_MS)
        poll(NULL, 0, AWAIT_LOOK_MS);
    cr_assert_not(is_there(path), "the server did not end");
}

Test(daemon, in_the_background_it_serves_once_the_command_has_ended_and_ends_when_idle)
{
    struct tip_run run;
    int fd;

    TIP_RUN(&run, "tipsearchd", "-i", fixture.index, "-l", address, "--idle-exit-s", "1");
    cr_assert_eq(run.status, 0, "%s", run.err);
    cr_expect_str_eq(run.err, "");
    tip_run_free(&run);
    fd = connect_path();
    server_expect(fd, "SEARCH scam", "\"total\":1,");
    /* Longer than the limit: a connection keeps it. */
    cr_expect_eq(poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, 1500), 0, "it ended");
    server_expect(fd, "PING", "pong");
    close(fd);
    await_no_socket();
}

/* Waits for the daemon's end and leaves its status to tip_daemon_stop. */
static void await_end(void)
{
    siginfo_t facts;

    cr_assert_eq(waitid(P_PID, (id_t)fixture.daemon.pid, &facts, WEXITED | WNOWAIT), 0);
}

static void expect_answers_after(int signal)
{
    enum { QUERIES = 500 };
    char text[64];
    int fd;

    start_at_path();
    fd = connect_path();
    server_expect(fd, "PING", "pong");
    for (int i = 0; i < QUERIES; i++) {
        snprintf(text, sizeof text, "@%d SEARCH \"debt bondage\" TEXT\n", i);
        tip_send(fd, text, strlen(text));
    }
    cr_assert_eq(kill(fixture.daemon.pid, signal), 0);
    for (int i = 0; i < QUERIES; i++) {
        snprintf(text, sizeof text, "{\"tag\":\"%d\",\"query\"", i);
        server_expect_reply(fd, text);
    }
    server_expect_end(fd);
    close(fd);
    await_end();
    cr_expect_not(is_there(path));
}

Test(daemon, what_was_received_is_answered_before_it_ends)
{
    expect_answers_after(SIGTERM);
}

Test(daemon, the_terminals_interrupt_ends_it_as_well)
{
    expect_answers_after(SIGINT);
}

Test(daemon, idle_clients_do_not_delay_the_end)
{
    int fd;

    start_at_path();
    fd = connect_path();
    server_expect(fd, "PING", "pong");
    cr_assert_eq(kill(fixture.daemon.pid, SIGTERM), 0);
    server_expect_end(fd);
    await_end();
    close(fd);
}

Test(daemon, a_client_that_does_not_read_delays_the_end_no_longer_than_the_limit)
{
    static const char line[] = "SEARCH * TEXT\n";
    static const char text[] = "[server]\ndrain_s = 1\n";
    char *file = tip_test_path(fixture.folder, "drain.ini");
    int fd;

    tip_test_write(file, text, sizeof text - 1);
    tip_daemon_start(&fixture.daemon, fixture.index,
                     (const char *const[]){"-l", address, "-c", file, NULL});
    fd = connect_path();
    while (poll(&(struct pollfd){.fd = fd, .events = POLLOUT}, 1, 200) > 0)
        if (send(fd, line, sizeof line - 1, MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
            cr_assert_eq(errno, EAGAIN);
    cr_assert_eq(kill(fixture.daemon.pid, SIGTERM), 0);
    await_end();
    server_await_log(&fixture, "1 connections are given up");
    close(fd);
    free(file);
}
