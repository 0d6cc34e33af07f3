/* Tokens: presented on each connection before anything is asked, and never shown. */
#include <criterion/criterion.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/harness.h"
#include "tipsearch.h"
#include "unit/fake_server.h"

static const char PONG[] = "{\"pong\":true}\n";
static const char GREETING[] = "{\"cmd\":\"auth\",\"token\":\"s3cret-token\"}";
static const char REFUSAL[] =
    "{\"error\":{\"code\":\"unauthorized\",\"message\":\"who is it?\"}}\n";

static char *folder;
static char *token_file;

static void write_token(const char *text)
{
    tip_test_write(token_file, text, strlen(text));
}

static void begin(void)
{
    folder = tip_test_folder();
    token_file = tip_test_path(folder, "token");
    write_token("s3cret-token\n");
}

static void end(void)
{
    free(token_file);
    tip_test_folder_remove(folder);
}

TestSuite(client_token, .init = begin, .fini = end, .timeout = 60);

/* Connects, asks PING and disconnects. */
static enum tipsearch_code ask_once(const char *address, const struct tipsearch_options *options,
                                    struct tipsearch_error *error)
{
    struct tipsearch_client *client;
    enum tipsearch_code code = tipsearch_connect(&client, address, options, error);
    char *reply;
    size_t length;

    if (code != TIPSEARCH_OK)
        return code;
    code = tipsearch_ask_raw(client, "PING", &reply, &length, error);
    if (code == TIPSEARCH_OK)
        free(reply);
    tipsearch_disconnect(client);
    return code;
}

Test(client_token, a_token_or_the_first_line_of_a_file_is_presented_first)
{
    static const struct {
        const char *token, *file, *greeting;
    } CASES[] = {
        {"s3cret-token", NULL, GREETING},
        {NULL, "s3cret-token\n", GREETING},
        {NULL, "s3cret-token", GREETING},
        {NULL, "open sesame\n", "{\"cmd\":\"auth\",\"token\":\"open sesame\"}"},
        {NULL, "s3cret-token\r\n# the next line is none\n", GREETING},
        {"a\"b\\c", NULL, "{\"cmd\":\"auth\",\"token\":\"a\\\"b\\\\c\"}"},
        {NULL, NULL, "PING"},
    };

    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct fake_server server;
        struct tipsearch_options options = {.token = CASES[i].token};
        struct tipsearch_error error;

        if (CASES[i].file) {
            write_token(CASES[i].file);
            options.token_file = token_file;
        }
        fake_server_start(&server, FAKE_ANSWERS, PONG);
        cr_expect_eq(ask_once(server.address, &options, &error), TIPSEARCH_OK, "%zu: %s", i,
                     error.message);
        fake_server_stop(&server);
        cr_expect_str_eq(server.first, CASES[i].greeting);
        cr_expect_str_eq(server.request, "PING");
    }
}

Test(client_token, what_is_no_token_is_refused_and_not_shown)
{
    static const char *const FILES[] = {"", "\n", "tab\tbed\n", "\x01\n"};
    struct tipsearch_options options = {.token_file = token_file};
    struct tipsearch_client *client = NULL;
    struct tipsearch_error error;
    char *long_token = calloc(1, 1026);

    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
        write_token(FILES[i]);
        cr_expect_eq(tipsearch_connect(&client, "unix:/tmp/nobody", &options, &error),
                     TIPSEARCH_INVALID);
        cr_expect_not_null(strstr(error.message, token_file), "%s", error.message);
        cr_expect_null(strstr(error.message, "bed"), "%s", error.message);
    }
    memset(long_token, 'x', 1025);
    write_token(long_token);
    cr_expect_eq(tipsearch_connect(&client, "unix:/tmp/nobody", &options, &error),
                 TIPSEARCH_INVALID);
    options = (struct tipsearch_options){.token = "tab\tbed"};
    cr_expect_eq(tipsearch_connect(&client, "unix:/tmp/nobody", &options, &error),
                 TIPSEARCH_INVALID);
    cr_expect_null(strstr(error.message, "bed"), "%s", error.message);
    options = (struct tipsearch_options){.token = "a", .token_file = token_file};
    cr_expect_eq(tipsearch_connect(&client, "unix:/tmp/nobody", &options, &error),
                 TIPSEARCH_INVALID);
    options = (struct tipsearch_options){.token_file = "/nowhere/token"};
    cr_expect_eq(tipsearch_connect(&client, "unix:/tmp/nobody", &options, &error),
                 TIPSEARCH_INVALID);
    cr_expect_not_null(strstr(error.message, "/nowhere/token cannot be read: No such file"), "%s",
                       error.message);
    cr_expect_null(client);
    free(long_token);
}

