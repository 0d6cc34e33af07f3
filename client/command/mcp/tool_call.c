/* The method tools/call.
 *
 * What is wrong with arguments is an error of the protocol up to 2025-06-18, and since then a
 * result that tells the model, which can correct itself (SEP-1303).
 *
 * SPDX-License-Identifier: MIT */
#include "command/mcp/tool_call.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/mcp/argument.h"
#include "command/mcp/tool.h"
#include "command/mcp/trouble.h"

/* ---- ids of patterns, for a model that guessed one ---- */

static json_t *answer_with_patterns(const struct call *call, const char *reply, size_t length,
                                    struct tipsearch_error *error)
{
    struct tipsearch_patterns *patterns;
    char *text = NULL;
    size_t text_length;
    FILE *out;
    json_t *result;

    if (tipsearch_patterns_parse(&patterns, reply, length, error) != TIPSEARCH_OK)
        return NULL;
    out = open_memstream(&text, &text_length);
    if (out) {
        fprintf(out, "%s Patterns are:", argument_text(call->arguments, "sentence"));
        for (size_t i = 0; i < patterns->count; i++)
            fprintf(out, "%s %s", i > 0 ? "," : "", patterns->items[i].id);
        fclose(out);
    }
    tipsearch_patterns_free(patterns);
    result = tool_failure(text);
    free(text);
    return result;
}

/* What was wrong at first is told in any case. */
static void refuse_without_patterns(struct call *call, const struct tipsearch_error *error)
{
    (void)error;
    asker_answer(&call->asker, tool_failure(argument_text(call->arguments, "sentence")));
}

static const struct errand PATTERNS_ERRAND = {answer_with_patterns, refuse_without_patterns};

/* ---- calls ---- */

static json_t *answer(const struct call *call, const char *reply, size_t length,
                      struct tipsearch_error *error)
{
    return tool_result(call->subject, call->asker.revision, call->arguments, reply, length, error);
}

static bool names_pattern(const json_t *arguments, const char *query)
{
    return json_object_get(arguments, "pattern") || (query && strcasestr(query, "pattern:"));
}

static void refuse(struct call *call, const struct tipsearch_error *error)
{
    const char *query = argument_text(call->arguments, "query");
    char *sentence = trouble_say(error, query);
    bool is_guess = error->code == TIPSEARCH_BAD_QUERY && names_pattern(call->arguments, query);
    struct tipsearch_error no_line;
    char *request = NULL;

    if (sentence && is_guess && tipsearch_patterns_line(&request, &no_line) == TIPSEARCH_OK)
        calls_ask(call->calls, &call->asker,
                  &(struct call){.errand = &PATTERNS_ERRAND,
                                 .arguments = json_pack("{s:o}", "sentence", rpc_text(sentence)),
                                 .request = request});
    else
        asker_answer(&call->asker, tool_failure(sentence));
    free(sentence);
}

static const struct errand TOOL_ERRAND = {answer, refuse};

void tool_call_refuse(struct asker *asker, const char *fault)
{
    if (asker->revision < REVISION_2025_11_25)
        asker_refuse(asker, RPC_INVALID_PARAMS, fault, NULL);
    else
        asker_answer(asker, tool_failure(fault));
}

static void refuse_name(struct asker *asker, const char *name)
{
    char text[200];

    if (name)
        snprintf(text, sizeof text,
                 "Unknown tool: %.60s (there are search_reports, get_passage and "
                 "similar_passages)",
                 name);
    else
        snprintf(text, sizeof text, "tools/call needs the name of a tool, a string");
    asker_refuse(asker, RPC_INVALID_PARAMS, text, NULL);
}

void tool_call_run(struct session *session, struct asker *asker, const json_t *params)
{
    const char *name = rpc_string(json_object_get(params, "name"));
    json_t *arguments = json_object_get(params, "arguments");
    const struct tool *tool = name ? tool_find(name) : NULL;
    char fault[ARGUMENT_FAULT_SIZE];
    struct tipsearch_error error;
    char *request = NULL;

    if (!tool)
        refuse_name(asker, name);
    else if (arguments && !json_is_object(arguments))
        asker_refuse(asker, RPC_INVALID_PARAMS, "arguments is an object", NULL);
    else if (!argument_check(tool->arguments, tool->name, arguments, fault))
        tool_call_refuse(asker, fault);
    else if (tool->make_request(&request, arguments, &error) != TIPSEARCH_OK)
        tool_call_refuse(asker, error.message);
    else
        calls_ask(&session->calls, asker,
                  &(struct call){.errand = &TOOL_ERRAND,
                                 .subject = tool,
                                 .arguments = json_incref(arguments),
                                 .request = request});
}
