/* Patterns: what they find, in filters, facets and the list; and how new knowledge takes effect. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/harness.h"
#include "search/pattern_check.h"
#include "unit/knowledge_fixture.h"
#include "unit/search_fixture.h"

static const struct fixture_passage passages[] = {
    {"a", 2023, "One", TIP_KIND_NARRATIVE, .text = "Debt bondage holds families in brick kilns."},
    {"a", 2023, "Two", TIP_KIND_STORY, .text = "He worked at a brick kiln and was never paid."},
    {"a", 2023, "Three", TIP_KIND_NARRATIVE, .text = "Her employer withheld her passport."},
    {"a", 2023, "Four", TIP_KIND_NARRATIVE, .text = "A passport is a document. NGOs help."},
    {"a", 2023, "Contents", TIP_KIND_CONTENTS, .text = "Debt bondage 39"},
    {"b", 2022, "Three", TIP_KIND_NARRATIVE, .text = "Her employer withheld her passport."},
};

#define BRICK_KILNS                                                                                \
    "[brick-kilns]\ntitle = Brick kilns\ngroup = Sectors\nsource = a list of goods\n"              \
    "query = \"brick kiln\"\nquery = \"brick kilns\"\n"

static const struct knowledge_file files[] = {
    {"patterns.ini", "[debt-bondage]\ntitle = Debt bondage\ngroup = Indicators\nsource = a treaty\n"
                     "query = \"debt bondage\" peonage\n"
                     "[passports]\ntitle = Passports kept\ngroup = Indicators\nsource = a statute\n"
                     "query = +passport +withheld OR +kept\n" BRICK_KILNS},
    {"synonyms.tsv", "members\npassport; NGO\n"},
};

static struct search_fixture fixture;
static struct tip_knowledge *knowledge;

static void set_up(void)
{
    search_fixture_open(&fixture, passages, sizeof passages / sizeof *passages);
    knowledge = knowledge_fixture_read(files, 2);
    tip_searcher_know(fixture.searcher, knowledge);
}

static void tear_down(void)
{
    search_fixture_close(&fixture);
    tip_knowledge_free(knowledge);
}

TestSuite(patterns, .init = set_up, .fini = tear_down);

static void expect_total(const char *query, uint32_t total)
{
    uint32_t found = search_fixture_total(&fixture, query);
    cr_expect_eq(found, total, "[%s] finds %u", query, found);
}

Test(patterns, a_filter_leaves_what_any_of_the_queries_finds)
{
    expect_total("pattern:debt-bondage", 1);
    expect_total("pattern:Brick-Kilns", 2);
    expect_total("pattern:brick-kilns kind:story", 1);
    expect_total("pattern:debt-bondage,passports", 2);
    expect_total("-pattern:brick-kilns", 2);
    expect_total("pattern:brick-kilns -pattern:debt-bondage", 1);
    expect_total("paid pattern:brick-kilns", 1);
    expect_total("pattern:debt-bondage kind:contents", 1);
}

Test(patterns, their_queries_are_read_without_synonyms)
{
    expect_total("pattern:passports", 1);
}

static void expect_refusal(const char *query, const char *part)
{
    struct tip_reply reply;
    search_fixture_ask(&fixture, query, 1, 0, &reply);
    cr_assert_eq(reply.kind, TIP_REPLY_ERROR, "%s", query);
    cr_expect_eq(reply.error.code, TIP_CODE_BAD_QUERY);
    cr_expect_not_null(strstr(reply.error.message, part), "%s", reply.error.message);
    tip_reply_free(&reply);
}

Test(patterns, an_unknown_id_is_answered_with_those_that_are_near)
{
    expect_refusal("pattern:debt-bandage", "did you mean \"debt-bondage\"?");
    expect_refusal("pattern:\"passports kept\"", "did you mean \"passports\"?");
    expect_refusal("pattern:zzzzzz", "pattern: takes the id of a pattern");
    tip_searcher_know(fixture.searcher, NULL);
    expect_refusal("pattern:debt-bondage", "pattern: takes the id of a pattern");
}

Test(patterns, read_as_is_the_filter_again)
{
    struct tip_reply reply;
    search_fixture_ask(&fixture, "pattern:Debt-Bondage -pattern:passports", 0, 0, &reply);
    cr_expect_str_eq(reply.read_as, "pattern:\"debt-bondage\" -pattern:\"passports\"");
    tip_reply_free(&reply);
}

Test(patterns, a_facet_counts_them_among_what_was_found)
{
    struct tip_request request = {.command = TIP_COMMAND_SEARCH,
                                  .query = (char *)"brick passport",
                                  .facets = 1u << TIP_FACET_PATTERN};
    struct tip_reply reply;
    tip_searcher_run(fixture.searcher, &request, 0, &reply);
    const struct tip_facet_list *facet = &reply.facets[TIP_FACET_PATTERN];
    cr_assert_eq(facet->count, 3);
    cr_expect_str_eq(facet->items[0].value, "brick-kilns");
    cr_expect_str_eq(facet->items[0].label, "Brick kilns");
    cr_expect_eq(facet->items[0].count, 2);
    cr_expect_eq(facet->items[1].count, 1);
    cr_expect_eq(facet->items[2].count, 1);
    tip_reply_free(&reply);
}

/* "ID COUNT" of each pattern, joined by commas. */
static void expect_list(const char *expected)
{
    struct tip_request request = {.command = TIP_COMMAND_PATTERNS};
    struct tip_reply reply;
    char text[256] = "";
    tip_searcher_run(fixture.searcher, &request, 0, &reply);
    cr_assert_eq(reply.kind, TIP_REPLY_PATTERNS, "%s", reply.error.message);
    cr_expect_not(reply.is_partial);
    for (size_t i = 0; i < reply.pattern_count; i++) {
        size_t length = strlen(text);
        snprintf(text + length, sizeof text - length, "%s%s %u", i > 0 ? "," : "",
                 reply.patterns[i].pattern->id, reply.patterns[i].count);
    }
    cr_expect_str_eq(text, expected, "%s", text);
    tip_reply_free(&reply);
}

