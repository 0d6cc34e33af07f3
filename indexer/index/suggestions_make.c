/* What a generation can suggest, found in its files: the words that its passages hold, the phrases,
 * and the titles of its sections.
 *
 * The texts are read again, as nothing else says how a word is written and what parts two of them.
 * That takes time with every update, so of a large index not every passage is read: what is worth
 * suggesting stands in many. */
#include <stdlib.h>
#include <string.h>

#include "analysis/function_words.h"
#include "base/file.h"
#include "index/index.h"
#include "index/phrases.h"
#include "index/record.h"
#include "index/suggestion_counts.h"
#include "index/suggestions.h"
#include "index/wording.h"

enum {
    WORDING_LIMIT = 1 << 21, /* words that are read at most: 14,000 passages */
    REPEATS_LOOKED_AT = 64,  /* passages of a group: so many years of a report */
    OWN_WORTH = 64 /* what a form tells by itself, beside one that its place makes of it */
};

/* The hash FNV-1 of the stems' texts, with a blank before each. Their numbers tell when they first
 * came to the index. */
static const uint32_t FAMILY_BASIS = 2166136261, FAMILY_PRIME = 16777619;

struct making {
    const struct tip_words *words;
    const struct tip_token_file *tokens;
    const struct tip_columns *columns;
    struct tip_index *index;
    const char *dictionary;
    size_t dictionary_length;
    struct tip_analyser *analyser;
    struct tip_tokens analysed;
    struct tip_token_list list;
    struct tip_wording wording;
    struct tip_phrases phrases;
    struct tip_suggestion_counts counts;
    struct tip_suggestions_builder *builder;
    struct tip_string key, text; /* scratch */
    struct tip_error *error;
};

static void making_free(struct making *making)
{
    tip_analyser_free(making->analyser);
    tip_tokens_free(&making->analysed);
    tip_token_list_free(&making->list);
    tip_suggestion_counts_free(&making->counts);
    tip_phrases_free(&making->phrases);
    tip_wording_free(&making->wording);
    tip_suggestions_builder_free(making->builder);
    tip_string_free(&making->key);
    tip_string_free(&making->text);
}

/* The family of what has a further stem; of a first one behind FAMILY_BASIS. */
static uint32_t family_with(const struct making *making, uint32_t family, uint32_t stem)
{
    size_t length = 0;
    const char *text = stem == 0 ? "" : tip_words_stem(making->words, stem, &length);
    family = family * FAMILY_PRIME ^ ' ';
    for (size_t i = 0; i < length; i++)
        family = family * FAMILY_PRIME ^ (unsigned char)text[i];
    return family;
}

/* ---- the wording ---- */

/* Whether a newer report has the passage's very text; of a large group only its first passages are
 * looked at. */
static bool is_repeated(const struct making *making, uint32_t number)
{
    struct tip_twins twins;
    struct tip_row row, newer;
    if (!tip_columns_find_twins(making->columns, number, &twins))
        return false;
    tip_columns_get(making->columns, number, &row);
    for (uint32_t i = 0; i < twins.count && i < REPEATS_LOOKED_AT; i++) {
        uint32_t twin = tip_columns_twin(making->columns, &twins, i);
        if (twin == number)
            return false;
        tip_columns_get(making->columns, twin, &newer);
        if (newer.text_key == row.text_key)
            return true;
    }
    return twins.count > REPEATS_LOOKED_AT;
}

/* A story tells of one person, a table of contents repeats titles, and what an older report says
 * in the same words counts with the newest. */
static bool is_read(const struct making *making, uint32_t number)
{
    if (!tip_columns_has(making->columns, number))
        return false;
    enum tip_kind kind = tip_columns_kind_of(making->columns, number);
    return kind != TIP_KIND_STORY && kind != TIP_KIND_CONTENTS && !is_repeated(making, number);
}

