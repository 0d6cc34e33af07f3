/* The dictionary in memory while an index is made, and how it is written; words.c describes the
 * file. The same calls give the same bytes. */
#include <stdlib.h>
#include <string.h>

#include "index/text_pool.h"
#include "index/words.h"
#include "index/words_file.h"

struct word_facts {
    uint32_t stem; /* its number, from 1 */
    uint32_t occurrences;
};

/* Words are pooled behind a byte for their language: word N has number N - 1 in the pool. */
struct tip_words_builder {
    struct tip_text_pool languages;
    struct tip_text_pool words;
    struct tip_text_pool stems;
    struct word_facts *facts; /* by number in the pool */
    size_t capacity;
};

tip_status tip_words_builder_create(struct tip_words_builder **out, struct tip_error *error)
{
    struct tip_words_builder *builder = calloc(1, sizeof *builder);
    if (builder == NULL)
        return tip_error_memory(error, "creating the dictionary");
    *out = builder;
    return TIP_OK;
}

void tip_words_builder_free(struct tip_words_builder *builder)
{
    if (builder == NULL)
        return;
    tip_text_pool_free(&builder->languages);
    tip_text_pool_free(&builder->words);
    tip_text_pool_free(&builder->stems);
    free(builder->facts);
    free(builder);
}

/* The pool's key of a word: its language's number, then its bytes. */
struct word_key {
    char bytes[1 + TIP_STORED_WORD_LIMIT];
    size_t length;
};

static void make_key(struct word_key *key, uint32_t language, const char *word, size_t length)
{
    key->bytes[0] = (char)(unsigned char)language;
    if (length > 0)
        memcpy(key->bytes + 1, word, length);
    key->length = length + 1;
}

uint32_t tip_words_builder_find(const struct tip_words_builder *builder, const char *language,
                                const char *word, size_t length)
{
    uint32_t number = tip_text_pool_find(&builder->languages, language, strlen(language));
    if (number == TIP_NO_TEXT || length > TIP_STORED_WORD_LIMIT)
        return TIP_NO_WORD;
    struct word_key key;
    make_key(&key, number, word, length);
    uint32_t found = tip_text_pool_find(&builder->words, key.bytes, key.length);
    return found == TIP_NO_TEXT ? TIP_NO_WORD : found + 1;
}

static tip_status add_language(struct tip_words_builder *builder, const char *language,
                               uint32_t *number, struct tip_error *error)
{
    size_t length = strlen(language);
    if (length >= TIP_LANGUAGE_SIZE)
        return tip_error_set(error, TIP_INVALID,
                             "\"%.20s\" is no language: use a code of ISO 639-1 such as \"en\"",
                             language);
    *number = tip_text_pool_find(&builder->languages, language, length);
    if (*number != TIP_NO_TEXT)
        return TIP_OK;
    if (builder->languages.count == TIP_LANGUAGE_LIMIT)
        return tip_error_set(error, TIP_LIMIT, "an index holds at most %d languages",
                             TIP_LANGUAGE_LIMIT);
    return tip_text_pool_add(&builder->languages, language, length, number, error);
}

static tip_status reserve_facts(struct tip_words_builder *builder, struct tip_error *error)
{
    if (builder->words.count < builder->capacity)
        return TIP_OK;
    size_t capacity = builder->capacity == 0 ? 1024 : builder->capacity * 2;
    struct word_facts *facts = reallocarray(builder->facts, capacity, sizeof *facts);
    if (facts == NULL)
        return tip_error_memory(error, "growing the dictionary");
    builder->facts = facts;
    builder->capacity = capacity;
    return TIP_OK;
}

/* Adds a word whose parts have their numbers (from 0). */
static tip_status add_key(struct tip_words_builder *builder, const struct word_key *key,
                          uint32_t stem, uint32_t *number, struct tip_error *error)
{
    tip_status status = reserve_facts(builder, error);
    if (status != TIP_OK)
        return status;
    uint32_t count = builder->words.count;
    uint32_t place;
    status = tip_text_pool_add(&builder->words, key->bytes, key->length, &place, error);
    if (status != TIP_OK)
        return status;
    if (place != count)
        return tip_error_set(error, TIP_INVALID, "the word \"%.*s\" is in the dictionary already",
                             (int)key->length - 1, key->bytes + 1);
    builder->facts[place] = (struct word_facts){.stem = stem + 1};
    *number = place + 1;
    return TIP_OK;
}

