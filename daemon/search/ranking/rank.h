/* The second half of an answer: the best of the passages that match, in order. */
#ifndef TIP_RANK_H
#define TIP_RANK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bitmap.h"
#include "index/index.h"
#include "search/plan.h"
#include "search/ranking/parts.h"
#include "search/request.h"

/* The constant of saturation of BM25F; measured with the fields' weights of index/builder.h over
 * nine judged collections cut into passages. */
extern const double tip_rank_k1;

/* One page of an order. */
struct tip_page {
    enum tip_sort sort;
    size_t offset;
    size_t limit;
    bool with_gains; /* tells what the parts of the ranking gave */
};

/* What each part of the ranking gave to a passage, beside its words and sets. */
struct tip_gains {
    double of[TIP_PART_COUNT];
};

struct tip_page_hits {
    struct tip_rank_hit *items; /* for free(3) */
    struct tip_gains *gains;    /* of each, for free(3); NULL when not asked for or no word ranks */
    size_t count;
    bool is_cut; /* the time ended before the best were known */
};

/* The page's passages among `matches`: best first, or with TIP_SORT_YEAR the newest year first and
 * the best of each year. A query without scored words gives the order of reports and of passages
 * in them, and scores of 0. Pages of one query join without a gap or a double. On success the
 * caller frees hits->items and hits->gains. */
tip_status tip_rank_page(struct tip_searcher *searcher, const struct tip_plan *plan,
                         const struct tip_bitmap *matches, const struct tip_page *page,
                         struct tip_page_hits *hits, struct tip_error *error) TIP_MUST_CHECK;

#endif
