/* The words of a quotation as the index has them. */
#ifndef TIP_QUOTE_STEMS_H
#define TIP_QUOTE_STEMS_H

#include "search/quote/quote_candidates.h"

/* A different word of the quotation, by its stems in the index's languages. */
struct tip_quote_stem {
    const char *word; /* folded; the searcher's tokens own it */
    uint32_t length;
    uint32_t frequency; /* passages that have one of its stems; 0: none does */
    uint32_t slot;      /* its number */
};

struct tip_quote_stems {
    struct tip_quote_stem items[TIP_QUOTE_PAIR_WORDS];
    size_t count;
    uint16_t *order; /* of the quotation's words: their slots, or TIP_QUOTE_NO_SLOT */
    size_t order_count;
    size_t sought[TIP_QUOTE_STEMS]; /* slots of those that are looked for, the rarest first */
    size_t sought_count;
};

enum { TIP_QUOTE_NO_SLOT = UINT16_MAX };

/* Reads them from the quotation's words; uses the searcher's tokens. */
tip_status tip_quote_stems_read(struct tip_quote_stems *stems, struct tip_searcher *searcher,
                                const struct tip_quote_words *words,
                                struct tip_error *error) TIP_MUST_CHECK;
void tip_quote_stems_free(struct tip_quote_stems *stems);

/* A stem of a word in a language of the index; its length is in *length. */
const char *tip_quote_stem_text(struct tip_searcher *searcher, const struct tip_quote_stem *stem,
                                uint32_t language, size_t *length);

#endif
