/* Answers of a searcher on a small index: what matches, in which order, and what is shown of it. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit/search_fixture.h"

static const struct fixture_passage passages[] = {
    {"tip-2023", 2023, "Cyber Scams", TIP_KIND_NARRATIVE,
     .text = "Cyber scams are run from guarded compounds in Cambodia."},
    {"tip-2023", 2023, "Cyber Scams", TIP_KIND_STORY,
     .text = "A recruiter promised Ana a job; she was sold to a scam compound in Laos."},
    {"tip-2023", 2023, "Debt Bondage", TIP_KIND_NARRATIVE,
     .text = "Victims of debt bondage owe what they can never repay."},
    {"tip-2023", 2023, "Protection", TIP_KIND_NARRATIVE,
     .text = "The debt of a bondage survivor is void under the non-punishment principle."},
    {"tip-2023", 2023, "Contents", TIP_KIND_CONTENTS, .text = "Cyber Scams 64 Debt Bondage 39"},
    {"tip-2021", 2021, "Prevention", TIP_KIND_LIST,
     .text = "Labor inspectors visit farms in Cambodia and speak with trafficking victims."},
    {"ngo-notes", 2022, "Cases", TIP_KIND_QUOTE, .text = "My passport was kept by the recruiter."},
};

enum { PASSAGES = sizeof passages / sizeof *passages };

static struct search_fixture fixture;

static void set_up(void)
{
    search_fixture_open(&fixture, passages, PASSAGES);
}

static void tear_down(void)
{
    search_fixture_close(&fixture);
}

TestSuite(search, .init = set_up, .fini = tear_down);

struct count {
    const char *query;
    uint32_t total;
};

static void expect_totals(const struct count *counts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t total = search_fixture_total(&fixture, counts[i].query);
        cr_expect_eq(total, counts[i].total, "[%s] finds %u", counts[i].query, total);
    }
}

#define EXPECT_TOTALS(table) expect_totals(table, sizeof table / sizeof *table)

Test(search, any_word_may_match_by_its_stem)
{
    static const struct count table[] = {
        {"Cambodia", 2},      {"cambodia compound", 3},
        {"recruiters", 2},    {"CAMBODIA Cases", 3},
        {"trafficking", 6}, /* it stands in every report's title */
        {"nothinglikeit", 0}, {"*", 6},
    };
    EXPECT_TOTALS(table);
}

Test(search, phrases_are_words_side_by_side)
{
    static const struct count table[] = {
        {"\"debt bondage\"", 1},
        {"“Debt Bondage”", 1},
        {"\"bondage debt\"", 0},
        {"\"cyber scams\"", 2},  /* in the heading of both */
        {"\"cyber scam\"", 0},   /* the words as typed, no stems */
        {"\"topics cyber\"", 0}, /* two headings are no phrase */
        {"\"non-punishment principle\"", 1},
    };
    EXPECT_TOTALS(table);
}

Test(search, signs_require_and_exclude)
{
    static const struct count table[] = {
        {"+Cambodia compound", 2},
        {"Cambodia AND compounds", 1},
        {"Cambodia -farms", 1},
        {"Cambodia NOT farms", 1},
        {"+Cambodia OR Laos", 3},
        {"recruiter AND Laos OR passport", 2},
        {"debt -\"debt bondage\"", 1},
        {"+\"debt bondage\" OR passport", 2},
        {"-debt", 4},
        {"-trafficking", 5}, /* a report's title excludes nothing */
        {"nonpunishment", 1},
        {"+non-punishment", 1},
        {"-non-punishment", 5},
        {"-nonpunishment", 5},
    };
    EXPECT_TOTALS(table);
}

Test(search, filters_hold_together_and_are_alternatives_within_a_field)
{
    static const struct count table[] = {
        {"kind:story", 1},
        {"kind:story kind:list", 2},
        {"-kind:narrative", 3},
        {"year:2021..2022", 2},
        {"year:2020", 0},
        {"report:TIP-2023 kind:narrative", 3},
        {"report:tip-202", 0},
        {"-report:tip-2023", 2},
        {"section:\"scam cyber\"", 2},
        {"section:cases section:prevention", 2},
        {"-section:topics", 0},
        {"Cambodia year:2021", 1},
    };
    EXPECT_TOTALS(table);
}

Test(search, contents_are_found_by_their_kind_alone)
{
    static const struct count table[] = {
        {"kind:contents", 1},
        {"scams kind:contents", 1},
        {"64", 0},
        {"64 -kind:contents", 0},
    };
    EXPECT_TOTALS(table);
}

