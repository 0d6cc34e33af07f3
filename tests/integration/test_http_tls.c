/* HTTP by TLS. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tls_fixture.h"

static struct server_fixture fixture;
static char *certificate, *key;

static void start(void)
{
    server_fixture_build(&fixture);
    certificate = tip_test_path(fixture.folder, "certificate.pem");
    key = tip_test_path(fixture.folder, "key.pem");
    tls_make_certificate(certificate, key, "first", -60, 3600);
    tip_daemon_start(&fixture.daemon, fixture.index,
                     (const char *const[]){"--http", "tls:127.0.0.1:0", "--tls-certificate",
                                           certificate, "--tls-key", key, NULL});
}

static void stop(void)
{
    server_fixture_stop(&fixture);
    free(certificate);
    free(key);
}

TestSuite(http_tls, .init = start, .fini = stop, .timeout = 60);

#define HOST "Host: localhost\r\n"

/* Reads the head of a reply of which the first line begins so. */
static void expect_head(struct tls_client *client, const char *first)
{
    char *line = tls_receive_line(client);

    cr_assert_not_null(line);
    cr_expect_eq(strncmp(line, first, strlen(first)), 0, "%s", line);
    while (line != NULL && strcmp(line, "\r") != 0 && line[0] != '\0') {
        free(line);
        line = tls_receive_line(client);
    }
    cr_assert_not_null(line);
    free(line);
}

Test(http_tls, requests_are_answered)
{
    SSL_CTX *context = tls_context(certificate);
    struct tls_client client;

    cr_assert(tls_connect(&client, context, tls_port(&fixture, "https://127.0.0.1:")));
    tls_send(&client, "GET /search?q=scam&limit=1 HTTP/1.1\r\n" HOST "\r\n"
                      "GET /healthz HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n");
    expect_head(&client, "HTTP/1.1 200 OK");
    tls_expect_reply(&client, "\"total\":1,");
    expect_head(&client, "HTTP/1.1 200 OK");
    tls_expect_reply(&client, "{\"status\":\"ok\"}");
    tls_expect_end(&client);
    tls_close(&client);
    SSL_CTX_free(context);
}

/* Whoever follows an address of a feed goes on as safely. */
Test(http_tls, addresses_begin_with_https)
{
    SSL_CTX *context = tls_context(certificate);
    struct tls_client client;

    cr_assert(tls_connect(&client, context, tls_port(&fixture, "https://127.0.0.1:")));
    tls_send(&client,
             "GET /opensearch/suggest?q=camb HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n");
    expect_head(&client, "HTTP/1.1 200 OK");
    tls_expect_reply(&client, "\"https://localhost/?q=");
    tls_expect_end(&client);
    tls_close(&client);
    SSL_CTX_free(context);
}

Test(http_tls, what_is_refused_ends_as_tls_does)
{
    SSL_CTX *context = tls_context(certificate);
    struct tls_client client;

    cr_assert(tls_connect(&client, context, tls_port(&fixture, "https://127.0.0.1:")));
    tls_send(&client, "GET /healthz HTTP/1.1\r\n\r\nGET /stats HTTP/1.1\r\n" HOST "\r\n");
    expect_head(&client, "HTTP/1.1 400 Bad Request");
    tls_expect_reply(&client, "the field host is missing");
    tls_expect_end(&client);
    tls_close(&client);
    SSL_CTX_free(context);
}

Test(http_tls, without_tls_nothing_is_answered)
{
    static const char request[] = "GET /healthz HTTP/1.1\r\n" HOST "\r\n";
    int fd = tls_connect_socket(tls_port(&fixture, "https://127.0.0.1:"));
    char bytes[256];
    ssize_t got;

    tip_send(fd, request, sizeof request - 1);
    got = read(fd, bytes, sizeof bytes - 1);
    cr_assert_geq(got, 0);
    bytes[got] = '\0';
    cr_expect_null(strstr(bytes, "HTTP"), "%s", bytes);
    close(fd);
}
