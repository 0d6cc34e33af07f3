/* The example's stems are gathered, sorted to be counted, weighed, and sorted again by weight. */
#include "search/similar.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/function_words.h"
#include "search/twins.h"

/* A stem met in the example. Its text points into the dictionary, or into `pool` by offset while
 * that grows. */
struct met_stem {
    const char *text;
    size_t offset;
    size_t length;
    unsigned times;
    double weight;
};

struct gathering {
    struct met_stem *items;
    size_t count, capacity;
    struct tip_string pool; /* text of stems that came from an analysed text */
};

static tip_status meet(struct gathering *gathering, const struct met_stem *stem,
                       struct tip_error *error)
{
    if (gathering->count == gathering->capacity) {
        size_t wanted = gathering->capacity == 0 ? 256 : gathering->capacity * 2;
        struct met_stem *moved = reallocarray(gathering->items, wanted, sizeof *moved);
        if (moved == NULL) {
            return tip_error_memory(error, "looking for similar passages");
        }
        gathering->items = moved;
        gathering->capacity = wanted;
    }
    gathering->items[gathering->count] = *stem;
    gathering->items[gathering->count++].times = 1;
    return TIP_OK;
}

static void gathering_free(struct gathering *gathering)
{
    free(gathering->items);
    tip_string_free(&gathering->pool);
}

/* ---- the example's stems ---- */

/* Words that only hold sentences together are most of what two stories share, and figures are of
 * one person. */
static bool tells(const char *word, size_t length)
{
    size_t digits = 0;
    while (digits < length && word[digits] >= '0' && word[digits] <= '9') {
        digits++;
    }
    return digits < length && !tip_word_is_function(word, length);
}

static tip_status gather_passage(struct gathering *gathering, struct tip_searcher *searcher,
                                 uint32_t number, struct tip_error *error)
{
    const struct tip_words *words = searcher->generation->words;
    struct tip_token_list *list = &searcher->words;
    tip_status status = tip_token_file_get(searcher->generation->tokens, number, list, error);
    for (size_t i = 0; status == TIP_OK && i < list->count[TIP_STREAM_BODY]; i++) {
        if (list->words[i] == TIP_NO_WORD) {
            continue;
        }
        struct tip_word word;
        struct met_stem stem = {0};
        tip_words_get(words, list->words[i], &word);
        if (tells(word.text, word.length)) {
            stem.text = tip_words_stem(words, word.stem, &stem.length);
            status = meet(gathering, &stem, error);
        }
    }
    return status;
}

/* Languages often agree on a stem: each counts once for a word. */
static tip_status gather_token(struct gathering *gathering, struct tip_searcher *searcher,
                               const struct tip_token *token, struct tip_error *error)
{
    const struct tip_words *words = searcher->generation->words;
    size_t first = gathering->count;
    for (uint32_t l = 0; l < tip_words_language_count(words); l++) {
        struct met_stem stem = {.offset = gathering->pool.length};
        const char *text = tip_analyser_stem(searcher->analyser, tip_words_language(words, l),
                                             token->word, token->word_length, &stem.length);
        bool is_new = true;
        for (size_t i = first; i < gathering->count; i++) {
            is_new = is_new && (gathering->items[i].length != stem.length ||
                                memcmp(gathering->pool.data + gathering->items[i].offset, text,
                                       stem.length) != 0);
        }
        if (!is_new) {
            continue;
        }
        tip_string_append(&gathering->pool, text, stem.length);
        tip_status status = meet(gathering, &stem, error);
        if (status != TIP_OK) {
            return status;
        }
    }
    return TIP_OK;
}

static tip_status gather_text(struct gathering *gathering, struct tip_searcher *searcher,
                              const char *text, struct tip_error *error)
{
    const struct tip_tokens *tokens = &searcher->tokens;
    tip_status status =
        tip_analyse(searcher->analyser, text, strlen(text), &searcher->tokens, error);
    for (size_t i = 0; status == TIP_OK && i < tokens->count; i++) {
        if (tells(tokens->items[i].word, tokens->items[i].word_length)) {
            status = gather_token(gathering, searcher, &tokens->items[i], error);
        }
    }
    if (gathering->pool.failed) {
        return tip_error_memory(error, "looking for similar passages");
    }
    for (size_t i = 0; i < gathering->count; i++) {
        gathering->items[i].text = gathering->pool.data + gathering->items[i].offset;
    }
    return status;
}

/* ---- the most telling ones ---- */

