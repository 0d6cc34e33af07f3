/* Filling a tip_tokens: the list, and the arena its words live in. */
#ifndef TIP_ANALYSIS_TOKENS_H
#define TIP_ANALYSIS_TOKENS_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/analysis.h"

/* Empties the list, keeping memory for the next text. */
void tip_tokens_reset(struct tip_tokens *tokens);

/* Appends a copy of *token whose word is a copy of `word`. False when there is no memory. */
bool tip_tokens_add(struct tip_tokens *tokens, const struct tip_token *token, const char *word,
                    size_t word_length);

#endif
