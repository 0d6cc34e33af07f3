/* The words of a lexicon that a word may have been meant for: those whose edits cost little enough,
 * the best first. */
#ifndef TIP_CORRECTION_CANDIDATES_H
#define TIP_CORRECTION_CANDIDATES_H

#include "search/searcher.h"

enum { TIP_CANDIDATES = 8 };

struct tip_correction_candidate {
    uint32_t number; /* of the dictionary's word */
    unsigned cost;   /* of the edits, in hundredths of one (edit_cost.h) */
    int score;       /* the cost less a bonus for standing often: the lower the better */
};

struct tip_correction_candidates {
    struct tip_correction_candidate best[TIP_CANDIDATES];
    size_t count;
};

/* Looks through the lexicon for `typed`, which has at least one letter; edits may cost `limit`.
 * None when the searcher's time runs out. */
void tip_correction_candidates_find(struct tip_correction_candidates *candidates,
                                    const struct tip_searcher *searcher,
                                    const struct tip_lexicon *lexicon,
                                    const struct tip_letters *typed, unsigned limit);

#endif
