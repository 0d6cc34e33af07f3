/* Weights of words by how many statements have them, and what statements have in common. */
#include "search/compare/word_weights.h"

#include <math.h>
#include <stdlib.h>

/* Counters; words whose hashes meet in one share it, and weigh less than they should: with the
 * 50,000 words of a corpus of reports one word in twenty does. */
enum { COUNTERS = 1 << 20 };

static void count_words(struct tip_word_weights *weights, const struct tip_edition *edition)
{
    for (size_t i = 0; i < edition->count; i++) {
        struct tip_words words = tip_words_of(edition, i);
        for (size_t w = 0; w < words.count; w++) {
            if (w == 0 || words.items[w] != words.items[w - 1]) {
                weights->counts[words.items[w] % COUNTERS]++;
            }
        }
    }
    weights->statements += edition->count;
}

tip_status tip_word_weights_make(struct tip_word_weights *weights, const struct tip_edition *before,
                                 const struct tip_edition *after, struct tip_error *error)
{
    *weights = (struct tip_word_weights){.counts = calloc(COUNTERS, sizeof *weights->counts)};
    if (weights->counts == NULL) {
        return tip_error_memory(error, "comparing reports");
    }
    count_words(weights, before);
    count_words(weights, after);
    return TIP_OK;
}

void tip_word_weights_free(struct tip_word_weights *weights)
{
    free(weights->counts);
    *weights = (struct tip_word_weights){0};
}

double tip_word_weights_weight(const struct tip_word_weights *weights, uint32_t word)
{
    double count = weights->counts[word % COUNTERS];
    return 1 + log2((double)weights->statements / (count < 1 ? 1 : count));
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
