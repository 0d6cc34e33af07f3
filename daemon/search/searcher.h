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
#include "search/restricted.h"
#include "search/search.h"
#include "search/section_tree.h"

struct tip_pattern_cache;
struct tip_pattern_words;
struct tip_suggest_cache;
struct tip_scan_matches;

enum { TIP_SEARCHER_SCOPES = 4 }; /* that a searcher keeps things for, the last used ones */

/* What is kept for a generation, the whole or what a scope sees of it, while another is in use. The
 * fields are those of the searcher. */
struct tip_kept {
    const struct tip_generation *generation; /* NULL: nothing is kept here */
    struct tip_restricted *restricted;
    char *key; /* of its scope */
    struct tip_index *index;
    struct tip_bitmap live, ordinary, heading_words;
    uint32_t *order;
    struct tip_places *places;
    struct tip_section_tree *tree;
    struct tip_lexicon *lexicon;
    struct tip_pattern_cache *patterns;
    struct tip_suggest_cache *suggest;
    size_t warmed;
    unsigned long used; /* when: the higher, the later */
};

struct tip_searcher {
    const struct tip_generation *generation; /* what requests are answered from: the whole, or what
                                                the scope sees of it; NULL before the first use */
    struct tip_restricted *restricted;       /* held; NULL for the whole */
    const struct tip_scope *scope;           /* borrowed; NULL for everything */
    struct tip_index *index;                 /* this thread's handle on its postings */
    struct tip_analyser *analyser;
    struct tip_tokens tokens;    /* scratch: a text analysed */
    struct tip_token_list words; /* scratch: a passage's word numbers */
    struct tip_bitmap live;      /* every passage of the generation */
    struct tip_bitmap ordinary;  /* those of other kinds than contents */
    uint32_t *order;             /* of passages (passage_order.h); NULL: that of their numbers */
    struct tip_bitmap heading_words; /* of headings, by number; empty before it is asked for */
    const struct tip_knowledge *knowledge;   /* borrowed, or NULL */
    struct tip_places *places;               /* of the generation; NULL before they are asked for */
    struct tip_section_tree *tree;           /* likewise */
    struct tip_lexicon *lexicon;             /* likewise */
    struct tip_pattern_cache *patterns;      /* likewise, and of the knowledge */
    struct tip_suggest_cache *suggest;       /* likewise */
    size_t warmed;                           /* steps of tip_searcher_warm that are done */
    struct tip_names *names;                 /* of the knowledge; NULL before they are asked for */
    struct tip_pattern_words *pattern_words; /* likewise */
    struct tip_kept kept[1 + TIP_SEARCHER_SCOPES]; /* the whole's first; that of the one in use is
                                                      empty meanwhile */
    size_t current;                                /* its place */
    struct tip_scan_matches *scans;    /* of the whole and of scopes; NULL before one goes on */
    unsigned long uses;                /* counts up for tip_kept.used */
    struct tip_restricted_set *shared; /* what scopes see; borrowed, or NULL */
    struct tip_restricted_set *own;    /* likewise, the searcher's own when none is shared */
    tip_part_set without;              /* parts of the ranking that are left out */
    int64_t deadline_ns;               /* CLOCK_MONOTONIC, of the request that runs; 0: none */
};

/* The generation's countries, its headings and the words to correct to, made when they are first
 * asked for; the searcher's. */
tip_status tip_searcher_places(struct tip_searcher *searcher, struct tip_places **places,
                               struct tip_error *error) TIP_MUST_CHECK;
tip_status tip_searcher_tree(struct tip_searcher *searcher, const struct tip_section_tree **tree,
                             struct tip_error *error) TIP_MUST_CHECK;
tip_status tip_searcher_lexicon(struct tip_searcher *searcher, const struct tip_lexicon **lexicon,
                                struct tip_error *error) TIP_MUST_CHECK;
/* The numbers of the words in headings of the generation in use; the searcher's. */
tip_status tip_searcher_heading_words(struct tip_searcher *searcher,
                                      const struct tip_bitmap **words,
                                      struct tip_error *error) TIP_MUST_CHECK;
/* What can be suggested of the generation in use. */
tip_status tip_searcher_suggestions(struct tip_searcher *searcher,
                                    const struct tip_suggestions **suggestions,
                                    struct tip_error *error) TIP_MUST_CHECK;
/* The names that spelling knows, made when they are first asked for; the searcher's. */
tip_status tip_searcher_names(struct tip_searcher *searcher, const struct tip_names **names,
                              struct tip_error *error) TIP_MUST_CHECK;

/* The words of the knowledge's patterns, likewise. */
tip_status tip_searcher_pattern_words(struct tip_searcher *searcher,
                                      const struct tip_pattern_words **words,
                                      struct tip_error *error) TIP_MUST_CHECK;

/* Forgets what was suggested: counts and names of another generation or knowledge. NULL is allowed.
 */
void tip_suggest_cache_free(struct tip_suggest_cache *cache);

/* Leaves the generation with all that is kept for it and its scopes. */
void tip_searcher_leave(struct tip_searcher *searcher);

/* Drops what is kept of the knowledge, for the generation in use and others. */
void tip_searcher_forget_knowledge(struct tip_searcher *searcher);

int64_t tip_clock_ns(void); /* CLOCK_MONOTONIC */

/* Whether the running request's time is over. */
bool tip_searcher_is_late(const struct tip_searcher *searcher);

#endif
