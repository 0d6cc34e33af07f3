/* Clients that mean harm, or are broken: what they get, and that others do not feel it. */
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <jansson.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/string_builder.h"
#include "protocol/limits.h"
#include "server_fixture.h"

enum {
    MEMORY_LIMIT_KIB = 300 * 1024,
    QUIET_MS = 200, /* a socket that takes nothing for so long is full */
    AWAIT_LIMIT_MS = 20000
};

static struct server_fixture fixture;
static int honest; /* another client, who must not suffer */

static void start_with(const char *config)
{
    setenv("ASAN_OPTIONS", "quarantine_size_mb=4", 1);
    server_fixture_start(&fixture, config);
    honest = tip_daemon_connect(&fixture.daemon);
}

static void start(void)
{
    start_with("linger_s = 1\n");
}

static void stop(void)
{
    close(honest);
    server_fixture_stop(&fixture);
}

TestSuite(hostile, .init = start, .fini = stop, .timeout = 60);
TestSuite(impatient, .fini = stop, .timeout = 60);

static void expect_others_are_served(void)
{
    server_expect(honest, "PING", "pong");
    server_expect(honest, "SEARCH scam", "\"total\":1,");
    cr_assert_leq(server_memory(&fixture), MEMORY_LIMIT_KIB);
}

/* Sends `text` over and over until the server takes no more. */
static void send_until_full(int fd, const char *text)
{
    struct pollfd watched = {.fd = fd, .events = POLLOUT};
    size_t length = strlen(text), sent_of_line = 0;

    while (poll(&watched, 1, QUIET_MS) > 0) {
        ssize_t sent =
            send(fd, text + sent_of_line, length - sent_of_line, MSG_DONTWAIT | MSG_NOSIGNAL);

        if (sent < 0 && errno == EAGAIN)
            continue;
        cr_assert_gt(sent, 0, "cannot send: %s", strerror(errno));
        sent_of_line = (sent_of_line + (size_t)sent) % length;
    }
}

Test(hostile, clients_that_never_read_cost_little_and_delay_nobody)
{
    enum { CLIENTS = 20 };
    int fds[CLIENTS];

    for (int i = 0; i < CLIENTS; i++) {
        fds[i] = tip_daemon_connect(&fixture.daemon);
        send_until_full(fds[i], i % 2 == 0 ? "SEARCH * LIMIT 100 TEXT\n" : "HELP\n");
        expect_others_are_served();
    }
    for (int i = 0; i < CLIENTS; i++)
        close(fds[i]);
    expect_others_are_served();
}

/* Requests that wait, and replies that nobody reads: as much as a client can make the server keep.
 * tipsearchd(8) adds it up, in KiB. */
