/* Countries in queries: their passages are found by the tag, whatever name they use. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/string_builder.h"
#include "unit/search_fixture.h"
#include "unit/small_knowledge.h"

static const struct fixture_passage passages[] = {
    {"tip-2023", 2023, "Scams", TIP_KIND_NARRATIVE, "Scam compounds stand in Burma.",
     .countries = "MM"},
    {"tip-2023", 2023, "Scams", TIP_KIND_NARRATIVE, "Burmese workers left Cambodia by night.",
     .countries = "MM KH"},
    {"tip-2023", 2023, "Burma", TIP_KIND_STORY, "He could not go home.", .countries = "MM"},
    {"tip-2023", 2023, "Fishing", TIP_KIND_NARRATIVE, "A boat left the port of Mombasa.",
     .countries = "KE"},
    {"tip-2023", 2023, "Fishing", TIP_KIND_NARRATIVE, "A boat was found in the Republic of Kenya.",
     .countries = "KE"},
    {"tip-2023", 2023, "Fishing", TIP_KIND_NARRATIVE, "Myanmar is a word of this passage alone.",
     .countries = ""},
    {"tip-2023", 2023, "Fishing", TIP_KIND_NARRATIVE, .text = "Nothing is said of a place here."},
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

TestSuite(country_words, .init = set_up, .fini = tear_down);

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

Test(country_words, a_country_is_found_by_any_of_its_names)
{
    static const struct count table[] = {
        {"Myanmar", 4}, /* the tag, and the word itself */
        {"myanmar", 4},
        {"kampuchea", 1},
        {"Kenyan boats", 2},
        {"republic of kenya", 4}, /* any of the words as well */
        {"+Myanmar", 4},
        {"+Myanmar +compounds", 1},
        {"Myanmar AND compounds", 1},
        {"+Kampuchea OR +Kenyan", 3},
        {"Kampuchea compounds", 2},
        {"Kampuchea report:tip-2023 kind:story", 0},
    };
    EXPECT_TOTALS(table);
}

/* A name of several words is one operand of the signs and operators beside it. */
Test(country_words, a_name_is_one_operand)
{
    static const struct count table[] = {
        {"+republic of kenya", 2},           {"republic of kenya AND Kenyan", 2},
        {"NOT republic of kenya", 6},        {"+republic of kenya OR +Kampuchea", 3},
        {"+\"republic of kenya\" boats", 1},
    };
    EXPECT_TOTALS(table);
}

Test(country_words, quotes_exclusions_and_filters_are_words)
{
    static const struct count table[] = {
        {"\"Myanmar\"", 1},     {"+\"Myanmar\"", 1},      {"-Myanmar", 6},
        {"boat -Kampuchea", 2}, {"section:kampuchea", 0}, {"section:myanmar boat", 0},
        {"Kampuchea-like", 1}, /* a part of a plain word may name one */
    };
    EXPECT_TOTALS(table);
}

/* "TYPED=CODE NAME" for each, joined by bars; for free(3). */
static char *named_by(const char *query)
{
    struct tip_reply reply;
    struct tip_string out = {0};
    search_fixture_ask(&fixture, query, 0, 0, &reply);
    cr_assert_eq(reply.kind, TIP_REPLY_HITS, "[%s]: %s", query, reply.error.message);
    for (size_t i = 0; i < reply.country_count; i++) {
        tip_string_printf(&out, "%s%s=%s %s", i == 0 ? "" : "|", reply.countries[i].typed,
                          reply.countries[i].code, reply.countries[i].name);
    }
    tip_reply_free(&reply);
    return tip_string_release(&out);
}

Test(country_words, the_reply_names_what_was_understood)
{
    static const char *const table[][2] = {
        {"burmese boats", "burmese=MM Burma"},
        {"Burma Myanmar Burmese", "Burma=MM Burma"},
        {"+Burma Myanmar", "Burma=MM Burma"},
        {"Republic of Kenya, cambodia", "Republic of Kenya=KE Kenya|cambodia=KH Cambodia"},
        {"\"Myanmar\" -Kenya section:cambodia", ""},
        {"ke kh", ""}, /* codes are no names */
        {"boats AND republic of kenya", "republic of kenya=KE Kenya"},
        {"+Republic of Kenya boats", "Republic of Kenya=KE Kenya"},
        {"NOT republic of kenya", ""},
        {"+\"republic of kenya\"", ""},
        {"boats", ""},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        char *named = named_by(table[i][0]);
        cr_expect_str_eq(named, table[i][1], "[%s] names %s", table[i][0], named);
        free(named);
    }
}

Test(country_words, what_was_understood_is_the_query_itself)
{
    struct tip_reply reply;
    search_fixture_ask(&fixture, "Myanmar +Kenya", 0, 0, &reply);
    cr_expect_str_eq(reply.read_as, "Myanmar +Kenya");
    tip_reply_free(&reply);
}

/* The marked pieces of a hit, joined by bars; for free(3). */
static char *marked(const struct tip_hit *hit)
{
    struct tip_string out = {0};
    for (size_t i = 0; i < hit->snippet_count; i++) {
        if (hit->snippet[i].is_hit) {
            tip_string_printf(&out, "%s%s", out.length == 0 ? "" : "|", hit->snippet[i].text);
        }
    }
    return tip_string_release(&out);
}

/* What is marked in the hit that begins with `beginning`, and where it matched. */
static void expect_hit(const char *query, const char *beginning, const char *marks,
                       const char *matched_in)
{
    struct tip_reply reply;
    bool is_there = false;
    search_fixture_ask(&fixture, query, 10, 0, &reply);
    for (size_t i = 0; i < reply.hit_count; i++) {
        char *text = marked(&reply.hits[i]);
        if (strncmp(reply.hits[i].snippet[0].text, beginning, strlen(beginning)) == 0) {
            is_there = true;
            cr_expect_str_eq(text, marks, "[%s] %s", query, text);
            cr_expect_str_eq(reply.hits[i].matched_in, matched_in, "[%s]", query);
        }
        free(text);
    }
    cr_expect(is_there, "[%s] does not find %s", query, beginning);
    tip_reply_free(&reply);
}

Test(country_words, other_names_are_marked_or_it_is_said_why_not)
{
    expect_hit("Myanmar", "Scam compounds stand in ", "Burma", "text");
    expect_hit("Myanmar", "Burmese", "Burmese", "text");
    expect_hit("Myanmar", "He could not", "", "section");
    expect_hit("Kenyan", "A boat was found in the ", "Republic|of|Kenya", "text");
    expect_hit("Kenyan", "A boat left the port", "", "country");
}

Test(country_words, the_tag_ranks_beside_the_words)
{
    struct tip_reply reply;
    search_fixture_ask(&fixture, "Kampuchea workers boat", 10, 0, &reply);
    cr_assert_geq(reply.hit_count, 2);
    cr_expect_str_eq(reply.hits[0].view.row.countries, "MM KH");
    cr_expect_gt(reply.hits[0].score, reply.hits[1].score);
    tip_reply_free(&reply);
}

Test(country_words, without_knowledge_they_are_words)
{
    tip_searcher_know(fixture.searcher, NULL);
    static const struct count table[] = {{"Myanmar", 1}, {"+Kampuchea", 0}};
    EXPECT_TOTALS(table);
}

Test(country_words, very_many_names_are_read_in_no_time)
{
    struct tip_string query = {0};
    for (int i = 0; i < 400; i++) {
        tip_string_append_text(&query, "+Kenya ");
    }
    cr_expect_eq(search_fixture_total(&fixture, query.data), 2);
    tip_string_free(&query);
}
