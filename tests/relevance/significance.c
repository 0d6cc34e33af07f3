#include "relevance/significance.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

enum { EXACT_LIMIT = 16, DRAWS = 100000 };

/* Sums of the same numbers in another order may differ by so little. */
static const double rounding = 1e-12;

/* Marsaglia's xorshift with Vigna's multiplier (xorshift64*): 64 signs a step. */
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

/* At most 64 values, each with the sign that its bit says. */
static double signed_sum(const double *values, size_t count, uint64_t signs)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += (signs >> i & 1) != 0 ? -values[i] : values[i];
    }
    return sum;
}

static double try_all(const double *values, size_t count, double observed)
{
    uint64_t ways = UINT64_C(1) << count;
    uint64_t as_far = 0;
    for (uint64_t signs = 0; signs < ways; signs++) {
        as_far += fabs(signed_sum(values, count, signs)) >= observed - rounding;
    }
    return (double)as_far / (double)ways;
}

static double draw(const double *values, size_t count, double observed)
{
    uint64_t state = UINT64_C(88172645463325252);
    size_t as_far = 1; /* the way that was observed is one of them */
    for (size_t i = 0; i < DRAWS; i++) {
        double sum = 0;
        for (size_t from = 0; from < count; from += 64) {
            size_t part = count - from < 64 ? count - from : 64;
            sum += signed_sum(values + from, part, next_random(&state));
        }
        as_far += fabs(sum) >= observed - rounding;
    }
    return (double)as_far / (DRAWS + 1);
}

double significance_of(double *differences, size_t count)
{
    /* Queries without a difference change no sum. */
    size_t different = 0;
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        if (fabs(differences[i]) > rounding) {
            sum += differences[i];
            differences[different++] = differences[i];
        }
    }
    return different <= EXACT_LIMIT ? try_all(differences, different, fabs(sum))
                                    : draw(differences, different, fabs(sum));
}
