/* TLS on the line protocol: what is spoken, how it ends, what becomes of slow and broken clients,
 * and certificates that are read again. */
#include <criterion/criterion.h>
#include <errno.h>
#include <openssl/err.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "protocol/limits.h"
#include "tls_fixture.h"

enum { DAY_S = 24 * 3600 };

static struct server_fixture fixture;
static char *certificate, *key;
static SSL_CTX *context;
static in_port_t port;

static void start(void)
{
    server_fixture_build(&fixture);
    certificate = tip_test_path(fixture.folder, "certificate.pem");
    key = tip_test_path(fixture.folder, "key.pem");
    tls_make_certificate(certificate, key, "first", -DAY_S, DAY_S);
    tip_daemon_start(&fixture.daemon, fixture.index,
                     (const char *const[]){"-l", "tls:127.0.0.1:0", "--tls-certificate",
                                           certificate, "--tls-key", key, NULL});
    context = tls_context(certificate);
    port = tls_port(&fixture, "tls:127.0.0.1:");
}

static void stop(void)
{
    SSL_CTX_free(context);
    server_fixture_stop(&fixture);
    free(certificate);
    free(key);
}

TestSuite(tls, .init = start, .fini = stop, .timeout = 60);

static void connect_client(struct tls_client *client)
{
    cr_assert(tls_connect(client, context, port), "%s", ERR_reason_error_string(ERR_peek_error()));
}

static void expect_served(void)
{
    struct tls_client client;

    connect_client(&client);
    tls_expect(&client, "SEARCH scam", "\"total\":1,");
    tls_close(&client);
}

/* ---- what is spoken ---- */

Test(tls, both_versions_are_spoken_without_any_extra)
{
    static const int versions[] = {TLS1_2_VERSION, TLS1_3_VERSION};
    static const unsigned char protocols[] = "\x08http/1.1\x02h2";

    cr_assert_eq(SSL_CTX_set_alpn_protos(context, protocols, sizeof protocols - 1), 0);
    for (int i = 0; i < 2; i++) {
        struct tls_client client;
        const unsigned char *protocol;
        unsigned length;

        SSL_CTX_set_min_proto_version(context, versions[i]);
        SSL_CTX_set_max_proto_version(context, versions[i]);
        connect_client(&client);
        cr_expect_eq(SSL_version(client.ssl), versions[i]);
        tls_expect(&client, "SEARCH scam", "\"total\":1,");
        SSL_get0_alpn_selected(client.ssl, &protocol, &length);
        cr_expect_eq(length, 0, "ALPN chose %.*s", (int)length, protocol);
        cr_expect_null(SSL_get_current_compression(client.ssl));
        cr_expect_eq(SSL_CIPHER_is_aead(SSL_get_current_cipher(client.ssl)), 1, "%s",
                     SSL_get_cipher_name(client.ssl));
        cr_expect_not(SSL_SESSION_is_resumable(SSL_get_session(client.ssl)) &&
                      SSL_SESSION_has_ticket(SSL_get_session(client.ssl)));
        tls_close(&client);
    }
}

Test(tls, what_is_too_old_or_too_weak_is_refused)
{
    static const struct {
        int version;
        const char *ciphers;
        int reason;
    } refused[] = {
        {TLS1_1_VERSION, "DEFAULT:@SECLEVEL=0", SSL_R_TLSV1_ALERT_PROTOCOL_VERSION},
        {TLS1_VERSION, "DEFAULT:@SECLEVEL=0", SSL_R_TLSV1_ALERT_PROTOCOL_VERSION},
        {TLS1_2_VERSION, "ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0", SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE},
        {TLS1_2_VERSION, "eNULL:aNULL:@SECLEVEL=0", SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE},
    };

    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct tls_client client;

        SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
        SSL_CTX_set_max_proto_version(context, refused[i].version);
        cr_assert_eq(SSL_CTX_set_cipher_list(context, refused[i].ciphers), 1);
        cr_assert_not(tls_connect(&client, context, port), "%zu was accepted", i);
        cr_expect_eq(ERR_GET_REASON(ERR_peek_error()), refused[i].reason, "%s",
                     ERR_reason_error_string(ERR_peek_error()));
    }
}

