/* Where things are when nobody says: the same rules as the client's, which starts this server. */
#ifndef TIP_DEFAULT_PATHS_H
#define TIP_DEFAULT_PATHS_H

#include "base/status.h"

/* $TIPSEARCH_INDEX, else tipsearch/index in $XDG_DATA_HOME or ~/.local/share; for free(3). */
tip_status tip_default_index(char **path, struct tip_error *error) TIP_MUST_CHECK;

/* unix:$XDG_RUNTIME_DIR/tipsearch.sock where that can be made (the folder is there and can be
 * written to, and the path fits a socket's 107 bytes), else unix:/tmp/tipsearch-UID/tipsearch.sock,
 * whose folder may be missing. For free(3). */
tip_status tip_default_address(char **address, struct tip_error *error) TIP_MUST_CHECK;

/* Makes the folder of a default address under /tmp; one that is not this user's alone is refused.
 * Of other addresses it leaves the folder alone. */
tip_status tip_default_address_prepare(const char *address, struct tip_error *error) TIP_MUST_CHECK;

#endif
