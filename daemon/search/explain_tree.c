/* The query's tree with what the index knows of its parts. */
#include "search/explain.h"

#include <stdlib.h>
#include <string.h>

#include "search/plan_countries.h"
#include "search/plan_words.h"
#include "search/which.h"

/* ---- clauses ---- */

const char *tip_explain_clause_kind(const struct tip_query *query, const struct tip_clause *clause)
{
    if (clause->kind == TIP_CLAUSE_COUNTRY) {
        return "country";
    }
    if (clause->is_synonym) {
        return "synonym";
    }
    if (clause->form != TIP_FORM_WORD) {
        return clause->form == TIP_FORM_NAME ? "name" : "phrase";
    }
    switch (query->words[clause->first_word].match) {
    case TIP_MATCH_WILDCARD:
        return "wildcard";
    case TIP_MATCH_FUZZY:
        return "fuzzy";
    case TIP_MATCH_EXACT:
    case TIP_MATCH_STEM:
        break;
    }
    return clause->is_literal ? "exact" : "word";
}

char *tip_explain_clause_words(const struct tip_query *query, const struct tip_clause *clause)
{
    struct tip_string text = {0};
    for (size_t i = 0; i < clause->word_count; i++) {
        size_t word = clause->first_word + i;
        tip_string_append_text(&text, i == 0 ? "" : " ");
        tip_string_append(&text, tip_query_word_text(query, word), query->words[word].length);
    }
    return tip_string_release(&text);
}

/* ---- words ---- */

static const char *match_name(enum tip_match match)
{
    switch (match) {
    case TIP_MATCH_STEM:
        return "stem";
    case TIP_MATCH_EXACT:
        return "exact";
    case TIP_MATCH_WILDCARD:
        return "wildcard";
    case TIP_MATCH_FUZZY:
        break;
    }
    return "fuzzy";
}

static bool add_stem(struct tip_explained_word *out, const struct tip_plan_stem *stem)
{
    char *text = strndup(stem->text, stem->length);
    out->stems[out->stem_count++] =
        (struct tip_explained_stem){.text = text, .passages = stem->frequency, .idf = stem->idf};
    return text != NULL;
}

/* Each stem of the index's languages once. */
static bool add_stems(struct tip_explained_word *out, const struct tip_plan *plan, size_t word)
{
    const uint32_t *stems = &plan->stem_of[word * plan->languages];
    out->stems = calloc(plan->languages + 1, sizeof *out->stems);
    bool is_good = out->stems != NULL;
    for (size_t l = 0; l < plan->languages && is_good; l++) {
        bool is_new = stems[l] != TIP_NO_STEM;
        for (size_t before = 0; before < l; before++) {
            is_new = is_new && stems[before] != stems[l];
        }
        is_good = !is_new || add_stem(out, &plan->stems[stems[l]]);
    }
    return is_good;
}