Test(search, what_was_understood_finds_the_same)
{
    static const char *const queries[] = {
        "Cambodia compound",        "“Debt Bondage” +victims",
        "+Cambodia OR Laos -farms", "-trafficking",
        "non-punishment",           "section:\"cyber scams\" Ana",
        "* year:2021..2023",        "(recruiter)",
    };
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        struct tip_reply reply;
        search_fixture_ask(&fixture, queries[i], 0, 0, &reply);
        cr_assert_eq(reply.kind, TIP_REPLY_HITS, "%s", queries[i]);
        cr_expect_str_eq(reply.query_text, queries[i]);
        cr_expect_eq(search_fixture_total(&fixture, reply.read_as), reply.total, "[%s]",
                     queries[i]);
        tip_reply_free(&reply);
    }
}

Test(search, a_hit_shows_its_passage)
{
    struct tip_reply reply;
    search_fixture_ask(&fixture, "guarded compounds", 10, 0, &reply);
    cr_assert_eq(reply.hit_count, 2);
    const struct tip_hit *hit = &reply.hits[0];
    cr_expect_eq(hit->rank, 1);
    cr_expect(isfinite(hit->score) && hit->score > reply.hits[1].score);
    cr_expect_str_eq(hit->view.report.id, "tip-2023");
    cr_assert_eq(hit->view.depth, 2);
    cr_expect_str_eq(hit->view.headings[1], "Cyber Scams");
    cr_expect_not_null(strstr(hit->view.citation, "Trafficking in Persons Report"));
    cr_expect_null(hit->view.text);
    cr_expect_str_eq(hit->matched_in, "text");
    cr_assert_eq(hit->snippet_count, 5);
    cr_expect_str_eq(hit->snippet[1].text, "guarded");
    cr_expect(hit->snippet[1].is_hit);
    cr_expect_str_eq(hit->snippet[3].text, "compounds");
    cr_expect_str_eq(hit->snippet[4].text, " in Cambodia.");
    cr_expect_not(hit->snippet[4].is_hit);
    tip_reply_free(&reply);
}

/* The field in which the words of the first hit stand. */
static const char *matched_in(const char *query)
{
    struct tip_reply reply;
    search_fixture_ask(&fixture, query, 1, 0, &reply);
    cr_assert_eq(reply.hit_count, 1, "%s", query);
    const char *field = reply.hits[0].matched_in;
    tip_reply_free(&reply);
    return field;
}

Test(search, a_hit_without_marks_says_why)
{
    cr_expect_str_eq(matched_in("passport"), "text");
    cr_expect_str_eq(matched_in("Topics"), "section");
    cr_expect_str_eq(matched_in("persons"), "title");
    cr_expect_str_eq(matched_in("nonpunishment"), "text");
    cr_expect_null(matched_in("*"));
}

Test(search, words_side_by_side_rank_first)
{
    struct tip_reply reply;
    search_fixture_ask(&fixture, "debt bondage", 10, 0, &reply);
    cr_assert_geq(reply.hit_count, 2);
    cr_expect_str_eq(reply.hits[0].view.headings[1], "Debt Bondage");
    tip_reply_free(&reply);
}

/* Asks for pages of `size` and compares them with the whole. */
static void expect_pages_join(const char *query, unsigned size)
{
    struct tip_reply whole;
    search_fixture_ask(&fixture, query, 100, 0, &whole);
    cr_assert_eq(whole.hit_count, whole.total);
    for (unsigned offset = 0; offset < whole.total + size; offset += size) {
        struct tip_reply page;
        search_fixture_ask(&fixture, query, size, offset, &page);
        cr_expect_eq(page.total, whole.total);
        for (size_t i = 0; i < page.hit_count; i++) {
            cr_assert_lt(offset + i, whole.hit_count);
            cr_expect_eq(page.hits[i].view.row.id, whole.hits[offset + i].view.row.id);
            cr_expect_eq(page.hits[i].rank, offset + i + 1);
        }
        cr_expect_eq(page.hit_count, offset >= whole.total         ? 0
                                     : whole.total - offset < size ? whole.total - offset
                                                                   : size);
        tip_reply_free(&page);
    }
    tip_reply_free(&whole);
}

Test(search, pages_join)
{
    expect_pages_join("trafficking Cambodia", 2);
    expect_pages_join("*", 2);
    expect_pages_join("*", 5);
}

