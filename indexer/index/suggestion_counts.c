/* One walk over all passages counts stems, phrases and sets of countries.
 *
 * Phrases are looked up in a tree of their words, whose nodes are numbered by a gram table: the
 * pair of a node is the one before it and a word. What is counted of a stem is compared with the
 * index itself: where that has more (joined words, "non-punishment" as "nonpunishment"), the count
 * is no count of the search's. */
#include "index/suggestion_counts.h"

#include <stdlib.h>
#include <string.h>

#include "index/gram_table.h"
#include "index/passage_tally.h"
#include "index/suggestions.h"

struct counting {
    const struct tip_counted_files *files;
    struct tip_passage_tally stems, phrases, countries;
    uint32_t *indexed;          /* by stem: passages, contents and repeated texts included */
    uint32_t *indexed_last;     /* by stem: the passage counted last there */
    struct tip_gram_table tree; /* of phrases */
    uint32_t *phrase_of;        /* by node: place of the phrase that ends there + 1, or 0 */
    uint32_t *roots;            /* by word: the node of phrases that begin with it, or 0 */
    struct tip_token_list list;
    struct tip_tokens title;
    uint32_t *title_stems;
    size_t title_count;
    uint32_t title_report; /* whose title's stems those are; UINT32_MAX at first */
    struct tip_error *error;
};

/* ---- the tree of phrases ---- */

/* The node behind `node` by a word; 0 when no phrase goes on so. */
static uint32_t follow(const struct counting *counting, uint32_t node, uint32_t word)
{
    return tip_gram_table_find(&counting->tree, (uint64_t)node << 32 | word);
}

static tip_status add_phrase(struct counting *counting, const struct tip_wording *wording,
                             const struct tip_phrase *phrase, uint32_t place)
{
    uint32_t node = 0;
    for (uint32_t i = 0; i < phrase->length; i++) {
        uint64_t pair = (uint64_t)node << 32 | tip_wording_word(wording, phrase->forms[i]);
        tip_status status =
            tip_gram_table_count(&counting->tree, pair, 0, 1, &node, counting->error);
        if (status != TIP_OK)
            return status;
    }
    counting->phrase_of[node] = place + 1;
    uint32_t first = tip_wording_word(wording, phrase->forms[0]);
    counting->roots[first] = follow(counting, 0, first);
    return TIP_OK;
}

static tip_status plant(struct counting *counting, const struct tip_wording *wording,
                        const struct tip_phrases *phrases)
{
    tip_status status = TIP_OK;
    counting->phrase_of =
        calloc(phrases->count * TIP_PHRASE_WORDS + 1, sizeof *counting->phrase_of);
    counting->roots =
        calloc((size_t)tip_words_count(counting->files->words) + 1, sizeof *counting->roots);
    if (counting->phrase_of == NULL || counting->roots == NULL)
        return tip_error_memory(counting->error, "counting phrases");
    for (size_t i = 0; i < phrases->count && status == TIP_OK; i++)
        status = add_phrase(counting, wording, &phrases->items[i], (uint32_t)i);
    return status;
}

/* ---- passages ---- */

static void count_stem(struct counting *counting, uint32_t stem, const struct tip_tallied *passage)
{
    if (counting->indexed_last[stem] == passage->number)
        return;
    counting->indexed_last[stem] = passage->number;
    counting->indexed[stem]++;
    tip_passage_tally_add(&counting->stems, stem, passage);
}

/* The phrases that begin at a word; a 0 among the words ends a heading. */
static void count_phrases(struct counting *counting, size_t at, size_t end,
                          const struct tip_tallied *passage)
{
    uint32_t node = counting->roots[counting->list.words[at]];
    while (node != 0 && ++at < end && counting->list.words[at] != TIP_NO_WORD) {
        node = follow(counting, node, counting->list.words[at]);
        if (counting->phrase_of[node] != 0)
            tip_passage_tally_add(&counting->phrases, counting->phrase_of[node] - 1, passage);
    }
}

static void count_words(struct counting *counting, size_t from, size_t end,
                        const struct tip_tallied *passage)
{
    for (size_t i = from; i < end; i++) {
        uint32_t word = counting->list.words[i];
        if (word == TIP_NO_WORD)
            continue;
        count_stem(counting, tip_words_stem_of(counting->files->words, word), passage);
        count_phrases(counting, i, end, passage);
    }
}

/* The stems of a report's title, which is indexed with each of its passages. */
static tip_status read_title(struct counting *counting, uint32_t report)
{
    const struct tip_counted_files *files = counting->files;
    struct tip_report facts;
    if (counting->title_report == report)
        return TIP_OK;
    tip_columns_report(files->columns, report, &facts);
    const char *title = facts.title == NULL ? "" : facts.title;
    const char *language = facts.language == NULL ? "en" : facts.language;
    tip_status status =
        tip_analyse(files->analyser, title, strlen(title), &counting->title, counting->error);
    uint32_t *grown = reallocarray(counting->title_stems, counting->title.count + 1, sizeof *grown);
    if (status != TIP_OK || grown == NULL)
        return status != TIP_OK ? status : tip_error_memory(counting->error, "counting words");
    counting->title_stems = grown;
    counting->title_count = 0;
    counting->title_report = report;
    for (size_t i = 0; i < counting->title.count; i++) {
        size_t length;
        const struct tip_token *token = &counting->title.items[i];
        const char *stem =
            tip_analyser_stem(files->analyser, language, token->word, token->word_length, &length);
        uint32_t number = tip_words_find_stem(files->words, stem, length);
        if (number != 0)
            counting->title_stems[counting->title_count++] = number;
    }
    return TIP_OK;
}

