/* Which users of this machine may connect to the Unix sockets, beyond what the files' mode says. */
#ifndef TIP_PEERS_H
#define TIP_PEERS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/status.h"

struct tip_peers;

/* The users by name or number; the server's own user and root always may. The user database is
 * asked here and not later. TIP_INVALID for a user that there is not. */
tip_status tip_peers_create(struct tip_peers **out, const char *const *users, size_t count,
                            struct tip_error *error) TIP_MUST_CHECK;
void tip_peers_free(struct tip_peers *peers); /* NULL is allowed */

/* Whether a user may; everybody may where `peers` is NULL. */
bool tip_peers_admit(const struct tip_peers *peers, uid_t user);

/* Who connected a Unix socket, as of the moment of connect(2). False when the kernel does not say.
 */
bool tip_peer_user(int fd, uid_t *user);

#endif
