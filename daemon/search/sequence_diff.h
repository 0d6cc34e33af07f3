/* Two sequences of numbers: the longest one that both hold in order. */
#ifndef TIP_SEQUENCE_DIFF_H
#define TIP_SEQUENCE_DIFF_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

enum {
    /* The edits up to which the result is the best one. A search from both ends costs at most four
     * times the square of half of them, 2^20 steps and 64 KiB: some 2 ms. */
    TIP_DIFF_EDITS = 1024,
    TIP_DIFF_NONE = UINT32_MAX
};

/* A sequence, borrowed. */
struct tip_sequence {
    const uint32_t *items;
    uint32_t count; /* at most INT32_MAX */
};

/* Sets pairs[i], for each i below before.count, to the place in `after` that before.items[i] is
 * the same as, or to TIP_DIFF_NONE when it is gone; places rise. It is one of the longest common
 * subsequences (Myers, "An O(ND) Difference Algorithm and Its Variations", 1986) where at most
 * TIP_DIFF_EDITS items are gone or new, and *is_minimal is true then; beyond, a part that differs
 * in more is cut where the search had come furthest, so time grows with the length alone and not
 * with its square. TIP_LIMIT for longer sequences, TIP_NO_MEMORY. */
tip_status tip_sequence_diff(uint32_t *pairs, bool *is_minimal, struct tip_sequence before,
                             struct tip_sequence after, struct tip_error *error) TIP_MUST_CHECK;

#endif
