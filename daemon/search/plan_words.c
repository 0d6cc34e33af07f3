/* Slots are made for every word, also of clauses that are no runs: snippets look for words one by
 * one, too. */
#include "search/plan_words.h"

#include <stdlib.h>
#include <string.h>

#include "search/expand.h"
#include "search/ranking/rank.h"

static int compare_numbers(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/* Sorts, and drops what is there twice. */
static size_t sort_unique(uint32_t *numbers, size_t count)
{
    qsort(numbers, count, sizeof *numbers, compare_numbers);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || numbers[kept - 1] != numbers[i]) {
            numbers[kept++] = numbers[i];
        }
    }
    return kept;
}

/* ---- making ---- */

static tip_status fit_stem(struct tip_plan *plan, size_t word, struct tip_error *error)
{
    struct tip_plan_fit *fit = &plan->fits[word];
    fit->stems = calloc(plan->languages + 1, sizeof *fit->stems);
    if (fit->stems == NULL) {
        return tip_error_memory(error, "planning a query");
    }
    size_t count = 0;
    for (size_t l = 0; l < plan->languages; l++) {
        uint32_t number = plan->stems[plan->stem_of[word * plan->languages + l]].number;
        if (number != 0) {
            fit->stems[count++] = number;
        }
    }
    plan->word_slots[word].stems = fit->stems;
    plan->word_slots[word].stem_count = sort_unique(fit->stems, count);
    return TIP_OK;
}

static tip_status fit_exact(struct tip_plan *plan, size_t word, struct tip_error *error)
{
    struct tip_plan_fit *fit = &plan->fits[word];
    fit->numbers = calloc(plan->languages + 1, sizeof *fit->numbers);
    if (fit->numbers == NULL) {
        return tip_error_memory(error, "planning a query");
    }
    size_t count = 0;
    for (size_t l = 0; l < plan->languages; l++) {
        uint32_t number = plan->word_of[word * plan->languages + l];
        if (number != TIP_NO_WORD) {
            fit->numbers[count++] = number;
        }
    }
    plan->word_slots[word].numbers = fit->numbers;
    plan->word_slots[word].number_count = sort_unique(fit->numbers, count);
    return TIP_OK;
}

static tip_status fit_pattern(struct tip_plan *plan, struct tip_searcher *searcher, size_t word,
                              struct tip_error *error)
{
    const struct tip_query_word *asked = &plan->query->words[word];
    struct tip_plan_fit *fit = &plan->fits[word];
    struct tip_expanded expanded = {0};
    const char *text = tip_query_word_text(plan->query, word);
    tip_status status =
        asked->match == TIP_MATCH_WILDCARD
            ? tip_expand_pattern(&expanded, searcher, text, asked->length, error)
            : tip_expand_fuzzy(&expanded, searcher, text, asked->length, asked->edits, error);
    if (status != TIP_OK) {
        tip_expanded_free(&expanded);
        return status;
    }
    fit->numbers = expanded.numbers;
    fit->word_count = expanded.word_count;
    fit->is_cut = expanded.is_cut;
    plan->is_cut |= expanded.is_late;
    plan->word_slots[word].numbers = fit->numbers;
    plan->word_slots[word].number_count = sort_unique(fit->numbers, expanded.number_count);
    return TIP_OK;
}

tip_status tip_plan_fit_words(struct tip_plan *plan, struct tip_searcher *searcher,
                              struct tip_error *error)
{
    tip_status status = TIP_OK;
    for (size_t word = 0; word < plan->query->word_count && status == TIP_OK; word++) {
        switch (plan->query->words[word].match) {
        case TIP_MATCH_STEM:
            status = fit_stem(plan, word, error);
            break;
        case TIP_MATCH_EXACT:
            status = fit_exact(plan, word, error);
            break;
        case TIP_MATCH_WILDCARD:
        case TIP_MATCH_FUZZY:
            status = fit_pattern(plan, searcher, word, error);
            break;
        }
    }
    return status;
}

