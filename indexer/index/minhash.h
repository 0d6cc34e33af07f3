/* The signature of a text: texts whose shingles overlap are likely to have an element of theirs in
 * common, at the same place. It depends on the text's words alone, so it is the same in every
 * index. */
#ifndef TIP_MINHASH_H
#define TIP_MINHASH_H

#include <stddef.h>
#include <stdint.h>

/* Bands of rows: an element is made of the least of the shingles' hashes by each of so many
 * functions. Of texts with an overlap of J, J to the power of the rows is the share of common
 * elements; README.md has what that finds. */
enum { TIP_MINHASH_BANDS = 24, TIP_MINHASH_ROWS = 3 };

/* All 0 for a text that has none. */
struct tip_minhash {
    uint32_t bands[TIP_MINHASH_BANDS];
};

/* The hash of a word, as long as the format stays. */
uint64_t tip_word_hash(const char *word, size_t length);

/* The signature of a text of two words or more, by their hashes. */
void tip_minhash_make(struct tip_minhash *out, const uint64_t *words, size_t count);

#endif
