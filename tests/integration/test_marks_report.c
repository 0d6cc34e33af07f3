/* Snippets on the full report and on the sample corpus: what is marked is what the query looks for,
 * no more and no less, and no other window of the passage holds more of it. Queries are made of the
 * report's own words; what they match is decided here anew, word by word and without the index.
 *
 * TIP_MARKS=20000 asks so many queries instead of the usual ones. */
#include <criterion/criterion.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"
#include "harness/harness.h"
#include "search/marks.h"
#include "search/searcher.h"
#include "search/which.h"
#include "unit/report_fixture.h"

enum { QUERIES = 1500, LEAVES = 3, LEAF_WORDS = 3, HITS = 3, QUERY_SIZE = 1024 };

static struct report_fixture report;
static struct tip_analyser *analyser;
static struct tip_error error;

#define OK(call) cr_assert_eq((call), TIP_OK, "%s", error.message)

static unsigned seed = 5;

static unsigned next_random(unsigned below)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % below;
}

/* ---- a text in words ---- */

struct text {
    struct tip_tokens tokens;
    size_t *words; /* the tokens that are no compounds */
    size_t count;
    const char *language;
};

static void text_make(struct text *text, const char *bytes, const char *language)
{
    *text = (struct text){.language = language == NULL ? "en" : language};
    OK(tip_analyse(analyser, bytes, strlen(bytes), &text->tokens, &error));
    text->words = calloc(text->tokens.count + 1, sizeof *text->words);
    cr_assert_not_null(text->words);
    for (size_t i = 0; i < text->tokens.count; i++) {
        if (!text->tokens.items[i].is_compound) {
            text->words[text->count++] = i;
        }
    }
}

static void text_free(struct text *text)
{
    tip_tokens_free(&text->tokens);
    free(text->words);
}

static const char *word_at(const struct text *text, size_t place)
{
    return text->tokens.items[text->words[place]].word;
}

/* Whether a word of the text has the stem that a wanted word has in one of the index's languages.
 */
static bool has_stem_of(const struct text *text, const char *word, const char *wanted)
{
    const struct tip_words *dictionary = report.generation->words;
    char own[TIP_WORD_LIMIT + 1];
    size_t length, wanted_length;
    const char *stem = tip_analyser_stem(analyser, text->language, word, strlen(word), &length);
    bool is_same = false;
    memcpy(own, stem, length);
    for (uint32_t l = 0; l < tip_words_language_count(dictionary); l++) {
        stem = tip_analyser_stem(analyser, tip_words_language(dictionary, l), wanted,
                                 strlen(wanted), &wanted_length);
        is_same = is_same || (length == wanted_length && memcmp(own, stem, length) == 0);
    }
    return is_same;
}

/* ---- queries ---- */

enum kind { WORD, LITERAL, PREFIX, LETTER, FUZZY, PHRASE, GAPS, NEAR, KINDS };

/* What is looked for; of one word all but the last three. */
struct leaf {
    enum kind kind;
    char words[LEAF_WORDS][TIP_WORD_LIMIT + 1];
    size_t count;
};

struct made_query {
    struct leaf leaves[LEAVES];
    size_t count;
    char text[QUERY_SIZE];
};

static bool is_plain(const char *word, size_t letters)
{
    for (const char *at = word; *at != '\0'; at++) {
        if (!isalpha((unsigned char)*at)) {
            return false;
        }
    }
    return strlen(word) >= letters;
}

/* Takes words of the text from a place on, `step` apart; false when one of them does not serve. */
static bool take_words(struct leaf *leaf, const struct text *text, size_t place, size_t count,
                       size_t step, size_t letters)
{
    for (leaf->count = 0; leaf->count < count; leaf->count++, place += step) {
        if (place >= text->count || !is_plain(word_at(text, place), letters)) {
            return false;
        }
        strcpy(leaf->words[leaf->count], word_at(text, place));
    }
    return true;
}

static bool make_leaf(struct leaf *leaf, const struct text *text)
{
    size_t place = next_random((unsigned)text->count);
    leaf->kind = (enum kind)next_random(KINDS);
    switch (leaf->kind) {
    case WORD:
    case LITERAL:
        return take_words(leaf, text, place, 1, 1, 1);
    case PREFIX:
    case LETTER:
    case FUZZY:
        return take_words(leaf, text, place, 1, 1, 6);
    case PHRASE:
        return take_words(leaf, text, place, 2 + next_random(2), 1, 1);
    case GAPS:
        return take_words(leaf, text, place, 2, 2, 1);
    case NEAR:
    case KINDS:
        break;
    }
    return take_words(leaf, text, place, 2, 3, 3);
}

