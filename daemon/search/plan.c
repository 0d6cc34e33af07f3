/* Makes a plan: one look-up in the postings and one in the dictionary for each distinct stem, and
 * one in the dictionary for each word and language. */
#include "search/plan.h"
#include "search/plan_countries.h"
#include "search/plan_words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const double tip_synonym_share = 0.5;

double tip_idf(uint32_t passages, uint32_t frequency)
{
    double absent = passages > frequency ? (double)(passages - frequency) : 0.0;
    return log(1.0 + (absent + 0.5) / ((double)frequency + 0.5));
}

double tip_plan_stem_weight(const struct tip_plan_stem *stem)
{
    return stem->uses > 0 ? stem->idf * stem->boost : stem->synonym_weight;
}

uint32_t tip_plan_find_stem(const struct tip_plan *plan, const char *text, size_t length)
{
    for (size_t i = 0; i < plan->stem_count; i++) {
        if (plan->stems[i].length == length && memcmp(plan->stems[i].text, text, length) == 0) {
            return (uint32_t)i;
        }
    }
    return TIP_NO_STEM;
}

bool tip_plan_word_has_stem(const struct tip_plan *plan, size_t word, uint32_t number)
{
    for (size_t l = 0; l < plan->languages; l++) {
        uint32_t stem = plan->stem_of[word * plan->languages + l];
        if (stem != TIP_NO_STEM && plan->stems[stem].number == number) {
            return true;
        }
    }
    return false;
}

bool tip_plan_word_is(const struct tip_plan *plan, size_t word, uint32_t number)
{
    for (size_t l = 0; l < plan->languages; l++) {
        if (plan->word_of[word * plan->languages + l] == number) {
            return number != TIP_NO_WORD;
        }
    }
    return false;
}

/* Adds a stem, or finds it where it is already. */
static tip_status add_stem(struct tip_plan *plan, struct tip_searcher *searcher, const char *text,
                           size_t length, uint32_t *place, struct tip_error *error)
{
    *place = tip_plan_find_stem(plan, text, length);
    if (*place != TIP_NO_STEM) {
        return TIP_OK;
    }
    struct tip_plan_stem *stem = &plan->stems[plan->stem_count];
    stem->text = strndup(text, length);
    if (stem->text == NULL) {
        return tip_error_memory(error, "planning a query");
    }
    stem->length = length;
    *place = (uint32_t)plan->stem_count++;
    tip_status status =
        tip_index_frequency(searcher->index, stem->text, length, &stem->frequency, error);
    if (status == TIP_OK) {
        stem->idf = tip_idf(plan->passages, stem->frequency);
    }
    if (status == TIP_OK && stem->frequency > 0) { /* the dictionary keeps what is gone or hidden */
        stem->number = tip_words_find_stem(searcher->generation->words, stem->text, length);
    }
    return status;
}

static tip_status plan_word(struct tip_plan *plan, struct tip_searcher *searcher, size_t word,
                            size_t language, struct tip_error *error)
{
    const struct tip_words *words = searcher->generation->words;
    const char *text = tip_query_word_text(plan->query, word);
    size_t length = plan->query->words[word].length, stem_length;
    const char *stem =
        tip_analyser_stem(searcher->analyser, tip_words_language(words, (uint32_t)language), text,
                          length, &stem_length);
    size_t cell = word * plan->languages + language;
    tip_status status = add_stem(plan, searcher, stem, stem_length, &plan->stem_of[cell], error);
    struct tip_word found;
    if (status == TIP_OK && tip_words_find(words, (uint32_t)language, text, length, &found)) {
        plan->word_of[cell] = found.number;
    }
    return status;
}

/* A pattern has no stem. */
static tip_status plan_word_languages(struct tip_plan *plan, struct tip_searcher *searcher,
                                      size_t word, struct tip_error *error)
{
    enum tip_match match = plan->query->words[word].match;
    bool has_stem = match == TIP_MATCH_STEM || match == TIP_MATCH_EXACT;
    tip_status status = TIP_OK;
    for (size_t language = 0; language < plan->languages && status == TIP_OK; language++) {
        plan->stem_of[word * plan->languages + language] = TIP_NO_STEM;
        status = has_stem ? plan_word(plan, searcher, word, language, error) : TIP_OK;
    }
    return status;
}

