/* The tools: what a model is told of each, what it takes, what it asks of the search server, and
 * what becomes of the reply. A tool is a row.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_MCP_TOOL_H
#define TIPSEARCH_MCP_TOOL_H

#include <jansson.h>
#include <stddef.h>

#include "command/mcp/argument.h"
#include "command/mcp/passage.h"
#include "command/mcp/revision.h"
#include "command/mcp/schema.h"
#include "tipsearch.h"

struct tool {
    const char *name;
    const char *title;
    const char *description; /* for a model: short, as it stands in each of its conversations */
    const struct argument *arguments;
    const struct schema_member *result; /* its members: result_schema.h */
    /* The request of checked arguments, for free(3). INVALID: they do not go together. */
    enum tipsearch_code (*make_request)(char **out, const json_t *arguments,
                                        struct tipsearch_error *error);
    /* The structured result in *out, and the rest of it in `list`. */
    enum tipsearch_code (*read_reply)(json_t **out, struct passage_list *list,
                                      const json_t *arguments, const char *reply, size_t length,
                                      struct tipsearch_error *error);
};

extern const struct tool TOOL_SEARCH, TOOL_GET, TOOL_SIMILAR;

/* NULL: there is none of that name. */
const struct tool *tool_find(const char *name);

/* The tools as tools/list has them. NULL: no memory. */
json_t *tool_list(enum revision revision);

/* The result of a call, made of the server's reply. NULL: `error` says why. */
json_t *tool_result(const struct tool *tool, enum revision revision, const json_t *arguments,
                    const char *reply, size_t length, struct tipsearch_error *error);

/* The result of a call that failed, with a sentence for the model. */
json_t *tool_failure(const char *sentence);

/* What is said once above all passages of a result. */
extern const char TOOL_QUOTED_NOTE[];

#endif
