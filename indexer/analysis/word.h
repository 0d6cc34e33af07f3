/* Atoms -> words: possessives, contractions, abbreviations, numbers, compounds. */
#ifndef TIP_ANALYSIS_WORD_H
#define TIP_ANALYSIS_WORD_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/fold.h"
#include "analysis/segment.h"
#include "analysis/tokens.h"

/* The atoms of one chunk, and the text they point into. */
struct tip_chunk {
    const char *text;
    size_t length; /* of the text */
    const struct tip_atom *atoms;
    size_t count;
};

/* Adds the words of a chunk and its compounds to `tokens`. False when there is no memory. */
bool tip_words_of_chunk(struct tip_fold *fold, const struct tip_chunk *chunk,
                        struct tip_tokens *tokens);

#endif
