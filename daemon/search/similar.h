/* SIMILAR: passages that share the telling words of a passage or of a text. */
#ifndef TIP_SIMILAR_H
#define TIP_SIMILAR_H

#include "base/bitmap.h"
#include "search/ranking/rank.h"
#include "search/searcher.h"

enum {
    TIP_SIMILAR_TERMS = 40,   /* the most telling stems of the example are its query */
    TIP_SIMILAR_COUNTRIES = 8 /* the first ones that a text names: who tells of more lists them */
};

struct tip_similar {
    struct tip_rank_term *terms; /* owned, with their text */
    size_t count;
    struct tip_bitmap *countries; /* owned: of each that a text names, the passages about it */
    size_t country_count;
};

/* The most telling stems of passage `number`, or of a text: those with the highest (1 + ln tf) *
 * idf among the stems that some passage has. Words that only hold sentences together, and figures,
 * tell nothing. Of a text also the countries that it names, by whatever name. The caller frees
 * them, also after a failure. */
tip_status tip_similar_to_passage(struct tip_similar *similar, struct tip_searcher *searcher,
                                  uint32_t number, struct tip_error *error) TIP_MUST_CHECK;
tip_status tip_similar_to_text(struct tip_similar *similar, struct tip_searcher *searcher,
                               const char *text, struct tip_error *error) TIP_MUST_CHECK;
void tip_similar_free(struct tip_similar *similar);

/* Fills `matches` (initialised) with the passages that have one of the stems or countries, those of
 * kind contents and passage `except` left out, and ranks the best `limit`; *hidden: how many other
 * reports' passages were left out that say the same as one. On success the caller frees
 * hits->items. */
tip_status tip_similar_rank(struct tip_searcher *searcher, const struct tip_similar *similar,
                            uint32_t except, size_t limit, struct tip_bitmap *matches,
                            uint32_t *hidden, struct tip_page_hits *hits,
                            struct tip_error *error) TIP_MUST_CHECK;

#endif
