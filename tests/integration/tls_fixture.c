/* Certificates, and a client that speaks TLS. */
#include "tls_fixture.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/string_builder.h"

enum { RECEIVE_LIMIT_S = 30 };

static void write_pem(const char *path, EVP_PKEY *key, X509 *certificate)
{
    char *text;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    if (key != NULL)
        cr_assert_eq(PEM_write_PrivateKey(out, key, NULL, NULL, 0, NULL, NULL), 1);
    if (certificate != NULL)
        cr_assert_eq(PEM_write_X509(out, certificate), 1);
    cr_assert_eq(fclose(out), 0);
    tip_test_write(path, text, length);
    free(text);
}

static void add_address(X509 *certificate)
{
    X509_EXTENSION *extension =
        X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, "IP:127.0.0.1,DNS:localhost");

    cr_assert_not_null(extension);
    cr_assert_eq(X509_add_ext(certificate, extension, -1), 1);
    X509_EXTENSION_free(extension);
}

void tls_make_certificate(const char *certificate_path, const char *key_path, const char *name,
                          long from_s, long until_s)
{
    static atomic_long serial = 1;
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *certificate = X509_new();
    X509_NAME *subject = X509_get_subject_name(certificate);

    cr_assert_not_null(key);
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), atomic_fetch_add(&serial, 1));
    X509_gmtime_adj(X509_getm_notBefore(certificate), from_s);
    X509_gmtime_adj(X509_getm_notAfter(certificate), until_s);
    X509_set_pubkey(certificate, key);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, (const unsigned char *)name, -1, -1,
                               0);
    X509_set_issuer_name(certificate, subject);
    add_address(certificate);
    cr_assert_gt(X509_sign(certificate, key, EVP_sha256()), 0);
    write_pem(certificate_path, NULL, certificate);
    write_pem(key_path, key, NULL);
    cr_assert_eq(chmod(key_path, 0600), 0);
    X509_free(certificate);
    EVP_PKEY_free(key);
}

in_port_t tls_port(const struct server_fixture *fixture, const char *prefix)
{
    char *log;
    const char *at;
    in_port_t port;

    server_await_log(fixture, prefix);
    log = tip_test_read(fixture->daemon.error_file, NULL);
    at = strstr(log, prefix);
    port = (in_port_t)strtoul(at + strlen(prefix), NULL, 10);
    free(log);
    return port;
}

int tls_connect_socket(in_port_t port)
{
    struct sockaddr_in name = {
        .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons(port)};
    struct timeval limit = {.tv_sec = RECEIVE_LIMIT_S};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    cr_assert_eq(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit), 0);
    cr_assert_eq(connect(fd, (struct sockaddr *)&name, sizeof name), 0, "%s", strerror(errno));
    return fd;
}

SSL_CTX *tls_context(const char *certificate_path)
{
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());

    cr_assert_not_null(context);
    cr_assert_eq(SSL_CTX_load_verify_file(context, certificate_path), 1);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
    return context;
}

bool tls_connect(struct tls_client *client, SSL_CTX *context, in_port_t port)
{
    client->fd = tls_connect_socket(port);
    client->ssl = SSL_new(context);
    cr_assert_eq(SSL_set_fd(client->ssl, client->fd), 1);
    cr_assert_eq(X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(client->ssl), "127.0.0.1"), 1);
    ERR_clear_error();
    if (SSL_connect(client->ssl) == 1)
        return true;
    tls_close(client);
    return false;
}

void tls_close(struct tls_client *client)
{
    if (SSL_is_init_finished(client->ssl))
        (void)SSL_shutdown(client->ssl);
    SSL_free(client->ssl);
    close(client->fd);
}

void tls_send(struct tls_client *client, const char *text)
{
    size_t sent;

    cr_assert_eq(SSL_write_ex(client->ssl, text, strlen(text), &sent), 1);
    cr_assert_eq(sent, strlen(text));
}

char *tls_receive_line(struct tls_client *client)
{
    struct tip_string line = {0};
    char byte;
    size_t got;

    while (SSL_read_ex(client->ssl, &byte, 1, &got) == 1) {
        if (byte == '\n')
            return tip_string_release(&line);
        tip_string_append_char(&line, byte);
    }
    cr_assert_eq(SSL_get_error(client->ssl, 0), SSL_ERROR_ZERO_RETURN,
                 "the stream ended without close_notify");
    cr_assert_eq(line.length, 0, "the stream ended inside a line: %s", line.data);
    return NULL;
}

void tls_expect_reply(struct tls_client *client, const char *part)
{
    char *reply = tls_receive_line(client);

    cr_assert_not_null(reply, "the stream ended; expected “%s”", part);
    cr_assert_not_null(strstr(reply, part), "“%.300s” lacks “%s”", reply, part);
    free(reply);
}

void tls_expect(struct tls_client *client, const char *line, const char *part)
{
    tls_send(client, line);
    tls_send(client, "\n");
    tls_expect_reply(client, part);
}

void tls_expect_end(struct tls_client *client)
{
    char *reply = tls_receive_line(client);

    cr_assert_null(reply, "expected the end, not “%.300s”", reply == NULL ? "" : reply);
}

void tls_peer_name(const struct tls_client *client, char *name, size_t size)
{
    X509 *certificate = SSL_get1_peer_certificate(client->ssl);

    cr_assert_not_null(certificate);
    cr_assert_gt(X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name,
                                           (int)size),
                 0);
    X509_free(certificate);
}
