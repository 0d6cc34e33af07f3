#include "search/ranking/sets.h"

#include <stdlib.h>

#include "search/plan_countries.h"
#include "search/plan_words.h"
#include "search/ranking/rank.h"

static const double WEIGHT_OF_NO_WORD = 1e-6;

static void add(struct tip_ranked_sets *sets, const struct tip_bitmap *passages, double weight,
                struct tip_set_origin origin)
{
    if (passages->size > 0 && weight > 0) {
        sets->origins[sets->count] = origin;
        sets->items[sets->count++] = (struct tip_rank_set){.passages = passages, .weight = weight};
    }
}

/* A country weighs what a word of its idf does that stands once in a passage of usual length, where
 * the weighted frequency is 1. Of what matches without any word nothing may be left out: it weighs
 * next to nothing. */
tip_status tip_ranked_sets_make(struct tip_ranked_sets *sets, const struct tip_plan *plan,
                                const struct tip_bitmap *matches, size_t terms,
                                struct tip_error *error)
{
    const struct tip_query *query = plan->query;
    size_t most = query->clause_count * TIP_SET_LEVELS + query->country_count + 1;
    *sets = (struct tip_ranked_sets){.items = calloc(most, sizeof *sets->items),
                                     .origins = calloc(most, sizeof *sets->origins)};
    if (sets->items == NULL || sets->origins == NULL) {
        return tip_error_memory(error, "ranking");
    }
    for (size_t i = 0; i < query->clause_count; i++) {
        for (size_t level = 0; level < TIP_SET_LEVELS && plan->sets[i].is_found; level++) {
            add(sets, &plan->sets[i].levels[level],
                tip_plan_set_weight(plan, &query->clauses[i], level),
                (struct tip_set_origin){TIP_SET_OF_CLAUSE, i});
        }
    }
    for (size_t i = 0; i < query->country_count; i++) {
        add(sets, &plan->countries[i], tip_plan_country_weight(plan, i) / (1 + tip_rank_k1),
            (struct tip_set_origin){TIP_SET_OF_COUNTRY, i});
    }
    if (terms + sets->count > 0 && tip_plan_matches_without_words(plan)) {
        add(sets, matches, WEIGHT_OF_NO_WORD, (struct tip_set_origin){TIP_SET_OF_MATCHES, 0});
    }
    return TIP_OK;
}

void tip_ranked_sets_free(struct tip_ranked_sets *sets)
{
    free(sets->items);
    free(sets->origins);
    *sets = (struct tip_ranked_sets){0};
}