void tip_plan_free_words(struct tip_plan *plan)
{
    for (size_t word = 0; plan->fits != NULL && word < plan->query->word_count; word++) {
        free(plan->fits[word].numbers);
        free(plan->fits[word].stems);
    }
    free(plan->fits);
    free(plan->word_slots);
}

/* ---- using ---- */

/* Of a pattern: each stem of the words that fit once. */
static tip_status add_fitting(const struct tip_plan *plan, struct tip_searcher *searcher,
                              size_t word, struct tip_bitmap *out, bool *is_cut,
                              struct tip_error *error)
{
    const struct tip_slot *slot = &plan->word_slots[word];
    const struct tip_words *words = searcher->generation->words;
    uint32_t *stems = calloc(slot->number_count + 1, sizeof *stems);
    if (stems == NULL) {
        return tip_error_memory(error, "searching");
    }
    for (size_t i = 0; i < slot->number_count; i++) {
        stems[i] = tip_words_stem_of(words, slot->numbers[i]);
    }
    size_t count = sort_unique(stems, slot->number_count);
    tip_status status = TIP_OK;
    for (size_t i = 0; i < count && status == TIP_OK && !*is_cut; i++) {
        size_t length;
        const char *stem = tip_words_stem(words, stems[i], &length);
        status = tip_index_postings(searcher->index, stem, length, out, error);
        *is_cut = i + 1 < count && tip_searcher_is_late(searcher);
    }
    free(stems);
    return status;
}

tip_status tip_plan_add_candidates(const struct tip_plan *plan, struct tip_searcher *searcher,
                                   size_t word, struct tip_bitmap *out, bool *is_cut,
                                   struct tip_error *error)
{
    enum tip_match match = plan->query->words[word].match;
    if (match == TIP_MATCH_WILDCARD || match == TIP_MATCH_FUZZY) {
        return add_fitting(plan, searcher, word, out, is_cut, error);
    }
    tip_status status = TIP_OK;
    for (size_t l = 0; l < plan->languages && status == TIP_OK; l++) {
        const struct tip_plan_stem *stem = &plan->stems[plan->stem_of[word * plan->languages + l]];
        if (stem->frequency > 0) {
            status = tip_index_postings(searcher->index, stem->text, stem->length, out, error);
        }
    }
    return status;
}

struct tip_word_run tip_plan_run(const struct tip_plan *plan, const struct tip_clause *clause)
{
    return (struct tip_word_run){.slots = plan->word_slots + clause->first_word,
                                 .slot_count = clause->word_count,
                                 .gaps = clause->gaps};
}

struct tip_word_run tip_plan_compound_run(const struct tip_plan *plan,
                                          const struct tip_clause *clause, size_t compound)
{
    return (struct tip_word_run){.slots = plan->word_slots + clause->first_word +
                                          clause->word_count + compound,
                                 .slot_count = 1};
}

bool tip_plan_ranks_as_set(const struct tip_plan *plan, const struct tip_clause *clause)
{
    bool has_pattern = false;
    for (size_t w = 0; w < clause->word_count; w++) {
        enum tip_match match = plan->query->words[clause->first_word + w].match;
        has_pattern |= match == TIP_MATCH_WILDCARD || match == TIP_MATCH_FUZZY;
    }
    return clause->kind == TIP_CLAUSE_RUN && !clause->is_excluded &&
           (clause->is_synonym || clause->is_literal || has_pattern);
}

/* As a word of the set's frequency that stands there so often, in a passage of usual length: f / (f
 * + k1) of its idf. A synonym weighs the same wherever it stands. */
double tip_plan_set_weight(const struct tip_plan *plan, const struct tip_clause *clause,
                           size_t level)
{
    const struct tip_plan_set *set = &plan->sets[clause - plan->query->clauses];
    if (clause->is_synonym) {
        return level == 0 ? tip_plan_synonym_weight(plan, clause) / (1 + tip_rank_k1) : 0;
    }
    double idf = tip_idf(plan->passages, set->frequency) * clause->weight;
    double now = (double)(level + 1), before = (double)level;
    return idf * (now / (now + tip_rank_k1) - before / (before + tip_rank_k1));
}
