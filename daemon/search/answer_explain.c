/* EXPLAIN: ranks as SEARCH does, then asks the plan and the ranking where the scores came from. */
#include <stdlib.h>

#include "search/answer.h"
#include "search/explain.h"
#include "search/hits.h"

/* What the hits have got of the texts that explaining them needed. */
static void drop_texts(struct tip_reply *reply)
{
    for (size_t i = 0; i < reply->hit_count; i++) {
        free(reply->hits[i].view.text);
        reply->hits[i].view.text = NULL;
    }
}

/* Makes hits of a page that was ranked, each with its parts. */
static tip_status show(struct tip_explaining *explaining, const struct tip_page_hits *page,
                       uint32_t first_rank, const struct tip_plan *plan)
{
    struct tip_reply *reply = explaining->reply;
    tip_status status =
        tip_hits_make(reply, explaining->searcher, plan, page, first_rank, true, explaining->error);
    if (status == TIP_OK) {
        status = tip_explain_hits(explaining, page);
    }
    drop_texts(reply);
    return status;
}

static tip_status rank(struct tip_explaining *explaining, size_t offset, size_t limit,
                       struct tip_page_hits *hits)
{
    struct tip_page page = {.offset = offset, .limit = limit, .with_gains = true};
    tip_status status = tip_rank_page(explaining->searcher, explaining->plan, explaining->matches,
                                      &page, hits, explaining->error);
    if (status == TIP_OK && hits->is_cut) {
        explaining->reply->is_partial = true;
        explaining->reply->total_is = TIP_TOTAL_AT_LEAST;
    }
    return status;
}

static tip_status explain_page(struct tip_explaining *explaining)
{
    const struct tip_request *request = explaining->request;
    struct tip_page_hits hits = {0};
    tip_status status = TIP_OK;
    if (request->limit > 0 && request->offset < explaining->reply->total) {
        status = rank(explaining, request->offset, request->limit, &hits);
    }
    if (status == TIP_OK) {
        status = show(explaining, &hits, request->offset + 1, explaining->plan);
    }
    free(hits.items);
    free(hits.gains);
    return status;
}

/* However far down its rank is. */
static tip_status explain_match(struct tip_explaining *explaining, uint32_t number)
{
    struct tip_page_hits hits = {0};
    tip_status status = rank(explaining, 0, explaining->reply->total, &hits);
    size_t place = 0;
    while (place < hits.count && hits.items[place].number != number) {
        place++;
    }
    struct tip_page_hits one = {.items = hits.items + place,
                                .gains = hits.gains == NULL ? NULL : hits.gains + place,
                                .count = place < hits.count ? 1 : 0};
    if (status == TIP_OK) {
        status = show(explaining, &one, (uint32_t)place + 1, explaining->plan);
    }
    free(hits.items);
    free(hits.gains);
    return status;
}

static tip_status explain_miss(struct tip_explaining *explaining, uint32_t number)
{
    struct tip_rank_hit passage = {.number = number};
    struct tip_page_hits one = {.items = &passage, .count = 1};
    tip_status status = show(explaining, &one, 0, NULL);
    return status == TIP_OK
               ? tip_explain_lacks(explaining, number, &explaining->reply->explanation->hits[0])
               : status;
}

tip_status tip_explain(struct tip_explaining *explaining)
{
    struct tip_reply *reply = explaining->reply;
    uint32_t number = 0;
    reply->explanation = calloc(1, sizeof *reply->explanation);
    if (reply->explanation == NULL) {
        return tip_error_memory(explaining->error, "explaining");
    }
    if (explaining->request->id != NULL) {
        number = tip_answer_find_passage(explaining->searcher, explaining->request->id, reply);
        if (number == 0) {
            return TIP_OK;
        }
    }
    tip_status status = number == 0 ? explain_page(explaining)
                        : tip_bitmap_has(explaining->matches, number)
                            ? explain_match(explaining, number)
                            : explain_miss(explaining, number);
    return status == TIP_OK ? tip_explain_tree(explaining) : status;
}
