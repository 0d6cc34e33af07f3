/* The stems of an example of SIMILAR: gathered, counted, weighed, the most telling ones chosen. */
#ifndef TIP_SIMILAR_STEMS_H
#define TIP_SIMILAR_STEMS_H

#include "base/string_builder.h"
#include "search/similar.h"

/* A stem met in the example. Its text points into the dictionary, or into the pool by offset while
 * that grows. */
struct tip_met_stem {
    const char *text;
    size_t offset;
    size_t length;
    unsigned times;
    double share; /* of its weight: 1 for what tells, less for names and for what nobody wrote */
    double weight;
};

/* Zero-initialised is empty and valid. */
struct tip_met_stems {
    struct tip_met_stem *items;
    size_t count, capacity;
    struct tip_string pool; /* text of stems that came from an analysed text */
};

/* What the weight of a stem goes by. */
struct tip_stem_rule {
    uint32_t least;  /* passages that must have it */
    double most_idf; /* rarer ones weigh no more than that; 0: no bound */
};

tip_status tip_stems_meet(struct tip_met_stems *stems, const struct tip_met_stem *stem,
                          struct tip_error *error) TIP_MUST_CHECK;
void tip_stems_free(struct tip_met_stems *stems);

/* Whether a folded word may tell something: words that only hold sentences together are most of
 * what two stories share, and figures are of one person. */
bool tip_stems_tells(const char *word, size_t length);

/* Sets the terms of `similar`: those of the highest (1 + ln times) * idf * share. */
tip_status tip_stems_choose(struct tip_similar *similar, struct tip_met_stems *stems,
                            struct tip_searcher *searcher, const struct tip_stem_rule *rule,
                            struct tip_error *error) TIP_MUST_CHECK;

#endif
