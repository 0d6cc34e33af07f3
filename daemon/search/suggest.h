/* From what is typed to what may be meant: the starts of suggestions that begin with it. */
#ifndef TIP_SEARCH_SUGGEST_H
#define TIP_SEARCH_SUGGEST_H

#include <stdbool.h>

#include "base/string_builder.h"
#include "index/suggestions.h"
#include "search/searcher.h"

enum {
    TIP_LIMIT_SUGGESTIONS = 100, /* the most that a request can ask for */
    TIP_SUGGEST_CANDIDATES =
        384,             /* kept: of a hundred that are asked for, some are forms of one word */
    TIP_SLIP_LETTERS = 5 /* typed before one of them may be wrong: fewer say too little */
};

/* A suggestion that may be made. */
struct tip_suggest_candidate {
    const struct tip_suggestions *table;
    uint32_t place;
    uint32_t weight; /* the higher the better; what needs a slip is below all that needs none */
};

/* The best ones, best first; of equal ones those that came first. */
struct tip_suggest_candidates {
    struct tip_suggest_candidate items[TIP_SUGGEST_CANDIDATES];
    size_t count;
};

/* What is typed as keys of suggestions are written: folded words with a blank between each two, and
 * one behind the last when that is ended. Empty when there is no word in it. */
tip_status tip_typed_prefix(struct tip_string *prefix, struct tip_searcher *searcher,
                            const char *typed, struct tip_error *error) TIP_MUST_CHECK;

/* Adds the suggestions of a table that begin with `prefix`. */
void tip_suggest_candidates_add(struct tip_suggest_candidates *candidates,
                                const struct tip_suggestions *table,
                                const struct tip_string *prefix);

/* Adds those that begin with something one slip away from it: a letter too many, one missing, one
 * wrong, two in each other's place. Nothing when too few letters are typed. */
void tip_suggest_candidates_add_slips(struct tip_suggest_candidates *candidates,
                                      const struct tip_suggestions *table,
                                      const struct tip_string *prefix);

/* The names of countries that passages are about, and the titles of patterns. The family of each is
 * its place in the knowledge, counted from 1. The caller closes *out. */
tip_status tip_known_suggestions(struct tip_suggestions **out, struct tip_searcher *searcher,
                                 struct tip_error *error) TIP_MUST_CHECK;

#endif