Test(tls, renegotiation_is_refused_and_the_connection_goes_on)
{
    struct tls_client client;

    SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION);
    connect_client(&client);
    tls_expect(&client, "PING", "pong");
    cr_assert_eq(SSL_renegotiate(client.ssl), 1);
    cr_expect_neq(SSL_do_handshake(client.ssl), 1);
    SSL_free(client.ssl);
    close(client.fd);
    expect_served();
}

Test(tls, openssl_s_client_talks_with_it)
{
    char command[1024], *out;
    char *path = tip_test_path(fixture.folder, "out");

    snprintf(command, sizeof command,
             "printf 'PING\\n@a SEARCH scam\\nQUIT\\n' | openssl s_client -quiet -connect "
             "127.0.0.1:%u -CAfile %s -verify_return_error >%s 2>/dev/null",
             (unsigned)port, certificate, path);
    cr_expect_eq(system(command), 0, "%s", command);
    out = tip_test_read(path, NULL);
    cr_expect_eq(strncmp(out, "{\"pong\":true}\n{\"tag\":\"a\",\"query\":", 30), 0, "%s", out);
    cr_expect_not_null(strstr(out, "\n{\"bye\":true}\n"), "%s", out);
    free(out);
    free(path);
}

/* ---- bytes ---- */

/* More than the socket, TLS and the server hold: it must stop reading and go on again. */
Test(tls, a_long_pipeline_is_answered_whole_and_in_order)
{
    enum { REQUESTS = 3000 };

    struct tls_client client;
    struct tip_string lines = {0};
    char expected[32];

    for (int i = 0; i < REQUESTS; i++)
        tip_string_printf(&lines, "@%d SEARCH debt TEXT\n", i);
    connect_client(&client);
    /* All is sent by a process of its own while this one does not read for a while. */
    for (size_t at = 0; at < lines.length;) {
        struct pollfd ready = {.fd = client.fd, .events = POLLOUT};
        size_t part = lines.length - at < 4000 ? lines.length - at : 4000, sent;

        if (poll(&ready, 1, 500) == 0)
            break; /* the server has stopped reading: the rest is not sent */
        cr_assert_eq(SSL_write_ex(client.ssl, lines.data + at, part, &sent), 1);
        at += sent;
    }
    tls_send(&client, "\n@last PING\n");
    for (int i = 0;; i++) {
        char *reply = tls_receive_line(&client);
        bool is_last;

        cr_assert_not_null(reply);
        is_last = strstr(reply, "\"tag\":\"last\"") != NULL;
        snprintf(expected, sizeof expected, "{\"tag\":\"%d\",", i);
        cr_assert(is_last || strncmp(reply, expected, strlen(expected)) == 0 ||
                      strstr(reply, "bad_request") != NULL,
                  "%d: %.100s", i, reply);
        free(reply);
        if (is_last)
            break;
    }
    tls_close(&client);
    tip_string_free(&lines);
}

Test(tls, a_large_line_and_a_large_reply_cross_records)
{
    struct tls_client client;
    struct tip_string line = {0};

    connect_client(&client);
    tip_string_append_text(&line, "{\"cmd\":\"similar\",\"like\":\"");
    while (line.length < 30000)
        tip_string_append_text(&line, "debt bondage and fishing vessels ");
    tip_string_append_text(&line, "\"}");
    for (int i = 0; i < 5; i++)
        tls_expect(&client, line.data, "\"total\":2,");
    tls_expect(&client, "HELP", "\"commands\"");
    tls_close(&client);
    tip_string_free(&line);
}

/* ---- ends ---- */

Test(tls, quit_ends_with_close_notify)
{
    struct tls_client client;

    connect_client(&client);
    tls_send(&client, "SEARCH scam\nQUIT\nPING\n");
    tls_expect_reply(&client, "\"total\":1,");
    tls_expect_reply(&client, "bye");
    tls_expect_end(&client);
    tls_close(&client);
}