/* 192.0.2.0/24 is for documentation (RFC 5737): were it tried, the test would wait. */
Test(client_token, a_token_does_not_leave_the_machine_in_the_clear)
{
    static const struct tipsearch_options options = {.token = "s3cret-token"};
    struct tipsearch_client *client = NULL;
    struct tipsearch_error error;

    cr_expect_eq(tipsearch_connect(&client, "tcp:192.0.2.1:7700", &options, &error),
                 TIPSEARCH_INVALID);
    cr_expect_not_null(strstr(error.message, "use tls:"), "%s", error.message);
    cr_expect_null(client);
}

Test(client_token, a_refusal_is_told_and_nothing_is_asked)
{
    static const struct {
        enum fake_manner manner;
        const char *reply;
        enum tipsearch_code code;
        const char *message;
    } CASES[] = {
        {FAKE_ANSWERS, REFUSAL, TIPSEARCH_UNAUTHORIZED, "who is it?"},
        {FAKE_CLOSES, "", TIPSEARCH_CLOSED, "closed"},
        {FAKE_ANSWERS, "no JSON\n", TIPSEARCH_BAD_REPLY, "is this a tipsearch server?"},
        {FAKE_ANSWERS, "", TIPSEARCH_NO_SERVER, "was not done within its time"},
        {FAKE_FLOODS, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
         TIPSEARCH_BAD_REPLY, "longer than 4096 bytes"},
    };

    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        static const struct tipsearch_options options = {
            .token = "s3cret-token", .connect_ms = 500, .reply_limit = 4096};
        struct fake_server server;
        struct tipsearch_error error;

        fake_server_start(&server, CASES[i].manner, CASES[i].reply);
        cr_expect_eq(ask_once(server.address, &options, &error), CASES[i].code, "%zu: %s", i,
                     error.message);
        fake_server_stop(&server);
        cr_expect_not_null(strstr(error.message, CASES[i].message), "%s", error.message);
        cr_expect_null(strstr(error.message, "s3cret"), "%s", error.message);
        cr_expect_eq(server.requests, 1u);
    }
}

Test(client_token, a_new_connection_presents_what_the_file_holds_then)
{
    struct fake_server server;
    struct tipsearch_options options = {.token_file = token_file,
                                        .reconnect = TIPSEARCH_RECONNECT_ALL};
    struct tipsearch_client *client;
    struct tipsearch_error error;
    char *reply;
    size_t length;

    fake_server_start(&server, FAKE_ANSWERS, PONG);
    server.lines_max = 2; /* the token and one request */
    cr_assert_eq(tipsearch_connect(&client, server.address, &options, &error), TIPSEARCH_OK);
    for (int i = 0; i < 2; i++) {
        cr_assert_eq(tipsearch_ask_raw(client, "PING", &reply, &length, &error), TIPSEARCH_OK, "%s",
                     error.message);
        free(reply);
        write_token("an0ther-token\n");
    }
    tipsearch_disconnect(client);
    fake_server_stop(&server);
    cr_expect_eq(server.connections, 2u);
    cr_expect_str_eq(server.first, "{\"cmd\":\"auth\",\"token\":\"an0ther-token\"}");
}

static void note_code(void *context, const struct tipsearch_reply *reply)
{
    *(enum tipsearch_code *)context = reply->code;
}

Test(client_token, while_the_token_is_not_accepted_waiting_takes_no_turns)
{
    static const struct tipsearch_options options = {
        .token = "s3cret-token", .connect_ms = 300, .reply_ms = 10000};
    struct fake_server server;
    struct tipsearch_handle *handle;
    struct tipsearch_error error;
    enum tipsearch_code code = TIPSEARCH_OK;
    unsigned turns = 0;

    fake_server_start(&server, FAKE_ANSWERS, ""); /* reads the token, and no more */
    cr_assert_eq(tipsearch_handle_open(&handle, server.address, &options, &error), TIPSEARCH_OK);
    cr_assert_eq(tipsearch_handle_submit(handle, "PING", note_code, &code, NULL, &error),
                 TIPSEARCH_OK);
    for (; tipsearch_handle_count(handle) > 0; turns++) {
        struct pollfd wait = {.fd = tipsearch_handle_fd(handle),
                              .events = tipsearch_handle_events(handle)};

        poll(&wait, 1, tipsearch_handle_timeout_ms(handle));
        tipsearch_handle_process(handle);
    }
    tipsearch_handle_close(handle);
    fake_server_stop(&server);
    cr_expect_eq(code, TIPSEARCH_NO_SERVER);
    cr_expect(turns <= 10, "%u turns", turns);
    cr_expect_eq(server.requests, 1u);
}
