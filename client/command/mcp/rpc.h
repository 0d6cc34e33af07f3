/* Messages of JSON-RPC 2.0, as the Model Context Protocol has them: ids are strings or numbers,
 * parameters are objects (basic/index of its specification).
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_MCP_RPC_H
#define TIPSEARCH_MCP_RPC_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* Codes of JSON-RPC 2.0, section 5.1, and of the protocol's schema. */
enum rpc_code {
    RPC_PARSE_ERROR = -32700,
    RPC_INVALID_REQUEST = -32600,
    RPC_METHOD_NOT_FOUND = -32601,
    RPC_INVALID_PARAMS = -32602,
    RPC_INTERNAL_ERROR = -32603,
    RPC_RESOURCE_NOT_FOUND = -32002,  /* up to 2025-11-25, later RPC_INVALID_PARAMS */
    RPC_UNSUPPORTED_VERSION = -32022, /* from 2026-07-28 */
};

enum rpc_kind { RPC_REQUEST, RPC_NOTIFICATION, RPC_RESPONSE, RPC_INVALID };

/* All of it is borrowed from the value that was read. */
struct rpc_message {
    enum rpc_kind kind;
    json_t *id;         /* also of an invalid one, where it can be told; else NULL */
    const char *method; /* of a request or notification */
    const json_t *params;
    const char *fault; /* of an invalid one: a sentence */
};

/* Parses a line. NULL when it cannot be read as JSON: `fault`, of `size` bytes, says what is wrong
 * with it. */
json_t *rpc_parse(const char *line, size_t length, char *fault, size_t size);

/* Tells what a value is. */
void rpc_read(struct rpc_message *message, json_t *value);

/* A string without NUL; NULL: it is none. */
const char *rpc_string(const json_t *value);

/* A text that may have been cut within a character, of which the remains are left out. */
json_t *rpc_text(const char *text);

/* Answers; `result` and `data` (or NULL) are taken over. NULL: no memory. */
json_t *rpc_result(json_t *id, json_t *result);
json_t *rpc_error(json_t *id, enum rpc_code code, const char *text, json_t *data);

#endif