Test(tls, who_has_said_close_notify_still_gets_every_reply)
{
    struct tls_client client;

    connect_client(&client);
    tls_send(&client, "SEARCH scam\nSTATS\nPING\nPING without an end");
    cr_assert_eq(SSL_shutdown(client.ssl), 0);
    tls_expect_reply(&client, "\"total\":1,");
    tls_expect_reply(&client, "\"made_by\"");
    tls_expect_reply(&client, "pong");
    tls_expect_end(&client);
    tls_close(&client);
}

/* Waits for the daemon's end and leaves its status to tip_daemon_stop, whose signal would else meet
 * it half gone. */
static void await_end(void)
{
    siginfo_t facts;

    cr_assert_eq(waitid(P_PID, (id_t)fixture.daemon.pid, &facts, WEXITED | WNOWAIT), 0);
}

Test(tls, what_was_received_before_the_server_ends_is_answered)
{
    struct tls_client client, idle;

    connect_client(&idle);
    connect_client(&client);
    tls_send(&client, "SEARCH scam\nSTATS\nPING\n");
    tls_expect_reply(&client, "\"total\":1,");
    cr_assert_eq(kill(fixture.daemon.pid, SIGTERM), 0);
    tls_expect_reply(&client, "\"made_by\"");
    tls_expect_reply(&client, "pong");
    tls_expect_end(&client);
    tls_close(&client);
    tls_expect_end(&idle);
    tls_close(&idle);
    await_end();
}

Test(tls, who_ends_without_close_notify_has_ended)
{
    struct tls_client client;

    connect_client(&client);
    tls_send(&client, "SEARCH scam\nPING\nSEARCH");
    cr_assert_eq(shutdown(client.fd, SHUT_WR), 0);
    tls_expect_reply(&client, "\"total\":1,");
    tls_expect_reply(&client, "pong");
    tls_expect_end(&client);
    SSL_free(client.ssl);
    close(client.fd);
}

Test(tls, a_stream_that_is_cut_anywhere_harms_nobody)
{
    struct linger reset = {.l_onoff = 1};

    for (int i = 0; i < 20; i++) {
        struct tls_client client;

        connect_client(&client);
        tls_send(&client, "SEARCH scam\nSEARCH debt");
        if (i % 2 == 0)
            cr_assert_eq(setsockopt(client.fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset), 0);
        SSL_free(client.ssl);
        close(client.fd);
    }
    expect_served();
}

Test(tls, garbage_instead_of_a_handshake_or_behind_it_ends_the_connection)
{
    static const char *const garbage[] = {"PING\n", "GET / HTTP/1.1\r\n\r\n",
                                          "\x16\x03\x01\xff\xff\x01\xff\xff\xff garbage",
                                          "\x15\x03\x03\x00\x02\x02\x28"};
    char answer[512];

    for (size_t i = 0; i < sizeof garbage / sizeof garbage[0]; i++) {
        int fd = tls_connect_socket(port);
        ssize_t got;

        tip_send(fd, garbage[i], i == 3 ? 7 : strlen(garbage[i]));
        cr_assert_eq(shutdown(fd, SHUT_WR), 0);
        do
            got = recv(fd, answer, sizeof answer, 0);
        while (got > 0);
        cr_expect(got == 0 || errno == ECONNRESET, "%zu: %s", i, strerror(errno));
        close(fd);
    }
    for (int i = 0; i < 5; i++) {
        struct tls_client client;

        connect_client(&client);
        tip_send(client.fd, garbage[0], strlen(garbage[0]));
        tip_send(client.fd, garbage[2], strlen(garbage[2]));
        while (recv(client.fd, answer, sizeof answer, 0) > 0)
            continue;
        SSL_free(client.ssl);
        close(client.fd);
    }
    expect_served();
}

/* ---- handshakes ---- */

