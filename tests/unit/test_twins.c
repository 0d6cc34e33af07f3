/* The same text in several reports: found in each, shown once, and the others are named. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/protocol.h"
#include "unit/search_fixture.h"

#define DEFINITION "Debt bondage is a debt that grows faster than anyone can work it off."
#define FISHING    "Crews of distant vessels work off a debt that nobody ever wrote down."
#define NO_NEWS    "No debt was reported to this office."

static const struct fixture_passage passages[] = {
    {"tip-2022", 2022, "Old Heading", TIP_KIND_NARRATIVE, .text = DEFINITION, .page = "12"},
    {"tip-2022", 2022, "Fishing", TIP_KIND_NARRATIVE, .text = FISHING},
    {"tip-2022", 2022, "Only Then", TIP_KIND_STORY, .text = "Ana paid a debt in 2022."},
    {"tip-2023", 2023, "Definitions", TIP_KIND_NARRATIVE, .text = DEFINITION, .page = "39"},
    {"tip-2023", 2023, "Fishing", TIP_KIND_NARRATIVE, .text = FISHING},
    {"tip-2023", 2023, "Only Now", TIP_KIND_STORY, .text = "Bo paid a debt in 2023."},
    {"notes", 0, "Undated", TIP_KIND_NARRATIVE, .text = DEFINITION},
    {"case-a", 2020, "Cases", TIP_KIND_NARRATIVE, .text = NO_NEWS},
    {"case-b", 2020, "Cases", TIP_KIND_NARRATIVE, .text = NO_NEWS},
    {"case-c", 2020, "Cases", TIP_KIND_NARRATIVE, .text = NO_NEWS},
    {"case-d", 2020, "Cases", TIP_KIND_NARRATIVE, .text = NO_NEWS},
    {"case-e", 2020, "Cases", TIP_KIND_NARRATIVE, .text = NO_NEWS},
    {"case-f", 2020, "Cases", TIP_KIND_NARRATIVE, .text = NO_NEWS},
    {"case-g", 2020, "Cases", TIP_KIND_NARRATIVE, .text = NO_NEWS},
    {"case-h", 2020, "Cases", TIP_KIND_NARRATIVE, .text = NO_NEWS},
    {"case-i", 2020, "Cases", TIP_KIND_NARRATIVE, .text = NO_NEWS},
    {"case-j", 2020, "Cases", TIP_KIND_NARRATIVE, .text = NO_NEWS},
    {"case-k", 2020, "Cases", TIP_KIND_NARRATIVE, .text = NO_NEWS},
    {"case-l", 2020, "Cases", TIP_KIND_NARRATIVE, .text = NO_NEWS},
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

TestSuite(twins, .init = set_up, .fini = tear_down);

/* "report+report also": the reports of the hits in their order, with those named beside each. */
static void expect(const char *query, const char *expected)
{
    char found[512] = "";
    struct tip_reply reply;
    search_fixture_ask(&fixture, query, 20, 0, &reply);
    cr_assert_eq(reply.kind, TIP_REPLY_HITS, "[%s]: %s", query, reply.error.message);
    for (size_t i = 0; i < reply.hit_count; i++) {
        const struct tip_view *view = &reply.hits[i].view;
        snprintf(found + strlen(found), sizeof found - strlen(found), "%s%s", i == 0 ? "" : " ",
                 view->report.id);
        for (size_t j = 0; j < view->also_in_count; j++)
            snprintf(found + strlen(found), sizeof found - strlen(found), "+%s",
                     view->also_in[j].report.id);
    }
    cr_expect_str_eq(found, expected, "[%s] gives %s", query, found);
    cr_expect_eq(reply.total, reply.hit_count);
    tip_reply_free(&reply);
}

Test(twins, the_newest_report_is_shown_and_the_others_are_named)
{
    expect("\"debt bondage\"", "tip-2023+tip-2022+notes");
    expect("distant", "tip-2023+tip-2022");
    expect("Ana", "tip-2022"); /* a text of one report has no one beside it */
}

/* What was filtered out hides nothing; it is named all the same. */
Test(twins, filters_act_first)
{
    expect("\"debt bondage\" report:tip-2022", "tip-2022+tip-2023+notes");
    expect("\"debt bondage\" report:notes", "notes+tip-2023+tip-2022");
    expect("\"debt bondage\" year:2000..2022", "tip-2022+tip-2023+notes");
    expect("\"old heading\"", "tip-2022+tip-2023+notes");
}

Test(twins, many_reports_are_counted_and_ten_of_them_named)
{
    struct tip_reply reply;
    search_fixture_ask(&fixture, "office", 10, 0, &reply);
    cr_assert_eq(reply.hit_count, 1);
    cr_expect_eq(reply.total, 1);
    cr_expect_eq(reply.collapsed, 11);
    cr_expect_str_eq(reply.hits[0].view.report.id, "case-a");
    cr_expect_eq(reply.hits[0].view.also_in_count, 10);
    cr_expect_eq(reply.hits[0].view.also_in_total, 11);
    tip_reply_free(&reply);
}