/* Each stem of a word counts once, also when several languages agree on it. */
static void count_uses(struct tip_plan *plan, size_t word, double boost)
{
    const uint32_t *stems = &plan->stem_of[word * plan->languages];
    plan->is_scored[word] = true;
    for (size_t l = 0; l < plan->languages; l++) {
        bool is_new = true;
        for (size_t before = 0; before < l; before++) {
            is_new = is_new && stems[before] != stems[l];
        }
        struct tip_plan_stem *stem = &plan->stems[stems[l]];
        stem->uses += is_new ? 1 : 0;
        stem->boost = boost > stem->boost ? boost : stem->boost;
    }
}

/* The stem of a word that the most passages have, of all languages. */
static const struct tip_plan_stem *usual_stem(const struct tip_plan *plan, size_t word)
{
    const struct tip_plan_stem *usual = &plan->stems[plan->stem_of[word * plan->languages]];
    for (size_t l = 1; l < plan->languages; l++) {
        const struct tip_plan_stem *stem = &plan->stems[plan->stem_of[word * plan->languages + l]];
        usual = stem->frequency > usual->frequency ? stem : usual;
    }
    return usual;
}

/* The idf of the words of a clause or a part of it that stand somewhere; *all tells whether each
 * does. */
static double sum_idf(const struct tip_plan *plan, size_t first, size_t end, bool *all)
{
    double sum = 0;
    for (size_t word = first; word < end; word++) {
        const struct tip_plan_stem *stem = usual_stem(plan, word);
        sum += stem->frequency > 0 ? stem->idf : 0;
        *all = *all && stem->frequency > 0;
    }
    return sum;
}

