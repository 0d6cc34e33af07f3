/* The command and the library against a real daemon that wants to know who asks, over its Unix
 * socket and TLS; and what a restart of it does. */
#include <criterion/criterion.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/digest.h"
#include "harness/program.h"
#include "tipsearch.h"
#include "tls_fixture.h"

enum { DAY_S = 24 * 60 * 60 };

static const char TOKEN[] = "s3cret \"token\"";

static struct server_fixture fixture;
static char *certificate, *key, *tokens, *token_file, *wrong_file;
static char socket_address[256], tls_address[64];

static void write_private(const char *path, const char *text)
{
    tip_test_write(path, text, strlen(text));
    cr_assert_eq(chmod(path, 0600), 0);
}

static void write_files(void)
{
    char hash[TIP_DIGEST_HEX_SIZE], line[256];

    certificate = tip_test_path(fixture.folder, "certificate.pem");
    key = tip_test_path(fixture.folder, "key.pem");
    tokens = tip_test_path(fixture.folder, "tokens");
    token_file = tip_test_path(fixture.folder, "token");
    wrong_file = tip_test_path(fixture.folder, "wrong-token");
    tls_make_certificate(certificate, key, "a test", -DAY_S, DAY_S);
    cr_assert_eq(tip_digest_bytes(hash, TOKEN, strlen(TOKEN), NULL), TIP_OK);
    snprintf(line, sizeof line, "case-tool\t%s\t1000\t*\n", hash);
    write_private(tokens, line);
    snprintf(line, sizeof line, "%s\n", TOKEN);
    write_private(token_file, line);
    write_private(wrong_file, "an0ther\n");
}

static void start(void)
{
    server_fixture_build(&fixture);
    write_files();
    tip_daemon_start(&fixture.daemon, fixture.index,
                     (const char *const[]){"-l", "tls:127.0.0.1:0", "--tls-certificate",
                                           certificate, "--tls-key", key, "--tokens", tokens,
                                           NULL});
    snprintf(socket_address, sizeof socket_address, "unix:%s", fixture.daemon.socket);
    snprintf(tls_address, sizeof tls_address, "tls:127.0.0.1:%u",
             (unsigned)tls_port(&fixture, "tls:127.0.0.1:"));
}

static void stop(void)
{
    server_fixture_stop(&fixture);
    free(certificate);
    free(key);
    free(tokens);
    free(token_file);
    free(wrong_file);
}

TestSuite(tipsearch_access, .init = start, .fini = stop, .timeout = 120);

/* Runs tipsearch and compares: `out` and `err` are parts of what it prints. */
static void expect_run(const char *const *arguments, int status, const char *out, const char *err)
{
    struct tip_run run;

    tip_test_run(&run, NULL, 0, arguments);
    cr_expect_eq(run.status, status, "%d: %s", run.status, run.err);
    cr_expect_not_null(strstr(run.out, out), "%s", run.out);
    cr_expect_not_null(strstr(run.err, err), "%s", run.err);
    cr_expect_null(strstr(run.err, "s3cret"), "%s", run.err);
    cr_expect_null(strstr(run.err, "an0ther"), "%s", run.err);
    tip_run_free(&run);
}

#define EXPECT_RUN(status, out, err, ...)                                                          \
    expect_run((const char *const[]){"tipsearch", __VA_ARGS__, NULL}, status, out, err)

Test(tipsearch_access, the_token_of_a_file_opens_the_server_and_another_does_not)
{
    static const char found[] = "Human Trafficking and Cyber Scam Operations";

    EXPECT_RUN(0, found, "", "-s", socket_address, "--token-file", token_file, "cyber scam");
    EXPECT_RUN(0, found, "", "-s", tls_address, "--ca-file", certificate, "--token-file",
               token_file, "cyber scam");
    EXPECT_RUN(2, "", "name a file with your token: --token-file FILE", "-s", socket_address,
               "cyber scam");
    EXPECT_RUN(2, "", "tipsearch: ", "-s", socket_address, "--token-file", wrong_file, "scam");
    EXPECT_RUN(2, "", "cannot be read: No such file", "-s", socket_address, "--token-file",
               "/nowhere/token", "scam");
    EXPECT_RUN(2, "", "is not trusted", "-s", tls_address, "--token-file", token_file, "scam");
    EXPECT_RUN(2, "", "--token-file and --ca-file go with -s", "--token-file", token_file, "scam");
    EXPECT_RUN(2, "", "--timeout wants seconds", "-s", socket_address, "--timeout", "0", "scam");
}

