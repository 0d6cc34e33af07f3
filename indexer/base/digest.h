/* SHA-256 (FIPS 180-4), through OpenSSL. */
#ifndef TIP_BASE_DIGEST_H
#define TIP_BASE_DIGEST_H

#include <stddef.h>

#include "base/status.h"

enum { TIP_DIGEST_SIZE = 32, TIP_DIGEST_HEX_SIZE = 65 };

struct tip_digest; /* a hash under way */

/* NULL when there is no memory. */
struct tip_digest *tip_digest_begin(void);
tip_status tip_digest_add(struct tip_digest *digest, const void *bytes, size_t length,
                          struct tip_error *error) TIP_MUST_CHECK;
/* Writes the hash; the handle must still be freed. */
tip_status tip_digest_end(struct tip_digest *digest, unsigned char out[TIP_DIGEST_SIZE],
                          struct tip_error *error) TIP_MUST_CHECK;
void tip_digest_free(struct tip_digest *digest);

/* The hash of some bytes in lower-case hex. */
tip_status tip_digest_bytes(char hex[TIP_DIGEST_HEX_SIZE], const void *bytes, size_t length,
                            struct tip_error *error) TIP_MUST_CHECK;

/* The hash of a file's content in lower-case hex, and its size. Read in blocks, never mapped: a
 * file that shrinks meanwhile is an error and no signal. */
tip_status tip_digest_file(char hex[TIP_DIGEST_HEX_SIZE], unsigned long long *size,
                           const char *path, struct tip_error *error) TIP_MUST_CHECK;

void tip_digest_to_hex(char hex[TIP_DIGEST_HEX_SIZE], const unsigned char digest[TIP_DIGEST_SIZE]);

#endif
