/* The handle: any number of requests at once, nothing waits, and what a connection's end does. */
#include <criterion/criterion.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "tipsearch.h"
#include "unit/fake_server.h"

static const char PONG[] = "{\"pong\":true}\n";

/* What became of one request. */
struct outcome {
    int calls;
    int place; /* among all callbacks, from 1 */
    enum tipsearch_code code;
    char line[64];
    char message[TIPSEARCH_MESSAGE_SIZE];
    /* what the callback does besides */
    struct tipsearch_handle *handle;
    struct outcome *submits;
    unsigned long long cancels;
    bool closes;
};

static int callbacks;

static void submit(struct tipsearch_handle *handle, struct outcome *outcome,
                   unsigned long long *ticket);

static void note(void *context, const struct tipsearch_reply *reply)
{
    struct outcome *outcome = context;

    outcome->calls++;
    outcome->place = ++callbacks;
    outcome->code = reply->code;
    if (reply->line)
        snprintf(outcome->line, sizeof outcome->line, "%s", reply->line);
    if (reply->error)
        snprintf(outcome->message, sizeof outcome->message, "%s", reply->error->message);
    if (outcome->submits)
        submit(outcome->handle, outcome->submits, NULL);
    if (outcome->cancels)
        cr_expect(tipsearch_handle_cancel(outcome->handle, outcome->cancels));
    if (outcome->closes)
        tipsearch_handle_close(outcome->handle);
}

static void submit(struct tipsearch_handle *handle, struct outcome *outcome,
                   unsigned long long *ticket)
{
    struct tipsearch_error error;

    cr_assert_eq(tipsearch_handle_submit(handle, "PING", note, outcome, ticket, &error),
                 TIPSEARCH_OK, "%s", error.message);
}

static struct tipsearch_handle *open_handle(const char *address,
                                            const struct tipsearch_options *options)
{
    struct tipsearch_handle *handle;
    struct tipsearch_error error;

    cr_assert_eq(tipsearch_handle_open(&handle, address, options, &error), TIPSEARCH_OK, "%s",
                 error.message);
    return handle;
}

/* Once round the loop of a program that uses poll(2). */
static void turn(struct tipsearch_handle *handle)
{
    struct pollfd wait = {.fd = tipsearch_handle_fd(handle),
                          .events = tipsearch_handle_events(handle)};

    poll(&wait, 1, tipsearch_handle_timeout_ms(handle));
    tipsearch_handle_process(handle);
}

static void run(struct tipsearch_handle *handle)
{
    while (tipsearch_handle_count(handle) > 0)
        turn(handle);
}

static long long now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

TestSuite(client_handle, .timeout = 60);

Test(client_handle, many_requests_are_sent_before_the_first_reply_and_answered_in_their_order)
{
    enum { COUNT = 1000 };
    static struct outcome outcomes[COUNT];
    struct fake_server server;
    struct tipsearch_handle *handle;

    fake_server_start(&server, FAKE_ANSWERS, PONG);
    handle = open_handle(server.address, NULL);
    for (int i = 0; i < COUNT; i++)
        submit(handle, &outcomes[i], NULL);
    cr_assert_eq(tipsearch_handle_count(handle), (size_t)COUNT);
    run(handle);
    tipsearch_handle_close(handle);
    fake_server_stop(&server);
    for (int i = 0; i < COUNT; i++) {
        cr_assert_eq(outcomes[i].place, i + 1);
        cr_assert_str_eq(outcomes[i].line, "{\"pong\":true}");
    }
    cr_assert_eq(server.connections, 1u);
}

Test(client_handle, requests_in_the_json_form_are_tagged_too)
{
    static const char *const LINES[] = {"{\"cmd\":\"ping\"}", "{ }", "{}", "{ \"cmd\":\"ping\"}"};
    struct fake_server server;
    struct tipsearch_handle *handle;
    struct outcome outcome = {0};
    struct tipsearch_error error;

    fake_server_start(&server, FAKE_ANSWERS, PONG);
    handle = open_handle(server.address, NULL);
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
        cr_assert_eq(tipsearch_handle_submit(handle, LINES[i], note, &outcome, NULL, &error),
                     TIPSEARCH_OK);
        run(handle);
        cr_assert_str_eq(outcome.line, "{\"pong\":true}", "%s: %s", LINES[i], outcome.message);
    }
    tipsearch_handle_close(handle);
    fake_server_stop(&server);
}

