/* All sockets of a server: those that its options name, and those that were handed over. */
#ifndef TIP_LISTENERS_H
#define TIP_LISTENERS_H

#include <stddef.h>

#include "base/status.h"
#include "server/listener.h"
#include "server/server.h"

struct tip_listeners {
    struct tip_listener *all;    /* owned */
    struct tip_http_rules *http; /* owned: of those that speak HTTP, by the same number */
    size_t count;
};

/* Listens at all of them. The inherited sockets of the options are the listeners' from here on;
 * zeroed is empty, and after an error what was opened is still to be freed. Errors as
 * tip_listener_open. */
tip_status tip_listeners_open(struct tip_listeners *listeners,
                              const struct tip_server_options *options,
                              const struct tip_listener_rules *rules,
                              struct tip_error *error) TIP_MUST_CHECK;

/* Stops listening and removes the files that are ours. Twice does nothing. */
void tip_listeners_close(struct tip_listeners *listeners);

/* Closes, and releases the memory. */
void tip_listeners_free(struct tip_listeners *listeners);

#endif
