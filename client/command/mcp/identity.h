/* What the server says of itself.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_MCP_IDENTITY_H
#define TIPSEARCH_MCP_IDENTITY_H

#include <jansson.h>

#include "command/mcp/revision.h"

/* Its name and version, as Implementation of the protocol's schema; what it can do, as
 * ServerCapabilities. NULL: no memory. */
json_t *identity_describe(enum revision revision);
json_t *identity_capabilities(void);

/* What a model should know before it uses the tools. */
extern const char IDENTITY_INSTRUCTIONS[];

#endif