/* A tag is a member of the request itself; what is no JSON goes to the server, which says so. */
Test(client_handle, what_only_looks_like_a_tag_is_sent)
{
    static const char *const LINES[] = {
        "SEARCH @a", "{\"cmd\":\"search\",\"query\":\"\\\"tag\\\":\"}",
        "{\"cmd\":\"tag\",\"a\":{\"tag\":\"b\"}}", "{\"cmd\":\"ping\",\"tag\":"};

    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
        struct fake_server server;
        struct tipsearch_handle *handle;
        struct outcome outcome = {0};
        struct tipsearch_error error;

        fake_server_start(&server, FAKE_ANSWERS, PONG);
        handle = open_handle(server.address, NULL);
        cr_expect_eq(tipsearch_handle_submit(handle, LINES[i], note, &outcome, NULL, &error),
                     TIPSEARCH_OK, "%s", LINES[i]);
        run(handle);
        tipsearch_handle_close(handle);
        fake_server_stop(&server);
        cr_expect_str_eq(outcome.line, "{\"pong\":true}", "%s: %s", LINES[i], outcome.message);
        cr_expect_str_eq(server.request, LINES[i]);
    }
}

Test(client_handle, a_request_that_is_none_is_refused_and_not_called_back)
{
    static const char *const LINES[] = {
        "@a PING",
        " \t@a PING",
        "PING\nPING",
        "{\"cmd\":\"ping\",\"tag\":\"a\"}",
        "{\"tag\": \"a\", \"cmd\": \"ping\"}",
        "{\"cmd\":\"ping\",\"tag\":null}",
        "{\"cmd\":\"ping\",\"t\\u0061g\":\"a\"}",
    };
    struct fake_server server;
    struct tipsearch_handle *handle;
    struct outcome outcome = {0};
    struct tipsearch_error error;

    fake_server_start(&server, FAKE_ANSWERS, PONG);
    handle = open_handle(server.address, NULL);
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++)
        cr_expect_eq(tipsearch_handle_submit(handle, LINES[i], note, &outcome, NULL, &error),
                     TIPSEARCH_INVALID, "%s", LINES[i]);
    cr_expect_eq(tipsearch_handle_submit(handle, "PING", NULL, &outcome, NULL, &error),
                 TIPSEARCH_INVALID);
    for (int i = 0; i < 4096; i++)
        submit(handle, &outcome, NULL);
    cr_expect_eq(tipsearch_handle_submit(handle, "PING", note, &outcome, NULL, &error),
                 TIPSEARCH_BUSY);
    cr_expect_eq(outcome.calls, 0);
    tipsearch_handle_close(handle);
    cr_expect_eq(outcome.calls, 4096);
    fake_server_stop(&server);
}

/* ---- cancelling and closing ---- */

Test(client_handle, a_cancelled_request_is_not_called_back_whether_it_was_sent_or_not)
{
    struct fake_server server;
    struct tipsearch_handle *handle;
    struct outcome sent = {0}, unsent = {0}, last = {0};
    unsigned long long sent_ticket, unsent_ticket;

    fake_server_start(&server, FAKE_ANSWERS, PONG);
    handle = open_handle(server.address, NULL);
    submit(handle, &sent, &sent_ticket);
    tipsearch_handle_process(handle); /* a Unix socket connects and takes a line at once */
    cr_expect_eq(tipsearch_handle_events(handle), POLLIN);
    submit(handle, &unsent, &unsent_ticket);
    submit(handle, &last, NULL);
    cr_expect(tipsearch_handle_cancel(handle, sent_ticket));
    cr_expect(tipsearch_handle_cancel(handle, unsent_ticket));
    cr_expect_not(tipsearch_handle_cancel(handle, unsent_ticket));
    cr_expect_not(tipsearch_handle_cancel(handle, 999));
    cr_expect_eq(tipsearch_handle_count(handle), 1u);
    run(handle);
    tipsearch_handle_close(handle);
    fake_server_stop(&server);
    cr_expect_eq(sent.calls + unsent.calls, 0);
    cr_expect_eq(last.code, TIPSEARCH_OK);
    cr_expect_str_eq(last.line, "{\"pong\":true}");
    cr_expect_eq(server.requests, 2u);
}

