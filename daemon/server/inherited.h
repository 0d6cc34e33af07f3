/* Sockets that were made before us and handed over: by systemd's socket units, or
 * systemd-socket-activate(1), as sd_listen_fds(3) describes it. */
#ifndef TIP_INHERITED_H
#define TIP_INHERITED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

/* What is spoken on one, by its FileDescriptorName: `tls`, `http` and `https` say what they are,
 * all other names (systemd gives the unit's own where none is set) are the line protocol without
 * TLS. */
enum tip_inherited_kind {
    TIP_INHERITED_LINE,
    TIP_INHERITED_TLS,
    TIP_INHERITED_HTTP,
    TIP_INHERITED_HTTPS
};

enum { TIP_INHERITED_MOST = 16 };

struct tip_inherited {
    struct tip_inherited_socket {
        int fd; /* listens; made non-blocking and close-on-exec */
        enum tip_inherited_kind kind;
    } sockets[TIP_INHERITED_MOST];
    size_t count; /* 0: nothing was handed over */
};

/* Reads LISTEN_PID, LISTEN_FDS and LISTEN_FDNAMES, and takes them out of the environment. Before
 * the process forks or opens files. TIP_INVALID for a number that is none, more than
 * TIP_INHERITED_MOST, or a descriptor that is no listening stream socket; the message names it. */
tip_status tip_inherited_read(struct tip_inherited *inherited,
                              struct tip_error *error) TIP_MUST_CHECK;

/* Closes what no listener has taken over. */
void tip_inherited_close(struct tip_inherited *inherited);

#endif