Test(tls, a_handshake_byte_by_byte_is_done)
{
    BIO *in = BIO_new(BIO_s_mem()), *out = BIO_new(BIO_s_mem());
    SSL *ssl = SSL_new(context);
    int fd = tls_connect_socket(port);
    char bytes[4096];
    int count;

    BIO_set_mem_eof_return(in, -1);
    SSL_set_bio(ssl, in, out);
    SSL_set_connect_state(ssl);
    while (SSL_do_handshake(ssl) != 1) {
        while ((count = BIO_read(out, bytes, 1)) == 1)
            tip_send(fd, bytes, 1);
        count = (int)recv(fd, bytes, sizeof bytes, 0);
        cr_assert_gt(count, 0, "the handshake was ended");
        BIO_write(in, bytes, count);
    }
    cr_assert_eq(SSL_write(ssl, "PING\n", 5), 5);
    while ((count = BIO_read(out, bytes, 1)) == 1)
        tip_send(fd, bytes, 1);
    count = (int)recv(fd, bytes, sizeof bytes, 0);
    BIO_write(in, bytes, count);
    count = SSL_read(ssl, bytes, sizeof bytes);
    cr_assert_eq(count, 14);
    cr_assert_eq(memcmp(bytes, "{\"pong\":true}\n", 14), 0);
    SSL_free(ssl);
    close(fd);
}

static double now_s(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Twice as many as may be under way at once say nothing; who speaks is served all the same, and who
 * does not is let go in time. */
Test(tls, silent_handshakes_keep_nobody_out_and_end)
{
    enum { SILENT = 2 * TIP_LIMIT_CONNECTIONS / TIP_LIMIT_HANDSHAKE_SHARE };

    static int silent[SILENT];
    struct rlimit files = {.rlim_cur = 4096, .rlim_max = 4096};
    double began_s = now_s(), lasted_s;
    char byte;

    (void)setrlimit(RLIMIT_NOFILE, &files);
    for (int i = 0; i < SILENT; i++)
        silent[i] = tls_connect_socket(port);
    expect_served();
    expect_served();
    cr_expect_lt(now_s() - began_s, 8, "served after %.1f s", now_s() - began_s);
    for (int i = 0; i < SILENT; i++) {
        ssize_t got = recv(silent[i], &byte, 1, 0);

        cr_assert(got == 0 || (got < 0 && errno == ECONNRESET), "connection %d stays", i);
        close(silent[i]);
    }
    lasted_s = now_s() - began_s;
    cr_expect(lasted_s > TIP_TIMEOUT_HANDSHAKE_S - 1 && lasted_s < 2 * TIP_TIMEOUT_HANDSHAKE_S + 5,
              "%.1f s", lasted_s);
    expect_served();
}

/* ---- certificates ---- */

static void reload(const char *log)
{
    cr_assert_eq(kill(fixture.daemon.pid, SIGHUP), 0);
    server_await_log(&fixture, log);
}

static void expect_name(const char *expected)
{
    struct tls_client client;
    char name[64];

    SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL);
    connect_client(&client);
    tls_peer_name(&client, name, sizeof name);
    cr_expect_str_eq(name, expected);
    tls_close(&client);
}

Test(tls, after_sighup_new_connections_get_the_new_certificate)
{
    struct tls_client old;

    connect_client(&old);
    tls_make_certificate(certificate, key, "second", -DAY_S, DAY_S);
    expect_name("first");
    reload("new certificate: ");
    expect_name("second");
    tls_expect(&old, "SEARCH scam", "\"total\":1,");
    tls_close(&old);
}

Test(tls, a_bad_certificate_is_named_and_the_old_one_stays)
{
    char *other = tip_test_path(fixture.folder, "other.pem");

    tip_test_write(certificate, "no certificate\n", 15);
    reload("the certificate stays as it was: ");
    server_await_log(&fixture, "certificate.pem holds no certificate that can be used");
    expect_name("first");
    tls_make_certificate(certificate, other, "other", -DAY_S, DAY_S);
    reload("key.pem is not that of the certificate");
    expect_name("first");
    cr_assert_eq(unlink(key), 0);
    reload("cannot read the key ");
    expect_name("first");
    tip_test_write(key, "no key\n", 7);
    reload("key.pem holds no key that can be used: give one in PEM, without a passphrase");
    expect_name("first");
    tls_make_certificate(certificate, key, "second", -DAY_S, DAY_S);
    reload("new certificate: ");
    expect_name("second");
    free(other);
}

