/* Many clients at once, and long results in pages. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "server_fixture.h"

enum { CLIENTS = 200, QUERIES = 50, GROWTH_LIMIT_KIB = 64 * 1024 };

static struct server_fixture fixture;

static void start(void)
{
    /* AddressSanitizer keeps what was freed: only so much, as memory is measured here. */
    setenv("ASAN_OPTIONS", "quarantine_size_mb=4", 1);
    /* All that comes at once is to be let in: a quarter of a query's time may be waited for. */
    server_fixture_start(&fixture, "workers = 2\nquery_timeout_ms = 120000\n");
}

static void stop(void)
{
    server_fixture_stop(&fixture);
}

TestSuite(load, .init = start, .fini = stop, .timeout = 60);

static void send_queries(int fd)
{
    static const char *const queries[] = {"scam", "\"debt bondage\"", "\"\\\"forced labor\\\"\"",
                                          "* TEXT", "cambodia FACETS kind,country"};
    char line[128];

    for (int i = 0; i < QUERIES; i++) {
        snprintf(line, sizeof line, "@%d SEARCH %s\n", i, queries[i % 5]);
        tip_send(fd, line, strlen(line));
    }
}

static void expect_results_in_order(int fd)
{
    char begin[64];

    for (int i = 0; i < QUERIES; i++) {
        char *reply = tip_receive_line(fd);

        snprintf(begin, sizeof begin, "{\"tag\":\"%d\",\"query\":", i);
        cr_assert_not_null(reply, "the stream ended before reply %d", i);
        cr_assert_eq(strncmp(reply, begin, strlen(begin)), 0, "“%.200s” is not reply %d", reply, i);
        cr_assert_not_null(strstr(reply, "\"partial\":false"));
        cr_assert_null(strstr(reply, "\"total\":0,"));
        free(reply);
    }
}

static void run_all_clients(void)
{
    int fds[CLIENTS];

    for (int i = 0; i < CLIENTS; i++)
        fds[i] = tip_daemon_connect(&fixture.daemon);
    for (int i = 0; i < CLIENTS; i++)
        send_queries(fds[i]);
    for (int i = 0; i < CLIENTS; i++) {
        expect_results_in_order(fds[i]);
        close(fds[i]);
    }
}

Test(load, two_hundred_clients_get_every_reply_in_order_and_memory_does_not_grow)
{
    long before;

    run_all_clients();
    before = server_memory(&fixture);
    run_all_clients();
    cr_assert_leq(server_memory(&fixture), before + GROWTH_LIMIT_KIB, "from %ld KiB", before);
}

static void run_clients_that_leave(void)
{
    for (int i = 0; i < CLIENTS; i++) {
        int fd = tip_daemon_connect(&fixture.daemon);

        send_queries(fd);
        close(fd);
    }
}

Test(load, clients_that_leave_before_their_replies_cost_nothing)
{
    int fd = tip_daemon_connect(&fixture.daemon);
    long before;

    run_clients_that_leave();
    server_expect(fd, "SEARCH scam", "\"total\":1,");
    before = server_memory(&fixture);
    run_clients_that_leave();
    server_expect(fd, "SEARCH scam", "\"total\":1,");
    cr_assert_leq(server_memory(&fixture), before + GROWTH_LIMIT_KIB, "from %ld KiB", before);
    close(fd);
}
