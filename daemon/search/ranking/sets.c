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

/* Whether clause `other` says the same as `clause`: both stand for one expansion. */
static bool says_the_same(const struct tip_clause *clause, const struct tip_clause *other)
{
    return clause->is_synonym && other->is_synonym && clause->expansion == other->expansion;
}

/* *passages: those of clause `place` at a level. Of several synonyms of one expansion, which rank
 * at one level, a passage has the first that stands in it, however many do: they say one thing. */
static tip_status find_own(struct tip_ranked_sets *sets, const struct tip_plan *plan, size_t place,
                           size_t level, const struct tip_bitmap **passages,
                           struct tip_error *error)
{
    const struct tip_clause *clauses = plan->query->clauses;
    const struct tip_bitmap *all = &plan->sets[place].levels[level];
    tip_status status = TIP_OK;
    *passages = all;
    for (size_t i = 0; i < place && status == TIP_OK && all->size > 0; i++) {
        const struct tip_bitmap *other = &plan->sets[i].levels[level];
        if (!says_the_same(&clauses[place], &clauses[i]) || !plan->sets[i].is_found ||
            tip_bitmap_count_common(*passages, other) == 0) {
            continue;
        }
        struct tip_bitmap *part = &sets->parts[sets->part_count];
        if (*passages == all) {
            status = tip_bitmap_init(part, all->size, error);
            *passages = part;
            if (status == TIP_OK) {
                tip_bitmap_copy(part, all);
            }
        }
        if (status == TIP_OK) {
            tip_bitmap_and_not(part, other);
        }
    }
    sets->part_count += *passages == all ? 0 : 1;
    return status;
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
                                     .origins = calloc(most, sizeof *sets->origins),
                                     .parts = calloc(most, sizeof *sets->parts)};
    if (sets->items == NULL || sets->origins == NULL || sets->parts == NULL) {
        return tip_error_memory(error, "ranking");
    }
    for (size_t i = 0; i < query->clause_count; i++) {
        for (size_t level = 0; level < TIP_SET_LEVELS && plan->sets[i].is_found; level++) {
            const struct tip_bitmap *passages;
            tip_status status = find_own(sets, plan, i, level, &passages, error);
            if (status != TIP_OK) {
                return status;
            }
            add(sets, passages, tip_plan_set_weight(plan, &query->clauses[i], level),
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
    for (size_t i = 0; i < sets->part_count; i++) {
        tip_bitmap_free(&sets->parts[i]);
    }
    free(sets->parts);
    free(sets->items);
    free(sets->origins);
    *sets = (struct tip_ranked_sets){0};
}
