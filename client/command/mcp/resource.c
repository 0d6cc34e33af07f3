/* Passages as resources.
 *
 * SPDX-License-Identifier: MIT */
#include "command/mcp/resource.h"

#include <stdlib.h>
#include <string.h>

#include "command/mcp/passage.h"
#include "command/mcp/tool.h"
#include "command/mcp/trouble.h"

json_t *resource_template(enum revision revision)
{
    json_t *value = json_pack(
        "{s:s,s:s,s:s,s:s}", "uriTemplate", PASSAGE_SCHEME "{id}", "name", "passage", "description",
        "A passage of a report, by its id, with its citation.", "mimeType", "text/plain");

    if (revision >= REVISION_2025_06_18)
        json_object_set_new(value, "title", json_string("Passage of a report"));
    return value;
}

/* The text that get_passage gives a model. */
static json_t *answer(const struct call *call, const char *reply, size_t length,
                      struct tipsearch_error *error)
{
    json_t *found = tool_result(&TOOL_GET, REVISION_2024_11_05, NULL, reply, length, error);
    json_t *text = json_object_get(json_array_get(json_object_get(found, "content"), 0), "text");
    json_t *result = NULL;

    if (found)
        result = json_pack("{s:[{s:O,s:s,s:O}]}", "contents", "uri",
                           json_object_get(call->arguments, "uri"), "mimeType", "text/plain",
                           "text", text);
    if (result && revision_is_stateless(call->asker.revision)) {
        json_object_set_new(result, "ttlMs", json_integer(0)); /* an update may change it */
        json_object_set_new(result, "cacheScope", json_string("private"));
    }
    json_decref(found);
    return result;
}

static enum rpc_code code_of(const struct call *call, const struct tipsearch_error *error)
{
    if (error->code != TIPSEARCH_UNKNOWN_ID && error->code != TIPSEARCH_GONE &&
        error->code != TIPSEARCH_NOT_FOUND)
        return RPC_INTERNAL_ERROR;
    return revision_is_stateless(call->asker.revision) ? RPC_INVALID_PARAMS
                                                       : RPC_RESOURCE_NOT_FOUND;
}

static void refuse(struct call *call, const struct tipsearch_error *error)
{
    char *sentence = trouble_say(error, NULL);

    asker_refuse(&call->asker, code_of(call, error),
                 sentence ? sentence : "there is not enough memory",
                 json_pack("{s:O}", "uri", json_object_get(call->arguments, "uri")));
    free(sentence);
}

static const struct errand RESOURCE_ERRAND = {answer, refuse};

void resource_read_run(struct session *session, struct asker *asker, const json_t *params)
{
    json_t *uri = json_object_get(params, "uri");
    const char *address = rpc_string(uri);
    const size_t scheme = strlen(PASSAGE_SCHEME);
    struct tipsearch_error error;
    char *request = NULL;

    if (!address)
        asker_refuse(asker, RPC_INVALID_PARAMS, "resources/read needs uri, a string", NULL);
    else if (strncmp(address, PASSAGE_SCHEME, scheme) != 0 || strlen(address) != scheme + 16 ||
             strspn(address + scheme, "0123456789abcdef") != 16)
        asker_refuse(asker,
                     revision_is_stateless(asker->revision) ? RPC_INVALID_PARAMS
                                                            : RPC_RESOURCE_NOT_FOUND,
                     "there are resources " PASSAGE_SCHEME "ID alone, with a passage's id",
                     json_pack("{s:O}", "uri", uri));
    else if (tipsearch_get_line(&request, address + scheme, 0, &error) != TIPSEARCH_OK)
        asker_refuse(asker, RPC_INTERNAL_ERROR, error.message, NULL);
    else
        calls_ask(&session->calls, asker,
                  &(struct call){.errand = &RESOURCE_ERRAND,
                                 .arguments = json_pack("{s:O}", "uri", uri),
                                 .request = request});
}
