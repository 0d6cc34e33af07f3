/* tipsearch --mcp against clients that send anything, read late or go away, and servers that are
 * silent, busy or hang up. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "harness/harness.h"
#include "mcp_fixture.h"
#include "unit/fake_server.h"

static struct fake_server server;

enum { LATE_MAX = 100000 /* requests, of whose answers each has 5 KB at least */ };

static void start(enum fake_manner manner, const char *reply)
{
    server = (struct fake_server){0};
    fake_server_start(&server, manner, reply);
}

static void connect_to(struct mcp *mcp, const char *revision)
{
    mcp_start(mcp, (const char *const[]){"-s", server.address, NULL});
    mcp_begin(mcp, revision);
}

static void start_alone(struct mcp *mcp, const char *revision)
{
    mcp_start(mcp, (const char *const[]){"-s", "unix:/nowhere/socket", NULL});
    if (revision)
        mcp_begin(mcp, revision);
}

TestSuite(mcp_hostile, .timeout = 120);

/* ---- messages ---- */

static void expect_ping(struct mcp *mcp)
{
    json_t *reply = mcp_ask(mcp, "ping", NULL);

    cr_assert_not_null(json_object_get(reply, "result"));
    json_decref(reply);
}

/* Asserts that the next message is an error with this code and this id, as JSON text; "" is none.
 */
static void expect_error(struct mcp *mcp, int code, const char *id, const char *line)
{
    json_t *reply = mcp_receive(mcp);
    json_t *wanted = id[0] ? json_loads(id, JSON_DECODE_ANY, NULL) : NULL;

    cr_assert_eq(json_integer_value(json_object_get(json_object_get(reply, "error"), "code")), code,
                 "%.200s", line);
    if (wanted)
        cr_assert(json_equal(json_object_get(reply, "id"), wanted), "%.200s", line);
    else
        cr_assert_null(json_object_get(reply, "id"), "%.200s", line);
    json_decref(wanted);
    json_decref(reply);
}

/* Lines, and what answers them: a code of 0 is no answer. */
static const struct {
    const char *line;
    int code;
    const char *id;
} garbage[] = {
    {"", 0, ""},
    {"  \t ", 0, ""},
    {"\r", 0, ""},
    {"hello", -32700, "null"},
    {"{", -32700, "null"},
    {"{}}", -32700, "null"},
    {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"} {}", -32700, "null"},
    {"{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"ping\"}", -32700, "null"},
    {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\"}", -32700, "null"},
    {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"a\":\"\xff\"}", -32700, "1"},
    {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"a\":\"\\ud83d\"}}", -32700,
     "1"},
    {" { \"method\" :\"ping\" , \"a\":[{\"id\":2},1e999] , \"id\" : \"\\u00e9\" } ", -32700,
     "\"é\""},
    {"{\"a\":\"}\\\"\",\"id\":-7,\"method\":\"ping\",\"params\":{\"a\":1,\"a\":1}}", -32700, "-7"},
    {"{\"id\":1,\"params\":{\"a\":\"\\ud83d\"}}", -32700, "null"},
    {"{\"id\":1,\"method\":\"ping\",\"params\":{\"a\":\"\\ud83d\"}", -32700, "null"},
    {"{\"id\":1,\"method\":\"ping\",\"params\":{\"a\":\"\\", -32700, "null"},
    {"{\"id\":[1],\"method\":\"ping\",\"params\":1e999}", -32700, "null"},
    {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xed\xa0\x80\"}", -32700, "null"},
    {"{\"jsonrpc\":\"2.0\",\"id\":\"\\ud800\",\"method\":\"ping\"}", -32700, "null"},
    {"{\"jsonrpc\":\"2.0\",\"id\":1e999,\"method\":\"ping\"}", -32700, "null"},
    {"\xef\xbb\xbf{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}", -32700, "null"},
    {"null", -32600, "null"},
    {"17", -32600, "null"},
    {"\"ping\"", -32600, "null"},
    {"{}", -32600, "null"},
    {"{\"id\":1}", -32600, "1"},
    {"{\"id\":1,\"method\":\"ping\"}", -32600, "1"},
    {"{\"jsonrpc\":2.0,\"id\":1,\"method\":\"ping\"}", -32600, "1"},
    {"{\"jsonrpc\":\"1.0\",\"id\":\"a\",\"method\":\"ping\"}", -32600, "\"a\""},
    {"{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}", -32600, "null"},
    {"{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"ping\"}", -32600, "null"},
    {"{\"jsonrpc\":\"2.0\",\"id\":[1],\"method\":\"ping\"}", -32600, "null"},
    {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}", -32600, "1"},
    {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":7}", -32600, "1"},
    {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[]}", -32602, "1"},
    {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"pong\"}", -32601, "1"},
    {"{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"\"}", -32601, "\"x\""},
    {"{\"jsonrpc\":\"2.0\",\"id\":-5,\"method\":\"server/discover\"}", -32601, "-5"},
    {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"notifications/initialized\"}", -32601, "1"},
    {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
     "\"2025-06-18\"}}",
     -32600, "1"},
    {"[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]", -32600, "null"},
    {"[]", -32600, "null"},
    {"{\"jsonrpc\":\"2.0\",\"method\":\"notifications/unheard_of\"}", 0, ""},
    {"{\"jsonrpc\":\"2.0\",\"method\":\"tools/list\"}", 0, ""},
    {"{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}", 0, ""},
    {"{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":9}}", 0,
     ""},
    {"{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":[3]}", 0, ""},
    {"{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}", 0, ""},
    {"{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1,\"message\":\"no\"}}", 0, ""},
};

