/* Certificates, and a client that speaks TLS, for the tests of the server's. */
#ifndef TIP_TEST_TLS_FIXTURE_H
#define TIP_TEST_TLS_FIXTURE_H

#include <netinet/in.h>
#include <openssl/ssl.h>
#include <stdbool.h>
#include <stddef.h>

#include "server_fixture.h"

/* Writes a new key of the curve P-256 (mode 0600) and a certificate of its own for 127.0.0.1 with
 * the common name `name`, valid from `from_s` to `until_s` seconds from now. */
void tls_make_certificate(const char *certificate_path, const char *key_path, const char *name,
                          long from_s, long until_s);

/* The port behind `prefix`, such as "tls:127.0.0.1:", in the daemon's log; awaited. */
in_port_t tls_port(const struct server_fixture *fixture, const char *prefix);

/* A socket connected to this machine's port, with a receive time-out of 30 s. */
int tls_connect_socket(in_port_t port);

struct tls_client {
    int fd;
    SSL *ssl;
};

/* A context that trusts the certificate at the path alone. */
SSL_CTX *tls_context(const char *certificate_path);

/* Connects and shakes hands; false (and all is closed) when the handshake fails, ERR_get_error(3)
 * then tells why. */
bool tls_connect(struct tls_client *client, SSL_CTX *context, in_port_t port);
/* Ends with close_notify where that can be sent. */
void tls_close(struct tls_client *client);

void tls_send(struct tls_client *client, const char *text);
/* The next line without its LF, for free(3); NULL at the end, which must be a close_notify. */
char *tls_receive_line(struct tls_client *client);
/* Sends `line` and LF, and asserts that the reply holds `part`. */
void tls_expect(struct tls_client *client, const char *line, const char *part);
void tls_expect_reply(struct tls_client *client, const char *part);
void tls_expect_end(struct tls_client *client);

/* The common name of the server's certificate. */
void tls_peer_name(const struct tls_client *client, char *name, size_t size);

#endif
