/* Weights of words by how many statements have them, and what statements have in common. */
#include "search/compare/word_weights.h"

#include <math.h>
#include <stdlib.h>

/* Counters, which become weights; words whose hashes meet in one share it, and weigh less than they
 * should: with the 50,000 words of a corpus of reports one word in twenty does. */
enum { COUNTERS = 1 << 20 };

static void count_words(struct tip_word_weights *weights, const struct tip_edition *edition)
{
    for (size_t i = 0; i < edition->count; i++) {
        struct tip_words words = tip_words_of(edition, i);
        for (size_t w = 0; w < words.count; w++) {
            if (w == 0 || words.items[w] != words.items[w - 1]) {
                weights->of_word[words.items[w] % COUNTERS] += 1;
            }
        }
    }
    weights->statements += edition->count;
}

tip_status tip_word_weights_make(struct tip_word_weights *weights, const struct tip_edition *before,
                                 const struct tip_edition *after, struct tip_error *error)
{
    *weights = (struct tip_word_weights){.of_word = calloc(COUNTERS, sizeof *weights->of_word)};
    if (weights->of_word == NULL) {
        return tip_error_memory(error, "comparing reports");
    }
    count_words(weights, before);
    count_words(weights, after);
    for (size_t i = 0; i < COUNTERS; i++) {
        float *weight = &weights->of_word[i];
        if (*weight > 0) {
            *weight = 1 + log2f((float)weights->statements / *weight);
        }
    }
    return TIP_OK;
}

void tip_word_weights_free(struct tip_word_weights *weights)
{
    free(weights->of_word);
    *weights = (struct tip_word_weights){0};
}

double tip_word_weights_weight(const struct tip_word_weights *weights, uint32_t word)
{
    return (double)weights->of_word[word % COUNTERS];
}

double tip_word_weights_sum(const struct tip_word_weights *weights, struct tip_words words)
{
    double sum = 0;
    for (size_t i = 0; i < words.count; i++) {
        sum += tip_word_weights_weight(weights, words.items[i]);
    }
    return sum;
}

double tip_word_weights_common(const struct tip_word_weights *weights, struct tip_words one,
                               struct tip_words two)
{
    double sum = 0;
    for (size_t i = 0, j = 0; i < one.count && j < two.count;) {
        if (one.items[i] == two.items[j]) {
            sum += tip_word_weights_weight(weights, one.items[i]);
            i++;
            j++;
        } else if (one.items[i] < two.items[j]) {
            i++;
        } else {
            j++;
        }
    }
    return sum;
}

double tip_word_weights_alike(const struct tip_word_weights *weights, struct tip_words one,
                              struct tip_words two)
{
    double sum = tip_word_weights_sum(weights, one) + tip_word_weights_sum(weights, two);
    return sum > 0 ? 2 * tip_word_weights_common(weights, one, two) / sum : 0;
}

double tip_words_alike(struct tip_words one, struct tip_words two)
{
    size_t common = 0;
    for (size_t i = 0, j = 0; i < one.count && j < two.count;) {
        uint32_t first = one.items[i], second = two.items[j];
        common += first == second ? 1 : 0;
        i += first <= second ? 1 : 0;
        j += second <= first ? 1 : 0;
    }
    size_t sum = one.count + two.count;
    return sum > 0 ? 2 * (double)common / (double)sum : 0;
}
