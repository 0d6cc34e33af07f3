/* Bytes packed as gzip does it (RFC 1952). */
#ifndef TIP_GZIP_H
#define TIP_GZIP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/string_builder.h"

/* Appends them packed; false when there is no memory. */
bool tip_gzip(struct tip_string *out, const char *bytes, size_t length);

#endif
