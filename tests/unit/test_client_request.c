/* The client library's requests as lines. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "tipsearch.h"

static void expect_search(const struct tipsearch_query *query, const char *line)
{
    struct tipsearch_error error;
    char *made = NULL;

    cr_assert_eq(tipsearch_search_line(&made, query, &error), TIPSEARCH_OK, "%s", error.message);
    cr_expect_str_eq(made, line);
    free(made);
}

Test(client_request, a_plain_search_is_its_query)
{
    struct tipsearch_query query = {.query = "cyber scam Cambodia"};

    expect_search(&query, "{\"cmd\":\"search\",\"query\":\"cyber scam Cambodia\"}");
}

Test(client_request, quotes_and_line_feeds_are_escaped)
{
    struct tipsearch_query query = {.query = "\"debt bondage\"\nT\xc3\xbcrkiye \\"};

    expect_search(&query, "{\"cmd\":\"search\",\"query\":"
                          "\"\\\"debt bondage\\\"\\nT\xc3\xbcrkiye \\\\\"}");
}

Test(client_request, every_option_of_a_search_is_sent)
{
    static const char *const FACETS[] = {"country", "kind"};
    struct tipsearch_query query = {.query = "x",
                                    .filter = "year:2023",
                                    .limit = 5,
                                    .offset = 20,
                                    .facets = FACETS,
                                    .facet_count = 2,
                                    .sort = TIPSEARCH_SORT_YEAR,
                                    .with_text = true};

    expect_search(&query,
                  "{\"cmd\":\"search\",\"query\":\"x\",\"filter\":\"year:2023\",\"limit\":5,"
                  "\"offset\":20,\"facets\":[\"country\",\"kind\"],\"sort\":\"year\","
                  "\"text\":true}");
}

Test(client_request, values_of_a_field_are_one_array)
{
    static const struct tipsearch_filter FILTERS[] = {
        {"year", "2021..2023"}, {"kind", "story"}, {"year", "2019"}};
    struct tipsearch_query query = {.query = "*", .filters = FILTERS, .filter_count = 3};

    expect_search(&query, "{\"cmd\":\"search\",\"query\":\"*\",\"year\":[\"2021..2023\",\"2019\"],"
                          "\"kind\":[\"story\"]}");
}

Test(client_request, a_filter_without_a_field_is_refused)
{
    static const struct tipsearch_filter BAD[] = {
        {"year", "\xff"}, {"query", "x"}, {"\xff", "x"}, {NULL, "x"}, {"year", NULL}};

    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        struct tipsearch_query query = {.query = "*", .filters = &BAD[i], .filter_count = 1};
        struct tipsearch_error error;
        char *line = NULL;

        cr_expect_eq(tipsearch_search_line(&line, &query, &error), TIPSEARCH_INVALID, "%zu", i);
        cr_expect_null(line);
    }
}

Test(client_request, no_hits_is_limit_0)
{
    struct tipsearch_query query = {.query = "x", .limit = TIPSEARCH_NO_HITS};

    expect_search(&query, "{\"cmd\":\"search\",\"query\":\"x\",\"limit\":0}");
}

Test(client_request, what_cannot_be_asked_is_refused_by_name)
{
    static const char *const BAD_NAMES[] = {"\xff"};
    struct tipsearch_query wrong[] = {{.query = "caf\xe9"},
                                      {.query = "x", .filter = "\xc0\xaf"},
                                      {.query = "x", .limit = -2},
                                      {.query = "x", .offset = -1},
                                      {.query = "x", .facets = BAD_NAMES, .facet_count = 1},
                                      {.query = NULL}};
    static const char *const NAMED[] = {"query", "filter", "limit", "offset", "facet 1", "query"};

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct tipsearch_error error;
        char *line = NULL;

        cr_expect_eq(tipsearch_search_line(&line, &wrong[i], &error), TIPSEARCH_INVALID);
        cr_expect_not_null(strstr(error.message, NAMED[i]), "%s", error.message);
        cr_expect_null(line);
    }
}

Test(client_request, similar_takes_an_id_or_a_text_and_not_both)
{
    struct tipsearch_like by_id = {.id = "0123456789abcdef", .limit = 3};
    struct tipsearch_like by_text = {.text = "She was promised work"};
    struct tipsearch_like both = {.id = "0123456789abcdef", .text = "x"};
    struct tipsearch_error error;
    char *line = NULL;

    cr_assert_eq(tipsearch_similar_line(&line, &by_id, &error), TIPSEARCH_OK);
    cr_expect_str_eq(line, "{\"cmd\":\"similar\",\"id\":\"0123456789abcdef\",\"limit\":3}");
    free(line);
    cr_assert_eq(tipsearch_similar_line(&line, &by_text, &error), TIPSEARCH_OK);
    cr_expect_str_eq(line, "{\"cmd\":\"similar\",\"like\":\"She was promised work\"}");
    free(line);
    cr_expect_eq(tipsearch_similar_line(&line, &both, &error), TIPSEARCH_INVALID);
}

Test(client_request, get_takes_an_id_and_a_context)
{
    struct tipsearch_error error;
    char *line = NULL;

    cr_assert_eq(tipsearch_get_line(&line, "0123456789abcdef", 2, &error), TIPSEARCH_OK);
    cr_expect_str_eq(line, "{\"cmd\":\"get\",\"id\":\"0123456789abcdef\",\"context\":2}");
    free(line);
}

Test(client_request, patterns_take_nothing)
{
    struct tipsearch_error error;
    char *line;

    cr_assert_eq(tipsearch_patterns_line(&line, &error), TIPSEARCH_OK);
    cr_expect_str_eq(line, "{\"cmd\":\"patterns\"}");
    free(line);
}

Test(client_request, suggestions_take_what_is_typed)
{
    struct tipsearch_error error;
    char *line;

    cr_assert_eq(tipsearch_suggest_line(&line, "debt \"b", 0, &error), TIPSEARCH_OK);
    cr_expect_str_eq(line, "{\"cmd\":\"suggest\",\"prefix\":\"debt \\\"b\"}");
    free(line);
    cr_assert_eq(tipsearch_suggest_line(&line, "camb", 5, &error), TIPSEARCH_OK);
    cr_expect_str_eq(line, "{\"cmd\":\"suggest\",\"prefix\":\"camb\",\"limit\":5}");
    free(line);
    cr_expect_eq(tipsearch_suggest_line(&line, NULL, 5, &error), TIPSEARCH_INVALID);
    cr_expect_eq(tipsearch_suggest_line(&line, "\xff", 5, &error), TIPSEARCH_INVALID);
}

Test(client_request, an_explanation_takes_what_chooses_passages)
{
    static const struct tipsearch_filter year = {"year", "2023"};
    const struct tipsearch_query query = {
        .query = "scam", .limit = 2, .filters = &year, .filter_count = 1, .with_text = true};
    const struct tipsearch_query empty = {0};
    struct tipsearch_error error;
    char *line;

    cr_assert_eq(tipsearch_explain_line(&line, &query, "00000000000000ff", &error), TIPSEARCH_OK);
    cr_expect_str_eq(line, "{\"cmd\":\"explain\",\"query\":\"scam\",\"limit\":2,"
                           "\"id\":\"00000000000000ff\",\"year\":[\"2023\"]}");
    free(line);
    cr_assert_eq(tipsearch_explain_line(&line, &query, NULL, &error), TIPSEARCH_OK);
    cr_expect_null(strstr(line, "\"id\""));
    free(line);
    cr_expect_eq(tipsearch_explain_line(&line, &empty, NULL, &error), TIPSEARCH_INVALID);
}
