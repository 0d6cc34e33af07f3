/* One connection's requests on their way to the pool, with a pool that nobody serves: so what is
 * held back, refused or dropped does not depend on speed. */
#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/connection.h"

static const struct tip_worker_options options = {.query_timeout_ms = 2000};
static struct tip_log log_;
static const struct tip_listener listener = {.address = {.kind = TIP_ADDRESS_UNIX}};
static struct tip_connections table;
static unsigned closed;
static int client;

static void count_closed(void *context)
{
    (void)context;
    closed++;
}

/* Adds a connection; the other end is the result. */
static int connect_one(void)
{
    int ends[2];

    cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends), 0);
    tip_connections_add(&table, ends[0], &listener);
    return ends[1];
}

static void set_up(void)
{
    table = (struct tip_connections){.log = &log_,
                                     .limit = TIP_LIMIT_CONNECTIONS,
                                     .idle_s = 60,
                                     .write_s = 60,
                                     .linger_s = 60,
                                     .on_closed = count_closed};
    table.base = event_base_new();
    cr_assert_not_null(table.base);
    cr_assert_eq(tip_pool_create(&table.pool, &options, 0, NULL), TIP_OK);
    client = connect_one();
}

static void tear_down(void)
{
    close(client);
    tip_connections_free_all(&table);
    tip_pool_free(table.pool);
    event_base_free(table.base);
}

TestSuite(pipeline, .init = set_up, .fini = tear_down, .timeout = 20);

/* Lets the loop do all that can be done now. */
static void run_loop(void)
{
    for (int i = 0; i < 100; i++)
        cr_assert_geq(event_base_loop(table.base, EVLOOP_NONBLOCK), 0);
}

static void send_text(const char *text)
{
    cr_assert_eq(send(client, text, strlen(text), MSG_NOSIGNAL), (ssize_t)strlen(text));
    run_loop();
}

/* What has come is exactly `expected`; "" for nothing. */
static void expect_text(const char *expected)
{
    char text[4096];
    ssize_t got = recv(client, text, sizeof text - 1, 0);

    cr_assert(got > 0 || (got < 0 && errno == EAGAIN), "the connection ended");
    text[got < 0 ? 0 : got] = '\0';
    cr_assert_str_eq(text, expected);
}

static void fill_queue(void)
{
    while (!tip_pool_is_full(table.pool)) {
        struct tip_turn *turn = tip_turn_create();

        cr_assert_not_null(turn);
        turn->connection.slot = TIP_LIMIT_CONNECTIONS - 1;
        tip_pool_submit(table.pool, turn);
    }
}

/* Brings the replies of the connection's turn, as a worker would. */
static void finish(struct tip_connection_id id, const char *replies)
{
    struct tip_turn *turn = tip_turn_create();

    cr_assert_not_null(turn);
    turn->connection = id;
    tip_string_append(&turn->replies, replies, strlen(replies));
    tip_connections_finish(&table, turn);
    run_loop();
}

Test(pipeline, a_request_that_finds_the_queue_full_is_told_when_to_try_again)
{
    fill_queue();
    send_text("@a SEARCH x\nPING\n");
    expect_text("{\"tag\":\"a\",\"error\":{\"code\":\"busy\",\"message\":\"too many requests wait: "
                "try again\",\"retry_after_ms\":500}}\n{\"pong\":true}\n");
}

/* Of heavy requests fewer make the house full: what waits is to be answered in time. */
Test(pipeline, what_waits_is_measured_by_what_requests_took)
{
    tip_pool_learn(table.pool, 1000, INT64_C(1000) * 50 * 1000000); /* 50 ms each */
    for (int i = 0; i < TIP_LIMIT_QUEUE_LEAST; i++) {
        struct tip_turn *turn = tip_turn_create();

        cr_assert_not(tip_pool_is_full(table.pool), "after %d", i);
        cr_assert_not_null(turn);
        turn->connection.slot = TIP_LIMIT_CONNECTIONS - 1;
        tip_item_list_add(&turn->items, tip_item_create());
        tip_pool_submit(table.pool, turn);
    }
    cr_assert(tip_pool_is_full(table.pool), "800 ms are not too long");
    send_text("SEARCH x\n");
    expect_text("{\"error\":{\"code\":\"busy\",\"message\":\"too many requests wait: try again\","
                "\"retry_after_ms\":500}}\n");
    tip_pool_learn(table.pool, 1000, 1000 * 1000000); /* 1 ms each */
    cr_assert_not(tip_pool_is_full(table.pool), "16 ms are too long");
}

