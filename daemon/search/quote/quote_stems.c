#include "search/quote/quote_stems.h"

#include <stdlib.h>
#include <string.h>

enum {
    ENOUGH = 8,       /* rare words, beside which … */
    COMMON_SHARE = 10 /* … one that a tenth of all passages has tells nothing, and takes long */
};

/* Whether a passage's text has a word. */
static bool is_known(struct tip_searcher *searcher, const char *word, size_t length)
{
    const struct tip_words *words = searcher->generation->words;
    char folded[TIP_WORD_LIMIT];
    struct tip_word found;
    size_t folded_length = tip_analyser_fold(searcher->analyser, word, length, folded);
    for (uint32_t l = 0; folded_length > 0 && l < tip_words_language_count(words); l++) {
        if (tip_words_find(words, l, folded, folded_length, &found) && found.occurrences > 0) {
            return true;
        }
    }
    return false;
}

static const char *between(const struct tip_quote_words *words, uint32_t i)
{
    static const char *const signs[] = {[TIP_GLUE_NONE] = " ",
                                        [TIP_GLUE_TIGHT] = "",
                                        [TIP_GLUE_HYPHEN] = "-",
                                        [TIP_GLUE_DASH] = " ",
                                        [TIP_GLUE_BROKEN] = "-"};
    return signs[words->items[i].glue];
}

/* The next word that is the source's own. */
static uint32_t next_own(const struct tip_quote_words *words, uint32_t i)
{
    while (i < words->count &&
           (words->items[i].flags & (TIP_WORD_IN_BRACKETS | TIP_WORD_OPTIONAL)) != 0) {
        i++;
    }
    return i;
}

/* The quotation without what is an editor's or a page's, and with broken words made whole where the
 * index has them so. */
static void write_plain(struct tip_string *out, struct tip_searcher *searcher,
                        const struct tip_quote_words *words)
{
    for (uint32_t i = next_own(words, 0); i < words->count;) {
        const struct tip_quote_word *word = &words->items[i];
        uint32_t next = next_own(words, i + 1);
        size_t at = out->length;
        tip_string_append(out, words->forms.data + word->form,
                          word->bare > 0 ? word->bare : word->length);
        if (word->glue == TIP_GLUE_BROKEN && next < words->count) {
            const struct tip_quote_word *rest = &words->items[next];
            size_t first_length = out->length - at;
            tip_string_append(out, words->forms.data + rest->form, rest->length);
            if (!out->failed && is_known(searcher, out->data + at, out->length - at)) {
                i = next;
                next = next_own(words, i + 1);
            } else if (!out->failed) {
                out->length = at + first_length;
            }
        }
        tip_string_append_text(out, next == i + 1 ? between(words, i) : " ");
        i = next;
    }
}

const char *tip_quote_stem_text(struct tip_searcher *searcher, const struct tip_quote_stem *stem,
                                uint32_t language, size_t *length)
{
    return tip_analyser_stem(searcher->analyser,
                             tip_words_language(searcher->generation->words, language), stem->word,
                             stem->length, length);
}

static tip_status count_passages(struct tip_quote_stem *stem, struct tip_searcher *searcher,
                                 struct tip_error *error)
{
    tip_status status = TIP_OK;
    uint32_t languages = tip_words_language_count(searcher->generation->words);
    for (uint32_t l = 0; l < languages && status == TIP_OK; l++) {
        size_t length;
        uint32_t frequency;
        const char *text = tip_quote_stem_text(searcher, stem, l, &length);
        status = tip_index_frequency(searcher->index, text, length, &frequency, error);
        if (status == TIP_OK && frequency > stem->frequency) {
            stem->frequency = frequency;
        }
    }
    return status;
}

/* The slot of a word, which it gets when it is met first. */
static size_t slot_of(struct tip_quote_stems *stems, const struct tip_token *token)
{
    size_t i = 0;
    while (i < stems->count &&
           (stems->items[i].length != token->word_length ||
            memcmp(stems->items[i].word, token->word, token->word_length) != 0)) {
        i++;
    }
    if (i == TIP_QUOTE_PAIR_WORDS) {
        return TIP_QUOTE_NO_SLOT;
    }
    if (i == stems->count) {
        stems->items[stems->count++] =
            (struct tip_quote_stem){token->word, token->word_length, 0, (uint32_t)i};
    }
    return i;
}

static int by_frequency(const void *left, const void *right)
{
    const struct tip_quote_stem *a = *(const struct tip_quote_stem *const *)left;
    const struct tip_quote_stem *b = *(const struct tip_quote_stem *const *)right;
    return a->frequency != b->frequency ? (a->frequency > b->frequency ? 1 : -1)
                                        : (a->slot > b->slot) - (a->slot < b->slot);
}

static void choose_sought(struct tip_quote_stems *stems, uint32_t passages)
{
    const struct tip_quote_stem *sorted[TIP_QUOTE_PAIR_WORDS];
    for (size_t i = 0; i < stems->count; i++) {
        sorted[i] = &stems->items[i];
    }
    qsort(sorted, stems->count, sizeof(const struct tip_quote_stem *), by_frequency);
    for (size_t i = 0; i < stems->count && stems->sought_count < TIP_QUOTE_STEMS; i++) {
        bool is_common = sorted[i]->frequency > passages / COMMON_SHARE;
        if (sorted[i]->frequency > 0 && !(is_common && stems->sought_count >= ENOUGH)) {
            stems->sought[stems->sought_count++] = sorted[i]->slot;
        }
    }
}

static tip_status take_tokens(struct tip_quote_stems *stems, struct tip_searcher *searcher,
                              struct tip_error *error)
{
    const struct tip_tokens *tokens = &searcher->tokens;
    tip_status status = TIP_OK;
    stems->order = malloc((tokens->count + 1) * sizeof *stems->order);
    if (stems->order == NULL) {
        return tip_error_memory(error, "reading a quotation");
    }
    for (size_t i = 0; i < tokens->count; i++) {
        if (!tokens->items[i].is_compound) {
            stems->order[stems->order_count++] = (uint16_t)slot_of(stems, &tokens->items[i]);
        }
    }
    for (size_t i = 0; i < stems->count && status == TIP_OK; i++) {
        status = count_passages(&stems->items[i], searcher, error);
    }
    return status;
}

tip_status tip_quote_stems_read(struct tip_quote_stems *stems, struct tip_searcher *searcher,
                                const struct tip_quote_words *words, struct tip_error *error)
{
    struct tip_string plain = {0};
    *stems = (struct tip_quote_stems){0};
    write_plain(&plain, searcher, words);
    tip_status status = plain.failed
                            ? tip_error_memory(error, "reading a quotation")
                            : tip_analyse(searcher->analyser, plain.data == NULL ? "" : plain.data,
                                          plain.length, &searcher->tokens, error);
    if (status == TIP_OK) {
        status = take_tokens(stems, searcher, error);
    }
    if (status == TIP_OK) {
        choose_sought(stems, tip_columns_passages(searcher->generation->columns));
    }
    tip_string_free(&plain);
    return status;
}

void tip_quote_stems_free(struct tip_quote_stems *stems)
{
    free(stems->order);
    *stems = (struct tip_quote_stems){0};
}
