/* Collects suggestions, and orders the words of their keys. */
#include "index/suggestions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/function_words.h"
#include "index/suggestions_file.h"
#include "index/words_file.h"

struct tip_suggestions_builder {
    struct tip_string sections[TIP_SUGGESTIONS_SECTION_COUNT];
    uint32_t count;
};

/* What a suggestion is worth beside how often it stands, in doublings of that: of what is found
 * equally often, a country's name says more than a phrase, and a phrase more than a word. */
static const double bonus_of_kind[TIP_SUGGESTION_KIND_COUNT] = {
    [TIP_SUGGESTION_WORD] = 2,    [TIP_SUGGESTION_PHRASE] = 2,  [TIP_SUGGESTION_SECTION] = 3,
    [TIP_SUGGESTION_COUNTRY] = 4, [TIP_SUGGESTION_PATTERN] = 3,
};

enum {
    WEIGHT_SCALE = 1024, /* of a doubling */
    INSIDE_COST = 4,     /* doublings that it costs to be begun at another word than the first */
    SHORT_WORDS = 2,     /* a phrase of more words costs half a doubling for each */
};

tip_status tip_suggestions_builder_create(struct tip_suggestions_builder **out,
                                          struct tip_error *error)
{
    *out = calloc(1, sizeof **out);
    return *out == NULL ? tip_error_memory(error, "making suggestions") : TIP_OK;
}

void tip_suggestions_builder_free(struct tip_suggestions_builder *builder)
{
    if (builder == NULL)
        return;
    for (int i = 0; i < TIP_SUGGESTIONS_SECTION_COUNT; i++)
        tip_string_free(&builder->sections[i]);
    free(builder);
}

/* What is long says more than was wanted. */
static double cost_of_length(const struct tip_suggestion *suggestion)
{
    unsigned words = 1;
    for (size_t i = 0; i < suggestion->key_length; i++)
        words += suggestion->key[i] == ' ';
    return words <= SHORT_WORDS ? 0 : fmin(2, (words - SHORT_WORDS) / 2.0);
}

/* Endings of English nouns that name what is done or suffered, and of adverbs. People look for the
 * former and not for the latter. */
static double bonus_of_ending(const struct tip_suggestion *suggestion)
{
    static const struct {
        const char *ending;
        double bonus;
    } endings[] = {{"tion", 0.7},  {"tions", 0.7}, {"sion", 0.7}, {"ment", 0.7},
                   {"ments", 0.7}, {"ship", 0.7},  {"ity", 0.7},  {"ance", 0.7},
                   {"ence", 0.7},  {"ism", 0.7},   {"ly", -1}};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t length = strlen(endings[i].ending);
        if (suggestion->kind == TIP_SUGGESTION_WORD && suggestion->key_length > length + 2 &&
            memcmp(suggestion->key + suggestion->key_length - length, endings[i].ending, length) ==
                0)
            return endings[i].bonus;
    }
    return 0;
}

static uint16_t weigh(const struct tip_suggestion *suggestion, size_t offset)
{
    double doublings = log2(1.0 + suggestion->passages) + bonus_of_kind[suggestion->kind] +
                       bonus_of_ending(suggestion) - cost_of_length(suggestion) -
                       (offset > 0 ? INSIDE_COST : 0);
    return doublings <= 0 ? 0 : (uint16_t)lround(doublings * WEIGHT_SCALE);
}

/* Whether somebody would begin with this word: in a title with any, else not with "of" and "the"
 * inside a phrase. */
static bool may_begin(const struct tip_suggestion *suggestion, size_t offset)
{
    const char *word = suggestion->key + offset;
    const char *blank = memchr(word, ' ', suggestion->key_length - offset);
    size_t length = blank == NULL ? suggestion->key_length - offset : (size_t)(blank - word);
    return offset == 0 || !tip_word_is_function(word, length);
}

static void add_starts(struct tip_suggestions_builder *builder,
                       const struct tip_suggestion *suggestion)
{
    struct tip_string *starts = &builder->sections[TIP_SUGGESTIONS_STARTS];
    for (size_t offset = 0; offset < suggestion->key_length; offset++) {
        if (offset > 0 && suggestion->key[offset - 1] != ' ')
            continue;
        if (may_begin(suggestion, offset))
            tip_string_append_u64(starts, builder->count | (uint64_t)offset << 32 |
                                              (uint64_t)weigh(suggestion, offset) << 48);
    }
}

tip_status tip_suggestions_builder_add(struct tip_suggestions_builder *builder,
                                       const struct tip_suggestion *suggestion,
                                       struct tip_error *error)
{
    struct tip_string *entries = &builder->sections[TIP_SUGGESTIONS_ENTRIES];
    struct tip_string *text = &builder->sections[TIP_SUGGESTIONS_TEXT];
    if (suggestion->key_length == 0 || suggestion->key_length > TIP_SUGGESTION_KEY_LIMIT ||
        suggestion->text_length > TIP_SUGGESTION_KEY_LIMIT || text->length > UINT32_MAX / 2)
        return TIP_OK;
    add_starts(builder, suggestion);
    tip_string_append_u32(entries, (uint32_t)text->length);
    tip_string_append(text, suggestion->key, suggestion->key_length);
    tip_string_append_u32(entries, (uint32_t)text->length);
    tip_string_append(text, suggestion->text, suggestion->text_length);
    tip_string_append_u32(entries,
                          (uint32_t)(suggestion->key_length | suggestion->text_length << 16));
    tip_string_append_u32(entries, suggestion->kind);
    tip_string_append_u32(entries, suggestion->passages);
    tip_string_append_u32(entries, suggestion->family);
    tip_string_append_u32(entries, suggestion->found);
    builder->count++;
    for (int i = 0; i < TIP_SUGGESTIONS_SECTION_COUNT; i++)
        if (builder->sections[i].failed)
            return tip_error_memory(error, "making suggestions");
    return TIP_OK;
}

