/* TLS: whom the client trusts, and that the rest goes on as without it. */
#include <criterion/criterion.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tipsearch.h"
#include "unit/fake_tls.h"

enum { DAY_S = 24 * 60 * 60 };

static const char *address_of(const struct fake_tls *server, const char *host)
{
    static char address[64];

    snprintf(address, sizeof address, "tls:%s:%u", host, server->port);
    return address;
}

/* Connects to `host` and asks once. */
static enum tipsearch_code ask_once(const struct fake_tls *server, const char *host,
                                    const struct tipsearch_options *options,
                                    struct tipsearch_error *error)
{
    struct tipsearch_client *client;
    enum tipsearch_code code = tipsearch_connect(&client, address_of(server, host), options, error);
    char *reply;
    size_t length;

    if (code != TIPSEARCH_OK)
        return code;
    code = tipsearch_ask_raw(client, "PING", &reply, &length, error);
    if (code == TIPSEARCH_OK) {
        cr_expect_str_eq(reply, "{\"line\":\"PING\"}");
        free(reply);
    }
    tipsearch_disconnect(client);
    return code;
}

TestSuite(client_tls, .timeout = 60);

Test(client_tls, a_certificate_must_be_trusted_valid_and_for_the_host)
{
    static const struct {
        const char *names;
        long seconds;
        const char *host, *server_name;
        bool has_ca_file;
        enum tipsearch_code code;
        const char *message; /* a part of it */
    } CASES[] = {
        {"DNS:localhost", DAY_S, "localhost", NULL, true, TIPSEARCH_OK, ""},
        {"DNS:LOCALHOST", DAY_S, "localhost", NULL, true, TIPSEARCH_OK, ""},
        {"IP:127.0.0.1", DAY_S, "127.0.0.1", NULL, true, TIPSEARCH_OK, ""},
        {"DNS:tips.example.org", DAY_S, "127.0.0.1", "tips.example.org", true, TIPSEARCH_OK, ""},
        {"DNS:*.example.org", DAY_S, "127.0.0.1", "tips.example.org", true, TIPSEARCH_OK, ""},
        {"DNS:*.org", DAY_S, "127.0.0.1", "tips.example.org", true, TIPSEARCH_UNTRUSTED,
         "is not for tips.example.org"},
        {"DNS:localhost", DAY_S, "127.0.0.1", NULL, true, TIPSEARCH_UNTRUSTED,
         "the server's certificate is not for 127.0.0.1"},
        {"IP:127.0.0.1", DAY_S, "localhost", NULL, true, TIPSEARCH_UNTRUSTED,
         "the server's certificate is not for localhost"},
        {"DNS:localhost", DAY_S, "localhost", NULL, false, TIPSEARCH_UNTRUSTED, "name a CA file"},
        {"DNS:localhost", -60, "localhost", NULL, true, TIPSEARCH_UNTRUSTED, "expired"},
    };

    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct fake_tls server = {.certificate = {CASES[i].names, CASES[i].seconds}};
        struct tipsearch_options options = {.server_name = CASES[i].server_name};
        struct tipsearch_error error = {0};

        fake_tls_start(&server);
        options.ca_file = CASES[i].has_ca_file ? server.certificate_file : NULL;
        cr_expect_eq(ask_once(&server, CASES[i].host, &options, &error), CASES[i].code, "%zu: %s",
                     i, error.message);
        cr_expect_not_null(strstr(error.message, CASES[i].message), "%zu: %s", i, error.message);
        fake_tls_stop(&server);
    }
}

Test(client_tls, another_authority_is_not_trusted)
{
    struct fake_tls server = {.certificate = {"DNS:localhost", DAY_S}},
                    other = {.certificate = {"DNS:localhost", DAY_S}};
    struct tipsearch_options options = {0};
    struct tipsearch_error error;

    fake_tls_start(&server);
    fake_tls_start(&other);
    options.ca_file = other.certificate_file;
    cr_expect_eq(ask_once(&server, "localhost", &options, &error), TIPSEARCH_UNTRUSTED, "%s",
                 error.message);
    fake_tls_stop(&other);
    fake_tls_stop(&server);
}

