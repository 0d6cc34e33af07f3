/* What clients of OpenSearch 1.1 get: the description of the server, and suggestions. */
#ifndef TIP_FEED_OPENSEARCH_H
#define TIP_FEED_OPENSEARCH_H

#include "base/string_builder.h"
#include "search/reply.h"

/* Appends the description of the server at `base`, scheme and host. */
void tip_opensearch_describe(struct tip_string *out, const char *base);

/* Appends a reply to SUGGEST for what was typed as browsers take it (OpenSearch Suggestions 1.1):
 * ["typed",["completion",…],["description",…],["address",…]]. */
void tip_opensearch_suggest(struct tip_string *out, const char *base, const char *typed,
                            const struct tip_reply *reply);

#endif
