/* A pair is two words that follow each other in the query. For each pair that stands side by side
 * in the passage's text or in one of its headings, in either order and however often, the passage
 * gains a tenth of the rarer word's idf. The tenth is measured: over nine judged collections cut
 * into passages it gains 0.6 % nDCG@10, twice as much loses that again. */
#include "search/ranking/proximity.h"

#include <stdlib.h>

static const double PAIR_BONUS = 0.1;

/* Two stems of the plan, the lower place first. */
struct pair {
    uint32_t one, two;
    bool is_seen;
};

struct pairs {
    struct pair *items;
    size_t count;
};

static int compare_pairs(const void *left, const void *right)
{
    const struct pair *a = left, *b = right;
    return a->one != b->one ? (a->one > b->one) - (a->one < b->one)
                            : (a->two > b->two) - (a->two < b->two);
}

static struct pair make_pair(uint32_t a, uint32_t b)
{
    return (struct pair){.one = a < b ? a : b, .two = a < b ? b : a};
}

static bool is_same(const struct pair *a, const struct pair *b)
{
    return a->one == b->one && a->two == b->two;
}

/* Whether `word` of the query takes a place of its own: compounds stand for words beside them. */
static bool takes_place(const struct tip_query *query, size_t clause, size_t word)
{
    return word < query->clauses[clause].first_word + query->clauses[clause].word_count;
}

/* The scored words of the query that take a place, in its order; an array for free(3). */
static size_t *list_words(const struct tip_plan *plan, size_t *count)
{
    const struct tip_query *query = plan->query;
    size_t *words = calloc(query->word_count + 1, sizeof *words);
    *count = 0;
    for (size_t c = 0; words != NULL && c < query->clause_count; c++) {
        const struct tip_clause *clause = &query->clauses[c];
        for (size_t w = clause->first_word; takes_place(query, c, w); w++) {
            if (plan->is_scored[w]) {
                words[(*count)++] = w;
            }
        }
    }
    return words;
}

static void sort_pairs(struct pairs *pairs)
{
    qsort(pairs->items, pairs->count, sizeof *pairs->items, compare_pairs);
    size_t kept = 0;
    for (size_t i = 0; i < pairs->count; i++) {
        if (kept == 0 || !is_same(&pairs->items[kept - 1], &pairs->items[i])) {
            pairs->items[kept++] = pairs->items[i];
        }
    }
    pairs->count = kept;
}

/* Sorted, each once. A word followed by itself is no pair. */
static tip_status make_pairs(struct pairs *pairs, const struct tip_plan *plan,
                             struct tip_error *error)
{
    size_t count;
    size_t *words = list_words(plan, &count);
    pairs->items = calloc(count * plan->languages + 1, sizeof *pairs->items);
    if (words == NULL || pairs->items == NULL) {
        free(words);
        return tip_error_memory(error, "ranking");
    }
    for (size_t i = 1; i < count; i++) {
        for (size_t l = 0; l < plan->languages; l++) {
            uint32_t a = plan->stem_of[words[i - 1] * plan->languages + l];
            uint32_t b = plan->stem_of[words[i] * plan->languages + l];
            if (a != b) {
                pairs->items[pairs->count++] = make_pair(a, b);
            }
        }
    }
    free(words);
    sort_pairs(pairs);
    return TIP_OK;
}

static void see_pair(const struct pairs *pairs, uint32_t a, uint32_t b)
{
    struct pair wanted = make_pair(a, b);
    struct pair *found = bsearch(&wanted, pairs->items, pairs->count, sizeof wanted, compare_pairs);
    if (found != NULL) {
        found->is_seen = true;
    }
}

/* The place in the plan of the stem that a word of a passage has, or TIP_NO_STEM. */
static uint32_t stem_at(const struct tip_searcher *searcher, const struct tip_plan *plan,
                        uint32_t number)
{
    if (number == TIP_NO_WORD) {
        return TIP_NO_STEM;
    }
    return tip_plan_find_number(plan, tip_words_stem_of(searcher->generation->words, number));
}

static void see_stream(const struct tip_searcher *searcher, const struct tip_plan *plan,
                       const struct pairs *pairs, const uint32_t *words, size_t count)
{
    uint32_t before = TIP_NO_STEM;
    for (size_t i = 0; i < count; i++) {
        uint32_t here = stem_at(searcher, plan, words[i]);
        if (before != TIP_NO_STEM && here != TIP_NO_STEM && before != here) {
            see_pair(pairs, before, here);
        }
        before = here;
    }
}

static double bonus_of(const struct tip_plan *plan, const struct pair *pair)
{
    double one = plan->stems[pair->one].idf;
    double two = plan->stems[pair->two].idf;
    return PAIR_BONUS * (one > two ? one : two);
}

static double bonus(const struct tip_plan *plan, struct pairs *pairs)
{
    double sum = 0;
    for (size_t i = 0; i < pairs->count; i++) {
        if (pairs->items[i].is_seen) {
            sum += bonus_of(plan, &pairs->items[i]);
            pairs->items[i].is_seen = false;
        }
    }
    return sum;
}

/* How many of the hits could be among the first `wanted` if they had every pair: for the others the
 * passages need not be read. Sums are made as in bonus(), so that rounding cannot part the two. */
static size_t reachable(const struct tip_plan *plan, const struct pairs *pairs,
                        const struct tip_rank_hit *hits, size_t depth, size_t wanted)
{
    double greatest = 0;
    if (wanted == 0 || wanted >= depth) {
        return depth;
    }
    for (size_t i = 0; i < pairs->count; i++) {
        greatest += bonus_of(plan, &pairs->items[i]);
    }
    while (depth > wanted && hits[depth - 1].score + greatest < hits[wanted - 1].score) {
        depth--;
    }
    return depth;
}

static int best_first(const void *left, const void *right)
{
    const struct tip_rank_hit *a = left, *b = right;
    return a->score != b->score ? (a->score < b->score) - (a->score > b->score)
                                : (a->number > b->number) - (a->number < b->number);
}

tip_status tip_proximity_rerank(struct tip_searcher *searcher, const struct tip_plan *plan,
                                struct tip_rank_hit *hits, size_t count, size_t wanted,
                                struct tip_error *error)
{
    struct pairs pairs = {0};
    tip_status status = make_pairs(&pairs, plan, error);
    size_t depth = count < TIP_PROXIMITY_DEPTH ? count : TIP_PROXIMITY_DEPTH;
    depth = reachable(plan, &pairs, hits, depth, wanted);
    struct tip_token_list *list = &searcher->words;
    for (size_t i = 0; i < depth && status == TIP_OK && pairs.count > 0; i++) {
        status = tip_token_file_get(searcher->generation->tokens, hits[i].number, list, error);
        if (status == TIP_OK) {
            size_t body = list->count[TIP_STREAM_BODY];
            see_stream(searcher, plan, &pairs, list->words, body);
            see_stream(searcher, plan, &pairs, list->words + body, list->count[TIP_STREAM_SECTION]);
            hits[i].score += bonus(plan, &pairs);
        }
    }
    if (status == TIP_OK && depth > 0) {
        qsort(hits, depth, sizeof *hits, best_first);
    }
    free(pairs.items);
    return status;
}
