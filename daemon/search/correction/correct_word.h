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

/* The best correction of a folded word that is not known (tip_word_is_known). Words with figures
 * and words of up to three letters have none. Of one that may be a name (`is_name`: it was written
 * with a capital) more is asked. When time runs out there is none either. */
tip_status tip_correct_word(struct tip_searcher *searcher, const char *word, size_t length,
                            bool is_name, struct tip_correction *correction,
                            struct tip_error *error) TIP_MUST_CHECK;

/* What two words that stand side by side in a query are when the blank between them is a slip; one
 * of them at least is not known. */
tip_status tip_join_words(struct tip_searcher *searcher, const char *first, size_t first_length,
                          const char *second, size_t second_length,
                          struct tip_correction *correction,
                          struct tip_error *error) TIP_MUST_CHECK;

#endif
