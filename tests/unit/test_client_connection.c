/* The client library's connections: one line out, one line back, whatever the server does. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tipsearch.h"
#include "unit/fake_server.h"

static const struct tipsearch_options SHORT = {.connect_ms = 2000, .reply_ms = 300};

static struct tipsearch_client *connect_to(const struct fake_server *server,
                                           const struct tipsearch_options *options)
{
    struct tipsearch_client *client = NULL;
    struct tipsearch_error error;

    cr_assert_eq(tipsearch_connect(&client, server->address, options, &error), TIPSEARCH_OK, "%s",
                 error.message);
    return client;
}

/* Asks a server of that manner once and returns how that went. */
static enum tipsearch_code ask_once(enum fake_manner manner, const char *says,
                                    const struct tipsearch_options *options,
                                    struct tipsearch_error *error)
{
    struct fake_server server;
    struct tipsearch_client *client;
    enum tipsearch_code code;
    char *reply = NULL;
    size_t length;

    fake_server_start(&server, manner, says);
    client = connect_to(&server, options);
    code = tipsearch_ask_raw(client, "PING", &reply, &length, error);
    free(reply);
    tipsearch_disconnect(client);
    fake_server_stop(&server);
    return code;
}

Test(client_connection, a_line_out_gives_the_reply_line_without_its_lf)
{
    struct fake_server server;
    struct tipsearch_client *client;
    struct tipsearch_error error;
    char *reply;
    size_t length;

    fake_server_start(&server, FAKE_ANSWERS, "{\"pong\":true}\n");
    client = connect_to(&server, NULL);
    for (int i = 0; i < 3; i++) {
        cr_assert_eq(tipsearch_ask_raw(client, "PING", &reply, &length, &error), TIPSEARCH_OK);
        cr_assert_str_eq(reply, "{\"pong\":true}");
        cr_assert_eq(length, 13u);
        free(reply);
    }
    tipsearch_disconnect(client);
    fake_server_stop(&server);
    cr_assert_str_eq(server.request, "PING");
}

Test(client_connection, a_reply_of_megabytes_comes_whole)
{
    enum { SIZE = 5 * 1024 * 1024 };
    struct fake_server server;
    struct tipsearch_client *client;
    struct tipsearch_error error;
    char *says = malloc(SIZE + 2), *reply;
    static const char head[] = "{\"x\":\"";
    size_t length;

    cr_assert_not_null(says);
    memset(says, 'x', SIZE);
    memcpy(says, head, sizeof head - 1);
    strcpy(says + SIZE - 2, "\"}\n");
    fake_server_start(&server, FAKE_ANSWERS, says);
    client = connect_to(&server, NULL);
    cr_assert_eq(tipsearch_ask_raw(client, "PING", &reply, &length, &error), TIPSEARCH_OK);
    cr_assert_eq(length, (size_t)SIZE);
    free(reply);
    tipsearch_disconnect(client);
    fake_server_stop(&server);
    free(says);
}

Test(client_connection, an_address_of_no_known_form_is_refused)
{
    static const char *const WRONG[] = {
        "",          "localhost", "unix:",        "tcp:localhost", "tcp:",
        "tcp:host:", "tcp::1:2",  "tcp:host:12x", "tls:x",         "tcp:host:99999999999999999999"};
    char long_path[400] = "unix:/tmp/";

    memset(long_path + strlen(long_path), 'x', 300);
    for (size_t i = 0; i <= sizeof WRONG / sizeof WRONG[0]; i++) {
        const char *address = i < sizeof WRONG / sizeof WRONG[0] ? WRONG[i] : long_path;
        struct tipsearch_client *client = NULL;
        struct tipsearch_error error;

        cr_expect_eq(tipsearch_connect(&client, address, NULL, &error), TIPSEARCH_INVALID, "%s: %s",
                     address, error.message);
        cr_expect_null(client);
    }
}

Test(client_connection, a_port_that_does_not_exist_is_refused_and_not_wrapped)
{
    static const char *const PORTS[] = {"0", "65536", "131071", "99999999999999999999", "http"};

    for (size_t i = 0; i < sizeof PORTS / sizeof PORTS[0]; i++) {
        struct tipsearch_client *client = NULL;
        struct tipsearch_error error;
        char address[64], message[160];

        snprintf(address, sizeof address, "tcp:127.0.0.1:%s", PORTS[i]);
        snprintf(message, sizeof message, "%s: a port is a number from 1 to 65535, not %s", address,
                 PORTS[i]);
        cr_expect_eq(tipsearch_connect(&client, address, NULL, &error), TIPSEARCH_INVALID, "%s",
                     address);
        cr_expect_str_eq(error.message, message);
        cr_expect_null(client);
    }
}

Test(client_connection, an_address_where_nobody_answers_is_named)
{
    struct tipsearch_client *client = NULL;
    struct tipsearch_error error;

    cr_assert_eq(tipsearch_connect(&client, "unix:/tmp/nobody-listens-here", NULL, &error),
                 TIPSEARCH_NO_SERVER);
    cr_assert_not_null(strstr(error.message, "unix:/tmp/nobody-listens-here"));
    cr_assert_not_null(strstr(error.message, "No such file"));
}