Test(client_handle, a_callback_may_submit_cancel_and_close)
{
    struct fake_server server;
    struct tipsearch_handle *handle;
    struct outcome first = {0}, second = {0}, third = {0}, fourth = {0};

    fake_server_start(&server, FAKE_ANSWERS, PONG);
    handle = open_handle(server.address, NULL);
    submit(handle, &first, NULL);
    submit(handle, &second, &first.cancels);
    submit(handle, &third, NULL);
    first.handle = third.handle = handle;
    third.submits = &fourth;
    while (third.calls == 0)
        turn(handle);
    fourth.handle = handle;
    fourth.closes = true;
    while (fourth.calls == 0)
        turn(handle);
    fake_server_stop(&server); /* waits until the connection has ended */
    cr_expect_eq(first.calls, 1);
    cr_expect_eq(second.calls, 0);
    cr_expect_eq(fourth.code, TIPSEARCH_OK);
}

Test(client_handle, closing_calls_back_what_waits)
{
    struct fake_server server;
    struct tipsearch_handle *handle;
    struct outcome one = {0}, other = {0};

    fake_server_start(&server, FAKE_ANSWERS, "");
    handle = open_handle(server.address, NULL);
    submit(handle, &one, NULL);
    tipsearch_handle_process(handle);
    submit(handle, &other, NULL);
    tipsearch_handle_close(handle);
    cr_expect_eq(one.calls, 1);
    cr_expect_eq(one.code, TIPSEARCH_CLOSED);
    cr_expect_eq(other.calls, 1);
    cr_expect_eq(other.code, TIPSEARCH_CLOSED);
    tipsearch_handle_close(NULL);
    fake_server_stop(&server);
}

/* ---- when a connection ends ---- */

Test(client_handle, what_the_end_of_a_connection_does_to_requests_is_as_the_rule_says)
{
    static const struct {
        enum tipsearch_reconnect reconnect;
        unsigned hang_ups;
        enum tipsearch_code sent, unsent; /* what becomes of the two */
        unsigned connections;
    } CASES[] = {
        {TIPSEARCH_RECONNECT_NEVER, 1, TIPSEARCH_CLOSED, TIPSEARCH_CLOSED, 1},
        {TIPSEARCH_RECONNECT_UNSENT, 1, TIPSEARCH_CLOSED, TIPSEARCH_OK, 2},
        {TIPSEARCH_RECONNECT_ALL, 1, TIPSEARCH_OK, TIPSEARCH_OK, 2},
        /* What brings a server down is not sent to it for ever. */
        {TIPSEARCH_RECONNECT_ALL, 2, TIPSEARCH_CLOSED, TIPSEARCH_OK, 3},
    };

    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct tipsearch_options options = {.reconnect = CASES[i].reconnect};
        struct fake_server server;
        struct tipsearch_handle *handle;
        struct outcome sent = {0}, unsent = {0};
        struct pollfd wait = {.events = POLLIN};

        fake_server_start(&server, FAKE_HANGS_UP, PONG);
        server.hang_ups = CASES[i].hang_ups;
        handle = open_handle(server.address, &options);
        submit(handle, &sent, NULL);
        tipsearch_handle_process(handle);
        wait.fd = tipsearch_handle_fd(handle);
        poll(&wait, 1, -1); /* until the end is there, so that nothing more is sent before it */
        submit(handle, &unsent, NULL);
        run(handle);
        tipsearch_handle_close(handle);
        fake_server_stop(&server);
        cr_expect_eq(sent.code, CASES[i].sent, "%zu: %s", i, sent.message);
        cr_expect_eq(unsent.code, CASES[i].unsent, "%zu: %s", i, unsent.message);
        cr_expect_eq(server.connections, CASES[i].connections, "%zu: %u", i, server.connections);
    }
}

Test(client_handle, without_reconnecting_later_requests_are_refused)
{
    struct fake_server server;
    struct tipsearch_handle *handle;
    struct outcome outcome = {0};
    struct tipsearch_error error;

    fake_server_start(&server, FAKE_CLOSES, "");
    handle = open_handle(server.address, NULL);
    submit(handle, &outcome, NULL);
    run(handle);
    cr_expect_eq(outcome.code, TIPSEARCH_CLOSED);
    cr_expect_eq(tipsearch_handle_submit(handle, "PING", note, &outcome, NULL, &error),
                 TIPSEARCH_CLOSED);
    cr_expect_eq(tipsearch_handle_fd(handle), -1);
    cr_expect_eq(tipsearch_handle_timeout_ms(handle), -1);
    tipsearch_handle_close(handle);
    fake_server_stop(&server);
}