Test(search, without_words_the_order_is_that_of_the_reports)
{
    struct tip_reply reply;
    search_fixture_ask(&fixture, "report:tip-2023", 10, 0, &reply);
    cr_assert_eq(reply.hit_count, 4);
    for (uint32_t i = 0; i < 4; i++) {
        cr_expect_eq(reply.hits[i].view.row.ordinal, i);
        cr_expect_eq(reply.hits[i].score, 0.0);
    }
    tip_reply_free(&reply);
}

static void expect_years_fall(const char *query)
{
    struct tip_request request = {
        .command = TIP_COMMAND_SEARCH, .query = (char *)query, .limit = 100, .sort = TIP_SORT_YEAR};
    struct tip_reply reply;
    tip_searcher_run(fixture.searcher, &request, 0, &reply);
    cr_assert_eq(reply.hit_count, 6);
    for (size_t i = 1; i < reply.hit_count; i++) {
        int before = reply.hits[i - 1].view.report.year, here = reply.hits[i].view.report.year;
        cr_expect_geq(before, here);
        cr_expect(before > here || reply.hits[i - 1].score >= reply.hits[i].score);
    }
    tip_reply_free(&reply);
}

Test(search, sorted_by_year_the_newest_is_first)
{
    expect_years_fall("trafficking Cambodia");
    expect_years_fall("*");
}

static uint32_t facet_count(const struct tip_reply *reply, enum tip_facet facet, const char *value)
{
    for (size_t i = 0; i < reply->facets[facet].count; i++) {
        if (strcmp(reply->facets[facet].items[i].value, value) == 0) {
            return reply->facets[facet].items[i].count;
        }
    }
    return 0;
}

Test(search, facets_count_all_that_matched)
{
    struct tip_request request = {
        .command = TIP_COMMAND_SEARCH, .query = (char *)"*", .facets = (1u << TIP_FACET_COUNT) - 1};
    struct tip_reply reply;
    tip_searcher_run(fixture.searcher, &request, 0, &reply);
    cr_expect_eq(reply.hit_count, 0);
    cr_expect_eq(facet_count(&reply, TIP_FACET_REPORT, "tip-2023"), 4);
    cr_expect_str_eq(reply.facets[TIP_FACET_REPORT].items[0].label,
                     "Trafficking in Persons Report");
    cr_expect_eq(facet_count(&reply, TIP_FACET_YEAR, "2022"), 1);
    cr_expect_eq(facet_count(&reply, TIP_FACET_KIND, "narrative"), 3);
    cr_expect_eq(facet_count(&reply, TIP_FACET_KIND, "contents"), 0);
    cr_expect_eq(facet_count(&reply, TIP_FACET_LANGUAGE, "en"), 6);
    cr_expect_str_eq(reply.facets[TIP_FACET_LANGUAGE].items[0].label, "English");
    cr_expect_eq(reply.facets[TIP_FACET_COUNTRY].count, 0);
    tip_reply_free(&reply);
}

Test(search, a_filter_narrows_without_ranking)
{
    struct tip_request request = {.command = TIP_COMMAND_SEARCH,
                                  .query = (char *)"Cambodia",
                                  .filter = (char *)"kind:list farms",
                                  .limit = 10};
    struct tip_reply reply;
    tip_searcher_run(fixture.searcher, &request, 0, &reply);
    cr_expect_eq(reply.total, 1);
    tip_reply_free(&reply);
    request.filter = (char *)"kind:nothing";
    tip_searcher_run(fixture.searcher, &request, 0, &reply);
    cr_expect_eq(reply.kind, TIP_REPLY_ERROR);
    cr_expect_eq(reply.error.code, TIP_CODE_BAD_QUERY);
    cr_expect_eq(reply.error.at, 5);
    cr_expect_not_null(strstr(reply.error.message, "filter"));
    tip_reply_free(&reply);
}

Test(search, fields_narrow_beside_the_query_and_the_filter)
{
    struct tip_request_filter filters[] = {{TIP_FILTER_KIND, (char *)"narrative,list"},
                                           {TIP_FILTER_YEAR, (char *)"2021"},
                                           {TIP_FILTER_YEAR, (char *)"2022.."}};
    struct tip_request request = {.command = TIP_COMMAND_SEARCH,
                                  .query = (char *)"Cambodia kind:list kind:story",
                                  .filters = filters,
                                  .filter_count = 3,
                                  .limit = 10};
    struct tip_reply reply;
    tip_searcher_run(fixture.searcher, &request, 0, &reply);
    cr_expect_eq(reply.total, 1); /* a list, as the query allows no other kind of both */
    tip_reply_free(&reply);
    filters[0].value = (char *)"contents";
    request.query = (char *)"*";
    tip_searcher_run(fixture.searcher, &request, 0, &reply);
    cr_expect_eq(reply.total, 1);
    tip_reply_free(&reply);
    filters[0].value = (char *)",";
    tip_searcher_run(fixture.searcher, &request, 0, &reply);
    cr_expect_eq(reply.kind, TIP_REPLY_ERROR);
    cr_expect_eq(reply.error.code, TIP_CODE_BAD_QUERY);
    cr_expect_eq(reply.error.at, -1);
    tip_reply_free(&reply);
}

