/* The first few hundred passages by their words: the parts of the ranking that read passages look
 * at these alone. */
#ifndef TIP_WINDOW_H
#define TIP_WINDOW_H

#include "search/ranking/readings.h"

enum { TIP_WINDOW_SIZE = 300 };

struct tip_candidate {
    uint32_t number;
    double score; /* the words' and what the parts gave */
    double gains[TIP_PART_COUNT];
};

struct tip_window {
    struct tip_searcher *searcher; /* borrowed, as the plan is */
    const struct tip_plan *plan;
    tip_part_set without;
    struct tip_terms terms;       /* what was typed */
    struct tip_readings readings; /* of these terms */
    struct tip_candidate items[TIP_WINDOW_SIZE];
    size_t count;
    double run_gain; /* of each passage that is ranked now: it holds the run that was typed */
};

/* Empty. Freed by tip_window_free, also when it failed. */
tip_status tip_window_init(struct tip_window *window, struct tip_searcher *searcher,
                           const struct tip_plan *plan, struct tip_error *error) TIP_MUST_CHECK;
void tip_window_free(struct tip_window *window);

/* Fills the window with the best of an index's ranking and has each part add to their scores. A
 * gain is never negative, so no passage behind the window can belong before one in it. The hits
 * come back best first, each with its new score. *is_cut: the time ended first. */
tip_status tip_window_rank(struct tip_window *window, struct tip_rank_hit *hits, size_t count,
                           bool *is_cut, struct tip_error *error) TIP_MUST_CHECK;

/* Adds what a part gives to a passage. */
static inline void tip_candidate_gain(struct tip_candidate *candidate, enum tip_part part,
                                      double gain)
{
    candidate->gains[part] += gain;
    candidate->score += gain;
}

#endif