/* Sends lines of so many bytes until the server takes no more; how many it has taken. */
static unsigned send_until_held(size_t size)
{
    char *line = malloc(size);

    cr_assert_not_null(line);
    memset(line, 'x', size);
    memcpy(line, "SEARCH x ", 9);
    line[size - 1] = '\n';
    for (int i = 0; i < 100; i++) {
        size_t sent = 0;

        for (int tries = 0; sent < size && tries < 100; tries++) {
            ssize_t got = send(client, line + sent, size - sent, MSG_NOSIGNAL);

            sent += got > 0 ? (size_t)got : 0;
            run_loop();
        }
    }
    free(line);
    return tip_pipeline_in_flight(table.slots[0]);
}

Test(pipeline, long_requests_are_held_back_by_their_bytes)
{
    const struct tip_connection *connection = table.slots[0];
    unsigned held = send_until_held(60000);

    cr_expect_lt(held, TIP_LIMIT_IN_FLIGHT);
    cr_expect_leq(connection->waiting.bytes, TIP_LIMIT_WAITING + TIP_LIMIT_LINE);
    cr_expect_leq(evbuffer_get_length(connection->input), 2 * TIP_LIMIT_LINE);
}

Test(pipeline, a_connections_own_requests_never_earn_busy)
{
    send_text("SEARCH x\n");
    fill_queue();
    send_text("SEARCH y\nPING\n");
    expect_text("");
    finish(table.slots[0]->id, "{\"x\":1}\n");
    expect_text("{\"x\":1}\n"); /* y and PING wait in the queue */
    finish(table.slots[0]->id, "{\"y\":1}\n{\"pong\":true}\n");
    expect_text("{\"y\":1}\n{\"pong\":true}\n");
}

Test(pipeline, no_more_is_read_than_may_be_in_flight)
{
    char lines[9 * 200 + 1] = "";

    for (char *end = lines; end < lines + sizeof lines - 1;)
        end = stpcpy(end, "SEARCH x\n");
    send_text(lines);
    cr_expect_eq(tip_pipeline_in_flight(table.slots[0]), TIP_LIMIT_IN_FLIGHT);
    cr_expect_eq(table.slots[0]->running, TIP_LIMIT_TURN);
    finish(table.slots[0]->id, "{\"x\":1}\n");
    cr_expect_eq(tip_pipeline_in_flight(table.slots[0]), TIP_LIMIT_IN_FLIGHT);
}

Test(pipeline, small_talk_is_not_delayed_by_another_connection)
{
    int other = client;

    send_text("SEARCH x\n");
    client = connect_one();
    send_text("PING\n");
    expect_text("{\"pong\":true}\n");
    close(other);
    run_loop();
}

Test(pipeline, an_answer_for_a_connection_that_is_gone_reaches_nobody_else)
{
    struct tip_connection_id gone = table.slots[0]->id;

    send_text("SEARCH x\nQUIT\n");
    tip_connections_free_all(&table);
    cr_expect_eq(closed, 1);
    close(client);
    client = connect_one();
    cr_assert_eq(table.slots[0]->id.slot, gone.slot);
    finish(gone, "{\"secret\":1}\n");
    send_text("PING\n");
    expect_text("{\"pong\":true}\n");
}

Test(pipeline, quit_waits_for_the_replies_before_it)
{
    send_text("SEARCH x\nQUIT\nPING\n");
    expect_text("");
    finish(table.slots[0]->id, "{\"x\":1}\n");
    expect_text("{\"x\":1}\n{\"bye\":true}\n");
}

Test(pipeline, auth_is_answered_at_its_place)
{
    send_text("SEARCH x\n@t AUTH y\nSEARCH z\n");
    cr_expect_eq(table.slots[0]->running, 1, "AUTH did not end the turn");
    expect_text("");
    finish(table.slots[0]->id, "{\"x\":1}\n");
    expect_text("{\"x\":1}\n{\"tag\":\"t\",\"error\":{\"code\":\"unauthorized\",\"message\":\"this "
                "server knows no tokens: every request may be sent without AUTH\"}}\n");
}

Test(pipeline, a_connection_more_than_there_is_room_for_is_closed)
{
    char byte;

    for (uint32_t slot = 1; slot < TIP_LIMIT_CONNECTIONS; slot++)
        table.slots[slot] = table.slots[0];
    close(client);
    client = connect_one();
    for (uint32_t slot = 1; slot < TIP_LIMIT_CONNECTIONS; slot++)
        table.slots[slot] = NULL;
    cr_assert_eq(recv(client, &byte, 1, 0), 0);
}
