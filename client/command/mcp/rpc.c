/* Messages of JSON-RPC 2.0.
 *
 * SPDX-License-Identifier: MIT */
#include "command/mcp/rpc.h"

#include <stdio.h>
#include <string.h>

json_t *rpc_parse(const char *line, size_t length, char *fault, size_t size)
{
    json_error_t error;
    json_t *value =
        json_loadb(line, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);

    if (!value)
        snprintf(fault, size, "this line cannot be read as JSON: %.100s (byte %d)", error.text,
                 error.position);
    return value;
}

const char *rpc_string(const json_t *value)
{
    const char *text = json_string_value(value);

    return text && strlen(text) == json_string_length(value) ? text : NULL;
}

static bool is_id(const json_t *id)
{
    return json_is_string(id) || json_is_number(id);
}

static bool is_text(const json_t *value, const char *text)
{
    return json_is_string(value) && strcmp(json_string_value(value), text) == 0;
}

static const char *find_fault(const json_t *value)
{
    const json_t *id = json_object_get(value, "id");
    const json_t *params = json_object_get(value, "params");

    if (!json_is_object(value))
        return "a message is a JSON object";
    if (!is_text(json_object_get(value, "jsonrpc"), "2.0"))
        return "a message has \"jsonrpc\":\"2.0\"";
    if (!rpc_string(json_object_get(value, "method")))
        return "a message has a method, which is a string without NUL";
    if (id && !is_id(id))
        return "an id is a string or a number";
    if (params && !json_is_object(params) && !json_is_array(params))
        return "params is an object";
    return NULL;
}

static bool is_response(const json_t *value)
{
    return !json_object_get(value, "method") && is_id(json_object_get(value, "id")) &&
           (json_object_get(value, "result") || json_object_get(value, "error"));
}

void rpc_read(struct rpc_message *message, json_t *value)
{
    json_t *id = json_object_get(value, "id");

    *message = (struct rpc_message){.id = is_id(id) ? id : NULL, .fault = find_fault(value)};
    if (is_response(value)) {
        message->kind = RPC_RESPONSE;
    } else if (message->fault) {
        message->kind = RPC_INVALID;
    } else {
        message->kind = id ? RPC_REQUEST : RPC_NOTIFICATION;
        message->method = json_string_value(json_object_get(value, "method"));
        message->params = json_object_get(value, "params");
    }
}

json_t *rpc_text(const char *text)
{
    size_t length = strlen(text);
    json_t *value = json_string(text);

    for (int i = 0; i < 3 && !value && length > 0; i++) /* bytes of a character but its last one */
        value = json_stringn(text, --length);
    return value ? value : json_string("a message that is not UTF-8");
}

json_t *rpc_result(json_t *id, json_t *result)
{
    return json_pack("{s:s,s:O,s:o}", "jsonrpc", "2.0", "id", id, "result", result);
}

json_t *rpc_error(json_t *id, enum rpc_code code, const char *text, json_t *data)
{
    json_t *error =
        json_pack("{s:i,s:o,s:o*}", "code", (int)code, "message", rpc_text(text), "data", data);

    return json_pack("{s:s,s:O*,s:o}", "jsonrpc", "2.0", "id", id, "error", error);
}
