/* Cutting text that is too long for one passage. */
#ifndef TIP_PASSAGE_SPLIT_H
#define TIP_PASSAGE_SPLIT_H

#include <stddef.h>

/* How long passages are, in words. */
struct tip_passage_sizes {
    size_t low;   /* what is shorter waits for a neighbour */
    size_t high;  /* what is longer is cut */
    size_t limit; /* no passage is longer */
    size_t merge; /* nor becomes so by merging: below the limit, so that words counted in another
                     way stay within it, too */
    size_t overshoot; /* a sentence that passes `high` by more is cut between words */
};

/* The end of the next piece of a text, from `start` on: sentences are taken until they hold about
 * `target` words. One that alone would pass the limit is cut between words, and what
 * has no blanks at all between characters. At least one byte when start < length. */
size_t tip_split_end(const struct tip_passage_sizes *sizes, const char *text, size_t length,
                     size_t start, size_t target);

#endif
