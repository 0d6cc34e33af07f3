/* The blocking calls: a handle, and waiting for the one request that it has.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "library/error.h"
#include "library/handle.h"

struct tipsearch_client {
    struct tipsearch_handle *handle; /* owned */
};

/* What became of a request. */
struct answer {
    bool is_there;
    enum tipsearch_code code;
    struct tipsearch_error *error;
    char *line;
    size_t length;
};

enum tipsearch_code tipsearch_connect(struct tipsearch_client **out, const char *address,
                                      const struct tipsearch_options *options,
                                      struct tipsearch_error *error)
{
    struct tipsearch_client *client = calloc(1, sizeof *client);
    enum tipsearch_code code;

    if (!client)
        return tipsearch_error_memory(error, "a connection");
    code = tipsearch_handle_open(&client->handle, address, options, error);
    if (code == TIPSEARCH_OK)
        code = tipsearch_handle_await(client->handle, error);
    if (code == TIPSEARCH_OK)
        *out = client;
    else
        tipsearch_disconnect(client);
    return code;
}

void tipsearch_disconnect(struct tipsearch_client *client)
{
    if (!client)
        return;
    tipsearch_handle_close(client->handle);
    free(client);
}

static void keep_answer(void *context, const struct tipsearch_reply *reply)
{
    struct answer *answer = context;

    answer->is_there = true;
    answer->code = reply->code;
    if (reply->code != TIPSEARCH_OK) {
        if (answer->error)
            *answer->error = *reply->error;
        return;
    }
    answer->line = malloc(reply->length + 1);
    if (!answer->line) {
        answer->code = tipsearch_error_memory(answer->error, "a reply");
        return;
    }
    memcpy(answer->line, reply->line, reply->length + 1);
    answer->length = reply->length;
}

enum tipsearch_code tipsearch_ask_raw(struct tipsearch_client *client, const char *line,
                                      char **reply, size_t *length, struct tipsearch_error *error)
{
    struct answer answer = {.error = error};
    enum tipsearch_code code =
        tipsearch_handle_submit(client->handle, line, keep_answer, &answer, NULL, error);

    if (code != TIPSEARCH_OK)
        return code;
    tipsearch_handle_process(client->handle);
    while (!answer.is_there)
        tipsearch_handle_wait(client->handle);
    if (answer.code != TIPSEARCH_OK)
        return answer.code;
    *reply = answer.line;
    *length = answer.length;
    return TIPSEARCH_OK;
}

/* tipsearch_ask_raw that frees the line. */
static enum tipsearch_code ask(struct tipsearch_client *client, char *line, char **reply,
                               size_t *length, struct tipsearch_error *error)
{
    enum tipsearch_code code = tipsearch_ask_raw(client, line, reply, length, error);

    free(line);
    return code;
}

static enum tipsearch_code ask_for_hits(struct tipsearch_client *client, char *line,
                                        struct tipsearch_result **out,
                                        struct tipsearch_error *error)
{
    char *reply;
    size_t length;
    enum tipsearch_code code = ask(client, line, &reply, &length, error);

    if (code != TIPSEARCH_OK)
        return code;
    code = tipsearch_result_parse(out, reply, length, error);
    free(reply);
    return code;
}

enum tipsearch_code tipsearch_search(struct tipsearch_client *client,
                                     const struct tipsearch_query *query,
                                     struct tipsearch_result **out, struct tipsearch_error *error)
{
    return tipsearch_search_among(client, query, NULL, out, error);
}

enum tipsearch_code tipsearch_search_among(struct tipsearch_client *client,
                                           const struct tipsearch_query *query,
                                           const struct tipsearch_among *among,
                                           struct tipsearch_result **out,
                                           struct tipsearch_error *error)
{
    char *line;
    enum tipsearch_code code = tipsearch_search_among_line(&line, query, among, error);

    return code == TIPSEARCH_OK ? ask_for_hits(client, line, out, error) : code;
}

enum tipsearch_code tipsearch_scan(struct tipsearch_client *client,
                                   const struct tipsearch_query *query,
                                   const struct tipsearch_among *among, const char *after,
                                   struct tipsearch_result **out, struct tipsearch_error *error)
{
    char *line;
    enum tipsearch_code code = tipsearch_scan_line(&line, query, among, after, error);

