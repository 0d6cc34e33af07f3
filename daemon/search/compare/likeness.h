/* How alike statements are: the share of their words that they have in common, where rare words
 * count for more. */
#ifndef TIP_LIKENESS_H
#define TIP_LIKENESS_H

#include "search/compare/edition.h"

struct tip_likeness {
    uint32_t *counts; /* owned; statements by a word's hash, of both editions */
    size_t statements;
};

/* The words of a statement, or of several that are one, in the order of their hashes. */
struct tip_words {
    const uint32_t *items;
    size_t count;
};

/* Counts the words of both editions. Freed by tip_likeness_free, also when it failed. */
tip_status tip_likeness_make(struct tip_likeness *likeness, const struct tip_edition *before,
                             const struct tip_edition *after,
                             struct tip_error *error) TIP_MUST_CHECK;
void tip_likeness_free(struct tip_likeness *likeness);

static inline struct tip_words tip_words_of(const struct tip_edition *edition, size_t statement)
{
    const struct tip_statement *words = &edition->statements[statement];
    return (struct tip_words){edition->words + words->first_word, words->word_count};
}

/* What a word weighs: 1 where every statement has it, and one more with each halving. */
double tip_likeness_weight(const struct tip_likeness *likeness, uint32_t word);
double tip_likeness_sum(const struct tip_likeness *likeness, struct tip_words words);
/* What weigh the words that both have, each as often as both have it. */
double tip_likeness_common(const struct tip_likeness *likeness, struct tip_words one,
                           struct tip_words two);
/* From 0, nothing in common, to 1, the same words (Dice's coefficient of their weights). */
double tip_likeness_of(const struct tip_likeness *likeness, struct tip_words one,
                       struct tip_words two);

#endif
