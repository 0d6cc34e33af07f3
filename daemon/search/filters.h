/* Filters by the facts of a passage. */
#ifndef TIP_FILTERS_H
#define TIP_FILTERS_H

#include "base/bitmap.h"
#include "search/plan.h"

/* Takes out of `bitmap` what the filters of a node of the plan's query refuse: of a sequence, or
 * one that is alone. When the time ends before that is known of a pattern, *is_cut becomes true and
 * only passages stay that are known to pass. */
tip_status tip_filters_apply(struct tip_searcher *searcher, const struct tip_plan *plan,
                             size_t owner, struct tip_bitmap *bitmap, bool *is_cut,
                             struct tip_error *error) TIP_MUST_CHECK;

#endif
