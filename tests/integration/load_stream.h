/* Connections of either protocol, with and without TLS, for threads: failures are told and never
 * asserted, as Criterion's assertions belong to the test's own thread. */
#ifndef TIP_TEST_LOAD_STREAM_H
#define TIP_TEST_LOAD_STREAM_H

#include <netinet/in.h>
#include <openssl/ssl.h>
#include <stdbool.h>
#include <stddef.h>

struct load_stream {
    int fd;
    SSL *ssl; /* NULL: none */
    char buffer[65536];
    size_t length;
};

/* Where to connect. */
struct load_place {
    const char *path; /* of a Unix socket; NULL: TCP */
    in_port_t port;   /* of this machine */
    SSL_CTX *context; /* NULL: no TLS */
};

/* False (and errno where it says anything) when it cannot connect; close it all the same. */
bool load_stream_open(struct load_stream *stream, const struct load_place *place);
void load_stream_close(struct load_stream *stream);

bool load_stream_send(struct load_stream *stream, const char *text);

/* The next line, cut where `line` ends, without its LF. False when the stream has ended. */
bool load_stream_line(struct load_stream *stream, char *line, size_t size);

/* GETs `target` by HTTP on a connection that stays open: its status (0 when there was none) and its
 * body, which must have a Content-Length. */
unsigned load_stream_get(struct load_stream *stream, const char *target, const char *token,
                         char *body, size_t size);

#endif