static size_t greater(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* The idf of the typed words of an expansion, without the compounds that stand between them. */
static double typed_idf(const struct tip_plan *plan, const struct tip_expansion *expansion,
                        bool *all)
{
    const struct tip_query *query = plan->query;
    double sum = 0;
    *all = true;
    for (size_t c = 0; c < query->clause_count && !query->clauses[c].is_synonym; c++) {
        const struct tip_clause *clause = &query->clauses[c];
        size_t first = greater(clause->first_word, expansion->first_word);
        size_t end = clause->first_word + clause->word_count;
        sum +=
            sum_idf(plan, first, end <= expansion->last_word ? end : expansion->last_word + 1, all);
    }
    return sum;
}

/* What was typed bounds what stands for it, if it can stand anywhere itself. */
double tip_plan_synonym_weight(const struct tip_plan *plan, const struct tip_clause *clause)
{
    bool can_stand, ignored = true;
    double typed = typed_idf(plan, &plan->query->expansions[clause->expansion], &can_stand);
    double own =
        sum_idf(plan, clause->first_word, clause->first_word + clause->word_count, &ignored);
    return clause->weight * tip_synonym_share * (can_stand && typed < own ? typed : own);
}

static void mark_synonym(struct tip_plan *plan, const struct tip_clause *clause)
{
    double weight = tip_plan_synonym_weight(plan, clause);
    for (size_t l = 0; l < plan->languages && clause->kind == TIP_CLAUSE_WORDS; l++) {
        struct tip_plan_stem *stem =
            &plan->stems[plan->stem_of[clause->first_word * plan->languages + l]];
        stem->synonym_weight = weight > stem->synonym_weight ? weight : stem->synonym_weight;
    }
}

static void mark_scored(struct tip_plan *plan)
{
    for (size_t i = 0; i < plan->query->clause_count; i++) {
        const struct tip_clause *clause = &plan->query->clauses[i];
        if (clause->is_synonym) {
            mark_synonym(plan, clause);
            continue;
        }
        if (clause->is_excluded || tip_plan_ranks_as_set(plan, clause)) {
            continue;
        }
        size_t end = clause->first_word + clause->word_count + clause->compound_count;
        for (size_t w = clause->first_word; w < end; w++) {
            count_uses(plan, w, clause->weight);
        }
    }
}

tip_status tip_plan_make(struct tip_plan *plan, struct tip_searcher *searcher,
                         const struct tip_query *query, struct tip_error *error)
{
    size_t languages = tip_words_language_count(searcher->generation->words);
    size_t cells = query->word_count * languages + 1; /* never an empty array */
    *plan = (struct tip_plan){.query = query,
                              .languages = languages,
                              .passages = tip_columns_passages(searcher->generation->columns)};
    plan->stems = calloc(cells, sizeof *plan->stems);
    plan->stem_of = calloc(cells, sizeof *plan->stem_of);
    plan->word_of = calloc(cells, sizeof *plan->word_of);
    plan->is_scored = calloc(query->word_count + 1, sizeof *plan->is_scored);
    plan->sets = calloc(query->clause_count + 1, sizeof *plan->sets);
    plan->fits = calloc(query->word_count + 1, sizeof *plan->fits);
    plan->word_slots = calloc(query->word_count + 1, sizeof *plan->word_slots);
    if (plan->stems == NULL || plan->stem_of == NULL || plan->word_of == NULL ||
        plan->is_scored == NULL || plan->sets == NULL || plan->fits == NULL ||
        plan->word_slots == NULL) {
        return tip_error_memory(error, "planning a query");
    }
    for (size_t word = 0; word < query->word_count; word++) {
        tip_status status = plan_word_languages(plan, searcher, word, error);
        if (status != TIP_OK) {
            return status;
        }
    }
    tip_status status = tip_plan_fit_words(plan, searcher, error);
    if (status == TIP_OK) {
        mark_scored(plan);
        status = tip_plan_countries(plan, searcher, error);
    }
    return status;
}

void tip_plan_free(struct tip_plan *plan)
{
    for (size_t i = 0; i < plan->stem_count; i++) {
        free(plan->stems[i].text);
    }
    free(plan->stems);
    free(plan->stem_of);
    free(plan->word_of);
    for (size_t i = 0; plan->sets != NULL && i < plan->query->clause_count; i++) {
        for (size_t level = 0; level < TIP_SET_LEVELS; level++) {
            tip_bitmap_free(&plan->sets[i].levels[level]);
        }
    }
    free(plan->sets);
    tip_plan_free_words(plan);
    for (size_t i = 0; i < TIP_QUERY_COUNTRIES; i++) {
        tip_bitmap_free(&plan->countries[i]);
    }
    free(plan->is_scored);
    *plan = (struct tip_plan){0};
}

/* Whether a node may match a passage that has none of the words below it. */
static bool matches_without_words(const struct tip_query *query, size_t node)
{
    const struct tip_node *here = &query->nodes[node];
    bool some = false, any = false, all = true, has_must = false, all_must = true, has_item = false;
    for (size_t i = here->first; i != 0; i = query->nodes[i].next) {
        const struct tip_node *part = &query->nodes[i];
        bool without = matches_without_words(query, i);
        some |= without;
        any |= without && part->role != TIP_ROLE_MUST_NOT && !part->is_filter;
        all &= without;
        has_item |= part->role != TIP_ROLE_MUST_NOT && !part->is_filter;
        has_must |= part->role == TIP_ROLE_MUST && !part->is_filter;
        all_must &= without || part->role != TIP_ROLE_MUST;
    }
    switch (here->kind) {
    case TIP_NODE_CLAUSE:
    case TIP_NODE_NEAR:
        return false;
    case TIP_NODE_FILTER:
    case TIP_NODE_ALL:
        return true;
    case TIP_NODE_AND:
        return all;
    case TIP_NODE_OR:
        return some;
    case TIP_NODE_SEQUENCE:
        break;
    }
    return !has_item || (has_must ? all_must : any);
}

bool tip_plan_matches_without_words(const struct tip_plan *plan)
{
    return plan->query->root == 0 || matches_without_words(plan->query, plan->query->root);
}
