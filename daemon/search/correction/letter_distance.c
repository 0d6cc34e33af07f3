/* A column of the usual table in two words of bits, which say where a cell is one more and where it
 * is one less than the cell above it (Hyyrö, "A bit-vector algorithm for computing Levenshtein and
 * Damerau edit distances", 2003). */
#include "search/correction/letter_distance.h"

#include <string.h>

void tip_letter_places_make(struct tip_letter_places *places, const struct tip_letters *word)
{
    memset(places->ascii, 0, sizeof places->ascii);
    places->word = word;
    for (size_t i = 0; i < word->count; i++) {
        if (word->at[i] < 128) {
            places->ascii[word->at[i]] |= UINT64_C(1) << i;
        }
    }
}

static uint64_t places_of(const struct tip_letter_places *places, uint32_t letter)
{
    uint64_t bits = 0;
    if (letter < 128) {
        return places->ascii[letter];
    }
    for (size_t i = 0; i < places->word->count; i++) {
        bits |= (uint64_t)(places->word->at[i] == letter) << i;
    }
    return bits;
}

unsigned tip_letter_distance(const struct tip_letter_places *places,
                             const struct tip_letters *other)
{
    unsigned distance = (unsigned)places->word->count;
    uint64_t last = UINT64_C(1) << (places->word->count - 1);
    uint64_t above = ~UINT64_C(0), below = 0; /* the cell is one more, is one less */
    uint64_t diagonal = 0, before = 0;
    for (size_t j = 0; j < other->count; j++) {
        uint64_t same = places_of(places, other->at[j]);
        uint64_t swapped = ((~diagonal & same) << 1) & before;
        diagonal = (((same & above) + above) ^ above) | same | below | swapped;
        uint64_t right_more = below | ~(diagonal | above);
        uint64_t right_less = diagonal & above;
        distance += (right_more & last) != 0;
        distance -= (right_less & last) != 0;
        right_more = (right_more << 1) | 1;
        right_less <<= 1;
        above = right_less | ~(diagonal | right_more);
        below = right_more & diagonal;
        before = same;
    }
    return distance;
}
