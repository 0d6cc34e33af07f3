/* Stems are sorted to be counted, weighed, and sorted again by weight. */
#include "search/similar_stems.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/function_words.h"

tip_status tip_stems_meet(struct tip_met_stems *stems, const struct tip_met_stem *stem,
                          struct tip_error *error)
{
    if (stems->count == stems->capacity) {
        size_t wanted = stems->capacity == 0 ? 256 : stems->capacity * 2;
        struct tip_met_stem *moved = reallocarray(stems->items, wanted, sizeof *moved);
        if (moved == NULL) {
            return tip_error_memory(error, "looking for similar passages");
        }
        stems->items = moved;
        stems->capacity = wanted;
    }
    stems->items[stems->count] = *stem;
    stems->items[stems->count++].times = 1;
    return TIP_OK;
}

void tip_stems_free(struct tip_met_stems *stems)
{
    free(stems->items);
    tip_string_free(&stems->pool);
}

bool tip_stems_tells(const char *word, size_t length)
{
    size_t digits = 0;
    while (digits < length && word[digits] >= '0' && word[digits] <= '9') {
        digits++;
    }
    return digits < length && !tip_word_is_function(word, length);
}

static int by_text(const void *left, const void *right)
{
    const struct tip_met_stem *a = left, *b = right;
    int order = memcmp(a->text, b->text, a->length < b->length ? a->length : b->length);
    return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

static int by_weight(const void *left, const void *right)
{
    const struct tip_met_stem *a = left, *b = right;
    return a->weight != b->weight ? (a->weight < b->weight) - (a->weight > b->weight)
                                  : by_text(left, right);
}

/* What was met as a name and as a word is a word. */
static void join_equal(struct tip_met_stems *stems)
{
    size_t kept = 0;
    for (size_t i = 0; i < stems->count; i++) {
        struct tip_met_stem *last = kept == 0 ? NULL : &stems->items[kept - 1];
        if (last != NULL && by_text(last, &stems->items[i]) == 0) {
            last->times++;
            last->share = fmax(last->share, stems->items[i].share);
        } else {
            stems->items[kept++] = stems->items[i];
        }
    }
    stems->count = kept;
}

static double bounded(double idf, double most)
{
    return most > 0 && idf > most ? most : idf;
}

/* Keeps the stems that enough passages have, and weighs them. */
static tip_status weigh(struct tip_met_stems *stems, struct tip_searcher *searcher,
                        const struct tip_stem_rule *rule, struct tip_error *error)
{
    uint32_t passages = tip_columns_passages(searcher->generation->columns);
    size_t kept = 0;
    for (size_t i = 0; i < stems->count; i++) {
        struct tip_met_stem stem = stems->items[i];
        uint32_t frequency;
        tip_status status =
            tip_index_frequency(searcher->index, stem.text, stem.length, &frequency, error);
        if (status != TIP_OK) {
            return status;
        }
        if (frequency >= rule->least) {
            stem.weight = (1.0 + log(stem.times)) * stem.share *
                          bounded(tip_idf(passages, frequency), rule->most_idf);
            stems->items[kept++] = stem;
        }
    }
    stems->count = kept;
    return TIP_OK;
}

static tip_status take_best(struct tip_similar *similar, const struct tip_met_stems *stems,
                            struct tip_error *error)
{
    size_t count = stems->count < TIP_SIMILAR_TERMS ? stems->count : (size_t)TIP_SIMILAR_TERMS;
    similar->terms = calloc(count + 1, sizeof *similar->terms);
    if (similar->terms == NULL) {
        return tip_error_memory(error, "looking for similar passages");
    }
    for (size_t i = 0; i < count; i++) {
        const struct tip_met_stem *stem = &stems->items[i];
        char *text = strndup(stem->text, stem->length);
        if (text == NULL) {
            return tip_error_memory(error, "looking for similar passages");
        }
        similar->terms[similar->count++] =
            (struct tip_rank_term){.text = text, .length = stem->length, .idf = stem->weight};
    }
    return TIP_OK;
}

tip_status tip_stems_choose(struct tip_similar *similar, struct tip_met_stems *stems,
                            struct tip_searcher *searcher, const struct tip_stem_rule *rule,
                            struct tip_error *error)
{
    if (stems->count == 0) {
        return TIP_OK;
    }
    qsort(stems->items, stems->count, sizeof *stems->items, by_text);
    join_equal(stems);
    tip_status status = weigh(stems, searcher, rule, error);
    if (status == TIP_OK) {
        qsort(stems->items, stems->count, sizeof *stems->items, by_weight);
        status = take_best(similar, stems, error);
    }
    return status;
}
