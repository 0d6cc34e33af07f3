/* A generation of which only some reports are to be seen: columns put together anew, occurrences
 * counted in one walk over the visible passages' words; all else is the whole's. */
#include <stdlib.h>

#include "index/generation.h"

static tip_status find_visible(struct tip_generation *generation, struct tip_error *error)
{
    const struct tip_columns *columns = generation->columns;
    tip_status status = tip_bitmap_init(&generation->visible, tip_columns_size(columns), error);
    for (uint32_t number = 1; number < tip_columns_size(columns) && status == TIP_OK; number++)
        if (tip_columns_has(columns, number))
            tip_bitmap_set(&generation->visible, number);
    return status;
}

/* How often each word of the whole stands in bodies of visible passages. */
static tip_status count_words(const struct tip_generation *generation, uint32_t *occurrences,
                              struct tip_error *error)
{
    const struct tip_bitmap *visible = &generation->visible;
    uint32_t words = tip_words_count(generation->whole->words);
    struct tip_token_list list = {0};
    tip_status status = TIP_OK;
    for (uint32_t number = tip_bitmap_next(visible, 1); number < visible->size && status == TIP_OK;
         number = tip_bitmap_next(visible, number + 1)) {
        status = tip_token_file_get(generation->tokens, number, &list, error);
        for (size_t i = 0; status == TIP_OK && i < list.count[TIP_STREAM_BODY]; i++)
            if (list.words[i] != TIP_NO_WORD && list.words[i] <= words)
                occurrences[list.words[i] - 1]++;
    }
    tip_token_list_free(&list);
    return status;
}

static tip_status restrict_words(struct tip_generation *generation, struct tip_error *error)
{
    const struct tip_words *words = generation->whole->words;
    uint32_t *occurrences = calloc((size_t)tip_words_count(words) + 1, sizeof *occurrences);
    if (occurrences == NULL)
        return tip_error_memory(error, "counting words");
    tip_status status = count_words(generation, occurrences, error);
    if (status != TIP_OK) {
        free(occurrences);
        return status;
    }
    return tip_words_restrict(&generation->words, words, occurrences, error);
}

/* ---- what tells passages that are nearly the same ---- */

static bool signature_of(const void *context, uint32_t number, struct tip_minhash *out)
{
    const struct tip_generation *whole = context;
    return tip_signatures_get(whole->signatures, number, out);
}

static tip_status words_of(const void *context, uint32_t number, struct tip_token_list *list,
                           struct tip_error *error)
{
    const struct tip_generation *whole = context;
    return tip_token_file_get(whole->tokens, number, list, error);
}

tip_status tip_generation_restrict(struct tip_generation **out, const struct tip_generation *whole,
                                   const bool *is_visible, struct tip_error *error)
{
    struct tip_generation *generation = calloc(1, sizeof *generation);
    if (generation == NULL)
        return tip_error_memory(error, "restricting the index");
    *generation = (struct tip_generation){
        .number = whole->number,
        .folder = whole->folder,
        .postings_path = whole->postings_path,
        .manifest = whole->manifest,
        .tokens = whole->tokens,
        .moved = whole->moved,
        .signatures = whole->signatures,
        .dictionary = whole->dictionary,
        .dictionary_length = whole->dictionary_length,
        .lock_fd = -1,
        .whole = whole,
    };
    const struct tip_twin_source source = {signature_of, words_of, whole};
    tip_status status = tip_columns_restrict(&generation->columns, whole->columns, is_visible,
                                             whole->signatures == NULL ? NULL : &source, error);
    if (status == TIP_OK)
        status = find_visible(generation, error);
    if (status == TIP_OK)
        status = restrict_words(generation, error);
    if (status != TIP_OK) {
        tip_generation_close(generation);
        return status;
    }
    *out = generation;
    return TIP_OK;
}

tip_status tip_generation_suggest(struct tip_generation *restricted, const struct tip_index *whole,
                                  struct tip_error *error)
{
    struct tip_index *index = NULL;
    if (restricted->manifest.format < TIP_FORMAT_WITH_SUGGESTIONS)
        return tip_suggestions_create_empty(&restricted->suggestions, error);
    tip_status status = tip_index_restrict(&index, whole, &restricted->visible, error);
    if (status == TIP_OK) {
        const struct tip_suggestion_sources sources = {
            .words = restricted->words,
            .tokens = restricted->tokens,
            .columns = restricted->columns,
            .index = index,
            .dictionary = restricted->dictionary,
            .dictionary_length = restricted->dictionary_length,
        };
        status = tip_suggestions_make_in_memory(&restricted->suggestions, &sources, error);
    }
    tip_index_close(index);
    return status;
}

size_t tip_generation_bytes(const struct tip_generation *restricted)
{
    size_t bytes = sizeof *restricted + tip_columns_bytes(restricted->columns) +
                   tip_words_count(restricted->words) * sizeof(uint32_t) +
                   restricted->visible.size / 8;
    return restricted->suggestions == NULL ? bytes
                                           : bytes + tip_suggestions_bytes(restricted->suggestions);
}
