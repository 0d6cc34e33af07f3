/* Two texts, word by word: what they share, what only the first has and what only the second. */
#ifndef TIP_WORD_DIFF_H
#define TIP_WORD_DIFF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

enum tip_diff_is {
    TIP_DIFF_SAME, /* in both, byte for byte */
    TIP_DIFF_GONE, /* in the first text only */
    TIP_DIFF_NEW,  /* in the second text only */
};

/* A run of bytes of one of the texts, borrowed from it; never empty. */
struct tip_diff_piece {
    enum tip_diff_is is;
    const char *text;
    size_t length;
};

/* Neighbours are of different kinds, and gone stands before new. Zero-initialised is empty and
 * valid.
 */
struct tip_word_diff {
    struct tip_diff_piece *items; /* owned */
    size_t count;
    bool is_minimal; /* no other diff has fewer words that are gone or new */
    size_t same_words, gone_words, new_words;
};

/* "same", "gone" or "new". */
const char *tip_diff_is_name(enum tip_diff_is is);

/* Compares two texts (valid UTF-8; malformed bytes part words). The pieces that are same or gone,
 * one behind the other, are `before`, those that are same or new `after`. A word is letters, marks,
 * digits and symbols ("$1,500", "victims'", "anti-trafficking") between blanks and other signs, in
 * scripts without blanks one letter; words are the same when their bytes are. What stands between
 * words goes with them where they differ. Minimal up to TIP_DIFF_EDITS words that differ
 * (sequence_diff.h), memory some 60 bytes a word. The texts must live as long as the pieces.
 * TIP_LIMIT above 2 GiB, TIP_NO_MEMORY. Freed by tip_word_diff_free, also when it failed. */
tip_status tip_word_diff_make(struct tip_word_diff *diff, const char *before, size_t before_length,
                              const char *after, size_t after_length,
                              struct tip_error *error) TIP_MUST_CHECK;
void tip_word_diff_free(struct tip_word_diff *diff);

#endif
