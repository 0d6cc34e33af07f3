/* A word that the index does not know, and what of the index was most likely meant. */
#ifndef TIP_CORRECT_WORD_H
#define TIP_CORRECT_WORD_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/analysis.h"
#include "search/searcher.h"

/* A word, or two with a blank between them; folded. Length 0: none is convincing. */
struct tip_correction {
    char text[2 * TIP_WORD_LIMIT + 2]; /* NUL-terminated */
    size_t length;
    unsigned cost; /* of the edits, in hundredths of one (edit_cost.h) */
};

/* What speaks against a correction, as bits. */
enum tip_sign {
    TIP_MAY_BE_NAME = 1, /* the word was written with a capital */
    TIP_IS_IN_COMPANY =
        2 /* other words of the query are found: what the index lacks may be missing */
};

/* The best correction of a folded word that is not known (tip_word_is_known). Words with figures
 * and words of up to three letters have none. `signs` are of tip_sign. When time runs out
 * there is none either. */
tip_status tip_correct_word(struct tip_searcher *searcher, const char *word, size_t length,
                            unsigned signs, struct tip_correction *correction,
                            struct tip_error *error) TIP_MUST_CHECK;

/* What two words that stand side by side in a query are when the blank between them is a slip; one
 * of them at least is not known. */
tip_status tip_join_words(struct tip_searcher *searcher, const char *first, size_t first_length,
                          const char *second, size_t second_length,
                          struct tip_correction *correction,
                          struct tip_error *error) TIP_MUST_CHECK;

#endif
