/* When the time is over: what was found by then is right, and the reply says that it is not all. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "search/answer.h"
#include "search/plan.h"
#include "search/searcher.h"
#include "search/which.h"
#include "unit/search_fixture.h"

enum { PASSAGES = 200 };

static struct search_fixture fixture;

/* Every second passage has the phrase "debt bondage", all have both words. */
static void set_up(void)
{
    static struct fixture_passage passages[PASSAGES];
    static char texts[PASSAGES][64];
    for (size_t i = 0; i < PASSAGES; i++) {
        snprintf(texts[i], sizeof texts[i], "Case %zu: %s.", i,
                 i % 2 == 0 ? "debt bondage" : "bondage by debt");
        passages[i] = (struct fixture_passage){
            .report = "cases", .year = 2023, .heading = "Cases", .text = texts[i]};
    }
    search_fixture_open(&fixture, passages, PASSAGES);
}

static void tear_down(void)
{
    search_fixture_close(&fixture);
}

TestSuite(search_deadline, .init = set_up, .fini = tear_down);

/* How many passages a query matches when the time is over from the start. */
static uint32_t count_late(const char *text, bool *is_cut)
{
    struct tip_searcher *searcher = fixture.searcher;
    struct tip_query query;
    struct tip_plan plan;
    struct tip_bitmap matches = {0};
    struct tip_error error;
    size_t at;
    searcher->deadline_ns = 1;
    cr_assert_eq(tip_query_parse(&query, searcher->analyser, &searcher->tokens, NULL, text,
                                 strlen(text), &at, &error),
                 TIP_OK);
    cr_assert_eq(tip_plan_make(&plan, searcher, &query, &error), TIP_OK);
    cr_assert_eq(tip_bitmap_init(&matches, searcher->live.size, &error), TIP_OK);
    cr_assert_eq(tip_which(searcher, &plan, &searcher->live, &matches, is_cut, &error), TIP_OK);
    uint32_t count = tip_bitmap_count(&matches);
    tip_bitmap_free(&matches);
    tip_plan_free(&plan);
    tip_query_free(&query);
    return count;
}

Test(search_deadline, a_phrase_is_counted_as_far_as_time_allows)
{
    bool is_cut = false;
    cr_expect_eq(search_fixture_total(&fixture, "\"debt bondage\""), PASSAGES / 2);
    uint32_t count = count_late("\"debt bondage\"", &is_cut);
    cr_expect(is_cut);
    cr_expect(count > 0 && count < PASSAGES / 2, "%u", count);
}

Test(search_deadline, what_could_not_be_looked_at_is_excluded)
{
    bool is_cut = false;
    cr_expect_eq(search_fixture_total(&fixture, "-\"debt bondage\""), PASSAGES / 2);
    uint32_t count = count_late("-\"debt bondage\"", &is_cut);
    cr_expect(is_cut);
    cr_expect(count > 0 && count < PASSAGES / 2, "%u", count);
}

Test(search_deadline, a_filter_judges_as_far_as_time_allows)
{
    static const char *const queries[] = {"-page:3", "-page:3 kind:narrative", "debt -page:3"};
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        bool is_cut = false;
        cr_expect_eq(search_fixture_total(&fixture, queries[i]), PASSAGES);
        uint32_t count = count_late(queries[i], &is_cut);
        cr_expect(is_cut, "%s", queries[i]);
        cr_expect(count > 0 && count < PASSAGES, "%s: %u", queries[i], count);
    }
}

Test(search_deadline, a_few_words_are_never_cut)
{
    bool is_cut = true;
    cr_expect_eq(count_late("debt", &is_cut), PASSAGES);
    cr_expect_not(is_cut);
}

/* The format `count` times, a number in its %d if it has one; in static storage. */
static const char *many(const char *format, int count)
{
    static char text[4096];
    size_t length = 0;
    for (int i = 0; i < count; i++)
        length += (size_t)snprintf(text + length, sizeof text - length, format, i);
    return text;
}

Test(search_deadline, a_word_said_again_is_read_once)
{
    bool is_cut = true;
    cr_expect_eq(count_late(many("debt ", 500), &is_cut), PASSAGES);
    cr_expect_not(is_cut);
}

Test(search_deadline, many_words_are_read_as_far_as_time_allows)
{
    bool is_cut = false;
    uint32_t count = count_late(many("%d ", 100), &is_cut);
    cr_expect(is_cut);
    cr_expect(count > 0 && count < 100, "%u", count);
}

Test(search_deadline, what_is_required_or_excluded_too_often_shows_nothing_wrong)
{
    static const char *const formats[] = {"+debt ", "-absent -debt ", "-\"by debt\" "};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        bool is_cut = false;
        cr_expect_eq(count_late(many(formats[i], 40), &is_cut), 0, "%s", formats[i]);
        cr_expect(is_cut, "%s", formats[i]);
    }
}

Test(search_deadline, a_cut_reply_of_similar_passages_is_not_exact)
{
    struct tip_request request = {
        .command = TIP_COMMAND_SIMILAR, .like = (char *)"a case of debt bondage", .limit = 3};
    struct tip_reply reply = {0};
    struct tip_error error;
    fixture.searcher->deadline_ns = 1;
    cr_assert_eq(tip_answer_similar(fixture.searcher, &request, &reply, &error), TIP_OK);
    cr_expect(reply.is_partial);
    cr_expect_eq(reply.total_is, TIP_TOTAL_AT_LEAST);
    tip_reply_free(&reply);
}

/* Words that begin so are many lists: what stands there is not known, and so nothing is shown. */
Test(search_deadline, a_run_of_beginnings_shows_nothing_wrong)
{
    static const char *const queries[] = {"1*", "* -1*", "+case +1*"};
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        bool is_cut = false;
        uint32_t all = search_fixture_total(&fixture, queries[i]);
        cr_expect(all > 0, "%s", queries[i]);
        uint32_t count = count_late(queries[i], &is_cut);
        cr_expect(is_cut, "%s", queries[i]);
        cr_expect(count < all, "%s: %u", queries[i], count);
    }
}

Test(search_deadline, a_cut_explanation_says_so)
{
    struct tip_request request = {
        .command = TIP_COMMAND_EXPLAIN, .query = (char *)"debt bondage", .limit = 3};
    struct tip_reply reply = {0};
    struct tip_error error;
    fixture.searcher->deadline_ns = 1;
    cr_assert_eq(tip_answer_search(fixture.searcher, &request, &reply, &error), TIP_OK);
    cr_expect(reply.is_partial);
    cr_expect_eq(reply.total_is, TIP_TOTAL_AT_LEAST);
    tip_reply_free(&reply);
}

/* What was meant may have been another word: nothing is known for sure. */
Test(search_deadline, a_reply_without_the_time_to_correct_says_so)
{
    struct tip_request request = {
        .command = TIP_COMMAND_SEARCH, .query = (char *)"bondagge", .limit = 3};
    struct tip_reply reply = {0};
    struct tip_error error;
    fixture.searcher->deadline_ns = 1;
    cr_assert_eq(tip_answer_search(fixture.searcher, &request, &reply, &error), TIP_OK);
    cr_expect(reply.is_partial);
    cr_expect_eq(reply.total_is, TIP_TOTAL_AT_LEAST);
    tip_reply_free(&reply);
}
