/* Words that mean the same are found too, behind what was typed. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit/knowledge_fixture.h"
#include "unit/search_fixture.h"

static const struct fixture_passage passages[] = {
    {"a", 2023, "One", TIP_KIND_NARRATIVE, .text = "An NGO opened a shelter in the capital."},
    {"a", 2023, "Two", TIP_KIND_NARRATIVE,
     .text = "Nongovernmental organizations opened a shelter in the capital."},
    {"a", 2023, "Three", TIP_KIND_NARRATIVE,
     .text = "A non-governmental organisation trained judges."},
    {"a", 2023, "Four", TIP_KIND_NARRATIVE,
     .text = "The organization was not nongovernmental at all."},
    {"a", 2023, "Five", TIP_KIND_NARRATIVE, .text = "Families in bonded labour made bricks."},
    {"a", 2023, "Six", TIP_KIND_NARRATIVE, .text = "Peonage is a crime."},
    {"a", 2023, "Debt bondage", TIP_KIND_NARRATIVE, .text = "What the law says of it."},
    {"a", 2023, "Eight", TIP_KIND_NARRATIVE, .text = "The child ran away."},
    {"a", 2023, "Nine", TIP_KIND_NARRATIVE, .text = "Two children ran away."},
    {"a", 2023, "Ten", TIP_KIND_NARRATIVE, .text = "The boy is in custody."},
    {"a", 2023, "Eleven", TIP_KIND_NARRATIVE, .text = "He went to jail and was kept in a cell."},
};

static const struct knowledge_file files[] = {
    {"synonyms.tsv", "members\tfinds\n"
                     "NGO; nongovernmental organization; non-governmental organization\n"
                     "debt bondage; bonded labor; peonage\n"
                     "child; children\n"
                     "UNODC; United Nations Office on Drugs and Crime\n"
                     "lock up; jail\tcustody; kept in a cell\n"
                     "arrest\tcustody\n"},
};

static struct search_fixture fixture;
static struct tip_knowledge *knowledge;

static void set_up(void)
{
    search_fixture_open(&fixture, passages, sizeof passages / sizeof *passages);
    knowledge = knowledge_fixture_read(files, 1);
    tip_searcher_know(fixture.searcher, knowledge);
}

static void tear_down(void)
{
    search_fixture_close(&fixture);
    tip_knowledge_free(knowledge);
}

TestSuite(synonyms, .init = set_up, .fini = tear_down);

/* The headings of the hits in their order, joined by commas. */
static void expect_hits(const char *query, const char *expected)
{
    struct tip_reply reply;
    char headings[256] = "";
    search_fixture_ask(&fixture, query, 20, 0, &reply);
    cr_assert_eq(reply.kind, TIP_REPLY_HITS, "[%s]: %s", query, reply.error.message);
    cr_expect_eq(reply.total, reply.hit_count, "[%s]: %u", query, reply.total);
    for (size_t i = 0; i < reply.hit_count; i++) {
        size_t length = strlen(headings);
        snprintf(headings + length, sizeof headings - length, "%s%s", i > 0 ? "," : "",
                 reply.hits[i].view.headings[1]);
    }
    cr_expect_str_eq(headings, expected, "[%s] finds %s", query, headings);
    tip_reply_free(&reply);
}

Test(synonyms, other_members_of_the_group_are_found_behind_the_typed_one)
{
    expect_hits("NGO", "One,Two,Three");
    expect_hits("NGO's", "One,Two,Three");
    expect_hits("peonage", "Six,Five,Debt bondage");
    expect_hits("children", "Nine,Eight");
}

Test(synonyms, what_is_only_found_finds_no_member)
{
    expect_hits("jail", "Eleven,Ten");
    expect_hits("locked up", "Eleven,Ten");
    expect_hits("arrests", "Ten");
    expect_hits("custody", "Ten");
}

Test(synonyms, runs_of_words_are_members_whatever_their_inflection_and_spelling)
{
    expect_hits("nongovernmental organisations judges", "Three,Two,Four,One");
    expect_hits("bonded labours", "Five,Debt bondage,Six");
}

Test(synonyms, quotes_mean_the_words_as_typed)
{
    expect_hits("\"NGO\"", "One");
    expect_hits("\"bonded labour\"", "Five");
}