Test(patterns, the_list_counts_what_the_filter_finds)
{
    expect_list("debt-bondage 1,passports 1,brick-kilns 2");
    tip_searcher_know(fixture.searcher, NULL);
    expect_list("");
}

Test(patterns, new_knowledge_needs_no_new_index)
{
    static const struct knowledge_file others[] = {
        {"patterns.ini", "[debt-bondage]\ntitle = Debts\ngroup = Indicators\nsource = a treaty\n"
                         "query = paid\n" BRICK_KILNS}};
    expect_list("debt-bondage 1,passports 1,brick-kilns 2");
    struct tip_knowledge *other = knowledge_fixture_read(others, 1);
    tip_searcher_know(fixture.searcher, other);
    expect_list("debt-bondage 1,brick-kilns 2");
    expect_total("pattern:debt-bondage kind:story", 1);
    tip_searcher_know(fixture.searcher, knowledge);
    tip_knowledge_free(other);
    expect_total("pattern:debt-bondage kind:story", 0);
}

Test(patterns, a_pattern_that_names_patterns_is_an_error)
{
    static const struct knowledge_file others[] = {
        {"patterns.ini", "[a]\ntitle = a\ngroup = a\nsource = a\nquery = pattern:a\n"}};
    struct tip_knowledge *other = knowledge_fixture_read(others, 1);
    struct tip_reply reply;
    tip_searcher_know(fixture.searcher, other);
    search_fixture_ask(&fixture, "pattern:a", 1, 0, &reply);
    cr_assert_eq(reply.kind, TIP_REPLY_ERROR);
    cr_expect_eq(reply.error.code, TIP_CODE_INTERNAL);
    tip_reply_free(&reply);
    tip_searcher_know(fixture.searcher, knowledge);
    tip_knowledge_free(other);
}

/* ---- the queries in the file ---- */