static void write_leaf(char *out, struct leaf *leaf)
{
    char *word = leaf->words[0];
    switch (leaf->kind) {
    case WORD:
        sprintf(out, "%s", word);
        break;
    case LITERAL:
        sprintf(out, "=%s", word);
        break;
    case PREFIX:
        sprintf(out, "%.5s*", word);
        break;
    case LETTER:
        word[2] = '?';
        sprintf(out, "%s", word);
        break;
    case FUZZY:
        sprintf(out, "%s~1", word);
        break;
    case PHRASE:
        sprintf(out, "\"%s %s%s%s\"", word, leaf->words[1], leaf->count > 2 ? " " : "",
                leaf->count > 2 ? leaf->words[2] : "");
        break;
    case GAPS:
        sprintf(out, "\"%s %s\"~2", word, leaf->words[1]);
        break;
    case NEAR:
    case KINDS:
        sprintf(out, "%s NEAR/4 %s", word, leaf->words[1]);
        break;
    }
}

/* A query from a passage, and sometimes without a word of another place. */
static bool make_query(struct made_query *query, const struct text *text)
{
    size_t leaves = 1 + next_random(LEAVES);
    query->text[0] = '\0';
    for (query->count = 0; query->count < leaves; query->count++) {
        if (!make_leaf(&query->leaves[query->count], text)) {
            return false;
        }
        strcat(query->text, query->count == 0 ? "" : " ");
        write_leaf(query->text + strlen(query->text), &query->leaves[query->count]);
    }
    struct leaf excluded;
    if (next_random(4) == 0 &&
        take_words(&excluded, text, next_random((unsigned)text->count), 1, 1, 1)) {
        sprintf(query->text + strlen(query->text), " -%s", excluded.words[0]);
    }
    return true;
}

