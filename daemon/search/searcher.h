/* A searcher from inside: what every part of answering a request needs. */
#ifndef TIP_SEARCHER_H
#define TIP_SEARCHER_H

#include <stdbool.h>
#include <stdint.h>

#include "analysis/analysis.h"
#include "base/bitmap.h"
#include "index/generation.h"
#include "search/search.h"

struct tip_searcher {
    const struct tip_generation *generation; /* borrowed; NULL before the first use */
    struct tip_index *index;                 /* this thread's handle on its postings */
    struct tip_analyser *analyser;
    struct tip_tokens tokens;    /* scratch: a text analysed */
    struct tip_token_list words; /* scratch: a passage's word numbers */
    struct tip_bitmap live;      /* every passage of the generation */
    struct tip_bitmap ordinary;  /* those of other kinds than contents */
    int64_t deadline_ns;         /* CLOCK_MONOTONIC, of the request that runs; 0: none */
};

int64_t tip_clock_ns(void); /* CLOCK_MONOTONIC */

/* Whether the running request's time is over. */
bool tip_searcher_is_late(const struct tip_searcher *searcher);

#endif
