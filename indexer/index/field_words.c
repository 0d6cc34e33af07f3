/* Fields -> word numbers -> weighted terms.
 *
 * For each stem one weighted frequency is computed when the passage is indexed (BM25F: builder.h
 * has the constants), so a search reads one list a term and needs no document length. */
#include "index/field_words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "index/index.h"

/* How often a stem stands in each field of the passage at hand. */
struct tip_stem_count {
    uint32_t stem;
    uint32_t word;
    uint32_t in_field[TIP_FIELD_COUNT];
};

/* A title's weight was measured on cranfield: nDCG@10 0.403 with 0.3, 0.407 with 0.8 to 1.5; so low
 * as may be, since a word that stands in a title alone makes all passages of its report match. */
const struct tip_field_weight tip_field_weights[TIP_FIELD_COUNT] = {
    [TIP_FIELD_BODY] = {1.0, 0.65, 60},
    [TIP_FIELD_SECTION] = {2.0, 0.65, 9},
    [TIP_FIELD_TITLE] = {0.8, 0.65, 9},
};

/* ---- words ---- */

static tip_status number_list_append(struct tip_number_list *list, uint32_t number,
                                     struct tip_error *error)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity == 0 ? 64 : 2 * list->capacity;
        uint32_t *grown = reallocarray(list->items, capacity, sizeof *grown);
        if (grown == NULL)
            return tip_error_memory(error, "analysing a passage");
        list->items = grown;
        list->capacity = capacity;
    }
    list->items[list->count++] = number;
    return TIP_OK;
}

void tip_field_words_free(struct tip_field_words *field)
{
    free(field->terms.items);
    free(field->stream.items);
    *field = (struct tip_field_words){0};
}

void tip_field_words_clear(struct tip_field_words *field)
{
    field->terms.count = 0;
    field->stream.count = 0;
    field->length = 0;
}

static tip_status word_number(struct tip_word_source *source, const char *language,
                              const struct tip_token *token, uint32_t *number,
                              struct tip_error *error)
{
    *number = tip_words_builder_find(source->words, language, token->word, token->word_length);
    if (*number != TIP_NO_WORD)
        return TIP_OK;
    size_t stem_length = 0;
    const char *stem = tip_analyser_stem(source->analyser, language, token->word,
                                         token->word_length, &stem_length);
    return tip_words_builder_add(source->words, language, token->word, token->word_length, stem,
                                 stem_length, number, error);
}

static tip_status add_token(struct tip_field_words *field, struct tip_word_source *source,
                            const char *language, const struct tip_token *token,
                            struct tip_error *error)
{
    uint32_t number = TIP_NO_WORD;
    tip_status status = word_number(source, language, token, &number, error);
    if (status == TIP_OK)
        status = number_list_append(&field->terms, number, error);
    if (status != TIP_OK || token->is_compound)
        return status;
    field->length++;
    return number_list_append(&field->stream, number, error);
}

tip_status tip_field_words_add(struct tip_field_words *field, struct tip_word_source *source,
                               const char *language, const char *text, struct tip_error *error)
{
    if (text == NULL)
        return TIP_OK;
    struct tip_tokens *tokens = &source->tokens;
    tip_status status = tip_analyse(source->analyser, text, strlen(text), tokens, error);
    if (status == TIP_OK && tokens->count > 0 && field->stream.count > 0)
        status = number_list_append(&field->stream, TIP_NO_WORD, error);
    for (size_t i = 0; i < tokens->count && status == TIP_OK; i++)
        status = add_token(field, source, language, &tokens->items[i], error);
    return status;
}

/* ---- weights ---- */

void tip_weighing_free(struct tip_weighing *weighing)
{
    free(weighing->place_of_stem);
    free(weighing->stems);
    free(weighing->terms);
    *weighing = (struct tip_weighing){0};
}

