/* Runs of words from inside spans.c, for chains of them. */
#ifndef TIP_SPAN_VIEW_H
#define TIP_SPAN_VIEW_H

#include "search/spans.h"

#define TIP_NOWHERE UINT32_MAX /* a place that is none */

/* A part of a stream without breaks. */
struct tip_span_segment {
    const uint32_t *words;
    uint32_t count;
    const struct tip_words *dictionary;
};

/* A segment and a run as they are, or both from behind. */
struct tip_span_view {
    const struct tip_span_segment *segment;
    const struct tip_word_run *run;
    bool is_reversed;
};

/* Room for so many flags and places, whose content is lost. */
tip_status tip_spans_reserve(struct tip_spans *spans, size_t flags, size_t places,
                             struct tip_error *error) TIP_MUST_CHECK;

/* The next segment at or behind *at, which moves behind it; false when there is none. */
bool tip_span_segment_next(const struct tip_word_stream *stream, size_t *at,
                           struct tip_span_segment *segment);

/* The place in the segment of a place of the view, and whether the word there fits a slot. */
uint32_t tip_span_place(const struct tip_span_view *view, uint32_t place);
bool tip_span_fits(const struct tip_span_view *view, size_t slot, uint32_t place);

/* Words from the first to the last, at most. */
size_t tip_word_run_width(const struct tip_word_run *run);
/* Whether its slots can only stand side by side, and whether they do from a place on (with room for
 * them behind it). */
bool tip_word_run_is_tight(const struct tip_word_run *run);
bool tip_word_run_stands_at(const struct tip_span_segment *segment, const struct tip_word_run *run,
                            size_t place);

/* Marks what takes part in a run where it begins and ends as allowed (NULL: everywhere). It needs
 * room for tip_word_run_mark_places. */
void tip_word_run_mark_in(struct tip_spans *spans, const struct tip_span_segment *segment,
                          const struct tip_word_run *run, const bool *begins, const bool *ends,
                          bool *marked);
size_t tip_word_run_mark_places(const struct tip_word_run *run);

#endif
