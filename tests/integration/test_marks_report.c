/* Snippets on the full report and on the sample corpus: what is marked is what the query looks for,
 * no more and no less, and no other window of the passage holds more of it. Queries are made of the
 * report's own words; what they match is decided here anew, word by word and without the index.
 *
 * TIP_MARKS=20000 asks so many queries instead of the usual ones. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/harness.h"
#include "integration/marks_query.h"
#include "search/marks.h"
#include "search/searcher.h"
#include "search/which.h"
#include "unit/report_fixture.h"

enum { QUERIES = 1500, HITS = 3 };

static struct report_fixture report;
static struct marks_ground ground;
static struct tip_error error;

#define OK(call) cr_assert_eq((call), TIP_OK, "%s", error.message)

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

static void expect_marks(const struct marks_query *query, const struct tip_hit *hit)
{
    struct marks_text text;
    marks_text_make(&text, &ground, hit->view.text, hit->view.report.language);
    bool *expected = calloc(text.count + 1, sizeof *expected);
    bool *marked = calloc(strlen(hit->view.text) + 1, sizeof *marked);
    cr_assert(expected != NULL && marked != NULL);
    marks_query_expect(query, &ground, &text, expected);
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
    marks_text_free(&text);
}

static size_t ask(const struct marks_query *query)
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
static void expect_best_of(const struct marks_query *made, struct tip_plan *plan, uint32_t from)
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

static void look_at_windows(const struct marks_query *made, uint32_t from)
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
        uint32_t number = 1 + marks_random(passages);
        char *bytes = report_fixture_text(&report, number);
        struct marks_query query;
        struct marks_text text;
        if (bytes == NULL) {
            continue;
        }
        marks_text_make(&text, &ground, bytes, language_of(number));
        if (text.count > 0 && marks_query_make(&query, &text)) {
            asked++;
            found += ask(&query) > 0 ? 1 : 0;
            look_at_windows(&query, number);
        }
        marks_text_free(&text);
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
    OK(tip_analyser_create(&ground.analyser, &error));
    ground.dictionary = report.generation->words;
    tip_searcher_know(report.searcher, NULL); /* synonyms and countries: test_marks */
    ask_all(queries);
    tip_analyser_free(ground.analyser);
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
