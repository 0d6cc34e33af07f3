/* Cutting text that is too long for one passage. */
#ifndef TIP_PASSAGE_SPLIT_H
#define TIP_PASSAGE_SPLIT_H

#include <stddef.h>

/* The end of the next piece of a text, from `start` on: sentences are taken until they hold about
 * `target` words. One that alone would pass the limit of a passage is cut between words, and what
 * has no blanks at all between characters. At least one byte when start < length. */
size_t tip_split_end(const char *text, size_t length, size_t start, size_t target);

#endif
