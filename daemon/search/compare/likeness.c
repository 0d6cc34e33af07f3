/* Weights of words by how many statements have them, and what statements have in common. */
#include "search/compare/likeness.h"

#include <math.h>
#include <stdlib.h>

/* Counters; words whose hashes meet in one share it, and weigh less than they should: with the
 * 50,000 words of a corpus of reports one word in twenty does. */
enum { COUNTERS = 1 << 20 };

static void count_words(struct tip_likeness *likeness, const struct tip_edition *edition)
{
    for (size_t i = 0; i < edition->count; i++) {
        struct tip_words words = tip_words_of(edition, i);
        for (size_t w = 0; w < words.count; w++) {
            if (w == 0 || words.items[w] != words.items[w - 1]) {
                likeness->counts[words.items[w] % COUNTERS]++;
            }
        }
    }
    likeness->statements += edition->count;
}

tip_status tip_likeness_make(struct tip_likeness *likeness, const struct tip_edition *before,
                             const struct tip_edition *after, struct tip_error *error)
{
    *likeness = (struct tip_likeness){.counts = calloc(COUNTERS, sizeof *likeness->counts)};
    if (likeness->counts == NULL) {
        return tip_error_memory(error, "comparing reports");
    }
    count_words(likeness, before);
    count_words(likeness, after);
    return TIP_OK;
}

void tip_likeness_free(struct tip_likeness *likeness)
{
    free(likeness->counts);
    *likeness = (struct tip_likeness){0};
}

double tip_likeness_weight(const struct tip_likeness *likeness, uint32_t word)
{
    double count = likeness->counts[word % COUNTERS];
    return 1 + log2((double)likeness->statements / (count < 1 ? 1 : count));
}

double tip_likeness_sum(const struct tip_likeness *likeness, struct tip_words words)
{
    double sum = 0;
    for (size_t i = 0; i < words.count; i++) {
        sum += tip_likeness_weight(likeness, words.items[i]);
    }
    return sum;
}

double tip_likeness_common(const struct tip_likeness *likeness, struct tip_words one,
                           struct tip_words two)
{
    double sum = 0;
    for (size_t i = 0, j = 0; i < one.count && j < two.count;) {
        if (one.items[i] == two.items[j]) {
            sum += tip_likeness_weight(likeness, one.items[i]);
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

double tip_likeness_of(const struct tip_likeness *likeness, struct tip_words one,
                       struct tip_words two)
{
    double sum = tip_likeness_sum(likeness, one) + tip_likeness_sum(likeness, two);
    return sum > 0 ? 2 * tip_likeness_common(likeness, one, two) / sum : 0;
}
