/* Words of the query that stand side by side in a passage lift it. */
#ifndef TIP_PROXIMITY_H
#define TIP_PROXIMITY_H

#include "index/index.h"
#include "search/plan.h"

enum { TIP_PROXIMITY_DEPTH = 300 }; /* the best so many are looked at */

/* Adds to the scores of the first TIP_PROXIMITY_DEPTH of `count` hits and sorts those anew, so
 * that the first `wanted` are right. A hit behind them cannot have a higher score than one of them,
 * as the bonus is never negative. */
tip_status tip_proximity_rerank(struct tip_searcher *searcher, const struct tip_plan *plan,
                                struct tip_rank_hit *hits, size_t count, size_t wanted,
                                struct tip_error *error) TIP_MUST_CHECK;

#endif
