/* The file of tokens: a line each of four fields parted by tabs.
 *
 *     name  SHA-256 of the token in hex  requests a second  report ids
 *
 * The ids are parted by commas, or are `*` for all reports. Blank lines and lines that begin with
 * `#` say nothing. A name may stand on several lines: so a token is replaced while the old one
 * still is good. A token must not. */
#ifndef TIP_TOKEN_FILE_H
#define TIP_TOKEN_FILE_H

#include <stddef.h>

#include "base/status.h"
#include "server/asker.h"

/* Zero-initialised is empty. */
struct tip_asker_list {
    struct tip_asker **askers; /* owned, with a reference to each */
    size_t count;
};

void tip_asker_list_free(struct tip_asker_list *list); /* it is empty afterwards */

/* Reads `size` bytes of text; `path` is for messages, `edition` for the askers. TIP_INVALID names
 * path, line and what to do about it; no message repeats what may be a token. On failure `list` is
 * left as it was. */
tip_status tip_asker_list_parse(struct tip_asker_list *list, const char *path, const char *text,
                                size_t size, unsigned edition,
                                struct tip_error *error) TIP_MUST_CHECK;

#endif
