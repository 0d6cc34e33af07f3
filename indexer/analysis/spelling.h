/* English in two spellings: "labour" and "labor", "organisation" and "organization" are one word.
 */
#ifndef TIP_ANALYSIS_SPELLING_H
#define TIP_ANALYSIS_SPELLING_H

#include <stddef.h>

#include "analysis/analysis.h"

/* Writes the American spelling of a folded British one to `out` and returns its length, which is
 * never more than the word's; 0 when the word is spelt alike in both. It is made for stemming: what
 * counts is that both spellings come out alike, not that each result is a word. */
size_t tip_spelling_american(char out[TIP_WORD_LIMIT], const char *word, size_t length);

#endif