/* ---- what a leaf matches, by its definition ---- */

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* At most one edit, for words of ASCII letters; others differ by more. */
static bool is_near_word(const char *a, const char *b)
{
    unsigned table[TIP_WORD_LIMIT + 1][TIP_WORD_LIMIT + 1];
    size_t n = strlen(a), m = strlen(b);
    for (size_t i = 0; i <= n; i++) {
        for (size_t j = 0; j <= m; j++) {
            if (i == 0 || j == 0) {
                table[i][j] = (unsigned)(i + j);
                continue;
            }
            unsigned cost = table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u);
            cost = least(cost, least(table[i - 1][j], table[i][j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                cost = least(cost, table[i - 2][j - 2] + 1);
            }
            table[i][j] = cost;
        }
    }
    return table[n][m] <= 1;
}

static bool fits_letter(const char *pattern, const char *word)
{
    for (; *pattern != '\0' && *word != '\0'; pattern++, word++) {
        if (*pattern != '?' && *pattern != *word) {
            return false;
        }
    }
    return *pattern == *word;
}

static bool is_one_word(const struct leaf *leaf, const struct text *text, const char *word)
{
    const char *wanted = leaf->words[0];
    switch (leaf->kind) {
    case WORD:
        return has_stem_of(text, word, wanted);
    case LITERAL:
        return strcmp(wanted, word) == 0;
    case PREFIX:
        return strncmp(wanted, word, 5) == 0;
    case LETTER:
        return fits_letter(wanted, word);
    case FUZZY:
        return is_near_word(wanted, word);
    case PHRASE:
    case GAPS:
    case NEAR:
    case KINDS:
        break;
    }
    return false;
}

/* The words that a compound with the wanted stem holds together. */
static void expect_compounds(const struct leaf *leaf, const struct text *text, bool *expected)
{
    for (size_t i = 0; i < text->tokens.count; i++) {
        const struct tip_token *token = &text->tokens.items[i];
        for (size_t p = 0; token->is_compound && p < text->count; p++) {
            const struct tip_token *part = &text->tokens.items[text->words[p]];
            if (part->start >= token->start && part->end <= token->end &&
                has_stem_of(text, token->word, leaf->words[0])) {
                expected[p] = true;
            }
        }
    }
}

static void expect_phrase(const struct leaf *leaf, const struct text *text, bool *expected)
{
    for (size_t p = 0; p + leaf->count <= text->count; p++) {
        bool stands = true;
        for (size_t w = 0; w < leaf->count; w++) {
            stands = stands && strcmp(leaf->words[w], word_at(text, p + w)) == 0;
        }
        for (size_t w = 0; stands && w < leaf->count; w++) {
            expected[p + w] = true;
        }
    }
}

/* Two words by their stems; `both` orders, at most `apart` places. */
static void expect_pair(const struct leaf *leaf, const struct text *text, size_t apart, bool both,
                        bool *expected)
{
    for (size_t a = 0; a < text->count; a++) {
        if (!has_stem_of(text, word_at(text, a), leaf->words[0])) {
            continue;
        }
        for (size_t b = both && a > apart ? a - apart
                        : both            ? 0
                                          : a + 1;
             b <= a + apart && b < text->count; b++) {
            if (a != b && has_stem_of(text, word_at(text, b), leaf->words[1])) {
                expected[a] = expected[b] = true;
            }
        }
    }
}

static void expect_leaf(const struct leaf *leaf, const struct text *text, bool *expected)
{
    if (leaf->kind == PHRASE) {
        expect_phrase(leaf, text, expected);
    } else if (leaf->kind == GAPS) {
        expect_pair(leaf, text, 3, false, expected);
    } else if (leaf->kind == NEAR) {
        expect_pair(leaf, text, 4, true, expected);
    } else {
        for (size_t p = 0; p < text->count; p++) {
            expected[p] = expected[p] || is_one_word(leaf, text, word_at(text, p));
        }
        if (leaf->kind == WORD) {
            expect_compounds(leaf, text, expected);
        }
    }
}

/* ---- a hit ---- */

static bool is_cut_sign(const struct tip_snippet_piece *piece)
{
    return strcmp(piece->text, "… ") == 0 || strcmp(piece->text, " …") == 0;
}

/* Where the snippet stands in the text: whole, as it is. */
static size_t find_window(const struct tip_hit *hit, size_t *length)
{
    struct tip_string joined = {0};
    for (size_t i = 0; i < hit->snippet_count; i++) {
        if (!is_cut_sign(&hit->snippet[i])) {
            tip_string_append_text(&joined, hit->snippet[i].text);
        }
    }
    const char *found = strstr(hit->view.text, joined.data);
    cr_assert_not_null(found, "no part of the passage: %s", joined.data);
    *length = joined.length;
    tip_string_free(&joined);
    return (size_t)(found - hit->view.text);
}

/* marked[]: by byte of the text, what the snippet marks. */
static void take_marked(const struct tip_hit *hit, size_t at, bool *marked)
{
    for (size_t i = 0; i < hit->snippet_count; i++) {
        size_t length = strlen(hit->snippet[i].text);
        if (!is_cut_sign(&hit->snippet[i])) {
            memset(marked + at, hit->snippet[i].is_hit, length);
            at += length;
        }
    }
}

static void expect_marks(const struct made_query *query, const struct tip_hit *hit)
{
    struct text text;
    text_make(&text, hit->view.text, hit->view.report.language);
    bool *expected = calloc(text.count + 1, sizeof *expected);
    bool *marked = calloc(strlen(hit->view.text) + 1, sizeof *marked);
    cr_assert(expected != NULL && marked != NULL);
    for (size_t i = 0; i < query->count; i++) {
        expect_leaf(&query->leaves[i], &text, expected);
    }
    size_t length, at = find_window(hit, &length);
    take_marked(hit, at, marked);
    bool any = false;
    for (size_t p = 0; p < text.count; p++) {
        const struct tip_token *token = &text.tokens.items[text.words[p]];
        any = any || expected[p];
        if (token->start < at || token->end > at + length) {
            continue;
        }
        for (size_t byte = token->start; byte < token->end; byte++) {
            cr_assert_eq(marked[byte], expected[p], "[%s]: %s is %smarked in: %.*s", query->text,
                         token->word, expected[p] ? "not " : "", (int)length, hit->view.text + at);
        }
    }
    cr_assert_eq(strcmp(hit->matched_in, "text") == 0, any, "[%s]: %s", query->text,
                 hit->view.text);
    free(expected);
    free(marked);
    text_free(&text);
}

static size_t ask(const struct made_query *query)
{
    struct tip_request request = {.command = TIP_COMMAND_SEARCH,
                                  .query = (char *)query->text,
                                  .limit = HITS,
                                  .with_text = true};
    struct tip_reply reply;
    tip_searcher_run(report.searcher, &request, 0, &reply);
    cr_assert_eq(reply.kind, TIP_REPLY_HITS, "[%s] is refused", query->text);
    size_t hits = reply.hit_count;
    for (size_t i = 0; i < hits; i++) {
        expect_marks(query, &reply.hits[i]);
    }
    tip_reply_free(&reply);
    return hits;
}

/* ---- the best window, among all ---- */

/* The weight of the distinct terms of the words from `first` to the end of a window. */
static double weight_from(const struct tip_marks *marks, size_t first, size_t end)
{
    double weight = 0;
    for (size_t i = first; i < marks->count && i - first < TIP_SNIPPET_WORDS; i++) {
        if (marks->items[i].end > end) {
            break;
        }
        bool is_new = marks->items[i].term != TIP_NO_TERM;
        for (size_t before = first; before < i && is_new; before++) {
            is_new = marks->items[before].term != marks->items[i].term;
        }
        weight += is_new ? marks->items[i].weight : 0;
    }
    return weight;
}

/* That no window weighs more than the snippet, if it leaves room for the signs at its ends. */
static void expect_best(const char *query, const char *text, const struct tip_marks *marks)
{
    const size_t room = 32;
    struct tip_hit hit = {.view = {.text = (char *)text}};
    OK(tip_snippet_make(&hit.snippet, &hit.snippet_count, text, strlen(text), marks->items,
                        marks->count, &error));
    size_t length, at = find_window(&hit, &length), first = 0;
    while (first < marks->count && marks->items[first].start < at) {
        first++;
    }
    double shown = weight_from(marks, first, at + length);
    for (size_t i = 0; i < marks->count; i++) {
        double weight = weight_from(marks, i, marks->items[i].start + TIP_SNIPPET_BYTES - room);
        cr_assert_geq(shown, weight - 1e-4, "[%s]: %f, not %f: %s", query, shown, weight, text);
    }
    for (size_t i = 0; i < hit.snippet_count; i++) {
        free(hit.snippet[i].text);
    }
    free(hit.snippet);
}

static const char *language_of(uint32_t number)
{
    struct tip_report facts;
    tip_columns_report(report.generation->columns,
                       tip_columns_report_of(report.generation->columns, number), &facts);
    return facts.language;
}

/* Of the first passage that matches at or behind `from`. */
static void expect_best_of(const struct made_query *made, struct tip_plan *plan, uint32_t from)
{
    struct tip_bitmap matches = {0};
    struct tip_marker marker;
    struct tip_marks marks;
    bool is_cut;
    OK(tip_bitmap_init(&matches, report.searcher->ordinary.size, &error));
    OK(tip_which(report.searcher, plan, &report.searcher->ordinary, &matches, &is_cut, &error));
    OK(tip_marker_make(&marker, report.searcher, plan, &error));
    uint32_t number = tip_bitmap_next(&matches, from);
    if (number < matches.size) {
        char *text = report_fixture_text(&report, number);
        cr_assert_not_null(text);
        OK(tip_marks_make(&marks, &marker, language_of(number), text, strlen(text), NULL, &error));
        expect_best(made->text, text, &marks);
        tip_marks_free(&marks);
        free(text);
    }
    tip_marker_free(&marker);
    tip_bitmap_free(&matches);
}

static void look_at_windows(const struct made_query *made, uint32_t from)
{
    struct tip_searcher *searcher = report.searcher;
    struct tip_query query;
    struct tip_plan plan;
    size_t at;
    OK(tip_query_parse(&query, searcher->analyser, &searcher->tokens, NULL, made->text,
                       strlen(made->text), &at, &error));
    OK(tip_plan_make(&plan, searcher, &query, &error));
    expect_best_of(made, &plan, from);
    tip_plan_free(&plan);
    tip_query_free(&query);
}

/* ---- the whole ---- */

static size_t query_count(void)
{
    const char *asked = getenv("TIP_MARKS");
    return asked == NULL ? QUERIES : strtoul(asked, NULL, 10);
}

/* Makes queries of all passages and looks at what is answered. */
static void ask_all(size_t queries)
{
    uint32_t passages = tip_columns_passages(report.generation->columns);
    size_t asked = 0, found = 0;
    while (asked < queries) {
        uint32_t number = 1 + next_random(passages);
        char *bytes = report_fixture_text(&report, number);
        struct made_query query;
        struct text text;
        if (bytes == NULL) {
            continue;
        }
        text_make(&text, bytes, language_of(number));
        if (text.count > 0 && make_query(&query, &text)) {
            asked++;
            found += ask(&query) > 0 ? 1 : 0;
            look_at_windows(&query, number);
        }
        text_free(&text);
        free(bytes);
    }
    printf("%zu queries, %zu with hits\n", asked, found);
    cr_expect_gt(found, asked / 2);
}

static void look_at_report(bool is_open, size_t queries)
{
    if (!is_open) {
        return;
    }
    OK(tip_analyser_create(&analyser, &error));
    tip_searcher_know(report.searcher, NULL); /* synonyms and countries: test_marks */
    ask_all(queries);
    tip_analyser_free(analyser);
    report_fixture_close(&report);
}

Test(marks_report, what_is_marked_is_what_matches)
{
    look_at_report(report_fixture_open(&report), query_count());
}

Test(marks_report, what_is_marked_is_what_matches_in_the_sample_corpus)
{
    const char *source = getenv("TIP_SOURCE");
    char *corpus = tip_test_path(source == NULL ? "." : source, "corpus");
    report_fixture_open_source(&report, corpus);
    free(corpus);
    look_at_report(true, query_count() / 3);
}
