/* The patterns that a note tells of. */
#ifndef TIP_NOTE_PATTERNS_H
#define TIP_NOTE_PATTERNS_H

#include "search/similar.h"

/* Adds to the sets of `similar` the passages of the patterns whose words and phrases stand in a
 * note (tip_pattern_words_count), the rarer and the more of them the heavier. When the time ends,
 * similar->is_cut becomes true. */
tip_status tip_note_patterns_add(struct tip_similar *similar, struct tip_searcher *searcher,
                                 const uint32_t *numbers, size_t length,
                                 struct tip_error *error) TIP_MUST_CHECK;

#endif
