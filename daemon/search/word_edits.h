/* Words that are few edits from another one. */
#ifndef TIP_WORD_EDITS_H
#define TIP_WORD_EDITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/analysis.h"

/* A word made ready to be compared with many. An edit puts a letter in, takes one out, replaces one
 * or swaps two neighbours, and no place is edited twice (optimal string alignment); a letter is a
 * code point. */
struct tip_word_edits {
    uint32_t letters[TIP_WORD_LIMIT];
    size_t count;
    uint64_t kinds; /* a bit for each of its letters, modulo 64 */
    size_t bytes;
    unsigned edits;
};

enum { TIP_WORD_EDITS_LIMIT = 2 };

/* `edits` is at most TIP_WORD_EDITS_LIMIT, `length` at most TIP_WORD_LIMIT. */
void tip_word_edits_init(struct tip_word_edits *wanted, const char *word, size_t length,
                         unsigned edits);

/* Whether so many edits make the wanted word of `word`. */
bool tip_word_edits_fit(const struct tip_word_edits *wanted, const char *word, size_t length);

#endif