static void count_countries(struct counting *counting, const struct tip_tallied *passage)
{
    const struct tip_columns *columns = counting->files->columns;
    const char *codes =
        tip_columns_country_set(columns, tip_columns_country_set_of(columns, passage->number));
    for (; *codes != '\0'; codes += strspn(codes, " ")) {
        uint32_t place;
        if (tip_country_place(&place, codes))
            tip_passage_tally_add(&counting->countries, place, passage);
        codes += strcspn(codes, " ");
    }
}

static tip_status count_passage(void *context, const struct tip_tallied *passage)
{
    struct counting *counting = context;
    tip_status status = tip_token_file_get(counting->files->tokens, passage->number,
                                           &counting->list, counting->error);
    if (status == TIP_OK)
        status = read_title(counting, passage->report);
    if (status != TIP_OK)
        return status;
    size_t body = counting->list.count[TIP_STREAM_BODY];
    count_words(counting, 0, body, passage);
    count_words(counting, body, body + counting->list.count[TIP_STREAM_SECTION], passage);
    for (size_t i = 0; i < counting->title_count; i++)
        count_stem(counting, counting->title_stems[i], passage);
    count_countries(counting, passage);
    return TIP_OK;
}

/* ---- the whole ---- */

static tip_status drop_joined(struct counting *counting)
{
    tip_status status = TIP_OK;
    for (uint32_t stem = 1;
         stem <= tip_words_stem_count(counting->files->words) && status == TIP_OK; stem++) {
        uint32_t frequency;
        size_t length;
        if (counting->indexed[stem] == 0)
            continue;
        const char *text = tip_words_stem(counting->files->words, stem, &length);
        status =
            tip_index_frequency(counting->files->index, text, length, &frequency, counting->error);
        if (frequency != counting->indexed[stem])
            counting->stems.counts[stem] = 0;
    }
    return status;
}

static tip_status begin(struct counting *counting, const struct tip_phrases *phrases)
{
    size_t stems = (size_t)tip_words_stem_count(counting->files->words) + 1;
    counting->title_report = UINT32_MAX;
    counting->indexed = calloc(stems, sizeof *counting->indexed);
    counting->indexed_last = calloc(stems, sizeof *counting->indexed_last);
    tip_status status = counting->indexed == NULL || counting->indexed_last == NULL
                            ? tip_error_memory(counting->error, "counting words")
                            : tip_passage_tally_init(&counting->stems, stems, counting->error);
    if (status == TIP_OK)
        status = tip_passage_tally_init(&counting->phrases, phrases->count, counting->error);
    if (status == TIP_OK)
        status = tip_passage_tally_init(&counting->countries, TIP_COUNTRY_PLACES, counting->error);
    return status;
}

/* The counts change hands. */
static void give(uint32_t **out, struct tip_passage_tally *tally)
{
    *out = tally->counts;
    tally->counts = NULL;
}

tip_status tip_suggestion_counts_make(struct tip_suggestion_counts *counts,
                                      const struct tip_counted_files *files,
                                      const struct tip_wording *wording,
                                      const struct tip_phrases *phrases, struct tip_error *error)
{
    struct counting counting = {.files = files, .error = error};
    *counts = (struct tip_suggestion_counts){0};
    tip_status status = begin(&counting, phrases);
    if (status == TIP_OK)
        status = plant(&counting, wording, phrases);
    if (status == TIP_OK)
        status = tip_tally_passages(files->columns, count_passage, &counting);
    if (status == TIP_OK)
        status = drop_joined(&counting);
    if (status == TIP_OK) {
        give(&counts->stems, &counting.stems);
        give(&counts->phrases, &counting.phrases);
        give(&counts->countries, &counting.countries);
    }
    tip_passage_tally_free(&counting.stems);
    tip_passage_tally_free(&counting.phrases);
    tip_passage_tally_free(&counting.countries);
    tip_gram_table_free(&counting.tree);
    tip_token_list_free(&counting.list);
    tip_tokens_free(&counting.title);
    free(counting.indexed);
    free(counting.indexed_last);
    free(counting.phrase_of);
    free(counting.roots);
    free(counting.title_stems);
    return status;
}

void tip_suggestion_counts_free(struct tip_suggestion_counts *counts)
{
    free(counts->stems);
    free(counts->phrases);
    free(counts->countries);
    *counts = (struct tip_suggestion_counts){0};
}