Test(tls, what_an_operator_should_mend_is_warned_of)
{
    cr_assert_eq(chmod(key, 0644), 0);
    reload("every user of this machine can read or change the key: chmod o-rw it");
    tls_make_certificate(certificate, key, "late", -2 * DAY_S, -DAY_S);
    reload("the certificate is not valid any more");
    tls_make_certificate(certificate, key, "early", DAY_S, 2 * DAY_S);
    reload("the certificate is not valid yet");
}

/* ---- the start ---- */

static void expect_refusal(const char *part, const char *const *arguments)
{
    struct tip_run run;

    tip_test_run(&run, NULL, 0, arguments);
    cr_expect_eq(run.status, 2, "status %d: %s", run.status, run.err);
    cr_expect_not_null(strstr(run.err, part), "“%s” lacks “%s”", run.err, part);
    tip_run_free(&run);
}

#define EXPECT_REFUSAL(part, ...)                                                                  \
    expect_refusal(part, (const char *const[]){"tipsearchd", "-f", "-i", fixture.index, "-l",      \
                                               "tls:127.0.0.1:0", __VA_ARGS__, NULL})

Test(tls, a_bad_certificate_at_the_start_ends_it)
{
    char *other = tip_test_path(fixture.folder, "other.pem");
    char *other_key = tip_test_path(fixture.folder, "other.key");
    char command[1024];

    tls_make_certificate(other, other_key, "other", -DAY_S, DAY_S);
    EXPECT_REFUSAL("tls_certificate is given without tls_key", "--tls-certificate", certificate);
    EXPECT_REFUSAL("tls_key is given without tls_certificate", "--tls-key", key);
    EXPECT_REFUSAL("is not that of the certificate", "--tls-certificate", certificate, "--tls-key",
                   other_key);
    EXPECT_REFUSAL("holds no key that can be used", "--tls-certificate", certificate, "--tls-key",
                   certificate);
    EXPECT_REFUSAL("holds no certificate that can be used", "--tls-certificate", key, "--tls-key",
                   key);
    EXPECT_REFUSAL("No such file", "--tls-certificate", "/nowhere/at/all", "--tls-key", key);
    snprintf(command, sizeof command,
             "openssl ec -in %s -aes128 -passout pass:secret -out %s.locked 2>/dev/null", key, key);
    cr_assert_eq(system(command), 0);
    strcat(strcpy(command, key), ".locked");
    EXPECT_REFUSAL("without a passphrase", "--tls-certificate", certificate, "--tls-key", command);
    free(other);
    free(other_key);
}

Test(tls, with_tokens_and_tls_other_machines_are_served)
{
    struct server_fixture wide = {.index = fixture.index};
    char *tokens = tip_test_path(fixture.folder, "tokens");
    struct tls_client client;

    tip_test_write(tokens, "", 0);
    EXPECT_REFUSAL("there is a lack of tokens (--tokens): give", "-l", "tls:0.0.0.0:0",
                   "--tls-certificate", certificate, "--tls-key", key);
    tip_daemon_start(&wide.daemon, wide.index,
                     (const char *const[]){"-l", "tls:0.0.0.0:0", "--tokens", tokens,
                                           "--tls-certificate", certificate, "--tls-key", key,
                                           NULL});
    cr_assert(tls_connect(&client, context, tls_port(&wide, "tls:0.0.0.0:")));
    tls_expect(&client, "PING", "pong");
    tls_expect(&client, "SEARCH scam", "unauthorized");
    tls_close(&client);
    tip_daemon_stop(&wide.daemon);
    free(tokens);
}
