/* A searcher from inside: what every part of answering a request needs. */
#ifndef TIP_SEARCHER_H
#define TIP_SEARCHER_H

#include <stdbool.h>
#include <stdint.h>

#include "analysis/analysis.h"
#include "base/bitmap.h"
#include "index/generation.h"
#include "search/correction/lexicon.h"
#include "search/correction/names.h"
#include "search/places.h"
#include "search/ranking/parts.h"
#include "search/search.h"
#include "search/section_tree.h"

struct tip_pattern_cache;
struct tip_suggest_cache;

struct tip_searcher {
    const struct tip_generation *generation; /* borrowed; NULL before the first use */
    struct tip_index *index;                 /* this thread's handle on its postings */
    struct tip_analyser *analyser;
    struct tip_tokens tokens;              /* scratch: a text analysed */
    struct tip_token_list words;           /* scratch: a passage's word numbers */
    struct tip_bitmap live;                /* every passage of the generation */
    struct tip_bitmap ordinary;            /* those of other kinds than contents */
    const struct tip_knowledge *knowledge; /* borrowed, or NULL */
    struct tip_places *places;             /* of the generation; NULL before they are asked for */
    struct tip_section_tree *tree;         /* likewise */
    struct tip_lexicon *lexicon;           /* likewise */
    struct tip_pattern_cache *patterns;    /* likewise, and of the knowledge */
    struct tip_suggest_cache *suggest;     /* likewise */
    size_t warmed;                         /* steps of tip_searcher_warm that are done */
    struct tip_names *names;               /* of the knowledge; NULL before they are asked for */
    tip_part_set without;                  /* parts of the ranking that are left out */
    int64_t deadline_ns;                   /* CLOCK_MONOTONIC, of the request that runs; 0: none */
};

/* The generation's countries, its headings and the words to correct to, made when they are first
 * asked for; the searcher's. */
tip_status tip_searcher_places(struct tip_searcher *searcher, struct tip_places **places,
                               struct tip_error *error) TIP_MUST_CHECK;
tip_status tip_searcher_tree(struct tip_searcher *searcher, const struct tip_section_tree **tree,
                             struct tip_error *error) TIP_MUST_CHECK;
tip_status tip_searcher_lexicon(struct tip_searcher *searcher, const struct tip_lexicon **lexicon,
                                struct tip_error *error) TIP_MUST_CHECK;
/* The names that spelling knows, made when they are first asked for; the searcher's. */
tip_status tip_searcher_names(struct tip_searcher *searcher, const struct tip_names **names,
                              struct tip_error *error) TIP_MUST_CHECK;

/* Forgets what was suggested: counts and names of another generation or knowledge. NULL is allowed.
 */
void tip_suggest_cache_free(struct tip_suggest_cache *cache);

int64_t tip_clock_ns(void); /* CLOCK_MONOTONIC */

/* Whether the running request's time is over. */
bool tip_searcher_is_late(const struct tip_searcher *searcher);

#endif
