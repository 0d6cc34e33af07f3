/* Cutting text that is too long for one passage. */
#ifndef TIP_PASSAGE_SPLIT_H
#define TIP_PASSAGE_SPLIT_H

#include <stdbool.h>
#include <stddef.h>

enum { TIP_SPLIT_AT_LANDMARKS = 0 };

/* How long passages are, in words. */
struct tip_passage_sizes {
    size_t low;   /* what is shorter waits for a neighbour */
    size_t high;  /* what is longer is cut */
    size_t limit; /* no passage is longer */
    size_t merge; /* nor becomes so by merging: below the limit, so that words counted in another
                     way stay within it, too */
    size_t overshoot; /* a sentence that passes `high` by more is cut between words */
};

/* Whether a paragraph or a sentence is one that long text is cut before, by its own words: one in
 * four. So where the cuts are does not depend on all that stands before, and an edit near the
 * beginning of a long list, or a sentence more, leaves the passages behind it and their ids alone.
 */
bool tip_split_is_landmark(const char *text, size_t length);

/* The end of the next piece of a text, from `start` on: sentences are taken until they hold about
 * `target` words or, where target is TIP_SPLIT_AT_LANDMARKS, until the next landmark. One that
 * alone would pass the limit is cut between words, and what has no blanks at all between
 * characters. At least one byte when start < length. */
size_t tip_split_end(const struct tip_passage_sizes *sizes, const char *text, size_t length,
                     size_t start, size_t target);

#endif