static void tell(void *context, const char *file, unsigned line, unsigned column,
                 const char *message)
{
    size_t length = strlen(context);
    snprintf((char *)context + length, 1024 - length, "%s:%u:%u: %s\n", file, line, column,
             message);
}

Test(patterns, a_fault_in_a_query_is_told_with_its_place)
{
    static const struct knowledge_file others[] = {
        {"patterns.ini", "[a]\ntitle = a\ngroup = a\nsource = a\nquery = kind:tale\n"
                         "query = +debt bondage\nquery = pattern:b\n"
                         "[b]\ntitle = b\ngroup = b\nsource = b\nquery = \"debt\" -kiln\n"
                         "query = +debt OR +loan +work kind:story\n"}};
    struct tip_knowledge *other = knowledge_fixture_read(others, 1);
    struct tip_error error;
    char told[1024] = "";
    cr_assert_eq(tip_patterns_check(other, "p.ini", tell, told, &error), TIP_INVALID);
    cr_expect_str_eq(
        told, "p.ini:5:14: in the pattern 'a': kind: takes one of narrative, story, list, table, "
              "quote, caption, contents, not \"tale\"\n"
              "p.ini:6:15: in the pattern 'a': \"bondage\" has no + and finds nothing beside words "
              "that have one: give it one, or a query of its own\n"
              "p.ini:7:9: in the pattern 'a': a pattern's query cannot name a pattern\n");
    cr_expect_eq(strncmp(error.message, "p.ini:5:14: ", 12), 0, "%s", error.message);
    tip_knowledge_free(other);
}

Test(patterns, those_that_are_shipped_are_without_faults)
{
    const char *source = getenv("TIP_SOURCE");
    cr_assert_not_null(source, "TIP_SOURCE names the source tree");
    char *folder = tip_test_path(source, "corpus");
    struct tip_knowledge *shipped;
    struct tip_error error;
    size_t indicators = 0;
    cr_assert_eq(tip_knowledge_read(&shipped, folder, NULL, NULL, &error), TIP_OK, "%s",
                 error.message);
    cr_expect_eq(tip_patterns_check(shipped, "patterns.ini", NULL, NULL, &error), TIP_OK, "%s",
                 error.message);
    cr_expect_geq(tip_pattern_count(shipped), 40);
    for (size_t i = 0; i < tip_pattern_count(shipped); i++) {
        indicators +=
            strcmp(tip_pattern_at(shipped, i)->group, "ILO indicators of forced labour") == 0;
    }
    cr_expect_eq(indicators, 11);
    tip_knowledge_free(shipped);
    free(folder);
}

Test(patterns, each_hit_tells_its_own_when_facts_are_asked_for)
{
    char query[] = "passport OR kiln*";
    struct tip_request request = {
        .command = TIP_COMMAND_SEARCH, .query = query, .limit = 10, .with_facts = true};
    struct tip_reply reply;
    size_t told = 0;

    tip_searcher_run(fixture.searcher, &request, 0, &reply);
    cr_assert_eq(reply.kind, TIP_REPLY_HITS);
    cr_assert_eq(reply.hit_count, 4);
    for (size_t i = 0; i < reply.hit_count; i++) {
        const struct tip_fact_list *list = &reply.hits[i].view.patterns;
        const char *text = reply.hits[i].view.headings[1];

        told += list->count;
        if (strcmp(text, "One") == 0) {
            cr_expect_eq(list->count, 2);
            cr_expect_str_eq(list->items[0].value, "debt-bondage");
            cr_expect_str_eq(list->items[1].label, "Brick kilns");
        }
        if (strcmp(text, "Four") == 0)
            cr_expect_eq(list->count, 0);
    }
    cr_expect_eq(told, 4);
    tip_reply_free(&reply);
    request.with_facts = false;
    tip_searcher_run(fixture.searcher, &request, 0, &reply);
    cr_expect_eq(reply.hits[0].view.patterns.count, 0);
    tip_reply_free(&reply);
}
