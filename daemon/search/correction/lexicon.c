/* Made once for a generation in one pass over its dictionary, in the order of the words' bytes, so
 * that those of several languages follow each other; sorted by their letters by counting. */
#include "search/correction/lexicon.h"

#include <stdlib.h>
#include <string.h>

struct entry {
    uint32_t number, mask, occurrences;
    uint32_t letters; /* how many */
};

struct making {
    const struct tip_generation *generation;
    const struct tip_bitmap *in_headings; /* word numbers */
    struct entry *entries;
    uint32_t count;
    size_t bytes; /* of their texts */
    struct tip_letter_model *letters;
    struct tip_error *error;
};

/* Adds a word, or its occurrences to those of the same word in another language before it; of the
 * languages the first by its code is kept. */
static void add_word(struct making *making, const struct tip_word *word)
{
    struct tip_letters letters;
    bool is_found = word->occurrences > 0 || tip_bitmap_has(making->in_headings, word->number);
    if (!is_found || !tip_letters_read(&letters, word->text, word->length) ||
        tip_letters_hold_digit(&letters)) {
        return;
    }
    if (making->count > 0) {
        struct entry *last = &making->entries[making->count - 1];
        struct tip_word before;
        tip_words_get(making->generation->words, last->number, &before);
        if (before.length == word->length && memcmp(before.text, word->text, word->length) == 0) {
            last->occurrences += word->occurrences;
            last->number = word->language < before.language ? word->number : last->number;
            return;
        }
    }
    tip_letter_model_add(making->letters, &letters);
    making->bytes += word->length;
    making->entries[making->count++] = (struct entry){word->number, tip_letters_mask(&letters),
                                                      word->occurrences, (uint32_t)letters.count};
}

static void arrange(struct tip_lexicon *lexicon, const struct making *making)
{
    uint32_t next[TIP_LETTERS_LIMIT + 2];
    for (uint32_t i = 0; i < making->count; i++) {
        lexicon->starts[making->entries[i].letters + 1]++;
    }
    for (size_t n = 1; n < TIP_LETTERS_LIMIT + 2; n++) {
        lexicon->starts[n] += lexicon->starts[n - 1];
    }
    memcpy(next, lexicon->starts, sizeof next);
    for (uint32_t i = 0; i < making->count; i++) {
        const struct entry *entry = &making->entries[i];
        uint32_t place = next[entry->letters]++;
        lexicon->numbers[place] = entry->number;
        lexicon->masks[place] = entry->mask;
        lexicon->occurrences[place] = entry->occurrences;
        if (entry->occurrences > lexicon->occurrences_most) {
            lexicon->occurrences_most = entry->occurrences;
        }
    }
    lexicon->count = making->count;
}

static void copy_texts(struct tip_lexicon *lexicon)
{
    uint32_t end = 0;
    for (uint32_t place = 0; place < lexicon->count; place++) {
        struct tip_word word;
        tip_words_get(lexicon->words, lexicon->numbers[place], &word);
        memcpy(lexicon->text + end, word.text, word.length);
        end += (uint32_t)word.length;
        lexicon->ends[place] = end;
    }
}

static tip_status gather(struct making *making)
{
    const struct tip_words *words = making->generation->words;
    uint32_t count = tip_words_count(words);
    making->entries = calloc((size_t)count + 1, sizeof *making->entries);
    tip_status status = making->entries == NULL
                            ? tip_error_memory(making->error, "reading the words of the index")
                            : tip_letter_model_create(&making->letters, making->error);
    for (uint32_t place = 0; place < count && status == TIP_OK; place++) {
        struct tip_word word;
        tip_words_at(words, place, &word);
        add_word(making, &word);
    }
    return status;
}

static tip_status make(struct tip_lexicon **out, struct making *making)
{
    tip_status status = gather(making);
    if (status != TIP_OK) {
        return status;
    }
    struct tip_lexicon *lexicon = calloc(1, sizeof *lexicon);
    if (lexicon != NULL) {
        lexicon->words = making->generation->words;
        lexicon->text = malloc(making->bytes + 1);
        lexicon->ends = calloc((size_t)making->count + 1, sizeof *lexicon->ends);
        lexicon->numbers = calloc((size_t)making->count + 1, sizeof *lexicon->numbers);
        lexicon->masks = calloc((size_t)making->count + 1, sizeof *lexicon->masks);
        lexicon->occurrences = calloc((size_t)making->count + 1, sizeof *lexicon->occurrences);
    }
    if (lexicon == NULL || lexicon->text == NULL || lexicon->ends == NULL ||
        lexicon->numbers == NULL || lexicon->masks == NULL || lexicon->occurrences == NULL) {
        tip_lexicon_free(lexicon);
        return tip_error_memory(making->error, "arranging the words of the index");
    }
    arrange(lexicon, making);
    copy_texts(lexicon);
    tip_edit_costs_make(&lexicon->costs);
    lexicon->letters = making->letters;
    making->letters = NULL;
    *out = lexicon;
    return TIP_OK;
}

tip_status tip_lexicon_make(struct tip_lexicon **out, const struct tip_generation *generation,
                            const struct tip_bitmap *in_headings, struct tip_error *error)
{
    struct making making = {.generation = generation, .in_headings = in_headings, .error = error};
    tip_status status = make(out, &making);
    tip_letter_model_free(making.letters);
    free(making.entries);
    return status;
}

void tip_lexicon_free(struct tip_lexicon *lexicon)
{
    if (lexicon == NULL) {
        return;
    }
    free(lexicon->text);
    free(lexicon->ends);
    free(lexicon->numbers);
    free(lexicon->masks);
    free(lexicon->occurrences);
    tip_letter_model_free(lexicon->letters);
    free(lexicon);
}