tip_status tip_words_builder_add(struct tip_words_builder *builder, const char *language,
                                 const char *word, size_t length, const char *stem,
                                 size_t stem_length, uint32_t *number, struct tip_error *error)
{
    if (length == 0 || length > TIP_STORED_WORD_LIMIT || stem_length > TIP_STORED_WORD_LIMIT)
        return tip_error_set(error, TIP_INVALID,
                             "a word of %zu bytes (stem: %zu) does not fit the dictionary: 1 to "
                             "%d do",
                             length, stem_length, TIP_STORED_WORD_LIMIT);
    uint32_t language_number;
    tip_status status = add_language(builder, language, &language_number, error);
    if (status != TIP_OK)
        return status;
    uint32_t stem_number;
    status = tip_text_pool_add(&builder->stems, stem, stem_length, &stem_number, error);
    if (status != TIP_OK)
        return status;
    struct word_key key;
    make_key(&key, language_number, word, length);
    return add_key(builder, &key, stem_number, number, error);
}

uint32_t tip_words_builder_stem_number(const struct tip_words_builder *builder, uint32_t word)
{
    return builder->facts[word - 1].stem;
}

const char *tip_words_builder_text(const struct tip_words_builder *builder, uint32_t word,
                                   size_t *length)
{
    const char *text = tip_text_pool_get(&builder->words, word - 1, length) + 1;
    --*length;
    return text;
}

const char *tip_words_builder_stem(const struct tip_words_builder *builder, uint32_t word,
                                   size_t *length)
{
    return tip_text_pool_get(&builder->stems, builder->facts[word - 1].stem - 1, length);
}

uint32_t tip_words_builder_stem_count(const struct tip_words_builder *builder)
{
    return builder->stems.count;
}

void tip_words_builder_count(struct tip_words_builder *builder, uint32_t word, int by)
{
    uint32_t *occurrences = &builder->facts[word - 1].occurrences;
    int64_t sum = (int64_t)*occurrences + by;
    if (sum < 0)
        sum = 0;
    *occurrences = sum > UINT32_MAX ? UINT32_MAX : (uint32_t)sum;
}

/* ---- writing ---- */

static void write_languages(const struct tip_words_builder *builder, struct tip_string *out)
{
    for (uint32_t i = 0; i < builder->languages.count; i++) {
        char code[TIP_LANGUAGE_SIZE] = "";
        size_t length;
        const char *language = tip_text_pool_get(&builder->languages, i, &length);
        memcpy(code, language, length);
        tip_string_append(out, code, sizeof code);
    }
}

static void write_words(const struct tip_words_builder *builder, struct tip_string *out,
                        struct tip_string *text)
{
    for (uint32_t i = 0; i < builder->words.count; i++) {
        size_t length;
        const char *key = tip_text_pool_get(&builder->words, i, &length);
        uint32_t language = (unsigned char)key[0];
        tip_string_append_u32(out, (uint32_t)text->length);
        tip_string_append_u32(out, (uint32_t)(length - 1) | language << 16);
        tip_string_append_u32(out, builder->facts[i].stem);
        tip_string_append_u32(out, builder->facts[i].occurrences);
        tip_string_append(text, key + 1, length - 1);
    }
}

static void write_stems(const struct tip_words_builder *builder, struct tip_string *out,
                        struct tip_string *text)
{
    for (uint32_t i = 0; i < builder->stems.count; i++) {
        size_t length;
        const char *stem = tip_text_pool_get(&builder->stems, i, &length);
        tip_string_append_u32(out, (uint32_t)text->length);
        tip_string_append_u32(out, (uint32_t)length);
        tip_string_append(text, stem, length);
    }
}

static int compare_keys(const void *left, const void *right, void *context)
{
    const struct tip_words_builder *builder = context;
    size_t left_length, right_length;
    const char *a = tip_text_pool_get(&builder->words, *(const uint32_t *)left, &left_length);
    const char *b = tip_text_pool_get(&builder->words, *(const uint32_t *)right, &right_length);
    int order = tip_words_compare(a + 1, left_length - 1, b + 1, right_length - 1);
    return order != 0 ? order : (unsigned char)a[0] - (unsigned char)b[0];
}