Test(hostile, a_crowd_stays_under_the_ceiling_to_which_the_limits_add_up)
{
    enum {
        CLIENTS = 24,
        INPUT = 128,
        WAITING = 192,
        IN_TURN = 192,
        UNSENT = 1024,
        OF_TURN = 456,
        ITSELF = 64
    };
    struct tip_string line = {0};
    long before = server_memory(&fixture);
    int fds[CLIENTS];

    tip_string_append_text(&line, "{\"cmd\":\"similar\",\"like\":\"");
    while (line.length < 32000)
        tip_string_append_text(&line, "debt ");
    tip_string_append_text(&line, "\"}\n");
    cr_assert_not(line.failed);
    for (int i = 0; i < CLIENTS; i++) {
        fds[i] = tip_daemon_connect(&fixture.daemon);
        for (int n = 0; i % 2 == 0 && n < TIP_LIMIT_IN_FLIGHT; n++)
            (void)send(fds[i], line.data, line.length, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (i % 2 == 1)
            send_until_full(fds[i], i % 4 == 1 ? "HELP\n" : "SEARCH * LIMIT 100 TEXT\n");
    }
    cr_log_info("%d clients: %ld KiB more", CLIENTS, server_memory(&fixture) - before);
    cr_assert_leq(server_memory(&fixture) - before,
                  (long)CLIENTS * (INPUT + WAITING + IN_TURN + UNSENT + OF_TURN + ITSELF));
    for (int i = 0; i < CLIENTS; i++)
        close(fds[i]);
    tip_string_free(&line);
    expect_others_are_served();
}

Test(hostile, a_request_may_come_byte_by_byte)
{
    static const char line[] = "@slow SEARCH \"debt bondage\"\n";
    int fd = tip_daemon_connect(&fixture.daemon);

    for (size_t i = 0; i < sizeof line - 1; i++) {
        tip_send(fd, line + i, 1);
        expect_others_are_served();
    }
    server_expect_reply(fd, "{\"tag\":\"slow\",\"query\"");
    close(fd);
}

Test(hostile, endless_bytes_without_lf_get_one_reply_and_the_end)
{
    enum { CHUNK = 1 << 20, CHUNKS = 100 };
    struct pollfd watched = {.fd = tip_daemon_connect(&fixture.daemon), .events = POLLOUT};
    char *chunk = malloc(CHUNK);
    bool is_open = true;

    cr_assert_not_null(chunk);
    memset(chunk, 'x', CHUNK);
    for (int sent = 0; sent < CHUNKS && is_open; sent++) {
        cr_assert_gt(poll(&watched, 1, AWAIT_LIMIT_MS), 0, "neither read nor closed");
        if (send(watched.fd, chunk, CHUNK, MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
            is_open = errno == EAGAIN;
        expect_others_are_served();
    }
    server_expect_reply(watched.fd, "\"code\":\"too_long\"");
    server_expect_end(watched.fd);
    close(watched.fd);
    free(chunk);
}

/* A small generator (xorshift) with a fixed seed: the same bytes in every run. */
static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

/* Sends the bytes, and asserts one JSON object for each LF in them. */
static void expect_a_reply_a_line(int fd, const char *bytes, size_t length)
{
    tip_send(fd, bytes, length);
    for (size_t i = 0; i < length; i++) {
        char *reply;
        json_t *object;

        if (bytes[i] != '\n')
            continue;
        reply = tip_receive_line(fd);
        cr_assert_not_null(reply, "the stream ended");
        object = json_loads(reply, JSON_REJECT_DUPLICATES, NULL);
        cr_assert(json_is_object(object), "“%.300s” is no JSON object", reply);
        json_decref(object);
        free(reply);
    }
}

Test(hostile, random_bytes_get_one_reply_a_line)
{
    enum { ROUNDS = 60, SIZE = 8192 };
    int fd = tip_daemon_connect(&fixture.daemon);
    uint32_t state = 20230615;
    char bytes[SIZE];

    for (int round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < SIZE; i++)
            bytes[i] = (char)next_random(&state);
        expect_a_reply_a_line(fd, bytes, SIZE);
    }
    expect_a_reply_a_line(fd, "\nPING\n", 6); /* ends the line begun */
    expect_others_are_served();
    close(fd);
}

/* Lines of the language's own pieces, in any order: most are wrong in some way of their own. */
Test(hostile, pieces_of_requests_in_any_order_get_one_reply_a_line)
{
    static const char *const pieces[] = {
        "SEARCH ", "GET ", "SIMILAR ", "STATS ", "HELP",       "PING",     "@a ",    "\"",
        "\\",      "\\\"", "{",        "}",      "\"cmd\":",   "\"search", "LIMIT ", "OFFSET ",
        "TEXT ",   " ",    "\t",       "100 ",   "scam ",      "(",        ")",      "OR ",
        "NOT ",    "*",    "kind:",    "-",      "country:KH", "\xc3",     "\xa9",   "FILTER ",
        ",",       ":",    "[",        "NEAR/3", "\r",         "\n",       "\n",     "\n",
    };
    enum { ROUNDS = 200, PIECES = 150, COUNT = sizeof pieces / sizeof pieces[0] };
    int fd = tip_daemon_connect(&fixture.daemon);
    uint32_t state = 7;
    char text[PIECES * 16];

    for (int round = 0; round < ROUNDS; round++) {
        char *end = text;

        for (int i = 0; i < PIECES; i++)
            end = stpcpy(end, pieces[next_random(&state) % COUNT]);
        *end++ = '\n';
        expect_a_reply_a_line(fd, text, (size_t)(end - text));
    }
    expect_others_are_served();
    close(fd);
}

/* ---- time limits ---- */

/* Whether the server ends the connection within the limit, while `byte` (or NULL) is sent now and
 * then. */
static void expect_to_be_closed(int fd, const char *byte)
{
    struct pollfd watched = {.fd = fd, .events = POLLIN};

    for (int waited = 0; waited < AWAIT_LIMIT_MS; waited += 50) {
        if (poll(&watched, 1, 50) > 0)
            return;
        if (byte != NULL && send(fd, byte, 1, MSG_NOSIGNAL) < 0)
            return;
    }
    cr_assert_fail("the connection stayed open");
}

Test(impatient, bytes_that_make_no_request_do_not_keep_a_connection_open)
{
    int fd;

    start_with("idle_s = 1\n");
    fd = tip_daemon_connect(&fixture.daemon);
    expect_to_be_closed(fd, "x");
    server_expect_end(fd);
    close(fd);
}

Test(impatient, a_client_that_reads_nothing_is_closed)
{
    struct pollfd watched;

    start_with("write_s = 1\n");
    watched = (struct pollfd){.fd = tip_daemon_connect(&fixture.daemon), .events = POLLRDHUP};
    send_until_full(watched.fd, "HELP\n");
    cr_assert_gt(poll(&watched, 1, AWAIT_LIMIT_MS), 0, "the connection stayed open");
    expect_others_are_served();
    close(watched.fd);
}

/* ---- HTTP spoken to a TCP port ---- */

/* Connects to the free TCP port that the log names. */
static int connect_tcp(void)
{
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    char *log;
    const char *port;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    server_await_log(&fixture, "tcp:127.0.0.1:");
    log = tip_test_read(fixture.daemon.error_file, NULL);
    port = strstr(log, "tcp:127.0.0.1:");
    name.sin_port = htons((uint16_t)strtoul(port + strlen("tcp:127.0.0.1:"), NULL, 10));
    free(log);
    cr_assert_eq(connect(fd, (struct sockaddr *)&name, sizeof name), 0, "%s", strerror(errno));
    return fd;
}

Test(impatient, http_on_a_tcp_port_gets_one_error_that_names_the_option_and_the_end)
{
    static const char request[] = "PING\nGET /search?q=x HTTP/1.1\r\nHost: localhost\r\n\r\nPING\n";
    int fd;

    server_fixture_build(&fixture);
    tip_daemon_start(&fixture.daemon, fixture.index,
                     (const char *const[]){"-l", "tcp:127.0.0.1:0", NULL});
    honest = tip_daemon_connect(&fixture.daemon);
    fd = connect_tcp();
    tip_send(fd, request, sizeof request - 1);
    server_expect_reply(fd, "pong");
    server_expect_reply(fd, "--http");
    server_expect_end(fd);
    close(fd);
    fd = connect_tcp();
    server_expect(fd, "SEARCH scam", "\"total\":1,");
    close(fd);
}
