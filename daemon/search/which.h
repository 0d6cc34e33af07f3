/* The first half of an answer: which passages match, as a bitmap. It gives totals and facets. */
#ifndef TIP_WHICH_H
#define TIP_WHICH_H

#include <stdbool.h>

#include "base/bitmap.h"
#include "search/plan.h"

/* Fills `out` (initialised, of the same size; it may be `base`) with the members of `base` that
 * match the plan's query, and plan->near, which is empty before. When the time ends before that,
 * *is_cut becomes true and `out` holds only passages that are known to match. */
tip_status tip_which(struct tip_searcher *searcher, struct tip_plan *plan,
                     const struct tip_bitmap *base, struct tip_bitmap *out, bool *is_cut,
                     struct tip_error *error) TIP_MUST_CHECK;

/* The same for what a node of the tree matches by itself, whatever its role: of something excluded
 * the passages that it excludes. `out` is another than `base`. plan->sets may gain members, so that
 * nothing should be ranked afterwards. */
tip_status tip_which_of_node(struct tip_searcher *searcher, struct tip_plan *plan, size_t node,
                             const struct tip_bitmap *base, struct tip_bitmap *out, bool *is_cut,
                             struct tip_error *error) TIP_MUST_CHECK;

#endif
