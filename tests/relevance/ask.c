/* Two connections, each with a thread of its own: the daemon's workers are busy while replies are
 * read. Each thread takes every other query, and fills rankings that exist already. */
#include "relevance/ask.h"

#include <pthread.h>
#include <stdio.h>

#include "relevance/judged.h"
#include "relevance/run.h"
#include "tipsearch.h"

enum {
    CONNECTIONS = 2,
    PAGE_LIMIT = 100,  /* the protocol's highest LIMIT */
    HIT_LIMIT = 10000, /* and its highest OFFSET + LIMIT */
};

struct asker {
    const struct judged_queries *queries;
    const struct asking *asking;
    struct run *run;
    size_t first; /* of the queries */
    tip_status status;
    struct tip_error error;
};

static bool add_hit(struct ranking *ranking, const struct tipsearch_hit *hit, bool by_passage)
{
    const struct tipsearch_passage *passage = &hit->passage;
    if (by_passage) {
        return ranking_add(ranking, passage->id, hit->score);
    }
    bool is_whole = ranking_add(ranking, passage->report.id, hit->score);
    for (size_t i = 0; i < passage->also_in_count; i++) {
        is_whole = is_whole && ranking_add(ranking, passage->also_in[i].report.id, hit->score);
    }
    return is_whole;
}

static tip_status add_page(struct asker *asker, struct ranking *ranking,
                           const struct tipsearch_result *result)
{
    for (size_t i = 0; i < result->hit_count && ranking->count < asker->asking->depth; i++) {
        if (!add_hit(ranking, &result->hits[i], asker->asking->by_passage)) {
            return tip_error_memory(&asker->error, "collecting hits");
        }
    }
    return TIP_OK;
}

/* A query that cannot be read is an answer, too: none. */
static tip_status refuse(struct asker *asker, const struct judged_query *query,
                         const struct tipsearch_error *refusal)
{
    if (refusal->code == TIPSEARCH_BAD_QUERY) {
        fprintf(stderr, "%s: %s (%s)\n", query->id, refusal->message, query->text);
        return TIP_OK;
    }
    return tip_error_set(&asker->error, TIP_INVALID, "query %s: %s", query->id, refusal->message);
}

/* Page after page, until there are enough documents or no more hits. */
static tip_status ask(struct asker *asker, struct tipsearch_client *client,
                      const struct judged_query *query, struct ranking *ranking)
{
    size_t depth = asker->asking->depth;
    struct tipsearch_query request = {.query = query->text,
                                      .limit = depth < PAGE_LIMIT ? (long)depth : PAGE_LIMIT};
    bool is_last = false;
    while (!is_last && ranking->count < depth && request.offset + request.limit <= HIT_LIMIT) {
        struct tipsearch_result *result;
        struct tipsearch_error refusal;
        if (tipsearch_search(client, &request, &result, &refusal) != TIPSEARCH_OK) {
            return refuse(asker, query, &refusal);
        }
        tip_status status = add_page(asker, ranking, result);
        is_last = result->hit_count < (size_t)request.limit;
        tipsearch_result_free(result);
        if (status != TIP_OK) {
            return status;
        }
        request.offset += request.limit;
    }
    return TIP_OK;
}

static void *ask_share(void *context)
{
    struct asker *asker = context;
    struct tipsearch_client *client;
    struct tipsearch_error refusal;
    if (tipsearch_connect(&client, asker->asking->address, NULL, &refusal) != TIPSEARCH_OK) {
        asker->status = tip_error_set(&asker->error, TIP_IO, "%s", refusal.message);
        return NULL;
    }
    for (size_t i = asker->first; i < asker->queries->count && asker->status == TIP_OK;
         i += CONNECTIONS) {
        asker->status = ask(asker, client, &asker->queries->items[i], &asker->run->rankings[i]);
    }
    tipsearch_disconnect(client);
    return NULL;
}

tip_status ask_all(struct run *run, const struct judged_queries *queries,
                   const struct asking *asking, struct tip_error *error)
{
    for (size_t i = 0; i < queries->count; i++) {
        if (run_add(run, queries->items[i].id) == NULL) {
            return tip_error_memory(error, "collecting hits");
        }
    }
    struct asker askers[CONNECTIONS];
    pthread_t threads[CONNECTIONS];
    bool is_running[CONNECTIONS];
    for (size_t i = 0; i < CONNECTIONS; i++) {
        askers[i] = (struct asker){.queries = queries, .asking = asking, .run = run, .first = i};
        is_running[i] = pthread_create(&threads[i], NULL, ask_share, &askers[i]) == 0;
    }
    tip_status status = TIP_OK;
    for (size_t i = 0; i < CONNECTIONS; i++) {
        if (!is_running[i]) {
            status = tip_error_set(error, TIP_NO_MEMORY, "cannot start a thread");
        } else if (pthread_join(threads[i], NULL) == 0 && askers[i].status != TIP_OK) {
            status = tip_error_set(error, askers[i].status, "%s", askers[i].error.message);
        }
    }
    return status;
}
