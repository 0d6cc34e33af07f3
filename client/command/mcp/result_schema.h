/* What results of the tools consist of.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_MCP_RESULT_SCHEMA_H
#define TIPSEARCH_MCP_RESULT_SCHEMA_H

#include <jansson.h>

#include "command/mcp/schema.h"

/* The members of each tool's structured result. */
extern const struct schema_member RESULT_SEARCH[], RESULT_SIMILAR[], RESULT_GET[];

/* The JSON Schema of one of them. NULL: no memory. */
json_t *result_schema(const struct schema_member *result);

#endif
