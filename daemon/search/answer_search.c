/* SEARCH, EXPLAIN and SCAN: what matches the request is counted; then the query's words rank it, or
 * all of it is handed out. */
#include <stdlib.h>

#include "search/answer.h"
#include "search/asking.h"
#include "search/explain.h"
#include "search/facets.h"
#include "search/hits.h"
#include "search/scan.h"
#include "search/twins.h"

static tip_status show_page(struct tip_asking *asking)
{
    const struct tip_request *request = asking->request;
    struct tip_page page = {
        .sort = request->sort, .offset = request->offset, .limit = request->limit};
    struct tip_page_hits hits;
    if (request->limit == 0 || request->offset >= asking->reply->total) {
        return TIP_OK;
    }
    tip_status status = tip_rank_page(asking->searcher, &asking->sides[TIP_SIDE_QUERY].plan,
                                      &asking->matches, &page, &hits, asking->error);
    if (status != TIP_OK) {
        return status;
    }
    if (hits.is_cut) {
        asking->reply->is_partial = true;
        asking->reply->total_is = TIP_TOTAL_AT_LEAST; /* a cut reply never says it is exact */
    }
    status = tip_hits_make(asking->reply, asking->searcher, &asking->sides[TIP_SIDE_QUERY].plan,
                           &hits, request->offset + 1, request->with_text, asking->error);
    free(hits.items);
    return status;
}

static struct tip_plan *plan_of(struct tip_asking *asking, enum tip_side_name name)
{
    return asking->sides[name].is_given ? &asking->sides[name].plan : NULL;
}

static tip_status explain(struct tip_asking *asking)
{
    struct tip_explaining explaining = {.searcher = asking->searcher,
                                        .request = asking->request,
                                        .reply = asking->reply,
                                        .plan = plan_of(asking, TIP_SIDE_QUERY),
                                        .filter = plan_of(asking, TIP_SIDE_FILTER),
                                        .fields = plan_of(asking, TIP_SIDE_FIELDS),
                                        .base = tip_asking_base(asking),
                                        .matches = &asking->matches,
                                        .error = asking->error};
    return tip_explain(&explaining);
}

/* What tells reports apart is counted before, all else after what other reports say the same is
 * hidden: each count is then what a search with that value as a filter finds. */
enum {
    FACETS_OF_REPORTS =
        1 << TIP_FACET_REPORT | 1 << TIP_FACET_YEAR | 1 << TIP_FACET_TIER | 1 << TIP_FACET_LANGUAGE
};

static tip_status count_facets(struct tip_asking *asking, unsigned facets)
{
    return facets == 0 ? TIP_OK
                       : tip_facets_count(asking->reply, asking->searcher, &asking->matches, facets,
                                          asking->request->whole_facets, asking->error);
}

/* Of the same text in several reports one is counted and ranked. */
static tip_status hide_twins(struct tip_asking *asking)
{
    unsigned facets = asking->request->facets;
    tip_status status = count_facets(asking, facets & FACETS_OF_REPORTS);
    if (status == TIP_OK) {
        status = tip_twins_hide(asking->searcher, &asking->matches, &asking->reply->collapsed,
                                asking->error);
    }
    return status == TIP_OK ? count_facets(asking, facets & ~(unsigned)FACETS_OF_REPORTS) : status;
}

/* The totals, with and without what other reports say the same; the request's are what is left. */
static tip_status collapse(struct tip_asking *asking)
{
    struct tip_reply *reply = asking->reply;
    uint32_t hidden;
    tip_status status;
    reply->total_all = tip_bitmap_count(&asking->matches);
    if (asking->request->is_uncollapsed) {
        status = tip_twins_count(asking->searcher, &asking->matches, &hidden, asking->error);
        if (status == TIP_OK) {
            status = count_facets(asking, asking->request->facets);
        }
    } else {
        status = hide_twins(asking);
        hidden = reply->collapsed;
    }
    if (status == TIP_OK) {
        reply->total_distinct = reply->total_all - hidden;
        reply->total = tip_bitmap_count(&asking->matches);
        reply->facets_asked = asking->request->facets;
    }
    return status;
}

/* Leaves what appeared after the generation that the request names. It comes after corrections, so
 * that a query is read the same however little is new. */
static void leave_new(struct tip_asking *asking)
{
    const struct tip_columns *columns = asking->searcher->generation->columns;
    struct tip_bitmap *matches = &asking->matches;
    uint32_t since = asking->request->since;
    if (since == 0) {
        return;
    }
    for (uint32_t n = tip_bitmap_next(matches, 1); n < matches->size;
         n = tip_bitmap_next(matches, n + 1)) {
        if (tip_columns_since_of(columns, n) <= since) {
            tip_bitmap_unset(matches, n);
        }
    }
}

/* Who asks what is new since a generation that has not been has seen another index. */
static void refuse_ahead(struct tip_asking *asking)
{
    uint32_t since = asking->request->since, served = asking->searcher->generation->number;
    if (since <= served) {
        return;
    }
    tip_reply_fail(
        asking->reply, TIP_CODE_GONE,
        "“since” names generation %u, but %u is in service: the index was made anew, and "
        "generations are counted from its beginning; leave “since” out",
        since, served);
    asking->reply->error.generation = served;
}

static tip_status show(struct tip_asking *asking, const struct tip_scan *scan)
{
    switch (asking->request->command) {
    case TIP_COMMAND_EXPLAIN:
        return explain(asking);
    case TIP_COMMAND_SCAN:
        return tip_scan_show(scan, asking->searcher, asking->request, &asking->matches,
                             asking->reply, asking->error);
    default:
        return show_page(asking);
    }
}

/* Refuses what does not depend on the query, then finds what matches that. */
static tip_status find(struct tip_asking *asking, struct tip_scan *scan)
{
    tip_status status = TIP_OK;
    refuse_ahead(asking);
    if (asking->request->command == TIP_COMMAND_SCAN && !tip_asking_is_refused(asking)) {
        status =
            tip_scan_begin(scan, asking->searcher, asking->request, asking->reply, asking->error);
        asking->scan = &scan->cursor;
    }
    return status == TIP_OK && !tip_asking_is_refused(asking) ? tip_asking_find(asking) : status;
}

static tip_status run(struct tip_asking *asking)
{
    struct tip_scan scan;
    tip_status status = find(asking, &scan);
    if (status != TIP_OK || tip_asking_is_refused(asking)) {
        return status;
    }
    leave_new(asking);
    status = collapse(asking);
    if (status == TIP_OK) {
        status = tip_asking_tell(asking);
    }
    if (status == TIP_OK && asking->reply->total == 0) {
        status = tip_asking_hint(asking);
    }
    if (status != TIP_OK) {
        return status;
    }
    return show(asking, &scan);
}

tip_status tip_answer_search(struct tip_searcher *searcher, const struct tip_request *request,
                             struct tip_reply *reply, struct tip_error *error)
{
    struct tip_asking asking = {
        .searcher = searcher, .request = request, .reply = reply, .error = error};
    reply->kind = TIP_REPLY_HITS;
    tip_status status = run(&asking);
    tip_asking_free(&asking);
    return status;
}
