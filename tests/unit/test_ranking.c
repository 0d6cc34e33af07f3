/* The order of hits: what each part of the ranking does to it, and that it does nothing when it is
 * left out. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "search/ranking/parts.h"
#include "search/ranking/terms.h"
#include "unit/search_fixture.h"

static const struct fixture_passage passages[] = {
    {"tip-2023", 2023, "Inspections", TIP_KIND_NARRATIVE,
     .text = "Inspectors of farms: farms, farms, inspectors, labor, the labor of farms."},
    {"tip-2023", 2023, "Rules", TIP_KIND_NARRATIVE,
     .text = "What the law says of the sea is that the labor inspectors of farms may go aboard, "
             "and much else that nobody asks for in a query of a few words as these are."},
    {"tip-2023", 2023, "Pairs", TIP_KIND_NARRATIVE,
     .text = "Bondage was found, and debt at the same place."},
    {"tip-2023", 2023, "Pairs", TIP_KIND_NARRATIVE,
     .text = "People were found in debt bondage, and other people saw the same place."},
    {"ngo-notes", 2022, NULL, TIP_KIND_NARRATIVE,
     .text = "The captain kept the passports of his men, it was said."},
    {"ngo-notes", 2022, NULL, TIP_KIND_NARRATIVE,
     .text = "Trawlers, the fishing fleet and the vessels of the strait."},
    {"case-7", 2022, NULL, TIP_KIND_NARRATIVE,
     .text = "The captain kept the passports of his guests, it was said."},
    {"case-7", 2022, NULL, TIP_KIND_NARRATIVE,
     .text = "Rooms, the breakfast and the windows of the house."},
};

static struct search_fixture fixture;

static void set_up(void)
{
    search_fixture_open(&fixture, passages, sizeof passages / sizeof *passages);
}

static void tear_down(void)
{
    search_fixture_close(&fixture);
}

TestSuite(ranking, .init = set_up, .fini = tear_down);

/* The text of the first hit begins with `expected` while the parts `without` are left out. */
static void expect_first(const char *query, const char *without, const char *expected)
{
    struct tip_request request = {
        .command = TIP_COMMAND_SEARCH, .query = (char *)query, .limit = 10, .with_text = true};
    struct tip_reply reply;
    tip_part_set set = 0;
    struct tip_error error;
    if (*without != '\0') {
        cr_assert_eq(tip_parts_read(&set, without, &error), TIP_OK);
    }
    tip_searcher_leave_out(fixture.searcher, set);
    tip_searcher_run(fixture.searcher, &request, 0, &reply);
    cr_assert_eq(reply.kind, TIP_REPLY_HITS);
    cr_assert_gt(reply.hit_count, 0, "[%s] finds nothing", query);
    const char *text = reply.hits[0].view.text;
    cr_expect(strncmp(text, expected, strlen(expected)) == 0, "[%s] without [%s]: %s", query,
              without, text);
    tip_reply_free(&reply);
}

Test(ranking, what_was_typed_word_for_word_comes_first)
{
    expect_first("labor inspectors of farms", "", "What the law says");
    expect_first("Labor inspectors of farms!", "", "What the law says");
    expect_first("labor inspectors of farms", "runs", "Inspectors of farms");
    /* two words are no run */
    expect_first("labor inspectors", "nearness", "Inspectors of farms");
}

Test(ranking, words_side_by_side_lift)
{
    expect_first("bondage debt", "", "People were found in debt");
    expect_first("debt bondage", "", "People were found in debt");
    expect_first("debt bondage", "nearness", "Bondage was found");
}

Test(ranking, what_stands_around_a_passage_lifts_it)
{
    expect_first("captain passports trawlers", "", "The captain kept the passports of his men");
    expect_first("passports kept vessels", "", "The captain kept the passports of his men");
    expect_first("passports kept windows", "", "The captain kept the passports of his guests");
    expect_first("passports kept windows", "context", "The captain kept the passports of his men");
}

Test(ranking, a_weight_moves_what_has_the_word)
{
    expect_first("captain^10 windows", "", "The captain");
    expect_first("captain windows^10", "", "Rooms, the breakfast and the windows");
}

/* However the pages are cut, the order is one. */
Test(ranking, pages_join_where_a_run_stands_first)
{
    static const char query[] = "the captain kept the passports";
    struct tip_reply whole, page;
    search_fixture_ask(&fixture, query, 10, 0, &whole);
    cr_assert_geq(whole.hit_count, 4);
    for (unsigned i = 0; i < whole.hit_count; i++) {
        search_fixture_ask(&fixture, query, 1, i, &page);
        cr_assert_eq(page.hit_count, 1);
        cr_expect_eq(page.hits[0].view.row.id, whole.hits[i].view.row.id, "hit %u", i + 1);
        cr_expect_eq(page.hits[0].score, whole.hits[i].score, "hit %u", i + 1);
        cr_expect(i == 0 || whole.hits[i].score <= whole.hits[i - 1].score, "hit %u", i + 1);
        tip_reply_free(&page);
    }
    tip_reply_free(&whole);
}

Test(parts, names_are_read_and_others_refused)
{
    tip_part_set set;
    struct tip_error error;
    cr_assert_eq(tip_parts_read(&set, "context,runs", &error), TIP_OK);
    cr_expect(tip_part_set_has(set, TIP_PART_CONTEXT) && tip_part_set_has(set, TIP_PART_RUNS));
    cr_expect(!tip_part_set_has(set, TIP_PART_FEEDBACK));
    static const char *const refused[] = {"", "context,", ",runs", "magic", "context runs"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        cr_expect_eq(tip_parts_read(&set, refused[i], &error), TIP_INVALID, "%s", refused[i]);
        cr_expect(strstr(error.message, "nearness") != NULL, "%s", error.message);
    }
    for (int part = 0; part < TIP_PART_COUNT; part++) {
        cr_assert_eq(tip_parts_read(&set, tip_part_name((enum tip_part)part), &error), TIP_OK);
        cr_expect_eq(set, 1u << part);
        cr_expect_not_null(tip_part_help((enum tip_part)part));
    }
}