static int compare_stems(const void *left, const void *right, void *context)
{
    const struct tip_words_builder *builder = context;
    size_t left_length, right_length;
    const char *a = tip_text_pool_get(&builder->stems, *(const uint32_t *)left, &left_length);
    const char *b = tip_text_pool_get(&builder->stems, *(const uint32_t *)right, &right_length);
    return tip_words_compare(a, left_length, b, right_length);
}

/* The numbers of `count` words or stems in the order that `compare` gives their places. */
static tip_status write_order(const struct tip_words_builder *builder, struct tip_string *out,
                              uint32_t count, int (*compare)(const void *, const void *, void *),
                              struct tip_error *error)
{
    uint32_t *places = calloc(count > 0 ? count : 1, sizeof *places);
    if (places == NULL)
        return tip_error_memory(error, "sorting the dictionary");
    for (uint32_t i = 0; i < count; i++)
        places[i] = i;
    qsort_r(places, count, sizeof *places, compare, (void *)(uintptr_t)builder);
    for (uint32_t i = 0; i < count; i++)
        tip_string_append_u32(out, places[i] + 1);
    free(places);
    return TIP_OK;
}

tip_status tip_words_builder_write(const struct tip_words_builder *builder, const char *path,
                                   struct tip_error *error)
{
    if (builder->words.bytes.length + builder->stems.bytes.length > UINT32_MAX)
        return tip_error_set(error, TIP_LIMIT,
                             "%s: more than 4 GiB of words: split the index in two", path);
    struct tip_string sections[TIP_WORDS_SECTION_COUNT] = {0};
    write_languages(builder, &sections[TIP_WORDS_LANGUAGES]);
    write_words(builder, &sections[TIP_WORDS_WORDS], &sections[TIP_WORDS_TEXT]);
    write_stems(builder, &sections[TIP_WORDS_STEMS], &sections[TIP_WORDS_TEXT]);
    tip_status status =
        write_order(builder, &sections[TIP_WORDS_ORDER], builder->words.count, compare_keys, error);
    if (status == TIP_OK)
        status = write_order(builder, &sections[TIP_WORDS_STEM_ORDER], builder->stems.count,
                             compare_stems, error);
    if (status == TIP_OK)
        status = tip_table_write(path, &tip_words_format, sections, error);
    for (size_t i = 0; i < TIP_WORDS_SECTION_COUNT; i++)
        tip_string_free(&sections[i]);
    return status;
}

/* ---- a builder that continues a file ---- */

/* Adds every stem first, so that stems keep their numbers whatever words come first. */
static tip_status load_stems(struct tip_words_builder *builder, const struct tip_words *words,
                             struct tip_error *error)
{
    for (uint32_t i = 1; i <= tip_words_stem_count(words); i++) {
        size_t length;
        const char *stem = tip_words_stem(words, i, &length);
        uint32_t number;
        tip_status status = tip_text_pool_add(&builder->stems, stem, length, &number, error);
        if (status != TIP_OK)
            return status;
        if (number != i - 1)
            return tip_error_set(error, TIP_CORRUPT,
                                 "the dictionary holds a stem twice: build the index again");
    }
    return TIP_OK;
}

static tip_status load_words(struct tip_words_builder *builder, const struct tip_words *words,
                             struct tip_error *error)
{
    for (uint32_t i = 1; i <= tip_words_count(words); i++) {
        struct tip_word word;
        tip_words_get(words, i, &word);
        size_t stem_length;
        const char *stem = tip_words_stem(words, word.stem, &stem_length);
        uint32_t number;
        tip_status status =
            tip_words_builder_add(builder, tip_words_language(words, word.language), word.text,
                                  word.length, stem, stem_length, &number, error);
        if (status != TIP_OK)
            return status;
        builder->facts[number - 1].occurrences = word.occurrences;
    }
    return TIP_OK;
}

tip_status tip_words_builder_load(struct tip_words_builder **out, const struct tip_words *words,
                                  struct tip_error *error)
{
    struct tip_words_builder *builder = NULL;
    tip_status status = tip_words_builder_create(&builder, error);
    if (status != TIP_OK)
        return status;
    status = load_stems(builder, words, error);
    if (status == TIP_OK)
        status = load_words(builder, words, error);
    if (status != TIP_OK) {
        tip_words_builder_free(builder);
        return status;
    }
    *out = builder;
    return TIP_OK;
}