static int by_text(const void *left, const void *right)
{
    const struct met_stem *a = left, *b = right;
    int order = memcmp(a->text, b->text, a->length < b->length ? a->length : b->length);
    return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

static int by_weight(const void *left, const void *right)
{
    const struct met_stem *a = left, *b = right;
    return a->weight != b->weight ? (a->weight < b->weight) - (a->weight > b->weight)
                                  : by_text(left, right);
}

static void join_equal(struct gathering *gathering)
{
    size_t kept = 0;
    for (size_t i = 0; i < gathering->count; i++) {
        if (kept > 0 && by_text(&gathering->items[kept - 1], &gathering->items[i]) == 0) {
            gathering->items[kept - 1].times++;
        } else {
            gathering->items[kept++] = gathering->items[i];
        }
    }
    gathering->count = kept;
}

/* Keeps the stems that at least `least` passages have, and weighs them. */
static tip_status weigh(struct gathering *gathering, struct tip_searcher *searcher, uint32_t least,
                        struct tip_error *error)
{
    uint32_t passages = tip_columns_passages(searcher->generation->columns);
    size_t kept = 0;
    for (size_t i = 0; i < gathering->count; i++) {
        struct met_stem stem = gathering->items[i];
        uint32_t frequency;
        tip_status status =
            tip_index_frequency(searcher->index, stem.text, stem.length, &frequency, error);
        if (status != TIP_OK) {
            return status;
        }
        if (frequency >= least) {
            stem.weight = (1.0 + log(stem.times)) * tip_idf(passages, frequency);
            gathering->items[kept++] = stem;
        }
    }
    gathering->count = kept;
    return TIP_OK;
}

static tip_status take_best(struct tip_similar *similar, const struct gathering *gathering,
                            struct tip_error *error)
{
    size_t count =
        gathering->count < TIP_SIMILAR_TERMS ? gathering->count : (size_t)TIP_SIMILAR_TERMS;
    similar->terms = calloc(count + 1, sizeof *similar->terms);
    if (similar->terms == NULL) {
        return tip_error_memory(error, "looking for similar passages");
    }
    for (size_t i = 0; i < count; i++) {
        const struct met_stem *stem = &gathering->items[i];
        char *text = strndup(stem->text, stem->length);
        if (text == NULL) {
            return tip_error_memory(error, "looking for similar passages");
        }
        similar->terms[similar->count++] =
            (struct tip_rank_term){.text = text, .length = stem->length, .idf = stem->weight};
    }
    return TIP_OK;
}

static tip_status choose(struct tip_similar *similar, struct gathering *gathering,
                         struct tip_searcher *searcher, uint32_t least, struct tip_error *error)
{
    if (gathering->count == 0) {
        return TIP_OK;
    }
    qsort(gathering->items, gathering->count, sizeof *gathering->items, by_text);
    join_equal(gathering);
    tip_status status = weigh(gathering, searcher, least, error);
    if (status == TIP_OK) {
        qsort(gathering->items, gathering->count, sizeof *gathering->items, by_weight);
        status = take_best(similar, gathering, error);
    }
    return status;
}

/* A stem of this passage alone leads nowhere. */
tip_status tip_similar_to_passage(struct tip_similar *similar, struct tip_searcher *searcher,
                                  uint32_t number, struct tip_error *error)
{
    struct gathering gathering = {0};
    *similar = (struct tip_similar){0};
    tip_status status = gather_passage(&gathering, searcher, number, error);
    if (status == TIP_OK) {
        status = choose(similar, &gathering, searcher, 2, error);
    }
    gathering_free(&gathering);
    return status;
}

/* ---- the countries that a text names ---- */

static bool is_named_before(const struct tip_mention *mentions, size_t which)
{
    for (size_t i = 0; i < which; i++) {
        if (mentions[i].country == mentions[which].country) {
            return true;
        }
    }
    return false;
}

static tip_status add_country(struct tip_similar *similar, struct tip_searcher *searcher,
                              size_t country, struct tip_error *error)
{
    struct tip_places *places;
    struct tip_bitmap *passages = &similar->countries[similar->country_count];
    tip_status status = tip_searcher_places(searcher, &places, error);
    if (status == TIP_OK) {
        status = tip_bitmap_init(passages, searcher->live.size, error);
    }
    if (status == TIP_OK) {
        similar->country_count++;
        tip_places_add_passages(places, tip_country_at(searcher->knowledge, country)->code,
                                passages);
    }
    return status;
}

static tip_status add_countries(struct tip_similar *similar, struct tip_searcher *searcher,
                                const struct tip_mention *mentions, size_t count,
                                struct tip_error *error)
{
    tip_status status = TIP_OK;
    similar->countries = calloc(TIP_SIMILAR_COUNTRIES, sizeof *similar->countries);
    if (similar->countries == NULL) {
        return tip_error_memory(error, "looking for similar passages");
    }
    for (size_t i = 0; i < count && status == TIP_OK; i++) {
        if (similar->country_count < TIP_SIMILAR_COUNTRIES && !is_named_before(mentions, i)) {
            status = add_country(similar, searcher, mentions[i].country, error);
        }
    }
    return status;
}

/* The searcher's tokens are those of the text. */
static tip_status find_countries(struct tip_similar *similar, struct tip_searcher *searcher,
                                 const char *text, struct tip_error *error)
{
    struct tip_mention *mentions = NULL;
    size_t count = 0;
    if (searcher->knowledge == NULL) {
        return TIP_OK;
    }
    tip_status status =
        tip_mentions_find(searcher->knowledge, text, &searcher->tokens, &mentions, &count, error);
    if (status == TIP_OK) {
        status = add_countries(similar, searcher, mentions, count, error);
    }
    free(mentions);
    return status;
}

tip_status tip_similar_to_text(struct tip_similar *similar, struct tip_searcher *searcher,
                               const char *text, struct tip_error *error)
{
    struct gathering gathering = {0};
    *similar = (struct tip_similar){0};
    tip_status status = gather_text(&gathering, searcher, text, error);
    if (status == TIP_OK) {
        status = find_countries(similar, searcher, text, error);
    }
    if (status == TIP_OK) {
        status = choose(similar, &gathering, searcher, 1, error);
    }
    gathering_free(&gathering);
    return status;
}

void tip_similar_free(struct tip_similar *similar)
{
    for (size_t i = 0; i < similar->count; i++) {
        free((char *)similar->terms[i].text);
    }
    free(similar->terms);
    for (size_t i = 0; i < similar->country_count; i++) {
        tip_bitmap_free(&similar->countries[i]);
    }
    free(similar->countries);
    *similar = (struct tip_similar){0};
}

/* ---- the passages ---- */

static tip_status find_matches(struct tip_searcher *searcher, const struct tip_similar *similar,
                               struct tip_bitmap *matches, struct tip_error *error)
{
    for (size_t i = 0; i < similar->count; i++) {
        tip_status status = tip_index_postings(searcher->index, similar->terms[i].text,
                                               similar->terms[i].length, matches, error);
        if (status != TIP_OK) {
            return status;
        }
    }
    for (size_t i = 0; i < similar->country_count; i++) {
        tip_bitmap_or(matches, &similar->countries[i]);
    }
    tip_bitmap_and(matches, &searcher->ordinary);
    return TIP_OK;
}

/* A country counts as a word that stands in as many passages. */
static size_t make_sets(struct tip_rank_set sets[TIP_SIMILAR_COUNTRIES],
                        const struct tip_searcher *searcher, const struct tip_similar *similar)
{
    uint32_t passages = tip_columns_passages(searcher->generation->columns);
    size_t count = 0;
    for (size_t i = 0; i < similar->country_count; i++) {
        uint32_t about = tip_bitmap_count(&similar->countries[i]);
        if (about > 0) {
            sets[count++] = (struct tip_rank_set){.passages = &similar->countries[i],
                                                  .weight = tip_idf(passages, about)};
        }
    }
    return count;
}

tip_status tip_similar_rank(struct tip_searcher *searcher, const struct tip_similar *similar,
                            uint32_t except, size_t limit, struct tip_bitmap *matches,
                            uint32_t *hidden, struct tip_page_hits *hits, struct tip_error *error)
{
    struct tip_rank_set sets[TIP_SIMILAR_COUNTRIES];
    *hits = (struct tip_page_hits){0};
    *hidden = 0;
    tip_status found = find_matches(searcher, similar, matches, error);
    if (found != TIP_OK) {
        return found;
    }
    if (except != 0) {
        tip_twins_exclude(searcher, except, matches);
    }
    tip_status twins = tip_twins_hide(searcher, matches, hidden, error);
    if (twins != TIP_OK) {
        return twins;
    }
    size_t set_count = make_sets(sets, searcher, similar);
    if (similar->count + set_count == 0 || limit == 0) {
        return TIP_OK;
    }
    struct tip_rank_request request = {.terms = similar->terms,
                                       .term_count = similar->count,
                                       .among = matches,
                                       .sets = sets,
                                       .set_count = set_count,
                                       .k1 = tip_rank_k1,
                                       .limit = (uint32_t)limit,
                                       .deadline_ns = searcher->deadline_ns,
                                       .order = searcher->order};
    struct tip_rank_result result;
    tip_status status = tip_index_rank(searcher->index, &request, &result, error);
    if (status == TIP_OK) {
        *hits = (struct tip_page_hits){
            .items = result.hits, .count = result.count, .is_cut = result.is_cut};
    }
    return status;
}
