/* Two words of the index that were typed without the blank between them. */
#ifndef TIP_SPLIT_WORD_H
#define TIP_SPLIT_WORD_H

#include "search/correction/correct_word.h"

/* The cheapest way to part a folded word in two that stand side by side somewhere; one of them may
 * be misspelt. `correction` is left alone when there is none that costs less than `limit`. */
tip_status tip_split_word(struct tip_searcher *searcher, const char *word, size_t length,
                          unsigned limit, struct tip_correction *correction,
                          struct tip_error *error) TIP_MUST_CHECK;

#endif
