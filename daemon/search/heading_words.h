/* The words of headings: a dictionary counts words in bodies alone, and keeps those of which
 * nothing is left, or to be seen. */
#ifndef TIP_HEADING_WORDS_H
#define TIP_HEADING_WORDS_H

#include "base/bitmap.h"
#include "index/generation.h"

/* Makes `found` the numbers of the words that stand in headings above a passage. Freed by
 * tip_bitmap_free in any case. */
tip_status tip_heading_words_find(struct tip_bitmap *found, const struct tip_generation *generation,
                                  struct tip_error *error) TIP_MUST_CHECK;

#endif
