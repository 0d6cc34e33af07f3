/* What can be asked of the server.
 *
 * SPDX-License-Identifier: MIT */
#include "command/mcp/method.h"

#include <string.h>

#include "command/mcp/identity.h"
#include "command/mcp/resource.h"
#include "command/mcp/tool.h"
#include "command/mcp/tool_call.h"

/* What does not change while the server runs may be kept for a day. */
enum { FRESH_MS = 24 * 60 * 60 * 1000 };

/* CacheableResult of the protocol's schema; the same for everybody. */
static json_t *cacheable(const struct asker *asker, json_t *result)
{
    if (result && revision_is_stateless(asker->revision)) {
        json_object_set_new(result, "ttlMs", json_integer(FRESH_MS));
        json_object_set_new(result, "cacheScope", json_string("public"));
    }
    return result;
}

/* Answers a client that names a revision which is not spoken with the latest that begins so. */
static void run_initialize(struct session *session, struct asker *asker, const json_t *params)
{
    const char *name = rpc_string(json_object_get(params, "protocolVersion"));
    enum revision revision = name ? revision_named(name) : REVISION_NONE;

    if (session->revision != REVISION_NONE) {
        asker_refuse(asker, RPC_INVALID_REQUEST, "the session has begun already", NULL);
        return;
    }
    if (!name) {
        asker_refuse(asker, RPC_INVALID_PARAMS, "initialize needs protocolVersion, a string", NULL);
        return;
    }
    if (revision == REVISION_NONE || revision > REVISION_LAST_INITIALIZED)
        revision = REVISION_LAST_INITIALIZED;
    session->revision = asker->revision = revision;
    asker_answer(asker,
                 json_pack("{s:s,s:o,s:o,s:s}", "protocolVersion", revision_name(revision),
                           "capabilities", identity_capabilities(), "serverInfo",
                           identity_describe(revision), "instructions", IDENTITY_INSTRUCTIONS));
}

static void run_discover(struct session *session, struct asker *asker, const json_t *params)
{
    (void)session;
    (void)params;
    asker_answer(asker,
                 cacheable(asker, json_pack("{s:o,s:o,s:s}", "supportedVersions", revision_list(),
                                            "capabilities", identity_capabilities(), "instructions",
                                            IDENTITY_INSTRUCTIONS)));
}

static void run_ping(struct session *session, struct asker *asker, const json_t *params)
{
    (void)session;
    (void)params;
    asker_answer(asker, json_object());
}

/* Lists are of one page, so no cursor was ever given. */
static bool is_first_page(struct asker *asker, const json_t *params)
{
    if (!json_object_get(params, "cursor"))
        return true;
    asker_refuse(asker, RPC_INVALID_PARAMS, "there is one page: leave cursor out", NULL);
    return false;
}

static void run_tools_list(struct session *session, struct asker *asker, const json_t *params)
{
    (void)session;
    if (is_first_page(asker, params))
        asker_answer(asker,
                     cacheable(asker, json_pack("{s:o}", "tools", tool_list(asker->revision))));
}

/* Passages are too many to be listed: tools find them. */
static void run_resources_list(struct session *session, struct asker *asker, const json_t *params)
{
    (void)session;
    if (is_first_page(asker, params))
        asker_answer(asker, cacheable(asker, json_pack("{s:[]}", "resources")));
}

static void run_templates_list(struct session *session, struct asker *asker, const json_t *params)
{
    (void)session;
    if (is_first_page(asker, params))
        asker_answer(asker, cacheable(asker, json_pack("{s:[o]}", "resourceTemplates",
                                                       resource_template(asker->revision))));
}

/* What can be told of is nothing, as the tools do not change: the subscription stands until it is
 * cancelled. */
static void run_listen(struct session *session, struct asker *asker, const json_t *params)
{
    struct call *call;

    if (!json_is_object(json_object_get(params, "notifications"))) {
        asker_refuse(asker, RPC_INVALID_PARAMS, "notifications is an object", NULL);
        return;
    }
    call = calls_stand(&session->calls, asker);
    if (call)
        outbox_add(asker->out, json_pack("{s:s,s:s,s:{s:{s:O},s:{}}}", "jsonrpc", "2.0", "method",
                                         "notifications/subscriptions/acknowledged", "params",
                                         "_meta", "io.modelcontextprotocol/subscriptionId",
                                         call->asker.id, "notifications"));
}

#define ALWAYS .first = REVISION_2024_11_05, .last = REVISION_2026_07_28

static const struct method METHODS[] = {
    {.name = "initialize",
     .first = REVISION_2024_11_05,
     .last = REVISION_LAST_INITIALIZED,
     .is_before_initialize = true,
     .is_alone = true,
     .run = run_initialize},
    {.name = "ping",
     .first = REVISION_2024_11_05,
     .last = REVISION_LAST_INITIALIZED,
     .is_before_initialize = true,
     .run = run_ping},
    {.name = "server/discover",
     .first = REVISION_2026_07_28,
     .last = REVISION_2026_07_28,
     .run = run_discover},
    {.name = "subscriptions/listen",
     .first = REVISION_2026_07_28,
     .last = REVISION_2026_07_28,
     .run = run_listen},
    {.name = "tools/list", ALWAYS, .run = run_tools_list},
    {.name = "tools/call", ALWAYS, .run = tool_call_run},
    {.name = "resources/list", ALWAYS, .run = run_resources_list},
    {.name = "resources/templates/list", ALWAYS, .run = run_templates_list},
    {.name = "resources/read", ALWAYS, .run = resource_read_run},
};

const struct method *method_find(const char *name)
{
    for (size_t i = 0; i < sizeof METHODS / sizeof *METHODS; i++)
        if (strcmp(METHODS[i].name, name) == 0)
            return &METHODS[i];
    return NULL;
}
