/* Where the answer to a request goes.
 *
 * SPDX-License-Identifier: MIT */
#include "command/mcp/asker.h"

#include <stdlib.h>

#include "command/mcp/identity.h"

void batch_take(struct batch *batch, struct outbox *out, json_t *answer)
{
    if (answer)
        json_array_append_new(batch->answers, answer);
    if (--batch->waiting > 0)
        return;
    if (json_array_size(batch->answers) > 0)
        outbox_add(out, json_incref(batch->answers));
    json_decref(batch->answers);
    free(batch);
}

static void deliver(struct asker *asker, json_t *message)
{
    if (asker->batch)
        batch_take(asker->batch, asker->out, message);
    else if (message)
        outbox_add(asker->out, message);
    json_decref(asker->id);
    asker->id = NULL;
}

/* What each result has where no session tells it (2026-07-28). */
static void introduce(json_t *result, enum revision revision)
{
    if (!json_object_get(result, "_meta"))
        json_object_set_new(result, "_meta", json_object());
    json_object_set_new(json_object_get(result, "_meta"), "io.modelcontextprotocol/serverInfo",
                        identity_describe(revision));
    json_object_set_new(result, "resultType", json_string("complete"));
}

void asker_answer(struct asker *asker, json_t *result)
{
    if (result && revision_is_stateless(asker->revision))
        introduce(result, asker->revision);
    if (result)
        deliver(asker, rpc_result(asker->id, result));
    else
        asker_refuse(asker, RPC_INTERNAL_ERROR, "there is not enough memory", NULL);
}

/* An id that is not known is null in JSON-RPC; the protocol's schema has none then, since it says
 * so (2025-11-25). */
void asker_refuse(struct asker *asker, enum rpc_code code, const char *text, json_t *data)
{
    json_t *message = rpc_error(asker->id, code, text, data);

    if (message && !asker->id && asker->revision < REVISION_2025_11_25)
        json_object_set_new(message, "id", json_null());
    deliver(asker, message);
}

void asker_leave(struct asker *asker)
{
    deliver(asker, NULL);
}
