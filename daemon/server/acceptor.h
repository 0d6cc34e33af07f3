/* Takes connections from the listeners, and pauses when there is no room for more. */
#ifndef TIP_ACCEPTOR_H
#define TIP_ACCEPTOR_H

#include <event2/event.h>

#include "base/status.h"
#include "server/connection.h"
#include "server/listener.h"

struct tip_acceptor;

/* All pointers outlive the acceptor. */
tip_status tip_acceptor_create(struct tip_acceptor **out, struct tip_listener *listeners,
                               size_t listener_count, struct tip_connections *connections,
                               struct tip_error *error) TIP_MUST_CHECK;
void tip_acceptor_free(struct tip_acceptor *acceptor); /* NULL is allowed */

/* A connection is gone: there may be room again. */
void tip_acceptor_resume(struct tip_acceptor *acceptor);

#endif
