/* The words that a misspelt one may be corrected to: those of a generation that stand in a live
 * passage or one of its headings, arranged so that few have to be compared. */
#ifndef TIP_LEXICON_H
#define TIP_LEXICON_H

#include <stdint.h>

#include "base/bitmap.h"
#include "index/generation.h"
#include "search/correction/edit_cost.h"
#include "search/correction/letter_model.h"

/* Word `i` of the lexicon; a word of several languages is one. */
struct tip_lexicon {
    const struct tip_words *words;
    uint32_t count;
    uint32_t occurrences_most; /* of its words */
    char *text;     /* the words behind each other, here once more as they are read in this order */
    uint32_t *ends; /* of each in there */
    uint32_t *numbers;                      /* the dictionary's, of one of its languages */
    uint32_t *masks;                        /* tip_letters_mask */
    uint32_t *occurrences;                  /* in bodies; 0: it stands in headings alone */
    uint32_t starts[TIP_LETTERS_LIMIT + 2]; /* those of n letters: from starts[n] to starts[n+1] */
    struct tip_edit_costs costs;
    struct tip_letter_model *letters; /* learned from these words */
};

/* `in_headings`: the numbers of the words that stand in headings (heading_words.h). The caller
 * frees *out; the generation outlives it. */
tip_status tip_lexicon_make(struct tip_lexicon **out, const struct tip_generation *generation,
                            const struct tip_bitmap *in_headings,
                            struct tip_error *error) TIP_MUST_CHECK;
void tip_lexicon_free(struct tip_lexicon *lexicon); /* NULL is allowed */

/* The text of word `place` (0 to the count - 1), not NUL-terminated. */
static inline const char *tip_lexicon_word(const struct tip_lexicon *lexicon, uint32_t place,
                                           size_t *length)
{
    uint32_t start = place == 0 ? 0 : lexicon->ends[place - 1];
    *length = lexicon->ends[place] - start;
    return lexicon->text + start;
}

#endif