void tip_suggestions_builder_set_countries(struct tip_suggestions_builder *builder,
                                           const uint32_t *counts)
{
    for (uint32_t i = 0; i < TIP_COUNTRY_PLACES; i++)
        tip_string_append_u32(&builder->sections[TIP_SUGGESTIONS_COUNTRIES], counts[i]);
}

/* ---- the order of the starts ---- */

/* Sections as a reader sees them. */
static void view(struct tip_suggestions *suggestions, const struct tip_string *sections)
{
    for (int i = 0; i < TIP_SUGGESTIONS_SECTION_COUNT; i++) {
        struct tip_section *section = &suggestions->table.sections[i];
        section->bytes = (const unsigned char *)sections[i].data;
        section->count = sections[i].length / tip_suggestions_format.widths[i];
    }
}

/* What stands behind equal starts: entries came in the order in which words came to the index,
 * which nobody must see. */
static int compare_entries(const struct tip_suggestions *suggestions, uint32_t left, uint32_t right)
{
    struct tip_start a, b;
    struct tip_suggestion one, other;
    tip_suggestions_start(suggestions, left, &a);
    tip_suggestions_start(suggestions, right, &b);
    tip_suggestions_get(suggestions, a.suggestion, &one);
    tip_suggestions_get(suggestions, b.suggestion, &other);
    int order = tip_words_compare(one.key, one.key_length, other.key, other.key_length);
    if (order == 0)
        order = (one.kind > other.kind) - (one.kind < other.kind);
    if (order == 0)
        order = tip_words_compare(one.text, one.text_length, other.text, other.text_length);
    if (order == 0)
        order = (one.passages < other.passages) - (one.passages > other.passages);
    /* A word that two languages stem differently. */
    if (order == 0)
        order = (one.found < other.found) - (one.found > other.found);
    return order != 0 ? order : (one.family > other.family) - (one.family < other.family);
}

static int compare_starts(const void *left, const void *right, void *context)
{
    size_t left_length, right_length;
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    const char *left_text = tip_suggestions_start_text(context, a, &left_length);
    const char *right_text = tip_suggestions_start_text(context, b, &right_length);
    int order = tip_words_compare(left_text, left_length, right_text, right_length);
    if (order == 0)
        order = compare_entries(context, a, b);
    return order != 0 ? order : a < b ? -1 : 1; /* they were added in the order of the entries */
}

static tip_status sort_starts(struct tip_suggestions_builder *builder, struct tip_error *error)
{
    struct tip_suggestions suggestions = {0};
    struct tip_string sorted = {0};
    view(&suggestions, builder->sections);
    uint32_t count = tip_suggestions_start_count(&suggestions);
    uint32_t *places = calloc((size_t)count + 1, sizeof *places);
    if (places == NULL || !tip_string_reserve(&sorted, (size_t)count * 8 + 1)) {
        free(places);
        return tip_error_memory(error, "sorting the suggestions");
    }
    for (uint32_t i = 0; i < count; i++)
        places[i] = i;
    qsort_r(places, count, sizeof *places, compare_starts, &suggestions);
    for (uint32_t i = 0; i < count; i++)
        tip_string_append(
            &sorted, builder->sections[TIP_SUGGESTIONS_STARTS].data + (size_t)places[i] * 8, 8);
    free(places);
    tip_string_free(&builder->sections[TIP_SUGGESTIONS_STARTS]);
    builder->sections[TIP_SUGGESTIONS_STARTS] = sorted;
    return TIP_OK;
}

tip_status tip_suggestions_builder_write(struct tip_suggestions_builder *builder, const char *path,
                                         struct tip_error *error)
{
    tip_status status = sort_starts(builder, error);
    return status == TIP_OK
               ? tip_table_write(path, &tip_suggestions_format, builder->sections, error)
               : status;
}

tip_status tip_suggestions_create_empty(struct tip_suggestions **out, struct tip_error *error)
{
    struct tip_suggestions_builder *builder = NULL;
    tip_status status = tip_suggestions_builder_create(&builder, error);
    if (status == TIP_OK)
        status = tip_suggestions_builder_take(out, builder, error);
    tip_suggestions_builder_free(builder);
    return status;
}

tip_status tip_suggestions_builder_take(struct tip_suggestions **out,
                                        struct tip_suggestions_builder *builder,
                                        struct tip_error *error)
{
    struct tip_suggestions *suggestions = calloc(1, sizeof *suggestions);
    tip_status status = suggestions == NULL ? tip_error_memory(error, "making suggestions")
                                            : sort_starts(builder, error);
    if (status == TIP_OK)
        status =
            tip_table_take(&suggestions->table, &tip_suggestions_format, builder->sections, error);
    if (status != TIP_OK) {
        free(suggestions);
        return status;
    }
    *out = suggestions;
    return TIP_OK;
}
