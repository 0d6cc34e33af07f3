/* What the leaves of a query's tree match. */
#ifndef TIP_WHICH_LEAF_H
#define TIP_WHICH_LEAF_H

#include "base/bitmap.h"
#include "search/plan.h"

/* What a part of an answer is when the time ends: no passage that does not match, or all that may.
 */
enum tip_bound { TIP_BOUND_LEAST, TIP_BOUND_MOST };

struct tip_finding {
    struct tip_searcher *searcher;
    struct tip_plan *plan;
    struct tip_spans spans; /* scratch */
    bool *marked;           /* scratch: of the words of a passage */
    size_t marked_capacity;
    uint32_t lists_read;
    uint32_t postings_read; /* since the clock was asked last */
    bool is_cut;            /* the time was over before all was known */
    bool filters_are_cut;   /* only of filters: a few words more are read in no time */
    struct tip_error *error;
};

/* Frees what is scratch. */
void tip_finding_free(struct tip_finding *finding);

/* Whether the time is over, of which the clock is asked now and then: once for each passage that is
 * looked at. */
bool tip_finding_is_late(struct tip_finding *finding, uint32_t *looked_at);

/* Adds to `out` the members of `within` that a clause matches (and perhaps others that are no
 * members). `of_text`: a word in the report's title alone does not count. `added`: stems, by place
 * in the plan, that were added before and are passed over; NULL: none. */
tip_status tip_leaf_find(struct tip_finding *finding, const struct tip_clause *clause,
                         const struct tip_bitmap *within, enum tip_bound bound, bool of_text,
                         bool *added, struct tip_bitmap *out) TIP_MUST_CHECK;

/* Likewise for the node of a NEAR. */
tip_status tip_near_find(struct tip_finding *finding, size_t node, const struct tip_bitmap *within,
                         enum tip_bound bound, struct tip_bitmap *out) TIP_MUST_CHECK;

#endif
