/* A TLS server that answers every line, and certificates made for a test. */
#ifndef TIP_TEST_FAKE_TLS_H
#define TIP_TEST_FAKE_TLS_H

#include <pthread.h>
#include <stdbool.h>

/* What a certificate says: alternative names as OpenSSL writes them, "DNS:localhost,IP:127.0.0.1",
 * and for how many seconds from now it holds (negative: it did once). Its own authority. */
struct fake_certificate {
    const char *names;
    long seconds;
};

struct fake_tls {
    struct fake_certificate certificate;
    int newest_version; /* of TLS that it speaks; 0: the newest */
    bool is_plain;      /* it speaks no TLS at all */
    bool is_silent;     /* it accepts and says nothing */
    unsigned lines_max; /* it closes after so many lines; 0: it does not */
    char *folder;
    char *certificate_file; /* PEM */
    char *key_file;
    unsigned port;
    int listener;
    int stop[2]; /* a pipe whose end of stream ends it */
    pthread_t thread;
};

/* Listens at 127.0.0.1 and serves one connection after the other, in a thread of its own. The first
 * members are to be set before. */
void fake_tls_start(struct fake_tls *server);
void fake_tls_stop(struct fake_tls *server);

#endif
