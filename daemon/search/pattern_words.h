/* The words and phrases of the knowledge's patterns, to be looked for in a text: a pattern's
 * queries are made to find passages, here they are read the other way round. */
#ifndef TIP_PATTERN_WORDS_H
#define TIP_PATTERN_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/analysis.h"
#include "knowledge/knowledge.h"

struct tip_pattern_words;

/* Words are compared by their English stems. The caller frees *out. TIP_NO_MEMORY. */
tip_status tip_pattern_words_make(struct tip_pattern_words **out,
                                  const struct tip_knowledge *knowledge,
                                  struct tip_analyser *analyser,
                                  struct tip_error *error) TIP_MUST_CHECK;
void tip_pattern_words_free(struct tip_pattern_words *words); /* NULL is allowed */

/* The number of a stem, from 1; 0 for one that no pattern has. */
uint32_t tip_pattern_words_find(const struct tip_pattern_words *words, const char *stem,
                                size_t length);

/* counts[p], for each pattern of the knowledge: how many of its words and phrases stand in a text,
 * whose stems `text` has by their numbers, in order. The words of a phrase stand near to each
 * other, in any order. Of a query with a + all that have one must stand there, which count as one;
 * of one with an exclusion, what is excluded must not. What is told of the pattern counts as three.
 * TIP_NO_MEMORY. */
tip_status tip_pattern_words_count(const struct tip_pattern_words *words, const uint32_t *text,
                                   size_t length, unsigned *counts,
                                   struct tip_error *error) TIP_MUST_CHECK;

#endif
