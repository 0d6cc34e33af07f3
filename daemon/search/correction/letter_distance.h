/* How many edits part two words, each worth one: a quick look before the edits are weighed. */
#ifndef TIP_LETTER_DISTANCE_H
#define TIP_LETTER_DISTANCE_H

#include "search/correction/edit_cost.h"

/* Where each letter stands in a word, as bits. */
struct tip_letter_places {
    uint64_t ascii[128];
    const struct tip_letters *word; /* borrowed */
};

void tip_letter_places_make(struct tip_letter_places *places, const struct tip_letters *word);

/* The optimal string alignment distance: letters put in, left out, changed, and neighbours swapped.
 */
unsigned tip_letter_distance(const struct tip_letter_places *places,
                             const struct tip_letters *other);

#endif