static tip_status read_passage(struct making *making, uint32_t number)
{
    char *record = NULL, *text = NULL;
    size_t record_length = 0, length = 0;
    tip_status status =
        tip_index_record(making->index, number, &record, &record_length, making->error);
    if (status == TIP_OK)
        status = tip_record_unpack(&text, &length, record, record_length, making->dictionary,
                                   making->dictionary_length, making->error);
    if (status == TIP_OK)
        status = tip_analyse(making->analyser, text, length, &making->analysed, making->error);
    if (status == TIP_OK)
        status = tip_token_file_get(making->tokens, number, &making->list, making->error);
    if (status == TIP_OK)
        status = tip_wording_add(&making->wording, text, length, &making->analysed, &making->list,
                                 making->error);
    free(record);
    free(text);
    return status;
}

/* One of every so many passages is read, in the order of reports. */
static uint32_t choose_step(const struct making *making)
{
    uint64_t words = 0;
    for (uint32_t number = 1; number < tip_columns_size(making->columns); number++) {
        struct tip_row row;
        if (!is_read(making, number))
            continue;
        tip_columns_get(making->columns, number, &row);
        words += row.words;
    }
    return (uint32_t)(words / WORDING_LIMIT + 1);
}

static tip_status read_passages(struct making *making)
{
    uint32_t step = choose_step(making), met = 0;
    tip_status status = TIP_OK;
    for (uint32_t place = 0; place < tip_columns_passages(making->columns) && status == TIP_OK;
         place++) {
        uint32_t number = tip_columns_at(making->columns, place);
        if (is_read(making, number) && met++ % step == 0)
            status = read_passage(making, number);
    }
    return status;
}

/* ---- words ---- */

/* A word's commonest form. */
struct word_form {
    int32_t form;
    uint32_t worth;
    uint32_t passages; /* of the word in any form */
    uint32_t last;
};

/* What each form is worth: at the beginning of a sentence and in a line of capitals every word has
 * one. */
static void weigh_forms(const struct making *making, uint32_t *worths)
{
    const struct tip_wording *wording = &making->wording;
    for (size_t i = 1; i < wording->count; i++) {
        int32_t before = wording->items[i - 1];
        bool must = before == TIP_BREAK_SENTENCE || before == TIP_BREAK_PASSAGE ||
                    tip_wording_is_shouted(wording, i);
        if (wording->items[i] >= 0)
            worths[wording->items[i]] += must ? 1 : OWN_WORTH;
    }
}

static void choose_forms(const struct making *making, const uint32_t *worths,
                         struct word_form *words)
{
    const struct tip_wording *wording = &making->wording;
    for (int32_t form = 0; form < (int32_t)wording->forms.count; form++) {
        struct word_form *word = &words[tip_wording_word(wording, form)];
        if (worths[form] > word->worth) {
            word->form = form;
            word->worth = worths[form];
        }
    }
}

static void count_passages(const struct making *making, struct word_form *words)
{
    const struct tip_wording *wording = &making->wording;
    uint32_t passage = 0;
    for (size_t i = 0; i < wording->count; i++) {
        passage += wording->items[i] == TIP_BREAK_PASSAGE;
        if (wording->items[i] < 0)
            continue;
        struct word_form *word = &words[tip_wording_word(wording, wording->items[i])];
        word->passages += word->last != passage;
        word->last = passage;
    }
}

static bool ends_in_hyphen(const char *text, size_t length)
{
    return length > 1 && text[length - 1] == '-';
}

/* Numbers are no words that anybody completes. */
static bool is_suggestible(const struct tip_word *word)
{
    return !tip_word_is_function(word->text, word->length) && word->length > 1 &&
           (word->text[0] < '0' || word->text[0] > '9');
}

static tip_status add_word(struct making *making, uint32_t number, const struct word_form *form)
{
    struct tip_word word;
    size_t length;
    tip_words_get(making->words, number, &word);
    if (!is_suggestible(&word))
        return TIP_OK;
    const char *text = tip_wording_text(&making->wording, form->form, &length);
    struct tip_suggestion suggestion = {.kind = TIP_SUGGESTION_WORD,
                                        .key = word.text,
                                        .key_length = word.length,
                                        .text = text,
                                        .text_length = length - ends_in_hyphen(text, length),
                                        .passages = form->passages,
                                        .family = family_with(making, FAMILY_BASIS, word.stem),
                                        .found = making->counts.stems[word.stem]};
    return tip_suggestions_builder_add(making->builder, &suggestion, making->error);
}