/* Room for every stem there is, all places 0. */
static bool places_reserve(struct tip_weighing *weighing, size_t stems)
{
    if (stems < weighing->stem_capacity)
        return true;
    size_t capacity = weighing->stem_capacity == 0 ? 4096 : weighing->stem_capacity;
    while (capacity <= stems)
        capacity *= 2;
    uint32_t *grown = reallocarray(weighing->place_of_stem, capacity, sizeof *grown);
    if (grown == NULL)
        return false;
    memset(grown + weighing->stem_capacity, 0,
           (capacity - weighing->stem_capacity) * sizeof *grown);
    weighing->place_of_stem = grown;
    weighing->stem_capacity = capacity;
    return true;
}

static bool stems_reserve(struct tip_weighing *weighing)
{
    if (weighing->count < weighing->capacity)
        return true;
    size_t capacity = weighing->capacity == 0 ? 256 : 2 * weighing->capacity;
    struct tip_stem_count *grown = reallocarray(weighing->stems, capacity, sizeof *grown);
    if (grown == NULL)
        return false;
    weighing->stems = grown;
    weighing->capacity = capacity;
    return true;
}

static tip_status count_word(struct tip_weighing *weighing, const struct tip_words_builder *words,
                             uint32_t word, enum tip_field field, struct tip_error *error)
{
    uint32_t stem = tip_words_builder_stem_number(words, word);
    uint32_t *place = &weighing->place_of_stem[stem];
    if (*place == 0) {
        if (!stems_reserve(weighing))
            return tip_error_memory(error, "weighing a passage");
        weighing->stems[weighing->count] = (struct tip_stem_count){.stem = stem, .word = word};
        *place = (uint32_t)++weighing->count;
    }
    weighing->stems[*place - 1].in_field[field]++;
    return TIP_OK;
}

static tip_status count_fields(struct tip_weighing *weighing, const struct tip_words_builder *words,
                               const struct tip_field_words *const *fields, struct tip_error *error)
{
    tip_status status = TIP_OK;
    for (int field = 0; field < TIP_FIELD_COUNT; field++)
        for (size_t i = 0; i < fields[field]->terms.count && status == TIP_OK; i++)
            status = count_word(weighing, words, fields[field]->terms.items[i],
                                (enum tip_field)field, error);
    return status;
}

static uint32_t weighted_frequency(const struct tip_stem_count *stem,
                                   const struct tip_field_words *const *fields)
{
    double sum = 0;
    for (int i = 0; i < TIP_FIELD_COUNT; i++) {
        const struct tip_field_weight *field = &tip_field_weights[i];
        double normal = 1 - field->b + field->b * fields[i]->length / field->pivot;
        sum += field->weight * stem->in_field[i] / normal;
    }
    long frequency = lround(sum * TIP_WEIGHT_SCALE);
    return frequency < 1 ? 1 : (uint32_t)frequency;
}

static tip_status write_terms(struct tip_weighing *weighing,
                              const struct tip_field_words *const *fields, struct tip_error *error)
{
    if (weighing->count > weighing->term_capacity) {
        struct tip_weighted_term *grown =
            reallocarray(weighing->terms, weighing->capacity, sizeof *grown);
        if (grown == NULL)
            return tip_error_memory(error, "weighing a passage");
        weighing->terms = grown;
        weighing->term_capacity = weighing->capacity;
    }
    for (size_t i = 0; i < weighing->count; i++)
        weighing->terms[i] = (struct tip_weighted_term){
            weighing->stems[i].word, weighted_frequency(&weighing->stems[i], fields)};
    return TIP_OK;
}

tip_status tip_weigh(struct tip_weighing *weighing, const struct tip_words_builder *words,
                     const struct tip_field_words *const *fields, struct tip_error *error)
{
    weighing->count = 0;
    if (!places_reserve(weighing, tip_words_builder_stem_count(words)))
        return tip_error_memory(error, "weighing a passage");
    tip_status status = count_fields(weighing, words, fields, error);
    if (status == TIP_OK)
        status = write_terms(weighing, fields, error);
    for (size_t i = 0; i < weighing->count; i++)
        weighing->place_of_stem[weighing->stems[i].stem] = 0;
    return status;
}
