/* Counts of three, two and one letters. A probability is smoothed by that of the shorter context
 * (Witten and Bell's estimate: as much is left to it as there were different letters behind the
 * context; Chen and Goodman, "An empirical study of smoothing techniques", 1999). */
#include "search/correction/letter_model.h"

#include <math.h>
#include <stdlib.h>

/* a to z, any other letter, and what stands before and behind a word. */
enum { OTHER = 26, EDGE = 27, SYMBOLS = 28 };

struct tip_letter_model {
    uint32_t three[SYMBOLS][SYMBOLS][SYMBOLS];
    uint32_t two[SYMBOLS][SYMBOLS];
    uint32_t one[SYMBOLS];
    uint32_t all;
    uint32_t kinds_behind_two[SYMBOLS][SYMBOLS]; /* different symbols seen behind these */
    uint32_t kinds_behind_one[SYMBOLS];
};

tip_status tip_letter_model_create(struct tip_letter_model **out, struct tip_error *error)
{
    *out = calloc(1, sizeof **out);
    return *out == NULL ? tip_error_memory(error, "learning what words look like") : TIP_OK;
}

void tip_letter_model_free(struct tip_letter_model *model)
{
    free(model);
}

/* The symbol at a place of a word; EDGE at its end. */
static unsigned symbol_at(const struct tip_letters *word, size_t place)
{
    if (place >= word->count) {
        return EDGE;
    }
    uint32_t letter = word->at[place];
    return letter >= 'a' && letter <= 'z' ? letter - 'a' : OTHER;
}

void tip_letter_model_add(struct tip_letter_model *model, const struct tip_letters *word)
{
    unsigned first = EDGE, second = EDGE;
    for (size_t i = 0; i <= word->count; i++) {
        unsigned third = symbol_at(word, i);
        model->kinds_behind_two[first][second] += model->three[first][second][third]++ == 0;
        model->kinds_behind_one[second] += model->two[second][third]++ == 0;
        model->one[third]++;
        model->all++;
        first = second;
        second = third;
    }
}

/* `count` of `all` seen behind a context, in which `kinds` different symbols were. */
static double smooth(uint32_t count, uint32_t all, uint32_t kinds, double shorter)
{
    return all == 0 ? shorter : (count + kinds * shorter) / ((double)all + kinds);
}

static double probability(const struct tip_letter_model *model, unsigned first, unsigned second,
                          unsigned third)
{
    /* How often a context was seen, an EDGE as often as words begin. */
    uint32_t behind_one = second == EDGE ? model->one[EDGE] : model->one[second];
    uint32_t behind_two = second == EDGE ? model->one[EDGE] : model->two[first][second];
    double one = smooth(model->one[third], model->all, SYMBOLS, 1.0 / SYMBOLS);
    double two =
        smooth(model->two[second][third], behind_one, model->kinds_behind_one[second], one);
    return smooth(model->three[first][second][third], behind_two,
                  model->kinds_behind_two[first][second], two);
}

unsigned tip_letter_model_surprise(const struct tip_letter_model *model,
                                   const struct tip_letters *word)
{
    unsigned first = EDGE, second = EDGE;
    double bits = 0;
    for (size_t i = 0; i <= word->count; i++) {
        unsigned third = symbol_at(word, i);
        bits -= log2(probability(model, first, second, third));
        first = second;
        second = third;
    }
    return (unsigned)(bits * 100);
}
