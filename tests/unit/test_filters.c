/* Each filter on a small index: which passages it leaves. */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

#include "base/string_builder.h"
#include "unit/search_fixture.h"
#include "unit/small_knowledge.h"

static const struct fixture_passage passages[] = {
    {"tip-2023", 2023, "Letter", TIP_KIND_NARRATIVE, "A letter opens the report.", .page = "iii",
     .date = "June 2023"},
    {"tip-2023", 2023, "Cyber Scams", TIP_KIND_NARRATIVE, "Scam compounds stand at a border.",
     .page = "64", .countries = "KH MM"},
    {"tip-2023", 2023, "Cyber Scams", TIP_KIND_STORY, "A recruiter promised Ana a job.",
     .page = "66", .countries = "KH"},
    {"tip-2023", 2023, "Annex", TIP_KIND_TABLE, "A table of laws.", .page = "A-3"},
    {"tip-2021", 2021, "Prevention", TIP_KIND_LIST, "Inspectors visit farms.", .page = "64",
     .countries = "MM", .date = "2021-07-01"},
    {"rapport", 2022, "Cas", TIP_KIND_QUOTE, "Le passeport de Ana.", .language = "fr"},
    {"notes", 0, "Cases", TIP_KIND_QUOTE, .text = "A note without a year."},
};

enum { PASSAGES = sizeof passages / sizeof *passages };

static struct search_fixture fixture;
static struct tip_knowledge *knowledge;

static void set_up(void)
{
    search_fixture_open(&fixture, passages, PASSAGES);
    knowledge = small_knowledge_read();
    tip_searcher_know(fixture.searcher, knowledge);
}

static void tear_down(void)
{
    search_fixture_close(&fixture);
    tip_knowledge_free(knowledge);
}

TestSuite(filters, .init = set_up, .fini = tear_down);
TestSuite(facets, .init = set_up, .fini = tear_down);

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

Test(filters, years_may_be_open)
{
    static const struct count table[] = {
        {"year:2023", 4},  {"year:2022..", 5},  {"year:..2022", 2},     {"year:2021,2022", 2},
        {"-year:2023", 3}, {"year:1..9999", 6}, {"Ana year:..2022", 1},
    };
    EXPECT_TOTALS(table);
}

Test(filters, dates_are_compared_as_far_as_they_are_known)
{
    static const struct count table[] = {
        {"date:2023-06-15", 4}, /* June 2023 may be that day */
        {"date:2023-07..", 0},  {"date:2023-04..", 4},
        {"date:2021-07-01", 1}, {"date:2021-07-02..2021-12", 0},
        {"date:..2021", 1},     {"date:2022-03", 1}, /* a report that has only a year */
        {"date:2000..2100", 6},
    };
    EXPECT_TOTALS(table);
}

Test(filters, languages_are_of_the_report)
{
    static const struct count table[] = {
        {"language:fr", 1},
        {"language:French Ana", 1},
        {"language:eng", 6},
        {"language:km", 0},
    };
    EXPECT_TOTALS(table);
}

Test(filters, pages_are_the_printed_ones)
{
    static const struct count table[] = {
        {"page:64", 2},   {"page:64..66", 3}, {"page:iii", 1}, {"page:III", 1},
        {"page:i..x", 1}, {"page:3", 0},      {"page:a-3", 1}, {"page:64 report:tip-2021", 1},
        {"-page:64", 5},
    };
    EXPECT_TOTALS(table);
}

Test(filters, lists_are_alternatives)
{
    static const struct count table[] = {
        {"kind:story,quote", 3},
        {"-kind:story,quote", 4},
        {"kind:quote,story Ana", 2},
    };
    EXPECT_TOTALS(table);
}

Test(filters, countries_are_those_that_a_passage_names)
{
    static const struct count table[] = {
        {"country:KH", 2},        {"country:myanmar", 2},
        {"country:KH,MM", 3},     {"country:kenyan", 0},
        {"-country:Cambodia", 5}, {"country:MM -country:KH", 1},
        {"region:eap", 3},        {"region:Africa", 0},
        {"-region:eap", 4},       {"country:KH kind:story", 1},
    };
    EXPECT_TOTALS(table);
}

Test(filters, a_tier_is_that_of_the_reports_year)
{
    static const struct count table[] = {
        {"tier:3", 2},  {"tier:2WL", 1},   {"tier:\"watch list\"", 1},
        {"tier:1", 0},  {"tier:3,2wl", 3}, {"tier:3 kind:story", 1},
        {"-tier:3", 5},
    };
    EXPECT_TOTALS(table);
}

Test(filters, without_knowledge_a_code_is_a_country)
{
    tip_searcher_know(fixture.searcher, NULL);
    static const struct count table[] = {{"country:kh", 2}, {"country:XX", 0}, {"tier:3", 0}};
    EXPECT_TOTALS(table);
}

