#include "search/ranking/terms.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/function_words.h"

/* What a weak word, one that only holds a sentence together, weighs of its idf. Not nothing, so
 * that "the who" and "T visa" find what they name. */
static const double WEAK_SHARE = 0.5;
/* What a word of a country's name of several words weighs of its idf: the country's tag finds the
 * name, and "south" alone is any south. From 0 to 0.5 all is alike. */
static const double NAME_SHARE = 0.25;

/* ---- a table of stems ---- */

tip_status tip_terms_init(struct tip_terms *terms, size_t capacity, struct tip_error *error)
{
    uint32_t size = 16;
    while (size < capacity * 2) { /* so that a miss, which most words are, ends at once */
        size *= 2;
    }
    *terms = (struct tip_terms){.numbers = calloc(capacity + 1, sizeof *terms->numbers),
                                .weights = calloc(capacity + 1, sizeof *terms->weights),
                                .slots = calloc(size, sizeof *terms->slots),
                                .slot_mask = size - 1};
    if (terms->numbers == NULL || terms->weights == NULL || terms->slots == NULL) {
        return tip_error_memory(error, "ranking");
    }
    return TIP_OK;
}

void tip_terms_free(struct tip_terms *terms)
{
    free(terms->numbers);
    free(terms->weights);
    free(terms->slots);
    *terms = (struct tip_terms){0};
}

/* Fibonacci hashing: numbers of a dictionary come in rows. */
static uint32_t first_slot(const struct tip_terms *terms, uint32_t number)
{
    return (number * 2654435769u >> 16) & terms->slot_mask;
}

void tip_terms_add(struct tip_terms *terms, uint32_t number, double weight)
{
    uint32_t slot = first_slot(terms, number);
    while (terms->slots[slot] != 0) {
        slot = (slot + 1) & terms->slot_mask;
    }
    terms->numbers[terms->count] = number;
    terms->weights[terms->count++] = weight;
    terms->slots[slot] = (uint32_t)terms->count;
}

uint32_t tip_terms_find(const struct tip_terms *terms, uint32_t number)
{
    for (uint32_t slot = first_slot(terms, number); terms->slots[slot] != 0;
         slot = (slot + 1) & terms->slot_mask) {
        uint32_t place = terms->slots[slot] - 1;
        if (terms->numbers[place] == number) {
            return place;
        }
    }
    return TIP_NO_TERM_PLACE;
}

double tip_terms_weight(const struct tip_terms *terms)
{
    double sum = 0;
    for (size_t i = 0; i < terms->count; i++) {
        sum += terms->weights[i];
    }
    return sum;
}

/* ---- words that weigh less ---- */

static bool word_is_weak(const struct tip_plan *plan, size_t word)
{
    const struct tip_query *query = plan->query;
    return tip_word_is_function(tip_query_word_text(query, word), query->words[word].length);
}

static bool word_is_of_name(const struct tip_plan *plan, size_t word)
{
    for (size_t i = 0; i < plan->query->country_count; i++) {
        const struct tip_query_country *name = &plan->query->countries[i];
        if (name->first_word < name->last_word && name->first_word <= word &&
            word <= name->last_word) {
            return true;
        }
    }
    return false;
}

/* Whether all words of the query that have the stem are such. */
static bool stem_is(bool (*is_such)(const struct tip_plan *plan, size_t word),
                    const struct tip_plan *plan, uint32_t stem)
{
    for (size_t w = 0; w < plan->query->word_count; w++) {
        for (size_t l = 0; plan->is_scored[w] && l < plan->languages; l++) {
            if (plan->stem_of[w * plan->languages + l] == stem && !is_such(plan, w)) {
                return false;
            }
        }
    }
    return true;
}

bool tip_stem_is_weak(const struct tip_plan *plan, uint32_t stem)
{
    return plan->stems[stem].uses > 0 && stem_is(word_is_weak, plan, stem);
}

/* ---- weights ---- */

/* A word that was typed n times weighs as the root of n: so a pasted text that repeats its topic
 * does not drown its other words. On med, whose queries repeat words, n gains 2 % less nDCG@10;
 * once is as good as the root. */
double tip_stem_weight(const struct tip_plan *plan, uint32_t stem, tip_part_set without)
{
    const struct tip_plan_stem *it = &plan->stems[stem];
    if (it->uses == 0) {
        return it->synonym_weight;
    }
    bool is_weak = !tip_part_set_has(without, TIP_PART_WEAK_WORDS) && tip_stem_is_weak(plan, stem);
    bool is_of_name = plan->query->country_count > 0 && stem_is(word_is_of_name, plan, stem);
    double share = is_of_name ? NAME_SHARE : 1;
    return it->idf * it->boost * sqrt(it->uses) * share * (is_weak ? WEAK_SHARE : 1);
}

tip_status tip_terms_of_index(const struct tip_plan *plan, tip_part_set without,
                              struct tip_rank_term **terms, size_t *count, struct tip_error *error)
{
    *count = 0;
    *terms = calloc(plan->stem_count + 1, sizeof **terms);
    if (*terms == NULL) {
        return tip_error_memory(error, "ranking");
    }
    for (uint32_t i = 0; i < plan->stem_count; i++) {
        const struct tip_plan_stem *stem = &plan->stems[i];
        double weight = stem->frequency > 0 ? tip_stem_weight(plan, i, without) : 0;
        if (weight > 0) {
            (*terms)[(*count)++] =
                (struct tip_rank_term){.text = stem->text, .length = stem->length, .idf = weight};
        }
    }
    return TIP_OK;
}

tip_status tip_terms_typed(struct tip_terms *terms, const struct tip_plan *plan,
                           tip_part_set without, struct tip_error *error)
{
    tip_status status = tip_terms_init(terms, plan->stem_count, error);
    for (uint32_t i = 0; status == TIP_OK && i < plan->stem_count; i++) {
        if (plan->stems[i].uses > 0 && plan->stems[i].number != 0) {
            tip_terms_add(terms, plan->stems[i].number, tip_stem_weight(plan, i, without));
        }
    }
    return status;
}

size_t *tip_words_in_order(const struct tip_plan *plan, size_t *count)
{
    const struct tip_query *query = plan->query;
    size_t *words = calloc(query->word_count + 1, sizeof *words);
    *count = 0;
    for (size_t c = 0; words != NULL && c < query->clause_count; c++) {
        const struct tip_clause *clause = &query->clauses[c];
        for (size_t w = clause->first_word; w < clause->first_word + clause->word_count; w++) {
            if (plan->is_scored[w]) {
                words[(*count)++] = w;
            }
        }
    }
    return words;
}
