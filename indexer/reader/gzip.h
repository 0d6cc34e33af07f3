/* Sources that are gzip files: what is in them. */
#ifndef TIP_READER_GZIP_H
#define TIP_READER_GZIP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "reader/reader.h"

/* What one source may unfold to, as a multiple of its size: deflate can reach 1,032, prose takes 3
 * to 5, a long table of blanks and zeros about 50. Asked above TIP_GZIP_FREE bytes only, since what
 * is small harms nobody. */
enum { TIP_GZIP_RATIO = 200, TIP_GZIP_FREE = 16 << 20 };

/* Whether the bytes begin as a gzip file does. */
bool tip_gzip_is(const char *bytes, size_t length);

/* The length of a name without its ending ".gz" (in any case); its whole length when it has none.
 */
size_t tip_gzip_name_length(const char *name);

/* What all members of the gzip file hold, at most `limit` bytes, NUL-terminated, for free(3).
 * `name` stands in messages. What follows the last member is left out, with a warning unless it is
 * zeros. TIP_INVALID for a file that is cut off or damaged, TIP_LIMIT for one that unfolds to more
 * than the limits, TIP_NO_MEMORY. */
tip_status tip_gzip_unfold(char **out, size_t *out_length, const char *name, const char *bytes,
                           size_t length, size_t limit, const struct tip_reader_options *options,
                           struct tip_error *error) TIP_MUST_CHECK;

#endif