Test(client_tls, a_server_without_tls_or_with_an_old_one_or_a_silent_one_is_told_in_time)
{
    static const struct fake_tls SERVERS[] = {
        {.is_plain = true}, {.newest_version = TLS1_1_VERSION}, {.is_silent = true}};

    for (size_t i = 0; i < sizeof SERVERS / sizeof *SERVERS; i++) {
        struct fake_tls server = SERVERS[i];
        struct tipsearch_options options = {.connect_ms = 500};
        struct tipsearch_error error;

        server.certificate = (struct fake_certificate){"DNS:localhost", DAY_S};
        fake_tls_start(&server);
        options.ca_file = server.certificate_file;
        cr_expect_eq(ask_once(&server, "localhost", &options, &error), TIPSEARCH_NO_SERVER,
                     "%zu: %s", i, error.message);
        cr_expect_not_null(strstr(error.message, address_of(&server, "localhost")), "%s",
                           error.message);
        fake_tls_stop(&server);
    }
}

Test(client_tls, options_of_tls_are_refused_where_they_cannot_be_used)
{
    static const struct {
        const char *address;
        struct tipsearch_options options;
    } CASES[] = {
        {"tcp:localhost:7700", {.ca_file = "/dev/null"}},
        {"unix:/tmp/x", {.server_name = "tips.example.org"}},
        {"tls:localhost:7701", {.ca_file = "/nowhere/ca.pem"}},
        {"tls:localhost:7701", {.ca_file = "/dev/null"}},
    };

    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct tipsearch_client *client = NULL;
        struct tipsearch_error error;

        cr_expect_eq(tipsearch_connect(&client, CASES[i].address, &CASES[i].options, &error),
                     TIPSEARCH_INVALID, "%zu: %s", i, error.message);
        cr_expect_null(client);
    }
}

/* ---- the handle over TLS ---- */

struct count {
    unsigned ok, closed;
};

static void count_reply(void *context, const struct tipsearch_reply *reply)
{
    struct count *count = context;

    count->ok += reply->code == TIPSEARCH_OK;
    count->closed += reply->code == TIPSEARCH_CLOSED;
}

/* Submits many long requests at once and waits for all. */
static struct count ask_many(const char *address, const struct tipsearch_options *options,
                             unsigned many)
{
    static char line[4000];
    struct tipsearch_handle *handle;
    struct count count = {0};
    struct tipsearch_error error;

    memset(line, 'x', sizeof line - 1);
    cr_assert_eq(tipsearch_handle_open(&handle, address, options, &error), TIPSEARCH_OK, "%s",
                 error.message);
    for (unsigned i = 0; i < many; i++)
        cr_assert_eq(tipsearch_handle_submit(handle, line, count_reply, &count, NULL, &error),
                     TIPSEARCH_OK);
    while (tipsearch_handle_count(handle) > 0) {
        struct pollfd wait = {.fd = tipsearch_handle_fd(handle),
                              .events = tipsearch_handle_events(handle)};

        poll(&wait, 1, tipsearch_handle_timeout_ms(handle));
        tipsearch_handle_process(handle);
    }
    tipsearch_handle_close(handle);
    return count;
}

Test(client_tls, many_requests_at_once_are_all_answered)
{
    struct fake_tls server = {.certificate = {"DNS:localhost", DAY_S}};
    struct tipsearch_options options = {0};

    fake_tls_start(&server);
    options.ca_file = server.certificate_file;
    cr_expect_eq(ask_many(address_of(&server, "localhost"), &options, 500).ok, 500u);
    fake_tls_stop(&server);
}

/* SIGPIPE would end the test. */
Test(client_tls, a_server_that_closes_while_it_is_sent_to_raises_no_signal)
{
    static const enum tipsearch_reconnect RULES[] = {TIPSEARCH_RECONNECT_NEVER,
                                                     TIPSEARCH_RECONNECT_UNSENT};

    for (size_t i = 0; i < sizeof RULES / sizeof *RULES; i++) {
        struct fake_tls server = {.certificate = {"DNS:localhost", DAY_S}, .lines_max = 3};
        struct tipsearch_options options = {.reconnect = RULES[i]};
        struct count count;

        fake_tls_start(&server);
        options.ca_file = server.certificate_file;
        count = ask_many(address_of(&server, "localhost"), &options, 2000);
        cr_expect_eq(count.ok + count.closed, 2000u);
        fake_tls_stop(&server);
    }
}
