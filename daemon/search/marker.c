/* Most words of most queries are plain: what they match is found by one search in a sorted table a
 * word of the text, however long the query is. */
#include "search/marker.h"

#include <stdlib.h>
#include <string.h>

#include "search/plan_words.h"
#include "search/ranking/terms.h"

static const double LEAST_WEIGHT = 1e-3; /* what matches is worth showing, however common it is */
static const double WEAK_SHARE = 0.1;    /* of a weak word's weight */

/* ---- which clauses stand where ---- */

static bool is_below_near(const struct tip_query *query, const struct tip_clause *clause)
{
    for (size_t node = clause->node; node != 0; node = query->nodes[node].parent) {
        if (query->nodes[node].kind == TIP_NODE_NEAR) {
            return true;
        }
    }
    return false;
}

/* ---- plain stems ---- */

static double at_least(double weight)
{
    return weight > LEAST_WEIGHT ? weight : LEAST_WEIGHT;
}

/* Words that only hold a sentence together make a window no better than one with what was asked
 * for: "who are the heroes" shows the heroes. */
static struct tip_term stem_term(const struct tip_plan *plan, uint32_t place)
{
    double share = tip_stem_is_weak(plan, place) ? WEAK_SHARE : 1;
    return (struct tip_term){.term = place,
                             .weight = at_least(share * tip_plan_stem_weight(&plan->stems[place]))};
}

static void add_plain(struct tip_marker *marker, size_t first, size_t count)
{
    const struct tip_plan *plan = marker->plan;
    for (size_t cell = first * plan->languages; cell < (first + count) * plan->languages; cell++) {
        uint32_t place = plan->stem_of[cell];
        if (place != TIP_NO_STEM && plan->stems[place].number != 0) {
            marker->plain[marker->plain_count++] = (struct tip_plain_stem){
                .number = plan->stems[place].number, .term = stem_term(plan, place)};
        }
    }
}

static int compare_stems(const void *left, const void *right)
{
    const struct tip_plain_stem *a = left, *b = right;
    return (a->number > b->number) - (a->number < b->number);
}

static void sort_plain(struct tip_marker *marker)
{
    size_t kept = 0;
    qsort(marker->plain, marker->plain_count, sizeof *marker->plain, compare_stems);
    for (size_t i = 0; i < marker->plain_count; i++) {
        if (kept == 0 || marker->plain[kept - 1].number != marker->plain[i].number) {
            marker->plain[kept++] = marker->plain[i];
        }
    }
    marker->plain_count = kept;
}

const struct tip_term *tip_marker_plain(const struct tip_marker *marker, uint32_t stem)
{
    struct tip_plain_stem key = {.number = stem};
    const struct tip_plain_stem *found =
        bsearch(&key, marker->plain, marker->plain_count, sizeof *marker->plain, compare_stems);
    return found == NULL ? NULL : &found->term;
}

/* ---- clauses ---- */

/* What a clause weighs that is a term of its own, as the stems do: by its rarity. */
static double weight_of_set(const struct tip_plan *plan, size_t place)
{
    const struct tip_clause *clause = &plan->query->clauses[place];
    const struct tip_plan_set *set = &plan->sets[place];
    if (clause->is_synonym) {
        return tip_plan_synonym_weight(plan, clause);
    }
    uint32_t frequency = set->is_found ? tip_bitmap_count(&set->levels[0]) : plan->passages;
    return clause->weight * tip_idf(plan->passages, frequency);
}

/* A compound of a run stands for it wherever it is, as a plain word does. */
static void add_clause(struct tip_marker *marker, size_t place)
{
    const struct tip_clause *clause = &marker->plan->query->clauses[place];
    if (clause->is_excluded || is_below_near(marker->plan->query, clause)) {
        return;
    }
    if (clause->kind == TIP_CLAUSE_COUNTRY) {
        marker->names[clause->expansion] = true;
        return;
    }
    marker->is_run[place] = clause->kind == TIP_CLAUSE_RUN;
    size_t words = clause->kind == TIP_CLAUSE_RUN ? clause->word_count : 0;
    add_plain(marker, clause->first_word + words,
              clause->word_count + clause->compound_count - words);
}

bool tip_marker_clause_has(const struct tip_marker *marker, size_t place, uint32_t number)
{
    const struct tip_clause *clause = &marker->plan->query->clauses[place];
    const struct tip_slot *slots = marker->plan->word_slots + clause->first_word;
    for (size_t w = 0; w < clause->word_count + clause->compound_count; w++) {
        if (tip_slot_has(&slots[w], marker->searcher->generation->words, number)) {
            return true;
        }
    }
    return false;
}