Test(synonyms, signs_require_any_of_the_group_and_exclude_the_word_alone)
{
    expect_hits("+NGO +shelter", "One,Two");
    expect_hits("+NGO judges", "Three,One,Two");
    expect_hits("shelter -NGO", "Two");
    expect_hits("+\"NGO\" +shelter", "One");
}

Test(synonyms, what_stands_between_words_parts_a_run)
{
    expect_hits("bonded kind:story labour", "");
    expect_hits("bonded OR labour", "Five");
    expect_hits("bonded -zoo labour", "Five");
}

Test(synonyms, a_reply_tells_of_them_and_reads_as_the_same_query)
{
    struct tip_reply reply, again;
    search_fixture_ask(&fixture, "Bonded labour by an NGO", 20, 0, &reply);
    cr_assert_eq(reply.synonym_count, 2);
    cr_expect_str_eq(reply.synonyms[0].typed, "Bonded labour");
    cr_assert_eq(reply.synonyms[0].also_count, 2);
    cr_expect_str_eq(reply.synonyms[0].also[0], "debt bondage");
    cr_expect_str_eq(reply.synonyms[0].also[1], "peonage");
    cr_expect_str_eq(reply.synonyms[1].typed, "NGO");
    cr_expect_str_eq(reply.read_as, "Bonded labour by an NGO");
    search_fixture_ask(&fixture, reply.read_as, 20, 0, &again);
    cr_assert_eq(again.hit_count, reply.hit_count);
    for (size_t i = 0; i < again.hit_count; i++) {
        cr_expect_eq(memcmp(&again.hits[i].view.row.id, &reply.hits[i].view.row.id,
                            sizeof reply.hits[i].view.row.id),
                     0);
    }
    tip_reply_free(&reply);
    tip_reply_free(&again);
}

/* The snippet with its marked pieces in brackets. */
static void expect_snippet(const char *query, uint32_t rank, const char *expected)
{
    struct tip_reply reply;
    char text[400] = "";
    search_fixture_ask(&fixture, query, 20, 0, &reply);
    cr_assert_leq(rank, reply.hit_count);
    const struct tip_hit *hit = &reply.hits[rank - 1];
    for (size_t i = 0; i < hit->snippet_count; i++) {
        size_t length = strlen(text);
        snprintf(text + length, sizeof text - length, hit->snippet[i].is_hit ? "[%s]" : "%s",
                 hit->snippet[i].text);
    }
    cr_expect_str_eq(text, expected, "[%s]: %s", query, text);
    tip_reply_free(&reply);
}

Test(synonyms, snippets_mark_them_where_they_stand_side_by_side)
{
    expect_snippet("NGO", 2, "[Nongovernmental] [organizations] opened a shelter in the capital.");
    expect_snippet("NGO nongovernmental", 4, "The organization was not [nongovernmental] at all.");
    expect_snippet("child", 2, "Two [children] ran away.");
}

Test(synonyms, a_heading_that_has_them_is_said_to_match)
{
    struct tip_reply reply;
    search_fixture_ask(&fixture, "peonage", 20, 0, &reply);
    cr_assert_eq(reply.hit_count, 3);
    cr_expect_str_eq(reply.hits[2].matched_in, "section");
    tip_reply_free(&reply);
}

Test(synonyms, pages_join_where_only_synonyms_match)
{
    for (unsigned offset = 0; offset < 3; offset++) {
        struct tip_reply reply;
        static const char *const headings[] = {"Six", "Five", "Debt bondage"};
        search_fixture_ask(&fixture, "peonage", 1, offset, &reply);
        cr_assert_eq(reply.hit_count, 1);
        cr_expect_str_eq(reply.hits[0].view.headings[1], headings[offset]);
        tip_reply_free(&reply);
    }
}

Test(synonyms, signs_without_number_cost_only_so_much)
{
    struct tip_reply reply;
    char query[4096] = "";
    for (size_t i = 0; i < 500; i++) {
        strcat(query, "+NGO ");
    }
    search_fixture_ask(&fixture, query, 20, 0, &reply);
    cr_assert_eq(reply.kind, TIP_REPLY_HITS);
    cr_expect_eq(reply.synonym_count, 64);
    cr_expect_eq(reply.total, 1, "the last ones have no synonyms");
    tip_reply_free(&reply);
}

Test(synonyms, a_query_as_long_as_it_may_be_is_still_read)
{
    char query[8192] = "";
    for (size_t i = 0; i < 1024; i++) {
        strcat(query, "NGO ");
    }
    expect_hits(query, "One");
}
