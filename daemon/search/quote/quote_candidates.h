/* Where a quotation may come from: the passages that have its words, the likeliest first. Words are
 * those of the index here, folded and stemmed: whether a quotation is exact is never decided by
 * them.
 */
#ifndef TIP_QUOTE_CANDIDATES_H
#define TIP_QUOTE_CANDIDATES_H

#include "search/quote/quote_words.h"
#include "search/searcher.h"

enum {
    TIP_QUOTE_STEMS = 64,       /* looked for in the index: the rarest ones */
    TIP_QUOTE_PAIR_WORDS = 256, /* different words whose pairs are looked at */
    TIP_QUOTE_NEAR = 256,       /* passages that lack a word, but have more than all others */
    TIP_QUOTE_CANDIDATES = 512  /* passages kept */
};

struct tip_quote_candidate {
    uint32_t place; /* tip_columns_at */
    bool has_all;   /* the words looked for, in this passage alone */
    bool may_begin; /* it and those behind it have them all */
    bool is_contents;
    int32_t year;
    uint32_t pairs; /* of words that stand side by side in the quotation, and here */
    double score;   /* idf of the words that it and the passages behind it have */
};

struct tip_quote_candidates {
    struct tip_quote_candidate *items; /* most pairs first, then the score, then the newest */
    size_t count;
    bool is_cut; /* time ended before all were looked at */
};

/* TIP_NO_MEMORY, or the index's. Freed by tip_quote_candidates_free, also when it failed. */
tip_status tip_quote_candidates_find(struct tip_quote_candidates *candidates,
                                     struct tip_searcher *searcher,
                                     const struct tip_quote_words *words,
                                     struct tip_error *error) TIP_MUST_CHECK;
void tip_quote_candidates_free(struct tip_quote_candidates *candidates);

#endif
