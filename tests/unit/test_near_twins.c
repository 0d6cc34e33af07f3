/* Nearly the same in several reports: one hit, the others are named with how much they overlap. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/protocol.h"
#include "unit/search_fixture.h"

#define RAID                                                                                       \
    "Officers searched a villa outside the city and freed ninety people who had been made to run " \
    "cyber scams for an armed group"
#define FERRY                                                                                      \
    "Ferry crews were taught how to notice a traveller whose papers another person keeps and "     \
    "whom to call"

/* Three editions: a figure goes up, a sentence comes; a chain; a template of two countries; and two
 * passages of one report. */
static const struct fixture_passage passages[] = {
    {"tip-2021", 2021, "Scams", TIP_KIND_NARRATIVE, .text = RAID " in May.", .page = "7"},
    {"tip-2021", 2021, "Ferries", TIP_KIND_NARRATIVE, .text = FERRY ".", .countries = "GR"},
    {"tip-2021", 2021, "Chain", TIP_KIND_NARRATIVE,
     .text = "alder birch cedar ebony fir hazel juniper larch maple oak pine rowan spruce teak"},
    {"tip-2022", 2022, "Scams", TIP_KIND_NARRATIVE, .text = RAID " in June.", .page = "12"},
    {"tip-2022", 2022, "Chain", TIP_KIND_NARRATIVE,
     .text = "cedar ebony fir hazel juniper larch maple oak pine rowan spruce teak walnut yew"},
    {"tip-2022", 2022, "Ferries", TIP_KIND_NARRATIVE, .text = FERRY " now.", .countries = "IT"},
    {"tip-2023", 2023, "Scams", TIP_KIND_NARRATIVE, .text = RAID " in June. Two were tried.",
     .page = "39"},
    {"tip-2023", 2023, "Chain", TIP_KIND_NARRATIVE,
     .text = "fir hazel juniper larch maple oak pine rowan spruce teak walnut yew zelkova ash"},
    {"tip-2023", 2023, "Ferries", TIP_KIND_NARRATIVE, .text = FERRY " today.", .countries = "GR"},
    {"tip-2023", 2023, "Ferries", TIP_KIND_NARRATIVE, .text = FERRY " there.", .countries = "GR"},
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

TestSuite(near_twins, .init = set_up, .fini = tear_down);

static void add_twins(char *found, size_t room, const struct tip_view *view)
{
    for (size_t i = 0; i < view->also_in_count; i++)
        snprintf(found + strlen(found), room - strlen(found), "%s%d:%.2f",
                 view->also_in[i].likeness.is_same ? "=" : "+", view->also_in[i].report.year,
                 view->also_in[i].likeness.overlap);
}

/* "2023+2022:0.93": the years of the hits, with those named beside each and their overlaps. */
static void expect(const char *query, const char *expected)
{
    char found[512] = "";
    struct tip_reply reply;
    search_fixture_ask(&fixture, query, 20, 0, &reply);
    cr_assert_eq(reply.kind, TIP_REPLY_HITS, "[%s]: %s", query, reply.error.message);
    for (size_t i = 0; i < reply.hit_count; i++) {
        snprintf(found + strlen(found), sizeof found - strlen(found), "%s%d", i == 0 ? "" : " ",
                 reply.hits[i].view.report.year);
        add_twins(found, sizeof found, &reply.hits[i].view);
    }
    cr_expect_str_eq(found, expected, "[%s] gives %s", query, found);
    tip_reply_free(&reply);
}

Test(near_twins, the_newest_is_shown_with_how_much_the_others_overlap)
{
    expect("villa", "2023+2022:0.89+2021:0.82");
}

Test(near_twins, filters_act_first)
{
    expect("villa year:2021..2022", "2022+2023:0.89+2021:0.92");
    expect("villa report:tip-2021", "2021+2023:0.82+2022:0.92");
    expect("\"in May\"", "2021+2023:0.82+2022:0.92");
}

/* 2022's is like both of the others, which are not alike. */
Test(near_twins, a_chain_is_not_one)
{
    expect("larch", "2021 2023+2022:0.73");
    expect("larch year:2021..2022", "2021 2022+2023:0.73");
}

Test(near_twins, other_countries_are_not_one_and_a_report_is_not_collapsed)
{
    expect("ferry", "2022 2023+2021:0.94 2023");
}

Test(near_twins, get_names_them_and_similar_leaves_them_out)
{
    struct tip_reply reply;
    char id[17], twins[128] = "";
    search_fixture_ask(&fixture, "\"in May\"", 1, 0, &reply);
    cr_assert_eq(reply.hit_count, 1);
    snprintf(id, sizeof id, "%016llx", (unsigned long long)reply.hits[0].view.row.id);
    tip_reply_free(&reply);
    struct tip_request request = {.command = TIP_COMMAND_GET, .id = id};
    tip_searcher_run(fixture.searcher, &request, 0, &reply);
    add_twins(twins, sizeof twins, &reply.passage);
    cr_expect_str_eq(twins, "+2023:0.82+2022:0.92");
    tip_reply_free(&reply);
    request = (struct tip_request){.command = TIP_COMMAND_SIMILAR, .id = id, .limit = 20};
    tip_searcher_run(fixture.searcher, &request, 0, &reply);
    for (size_t i = 0; i < reply.hit_count; i++)
        cr_expect_null(strstr(reply.hits[i].view.citation, "Scams"));
    tip_reply_free(&reply);
}

/* Of the three editions that have a villa one hit, or each; both totals in either case. */
Test(near_twins, uncollapsed_each_is_a_hit_and_both_totals_are_told)
{
    for (int is_uncollapsed = 0; is_uncollapsed < 2; is_uncollapsed++) {
        struct tip_reply reply;
        struct tip_request request = {.command = TIP_COMMAND_SEARCH,
                                      .query = (char *)"villa",
                                      .limit = 10,
                                      .is_uncollapsed = is_uncollapsed == 1};
        tip_searcher_run(fixture.searcher, &request, 0, &reply);
        cr_expect_eq(reply.total, is_uncollapsed ? 3 : 1);
        cr_expect_eq(reply.hit_count, reply.total);
        cr_expect_eq(reply.total_all, 3);
        cr_expect_eq(reply.total_distinct, 1);
        tip_reply_free(&reply);
    }
}

Test(near_twins, they_are_written_with_their_overlap)
{
    struct tip_reply reply;
    struct tip_string line = {0};
    search_fixture_ask(&fixture, "villa", 1, 0, &reply);
    tip_line_encode(&line, "", &reply);
    cr_expect_not_null(strstr(line.data, "\"same\":false,\"overlap\":0.88}"), "%s", line.data);
    tip_string_free(&line);
    tip_reply_free(&reply);
}