/* ---- GET and SIMILAR ---- */

static void get(const char *id, unsigned context, struct tip_reply *reply)
{
    struct tip_request request = {.command = TIP_COMMAND_GET, .id = (char *)id, .context = context};
    tip_searcher_run(fixture.searcher, &request, 0, reply);
}

/* The id of a query's first hit. */
static void first_id(const char *query, char id[17])
{
    struct tip_reply reply;
    search_fixture_ask(&fixture, query, 1, 0, &reply);
    cr_assert_eq(reply.hit_count, 1);
    snprintf(id, 17, "%016llX", (unsigned long long)reply.hits[0].view.row.id);
    tip_reply_free(&reply);
}

Test(search, get_brings_the_passage_and_its_neighbours)
{
    char id[17];
    struct tip_reply reply;
    first_id("Ana", id);
    get(id, 2, &reply);
    cr_assert_eq(reply.kind, TIP_REPLY_PASSAGE, "%s", reply.error.message);
    cr_expect_str_eq(reply.passage.text, passages[1].text);
    cr_assert_eq(reply.before_count, 1);
    cr_expect_str_eq(reply.before[0].text, passages[0].text);
    cr_assert_eq(reply.after_count, 2);
    cr_expect_str_eq(reply.after[0].text, passages[2].text);
    cr_expect_str_eq(reply.after[1].text, passages[3].text);
    tip_reply_free(&reply);
}

Test(search, get_refuses_what_is_no_id)
{
    static const char *const malformed[] = {"", "12", "0123456789abcdeg", "0123456789abcdef0",
                                            "0x23456789abcdef"};
    struct tip_reply reply;
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++) {
        get(malformed[i], 0, &reply);
        cr_expect_eq(reply.kind, TIP_REPLY_ERROR);
        cr_expect_eq(reply.error.code, TIP_CODE_BAD_REQUEST, "%s", malformed[i]);
        tip_reply_free(&reply);
    }
    get("0123456789abcdef", 0, &reply);
    cr_expect_eq(reply.error.code, TIP_CODE_UNKNOWN_ID);
    tip_reply_free(&reply);
}

Test(search, similar_finds_others_than_itself)
{
    char id[17];
    struct tip_reply reply;
    first_id("passport", id);
    struct tip_request request = {.command = TIP_COMMAND_SIMILAR, .id = id, .limit = 10};
    tip_searcher_run(fixture.searcher, &request, 0, &reply);
    cr_assert_geq(reply.hit_count, 1);
    cr_expect_eq(reply.hit_count, reply.total);
    cr_expect_null(reply.hits[0].matched_in);
    for (size_t i = 0; i < reply.hit_count; i++) {
        cr_expect_str_neq(reply.hits[i].view.report.id, "ngo-notes");
        cr_expect_neq(reply.hits[i].view.row.kind, TIP_KIND_CONTENTS);
    }
    tip_reply_free(&reply);
}

Test(search, similar_takes_a_text)
{
    struct tip_request request = {.command = TIP_COMMAND_SIMILAR,
                                  .like = (char *)"The recruiter kept her passport.",
                                  .limit = 1};
    struct tip_reply reply;
    tip_searcher_run(fixture.searcher, &request, 0, &reply);
    cr_assert_eq(reply.hit_count, 1);
    cr_expect_str_eq(reply.hits[0].view.report.id, "ngo-notes");
    tip_reply_free(&reply);
    request.like = (char *)"…";
    tip_searcher_run(fixture.searcher, &request, 0, &reply);
    cr_expect_eq(reply.kind, TIP_REPLY_HITS);
    cr_expect_eq(reply.total, 0);
    tip_reply_free(&reply);
}

Test(search, stats_are_of_the_generation)
{
    struct tip_request request = {.command = TIP_COMMAND_STATS};
    struct tip_reply reply;
    tip_searcher_run(fixture.searcher, &request, 0, &reply);
    cr_expect_eq(reply.kind, TIP_REPLY_STATS);
    cr_expect_eq(reply.index_passages, PASSAGES);
    cr_expect_eq(reply.stats, fixture.generation);
    tip_reply_free(&reply);
}
