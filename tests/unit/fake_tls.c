/* A TLS server that answers every line, and certificates made for a test. */
#include "unit/fake_tls.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "harness/harness.h"

/* ---- certificates ---- */

static void add_extension(X509 *certificate, int kind, const char *value)
{
    X509V3_CTX context;
    X509_EXTENSION *extension;

    X509V3_set_ctx(&context, certificate, certificate, NULL, NULL, 0);
    extension = X509V3_EXT_conf_nid(NULL, &context, kind, value);
    cr_assert_not_null(extension, "%s", value);
    cr_assert_eq(X509_add_ext(certificate, extension, -1), 1);
    X509_EXTENSION_free(extension);
}

static X509 *make_certificate(EVP_PKEY *key, const struct fake_certificate *facts)
{
    X509 *certificate = X509_new();
    X509_NAME *name = X509_get_subject_name(certificate);

    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -2 * 24 * 60 * 60);
    X509_gmtime_adj(X509_getm_notAfter(certificate), facts->seconds);
    X509_set_pubkey(certificate, key);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"a test", -1, -1,
                               0);
    X509_set_issuer_name(certificate, name);
    add_extension(certificate, NID_subject_alt_name, facts->names);
    cr_assert_gt(X509_sign(certificate, key, EVP_sha256()), 0);
    return certificate;
}

static void write_certificate(struct fake_tls *server)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *certificate = make_certificate(key, &server->certificate);
    FILE *file;

    server->certificate_file = tip_test_path(server->folder, "certificate.pem");
    server->key_file = tip_test_path(server->folder, "key.pem");
    file = fopen(server->certificate_file, "w");
    cr_assert_eq(PEM_write_X509(file, certificate), 1);
    fclose(file);
    file = fopen(server->key_file, "w");
    cr_assert_eq(PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL, NULL), 1);
    fclose(file);
    X509_free(certificate);
    EVP_PKEY_free(key);
}

/* ---- the server ---- */

static SSL_CTX *make_context(const struct fake_tls *server)
{
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());

    SSL_CTX_set_security_level(context, 0); /* for a server that is behind its time */
    if (server->newest_version != 0)
        SSL_CTX_set_max_proto_version(context, server->newest_version);
    SSL_CTX_use_certificate_file(context, server->certificate_file, SSL_FILETYPE_PEM);
    SSL_CTX_use_PrivateKey_file(context, server->key_file, SSL_FILETYPE_PEM);
    return context;
}

/* A request's reply: what it was, under its tag if it had one. */
static size_t make_reply(char *reply, size_t size, const char *line)
{
    int tag = line[0] == '@' ? (int)strcspn(line + 1, " ") : 0;

    if (tag > 0)
        return (size_t)snprintf(reply, size, "{\"tag\":\"%.*s\",\"line\":\"%s\"}\n", tag, line + 1,
                                line + tag + 2);
    return (size_t)snprintf(reply, size, "{\"ok\":true}\n");
}

static void converse(SSL *ssl, const struct fake_tls *server)
{
    char line[8192], reply[9000];
    size_t length = 0;
    unsigned lines = 0;

    while (SSL_read(ssl, line + length, 1) == 1) {
        if (line[length] != '\n') {
            length += length < sizeof line - 2;
            continue;
        }
        line[length] = '\0';
        length = 0;
        if (SSL_write(ssl, reply, (int)make_reply(reply, sizeof reply, line)) <= 0 ||
            ++lines == server->lines_max)
            return;
    }
}

static void serve_one(int fd, SSL_CTX *context, const struct fake_tls *server)
{
    static const char plain[] = "{\"error\":{\"code\":\"bad_request\",\"message\":\"what?\"}}\n";
    struct pollfd end = {.fd = server->stop[0]};
    SSL *ssl;

    if (server->is_silent) {
        poll(&end, 1, -1);
    } else if (server->is_plain) {
        send(fd, plain, sizeof plain - 1, MSG_NOSIGNAL);
    } else {
        ssl = SSL_new(context);
        SSL_set_fd(ssl, fd);
        if (SSL_accept(ssl) == 1)
            converse(ssl, server);
        SSL_free(ssl);
    }
}

static void *serve(void *argument)
{
    struct fake_tls *server = argument;
    SSL_CTX *context = make_context(server);
    sigset_t pipe_signal;
    int fd;

    sigemptyset(&pipe_signal);
    sigaddset(&pipe_signal, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe_signal, NULL); /* of this thread's writes, not the client's */
    while ((fd = accept(server->listener, NULL, NULL)) >= 0) {
        serve_one(fd, context, server);
        close(fd);
    }
    SSL_CTX_free(context);
    return NULL;
}

void fake_tls_start(struct fake_tls *server)
{
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof name;

    server->folder = tip_test_folder();
    write_certificate(server);
    server->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    cr_assert_eq(bind(server->listener, (struct sockaddr *)&name, size), 0);
    cr_assert_eq(listen(server->listener, 4), 0);
    cr_assert_eq(getsockname(server->listener, (struct sockaddr *)&name, &size), 0);
    server->port = ntohs(name.sin_port);
    cr_assert_eq(pipe(server->stop), 0);
    cr_assert_eq(pthread_create(&server->thread, NULL, serve, server), 0);
}

void fake_tls_stop(struct fake_tls *server)
{
    close(server->stop[1]);
    shutdown(server->listener, SHUT_RDWR);
    pthread_join(server->thread, NULL);
    close(server->stop[0]);
    close(server->listener);
    free(server->certificate_file);
    free(server->key_file);
    tip_test_folder_remove(server->folder);
}
