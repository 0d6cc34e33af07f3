/* TLS over a connected socket, by OpenSSL.
 *
 * The sockets are read and written by functions of ours: OpenSSL's own would raise SIGPIPE, which a
 * library may neither do to a program nor ignore in its name.
 *
 * SPDX-License-Identifier: MIT */
#include "library/tls.h"

#include <errno.h>
#include <limits.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "library/error.h"

struct tipsearch_tls {
    SSL_CTX *context;
    BIO_METHOD *method; /* our way to a socket */
};

struct tipsearch_tls_session {
    SSL *ssl;
    bool is_broken; /* nothing may be sent any more */
};

static int socket_of(BIO *bio)
{
    return (int)(intptr_t)BIO_get_data(bio);
}

static int write_socket(BIO *bio, const char *bytes, int length)
{
    ssize_t sent = send(socket_of(bio), bytes, (size_t)length, MSG_NOSIGNAL);

    BIO_clear_retry_flags(bio);
    if (sent < 0 && (errno == EAGAIN || errno == EINTR))
        BIO_set_retry_write(bio);
    return (int)sent;
}

static int read_socket(BIO *bio, char *bytes, int size)
{
    ssize_t got = recv(socket_of(bio), bytes, (size_t)size, 0);

    BIO_clear_retry_flags(bio);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        BIO_set_retry_read(bio);
    return (int)got;
}

static long control_socket(BIO *bio, int command, long number, void *pointer)
{
    (void)bio;
    (void)number;
    (void)pointer;
    return command == BIO_CTRL_FLUSH; /* nothing is kept back; all else is not known */
}

static BIO_METHOD *make_method(void)
{
    BIO_METHOD *method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket");

    if (method) {
        BIO_meth_set_write(method, write_socket);
        BIO_meth_set_read(method, read_socket);
        BIO_meth_set_ctrl(method, control_socket);
    }
    return method;
}

/* What OpenSSL said last, in its words. */
static const char *reason(void)
{
    const char *text = ERR_reason_error_string(ERR_peek_last_error());

    return text ? text : "the connection ended";
}

static enum tipsearch_code trust(struct tipsearch_tls *tls, const char *ca_file,
                                 struct tipsearch_error *error)
{
    ERR_clear_error();
    if (!ca_file) {
        SSL_CTX_set_default_verify_paths(tls->context); /* none: then nobody is trusted */
        return TIPSEARCH_OK;
    }
    if (SSL_CTX_load_verify_file(tls->context, ca_file) != 1)
        return tipsearch_error_set(error, TIPSEARCH_INVALID,
                                   "the CA file %s cannot be used: %s: it must hold certificates "
                                   "in PEM",
                                   ca_file, reason());
    /* Who names the server's own certificate trusts that, whoever signed it. */
    X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(tls->context), X509_V_FLAG_PARTIAL_CHAIN);
    return TIPSEARCH_OK;
}

enum tipsearch_code tipsearch_tls_create(struct tipsearch_tls **out, const char *ca_file,
                                         struct tipsearch_error *error)
{
    struct tipsearch_tls *tls = calloc(1, sizeof *tls);
    enum tipsearch_code code;

    if (!tls)
        return tipsearch_error_memory(error, "TLS");
    tls->context = SSL_CTX_new(TLS_client_method());
    tls->method = make_method();
    if (!tls->context || !tls->method) {
        tipsearch_tls_free(tls);
        return tipsearch_error_memory(error, "TLS");
    }
    SSL_CTX_set_min_proto_version(tls->context, TLS1_2_VERSION);
    SSL_CTX_set_options(tls->context, SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_verify(tls->context, SSL_VERIFY_PEER, NULL);
    SSL_CTX_set_mode(tls->context,
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    code = trust(tls, ca_file, error);
    if (code == TIPSEARCH_OK)
        *out = tls;
    else
        tipsearch_tls_free(tls);
    return code;
}

void tipsearch_tls_free(struct tipsearch_tls *tls)
{
    if (!tls)
        return;
    SSL_CTX_free(tls->context);
    BIO_meth_free(tls->method);
    free(tls);
}

/* Whose certificate it must be: a number is compared with its addresses, a name with its names. */
static bool expect_name(SSL *ssl, const char *name)
{
    if (tipsearch_host_is_number(name))
        return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), name) == 1;
    SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    return SSL_set1_host(ssl, name) == 1 && SSL_set_tlsext_host_name(ssl, name) == 1;
}

