/* Postings do not tell whether a word stands in the passage or in its report's title: the streams
 * of word numbers do, but for compounds. */
#include "search/which_title.h"

#include <stdlib.h>
#include <string.h>

/* Whether one of the tokens of searcher->tokens has one of the word's stems. */
static bool tokens_have(const struct tip_finding *finding, size_t word, bool compounds_alone)
{
    const struct tip_searcher *searcher = finding->searcher;
    const struct tip_plan *plan = finding->plan;
    for (size_t i = 0; i < searcher->tokens.count; i++) {
        const struct tip_token *token = &searcher->tokens.items[i];
        if (compounds_alone && !token->is_compound) {
            continue;
        }
        for (size_t l = 0; l < plan->languages; l++) {
            size_t length;
            const char *text = tip_analyser_stem(
                searcher->analyser, tip_words_language(searcher->generation->words, (uint32_t)l),
                token->word, token->word_length, &length);
            const struct tip_plan_stem *stem =
                &plan->stems[plan->stem_of[word * plan->languages + l]];
            if (stem->length == length && memcmp(stem->text, text, length) == 0) {
                return true;
            }
        }
    }
    return false;
}

static tip_status text_has(struct tip_finding *finding, size_t word, const char *text,
                           bool compounds_alone, bool *has)
{
    struct tip_searcher *searcher = finding->searcher;
    tip_status status =
        tip_analyse(searcher->analyser, text, strlen(text), &searcher->tokens, finding->error);
    *has |= status == TIP_OK && tokens_have(finding, word, compounds_alone);
    return status;
}

/* ---- words in the passage itself ---- */

static bool stem_stands_in(const struct tip_finding *finding, size_t word)
{
    const struct tip_token_list *list = &finding->searcher->words;
    size_t count = list->count[TIP_STREAM_BODY] + list->count[TIP_STREAM_SECTION];
    for (size_t i = 0; i < count; i++) {
        if (list->words[i] != TIP_NO_WORD &&
            tip_plan_word_has_stem(
                finding->plan, word,
                tip_words_stem_of(finding->searcher->generation->words, list->words[i]))) {
            return true;
        }
    }
    return false;
}

/* Whether the passage's words that were read hold the beginning of the word, as "anti-trafficking"
 * holds that of antitrafficking: only then can a compound be the word. */
static bool may_be_compound(const struct tip_finding *finding, size_t word)
{
    const struct tip_token_list *list = &finding->searcher->words;
    const struct tip_query *query = finding->plan->query;
    const char *text = tip_query_word_text(query, word);
    size_t length = query->words[word].length;
    for (size_t i = 0; i < list->count[TIP_STREAM_BODY] + list->count[TIP_STREAM_SECTION]; i++) {
        struct tip_word part;
        if (list->words[i] == TIP_NO_WORD) {
            continue;
        }
        tip_words_get(finding->searcher->generation->words, list->words[i], &part);
        if (part.length < length && memcmp(part.text, text, part.length) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether a compound of the passage has one of the word's stems. Compounds have no position: its
 * texts are read once more. */
static tip_status compound_stands_in(struct tip_finding *finding, size_t word, uint32_t number,
                                     bool *stands)
{
    const struct tip_generation *generation = finding->searcher->generation;
    struct tip_row row;
    char *text = NULL;
    size_t length;
    tip_columns_get(generation->columns, number, &row);
    tip_status status = tip_generation_text(generation, finding->searcher->index, number, &text,
                                            &length, finding->error);
    if (status == TIP_OK) {
        status = text_has(finding, word, text, true, stands);
    }
    free(text);
    if (status == TIP_OK && row.by != NULL) {
        status = text_has(finding, word, row.by, true, stands);
    }
    size_t depth = tip_columns_section_depth(generation->columns, row.section);
    for (size_t i = 0; i < depth && status == TIP_OK && !*stands; i++) {
        status = text_has(finding, word, tip_columns_heading(generation->columns, row.section, i),
                          true, stands);
    }
    return status;
}

static tip_status stands_in(struct tip_finding *finding, size_t word, uint32_t number, bool *stands)
{
    tip_status status = tip_token_file_get(finding->searcher->generation->tokens, number,
                                           &finding->searcher->words, finding->error);
    *stands = status == TIP_OK && stem_stands_in(finding, word);
    return status == TIP_OK && !*stands && may_be_compound(finding, word)
               ? compound_stands_in(finding, word, number, stands)
               : status;
}

/* ---- titles ---- */

/* What is known of a report's title; a title is read when the first passage of its report comes by,
 * since an index of records has as many titles as passages. */
enum title { TITLE_OPEN, TITLE_HAS_WORD, TITLE_LACKS_WORD };

static tip_status judge_title(struct tip_finding *finding, size_t word, uint32_t report,
                              unsigned char *titles)
{
    struct tip_report facts;
    bool has = false;
    if (titles[report] != TITLE_OPEN) {
        return TIP_OK;
    }
    tip_columns_report(finding->searcher->generation->columns, report, &facts);
    tip_status status =
        facts.title == NULL ? TIP_OK : text_has(finding, word, facts.title, false, &has);
    titles[report] = has ? TITLE_HAS_WORD : TITLE_LACKS_WORD;
    return status;
}

static tip_status drop(struct tip_finding *finding, size_t word, unsigned char *titles,
                       struct tip_bitmap *bitmap)
{
    uint32_t looked_at = 0;
    for (uint32_t n = tip_bitmap_next(bitmap, 1); n < bitmap->size;
         n = tip_bitmap_next(bitmap, n + 1)) {
        if (tip_finding_is_late(finding, &looked_at)) {
            return TIP_OK;
        }
        uint32_t report = tip_columns_report_of(finding->searcher->generation->columns, n);
        bool stands = false;
        tip_status status = judge_title(finding, word, report, titles);
        if (status == TIP_OK && titles[report] == TITLE_LACKS_WORD) {
            continue;
        }
        if (status == TIP_OK) {
            status = stands_in(finding, word, n, &stands);
        }
        if (status != TIP_OK) {
            return status;
        }
        if (!stands) {
            tip_bitmap_unset(bitmap, n);
        }
    }
    return TIP_OK;
}

tip_status tip_title_only_drop(struct tip_finding *finding, size_t word, struct tip_bitmap *bitmap)
{
    unsigned char *titles = calloc(
        tip_columns_report_count(finding->searcher->generation->columns) + 1, sizeof *titles);
    tip_status status = titles == NULL ? tip_error_memory(finding->error, "excluding a word")
                                       : drop(finding, word, titles, bitmap);
    free(titles);
    return status;
}