Test(mcp_hostile, anything_is_answered_rightly_or_passed_over)
{
    struct mcp mcp;

    start_alone(&mcp, "2025-06-18");
    for (size_t i = 0; i < sizeof garbage / sizeof *garbage; i++) {
        mcp_send(&mcp, garbage[i].line);
        if (garbage[i].code != 0)
            expect_error(&mcp, garbage[i].code, garbage[i].id, garbage[i].line);
        expect_ping(&mcp);
    }
    mcp_end(&mcp);
}

Test(mcp_hostile, an_id_that_is_not_known_is_left_out_since_the_schema_allows_it)
{
    struct mcp mcp;

    start_alone(&mcp, "2025-11-25");
    mcp_send(&mcp, "{");
    expect_error(&mcp, -32700, "", "{");
    mcp_end(&mcp);
}

static void send_repeated(struct mcp *mcp, const char *part, size_t times, const char *end)
{
    size_t length = strlen(part);
    char *line = malloc(length * times + strlen(end) + 1);

    cr_assert_not_null(line);
    for (size_t i = 0; i < times; i++)
        memcpy(line + i * length, part, length);
    strcpy(line + length * times, end);
    mcp_send(mcp, line);
    free(line);
}

Test(mcp_hostile, what_is_too_long_or_too_deep_is_refused)
{
    struct mcp mcp;

    start_alone(&mcp, "2025-06-18");
    send_repeated(&mcp, "0123456789", 1000000, "");
    expect_error(&mcp, -32600, "null", "10 MB");
    expect_ping(&mcp);
    send_repeated(&mcp, "[", 100000, "");
    expect_error(&mcp, -32700, "null", "deep");
    send_repeated(&mcp, "{\"a\":", 100000, "1");
    expect_error(&mcp, -32700, "null", "deep");
    send_repeated(&mcp, " ", 1000000, "{\"jsonrpc\":\"2.0\",\"id\":\"last\",\"method\":\"nope\"}");
    expect_error(&mcp, -32601, "\"last\"", "a message after a million blanks");
    mcp_end(&mcp);
}

/* Arguments that no parser has to take. */
static const char *const unreadable[] = {
    "{\"query\":\"debt \\ud83d\"}",
    "{\"query\":\"debt\",\"limit\":1e999}",
    "{\"query\":\"debt\",\"offset\":1000000000000000000000000000000}",
    "{\"query\":\"debt\",\"query\":\"bondage\"}",
};