Test(client_handle, a_request_without_an_answer_ends_with_its_connection_and_is_not_sent_again)
{
    struct tipsearch_options options = {.reply_ms = 200, .reconnect = TIPSEARCH_RECONNECT_ALL};
    struct fake_server server;
    struct tipsearch_handle *handle;
    struct outcome outcome = {0};
    long long begin_ms = now_ms();

    fake_server_start(&server, FAKE_ANSWERS, "");
    handle = open_handle(server.address, &options);
    submit(handle, &outcome, NULL);
    run(handle);
    cr_expect_eq(outcome.code, TIPSEARCH_NO_REPLY);
    cr_expect_str_eq(outcome.message, "the server did not reply within 200 ms");
    cr_expect(now_ms() - begin_ms >= 200);
    tipsearch_handle_close(handle);
    fake_server_stop(&server);
    cr_expect_eq(server.requests, 1u);
}

/* ---- servers that mean no good ---- */

Test(client_handle, a_reply_that_is_none_ends_the_connection_with_its_request)
{
    static const struct {
        enum fake_manner manner;
        const char *reply;
    } CASES[] = {
        {FAKE_MISTAGS, "{\"pong\":true}\n"},
        {FAKE_UNTAGS, "{\"pong\":true}\n"},
        {FAKE_ANSWERS, "220 mail.example.org ESMTP\n"},
        {FAKE_ANSWERS, "\n"},
        {FAKE_ANSWERS, "{}\n"},
        {FAKE_ANSWERS, "[\"tag\"]\n"},
        {FAKE_ANSWERS, " {\"pong\":true}\n"},
        {FAKE_FLOODS, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    };
    static const struct tipsearch_options options = {.reply_limit = 4096};

    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct fake_server server;
        struct tipsearch_handle *handle;
        struct outcome outcome = {0};

        fake_server_start(&server, CASES[i].manner, CASES[i].reply);
        handle = open_handle(server.address, &options);
        submit(handle, &outcome, NULL);
        run(handle);
        cr_expect_eq(outcome.code, TIPSEARCH_BAD_REPLY, "%zu: %s", i, outcome.message);
        cr_expect_eq(outcome.calls, 1);
        tipsearch_handle_close(handle);
        fake_server_stop(&server);
    }
}

Test(client_handle, an_error_without_a_tag_answers_the_request_whose_tag_was_not_found)
{
    struct fake_server server;
    struct tipsearch_handle *handle;
    struct outcome outcome = {0};
    struct tipsearch_error error;

    fake_server_start(&server, FAKE_UNTAGS, "{\"error\":{\"code\":\"too_long\"}}\n");
    handle = open_handle(server.address, NULL);
    cr_assert_eq(tipsearch_handle_submit(handle, " \tPING", note, &outcome, NULL, &error),
                 TIPSEARCH_OK);
    run(handle);
    cr_expect_eq(outcome.code, TIPSEARCH_OK);
    cr_expect_str_eq(outcome.line, "{\"error\":{\"code\":\"too_long\"}}");
    tipsearch_handle_close(handle);
    fake_server_stop(&server);
}

Test(client_handle, replies_that_come_in_single_bytes_are_put_together)
{
    struct fake_server server;
    struct tipsearch_handle *handle;
    struct outcome outcomes[5] = {0};

    fake_server_start(&server, FAKE_SPELLS, PONG);
    handle = open_handle(server.address, NULL);
    for (int i = 0; i < 5; i++)
        submit(handle, &outcomes[i], NULL);
    run(handle);
    for (int i = 0; i < 5; i++)
        cr_expect_str_eq(outcomes[i].line, "{\"pong\":true}", "%s", outcomes[i].message);
    tipsearch_handle_close(handle);
    fake_server_stop(&server);
}

/* It answers one request in bits, for ever, and reads no further: 12 MB do not fit into a socket.
 */
Test(client_handle, a_server_that_does_not_read_holds_nobody_up)
{
    enum { COUNT = 200, LINE = 60000 };
    static const struct tipsearch_options options = {.reply_ms = 400};
    struct fake_server server;
    struct tipsearch_handle *handle;
    struct outcome outcome = {0};
    struct tipsearch_error error;
    char *line = calloc(1, LINE + 1);

    memset(line, 'x', LINE);
    fake_server_start(&server, FAKE_DRIPS, "x");
    handle = open_handle(server.address, &options);
    for (int i = 0; i < COUNT; i++)
        cr_assert_eq(tipsearch_handle_submit(handle, line, note, &outcome, NULL, &error),
                     TIPSEARCH_OK);
    run(handle); /* were it to wait in a write, it would wait for ever */
    cr_expect_eq(outcome.calls, COUNT);
    cr_expect_neq(outcome.code, TIPSEARCH_OK);
    tipsearch_handle_close(handle);
    fake_server_stop(&server);
    free(line);
}

