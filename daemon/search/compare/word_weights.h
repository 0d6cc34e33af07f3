/* How alike statements are: the share of their words that they have in common, where rare words
 * count for more. */
#ifndef TIP_WORD_WEIGHTS_H
#define TIP_WORD_WEIGHTS_H

#include "search/compare/edition.h"

struct tip_word_weights {
    float *of_word; /* owned; by a word's hash */
    size_t statements;
};

/* The words of a statement, or of several that are one, in the order of their hashes. */
struct tip_words {
    const uint32_t *items;
    size_t count;
};

/* Counts the words of both editions. Freed by tip_word_weights_free, also when it failed. */
tip_status tip_word_weights_make(struct tip_word_weights *weights, const struct tip_edition *before,
                                 const struct tip_edition *after,
                                 struct tip_error *error) TIP_MUST_CHECK;
void tip_word_weights_free(struct tip_word_weights *weights);

static inline struct tip_words tip_words_of(const struct tip_edition *edition, size_t statement)
{
    const struct tip_statement *words = &edition->statements[statement];
    return (struct tip_words){edition->words + words->first_word, words->word_count};
}

/* What a word weighs: 1 where every statement has it, and one more with each halving. */
double tip_word_weights_weight(const struct tip_word_weights *weights, uint32_t word);
double tip_word_weights_sum(const struct tip_word_weights *weights, struct tip_words words);
/* What weigh the words that both have, each as often as both have it. */
double tip_word_weights_common(const struct tip_word_weights *weights, struct tip_words one,
                               struct tip_words two);
/* From 0, nothing in common, to 1, the same words (Dice's coefficient of their weights). */
double tip_word_weights_alike(const struct tip_word_weights *weights, struct tip_words one,
                              struct tip_words two);
/* Likewise, with all words counting the same. */
double tip_words_alike(struct tip_words one, struct tip_words two);

#endif
