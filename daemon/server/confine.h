/* The server's sandbox: which files it may touch once it serves. */
#ifndef TIP_CONFINE_H
#define TIP_CONFINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "server/listener.h"
#include "server/server.h"

/* Puts the process into its sandbox (sandbox.h): it may read the index and the knowledge, read
 * again the tokens, the certificate and its key, and remove the listeners' sockets. What the kernel
 * lacks is logged. *has_landlock tells whether files are limited. TIP_NOT_FOUND, TIP_IO. */
tip_status tip_server_confine(const struct tip_server_options *options,
                              const struct tip_listener *listeners, size_t listener_count,
                              const struct tip_log *log, bool *has_landlock,
                              struct tip_error *error) TIP_MUST_CHECK;

/* What to add to the message of a file that could not be read again: words for one that the limits
 * on files may keep from a server that is confined, else "". */
const char *tip_server_confined(const struct tip_error *error, bool is_confined);

#endif
