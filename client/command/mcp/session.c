/* A client's session: reading its messages, and finding what answers them.
 *
 * SPDX-License-Identifier: MIT */
#include "command/mcp/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/mcp/inbox.h"
#include "command/mcp/method.h"
#include "command/mcp/rpc.h"
#include "command/mcp/salvage.h"
#include "command/mcp/tool_call.h"

enum { BATCH_MAX = 100 /* messages */, FAULT_SIZE = 200 };

#define META "io.modelcontextprotocol/"

static struct asker make_asker(struct session *session, const struct rpc_message *message,
                               struct batch *batch)
{
    return (struct asker){.out = &session->out,
                          .id = message ? json_incref(message->id) : NULL,
                          .revision = session->revision,
                          .batch = batch};
}

static void refuse_version(struct asker *asker, const char *name)
{
    char text[FAULT_SIZE];

    snprintf(text, sizeof text, "the revision %.40s is not served in this way", name);
    asker->revision = REVISION_2026_07_28;
    asker_refuse(asker, RPC_UNSUPPORTED_VERSION, text,
                 json_pack("{s:o,s:s}", "supported", revision_list(), "requested", name));
}

/* Settles the revision that a request is answered by: its own, or that of the session. False: it
 * was refused. */
static bool settle_revision(struct asker *asker, const struct rpc_message *message)
{
    const json_t *meta = json_object_get(message->params, "_meta");
    const char *named = rpc_string(json_object_get(meta, META "protocolVersion"));

    if (!named || (asker->revision != REVISION_NONE && revision_named(named) == asker->revision))
        return true;
    if (!revision_is_stateless(revision_named(named))) {
        refuse_version(asker, named);
        return false;
    }
    asker->revision = revision_named(named);
    if (json_is_object(json_object_get(meta, META "clientCapabilities")))
        return true;
    asker_refuse(asker, RPC_INVALID_PARAMS,
                 "_meta needs " META "clientCapabilities, which is an object", NULL);
    return false;
}

static void refuse_method(struct asker *asker, const char *method)
{
    char text[FAULT_SIZE];

    snprintf(text, sizeof text, "there is no method %.100s", method);
    asker_refuse(asker, RPC_METHOD_NOT_FOUND, text, NULL);
}

static void take_request(struct session *session, const struct rpc_message *message,
                         struct batch *batch)
{
    struct asker asker = make_asker(session, message, batch);
    const struct method *method = method_find(message->method);

    if (!settle_revision(&asker, message))
        return;
    if (calls_find(&session->calls, message->id))
        asker_refuse(&asker, RPC_INVALID_REQUEST, "a request with this id is under way", NULL);
    else if (!method || asker.revision > method->last ||
             (asker.revision != REVISION_NONE && asker.revision < method->first))
        refuse_method(&asker, message->method);
    else if (message->params && !json_is_object(message->params))
        asker_refuse(&asker, RPC_INVALID_PARAMS, "params is an object", NULL);
    else if (asker.revision == REVISION_NONE && !method->is_before_initialize)
        asker_refuse(&asker, RPC_INVALID_PARAMS,
                     "begin with initialize, or name " META "protocolVersion in params._meta",
                     NULL);
    else if (batch && method->is_alone)
        asker_refuse(&asker, RPC_INVALID_REQUEST, "initialize stands in no batch", NULL);
    else
        method->run(session, &asker, message->params);
}

/* The only notification that something follows from; all others are passed over. */
static void take_notification(struct session *session, const struct rpc_message *message)
{
    json_t *id = json_object_get(message->params, "requestId");
    struct call *call = id && strcmp(message->method, "notifications/cancelled") == 0
                            ? calls_find(&session->calls, id)
                            : NULL;

    if (call)
        calls_cancel(&session->calls, call);
}

static void refuse(struct session *session, const struct rpc_message *message, struct batch *batch,
                   enum rpc_code code, const char *fault)
{
    struct asker asker = make_asker(session, message, batch);

    asker_refuse(&asker, code, fault, NULL);
}

static void take_message(struct session *session, json_t *value, struct batch *batch)
{
    struct rpc_message message;

    rpc_read(&message, value);
    if (batch && (message.kind == RPC_REQUEST || message.kind == RPC_INVALID))
        batch->waiting++;
    switch (message.kind) {
    case RPC_REQUEST:
        take_request(session, &message, batch);
        break;
    case RPC_NOTIFICATION:
        take_notification(session, &message);
        break;
    case RPC_RESPONSE: /* nothing is asked of the client */
        break;
    case RPC_INVALID:
        refuse(session, &message, batch, RPC_INVALID_REQUEST, message.fault);
        break;
    }
}

static void take_batch(struct session *session, json_t *values)
{
    struct batch *batch;
    size_t count = json_array_size(values);

    if (session->revision != REVISION_2025_03_26) {
        refuse(session, NULL, NULL, RPC_INVALID_REQUEST,
               "batches are of the revision 2025-03-26 alone: send each message in a line");
        return;
    }
    if (count == 0 || count > BATCH_MAX) {
        refuse(session, NULL, NULL, RPC_INVALID_REQUEST, "a batch has 1 to 100 messages");
        return;
    }
    batch = malloc(sizeof *batch);
    if (!batch) {
        refuse(session, NULL, NULL, RPC_INTERNAL_ERROR, "there is not enough memory");
        return;
    }
    *batch = (struct batch){.waiting = 1, .answers = json_array()};
    for (size_t i = 0; i < count; i++)
        take_message(session, json_array_get(values, i), batch);
    batch_take(batch, &session->out, NULL);
}

static void refuse_request(struct asker *asker, const char *method, const char *fault)
{
    if (strcmp(method, "tools/call") == 0)
        tool_call_refuse(asker, fault);
    else
        asker_refuse(asker, RPC_PARSE_ERROR, fault, NULL);
}

/* Answers to its id where that can be told, or else whoever sent it would wait in vain. */
static void refuse_unread(struct session *session, const char *line, size_t length,
                          const char *fault)
{
    json_t *request = salvage_request(line, length);
    struct rpc_message message = {.kind = RPC_INVALID};
    struct asker asker;

    if (request)
        rpc_read(&message, request);
    asker = make_asker(session, message.kind == RPC_REQUEST ? &message : NULL, NULL);
    if (message.kind != RPC_REQUEST)
        asker_refuse(&asker, RPC_PARSE_ERROR, fault, NULL);
    else if (settle_revision(&asker, &message))
        refuse_request(&asker, message.method, fault);
    json_decref(request);
}

void session_take(struct session *session, const char *line, size_t length)
{
    char fault[FAULT_SIZE];
    json_t *value;

    while (length > 0 && (*line == ' ' || *line == '\t' || *line == '\r')) {
        line++;
        length--;
    }
    if (length == 0)
        return;
    value = rpc_parse(line, length, fault, sizeof fault);
    if (!value)
        refuse_unread(session, line, length, fault);
    else if (json_is_array(value))
        take_batch(session, value);
    else
        take_message(session, value, NULL);
    json_decref(value);
}

void session_refuse_long(struct session *session)
{
    char fault[FAULT_SIZE];

    snprintf(fault, sizeof fault, "a message has %d bytes at most", (int)INBOX_MESSAGE_MAX);
    refuse(session, NULL, NULL, RPC_INVALID_REQUEST, fault);
}
