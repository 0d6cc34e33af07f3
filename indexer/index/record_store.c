/* Passages on their way into the postings. */
#include "index/record_store.h"

#include <stdlib.h>
#include <string.h>

#include "index/record.h"

enum {
    /* Of the bytes that wait, the dictionary takes at most one in so many: in a small index it must
     * not weigh more than it saves. */
    DICTIONARY_SHARE = 8,
    /* Short pieces of many passages hold more of the words that come again than a few whole ones.
     */
    PIECE_BYTES = 256
};

struct tip_waiting_passage {
    uint32_t number;
    char *text;
    struct tip_weighted_term *terms;
    size_t term_count;
};

static void waiting_free(struct tip_record_store *store)
{
    for (size_t i = 0; i < store->waiting_count; i++) {
        free(store->waiting[i].text);
        free(store->waiting[i].terms);
    }
    free(store->waiting);
    store->waiting = NULL;
    store->waiting_count = 0;
    store->waiting_bytes = 0;
}

void tip_record_store_free(struct tip_record_store *store)
{
    tip_index_close_writer(store->writer);
    waiting_free(store);
    free(store->dictionary);
    free(store->terms);
    tip_string_free(&store->record);
    *store = (struct tip_record_store){0};
}

tip_status tip_record_store_continue(struct tip_record_store *store, const char *dictionary,
                                     size_t length, struct tip_error *error)
{
    store->has_dictionary = true;
    if (length == 0)
        return TIP_OK;
    store->dictionary = malloc(length);
    if (store->dictionary == NULL)
        return tip_error_memory(error, "keeping the dictionary of the records");
    memcpy(store->dictionary, dictionary, length);
    store->dictionary_length = length;
    return TIP_OK;
}

/* ---- storing ---- */

static bool terms_reserve(struct tip_record_store *store, size_t count)
{
    if (count <= store->term_capacity)
        return true;
    struct tip_index_term *grown = reallocarray(store->terms, 2 * count, sizeof *grown);
    if (grown == NULL)
        return false;
    store->terms = grown;
    store->term_capacity = 2 * count;
    return true;
}

static tip_status store_now(struct tip_record_store *store, uint32_t number, const char *text,
                            const struct tip_weighted_term *terms, size_t term_count,
                            struct tip_error *error)
{
    if (!terms_reserve(store, term_count))
        return tip_error_memory(error, "storing a passage");
    for (size_t i = 0; i < term_count; i++) {
        struct tip_index_term *term = &store->terms[i];
        term->text = tip_words_builder_stem(store->words, terms[i].word, &term->length);
        term->frequency = terms[i].frequency;
    }
    tip_string_clear(&store->record);
    tip_status status = tip_record_pack(&store->record, text, strlen(text), store->dictionary,
                                        store->dictionary_length, error);
    if (status != TIP_OK)
        return status;
    return tip_index_put(store->writer, number, store->terms, term_count, store->record.data,
                         store->record.length, error);
}

static tip_status wait_for_dictionary(struct tip_record_store *store, uint32_t number,
                                      const char *text, const struct tip_weighted_term *terms,
                                      size_t term_count, struct tip_error *error)
{
    if (store->waiting == NULL)
        store->waiting = calloc(TIP_WAITING_PASSAGES, sizeof *store->waiting);
    if (store->waiting == NULL)
        return tip_error_memory(error, "keeping a passage");
    struct tip_waiting_passage passage = {.number = number, .term_count = term_count};
    passage.text = strdup(text);
    passage.terms = calloc(term_count + 1, sizeof *passage.terms);
    if (passage.text == NULL || passage.terms == NULL) {
        free(passage.text);
        free(passage.terms);
        return tip_error_memory(error, "keeping a passage");
    }
    if (term_count > 0)
        memcpy(passage.terms, terms, term_count * sizeof *terms);
    store->waiting[store->waiting_count++] = passage;
    store->waiting_bytes += strlen(text);
    return TIP_OK;
}

tip_status tip_record_store_put(struct tip_record_store *store, uint32_t number, const char *text,
                                const struct tip_weighted_term *terms, size_t term_count,
                                struct tip_error *error)
{
    if (store->has_dictionary)
        return store_now(store, number, text, terms, term_count, error);
    tip_status status = wait_for_dictionary(store, number, text, terms, term_count, error);
    bool is_full =
        store->waiting_count == TIP_WAITING_PASSAGES || store->waiting_bytes >= TIP_WAITING_BYTES;
    if (status == TIP_OK && is_full)
        status = tip_record_store_settle(store, error);
    return status;
}

/* ---- choosing the dictionary ---- */

/* Pieces of passages that stand at even distances. */
static void sample(struct tip_string *dictionary, const struct tip_record_store *store)
{
    size_t size = store->waiting_bytes / DICTIONARY_SHARE;
    if (size > TIP_DICTIONARY_SIZE)
        size = TIP_DICTIONARY_SIZE;
    size_t pieces = size / PIECE_BYTES;
    if (pieces > store->waiting_count)
        pieces = store->waiting_count;
    for (size_t i = 0; i < pieces; i++) {
        const char *text = store->waiting[i * store->waiting_count / pieces].text;
        tip_string_append(dictionary, text, strnlen(text, size / pieces));
    }
}

static tip_status choose_dictionary(struct tip_record_store *store, struct tip_error *error)
{
    struct tip_string dictionary = {0};
    sample(&dictionary, store);
    size_t length = dictionary.length;
    if (dictionary.failed) {
        tip_string_free(&dictionary);
        return tip_error_memory(error, "choosing the dictionary of the records");
    }
    store->has_dictionary = true;
    if (length == 0)
        return TIP_OK;
    store->dictionary = tip_string_release(&dictionary);
    store->dictionary_length = length;
    return tip_index_set_value(store->writer, "dictionary", store->dictionary, length, error);
}

tip_status tip_record_store_settle(struct tip_record_store *store, struct tip_error *error)
{
    if (store->has_dictionary)
        return TIP_OK;
    tip_status status = choose_dictionary(store, error);
    for (size_t i = 0; i < store->waiting_count && status == TIP_OK; i++) {
        const struct tip_waiting_passage *passage = &store->waiting[i];
        status = store_now(store, passage->number, passage->text, passage->terms,
                           passage->term_count, error);
    }
    waiting_free(store);
    return status;
}
