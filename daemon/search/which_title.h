/* Words that a passage has from its report's title. */
#ifndef TIP_WHICH_TITLE_H
#define TIP_WHICH_TITLE_H

#include "search/which_leaf.h"

/* Takes out of `bitmap`, passages that the postings of a word of the query name, those that have
 * it in their report's title only. When the time is over, the rest stays in. */
tip_status tip_title_only_drop(struct tip_finding *finding, size_t word,
                               struct tip_bitmap *bitmap) TIP_MUST_CHECK;

#endif