Test(mcp_hostile, a_call_that_cannot_be_read_is_answered_as_one_with_wrong_arguments)
{
    static const char *const revisions[] = {"2025-11-25", "2026-07-28"};
    struct mcp mcp;

    for (size_t i = 0; i < sizeof revisions / sizeof *revisions; i++) {
        start_alone(&mcp, revisions[i]);
        for (size_t k = 0; k < sizeof unreadable / sizeof *unreadable; k++)
            mcp_expect_failure(&mcp, "search_reports", unreadable[k], "cannot be read as JSON");
        mcp_end(&mcp);
    }
    start_alone(&mcp, "2025-06-18");
    mcp_send(&mcp,
             "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"tools/call\",\"params\":{\"name\":"
             "\"search_reports\",\"arguments\":{\"query\":\"\\udc00\"}}}");
    expect_error(&mcp, -32602, "\"x\"", "half a pair");
    mcp_end(&mcp);
}

/* In each row a request that comes before `initialize`. */
static const struct {
    const char *line;
    int code;
} early[] = {
    {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}", -32602},
    {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"get_passage\"}"
     "}",
     -32602},
    {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server/discover\",\"params\":{}}", -32602},
    {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"nope\"}", -32601},
    {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}", -32602},
    {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":3}}",
     -32602},
    {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":{"
     "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}}",
     -32602},
    {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"_meta\":{"
     "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
     "\"io.modelcontextprotocol/clientCapabilities\":{}}}}",
     -32601},
    {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":{"
     "\"io.modelcontextprotocol/protocolVersion\":\"2031-01-01\","
     "\"io.modelcontextprotocol/clientCapabilities\":{}}}}",
     -32022},
    {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":{"
     "\"io.modelcontextprotocol/protocolVersion\":\"2025-06-18\","
     "\"io.modelcontextprotocol/clientCapabilities\":{}}}}",
     -32022},
};

Test(mcp_hostile, nothing_but_ping_is_answered_before_a_revision_is_settled)
{
    struct mcp mcp;

    start_alone(&mcp, NULL);
    for (size_t i = 0; i < sizeof early / sizeof *early; i++) {
        mcp_send(&mcp, early[i].line);
        expect_error(&mcp, early[i].code, "1", early[i].line);
    }
    expect_ping(&mcp);
    mcp_end(&mcp);
}

Test(mcp_hostile, a_version_that_is_refused_comes_with_those_that_are_not)
{
    struct mcp mcp;
    json_t *reply, *data;

    start_alone(&mcp, NULL);
    mcp_send(&mcp, early[8].line);
    reply = mcp_receive(&mcp);
    data = json_object_get(json_object_get(reply, "error"), "data");
    cr_assert_str_eq(json_string_value(json_object_get(data, "requested")), "2031-01-01");
    cr_assert_str_eq(json_string_value(json_array_get(json_object_get(data, "supported"), 0)),
                     "2026-07-28");
    json_decref(reply);
    mcp_end(&mcp);
}

Test(mcp_hostile, lines_may_end_in_crlf_and_the_last_one_without_either)
{
    static const char input[] = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\r\n\r\n"
                                "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}";
    struct tip_run run;

    tip_test_run(&run, input, strlen(input), (const char *const[]){"tipsearch", "--mcp", NULL});
    cr_assert_eq(run.status, 0, "%s", run.err);
    cr_assert_str_eq(run.out, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n"
                              "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{}}\n");
    cr_assert_str_eq(run.err, "");
    tip_run_free(&run);
}

/* ---- batches ---- */

Test(mcp_hostile, a_batch_of_the_revision_that_has_them_is_answered_as_one)
{
    struct mcp mcp;
    json_t *replies;

    start_alone(&mcp, "2025-03-26");
    mcp_send(&mcp, "[{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"ping\"},"
                   "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/unheard_of\"},7,"
                   "{\"jsonrpc\":\"2.0\",\"id\":\"b\",\"method\":\"tools/call\",\"params\":{"
                   "\"name\":\"search_reports\",\"arguments\":{\"query\":\"debt\"}}},"
                   "{\"jsonrpc\":\"2.0\",\"id\":\"c\",\"method\":\"initialize\"}]");
    replies = mcp_receive(&mcp);
    cr_assert_eq(json_array_size(replies), 4);
    json_decref(replies);
    mcp_send(&mcp, "[{\"jsonrpc\":\"2.0\",\"method\":\"notifications/unheard_of\"}]");
    mcp_send(&mcp, "[]");
    expect_error(&mcp, -32600, "null", "[]");
    send_repeated(&mcp, "[7", 1, "");
    expect_error(&mcp, -32700, "null", "[7");
    mcp_end(&mcp);
}

