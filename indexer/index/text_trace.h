/* Where text went: finds words of a passage that vanished in the passages that are there now.
 *
 * Two passages share words where a run of some words in a row stands in both. Words are compared by
 * hashes of their folded text, as two generations may number them differently. */
#ifndef TIP_TEXT_TRACE_H
#define TIP_TEXT_TRACE_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

enum { TIP_TRACE_PARTS = 8 }; /* passages that one text is found in, at most */

/* A passage that holds some of the words that were looked for. */
struct tip_trace_part {
    uint32_t passage;
    uint32_t held;        /* how many words it holds that no earlier part does */
    uint32_t from, until; /* between which of its own words they stand */
};

struct tip_trace;

tip_status tip_trace_create(struct tip_trace **out, struct tip_error *error) TIP_MUST_CHECK;
void tip_trace_free(struct tip_trace *trace);

/* A word as it is compared; never 0, which stands for none. */
uint32_t tip_trace_word(const char *text, size_t length);

/* Forgets the passages that were added. */
void tip_trace_clear(struct tip_trace *trace);

/* Adds a passage in which text is to be found, in the order of its report. `words` is copied. */
tip_status tip_trace_add(struct tip_trace *trace, uint32_t passage, const uint32_t *words,
                         size_t count, struct tip_error *error) TIP_MUST_CHECK;

/* Finds `count` words: fills `parts` and *part_count, the one that holds most first, each further
 * one for the words that those before it lack. One that holds under a twentieth is left out. Of
 * passages that hold equally much the one nearest to `place` (0 the first that was added, 1 the
 * last) is taken. The time it takes does not grow with how often a run of words stands in the
 * passages. TIP_NO_MEMORY. */
tip_status tip_trace_find(struct tip_trace *trace, const uint32_t *words, size_t count,
                          double place, struct tip_trace_part parts[TIP_TRACE_PARTS],
                          size_t *part_count, struct tip_error *error) TIP_MUST_CHECK;

#endif