static tip_status add_words(struct making *making)
{
    uint32_t count = tip_words_count(making->words);
    uint32_t *worths = calloc((size_t)making->wording.forms.count + 1, sizeof *worths);
    struct word_form *words = calloc((size_t)count + 1, sizeof *words);
    tip_status status = worths == NULL || words == NULL
                            ? tip_error_memory(making->error, "making suggestions")
                            : TIP_OK;
    if (status == TIP_OK) {
        weigh_forms(making, worths);
        choose_forms(making, worths, words);
        count_passages(making, words);
    }
    for (uint32_t number = 1; number <= count && status == TIP_OK; number++)
        if (words[number].passages > 0)
            status = add_word(making, number, &words[number]);
    free(worths);
    free(words);
    return status;
}

/* ---- phrases ---- */

/* The key and the shown text of a phrase, in making's scratch, and a number that its other forms
 * share: that of its stems. */
static uint32_t write_phrase(struct making *making, const struct tip_phrase *phrase)
{
    uint32_t family = FAMILY_BASIS;
    tip_string_clear(&making->key);
    tip_string_clear(&making->text);
    for (uint32_t i = 0; i < phrase->length; i++) {
        struct tip_word word;
        size_t length;
        const char *text = tip_wording_text(&making->wording, phrase->forms[i], &length);
        tip_words_get(making->words, tip_wording_word(&making->wording, phrase->forms[i]), &word);
        if (i > 0)
            tip_string_append_char(&making->key, ' ');
        if (i > 0 && making->text.length > 0 && making->text.data[making->text.length - 1] != '-')
            tip_string_append_char(&making->text, ' ');
        tip_string_append(&making->key, word.text, word.length);
        tip_string_append(&making->text, text, length);
        family = family_with(making, family, word.stem);
    }
    return family;
}

static tip_status add_phrases(struct making *making)
{
    tip_status status = TIP_OK;
    for (size_t i = 0; i < making->phrases.count && status == TIP_OK; i++) {
        const struct tip_phrase *phrase = &making->phrases.items[i];
        uint32_t family = write_phrase(making, phrase);
        struct tip_suggestion suggestion = {.kind = TIP_SUGGESTION_PHRASE,
                                            .key = making->key.data,
                                            .key_length = making->key.length,
                                            .text = making->text.data,
                                            .text_length = making->text.length,
                                            .passages = phrase->passages,
                                            .family = family,
                                            .found = making->counts.phrases[i]};
        status = making->key.failed || making->text.failed
                     ? tip_error_memory(making->error, "making suggestions")
                     : tip_suggestions_builder_add(making->builder, &suggestion, making->error);
    }
    return status;
}

static tip_status find_and_count(struct making *making)
{
    const struct tip_counted_files files = {making->words, making->tokens, making->columns,
                                            making->index, making->analyser};
    tip_status status =
        tip_phrases_find(&making->phrases, &making->wording, making->words, making->error);
    if (status == TIP_OK)
        status = tip_suggestion_counts_make(&making->counts, &files, &making->wording,
                                            &making->phrases, making->error);
    if (status == TIP_OK)
        tip_suggestions_builder_set_countries(making->builder, making->counts.countries);
    return status;
}

/* ---- section titles ---- */

/* The number that a title's forms share, as phrases': of the stems of what was analysed last. */
static uint32_t family_of_title(const struct making *making)
{
    uint32_t family = FAMILY_BASIS;
    for (size_t i = 0; i < making->analysed.count; i++) {
        const struct tip_token *token = &making->analysed.items[i];
        size_t length;
        if (token->is_compound)
            continue;
        const char *stem =
            tip_analyser_stem(making->analyser, "en", token->word, token->word_length, &length);
        family = family_with(making, family, tip_words_find_stem(making->words, stem, length));
    }
    return family;
}