static const char *expected_name(const struct tipsearch_settings *settings)
{
    return settings->server_name ? settings->server_name : settings->address.host;
}

static bool attach(SSL *ssl, const struct tipsearch_tls *tls, int fd)
{
    BIO *bio = BIO_new(tls->method);

    if (!bio)
        return false;
    BIO_set_data(bio, (void *)(intptr_t)fd);
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl, bio, bio); /* takes it over */
    return true;
}

enum tipsearch_code tipsearch_tls_begin(struct tipsearch_tls_session **out,
                                        struct tipsearch_tls *tls, int fd,
                                        const struct tipsearch_settings *settings,
                                        struct tipsearch_error *error)
{
    struct tipsearch_tls_session *session = calloc(1, sizeof *session);

    if (session)
        session->ssl = SSL_new(tls->context);
    if (!session || !session->ssl || !attach(session->ssl, tls, fd)) {
        tipsearch_tls_end(session);
        return tipsearch_error_memory(error, "TLS");
    }
    if (!expect_name(session->ssl, expected_name(settings))) {
        tipsearch_tls_end(session);
        return tipsearch_error_set(error, TIPSEARCH_INVALID, "%s is no name of a host",
                                   expected_name(settings));
    }
    SSL_set_connect_state(session->ssl);
    session->is_broken = true; /* until there is a session to end */
    *out = session;
    return TIPSEARCH_OK;
}

void tipsearch_tls_end(struct tipsearch_tls_session *session)
{
    if (!session)
        return;
    if (session->ssl && !session->is_broken)
        SSL_shutdown(session->ssl);
    SSL_free(session->ssl);
    free(session);
}

/* What is to be awaited after a call that returned `result`; 0 when it failed. */
static short await(struct tipsearch_tls_session *session, int result)
{
    switch (SSL_get_error(session->ssl, result)) {
    case SSL_ERROR_WANT_READ:
        return POLLIN;
    case SSL_ERROR_WANT_WRITE:
        return POLLOUT;
    default:
        session->is_broken = true;
        return 0;
    }
}

static enum tipsearch_code refuse(const struct tipsearch_tls_session *session,
                                  const struct tipsearch_settings *settings,
                                  struct tipsearch_error *error)
{
    long verdict = SSL_get_verify_result(session->ssl);

    if (verdict == X509_V_ERR_HOSTNAME_MISMATCH || verdict == X509_V_ERR_IP_ADDRESS_MISMATCH)
        return tipsearch_error_set(error, TIPSEARCH_UNTRUSTED,
                                   "%s: the server's certificate is not for %s",
                                   settings->address.text, expected_name(settings));
    if (verdict != X509_V_OK)
        return tipsearch_error_set(
            error, TIPSEARCH_UNTRUSTED, "%s: the server's certificate is not trusted: %s%s",
            settings->address.text, X509_verify_cert_error_string(verdict),
            settings->ca_file ? "" : ": if it is of an authority of your own, name a CA file");
    return tipsearch_error_set(error, TIPSEARCH_NO_SERVER, "no TLS server answers at %s: %s",
                               settings->address.text, reason());
}

enum tipsearch_code tipsearch_tls_shake_hands(struct tipsearch_tls_session *session,
                                              const struct tipsearch_settings *settings,
                                              short *wants, struct tipsearch_error *error)
{
    int result;

    ERR_clear_error();
    result = SSL_do_handshake(session->ssl);
    *wants = 0;
    if (result == 1) {
        session->is_broken = false;
        return TIPSEARCH_OK;
    }
    *wants = await(session, result);
    return *wants ? TIPSEARCH_OK : refuse(session, settings, error);
}

static int bounded(size_t length)
{
    return length < INT_MAX ? (int)length : INT_MAX;
}

ssize_t tipsearch_tls_read(struct tipsearch_tls_session *session, char *bytes, size_t size,
                           short *wants)
{
    int got;

    ERR_clear_error();
    got = SSL_read(session->ssl, bytes, bounded(size));
    if (got > 0)
        return got;
    if (SSL_get_error(session->ssl, got) == SSL_ERROR_ZERO_RETURN)
        return 0;
    *wants = await(session, got);
    return -1;
}

ssize_t tipsearch_tls_write(struct tipsearch_tls_session *session, const char *bytes, size_t length,
                            short *wants)
{
    int sent;

    ERR_clear_error();
    sent = SSL_write(session->ssl, bytes, bounded(length));
    if (sent > 0)
        return sent;
    *wants = await(session, sent);
    return -1;
}
