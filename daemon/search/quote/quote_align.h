/* Where in a source a quotation stands, word for word, or nearly. */
#ifndef TIP_QUOTE_ALIGN_H
#define TIP_QUOTE_ALIGN_H

#include "search/quote/quote_pattern.h"

enum {
    TIP_QUOTE_CELLS = 4000000, /* of the table of all pairs of words: 4 MB; beyond, the word diff's
                                  way is taken, whose time grows with what differs */
    TIP_QUOTE_REPLACED = 8,    /* words that brackets may stand for: "[the ministry]" for a name and
                                  its title */
};

/* What became of a word. */
enum tip_quote_fate {
    TIP_FATE_SAME,     /* paired */
    TIP_FATE_CHANGED,  /* in one of the two alone, or joined otherwise */
    TIP_FATE_LEFT_OUT, /* of the source: an ellipsis stands for it */
    TIP_FATE_FREE,     /* of the source: a heading, or what brackets stand for. Of the quotation: in
                          brackets, or of the page */
};

/* Of the source's words [from, to), which the quotation corresponds to. */
struct tip_quote_alignment {
    uint32_t *pairs;            /* by the quotation's words: the source's, or TIP_QUOTE_NO_WORD */
    unsigned char *quoted_fate; /* by the quotation's words */
    unsigned char *source_fate; /* by the source's words: within [from, to) */
    uint32_t from, to;
    uint32_t matched; /* words of the quotation that are the same */
    uint32_t changes; /* words replaced, dropped and added; a replaced one counts once */
};

/* The share of words that are the same, of these and the changes. */
static inline double tip_quote_likeness(const struct tip_quote_alignment *alignment)
{
    return alignment->matched == 0
               ? 0
               : (double)alignment->matched / (alignment->matched + alignment->changes);
}

/* Aligns the whole quotation with a part of the source such that as few words as can be are
 * changed. `source` and `numbers`, by tip_quote_pattern_number, are words in order. TIP_NO_MEMORY;
 * freed by tip_quote_alignment_free, also when it failed. */
tip_status tip_quote_align(struct tip_quote_alignment *alignment,
                           const struct tip_quote_pattern *pattern,
                           const struct tip_quote_words *source, const uint32_t *numbers,
                           struct tip_error *error) TIP_MUST_CHECK;
void tip_quote_alignment_free(struct tip_quote_alignment *alignment);

/* Fills alignment->pairs alone. */
tip_status tip_quote_pair(uint32_t *pairs, const struct tip_quote_pattern *pattern,
                          const struct tip_quote_words *source, const uint32_t *numbers,
                          struct tip_error *error) TIP_MUST_CHECK;

#endif