/* 19 matches: 3 of the definition, 2 of fishing, 12 of no news, 2 others. */
Test(twins, what_is_shown_and_what_is_not_are_all_that_match)
{
    static const char *const queries[] = {"debt", "*"};
    for (size_t i = 0; i < 2; i++) {
        struct tip_reply reply;
        search_fixture_ask(&fixture, queries[i], 0, 0, &reply);
        cr_expect_eq(reply.total, 5);
        cr_expect_eq(reply.collapsed, 14);
        cr_expect_eq(reply.total_is, TIP_TOTAL_EXACT);
        tip_reply_free(&reply);
    }
}

Test(twins, pages_join_without_a_gap_or_a_double)
{
    static const char *const queries[] = {"debt", "*", "debt -bondage", "debt OR office"};
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        struct tip_reply whole, page;
        search_fixture_ask(&fixture, queries[i], 20, 0, &whole);
        cr_assert_eq(whole.hit_count, whole.total);
        for (unsigned offset = 0; offset <= whole.total; offset++) {
            search_fixture_ask(&fixture, queries[i], 1, offset, &page);
            cr_expect_eq(page.total, whole.total);
            cr_assert_eq(page.hit_count, offset < whole.total);
            if (page.hit_count == 1)
                cr_expect_eq(page.hits[0].view.row.id, whole.hits[offset].view.row.id);
            tip_reply_free(&page);
        }
        tip_reply_free(&whole);
    }
}

static uint32_t facet_count(const struct tip_reply *reply, enum tip_facet facet, const char *value)
{
    for (size_t i = 0; i < reply->facets[facet].count; i++)
        if (strcmp(reply->facets[facet].items[i].value, value) == 0)
            return reply->facets[facet].items[i].count;
    return 0;
}

/* A count is what the same search finds with the value as a filter. */
Test(twins, facets_count_what_a_filter_would_find)
{
    static const struct {
        enum tip_facet facet;
        const char *value, *query;
    } rows[] = {
        {TIP_FACET_REPORT, "tip-2022", "debt report:tip-2022"},
        {TIP_FACET_REPORT, "tip-2023", "debt report:tip-2023"},
        {TIP_FACET_REPORT, "notes", "debt report:notes"},
        {TIP_FACET_YEAR, "2022", "debt year:2022"},
        {TIP_FACET_KIND, "narrative", "debt kind:narrative"},
        {TIP_FACET_KIND, "story", "debt kind:story"},
    };
    struct tip_reply reply;
    struct tip_request request = {.command = TIP_COMMAND_SEARCH,
                                  .query = (char *)"debt",
                                  .facets = 1u << TIP_FACET_REPORT | 1u << TIP_FACET_YEAR |
                                            1u << TIP_FACET_KIND};
    tip_searcher_run(fixture.searcher, &request, 0, &reply);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint32_t found = search_fixture_total(&fixture, rows[i].query);
        uint32_t counted = facet_count(&reply, rows[i].facet, rows[i].value);
        cr_expect_gt(found, 0);
        cr_expect_eq(counted, found, "%s: %u counted, %u found", rows[i].query, counted, found);
    }
    tip_reply_free(&reply);
}

Test(twins, get_names_them_and_similar_leaves_them_out)
{
    struct tip_reply reply, similar;
    search_fixture_ask(&fixture, "\"debt bondage\" report:tip-2022", 1, 0, &reply);
    char id[17];
    snprintf(id, sizeof id, "%016llx", (unsigned long long)reply.hits[0].view.row.id);
    tip_reply_free(&reply);
    struct tip_request request = {.command = TIP_COMMAND_GET, .id = id};
    tip_searcher_run(fixture.searcher, &request, 0, &reply);
    cr_assert_eq(reply.kind, TIP_REPLY_PASSAGE);
    cr_expect_str_eq(reply.passage.report.id, "tip-2022");
    cr_assert_eq(reply.passage.also_in_count, 2);
    cr_expect_str_eq(reply.passage.also_in[0].report.id, "tip-2023");
    cr_expect_str_eq(reply.passage.also_in[0].row.page, "39");
    cr_expect_not_null(strstr(reply.passage.also_in[0].citation, "Definitions"));
    tip_reply_free(&reply);
    request = (struct tip_request){.command = TIP_COMMAND_SIMILAR, .id = id, .limit = 20};
    tip_searcher_run(fixture.searcher, &request, 0, &similar);
    cr_expect_eq(similar.total, similar.hit_count);
    cr_expect_gt(similar.total, 0);
    for (size_t i = 0; i < similar.hit_count; i++) {
        cr_expect_null(strstr(similar.hits[i].view.citation, "Definitions"));
        cr_expect_null(strstr(similar.hits[i].view.citation, "Undated"));
    }
    tip_reply_free(&similar);
}

Test(twins, they_are_written_with_report_page_and_citation)
{
    struct tip_string line = {0};
    struct tip_reply reply;
    search_fixture_ask(&fixture, "\"debt bondage\"", 1, 0, &reply);
    tip_line_encode(&line, "", &reply);
    cr_expect_not_null(strstr(line.data, "\"total\":1,\"total_is\":\"exact\",\"total_all\":3,"
                                         "\"total_distinct\":1,\"collapsed\":2,"));
    cr_expect_not_null(strstr(line.data, "\"also_in\":[{\"report\":{\"id\":\"tip-2022\","));
    cr_expect_not_null(strstr(line.data, "\"page\":\"12\""));
    cr_expect_not_null(strstr(line.data, "\"also_in_total\":2"));
    tip_string_free(&line);
    tip_reply_free(&reply);
}