/* The place of the clause's stem that a word has, or TIP_NO_STEM. */
static uint32_t stem_in(const struct tip_marker *marker, const struct tip_clause *clause,
                        uint32_t number)
{
    const struct tip_plan *plan = marker->plan;
    uint32_t stem = tip_words_stem_of(marker->searcher->generation->words, number);
    size_t first = clause->first_word * plan->languages;
    size_t count = (clause->word_count + clause->compound_count) * plan->languages;
    for (size_t cell = first; cell < first + count; cell++) {
        uint32_t place = plan->stem_of[cell];
        if (place != TIP_NO_STEM && plan->stems[place].number == stem) {
            return place;
        }
    }
    return TIP_NO_STEM;
}

struct tip_term tip_marker_term(const struct tip_marker *marker, size_t place, uint32_t number)
{
    const struct tip_plan *plan = marker->plan;
    const struct tip_clause *clause = &plan->query->clauses[place];
    uint32_t stem = TIP_NO_STEM;
    if (!tip_plan_ranks_as_set(plan, clause)) {
        stem = stem_in(marker, clause, number);
    }
    if (stem != TIP_NO_STEM) {
        return stem_term(plan, stem);
    }
    return (struct tip_term){.term = (uint32_t)(plan->stem_count + TIP_QUERY_COUNTRIES + place),
                             .weight = at_least(marker->clause_weights[place])};
}

/* ---- chains ---- */

static bool is_excluded(const struct tip_plan *plan, const struct tip_plan_near *chain)
{
    return chain->clause_count == 0 || plan->query->clauses[chain->clauses[0].clause].is_excluded;
}

static tip_status add_chains(struct tip_marker *marker, struct tip_error *error)
{
    const struct tip_query *query = marker->plan->query;
    tip_status status = TIP_OK;
    for (size_t node = 1; node < query->node_count && status == TIP_OK; node++) {
        if (query->nodes[node].kind != TIP_NODE_NEAR) {
            continue;
        }
        struct tip_plan_near *chain = &marker->chains[marker->chain_count];
        status = tip_plan_near_make(chain, marker->plan, node, error);
        if (status != TIP_OK || is_excluded(marker->plan, chain)) {
            tip_plan_near_free(chain);
        } else {
            marker->chain_count++;
        }
    }
    return status;
}

/* ---- the whole ---- */

static tip_status make_of_plan(struct tip_marker *marker, struct tip_error *error)
{
    const struct tip_plan *plan = marker->plan;
    const struct tip_query *query = plan->query;
    marker->plain = calloc(query->word_count * plan->languages + 1, sizeof *marker->plain);
    marker->is_run = calloc(query->clause_count + 1, sizeof *marker->is_run);
    marker->clause_weights = calloc(query->clause_count + 1, sizeof *marker->clause_weights);
    marker->chains = calloc(query->node_count + 1, sizeof *marker->chains);
    if (marker->plain == NULL || marker->is_run == NULL || marker->clause_weights == NULL ||
        marker->chains == NULL) {
        return tip_error_memory(error, "marking words");
    }
    for (size_t c = 0; c < query->clause_count; c++) {
        add_clause(marker, c);
        if (tip_plan_ranks_as_set(plan, &query->clauses[c])) {
            marker->clause_weights[c] = weight_of_set(plan, c);
        }
    }
    sort_plain(marker);
    return add_chains(marker, error);
}

tip_status tip_marker_make(struct tip_marker *marker, struct tip_searcher *searcher,
                           const struct tip_plan *plan, struct tip_error *error)
{
    *marker = (struct tip_marker){.searcher = searcher, .plan = plan};
    return plan == NULL ? TIP_OK : make_of_plan(marker, error);
}

void tip_marker_free(struct tip_marker *marker)
{
    for (size_t i = 0; i < marker->chain_count; i++) {
        tip_plan_near_free(&marker->chains[i]);
    }
    free(marker->chains);
    free(marker->plain);
    free(marker->is_run);
    free(marker->clause_weights);
    tip_spans_free(&marker->spans);
    free(marker->flags);
    free(marker->numbers);
    *marker = (struct tip_marker){0};
}

bool tip_marker_has_words(const struct tip_marker *marker)
{
    for (size_t c = 0; marker->plan != NULL && c < marker->plan->query->clause_count; c++) {
        if (!marker->plan->query->clauses[c].is_excluded) {
            return true;
        }
    }
    return false;
}

tip_status tip_marker_reserve(struct tip_marker *marker, size_t count, struct tip_error *error)
{
    if (count > marker->capacity) {
        bool *flags = realloc(marker->flags, count * sizeof *flags);
        marker->flags = flags == NULL ? marker->flags : flags;
        uint32_t *numbers = realloc(marker->numbers, count * sizeof *numbers);
        marker->numbers = numbers == NULL ? marker->numbers : numbers;
        if (flags == NULL || numbers == NULL) {
            return tip_error_memory(error, "marking words");
        }
        marker->capacity = count;
    }
    if (count > 0) {
        memset(marker->flags, 0, count * sizeof *marker->flags);
    }
    return TIP_OK;
}
