/* Reads the dump once; words have numbers, so that comparing them costs nothing. */
#include "oracle/collection.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 1 << 16 }; /* the collections have some five thousand words */

static void *claim(size_t count, size_t size)
{
    void *memory = calloc(count + 1, size);
    cr_assert_not_null(memory);
    return memory;
}

/* ---- words ---- */

const char *oracle_collection_stem(struct oracle_collection *collection, size_t language,
                                   const char *word, size_t *length)
{
    return tip_analyser_stem(collection->analyser, collection->languages[language], word,
                             strlen(word), length);
}

static size_t first_slot(const char *text, size_t language)
{
    uint32_t hash = 2166136261u ^ (uint32_t)language; /* FNV-1a */
    for (; *text != '\0'; text++) {
        hash = (hash ^ (unsigned char)*text) * 16777619u;
    }
    return hash % SLOTS;
}

static uint32_t add_word(struct oracle_collection *collection, const char *text, size_t language)
{
    size_t stem_length;
    const char *stem = oracle_collection_stem(collection, language, text, &stem_length);
    if (collection->word_count == collection->word_capacity) {
        collection->word_capacity = collection->word_capacity * 2 + 1024;
        collection->words =
            reallocarray(collection->words, collection->word_capacity, sizeof *collection->words);
        cr_assert_not_null(collection->words);
    }
    collection->words[collection->word_count] = (struct oracle_word){
        .text = strdup(text), .stem = strndup(stem, stem_length), .language = language};
    cr_assert_lt(collection->word_count, SLOTS / 2);
    return (uint32_t)collection->word_count++;
}

static uint32_t word_number(struct oracle_collection *collection, const char *text, size_t language)
{
    size_t slot = first_slot(text, language);
    for (; collection->slots[slot] != 0; slot = (slot + 1) % SLOTS) {
        const struct oracle_word *word = &collection->words[collection->slots[slot] - 1];
        if (word->language == language && strcmp(word->text, text) == 0) {
            return collection->slots[slot] - 1;
        }
    }
    uint32_t number = add_word(collection, text, language);
    collection->slots[slot] = number + 1;
    return number;
}

static size_t language_number(struct oracle_collection *collection, const char *code)
{
    for (size_t i = 0; i < collection->language_count; i++) {
        if (strcmp(collection->languages[i], code) == 0) {
            return i;
        }
    }
    cr_assert_lt(collection->language_count, ORACLE_LANGUAGES);
    collection->languages[collection->language_count] = code;
    return collection->language_count++;
}

/* ---- texts ---- */

static void read_stretch(struct oracle_collection *collection, struct oracle_stretch *stretch,
                         const char *text, size_t language)
{
    struct tip_tokens *tokens = &collection->tokens;
    struct tip_error error;
    cr_assert_eq(tip_analyse(collection->analyser, text, strlen(text), tokens, &error), TIP_OK);
    stretch->text = text;
    stretch->tokens = claim(tokens->count, sizeof *stretch->tokens);
    stretch->places = claim(tokens->count, sizeof *stretch->places);
    for (size_t i = 0; i < tokens->count; i++) {
        const struct tip_token *token = &tokens->items[i];
        uint32_t word = word_number(collection, token->word, language);
        stretch->tokens[stretch->token_count++] =
            (struct oracle_token){word, token->start, token->end, token->is_compound};
        if (!token->is_compound) {
            stretch->places[stretch->place_count++] = word;
        }
    }
}

static void free_stretch(struct oracle_stretch *stretch)
{
    free(stretch->tokens);
    free(stretch->places);
}

/* ---- passages ---- */

static void read_passage(struct oracle_collection *collection, struct oracle_passage *passage,
                         const json_t *facts)
{
    const json_t *report = json_object_get(facts, "report"), *heading;
    const char *language = json_string_value(json_object_get(report, "language"));
    const char *title = json_string_value(json_object_get(report, "title"));
    const char *by = json_string_value(json_object_get(facts, "by"));
    size_t number = language_number(collection, language == NULL ? "en" : language), i;
    passage->facts = facts;
    passage->id = json_string_value(json_object_get(facts, "id"));
    passage->id_number = strtoull(passage->id, NULL, 16);
    read_stretch(collection, &passage->stretches[passage->stretch_count++],
                 json_string_value(json_object_get(facts, "text")), number);
    json_array_foreach(json_object_get(facts, "section"), i, heading)
    {
        cr_assert_lt(passage->stretch_count, ORACLE_STRETCHES - 1);
        read_stretch(collection, &passage->stretches[passage->stretch_count++],
                     json_string_value(heading), number);
        passage->heading_count++;
    }
    if (by != NULL) {
        read_stretch(collection, &passage->stretches[passage->stretch_count++], by, number);
    }
    read_stretch(collection, &passage->title, title == NULL ? "" : title, number);
}

/* The same text in two reports is shown once, which the oracle knows nothing of. */
static void refuse_twins(const json_t *dump)
{
    const json_t *passage;
    json_t *seen = json_object(); /* the report of each text */
    size_t i;
    json_array_foreach(dump, i, passage)
    {
        const char *key = json_string_value(json_object_get(passage, "text_key"));
        json_t *id = json_object_get(json_object_get(passage, "report"), "id");
        json_t *other = json_object_get(seen, key);
        cr_assert(other == NULL || json_equal(other, id), "two reports have one text");
        json_object_set(seen, key, id);
    }
    json_decref(seen);
}

void oracle_collection_load(struct oracle_collection *collection, json_t *dump)
{
    struct tip_error error;
    *collection = (struct oracle_collection){.dump = dump};
    refuse_twins(dump);
    cr_assert_eq(tip_analyser_create(&collection->analyser, &error), TIP_OK, "%s", error.message);
    collection->slots = claim(SLOTS, sizeof *collection->slots);
    collection->passages = claim(json_array_size(dump), sizeof *collection->passages);
    collection->passage_count = json_array_size(dump);
    for (size_t i = 0; i < collection->passage_count; i++) {
        read_passage(collection, &collection->passages[i], json_array_get(dump, i));
    }
}

void oracle_collection_free(struct oracle_collection *collection)
{
    for (size_t i = 0; i < collection->passage_count; i++) {
        struct oracle_passage *passage = &collection->passages[i];
        for (size_t s = 0; s < passage->stretch_count; s++) {
            free_stretch(&passage->stretches[s]);
        }
        free_stretch(&passage->title);
    }
    for (size_t i = 0; i < collection->word_count; i++) {
        free(collection->words[i].text);
        free(collection->words[i].stem);
    }
    free(collection->passages);
    free(collection->words);
    free(collection->slots);
    tip_tokens_free(&collection->tokens);
    tip_analyser_free(collection->analyser);
    json_decref(collection->dump);
}

size_t oracle_collection_find(const struct oracle_collection *collection, uint64_t id)
{
    size_t place = 0;
    while (place < collection->passage_count && collection->passages[place].id_number != id) {
        place++;
    }
    cr_assert_lt(place, collection->passage_count, "a passage is not in the dump");
    return place;
}

bool oracle_collection_is_one_word(struct oracle_collection *collection, const char *text,
                                   char word[TIP_WORD_LIMIT + 1])
{
    struct tip_tokens *tokens = &collection->tokens;
    struct tip_error error;
    cr_assert_eq(tip_analyse(collection->analyser, text, strlen(text), tokens, &error), TIP_OK);
    if (tokens->count == 1) {
        memcpy(word, tokens->items[0].word, tokens->items[0].word_length + 1);
    }
    return tokens->count == 1;
}