    return code == TIPSEARCH_OK ? ask_for_hits(client, line, out, error) : code;
}

enum tipsearch_code tipsearch_explain(struct tipsearch_client *client,
                                      const struct tipsearch_query *query, const char *id,
                                      struct tipsearch_explanation **out,
                                      struct tipsearch_error *error)
{
    char *line, *reply;
    size_t length;
    enum tipsearch_code code = tipsearch_explain_line(&line, query, id, error);

    if (code == TIPSEARCH_OK)
        code = ask(client, line, &reply, &length, error);
    if (code != TIPSEARCH_OK)
        return code;
    code = tipsearch_explanation_parse(out, reply, length, error);
    free(reply);
    return code;
}

enum tipsearch_code tipsearch_similar(struct tipsearch_client *client,
                                      const struct tipsearch_like *like,
                                      struct tipsearch_result **out, struct tipsearch_error *error)
{
    char *line;
    enum tipsearch_code code = tipsearch_similar_line(&line, like, error);

    return code == TIPSEARCH_OK ? ask_for_hits(client, line, out, error) : code;
}

enum tipsearch_code tipsearch_get(struct tipsearch_client *client, const char *id, unsigned context,
                                  struct tipsearch_excerpt **out, struct tipsearch_error *error)
{
    char *line, *reply;
    size_t length;
    enum tipsearch_code code = tipsearch_get_line(&line, id, context, error);

    if (code == TIPSEARCH_OK)
        code = ask(client, line, &reply, &length, error);
    if (code != TIPSEARCH_OK)
        return code;
    code = tipsearch_excerpt_parse(out, reply, length, error);
    free(reply);
    return code;
}

enum tipsearch_code tipsearch_list_patterns(struct tipsearch_client *client,
                                            struct tipsearch_patterns **out,
                                            struct tipsearch_error *error)
{
    char *line, *reply;
    size_t length;
    enum tipsearch_code code = tipsearch_patterns_line(&line, error);

    if (code == TIPSEARCH_OK)
        code = ask(client, line, &reply, &length, error);
    if (code != TIPSEARCH_OK)
        return code;
    code = tipsearch_patterns_parse(out, reply, length, error);
    free(reply);
    return code;
}

enum tipsearch_code tipsearch_compare(struct tipsearch_client *client,
                                      const struct tipsearch_query *query, const char *years,
                                      struct tipsearch_comparison **out,
                                      struct tipsearch_error *error)
{
    char *line, *reply;
    size_t length;
    enum tipsearch_code code = tipsearch_compare_line(&line, query, years, error);

    if (code == TIPSEARCH_OK)
        code = ask(client, line, &reply, &length, error);
    if (code != TIPSEARCH_OK)
        return code;
    code = tipsearch_comparison_parse(out, reply, length, error);
    free(reply);
    return code;
}

enum tipsearch_code tipsearch_suggest(struct tipsearch_client *client, const char *prefix,
                                      long limit, struct tipsearch_suggestions **out,
                                      struct tipsearch_error *error)
{
    char *line, *reply;
    size_t length;
    enum tipsearch_code code = tipsearch_suggest_line(&line, prefix, limit, error);

    if (code == TIPSEARCH_OK)
        code = ask(client, line, &reply, &length, error);
    if (code != TIPSEARCH_OK)
        return code;
    code = tipsearch_suggestions_parse(out, reply, length, error);
    free(reply);
    return code;
}

enum tipsearch_code tipsearch_quote(struct tipsearch_client *client, const char *text,
                                    struct tipsearch_quotation **out, struct tipsearch_error *error)
{
    char *line, *reply;
    size_t length;
    enum tipsearch_code code = tipsearch_quote_line(&line, text, error);

    if (code == TIPSEARCH_OK)
        code = ask(client, line, &reply, &length, error);
    if (code != TIPSEARCH_OK)
        return code;
    code = tipsearch_quotation_parse(out, reply, length, error);
    free(reply);
    return code;
}