/* The folded words of a title, in making->key. */
static tip_status write_key(struct making *making, const char *text)
{
    tip_status status =
        tip_analyse(making->analyser, text, strlen(text), &making->analysed, making->error);
    tip_string_clear(&making->key);
    for (size_t i = 0; i < making->analysed.count && status == TIP_OK; i++) {
        const struct tip_token *token = &making->analysed.items[i];
        if (token->is_compound)
            continue;
        if (making->key.length > 0)
            tip_string_append_char(&making->key, ' ');
        tip_string_append(&making->key, token->word, token->word_length);
    }
    if (status == TIP_OK && making->key.failed)
        status = tip_error_memory(making->error, "making suggestions");
    return status;
}

/* Titles by their key, with the passages below them. */
struct titles {
    struct tip_text_pool keys;
    struct tip_text_pool shown; /* number for number as the keys */
    uint32_t *passages;
    uint32_t capacity;
};

static tip_status count_title(struct making *making, struct titles *titles, const char *text,
                              uint32_t passages)
{
    uint32_t number, before = titles->keys.count;
    tip_status status = write_key(making, text);
    if (status != TIP_OK || making->key.length == 0)
        return status;
    status = tip_text_pool_add(&titles->keys, making->key.data, making->key.length, &number,
                               making->error);
    if (status != TIP_OK)
        return status;
    if (number == titles->capacity) {
        uint32_t capacity = titles->capacity == 0 ? 64 : 2 * titles->capacity;
        uint32_t *grown = reallocarray(titles->passages, capacity, sizeof *grown);
        if (grown == NULL)
            return tip_error_memory(making->error, "making suggestions");
        titles->passages = grown;
        titles->capacity = capacity;
    }
    if (number == before) {
        uint32_t same;
        titles->passages[number] = 0;
        status = tip_text_pool_add(&titles->shown, text, strlen(text), &same, making->error);
    }
    titles->passages[number] += passages;
    return status;
}

/* The titles of a section that so many passages are in. */
static tip_status count_section(struct making *making, struct titles *titles, uint32_t section,
                                uint32_t passages)
{
    tip_status status = TIP_OK;
    for (size_t level = 0;
         level < tip_columns_section_depth(making->columns, section) && status == TIP_OK; level++)
        status = count_title(making, titles, tip_columns_heading(making->columns, section, level),
                             passages);
    return status;
}

/* Sections in the order in which passages come to them, as a title is shown as it first stands;
 * their numbers tell when they first came to the index. `passages` is zeros then. */
static tip_status count_titles(struct making *making, struct titles *titles, uint32_t *passages)
{
    tip_status status = TIP_OK;
    for (uint32_t place = 0; place < tip_columns_passages(making->columns) && status == TIP_OK;
         place++) {
        uint32_t section =
            tip_columns_section_of(making->columns, tip_columns_at(making->columns, place));
        if (passages[section] == 0)
            continue;
        status = count_section(making, titles, section, passages[section]);
        passages[section] = 0;
    }
    return status;
}

static tip_status add_titles(struct making *making, const struct titles *titles)
{
    tip_status status = TIP_OK;
    for (uint32_t i = 0; i < titles->keys.count && status == TIP_OK; i++) {
        struct tip_suggestion suggestion = {.kind = TIP_SUGGESTION_SECTION,
                                            .passages = titles->passages[i]};
        suggestion.key = tip_text_pool_get(&titles->keys, i, &suggestion.key_length);
        suggestion.text = tip_text_pool_get(&titles->shown, i, &suggestion.text_length);
        status = write_key(making, suggestion.text);
        suggestion.family = family_of_title(making);
        if (status == TIP_OK)
            status = tip_suggestions_builder_add(making->builder, &suggestion, making->error);
    }
    return status;
}

static tip_status add_sections(struct making *making)
{
    struct titles titles = {0};
    uint32_t *passages =
        calloc((size_t)tip_columns_section_count(making->columns) + 1, sizeof *passages);
    if (passages == NULL)
        return tip_error_memory(making->error, "making suggestions");
    for (uint32_t number = 1; number < tip_columns_size(making->columns); number++)
        if (is_read(making, number))
            passages[tip_columns_section_of(making->columns, number)]++;
    tip_status status = count_titles(making, &titles, passages);
    if (status == TIP_OK)
        status = add_titles(making, &titles);
    tip_text_pool_free(&titles.keys);
    tip_text_pool_free(&titles.shown);
    free(titles.passages);
    free(passages);
    return status;
}

