/* Sockets that listen. */
#ifndef TIP_LISTENER_H
#define TIP_LISTENER_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/status.h"
#include "protocol/http_exchange.h"
#include "server/address.h"

/* What all listeners keep to. */
struct tip_listener_rules {
    mode_t socket_mode;   /* permission bits of a Unix socket's file */
    bool has_tokens;      /* who asks must say who it is */
    bool has_certificate; /* TLS can be spoken */
    bool is_insecure;     /* other machines may be served without both */
};

struct tip_listener {
    struct tip_address address;
    char text[TIP_ADDRESS_TEXT_SIZE];  /* the address as bound: port 0 has become the one picked */
    const struct tip_http_rules *http; /* borrowed; NULL: lines are spoken */
    int fd;                            /* non-blocking, close-on-exec; -1 when closed */
    int lock_fd;                       /* PATH.lock, held; -1 for TCP */
    bool is_inherited;                 /* its file is another's, who made it */
};

/* Whether the rules forbid an address, as far as that shows without looking up a name: TIP_INVALID
 * for a host given by number that is not loopback, unless both tokens and TLS keep it or the rules
 * say insecure, and for TLS without a certificate. */
tip_status tip_listener_check(const struct tip_address *address,
                              const struct tip_listener_rules *rules,
                              struct tip_error *error) TIP_MUST_CHECK;

/* Binds and listens. A Unix socket's file that nobody answers is replaced. TIP_LOCKED when another
 * server listens there; TIP_INVALID for what the rules forbid (as above, and for what a name leads
 * to), or a path that is no socket. A failed one holds nothing. */
tip_status tip_listener_open(struct tip_listener *listener, const char *address,
                             const struct tip_listener_rules *rules,
                             struct tip_error *error) TIP_MUST_CHECK;

/* The same for HTTP: `address` may be HOST:PORT, too. `http`, which may be filled in later,
 * outlives the listener; `text` begins with http. */
tip_status tip_listener_open_http(struct tip_listener *listener, const char *address,
                                  const struct tip_listener_rules *rules,
                                  const struct tip_http_rules *http,
                                  struct tip_error *error) TIP_MUST_CHECK;

/* The same of a socket that listens already (server/inherited.h), which is the listener's from here
 * on, also when this fails. Its file is left alone; the rules for hosts hold, that for the mode is
 * its maker's. `http` is as above, or NULL. TIP_INVALID too for TLS on a Unix socket. */
tip_status tip_listener_adopt(struct tip_listener *listener, int fd, bool has_tls,
                              const struct tip_listener_rules *rules,
                              const struct tip_http_rules *http,
                              struct tip_error *error) TIP_MUST_CHECK;

/* Stops listening and removes the socket and its lock. Twice does nothing. */
void tip_listener_close(struct tip_listener *listener);

#endif