/* ---- hints ---- */

static void expect_hint(const char *query, const char *hint)
{
    struct tip_reply reply;
    search_fixture_ask(&fixture, query, 0, 0, &reply);
    cr_assert_eq(reply.kind, TIP_REPLY_HITS, "[%s]: %s", query, reply.error.message);
    if (hint == NULL) {
        cr_expect_null(reply.hint, "[%s]: %s", query, reply.hint);
    } else {
        cr_assert_not_null(reply.hint, "[%s]", query);
        cr_expect_str_eq(reply.hint, hint, "[%s]: %s", query, reply.hint);
    }
    tip_reply_free(&reply);
}

Test(filters, a_filter_in_vain_is_told_when_nothing_is_found)
{
    static const char *const table[][2] = {
        {"report:tip-2032", "No report has the id \"tip-2032\": did you mean \"tip-2023\", "
                            "\"tip-2021\"?"},
        {"Ana report:nothing", "No report has the id \"nothing\"."},
        {"country:KE", "No passage here names Kenya."},
        {"country:KE report:x", "No report has the id \"x\"."},
        {"language:khmer kind:story", "No report here is in Khmer."},
        {"country:KE,KH", NULL},
        {"report:tip-2021 kind:story", NULL}, /* each can match */
        {"-report:x -country:KH -country:MM -report:tip-2023 -report:rapport -report:notes", NULL},
        {"nothinglikeit", NULL},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        expect_hint(table[i][0], table[i][1]);
    }
}

/* ---- facets ---- */

/* `query`'s facets, as "VALUE LABEL COUNT" lines. */
static void expect_facet(const char *query, enum tip_facet facet, const char *expected)
{
    struct tip_request request = {
        .command = TIP_COMMAND_SEARCH, .query = (char *)query, .facets = 1u << facet};
    struct tip_reply reply;
    struct tip_string lines = {0};
    tip_searcher_run(fixture.searcher, &request, 0, &reply);
    cr_assert_eq(reply.kind, TIP_REPLY_HITS, "%s", reply.error.message);
    for (size_t i = 0; i < reply.facets[facet].count; i++) {
        const struct tip_facet_count *item = &reply.facets[facet].items[i];
        tip_string_printf(&lines, "%*s%s|%s|%u\n", (int)item->depth, "", item->value, item->label,
                          item->count);
    }
    char *text = tip_string_release(&lines);
    cr_expect_str_eq(text, expected, "[%s] %s:\n%s", query, tip_facet_name(facet), text);
    free(text);
    tip_reply_free(&reply);
}

Test(facets, countries_regions_and_tiers_count_a_passage_once_each)
{
    expect_facet("*", TIP_FACET_COUNTRY, "KH|Cambodia|2\nMM|Burma|2\n");
    expect_facet("*", TIP_FACET_REGION, "EAP|East Asia and Pacific|3\n");
    expect_facet("*", TIP_FACET_TIER, "3|Tier 3|2\n2WL|Tier 2 Watch List|1\n");
    expect_facet("Ana", TIP_FACET_COUNTRY, "KH|Cambodia|1\n");
}

Test(facets, languages_and_years_are_of_reports)
{
    expect_facet("*", TIP_FACET_LANGUAGE, "en|English|6\nfr|French|1\n");
    expect_facet("*", TIP_FACET_YEAR, "2023|2023|4\n2021|2021|1\n2022|2022|1\n");
    expect_facet("*", TIP_FACET_REPORT,
                 "tip-2023|Trafficking in Persons Report|4\nnotes|Trafficking in Persons Report|1\n"
                 "rapport|Trafficking in Persons Report|1\n"
                 "tip-2021|Trafficking in Persons Report|1\n");
}

Test(facets, sections_are_a_tree_whose_values_narrow)
{
    expect_facet("year:2023", TIP_FACET_SECTION,
                 "Topics|Topics|4\n"
                 " Topics > Cyber Scams|Cyber Scams|2\n"
                 " Topics > Letter|Letter|1\n"
                 " Topics > Annex|Annex|1\n");
    static const struct count table[] = {
        {"section:\"Topics > Cyber Scams\"", 2},
        {"section:\"Cyber Scams > Topics\"", 0},
        {"section:\"Topics > Topics\"", 0},
    };
    EXPECT_TOTALS(table);
}

Test(facets, new_knowledge_counts_from_then_on)
{
    expect_facet("*", TIP_FACET_TIER, "3|Tier 3|2\n2WL|Tier 2 Watch List|1\n");
    tip_searcher_know(fixture.searcher, NULL);
    expect_facet("*", TIP_FACET_TIER, "");
    expect_facet("*", TIP_FACET_COUNTRY, "KH|KH|2\nMM|MM|2\n");
}