Test(client_connection, a_silent_server_costs_the_time_limit_and_the_connection)
{
    struct fake_server server;
    struct tipsearch_client *client;
    struct tipsearch_error error;
    char *reply;
    size_t length;

    fake_server_start(&server, FAKE_ANSWERS, "");
    client = connect_to(&server, &SHORT);
    cr_assert_eq(tipsearch_ask_raw(client, "PING", &reply, &length, &error), TIPSEARCH_NO_REPLY);
    cr_assert_str_eq(error.message, "the server did not reply within 300 ms");
    cr_assert_eq(tipsearch_ask_raw(client, "PING", &reply, &length, &error), TIPSEARCH_CLOSED);
    tipsearch_disconnect(client);
    fake_server_stop(&server);
}

Test(client_connection, a_reply_that_drips_in_for_ever_ends_at_the_time_limit)
{
    struct tipsearch_error error;

    cr_assert_eq(ask_once(FAKE_DRIPS, "x", &SHORT, &error), TIPSEARCH_NO_REPLY);
}

Test(client_connection, a_reply_that_never_ends_is_refused_at_64_mib)
{
    static char says[1024 * 1024 + 1];
    struct tipsearch_error error;

    memset(says, 'x', sizeof says - 1);
    cr_assert_eq(ask_once(FAKE_FLOODS, says, NULL, &error), TIPSEARCH_BAD_REPLY);
    cr_assert_str_eq(error.message, "the reply is longer than 67108864 bytes");
}

Test(client_connection, a_server_that_closes_early_is_no_reply)
{
    struct tipsearch_error error;

    cr_assert_eq(ask_once(FAKE_CLOSES, "", NULL, &error), TIPSEARCH_CLOSED);
    cr_assert_eq(ask_once(FAKE_CLOSES, "{\"half\":", NULL, &error), TIPSEARCH_CLOSED);
}

Test(client_connection, bytes_that_nobody_asked_for_end_the_connection)
{
    struct fake_server server;
    struct tipsearch_client *client;
    struct tipsearch_error error;
    char *reply;
    size_t length;

    cr_assert_eq(ask_once(FAKE_SPEAKS, "{\"a\":1}\n{\"b\":2}\n", NULL, &error),
                 TIPSEARCH_BAD_REPLY);
    fake_server_start(&server, FAKE_ANSWERS, "{\"a\":1}\n{\"b\":2}\n");
    client = connect_to(&server, NULL);
    cr_assert_eq(tipsearch_ask_raw(client, "PING", &reply, &length, &error), TIPSEARCH_OK);
    cr_assert_str_eq(reply, "{\"a\":1}");
    free(reply);
    cr_assert_neq(tipsearch_ask_raw(client, "PING", &reply, &length, &error), TIPSEARCH_OK);
    tipsearch_disconnect(client);
    fake_server_stop(&server);
}

Test(client_connection, a_reply_under_the_tag_of_another_request_is_none)
{
    struct tipsearch_error error;

    cr_assert_eq(ask_once(FAKE_MISTAGS, "{\"pong\":true}\n", NULL, &error), TIPSEARCH_BAD_REPLY);
    cr_assert_not_null(strstr(error.message, "is not the reply"), "%s", error.message);
}

Test(client_connection, a_request_of_two_lines_is_refused_and_the_connection_goes_on)
{
    struct fake_server server;
    struct tipsearch_client *client;
    struct tipsearch_error error;
    char *reply;
    size_t length;

    fake_server_start(&server, FAKE_ANSWERS, "{\"pong\":true}\n");
    client = connect_to(&server, NULL);
    cr_assert_eq(tipsearch_ask_raw(client, "PING\nPING", &reply, &length, &error),
                 TIPSEARCH_INVALID);
    cr_assert_eq(tipsearch_ask_raw(client, "PING", &reply, &length, &error), TIPSEARCH_OK);
    free(reply);
    tipsearch_disconnect(client);
    fake_server_stop(&server);
}

Test(client_connection, a_server_of_another_protocol_is_called_so)
{
    struct fake_server server;
    struct tipsearch_client *client;
    struct tipsearch_query query = {.query = "x"};
    struct tipsearch_result *result = NULL;
    struct tipsearch_error error;

    fake_server_start(&server, FAKE_ANSWERS, "220 mail.example.org ESMTP\n");
    client = connect_to(&server, NULL);
    cr_assert_eq(tipsearch_search(client, &query, &result, &error), TIPSEARCH_BAD_REPLY);
    cr_assert_not_null(strstr(error.message, "is this a tipsearch server?"));
    tipsearch_disconnect(client);
    fake_server_stop(&server);
}

Test(client_connection, nothing_is_disconnected_without_harm)
{
    tipsearch_disconnect(NULL);
    tipsearch_result_free(NULL);
    tipsearch_excerpt_free(NULL);
}