static int most_frequent_first(const void *left, const void *right)
{
    const struct tip_word *a = left, *b = right;
    if (a->occurrences != b->occurrences) {
        return (a->occurrences < b->occurrences) - (a->occurrences > b->occurrences);
    }
    int order = memcmp(a->text, b->text, a->length < b->length ? a->length : b->length);
    return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

static bool has_fit(const struct tip_explained_word *out, const struct tip_word *word)
{
    for (size_t i = 0; i < out->fit_count; i++) {
        if (strlen(out->fits[i]) == word->length &&
            memcmp(out->fits[i], word->text, word->length) == 0) {
            return true;
        }
    }
    return false;
}

/* A word that is one of several languages is named once. */
static bool add_fits(struct tip_explained_word *out, const struct tip_plan *plan,
                     const struct tip_words *dictionary, size_t word)
{
    const struct tip_slot *slot = &plan->word_slots[word];
    struct tip_word *words = calloc(slot->number_count + 1, sizeof *words);
    out->fits = calloc(slot->number_count + 1, sizeof *out->fits);
    out->fit_total = plan->fits[word].word_count;
    out->is_cut = plan->fits[word].is_cut;
    bool is_good = words != NULL && out->fits != NULL;
    for (size_t i = 0; i < slot->number_count && is_good; i++) {
        tip_words_get(dictionary, slot->numbers[i], &words[i]);
    }
    if (is_good) {
        qsort(words, slot->number_count, sizeof *words, most_frequent_first);
    }
    for (size_t i = 0; i < slot->number_count && out->fit_count < TIP_EXPLAINED_FITS && is_good;
         i++) {
        if (!has_fit(out, &words[i])) {
            out->fits[out->fit_count] = strndup(words[i].text, words[i].length);
            is_good = out->fits[out->fit_count++] != NULL;
        }
    }
    free(words);
    return is_good;
}

static bool add_word(struct tip_explained_node *node, const struct tip_explaining *explaining,
                     size_t word, bool is_compound)
{
    const struct tip_plan *plan = explaining->plan;
    const struct tip_query_word *asked = &plan->query->words[word];
    struct tip_explained_word *out = &node->words[node->word_count++];
    bool is_pattern = asked->match == TIP_MATCH_WILDCARD || asked->match == TIP_MATCH_FUZZY;
    out->text = strndup(tip_query_word_text(plan->query, word), asked->length);
    out->match = match_name(asked->match);
    out->is_compound = is_compound;
    return out->text != NULL &&
           (is_pattern ? add_fits(out, plan, explaining->searcher->generation->words, word)
                       : add_stems(out, plan, word));
}

/* ---- nodes ---- */

static bool add_addition(struct tip_explained_node *out, const struct tip_explaining *explaining,
                         const struct tip_clause *clause)
{
    const struct tip_plan *plan = explaining->plan;
    bool is_country = clause->kind == TIP_CLAUSE_COUNTRY;
    struct tip_explained_addition *also =
        reallocarray(out->also, out->also_count + 1, sizeof *also);
    if (also == NULL) {
        return false;
    }
    out->also = also;
    also += out->also_count++;
    also->kind = is_country ? "country" : "synonym";
    also->text = is_country ? strdup(tip_country_at(explaining->searcher->knowledge,
                                                    plan->query->countries[clause->expansion].place)
                                         ->name)
                            : tip_explain_clause_words(plan->query, clause);
    also->weight = is_country ? tip_plan_country_weight(plan, clause->expansion)
                              : tip_plan_synonym_weight(plan, clause);
    return also->text != NULL;
}

static bool add_additions(struct tip_explained_node *out, const struct tip_explaining *explaining,
                          const struct tip_node *node)
{
    const struct tip_query *query = explaining->plan->query;
    bool is_good = true;
    for (size_t i = node->also; i > 0 && is_good; i = query->clauses[i - 1].also) {
        is_good = add_addition(out, explaining, &query->clauses[i - 1]);
    }
    return is_good;
}

/* What ranks by its passages was counted when these were found. */
static double set_idf(const struct tip_plan *plan, const struct tip_clause *clause)
{
    const struct tip_plan_set *set = &plan->sets[clause - plan->query->clauses];
    bool is_set = tip_plan_ranks_as_set(plan, clause) && set->is_found;
    return is_set ? tip_idf(plan->passages, set->frequency) : 0;
}

static bool fill_clause(struct tip_explained_node *out, const struct tip_explaining *explaining,
                        const struct tip_clause *clause)
{
    size_t count = clause->word_count + clause->compound_count;
    out->kind = tip_explain_clause_kind(explaining->plan->query, clause);
    out->idf = set_idf(explaining->plan, clause);
    out->words = calloc(count + 1, sizeof *out->words);
    bool is_good = out->words != NULL;
    for (size_t i = 0; i < count && is_good; i++) {
        is_good = add_word(out, explaining, clause->first_word + i, i >= clause->word_count);
    }
    return is_good;
}

static const char *kind_name(enum tip_node_kind kind)
{
    switch (kind) {
    case TIP_NODE_CLAUSE:
        return "word";
    case TIP_NODE_FILTER:
        return "filter";
    case TIP_NODE_ALL:
        return "all";
    case TIP_NODE_SEQUENCE:
        return "sequence";
    case TIP_NODE_AND:
        return "and";
    case TIP_NODE_OR:
        return "or";
    case TIP_NODE_NEAR:
        break;
    }
    return "near";
}

/* That a filter must hold goes without saying, and beside others of its field it need not. */
static const char *role_name(const struct tip_node *node)
{
    if (node->role == TIP_ROLE_MUST_NOT) {
        return "must_not";
    }
    bool is_group = node->parent != 0 && node->kind != TIP_NODE_FILTER;
    return node->role == TIP_ROLE_MUST || (is_group && tip_node_is_required(node)) ? "must" : NULL;
}

static tip_status add_node(struct tip_explaining *explaining, size_t place, size_t depth)
{
    const struct tip_query *query = explaining->plan->query;
    const struct tip_node *node = &query->nodes[place];
    struct tip_explanation *explanation = explaining->reply->explanation;
    struct tip_explained_node *out = &explanation->nodes[explanation->node_count++];
    struct tip_string text = {0};
    tip_status status = TIP_OK;
    *out = (struct tip_explained_node){.depth = depth,
                                       .kind = kind_name(node->kind),
                                       .role = role_name(node),
                                       .weight = node->weight,
                                       .distance = node->distance};
    if (node->first == 0) {
        status = tip_query_node_read_as(&text, query, place, explaining->searcher->analyser,
                                        &explaining->searcher->tokens, explaining->error);
        out->text = tip_string_release(&text);
    }
    bool is_good = add_additions(out, explaining, node) && (node->first != 0 || out->text != NULL);
    if (node->kind == TIP_NODE_CLAUSE) {
        is_good = is_good && fill_clause(out, explaining, &query->clauses[node->place]);
    }
    return is_good || status != TIP_OK ? status : tip_error_memory(explaining->error, "explaining");
}

/* `places` gets, by place in the explanation, which node of the query it is. */
static tip_status add_nodes(struct tip_explaining *explaining, size_t node, size_t depth,
                            size_t *places)
{
    const struct tip_node *nodes = explaining->plan->query->nodes;
    places[explaining->reply->explanation->node_count] = node;
    tip_status status = add_node(explaining, node, depth);
    for (size_t i = nodes[node].first; i != 0 && status == TIP_OK; i = nodes[i].next) {
        status = add_nodes(explaining, i, depth + 1, places);
    }
    return status;
}

/* ---- counts ---- */

static tip_status count_passages(struct tip_explaining *explaining, const size_t *places)
{
    struct tip_explanation *explanation = explaining->reply->explanation;
    struct tip_bitmap found = {0};
    bool is_cut = false;
    tip_status status = tip_bitmap_init(&found, explaining->base->size, explaining->error);
    for (size_t i = 0; i < explanation->node_count && status == TIP_OK && !is_cut; i++) {
        status = tip_which_of_node(explaining->searcher, explaining->plan, places[i],
                                   explaining->base, &found, &is_cut, explaining->error);
        explanation->nodes[i].passages = tip_bitmap_count(&found);
        explanation->nodes[i].is_counted = !is_cut;
    }
    tip_bitmap_free(&found);
    return status;
}

/* A query that asks for nothing finds everything. */
static void add_all(struct tip_explaining *explaining)
{
    struct tip_explanation *explanation = explaining->reply->explanation;
    explanation->nodes[explanation->node_count++] =
        (struct tip_explained_node){.kind = "all",
                                    .weight = 1,
                                    .is_counted = true,
                                    .passages = tip_bitmap_count(explaining->base)};
}

tip_status tip_explain_tree(struct tip_explaining *explaining)
{
    const struct tip_query *query = explaining->plan->query;
    struct tip_explanation *explanation = explaining->reply->explanation;
    size_t *places = calloc(query->node_count + 1, sizeof *places);
    explanation->nodes = calloc(query->node_count + 1, sizeof *explanation->nodes);
    tip_status status = TIP_OK;
    if (places == NULL || explanation->nodes == NULL) {
        status = tip_error_memory(explaining->error, "explaining");
    } else if (query->root == 0) {
        add_all(explaining);
    } else {
        status = add_nodes(explaining, query->root, 0, places);
    }
    if (status == TIP_OK && query->root != 0) {
        status = count_passages(explaining, places);
    }
    free(places);
    return status;
}