Test(tipsearch_access, the_environment_says_it_as_well)
{
    setenv("TIPSEARCH_SERVER", tls_address, 1);
    setenv("TIPSEARCH_TOKEN_FILE", token_file, 1);
    setenv("SSL_CERT_FILE", certificate, 1);
    EXPECT_RUN(0, "Cyber Scam", "", "cyber scam");
    EXPECT_RUN(0, "bondage", "", "--suggest", "debt", "--timeout", "60");
    EXPECT_RUN(0, "debt", "", "--complete", "deb");
    /* An index of one's own has a server of its own, which knows no tokens. */
    EXPECT_RUN(2, "", "there is no index at", "-i", "/nowhere/index", "cyber scam");
}

/* ---- the library ---- */

static void expect_answer(struct tipsearch_client *client)
{
    struct tipsearch_query query = {.query = "cyber scam"};
    struct tipsearch_result *result;
    struct tipsearch_error error;

    cr_assert_eq(tipsearch_search(client, &query, &result, &error), TIPSEARCH_OK, "%s",
                 error.message);
    cr_expect_eq(result->total, 1);
    tipsearch_result_free(result);
}

/* Another daemon at the same socket. */
static void restart(void)
{
    const char *const arguments[] = {"tipsearchd",   "-f",       "-i",   fixture.index, "-l",
                                     socket_address, "--tokens", tokens, NULL};
    int status = 0;

    cr_assert_eq(kill(fixture.daemon.pid, SIGTERM), 0);
    cr_assert(tip_program_wait(fixture.daemon.pid, 20000, &status));
    cr_assert_eq(status, 0);
    fixture.daemon.pid = tip_test_spawn(arguments);
}

Test(tipsearch_access, a_client_that_reconnects_outlives_a_restart_and_says_again_who_it_is)
{
    struct tipsearch_options options = {
        .token_file = token_file, .connect_ms = 20000, .reconnect = TIPSEARCH_RECONNECT_ALL};
    struct tipsearch_client *client;
    struct tipsearch_error error;

    cr_assert_eq(tipsearch_connect(&client, socket_address, &options, &error), TIPSEARCH_OK, "%s",
                 error.message);
    expect_answer(client);
    restart();
    expect_answer(client); /* while the new one is still starting */
    tipsearch_disconnect(client);
}

struct count {
    unsigned answered, others;
};

static void count_reply(void *context, const struct tipsearch_reply *reply)
{
    struct count *count = context;

    if (reply->code == TIPSEARCH_OK && strstr(reply->line, "\"total\":1,"))
        count->answered++;
    else
        count->others++;
}

/* More than the server takes without an answer (64), so that it stops reading meanwhile. */
Test(tipsearch_access, a_thousand_requests_at_once_are_answered_over_tls)
{
    enum { COUNT = 1000 };
    struct tipsearch_options options = {.token_file = token_file, .ca_file = certificate};
    struct tipsearch_handle *handle;
    struct tipsearch_error error;
    struct count count = {0};

    cr_assert_eq(tipsearch_handle_open(&handle, tls_address, &options, &error), TIPSEARCH_OK, "%s",
                 error.message);
    for (int i = 0; i < COUNT; i++)
        cr_assert_eq(tipsearch_handle_submit(handle, "SEARCH \"cyber scam\"", count_reply, &count,
                                             NULL, &error),
                     TIPSEARCH_OK);
    while (tipsearch_handle_count(handle) > 0) {
        struct pollfd wait = {.fd = tipsearch_handle_fd(handle),
                              .events = tipsearch_handle_events(handle)};

        poll(&wait, 1, tipsearch_handle_timeout_ms(handle));
        tipsearch_handle_process(handle);
    }
    tipsearch_handle_close(handle);
    cr_expect_eq(count.others, 0u);
    cr_expect_eq(count.answered, (unsigned)COUNT);
}
