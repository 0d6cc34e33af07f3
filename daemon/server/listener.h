/* Sockets that listen. */
#ifndef TIP_LISTENER_H
#define TIP_LISTENER_H

#include <stdbool.h>

#include "base/status.h"
#include "server/address.h"

struct tip_listener {
    struct tip_address address;
    char text[TIP_ADDRESS_TEXT_SIZE]; /* the address as bound: port 0 has become the one picked */
    int fd;                           /* non-blocking, close-on-exec; -1 when closed */
    int lock_fd;                      /* PATH.lock, held; -1 for TCP */
};

/* Binds and listens. A Unix socket's file gets mode 0600; one that nobody answers is replaced.
 * TIP_LOCKED when another server listens there; TIP_INVALID for a TCP host that is not loopback, or
 * a path that is no socket. A failed one holds nothing. */
tip_status tip_listener_open(struct tip_listener *listener, const char *address,
                             struct tip_error *error) TIP_MUST_CHECK;

/* Stops listening and removes the socket and its lock. Twice does nothing. */
void tip_listener_close(struct tip_listener *listener);

#endif
