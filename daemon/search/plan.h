/* A query in the numbers of one generation: which stems its words have in the index's languages,
 * how often those stand, and which word numbers a phrase is made of. */
#ifndef TIP_PLAN_H
#define TIP_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/index.h"
#include "search/query.h"
#include "search/searcher.h"
#include "search/spans.h"

enum { TIP_NO_STEM = UINT32_MAX };

/* A distinct stem of the query. */
struct tip_plan_stem {
    char *text; /* owned */
    size_t length;
    uint32_t frequency; /* passages that have it, in any field */
    uint32_t number;    /* as in the dictionary; 0 when it is not there */
    unsigned uses;      /* how many of the query's scored words have it */
    double boost;       /* what ^ says of them, the most */
    double idf;
    double synonym_weight; /* as the stem of a synonym; 0 when it is none */
};

/* What a synonym weighs of what the words that were typed weigh, at most: an equal would bring
 * passages that say it otherwise before those that have the user's own word. Measured on the
 * judged queries of tests/relevance: at 0.2 and 0.3 two fewer have their answer among three, at 1
 * five fewer have it first; 0.4 to 0.7 are alike. */
extern const double tip_synonym_share;

/* What may stand for a word of the query: the arrays of its slot. */
struct tip_plan_fit {
    uint32_t *numbers;
    uint32_t *stems;
    size_t word_count; /* of a pattern: the different words that are looked for */
    bool is_cut;       /* more words fit than are looked for */
};

enum { TIP_SET_LEVELS = 3 };

/* The passages in which what a clause looks for stands once or more, twice or more, and so on. */
struct tip_plan_set {
    bool is_found;
    uint32_t frequency; /* passages of the whole index that may have it, by its stems */
    struct tip_bitmap levels[TIP_SET_LEVELS];
};

/* Word w in language l has stem stem_of[w * languages + l], a place in `stems` or TIP_NO_STEM, and
 * is itself word number word_of[w * languages + l], or TIP_NO_WORD. */
struct tip_plan {
    const struct tip_query *query; /* borrowed */
    size_t languages;
    uint32_t passages; /* of the generation */
    struct tip_plan_stem *stems;
    size_t stem_count;
    uint32_t *stem_of;
    uint32_t *word_of;
    bool *is_scored;             /* by word: it was typed and adds to the rank */
    struct tip_slot *word_slots; /* by word: what may stand in its place */
    struct tip_plan_fit *fits;   /* by word */
    bool is_cut;                 /* the time ended before all words that fit were found */
    struct tip_plan_set *sets;   /* by clause: of those that rank as sets, filled by which.c */
    struct tip_bitmap
        countries[TIP_QUERY_COUNTRIES]; /* the passages that name those of the query */
};

/* The caller frees the plan, also after a failure. */
tip_status tip_plan_make(struct tip_plan *plan, struct tip_searcher *searcher,
                         const struct tip_query *query, struct tip_error *error) TIP_MUST_CHECK;
void tip_plan_free(struct tip_plan *plan);

/* The place of the stem with this text, or TIP_NO_STEM. */
uint32_t tip_plan_find_stem(const struct tip_plan *plan, const char *text, size_t length);

/* What a stem adds to the rank of the passages that have it: its idf, less for a synonym's, 0 when
 * no scored word has it. */
double tip_plan_stem_weight(const struct tip_plan_stem *stem);

/* What the words of a synonym weigh together: the sum of their idf, or that of what was typed when
 * it is less and all of that stands somewhere, times tip_synonym_share. */
double tip_plan_synonym_weight(const struct tip_plan *plan, const struct tip_clause *clause);

/* Whether word `word` of the query has the dictionary's stem `number`, in any language. */
bool tip_plan_word_has_stem(const struct tip_plan *plan, size_t word, uint32_t number);

/* Whether word `word` of the query is the dictionary's word `number`, in any language. */
bool tip_plan_word_is(const struct tip_plan *plan, size_t word, uint32_t number);

/* ln(1 + (N - df + 0.5) / (df + 0.5)): always above 0. */
double tip_idf(uint32_t passages, uint32_t frequency);

/* Whether passages may match that have none of the query's words, as with NOT behind OR. */
bool tip_plan_matches_without_words(const struct tip_plan *plan);

#endif
