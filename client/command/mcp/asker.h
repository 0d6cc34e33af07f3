/* Where the answer to a request goes.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_MCP_ASKER_H
#define TIPSEARCH_MCP_ASKER_H

#include <jansson.h>
#include <stddef.h>

#include "command/mcp/outbox.h"
#include "command/mcp/revision.h"
#include "command/mcp/rpc.h"

/* Requests that came in one message, whose answers go out in one. */
struct batch {
    size_t waiting; /* answers that are to come */
    json_t *answers;
};

/* Each is answered or left exactly once. */
struct asker {
    struct outbox *out;
    json_t *id; /* owned; NULL: not known */
    enum revision revision;
    struct batch *batch; /* NULL: none */
};

/* Sends the result, which is taken over, as the asker's revision wants it. */
void asker_answer(struct asker *asker, json_t *result);

/* Sends an error; `data` (or NULL) is taken over. */
void asker_refuse(struct asker *asker, enum rpc_code code, const char *text, json_t *data);

/* Sends nothing. */
void asker_leave(struct asker *asker);

/* One answer fewer is awaited (`answer`, taken over, or NULL when there is none); after the last
 * one they are sent, and the batch is freed. */
void batch_take(struct batch *batch, struct outbox *out, json_t *answer);

#endif
