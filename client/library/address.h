/* Where a server is: what is written, and the socket addresses that it stands for.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_ADDRESS_H
#define TIPSEARCH_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

#include "tipsearch.h"

enum tipsearch_address_kind {
    TIPSEARCH_ADDRESS_UNIX,
    TIPSEARCH_ADDRESS_TCP,
    TIPSEARCH_ADDRESS_TLS,
};

enum {
    TIPSEARCH_HOST_SIZE = 256,    /* a name of DNS has 253 characters at most (RFC 1035) */
    TIPSEARCH_ADDRESS_SIZE = 320, /* the longest: kind, brackets, host, port */
    TIPSEARCH_CANDIDATES_MAX = 8  /* socket addresses of a host that are tried */
};

struct tipsearch_address {
    enum tipsearch_address_kind kind;
    char text[TIPSEARCH_ADDRESS_SIZE]; /* as it was written, for messages */
    char host[TIPSEARCH_HOST_SIZE];    /* of a Unix socket the path */
    char port[6];
};

/* One socket address to connect to. */
struct tipsearch_candidate {
    struct sockaddr_storage name;
    socklen_t size;
};

struct tipsearch_candidates {
    struct tipsearch_candidate items[TIPSEARCH_CANDIDATES_MAX];
    size_t count; /* at least 1 */
};

/* Reads "unix:PATH", "tcp:HOST:PORT" or "tls:HOST:PORT"; an IPv6 address stands in brackets. */
enum tipsearch_code tipsearch_address_read(struct tipsearch_address *address, const char *text,
                                           struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* What to connect to. Asks the resolver, and so may block, only for a host that is neither a number
 * nor "localhost". */
enum tipsearch_code tipsearch_address_find(const struct tipsearch_address *address,
                                           struct tipsearch_candidates *candidates,
                                           struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* Whether nothing that is sent to any of them leaves this machine. */
bool tipsearch_candidates_are_local(const struct tipsearch_candidates *candidates);

/* Whether the host is written as a number and so has no name. */
bool tipsearch_host_is_number(const char *host);

#endif