/* ---- while the server is silent ---- */

#define CALL                                                                                       \
    "{\"jsonrpc\":\"2.0\",\"id\":\"slow\",\"method\":\"tools/call\",\"params\":{\"name\":"         \
    "\"search_reports\",\"arguments\":{\"query\":\"debt\"}}}"
#define CANCEL                                                                                     \
    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":"       \
    "\"slow\",\"reason\":\"no longer\"}}"

Test(mcp_hostile, ping_and_cancel_are_heard_while_a_call_runs)
{
    struct mcp mcp;

    start(FAKE_ANSWERS, "");
    connect_to(&mcp, "2025-06-18");
    mcp_send(&mcp, CALL);
    expect_ping(&mcp);
    mcp_send(&mcp, CALL);
    expect_error(&mcp, -32600, "\"slow\"", "the same id twice");
    mcp_send(&mcp, CANCEL);
    expect_ping(&mcp);
    mcp_end(&mcp); /* which would wait for the call */
    fake_server_stop(&server);
}

Test(mcp_hostile, what_is_cancelled_of_a_batch_is_left_out_of_its_answer)
{
    struct mcp mcp;
    json_t *replies;

    start(FAKE_ANSWERS, "");
    connect_to(&mcp, "2025-03-26");
    mcp_send(&mcp, "[{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"ping\"}," CALL "]");
    expect_ping(&mcp);
    mcp_send(&mcp, CANCEL);
    replies = mcp_receive(&mcp);
    cr_assert_eq(json_array_size(replies), 1);
    json_decref(replies);
    mcp_end(&mcp);
    fake_server_stop(&server);
}

Test(mcp_hostile, a_server_that_says_nothing_is_given_up)
{
    struct mcp mcp;

    start(FAKE_ANSWERS, "");
    mcp_start(&mcp, (const char *const[]){"-s", server.address, "--timeout", "1", NULL});
    mcp_begin(&mcp, "2025-11-25");
    mcp_expect_failure(&mcp, "search_reports", "{\"query\":\"debt\"}", "no_reply");
    mcp_end(&mcp);
    fake_server_stop(&server);
}

Test(mcp_hostile, sigterm_and_sigint_end_it_cleanly_whatever_runs)
{
    static const int signals[] = {SIGTERM, SIGINT};

    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct mcp mcp;

        start(FAKE_ANSWERS, "");
        connect_to(&mcp, "2025-06-18");
        mcp_send(&mcp, CALL);
        expect_ping(&mcp);
        cr_assert_eq(kill(mcp.pid, signals[i]), 0);
        mcp_expect_end(&mcp, 0);
        fake_server_stop(&server);
    }
}

Test(mcp_hostile, a_subscription_stands_until_it_is_cancelled_or_all_ends)
{
    struct mcp mcp;
    json_t *message;
    int id;

    start_alone(&mcp, "2026-07-28");
    id = mcp_request(&mcp, "subscriptions/listen",
                     "{\"notifications\":{\"toolsListChanged\":true}}");
    message = mcp_receive(&mcp);
    cr_assert_str_eq(json_string_value(json_object_get(message, "method")),
                     "notifications/subscriptions/acknowledged");
    json_decref(message);
    cr_assert_eq(shutdown(mcp.fd, SHUT_WR), 0);
    message = mcp_receive(&mcp);
    cr_assert_eq(json_integer_value(json_object_get(message, "id")), id);
    cr_assert_not_null(json_object_get(message, "result"));
    json_decref(message);
    mcp_expect_end(&mcp, 0);
}

/* ---- servers that err ---- */