/* ---- the whole ---- */

/* Fills making->builder. */
static tip_status gather(struct making *making)
{
    tip_status status = tip_analyser_create(&making->analyser, making->error);
    if (status == TIP_OK)
        status = tip_suggestions_builder_create(&making->builder, making->error);
    if (status == TIP_OK)
        status = read_passages(making);
    if (status == TIP_OK)
        status = find_and_count(making);
    if (status == TIP_OK)
        status = add_words(making);
    if (status == TIP_OK)
        status = add_phrases(making);
    return status == TIP_OK ? add_sections(making) : status;
}

static struct making making_of(const struct tip_suggestion_sources *sources,
                               struct tip_error *error)
{
    return (struct making){.words = sources->words,
                           .tokens = sources->tokens,
                           .columns = sources->columns,
                           .index = sources->index,
                           .dictionary = sources->dictionary,
                           .dictionary_length = sources->dictionary_length,
                           .error = error};
}

tip_status tip_suggestions_make_in_memory(struct tip_suggestions **out,
                                          const struct tip_suggestion_sources *sources,
                                          struct tip_error *error)
{
    struct making making = making_of(sources, error);
    tip_status status = gather(&making);
    if (status == TIP_OK)
        status = tip_suggestions_builder_take(out, making.builder, error);
    making_free(&making);
    return status;
}

/* ---- of a folder ---- */

/* The files of a generation that is nearly finished. */
struct opened {
    struct tip_words *words;
    struct tip_token_file *tokens;
    struct tip_columns *columns;
    struct tip_index *index;
    char *dictionary;
    size_t dictionary_length;
};

static tip_status open_postings(struct opened *opened, const char *folder, struct tip_error *error)
{
    char *path = tip_path_join(folder, "postings");
    if (path == NULL)
        return tip_error_memory(error, "making suggestions");
    tip_status status = tip_index_open(&opened->index, path, error);
    free(path);
    if (status == TIP_OK)
        status = tip_index_value(opened->index, "dictionary", &opened->dictionary,
                                 &opened->dictionary_length, error);
    return status == TIP_NOT_FOUND ? TIP_OK : status; /* without text there is none */
}

static tip_status open_folder(struct opened *opened, const char *folder, struct tip_error *error)
{
    char *words = tip_path_join(folder, "words");
    char *tokens = tip_path_join(folder, "tokens");
    char *columns = tip_path_join(folder, "columns");
    tip_status status = words == NULL || tokens == NULL || columns == NULL
                            ? tip_error_memory(error, "making suggestions")
                            : tip_words_open(&opened->words, words, error);
    if (status == TIP_OK)
        status = tip_token_file_open(&opened->tokens, tokens, error);
    if (status == TIP_OK)
        status = tip_columns_open(&opened->columns, columns, error);
    if (status == TIP_OK)
        status = open_postings(opened, folder, error);
    free(words);
    free(tokens);
    free(columns);
    return status;
}

static void opened_free(struct opened *opened)
{
    tip_words_close(opened->words);
    tip_token_file_close(opened->tokens);
    tip_columns_close(opened->columns);
    tip_index_close(opened->index);
    free(opened->dictionary);
}

static tip_status write_file(const struct opened *opened, const char *path, struct tip_error *error)
{
    const struct tip_suggestion_sources sources = {opened->words,      opened->tokens,
                                                   opened->columns,    opened->index,
                                                   opened->dictionary, opened->dictionary_length};
    struct making making = making_of(&sources, error);
    tip_status status = gather(&making);
    if (status == TIP_OK)
        status = tip_suggestions_builder_write(making.builder, path, error);
    making_free(&making);
    return status;
}

tip_status tip_suggestions_make(const char *folder, struct tip_error *error)
{
    struct opened opened = {0};
    char *path = tip_path_join(folder, "suggestions");
    tip_status status = path == NULL ? tip_error_memory(error, "making suggestions")
                                     : open_folder(&opened, folder, error);
    if (status == TIP_OK)
        status = write_file(&opened, path, error);
    opened_free(&opened);
    free(path);
    return status;
}
