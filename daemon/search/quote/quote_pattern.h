/* A quotation in numbers: equal words have equal ones, and a source's words are looked up by them.
 */
#ifndef TIP_QUOTE_PATTERN_H
#define TIP_QUOTE_PATTERN_H

#include "search/quote/quote_words.h"

enum { TIP_QUOTE_READINGS = 4, TIP_QUOTE_NO_WORD = UINT32_MAX };

struct tip_quote_pattern {
    const struct tip_quote_words *words; /* borrowed */
    uint32_t count;                      /* of words */
    /* What each word may stand for, 0 where there is no further reading: as it is written; without
     * what brackets add; without a note's number; with its first letter in the other case. */
    uint32_t (*readings)[TIP_QUOTE_READINGS];
    /* For the second part of a word that the end of a line broke: its first part, and the number of
     * both as one word. TIP_QUOTE_NO_WORD for all others. */
    uint32_t *joined_from, *joined;
    struct tip_quote_name *names; /* a table of forms, open addressing */
    uint32_t name_count, name_places;
    struct tip_string forms; /* of readings that are not written so */
};

/* The words must outlive it. TIP_NO_MEMORY. Freed by tip_quote_pattern_free, also when it failed.
 */
tip_status tip_quote_pattern_make(struct tip_quote_pattern *pattern,
                                  const struct tip_quote_words *words,
                                  struct tip_error *error) TIP_MUST_CHECK;
void tip_quote_pattern_free(struct tip_quote_pattern *pattern);

/* The number of a source's word, which is 0 when no word of the quotation may stand for it. */
uint32_t tip_quote_pattern_number(const struct tip_quote_pattern *pattern,
                                  const struct tip_quote_words *source, uint32_t word);

/* Whether the quotation's word may stand for a source's word of that number. */
static inline bool tip_quote_pattern_fits(const struct tip_quote_pattern *pattern, uint32_t word,
                                          uint32_t number)
{
    const uint32_t *readings = pattern->readings[word];
    return number != 0 && (readings[0] == number || readings[1] == number ||
                           readings[2] == number || readings[3] == number);
}

#endif
