/* The words of a field of a passage, as numbers, and the weighted terms that fields make (BM25F).
 */
#ifndef TIP_FIELD_WORDS_H
#define TIP_FIELD_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "analysis/analysis.h"
#include "base/status.h"
#include "index/builder.h"
#include "index/words.h"

/* Numbers that grow; zero-initialised is empty and valid. */
struct tip_number_list {
    uint32_t *items;
    size_t count;
    size_t capacity;
};

/* A field's words, reused from passage to passage; zero-initialised is empty and valid. */
struct tip_field_words {
    struct tip_number_list terms;  /* what is counted: words and compounds */
    struct tip_number_list stream; /* what has a place: words alone, a 0 between texts */
    uint32_t length;               /* in words; compounds and zeros do not count */
};

void tip_field_words_free(struct tip_field_words *field);
void tip_field_words_clear(struct tip_field_words *field);

/* What turns text into word numbers. */
struct tip_word_source {
    struct tip_analyser *analyser;
    struct tip_words_builder *words; /* new words are added here */
    struct tip_tokens tokens;        /* kept for its memory */
};

/* Appends the words of a text (NULL is no text) to the field, behind a 0 when it has words already.
 * TIP_NO_MEMORY, TIP_LIMIT. */
tip_status tip_field_words_add(struct tip_field_words *field, struct tip_word_source *source,
                               const char *language, const char *text,
                               struct tip_error *error) TIP_MUST_CHECK;

/* One stem of a passage. */
struct tip_weighted_term {
    uint32_t word;      /* a word that has the stem */
    uint32_t frequency; /* tf' * TIP_WEIGHT_SCALE, at least 1 */
};

/* Where stems are counted; zero-initialised is empty and valid. */
struct tip_weighing {
    uint32_t *place_of_stem; /* by stem number: its place in `stems` + 1, 0 between passages */
    size_t stem_capacity;
    struct tip_stem_count *stems;
    size_t count;
    size_t capacity;
    struct tip_weighted_term *terms; /* the result: as many as `count` */
    size_t term_capacity;
};

void tip_weighing_free(struct tip_weighing *weighing);

/* Counts and weighs the stems of a passage's fields (TIP_FIELD_COUNT of them) into
 * `weighing->terms`, in the order in which they first stand. */
tip_status tip_weigh(struct tip_weighing *weighing, const struct tip_words_builder *words,
                     const struct tip_field_words *const *fields,
                     struct tip_error *error) TIP_MUST_CHECK;

#endif