static const struct {
    enum fake_manner manner;
    const char *reply, *part;
} errors[] = {
    {FAKE_ANSWERS,
     "{\"error\":{\"code\":\"busy\",\"message\":\"full house\",\"retry_after_ms\":60000}}\n",
     "call again in some seconds. (It asks for 60000 ms.)"},
    {FAKE_ANSWERS, "{\"error\":{\"code\":\"timeout\",\"message\":\"no time\"}}\n", "fewer words"},
    {FAKE_ANSWERS, "{\"error\":{\"code\":\"unavailable\",\"message\":\"no index\"}}\n",
     "has no index that it can use"},
    {FAKE_ANSWERS, "{\"error\":{\"code\":\"gone\",\"message\":\"it was\"}}\n",
     "do not cite the old passage"},
    {FAKE_ANSWERS, "{\"error\":{\"code\":\"brand_new\",\"message\":\"line one\\nline two\"}}\n",
     "line one line two"},
    {FAKE_ANSWERS, "{\"hits\":7}\n", "bad_reply"},
    {FAKE_ANSWERS, "{\"nonsense\n", "bad_reply"},
    {FAKE_SPEAKS, "HTTP/1.1 400 Bad Request\n", "bad_reply"},
};

Test(mcp_hostile, whatever_a_server_says_is_told_as_a_result)
{
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        struct mcp mcp;

        start(errors[i].manner, errors[i].reply);
        connect_to(&mcp, "2025-06-18");
        mcp_expect_failure(&mcp, "search_reports", "{\"query\":\"debt\"}", errors[i].part);
        mcp_end(&mcp);
        fake_server_stop(&server);
    }
}

#define NOTHING_FOUND "{\"total\":0,\"total_is\":\"exact\",\"hits\":[]}\n"

Test(mcp_hostile, a_call_whose_connection_ends_is_asked_once_more)
{
    struct mcp mcp;
    json_t *result;

    server = (struct fake_server){.hang_ups = 1};
    fake_server_start(&server, FAKE_HANGS_UP, NOTHING_FOUND);
    connect_to(&mcp, "2025-06-18");
    result = mcp_call(&mcp, "search_reports", "{\"query\":\"debt\"}");
    cr_assert_not_null(strstr(mcp_text(result), "0 passages found"));
    json_decref(result);
    mcp_end(&mcp);
    fake_server_stop(&server);
}

/* ---- clients that read late, or no more ---- */

/* It stops reading when it has 4 MiB to say, and goes on when they are taken. */
Test(mcp_hostile, answers_wait_for_a_client_that_reads_late)
{
    struct mcp mcp;
    struct pollfd wait;
    int asked = 0, answered = 0;

    start_alone(&mcp, "2025-11-25");
    wait = (struct pollfd){.fd = mcp.fd, .events = POLLOUT};
    while (asked < LATE_MAX && poll(&wait, 1, 500) > 0) {
        mcp_request(&mcp, "tools/list", NULL);
        asked++;
    }
    cr_assert_lt(asked, LATE_MAX, "it took all in");
    cr_assert_eq(shutdown(mcp.fd, SHUT_WR), 0);
    for (char *line; (line = tip_receive_line(mcp.fd)) != NULL; answered++)
        free(line);
    cr_assert_eq(answered, asked);
    mcp_expect_end(&mcp, 0);
}

Test(mcp_hostile, a_client_that_goes_away_ends_it)
{
    struct mcp mcp;

    start(FAKE_ANSWERS, "");
    connect_to(&mcp, "2025-06-18");
    mcp_send(&mcp, CALL);
    expect_ping(&mcp);
    cr_assert_eq(shutdown(mcp.fd, SHUT_RDWR), 0);
    mcp_expect_end(&mcp, 2);
    fake_server_stop(&server);
}

/* ---- the command line ---- */

static const char *const others[] = {"--json",     "--all",         "--get=ba46338155b33f9c",
                                     "word",       "-n5",           "--explain",
                                     "--cite=ris", "--patterns",    "--bom",
                                     "--watch=x",  "--color=never", "--verify"};

Test(mcp_hostile, mcp_goes_with_no_other_mode)
{
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct tip_run run;

        TIP_RUN(&run, "tipsearch", "--mcp", others[i]);
        cr_assert_eq(run.status, 2, "%s", others[i]);
        cr_assert_not_null(strstr(run.err, "--mcp goes with -s, -i, --token-file"), "%s", run.err);
        cr_assert_str_eq(run.out, "");
        tip_run_free(&run);
    }
}
