/* Passages as resources: tipsearch://passage/ID is the text of one, with its citation.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_MCP_RESOURCE_H
#define TIPSEARCH_MCP_RESOURCE_H

#include <jansson.h>

#include "command/mcp/session.h"

/* ResourceTemplate of the protocol's schema. NULL: no memory. */
json_t *resource_template(enum revision revision);

/* The method resources/read, as struct method's run. */
void resource_read_run(struct session *session, struct asker *asker, const json_t *params);

#endif
