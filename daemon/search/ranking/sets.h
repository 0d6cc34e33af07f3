/* Sets of passages that rank: clauses that no stem tells of, countries, and what matches without
 * any word. */
#ifndef TIP_SETS_H
#define TIP_SETS_H

#include "base/bitmap.h"
#include "index/index.h"
#include "search/plan.h"

/* What a set stands for. */
struct tip_set_origin {
    enum { TIP_SET_OF_CLAUSE, TIP_SET_OF_COUNTRY, TIP_SET_OF_MATCHES } kind;
    size_t place; /* of the query's clause or country */
};

struct tip_ranked_sets {
    struct tip_rank_set *items;     /* their passages are borrowed from the plan and the matches */
    struct tip_set_origin *origins; /* of each */
    size_t count;
    struct tip_bitmap *parts; /* of synonyms: what those before them leave of theirs */
    size_t part_count;
};

/* The sets that rank among `matches`, beside so many terms. Freed by tip_ranked_sets_free, also
 * after a failure. */
tip_status tip_ranked_sets_make(struct tip_ranked_sets *sets, const struct tip_plan *plan,
                                const struct tip_bitmap *matches, size_t terms,
                                struct tip_error *error) TIP_MUST_CHECK;
void tip_ranked_sets_free(struct tip_ranked_sets *sets);

#endif
