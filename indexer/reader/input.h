/* A source as a stream: its bytes, or what is in them when it is a gzip file, a piece at a time.
 *
 * A source is read twice, once to know it by its hash and once for what it says. So what can be
 * read only once, standard input, is kept in a file without a name, which goes with its process. */
#ifndef TIP_READER_INPUT_H
#define TIP_READER_INPUT_H

#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/status.h"

struct tip_input;

/* Opens a regular file or, for "-", reads standard input to its end into a nameless file in
 * `folder` (NULL: in memory). What is added to the file from then on is not read. TIP_INVALID for
 * what is no regular file, TIP_NOT_FOUND, TIP_IO, TIP_NO_SPACE, TIP_NO_MEMORY. */
tip_status tip_input_open(struct tip_input **out, const char *path, const char *folder,
                          struct tip_error *error) TIP_MUST_CHECK;
void tip_input_close(struct tip_input *input); /* NULL is allowed */

/* Bytes of the file, packed as it is, and their SHA-256. TIP_IO. */
uint64_t tip_input_size(const struct tip_input *input);
tip_status tip_input_digest(struct tip_input *input, char hex[TIP_DIGEST_HEX_SIZE],
                            struct tip_error *error) TIP_MUST_CHECK;

/* The file's bytes, packed as they are, for free(3), NUL-terminated. TIP_LIMIT above `limit`. */
tip_status tip_input_whole(struct tip_input *input, char **bytes, size_t *length, size_t limit,
                           struct tip_error *error) TIP_MUST_CHECK;

/* Goes back to the beginning of the stream, where it is at first. TIP_NO_MEMORY. */
tip_status tip_input_rewind(struct tip_input *input, struct tip_error *error) TIP_MUST_CHECK;

/* The next bytes of the stream, at most `size`; *got is 0 at its end only. TIP_INVALID for a gzip
 * file that is damaged or cut off, TIP_LIMIT for one that unfolds to more than TIP_GZIP_RATIO times
 * its size, TIP_IO. */
tip_status tip_input_read(struct tip_input *input, char *bytes, size_t size, size_t *got,
                          struct tip_error *error) TIP_MUST_CHECK;

/* How many bytes of the file the stream has taken: for a progress bar. */
uint64_t tip_input_taken(const struct tip_input *input);

#endif
