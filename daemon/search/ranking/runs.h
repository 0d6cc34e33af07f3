/* Passages that say what was typed, word for word. */
#ifndef TIP_RUNS_H
#define TIP_RUNS_H

#include "search/plan.h"

/* A run is all words of the query, as they were typed and in that order, side by side in a
 * passage's text. Two words are no run: most of what analysts type are two words that stand side by
 * side in many passages, of which those that say more about them come first. */
enum { TIP_RUN_WORDS = 3 };

/* `runs` (empty, of the size of `among`) gets those of `among` that hold such a run: none where the
 * query has fewer words or one that the index does not hold. *is_cut: the time ended first. */
tip_status tip_runs_find(struct tip_searcher *searcher, const struct tip_plan *plan,
                         const struct tip_bitmap *among, struct tip_bitmap *runs, bool *is_cut,
                         struct tip_error *error) TIP_MUST_CHECK;

#endif
