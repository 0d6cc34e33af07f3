/* SEARCH: the query and the filter are each read and planned; what matches both is counted, and
 * the query's words rank it. */
#include <stdlib.h>
#include <string.h>

#include "search/answer.h"
#include "search/facets.h"
#include "search/hits.h"
#include "search/which.h"

/* A query and what became of it; freed as a whole. */
struct side {
    const char *text;
    const char *name; /* for messages */
    struct tip_query query;
    struct tip_plan plan;
};

struct asking {
    struct tip_searcher *searcher;
    const struct tip_request *request;
    struct tip_reply *reply;
    struct side query, filter; /* the filter's text may be NULL */
    struct tip_bitmap matches;
    struct tip_error *error;
};

/* Reads and plans one side. A query that cannot be read makes the reply an error. */
static tip_status prepare(struct asking *asking, struct side *side)
{
    struct tip_searcher *searcher = asking->searcher;
    struct tip_error refusal;
    size_t at;
    tip_status status = tip_query_parse(&side->query, searcher->analyser, &searcher->tokens,
                                        side->text, strlen(side->text), &at, &refusal);
    if (status == TIP_INVALID) {
        tip_reply_fail(asking->reply, TIP_CODE_BAD_QUERY, "%s%s", side->name, refusal.message);
        asking->reply->error.at = (long)at;
        return TIP_OK;
    }
    if (status != TIP_OK) {
        return tip_error_set(asking->error, status, "%s", refusal.message);
    }
    return tip_plan_make(&side->plan, searcher, &side->query, asking->error);
}

static bool is_refused(const struct asking *asking)
{
    return asking->reply->kind == TIP_REPLY_ERROR;
}

static tip_status prepare_sides(struct asking *asking)
{
    asking->reply->kind = TIP_REPLY_HITS;
    tip_status status = prepare(asking, &asking->query);
    if (status == TIP_OK && asking->filter.text != NULL && !is_refused(asking)) {
        status = prepare(asking, &asking->filter);
    }
    return status;
}

/* Passages of kind contents are only found when one side names that kind. */
static const struct tip_bitmap *base_of(const struct asking *asking)
{
    bool with_contents = tip_query_names_contents(&asking->query.query) ||
                         tip_query_names_contents(&asking->filter.query);
    return with_contents ? &asking->searcher->live : &asking->searcher->ordinary;
}

/* asking->matches: what the query and the filter let through. */
static tip_status find_matches(struct asking *asking)
{
    const struct tip_bitmap *base = base_of(asking);
    struct tip_bitmap filtered = {0};
    bool is_cut = false, filter_is_cut = false;
    tip_status status = tip_bitmap_init(&asking->matches, base->size, asking->error);
    if (status == TIP_OK && asking->filter.text != NULL) {
        status = tip_bitmap_init(&filtered, base->size, asking->error);
        if (status == TIP_OK) {
            status = tip_which(asking->searcher, &asking->filter.plan, base, &filtered,
                               &filter_is_cut, asking->error);
        }
        base = &filtered;
    }
    if (status == TIP_OK) {
        status = tip_which(asking->searcher, &asking->query.plan, base, &asking->matches, &is_cut,
                           asking->error);
    }
    tip_bitmap_free(&filtered);
    asking->reply->total_is = is_cut || filter_is_cut ? TIP_TOTAL_AT_LEAST : TIP_TOTAL_EXACT;
    asking->reply->is_partial = is_cut || filter_is_cut;
    return status;
}

static tip_status write_query(struct asking *asking)
{
    struct tip_string read_as = {0};
    tip_status status =
        tip_query_read_as(&read_as, &asking->query.query, asking->searcher->analyser,
                          &asking->searcher->tokens, asking->error);
    asking->reply->read_as = tip_string_release(&read_as);
    asking->reply->query_text = strdup(asking->query.text);
    if (asking->reply->read_as == NULL || asking->reply->query_text == NULL) {
        return tip_error_memory(asking->error, "answering a query");
    }
    return status;
}

static tip_status show_page(struct asking *asking)
{
    const struct tip_request *request = asking->request;
    struct tip_page page = {
        .sort = request->sort, .offset = request->offset, .limit = request->limit};
    struct tip_page_hits hits;
    if (request->limit == 0 || request->offset >= asking->reply->total) {
        return TIP_OK;
    }
    tip_status status = tip_rank_page(asking->searcher, &asking->query.plan, &asking->matches,
                                      &page, &hits, asking->error);
    if (status != TIP_OK) {
        return status;
    }
    if (hits.is_cut) {
        asking->reply->is_partial = true;
        asking->reply->total_is = TIP_TOTAL_AT_LEAST; /* a cut reply never says it is exact */
    }
    status = tip_hits_make(asking->reply, asking->searcher, &asking->query.plan, &hits,
                           request->offset + 1, request->with_text, asking->error);
    free(hits.items);
    return status;
}

static tip_status run(struct asking *asking)
{
    tip_status status = prepare_sides(asking);
    if (status != TIP_OK || is_refused(asking)) {
        return status;
    }
    status = find_matches(asking);
    if (status == TIP_OK) {
        asking->reply->total = tip_bitmap_count(&asking->matches);
        asking->reply->facets_asked = asking->request->facets;
        status = write_query(asking);
    }
    if (status == TIP_OK && asking->request->facets != 0) {
        status = tip_facets_count(asking->reply, asking->searcher, &asking->matches,
                                  asking->request->facets, asking->error);
    }
    return status == TIP_OK ? show_page(asking) : status;
}

tip_status tip_answer_search(struct tip_searcher *searcher, const struct tip_request *request,
                             struct tip_reply *reply, struct tip_error *error)
{
    struct asking asking = {
        .searcher = searcher,
        .request = request,
        .reply = reply,
        .query = {.text = request->query == NULL ? "" : request->query, .name = ""},
        .filter = {.text = request->filter, .name = "in the filter: "},
        .error = error};
    tip_status status = run(&asking);
    tip_bitmap_free(&asking.matches);
    tip_plan_free(&asking.query.plan);
    tip_plan_free(&asking.filter.plan);
    tip_query_free(&asking.query.query);
    tip_query_free(&asking.filter.query);
    return status;
}
