/* What can be asked of the server. A method is a row.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_MCP_METHOD_H
#define TIPSEARCH_MCP_METHOD_H

#include <jansson.h>
#include <stdbool.h>

#include "command/mcp/asker.h"
#include "command/mcp/session.h"

struct method {
    const char *name;
    enum revision first, last; /* revisions that have it */
    bool is_before_initialize; /* answered where no revision is settled */
    bool is_alone;             /* in no batch */
    /* Answers the asker, or has it answered later. `params` (or NULL) is an object. */
    void (*run)(struct session *session, struct asker *asker, const json_t *params);
};

/* NULL: there is none. */
const struct method *method_find(const char *name);

#endif
