/* The method tools/call.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_MCP_TOOL_CALL_H
#define TIPSEARCH_MCP_TOOL_CALL_H

#include <jansson.h>

#include "command/mcp/session.h"

/* As struct method's run. */
void tool_call_run(struct session *session, struct asker *asker, const json_t *params);

/* Answers a call whose arguments are at fault, with a sentence. */
void tool_call_refuse(struct asker *asker, const char *fault);

#endif
