/* Posting lists tell which passages have a stem, `tokens` where in them. */
#include "search/correction/word_hits.h"

#include <string.h>

#include "search/passage_order.h"

uint32_t tip_word_find_live(const struct tip_words *words, const char *text, size_t length)
{
    uint32_t count = tip_words_count(words), found = TIP_NO_WORD, language = UINT32_MAX;
    for (uint32_t p = tip_words_lower_bound(words, text, length); p < count; p++) {
        struct tip_word word;
        tip_words_at(words, p, &word);
        if (word.length != length || memcmp(word.text, text, length) != 0) {
            break;
        }
        if (word.occurrences > 0 && word.language < language) {
            found = word.number;
            language = word.language;
        }
    }
    return found;
}

static tip_status stem_frequency(struct tip_searcher *searcher, const char *language,
                                 const char *word, size_t length, uint32_t *passages,
                                 struct tip_error *error)
{
    size_t stem_length;
    const char *stem = tip_analyser_stem(searcher->analyser, language, word, length, &stem_length);
    return tip_index_frequency(searcher->index, stem, stem_length, passages, error);
}

tip_status tip_word_is_known(struct tip_searcher *searcher, const char *word, size_t length,
                             bool *is_known, struct tip_error *error)
{
    const struct tip_words *words = searcher->generation->words;
    uint32_t languages = tip_words_language_count(words);
    tip_status status = TIP_OK;
    uint32_t passages = 0;
    for (uint32_t l = 0; l < languages && status == TIP_OK && passages == 0; l++) {
        const char *language = tip_words_language(words, l);
        status = stem_frequency(searcher, language, word, length, &passages, error);
    }
    *is_known = passages > 0;
    return status;
}

/* Adds the passages with the stem of a word to `found`, which is made. */
static tip_status find_passages(struct tip_searcher *searcher, uint32_t number,
                                struct tip_bitmap *found, struct tip_error *error)
{
    const struct tip_words *words = searcher->generation->words;
    size_t length;
    const char *stem = tip_words_stem(words, tip_words_stem_of(words, number), &length);
    tip_status status = tip_bitmap_init(found, searcher->ordinary.size, error);
    return status == TIP_OK ? tip_index_postings(searcher->index, stem, length, found, error)
                            : status;
}

tip_status tip_word_has_hits(struct tip_searcher *searcher, uint32_t number, bool *has,
                             struct tip_error *error)
{
    const struct tip_words *words = searcher->generation->words;
    uint32_t contents = tip_bitmap_count(&searcher->live) - tip_bitmap_count(&searcher->ordinary);
    uint32_t passages;
    size_t length;
    const char *stem = tip_words_stem(words, tip_words_stem_of(words, number), &length);
    tip_status status = tip_index_frequency(searcher->index, stem, length, &passages, error);
    *has = status == TIP_OK && passages > contents;
    if (status != TIP_OK || *has || passages == 0) {
        return status;
    }
    struct tip_bitmap found = {0};
    status = find_passages(searcher, number, &found, error);
    *has = status == TIP_OK && tip_bitmap_count_common(&found, &searcher->ordinary) > 0;
    tip_bitmap_free(&found);
    return status;
}

static bool hold_neighbours(const struct tip_token_list *list, const struct tip_words *words,
                            uint32_t first, uint32_t second)
{
    for (size_t i = 1; i < list->count[TIP_STREAM_BODY]; i++) {
        uint32_t one = list->words[i - 1], two = list->words[i];
        if (one != TIP_NO_WORD && two != TIP_NO_WORD && tip_words_stem_of(words, one) == first &&
            tip_words_stem_of(words, two) == second) {
            return true;
        }
    }
    return false;
}

/* Looks through the first passages of `both`, at most TIP_NEIGHBOUR_PASSAGES. */
static tip_status look_for_neighbours(struct tip_searcher *searcher, const struct tip_bitmap *both,
                                      const uint32_t stems[2], bool *are, struct tip_error *error)
{
    const struct tip_generation *generation = searcher->generation;
    uint32_t numbers[TIP_NEIGHBOUR_PASSAGES];
    size_t count = tip_passage_order_first(numbers, TIP_NEIGHBOUR_PASSAGES, both, searcher->order);
    tip_status status = TIP_OK;
    *are = false;
    for (size_t i = 0; i < count && !*are; i++) {
        if (tip_searcher_is_late(searcher)) {
            break;
        }
        status = tip_token_file_get(generation->tokens, numbers[i], &searcher->words, error);
        if (status != TIP_OK) {
            break;
        }
        *are = hold_neighbours(&searcher->words, generation->words, stems[0], stems[1]);
    }
    return status;
}

tip_status tip_words_are_neighbours(struct tip_searcher *searcher, uint32_t first, uint32_t second,
                                    bool *are, struct tip_error *error)
{
    const struct tip_words *words = searcher->generation->words;
    const uint32_t stems[2] = {tip_words_stem_of(words, first), tip_words_stem_of(words, second)};
    struct tip_bitmap both = {0}, other = {0};
    *are = false;
    tip_status status = find_passages(searcher, first, &both, error);
    if (status == TIP_OK) {
        status = find_passages(searcher, second, &other, error);
    }
    if (status == TIP_OK) {
        tip_bitmap_and(&both, &other);
        tip_bitmap_and(&both, &searcher->ordinary);
        status = look_for_neighbours(searcher, &both, stems, are, error);
    }
    tip_bitmap_free(&both);
    tip_bitmap_free(&other);
    return status;
}