/* A Unix socket that nobody accepts from, with its backlog full. */
static int listen_deaf(struct sockaddr_un *name, int *filler)
{
    int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    *filler = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    cr_assert(listener >= 0 && *filler >= 0);
    cr_assert_eq(bind(listener, (struct sockaddr *)name, sizeof *name), 0);
    cr_assert_eq(listen(listener, 0), 0);
    cr_assert_eq(connect(*filler, (struct sockaddr *)name, sizeof *name), 0);
    return listener;
}

Test(client_handle, connecting_to_who_does_not_accept_never_blocks_and_ends_in_time)
{
    static const struct tipsearch_options options = {.connect_ms = 1500};
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    char folder[] = "/tmp/tipsearch-deaf-XXXXXX", address[160];
    struct tipsearch_handle *handle;
    struct outcome outcome = {0};
    int listener, filler;
    long long begin_ms;

    cr_assert_not_null(mkdtemp(folder));
    snprintf(name.sun_path, sizeof name.sun_path, "%s/socket", folder);
    snprintf(address, sizeof address, "unix:%s", name.sun_path);
    listener = listen_deaf(&name, &filler);
    begin_ms = now_ms();
    handle = open_handle(address, &options);
    submit(handle, &outcome, NULL);
    tipsearch_handle_process(handle);
    cr_expect(now_ms() - begin_ms < 1000, "it blocked");
    run(handle);
    cr_expect_eq(outcome.code, TIPSEARCH_NO_SERVER);
    cr_expect_not_null(strstr(outcome.message, address), "%s", outcome.message);
    cr_expect(now_ms() - begin_ms >= 1400);
    tipsearch_handle_close(handle);
    close(filler);
    close(listener);
    unlink(name.sun_path);
    rmdir(folder);
}

Test(client_handle, who_is_not_there_is_told_to_the_requests_that_wait)
{
    static const enum tipsearch_reconnect RULES[] = {
        TIPSEARCH_RECONNECT_NEVER, TIPSEARCH_RECONNECT_UNSENT, TIPSEARCH_RECONNECT_ALL};

    for (size_t i = 0; i < 3; i++) {
        struct tipsearch_options options = {.reconnect = RULES[i]};
        struct tipsearch_handle *handle = open_handle("unix:/tmp/nobody-listens-here", &options);
        struct outcome one = {0}, other = {0};

        submit(handle, &one, NULL);
        submit(handle, &other, NULL);
        run(handle);
        cr_expect_eq(one.code, TIPSEARCH_NO_SERVER);
        cr_expect_eq(other.code, TIPSEARCH_NO_SERVER);
        tipsearch_handle_close(handle);
    }
}

Test(client_handle, why_there_never_was_a_connection_is_told_to_who_comes_late)
{
    struct tipsearch_handle *handle = open_handle("unix:/tmp/nobody-listens-here", NULL);
    struct outcome outcome = {0};
    struct tipsearch_error error;

    tipsearch_handle_process(handle);
    cr_expect_eq(tipsearch_handle_submit(handle, "PING", note, &outcome, NULL, &error),
                 TIPSEARCH_NO_SERVER);
    cr_expect_not_null(strstr(error.message, "No such file"), "%s", error.message);
    tipsearch_handle_close(handle);
    cr_expect_eq(outcome.calls, 0);
}

Test(client_handle, who_asks_again_at_once_where_nobody_answers_is_slowed_down)
{
    enum { TIMES = 6 };
    static const struct tipsearch_options options = {.reconnect = TIPSEARCH_RECONNECT_ALL};
    struct tipsearch_handle *handle = open_handle("unix:/tmp/nobody-listens-here", &options);
    struct outcome outcomes[TIMES] = {0};
    long long begin_ms = now_ms();

    for (int i = 0; i + 1 < TIMES; i++) {
        outcomes[i].handle = handle;
        outcomes[i].submits = &outcomes[i + 1];
    }
    submit(handle, &outcomes[0], NULL);
    run(handle);
    cr_expect_eq(outcomes[TIMES - 1].code, TIPSEARCH_NO_SERVER);
    cr_expect(now_ms() - begin_ms >= 50 + 100 + 200);
    tipsearch_handle_close(handle);
}
