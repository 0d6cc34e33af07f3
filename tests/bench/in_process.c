/* The reply is written out as well, since the daemon's workers do that: what is compared is the
 * daemon around the same work. */
#include "bench/in_process.h"

#include <stdlib.h>

#include "index/generation.h"
#include "protocol/limits.h"
#include "protocol/protocol.h"
#include "search/search.h"

static tip_status read_knowledge(struct bench_in_process *peer, struct tip_error *error)
{
    char *folder = tip_knowledge_default_folder();
    tip_status status = folder == NULL
                            ? tip_error_memory(error, "finding the knowledge")
                            : tip_knowledge_read(&peer->knowledge, folder, NULL, NULL, error);
    free(folder);
    if (status == TIP_OK) {
        tip_searcher_know(peer->searcher, peer->knowledge);
    }
    return status;
}

tip_status bench_in_process_open(struct bench_in_process *peer, const char *index_path,
                                 struct tip_error *error)
{
    char warning[TIP_ERROR_MESSAGE_SIZE];
    *peer = (struct bench_in_process){0};
    tip_status status = tip_generation_open_current(&peer->generation, index_path, warning, error);
    if (status == TIP_OK) {
        status = tip_searcher_create(&peer->searcher, error);
    }
    if (status == TIP_OK) {
        status = tip_searcher_use(peer->searcher, peer->generation, error);
    }
    return status == TIP_OK ? read_knowledge(peer, error) : status;
}

void bench_in_process_close(struct bench_in_process *peer)
{
    tip_searcher_free(peer->searcher);
    tip_generation_close(peer->generation);
    tip_knowledge_free(peer->knowledge);
    tip_string_free(&peer->reply);
}

static tip_status answer(struct bench_in_process *peer, const struct tip_request *request,
                         struct tip_error *error)
{
    struct tip_reply reply;
    tip_status status = TIP_OK;
    tip_searcher_run(peer->searcher, request, TIP_TIMEOUT_QUERY_MS, &reply);
    if (reply.kind == TIP_REPLY_ERROR) {
        status = tip_error_set(error, TIP_INVALID, "the query “%.100s” was refused: %.200s",
                               request->query, reply.error.message);
    }
    tip_string_clear(&peer->reply);
    tip_line_encode(&peer->reply, "", &reply);
    tip_reply_free(&reply);
    return peer->reply.failed ? tip_error_memory(error, "writing a reply") : status;
}

tip_status bench_in_process_ask(struct bench_in_process *peer, const char *query, unsigned facets,
                                struct tip_error *error)
{
    const struct tip_request request = {.command = TIP_COMMAND_SEARCH,
                                        .query = (char *)query, /* only read */
                                        .facets = facets,
                                        .limit = TIP_LIMIT_HITS_DEFAULT};
    return answer(peer, &request, error);
}

tip_status bench_in_process_suggest(struct bench_in_process *peer, const char *prefix,
                                    struct tip_error *error)
{
    const struct tip_request request = {.command = TIP_COMMAND_SUGGEST,
                                        .query = (char *)prefix, /* only read */
                                        .limit = TIP_LIMIT_HITS_DEFAULT};
    return answer(peer, &request, error);
}
