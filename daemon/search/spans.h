/* Where words stand together: phrases, phrases with gaps, and words near each other, in a stream of
 * word numbers (tokens.h). */
#ifndef TIP_SPANS_H
#define TIP_SPANS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "index/words.h"

/* What may stand at one place: words by their numbers, or by those of their stems; each sorted. */
struct tip_slot {
    const uint32_t *numbers;
    size_t number_count;
    const uint32_t *stems;
    size_t stem_count;
};

/* Whether the dictionary's word `number` (not TIP_NO_WORD) may stand there. */
bool tip_slot_has(const struct tip_slot *slot, const struct tip_words *dictionary, uint32_t number);

/* Slots in this order with at most `gaps` other words between the first and the last in all; 0:
 * side by side. A run without slots stands nowhere. */
struct tip_word_run {
    const struct tip_slot *slots;
    size_t slot_count;
    unsigned gaps;
};

/* One of its runs, at most `distance` words from the operand before it: 1 is next to it. */
struct tip_near_operand {
    const struct tip_word_run *runs;
    size_t run_count;
    unsigned distance; /* not looked at in the first operand */
};

/* Operands, each near the one before it on either side, not overlapping it. Distances are between
 * the nearest ends. What is not next to each other in the chain may overlap. */
struct tip_near {
    const struct tip_near_operand *operands;
    size_t operand_count; /* 1 is just its runs */
};

/* The words of a text; nothing stands across a TIP_NO_WORD. */
struct tip_word_stream {
    const uint32_t *words;
    size_t count; /* below UINT32_MAX */
    const struct tip_words *dictionary;
};

/* Room for the work, reused from text to text; zero-initialised is empty and valid. */
struct tip_spans {
    bool *flags;
    size_t flag_capacity;
    uint32_t *places;
    size_t place_capacity;
};

void tip_spans_free(struct tip_spans *spans);

/* Whether it stands anywhere. The time grows with the words times the slots of all runs, never
 * faster. TIP_NO_MEMORY. */
tip_status tip_word_run_stands(struct tip_spans *spans, const struct tip_word_stream *stream,
                               const struct tip_word_run *run, bool *stands,
                               struct tip_error *error) TIP_MUST_CHECK;
tip_status tip_near_stands(struct tip_spans *spans, const struct tip_word_stream *stream,
                           const struct tip_near *near, bool *stands,
                           struct tip_error *error) TIP_MUST_CHECK;

/* Sets marked[i], of stream->count, for each word that is one of a run's slots in some place where
 * it stands; words in the gaps are not. Others are left as they are. */
tip_status tip_word_run_mark(struct tip_spans *spans, const struct tip_word_stream *stream,
                             const struct tip_word_run *run, bool *marked,
                             struct tip_error *error) TIP_MUST_CHECK;
/* The same for the words of one operand (a place in near->operands) where the whole chain stands.
 */
tip_status tip_near_mark(struct tip_spans *spans, const struct tip_word_stream *stream,
                         const struct tip_near *near, size_t operand, bool *marked,
                         struct tip_error *error) TIP_MUST_CHECK;

#endif
