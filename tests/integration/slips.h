/* Words misspelt as people misspell them, by rule and at random, the same on every run. */
#ifndef TIP_TEST_SLIPS_H
#define TIP_TEST_SLIPS_H

#include <stddef.h>
#include <stdint.h>

enum slip_kind {
    SLIP_LIKELY, /* a letter left out, doubled, with its neighbour key or in its place; swaps;
                  * vowels
                  */
    SLIP_ANY     /* any letter put in, left out or changed, and swaps */
};

/* A number below `limit`. */
uint32_t slip_random(uint32_t *seed, uint32_t limit);

/* Misspells `word` (of letters a to z, with room for one more) by one edit. */
void slip_make(char *word, enum slip_kind kind, uint32_t *seed);

#endif
