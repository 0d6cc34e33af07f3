/* Names that stay: what a feed and its entries are known by, wherever they are served from. */
#ifndef TIP_FEED_URN_H
#define TIP_FEED_URN_H

#include <stdbool.h>

enum { TIP_URN_SIZE = 46 }; /* "urn:uuid:", 36 characters and the NUL */

/* A name-based UUID (RFC 9562, version 8, as its appendix B.2 makes one by SHA-256) as a URN: of
 * the same kind ("passage") and name (an id) always the same, on every server and of every index.
 * False without memory. */
bool tip_urn_make(char urn[TIP_URN_SIZE], const char *kind, const char *name);

#endif
