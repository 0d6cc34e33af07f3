/* SIMILAR: passages that share the telling words of a passage, or tell of the like of a text. */
#ifndef TIP_SIMILAR_H
#define TIP_SIMILAR_H

#include "base/bitmap.h"
#include "search/ranking/rank.h"
#include "search/searcher.h"

enum {
    TIP_SIMILAR_TERMS = 40,    /* the most telling stems of the example are its query */
    TIP_SIMILAR_COUNTRIES = 8, /* the first ones that a text names: who tells of more lists them */
    TIP_SIMILAR_PATTERNS = 8,  /* those of a text that weigh the most */
    TIP_SIMILAR_SETS = TIP_SIMILAR_COUNTRIES + TIP_SIMILAR_PATTERNS
};

/* The passages about a country that a text names, or of a pattern that it speaks of. */
struct tip_similar_set {
    struct tip_bitmap passages; /* owned */
    double weight;
};

struct tip_similar {
    struct tip_rank_term *terms; /* owned, with their text */
    size_t count;
    struct tip_similar_set sets[TIP_SIMILAR_SETS];
    size_t set_count;
    size_t country_count; /* of these the first: that nothing else is shared makes nothing alike */
    bool is_note;         /* of a text */
    bool is_cut;          /* the time ended before all sets were known */
};

/* The most telling stems of passage `number`: those with the highest (1 + ln tf) * idf among the
 * stems that another passage has. Words that only hold sentences together, and figures, tell
 * nothing. The caller frees them, also after a failure. */
tip_status tip_similar_to_passage(struct tip_similar *similar, struct tip_searcher *searcher,
                                  uint32_t number, struct tip_error *error) TIP_MUST_CHECK;

/* Of a text, such as a case note (note.c): its telling stems and those of their synonyms, the
 * patterns that it speaks of and, for less, the countries that it names by whatever name. */
tip_status tip_similar_to_text(struct tip_similar *similar, struct tip_searcher *searcher,
                               const char *text, struct tip_error *error) TIP_MUST_CHECK;
void tip_similar_free(struct tip_similar *similar);

/* Fills `matches` (initialised) with the passages that have one of the stems or patterns (where
 * none has, those about the countries), those of kind contents and passage `except` left out, and
 * ranks the best `limit`; *hidden: how many other reports' passages were left out that say the same
 * as one. On success the caller frees hits->items. */
tip_status tip_similar_rank(struct tip_searcher *searcher, const struct tip_similar *similar,
                            uint32_t except, size_t limit, struct tip_bitmap *matches,
                            uint32_t *hidden, struct tip_page_hits *hits,
                            struct tip_error *error) TIP_MUST_CHECK;

#endif
